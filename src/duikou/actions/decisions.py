"""Writing decisions on figures under review; the verbs have modules of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from duikou.book import BookError, Subject
from duikou.reading import abbreviations
from duikou.review import Fields
from duikou.review.links import Registry
from duikou.review.offers import Offer, offer
from duikou.store import reviews, selectors
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import DecisionRow
from duikou.store.reviews import CONFIRMED, Review, Reviewed
from duikou.words import Vocabulary


@dataclass(slots=True)
class Desk:
    """A review while somebody decides: what it is held against, and the rows that will be written."""

    review: Review
    vocabulary: Vocabulary
    subjects: Mapping[str, Subject]
    actor: Actor
    rows: list[DecisionRow] = field(default_factory=list)
    _registry: Registry | None = None

    @property
    def registry(self) -> Registry:
        """The book's named things and those that this review registers."""
        if self._registry is None:
            named = abbreviations(self.review.text)
            self._registry = Registry(self.known().values(), self.vocabulary, named)
        return self._registry

    def known(self) -> dict[str, Subject]:
        """Registered things by key, the review's new ones among them."""
        return {**self.review.new_subjects(), **self.subjects}

    def figure(self, number: int, version: int) -> Reviewed:
        """Raises BookError `unknown.figure`, `review.changed` where somebody decided since `version`."""
        figure = self.review.figure(number)
        if figure.version != version:
            last = figure.last
            who = last.actor if last else ""
            raise BookError("review.changed", "figure", number=number, who=who)
        return figure

    def offer(self, figure: Reviewed) -> Offer:
        """What is proposed for a figure."""
        return offer(figure.proposal, figure.fields, self.review.text, self.registry, self.vocabulary)

    def decide(self, figure: Reviewed, verb: str, fields: Fields | None = None, offered: Offer | None = None):
        """Write the decision at the end of the block. Raises BookError `review.thing_used` where another
        confirmed figure is about the new thing that this figure would no longer register."""
        key = figure.fields.link if figure.state == CONFIRMED and figure.fields.form else ""
        if key and key not in self.subjects and (fields is None or fields.link != key):
            for other in self.review.figures:
                if other.state == CONFIRMED and other.fields.link == key and other is not figure:
                    raise BookError("review.thing_used", "subject", number=figure.number, other=other.number)
        self.rows.append(
            DecisionRow(
                proposal_id=figure.id,
                version=figure.version + 1,
                verb=verb,
                fields=reviews.fields_payload(fields) if fields else "",
                offered=offered.fields.link if offered else "",
                offered_rule=offered.rule if offered else "",
                actor_id=self.actor.user,
                office_id=self.actor.office,
            )
        )


@contextmanager
def deciding(document: str, actor: Actor) -> Iterator[Desk]:
    """A desk for the review of `document`; what was decided there is written when the block ends, all or
    nothing.

    Raises BookError `duty.missing`, `unknown.review`, `review.changed`, `book.…`.
    """
    actor.must("enter")
    try:
        with clear_faults(), transaction.atomic():
            subjects = {subject.key: subject for subject in selectors.subjects()}
            desk = Desk(reviews.review(document), selectors.vocabulary(), subjects, actor)
            yield desk
            DecisionRow.objects.bulk_create(desk.rows)
    except IntegrityError as error:  # on PostgreSQL two may have read the same version
        raise BookError("review.changed", "figure", number="", who="") from error
