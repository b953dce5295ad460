"""Take posted entries back."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Entry, Receipt, Reversal
from duikou.store.actors import Actor


def reverse(reversals: Iterable[Reversal], *, actor: Actor, instead: Iterable[Entry] = ()) -> Receipt:
    """One posting: for each reversal an entry of the negative amount that names the first one, its reason as
    note; then the entries that are right `instead`.

    Raises BookError `unknown.entry`, `reversal.twice`, `reversal.of_reversal` (post the entry anew), and as
    `gathering`.
    """
    with gathering(actor=actor, action="reverse") as basket:
        basket.reversals(reversals)
        basket.entries(instead)
    assert basket.receipt is not None
    return basket.receipt
