"""Closings of the register: those that stand, and those that were opened again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from duikou.book import Statement
from duikou.store import models
from duikou.store.payload import decode


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a closing: closed, or `opened` for `reason`; by whom and by which posting."""

    opened: bool
    reason: str
    number: int
    at: datetime
    actor: str
    office: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing as it stands, and every step of it, oldest first."""

    row: Statement
    steps: tuple[Step, ...]

    @property
    def version(self) -> int:
        return len(self.steps)

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def open(self) -> bool:
        """Whether the register was opened again."""
        return self.last.opened


def standing() -> tuple[Statement, ...]:
    """The closings that hold now."""
    return tuple(one.row for one in closings() if not one.open)


def closings(keys: Iterable[str] | None = None) -> tuple[Closing, ...]:
    """By key; all, or those of `keys`."""
    rows = models.StatementRow.objects.filter(form="closing").order_by("key", "version")
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    names = ("key", "payload", "withdrawn", "reason", "posting_id")
    who = ("posting__recorded_at", "posting__actor_id", "posting__office_id")
    found: dict[str, tuple[str, list[Step]]] = {}
    for key, payload, *said in rows.values_list(*names, *who):
        _, steps = found.get(key, ("", []))
        found[key] = (payload, [*steps, Step(*said)])
    return tuple(
        Closing(decode(Statement, json.loads(payload)), tuple(steps)) for payload, steps in found.values()
    )
