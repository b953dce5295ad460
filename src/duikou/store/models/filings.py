"""Calls and filings: work in hand, outside the chain; what was put in and who moved it on only grows."""

from django.db import models
from django.db.models import Q

from duikou.store.models.chain import Posting
from duikou.store.models.people import Office
from duikou.store.models.reviews import Signed


class CallRow(Signed):
    """`book.Call` as canonical JSON; `ended`: why it was taken back, "" while it stands."""

    key = models.CharField(max_length=32, unique=True)
    payload = models.TextField()
    ended = models.TextField(default="")


class FilingRow(models.Model):
    """What one office files upon one call; made with the call. `version` counts its events."""

    call = models.ForeignKey(CallRow, on_delete=models.PROTECT, related_name="filings")
    office = models.ForeignKey(Office, db_column="office", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default="open")
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "office"], name="filingrow_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "draft", "filed", "returned", "accepted"]),
                name="filingrow_state_known",
            ),
        ]


class FilingEvent(Signed):
    """One step of a filing. `words`: what was said with it; `payload`: canonical JSON of what goes with the
    verb (explanations, remarks, numbers of rows). `posting`: what accepting wrote."""

    filing = models.ForeignKey(FilingRow, on_delete=models.PROTECT, related_name="events")
    version = models.IntegerField()
    verb = models.CharField(max_length=16)
    words = models.TextField(default="")
    payload = models.TextField(default="{}")
    posting = models.ForeignKey(Posting, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Signed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["filing", "version"], name="filingevent_version_once"),
        ]


class FilingLine(Signed):
    """One record as it was put into a filing; the last line of a key holds, `dropped` takes it out again.

    `table`, `key`, `payload`: as the book would have them; `expected`: version that it was made from.
    `problems`: canonical JSON of what was in doubt.
    """

    filing = models.ForeignKey(FilingRow, on_delete=models.PROTECT, related_name="lines")
    number = models.IntegerField()
    table = models.CharField(max_length=16)
    key = models.CharField(max_length=200)
    payload = models.TextField()
    expected = models.IntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    dropped = models.BooleanField(default=False)
    reason = models.TextField(default="")
    source = models.CharField(max_length=200, default="")
    place = models.CharField(max_length=200, default="")
    problems = models.TextField(default="[]")

    class Meta(Signed.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="filingline_number_once")]
