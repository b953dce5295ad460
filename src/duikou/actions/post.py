"""Post entries."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Entry, Receipt
from duikou.store.actors import Actor


def post(entries: Iterable[Entry], *, actor: Actor) -> Receipt:
    """One posting of new entries; their keys become `E<posting>-<line>`, lines from 1 in the order given.

    Raises BookError `entry.key_given` for an entry that has a key or reverses another (see `reverse`), and
    as `gathering`.
    """
    with gathering(actor=actor, action="post") as basket:
        basket.entries(entries)
    assert basket.receipt is not None
    return basket.receipt
