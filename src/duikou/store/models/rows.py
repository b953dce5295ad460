"""What postings add: entries, and versions of everything that has a key of its own."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from duikou.store.models.chain import Posting


class PostedRow(models.Model):
    """A row of a posting: `line` is its place in the manifest, from 1."""

    objects: ClassVar[models.Manager[Any]]

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.IntegerField()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["posting", "line"], name="%(class)s_line_once")]


class EntryRow(PostedRow):
    """`book.Entry`, column by column; its key is `E<posting>-<line>`.

    `amount` and `rounding`: scaled integers (分, or ten-thousandths of other units). `donors`: JSON list of
    codes, sorted; several = jointly, shares not known. `reverses`: key of the entry taken back, at most once.
    """

    measure = models.CharField(max_length=64)
    unit = models.CharField(max_length=32)
    stage = models.CharField(max_length=32, default="")
    kind = models.CharField(max_length=32, default="")
    amount = models.BigIntegerField()
    rounding = models.BigIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField()
    donors = models.TextField(default="[]")
    recipient = models.CharField(max_length=32, default="")
    sector = models.CharField(max_length=64, default="")
    subject = models.CharField(max_length=200, default="")
    project = models.CharField(max_length=200, default="")
    document = models.CharField(max_length=200, default="")
    statement = models.CharField(max_length=200, default="")
    note = models.TextField(default="")
    reverses = models.CharField(max_length=32, default="")
    # A default of the database too: copies made before there were activities lack the column.
    activity = models.CharField(max_length=200, default="", db_default="")

    class Meta(PostedRow.Meta):
        constraints = [
            *PostedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__gt=""), name="entryrow_reversed_once"
            ),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="entryrow_days_in_order"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(reverses__gt=""), name="entryrow_not_negative"
            ),
            models.CheckConstraint(condition=Q(rounding__gte=0), name="entryrow_rounding_not_negative"),
        ]
        indexes = [
            models.Index(fields=["measure", "unit", "stage", "posting"], name="entryrow_series"),
            models.Index(fields=["project"], condition=Q(project__gt=""), name="entryrow_project"),
            models.Index(fields=["document"], condition=Q(document__gt=""), name="entryrow_document"),
            models.Index(fields=["activity"], condition=Q(activity__gt=""), name="entryrow_activity"),
        ]


class VersionedRow(PostedRow):
    """One version of a thing with a key; a later version supersedes it, a withdrawn one ends it.

    `payload`: canonical JSON of the core row. Further columns of the tables repeat parts of the payload for
    indexes; `verify` holds them against it.
    """

    key = models.CharField(max_length=200)
    version = models.IntegerField()
    withdrawn = models.BooleanField(default=False)
    reason = models.TextField(default="")
    payload = models.TextField()

    class Meta(PostedRow.Meta):
        abstract = True
        constraints = [
            *PostedRow.Meta.constraints,
            models.UniqueConstraint(fields=["key", "version"], name="%(class)s_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="%(class)s_version_positive"),
        ]


class StatementRow(VersionedRow):
    """Versions of `book.Statement`."""

    document = models.CharField(max_length=200, default="")
    form = models.CharField(max_length=16)
    measure = models.CharField(max_length=64)

    class Meta(VersionedRow.Meta):
        abstract = False
        indexes = [models.Index(fields=["document"], name="statementrow_document")]


class DocumentRow(VersionedRow):
    """Versions of `book.Document`."""

    digest = models.CharField(max_length=64, default="", db_index=True)

    class Meta(VersionedRow.Meta):
        abstract = False


class PairingRow(VersionedRow):
    """Versions of `book.Pairing`."""

    class Meta(VersionedRow.Meta):
        abstract = False


class ProjectRow(VersionedRow):
    """Versions of `book.Project`."""

    name = models.CharField(max_length=300)
    recipient = models.CharField(max_length=32, default="", db_index=True)

    class Meta(VersionedRow.Meta):
        abstract = False


class ActivityRow(VersionedRow):
    """Versions of `book.Activity`."""

    type = models.CharField(max_length=32)
    title = models.CharField(max_length=300)
    recipient = models.CharField(max_length=32, default="")
    project = models.CharField(max_length=200, default="")
    year = models.IntegerField()

    class Meta(VersionedRow.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["type", "year"], name="activityrow_type"),
            models.Index(fields=["recipient"], name="activityrow_recipient"),
            models.Index(fields=["project"], condition=Q(project__gt=""), name="activityrow_project"),
        ]


class SubjectRow(VersionedRow):
    """Versions of `book.Subject`."""

    name = models.CharField(max_length=300)

    class Meta(VersionedRow.Meta):
        abstract = False


class VocabularyRow(VersionedRow):
    """Versions of rows that the book adds to the shipped vocabulary; key = `<table>:<code>`."""

    table = models.CharField(max_length=32)

    class Meta(VersionedRow.Meta):
        abstract = False
