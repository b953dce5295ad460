"""Documents under review as frozen rows: their texts, the figures read in them, and what was decided on
each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from duikou.book import BookError, Subject
from duikou.review import Fields, Proposal
from duikou.store import models
from duikou.store.payload import canonical, decode, encode

CONFIRM, REJECT, REOPEN = "confirm", "reject", "reopen"
OPEN, CONFIRMED, REJECTED = "open", "confirmed", "rejected"
_STATES = {CONFIRM: CONFIRMED, REJECT: REJECTED, REOPEN: OPEN}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one figure. `fields`: what it says according to `confirm`, None for the other verbs.
    `offered`: key of the named thing that was proposed, by the rule `offered_rule`. `posting`: number of the
    posting that carried it into the book, None where none has."""

    id: int
    version: int
    verb: str
    fields: Fields | None
    offered: str
    offered_rule: str
    actor: str
    office: str
    recorded_at: datetime
    posting: int | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A proposal with all decisions on it, oldest first."""

    id: int
    proposal: Proposal
    decisions: tuple[Decision, ...] = ()

    @property
    def number(self) -> int:
        return self.proposal.number

    @property
    def last(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def version(self) -> int:
        """What a decision made now must name: the version it was made in view of."""
        return self.last.version if self.last else 0

    @property
    def state(self) -> str:
        """open, confirmed or rejected."""
        return _STATES[self.last.verb] if self.last else OPEN

    @property
    def fields(self) -> Fields:
        """What the figure says by the last person who confirmed it, else as read."""
        said = [decision.fields for decision in self.decisions if decision.fields]
        return said[-1] if said else self.proposal.fields

    @property
    def in_book(self) -> bool:
        """Whether its statement was carried into the book and not taken out again."""
        carried = [decision for decision in self.decisions if decision.posting is not None]
        return bool(carried) and carried[-1].verb == CONFIRM

    @property
    def pending(self) -> bool:
        """Whether the book does not yet say what was decided."""
        if self.state == CONFIRMED:
            assert self.last
            return self.last.posting is None
        return self.in_book


@dataclass(frozen=True, slots=True)
class Review:
    """A document under review. `passages`: (start in the text, kind, numbers, character) of every part."""

    document: str
    form: str
    text: str
    figures: tuple[Reviewed, ...]
    actor: str
    office: str
    recorded_at: datetime

    def figure(self, number: int) -> Reviewed:
        """Raises BookError `unknown.figure`."""
        for one in self.figures:
            if one.number == number:
                return one
        raise BookError("unknown.figure", "figure", value=str(number))

    def new_subjects(self) -> dict[str, Subject]:
        """The named things that confirmed figures of this document register, by key."""
        return {
            one.fields.link: new_subject(one.fields)
            for one in self.figures
            if one.state == CONFIRMED and one.fields.form
        }


def new_subject(fields: Fields) -> Subject:
    """The named thing that a figure registers."""
    place = fields.recipient[0] if len(fields.recipient) == 1 else ""
    return Subject(fields.link, fields.subject, fields.form, place=place, sector=fields.sector)


@dataclass(frozen=True, slots=True)
class ReviewHead:
    """How far the review of a document has come: figures by state; `posted`: decisions in the book."""

    document: str
    counts: Mapping[str, int]
    recorded_at: datetime
    actor: str
    office: str

    @property
    def figures(self) -> int:
        return sum(self.counts.values())


def review(document: str) -> Review:
    """Raises BookError `unknown.review`."""
    text = models.DocumentText.objects.filter(document=document).first()
    if text is None:
        raise BookError("unknown.review", "document", value=document)
    decisions: dict[int, list[Decision]] = {}
    for proposal, decision in _decisions(proposal__text=text):
        decisions.setdefault(proposal, []).append(decision)
    rows = models.ProposalRow.objects.filter(text=text).order_by("number").values_list("id", "payload")
    figures = tuple(
        Reviewed(number, decode(Proposal, json.loads(payload)), tuple(decisions.get(number, ())))
        for number, payload in rows
    )
    return Review(
        text.document, text.form, text.text, figures, text.actor_id, text.office_id, text.recorded_at
    )


def reviews() -> tuple[ReviewHead, ...]:
    """Every document under review, the newest first."""
    latest = models.DecisionRow.objects.filter(proposal=OuterRef("pk")).order_by("-version")
    rows = models.ProposalRow.objects.annotate(verb=Subquery(latest.values("verb")[:1]))
    counts: dict[str, dict[str, int]] = {}
    for document, verb, number in rows.values_list("text__document", "verb").annotate(Count("pk")):
        states = counts.setdefault(document, {})
        state = _STATES[verb] if verb else OPEN
        states[state] = states.get(state, 0) + number
    texts = models.DocumentText.objects.order_by("-recorded_at", "-id")
    return tuple(
        ReviewHead(document, counts.get(document, {}), when, str(actor), str(office))
        for document, when, actor, office in texts.values_list(
            "document", "recorded_at", "actor_id", "office_id"
        )
    )


def every_figure(latest: int | None = None) -> Iterable[tuple[str, Reviewed]]:
    """(document, figure) of everything that was ever decided on, in order; `latest` limits it to what so many
    of the newest decisions are about."""
    newest = models.DecisionRow.objects.order_by("-id").values("proposal")[:latest]
    decisions: dict[int, list[Decision]] = {}
    for proposal, decision in _decisions(proposal__in=newest):
        decisions.setdefault(proposal, []).append(decision)
    rows = models.ProposalRow.objects.filter(id__in=newest).order_by("text", "number")
    for number, document, payload in rows.values_list("id", "text__document", "payload"):
        yield document, Reviewed(number, decode(Proposal, json.loads(payload)), tuple(decisions[number]))


def text_of(document: str) -> str:
    """The kept text of a document, "" where none is."""
    found = models.DocumentText.objects.filter(document=document).values_list("text", flat=True).first()
    return found or ""


def documents_with_text(digest: str) -> tuple[str, ...]:
    """Keys of the documents whose kept text has this SHA-256."""
    return tuple(models.DocumentText.objects.filter(digest=digest).values_list("document", flat=True))


def proposal_payload(proposal: Proposal) -> str:
    return canonical(encode(proposal))


def fields_payload(fields: Fields) -> str:
    return canonical(encode(fields))


def _decisions(**limits: Any) -> Iterable[tuple[int, Decision]]:
    """(id of the proposal, decision), oldest first."""
    names = (
        "proposal_id",
        "id",
        "version",
        "verb",
        "fields",
        "offered",
        "offered_rule",
        "actor_id",
        "office_id",
        "recorded_at",
        "carried__posting_id",
    )
    rows = models.DecisionRow.objects.filter(**limits).order_by("proposal", "version")
    for proposal, number, version, verb, fields, *rest in rows.values_list(*names):
        said = decode(Fields, json.loads(fields)) if fields else None
        yield proposal, Decision(number, version, verb, said, *rest)
