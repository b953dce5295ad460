"""Reject a figure under review: it is none, or not one for the book."""

from __future__ import annotations

from duikou.actions.decisions import deciding
from duikou.store.actors import Actor
from duikou.store.reviews import REJECT


def reject_figure(document: str, number: int, version: int, *, actor: Actor) -> None:
    """`version`: of the figure as it was shown. Raises BookError `review.changed`, `review.thing_used` and as
    `decisions.deciding`."""
    with deciding(document, actor) as desk:
        desk.decide(desk.figure(number, version), REJECT)
