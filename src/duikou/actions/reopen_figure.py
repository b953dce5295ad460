"""Take a decision on a figure under review back: it is open again, with what was typed last."""

from __future__ import annotations

from duikou.actions.decisions import deciding
from duikou.book import BookError
from duikou.store.actors import Actor
from duikou.store.reviews import OPEN, REOPEN, Review, Reviewed


def reopen_figure(document: str, number: int, version: int, *, actor: Actor) -> None:
    """`version`: of the figure as it was shown. Raises BookError `review.changed`, `review.thing_used` and as
    `decisions.deciding`."""
    with deciding(document, actor) as desk:
        desk.decide(desk.figure(number, version), REOPEN)


def reopen_last(document: str, *, actor: Actor) -> int:
    """Take back the last decision that `actor` made here and that still holds; returns the figure's number.

    Raises BookError `review.nothing_to_undo` and as `reopen_figure`.
    """
    with deciding(document, actor) as desk:
        figure = last_decided(desk.review, actor.user)
        if figure is None:
            raise BookError("review.nothing_to_undo", "figure")
        desk.decide(figure, REOPEN)
        return figure.number


def last_decided(review: Review, user: str) -> Reviewed | None:
    """The figure that `user` decided on last and nobody since."""
    own = [one for one in review.figures if one.state != OPEN and one.last and one.last.actor == user]
    return max(own, key=lambda one: one.last.id if one.last else 0, default=None)
