"""Add statements: published figures, targets, rules, closings."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Receipt, Statement
from duikou.store.actors import Actor


def add_statements(rows: Iterable[Statement], *, actor: Actor, replace: bool = False) -> Receipt:
    """One posting. A key that stands already is refused (BookError `key.taken`) unless `replace`: then the
    row becomes its next version, or is left out where it says nothing new. Raises as `gathering`."""
    with gathering(actor=actor, action="add_statement") as basket:
        basket.statements(rows, replace=replace)
    assert basket.receipt is not None
    return basket.receipt


def add_statement(row: Statement, *, actor: Actor, replace: bool = False) -> Receipt:
    """As `add_statements`, for one row."""
    return add_statements([row], actor=actor, replace=replace)
