"""Register pairings: who supports whom."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Pairing, Receipt
from duikou.store.actors import Actor


def register_pairings(rows: Iterable[Pairing], *, actor: Actor, replace: bool = False) -> Receipt:
    """One posting. A key that stands already is refused (BookError `key.taken`) unless `replace`: then the
    row becomes its next version, or is left out where it says nothing new. Raises as `gathering`."""
    with gathering(actor=actor, action="register_pairing") as basket:
        basket.pairings(rows, replace=replace)
    assert basket.receipt is not None
    return basket.receipt


def register_pairing(row: Pairing, *, actor: Actor, replace: bool = False) -> Receipt:
    """As `register_pairings`, for one row."""
    return register_pairings([row], actor=actor, replace=replace)
