"""Correct an activity, or take it back: nothing is overwritten, what it counted is reversed."""

from __future__ import annotations

from duikou.actions.gather import gathering
from duikou.book import Activity, BookError, Receipt
from duikou.store import selectors
from duikou.store.actors import Actor


def correct_activity(row: Activity, reason: str, *, actor: Actor, version: int | None = None) -> Receipt:
    """One posting: the next version of the activity, reversals of the entries whose values changed (with the
    reason as their note) and the entries that are right.

    `version`: the one that the correction was made from. Raises BookError `correction.reason`,
    `unknown.activity`, `row.meanwhile` where somebody was faster, and as `gathering`.
    """
    if not reason.strip():
        raise BookError("correction.reason", "reason", key=row.key)
    selectors.activity(row.key)
    expected = None if version is None else {row.key: version}
    with gathering(actor=actor, action="correct_activity") as basket:
        basket.activities([row], replace=True, reason=reason, expected=expected)
    assert basket.receipt is not None
    return basket.receipt


def withdraw_activity(key: str, reason: str, *, actor: Actor) -> Receipt:
    """One posting: the activity stands no longer, and nothing that it counted. Raises BookError
    `withdrawal.reason`, `unknown.activity`, and as `gathering`."""
    with gathering(actor=actor, action="withdraw_activity") as basket:
        basket.withdrawals("activity", [key], reason)
    assert basket.receipt is not None
    return basket.receipt
