"""Closings of the register: those that stand, and those that were opened again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from duikou.book import Statement
from duikou.store import models, selectors
from duikou.store.payload import decode


@dataclass(frozen=True, slots=True)
class Closing:
    """The newest version of a closing. `open`: taken back, for `reason`; who did so, or closed it, and by
    which posting."""

    row: Statement
    version: int
    open: bool
    reason: str
    number: int
    at: datetime
    actor: str
    office: str


def standing() -> tuple[Statement, ...]:
    """The closings that hold now."""
    return tuple(one.row for one in closings() if not one.open)


def closings(keys: Iterable[str] | None = None) -> tuple[Closing, ...]:
    """By key; all, or those of `keys`."""
    rows = models.StatementRow.objects.filter(form="closing").order_by("key", "version")
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    names = ("key", "version", "withdrawn", "reason", "payload", "posting_id")
    who = ("posting__recorded_at", "posting__actor_id", "posting__office_id")
    newest: dict[str, Closing] = {}
    for key, version, withdrawn, reason, payload, number, at, actor, office in rows.values_list(*names, *who):
        row = decode(Statement, json.loads(payload))
        newest[key] = Closing(row, version, withdrawn, reason, number, at, actor, office)
    return tuple(newest.values())


def history(key: str) -> tuple[selectors.Version, ...]:
    """Every version of a closing. Raises BookError `unknown.statement`."""
    return selectors.history("statement", key)
