"""End something that has a key: from now on it does not stand, on earlier days it still did."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Receipt
from duikou.store.actors import Actor


def withdraw(table: str, keys: Iterable[str], reason: str, *, actor: Actor) -> Receipt:
    """`table`: statement, document, pairing, project, subject or word. What names the key keeps naming it.

    Raises BookError `withdrawal.reason`, `withdrawal.table`, `unknown.<table>`, and as `gathering`.
    """
    with gathering(actor=actor, action="withdraw") as basket:
        basket.withdrawals(table, keys, reason)
    assert basket.receipt is not None
    return basket.receipt
