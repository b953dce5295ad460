"""Documents under review: their texts, the figures read in them, what people decided. Journals that only
grow, outside the chain: nothing here is a fact of the book until a posting carries it there."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from duikou.store.models.chain import Posting
from duikou.store.models.people import Office, User


class Signed(models.Model):
    """A row that says who wrote it, for which office, and when."""

    actor = models.ForeignKey(
        User, to_field="username", db_column="actor", on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(Office, db_column="office", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class DocumentText(Signed):
    """The text of a document of the book, as its file was read; spans of figures count its characters.

    `document`: key of the Document; `form`: text, html, docx or pdf. `passages`: JSON list of [start, kind,
    numbers, character], the places in the file (`files.Place`).
    """

    document = models.CharField(max_length=200, unique=True)
    form = models.CharField(max_length=16)
    text = models.TextField()
    digest = models.CharField(max_length=64, db_index=True)
    passages = models.TextField(default="[]")


class ProposalRow(models.Model):
    """A figure as the reader read it; `payload`: canonical JSON of `review.Proposal`."""

    text = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="proposals")
    number = models.IntegerField()
    payload = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="proposalrow_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="proposalrow_number_positive"),
        ]


class DecisionRow(Signed):
    """What somebody decided on a proposal. The highest `version` (from 1) holds; two people who decide at
    once wish for the same version, which only one of them gets.

    `fields`: canonical JSON of `review.Fields` for `confirm`, "" else. `offered`, `offered_rule`: key of the
    named thing that was proposed as the figure's subject and the rule that proposed it.
    """

    class Verb(models.TextChoices):
        CONFIRM = "confirm"
        REJECT = "reject"
        REOPEN = "reopen"

    proposal = models.ForeignKey(ProposalRow, on_delete=models.PROTECT, related_name="decisions")
    version = models.IntegerField()
    verb = models.CharField(max_length=16, choices=Verb.choices)
    fields = models.TextField(default="")
    offered = models.CharField(max_length=200, default="")
    offered_rule = models.CharField(max_length=32, default="")

    class Meta(Signed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version"], name="decisionrow_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="decisionrow_version_positive"),
            models.CheckConstraint(
                condition=Q(verb__in=["confirm", "reject", "reopen"]), name="decisionrow_verb_known"
            ),
        ]


class CarriedDecision(models.Model):
    """The posting by which a decision came into the book."""

    decision = models.OneToOneField(DecisionRow, on_delete=models.PROTECT, related_name="carried")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
