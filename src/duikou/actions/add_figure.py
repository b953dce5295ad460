"""Add a figure that the reader missed to a review; it is open, to be confirmed like the others."""

from __future__ import annotations

from duikou.actions.decisions import deciding
from duikou.review.added import Standing, added, place_of
from duikou.store import reviews
from duikou.store.actors import Actor
from duikou.store.models import DecisionRow, DocumentText, ProposalRow
from duikou.store.reviews import REOPEN


def add_figure(
    document: str, span: tuple[int, int] | None, *, actor: Actor, words: str = "", near: int = 0
) -> int:
    """Returns the new figure's number. `span`: where the words stand in the text; None = where `words` first
    stand behind the figure `near`, outside the other figures.

    Who added it and when is kept as a first decision that leaves it open. Raises BookError as `review.added`
    and `decisions.deciding`.
    """
    with deciding(document, actor) as desk:
        figures = desk.review.figures
        after = next((one.proposal.end for one in figures if one.number == near), 0)
        if span is None:
            span = place_of(desk.review.text, words, (one.proposal for one in figures), after)
        number = max((one.number for one in figures), default=0) + 1
        standing = [Standing(one.proposal, one.fields) for one in figures]
        proposal = added(desk.review.text, span, number, standing, desk.vocabulary)
        row = ProposalRow.objects.create(
            text=DocumentText.objects.get(document=document),
            number=number,
            payload=reviews.proposal_payload(proposal),
        )
        desk.rows.append(
            DecisionRow(proposal=row, version=1, verb=REOPEN, actor_id=actor.user, office_id=actor.office)
        )
        return number
