"""Add rows to the vocabulary of this book: its own townships, measures, sectors …"""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Receipt
from duikou.store.actors import Actor
from duikou.store.word import Word


def add_words(rows: Iterable[Word], *, actor: Actor, replace: bool = False) -> Receipt:
    """One posting; the shipped vocabulary with these rows must hold together.

    Raises BookError `word.table`, `word.columns`, `word.refused`, and as `gathering`.
    """
    with gathering(actor=actor, action="add_words") as basket:
        basket.words(rows, replace=replace)
    assert basket.receipt is not None
    return basket.receipt
