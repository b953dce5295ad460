"""Record activities: trainings, firms, payments, visits …, each with what it counts."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Activity, Receipt
from duikou.store.actors import Actor


def record_activities(rows: Iterable[Activity], *, actor: Actor) -> Receipt:
    """One posting: each activity and an entry for each of its counted fields.

    Raises BookError `key.taken` for one that stands already (correct it instead), and as `gathering`.
    """
    with gathering(actor=actor, action="record_activity") as basket:
        basket.activities(rows)
    assert basket.receipt is not None
    return basket.receipt


def record_activity(row: Activity, *, actor: Actor) -> Receipt:
    """As `record_activities`, for one row."""
    return record_activities([row], actor=actor)
