"""Bring the book up to what was decided in a review: one posting for all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db import IntegrityError, transaction

from duikou.actions.gather import gathering
from duikou.actions.rename import renamed
from duikou.book import BookError, Receipt, Statement, Subject
from duikou.review import statement, statement_key
from duikou.review.beside import Lists, hanging
from duikou.store import reviews, selectors
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import CarriedDecision
from duikou.store.reviews import CONFIRMED, REJECTED, Review, Reviewed
from duikou.words import Vocabulary

WITHDRAWN = "taken back in review"


def post_review(document: str, *, actor: Actor) -> Receipt:
    """Confirmed figures become statements, new named things are registered, things get the names by which
    the text calls them, statements whose figures were rejected or opened again are withdrawn. Figures that
    are still open are left for a later posting.

    Raises BookError `review.nothing_to_post`, `review.changed` where somebody posts the same, and as
    `gathering`.
    """
    actor.must("enter")
    try:
        with clear_faults(), transaction.atomic():
            review = reviews.review(document)
            changed = [figure for figure in review.figures if figure.pending]
            if not changed:
                raise BookError("review.nothing_to_post", "document", document=document)
            gone = [statement_key(document, one.number) for one in changed if one.state != CONFIRMED]
            vocabulary = selectors.vocabulary()
            with gathering(actor=actor, action="post_review") as basket:
                basket.subjects(_new_subjects(changed), replace=True)
                basket.subjects(renamed(review, changed, vocabulary), replace=True)
                basket.statements(_statements(review, changed, vocabulary), replace=True)
                if standing := sorted(selectors.keys("statement", gone)):
                    basket.withdrawals("statement", standing, WITHDRAWN)
            receipt = basket.receipt
            assert receipt is not None
            CarriedDecision.objects.bulk_create(
                CarriedDecision(decision_id=one.last.id, posting_id=receipt.number)
                for one in changed
                if one.last
            )
    except IntegrityError as error:
        raise BookError("review.changed", "figure", number="", who="") from error
    return receipt


def _new_subjects(changed: list[Reviewed]) -> Iterator[Subject]:
    """The things that the changed figures register."""
    for figure in changed:
        if figure.state == CONFIRMED and figure.fields.form:
            yield reviews.new_subject(figure.fields)


def _statements(review: Review, changed: list[Reviewed], vocabulary: Vocabulary) -> Iterator[Statement]:
    """Of the changed figures that are confirmed, and of those in the book whose whole, or what they are
    compared with, has changed. Relations and lists are those of the words beside them, as in a draft."""
    numbers = {figure.number for figure in changed}
    confirmed = {figure.number for figure in review.figures if figure.state == CONFIRMED}
    every = [(one.proposal, one.fields) for one in review.figures]
    kept = [(one.proposal, one.fields) for one in review.figures if one.state != REJECTED]
    once, related = hanging(review.text, every), hanging(review.text, kept)
    lists = Lists(review.text, vocabulary)
    for figure in review.figures:
        part_of = figure.fields.part_of
        others = related.get(figure.number, ())
        beside = (*once.get(figure.number, ()), *others)
        touched = {figure.number, part_of, *(number for _, number in beside)}
        if figure.state != CONFIRMED or touched.isdisjoint(numbers):
            continue
        key = statement_key(review.document, part_of) if part_of in confirmed else ""
        made = statement(figure.proposal, figure.fields, review.document, vocabulary, key)
        whole = confirmed.issuperset(number for _, number in others)  # half a relation says something else
        relations = tuple((name, statement_key(review.document, n)) for name, n in others) if whole else ()
        place, fields = figure.proposal, figure.fields
        listed = lists.beside(place.start, place.end, fields.value, fields.whole)
        yield replace(made, relations=relations, listed=listed)
