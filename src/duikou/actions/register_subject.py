"""Register subjects: named things that figures are about."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Receipt, Subject
from duikou.store.actors import Actor


def register_subjects(rows: Iterable[Subject], *, actor: Actor, replace: bool = False) -> Receipt:
    """One posting. A key that stands already is refused (BookError `key.taken`) unless `replace`: then the
    row becomes its next version, or is left out where it says nothing new. Raises as `gathering`."""
    with gathering(actor=actor, action="register_subject") as basket:
        basket.subjects(rows, replace=replace)
    assert basket.receipt is not None
    return basket.receipt


def register_subject(row: Subject, *, actor: Actor, replace: bool = False) -> Receipt:
    """As `register_subjects`, for one row."""
    return register_subjects([row], actor=actor, replace=replace)
