"""Idle money (闲置资金): what arrived so long ago and has not been paid out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duikou.book import Entry

ARRIVED, PAID, SPENT = "arrived", "disbursed", "spent"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Idle:
    """`amount`: 分 that surely lie idle; `since`: the day on which the oldest of them had arrived at the
    latest. `project`: "" for money that names none, which is taken together by donors and recipient."""

    project: str
    donors: frozenset[str]
    recipient: str
    amount: int
    since: date


def idle(entries: Iterable[Entry], today: date, months: int = MONTHS) -> list[Idle]:
    """Most first. Money is paid out in the order in which it arrived; what is spent has been paid out too,
    whether that was entered or not. Reversed entries must have been left out."""
    before = _months_ago(today, months)
    heaps: dict[tuple[str, frozenset[str], str], list[Entry]] = {}
    for entry in entries:
        if moves(entry):
            key = (entry.project, *((frozenset(), "") if entry.project else (entry.donors, entry.recipient)))
            heaps.setdefault(key, []).append(entry)
    found = [one for key, heap in heaps.items() if (one := _of_heap(key[0], heap, before))]
    return sorted(found, key=lambda one: (-one.amount, one.project, one.recipient))


def moves(entry: Entry) -> bool:
    """Whether an entry says that money arrived, was paid out or spent."""
    return entry.measure == "fund" and entry.stage in (ARRIVED, PAID, SPENT) and entry.unit == "CNY"


def _of_heap(project: str, heap: list[Entry], before: date) -> Idle | None:
    arrived = sorted((e for e in heap if e.stage == ARRIVED), key=lambda e: (e.last_day, e.key))
    old = [entry for entry in arrived if entry.last_day <= before]
    paid = max(sum(e.amount + e.rounding for e in heap if e.stage == stage) for stage in (PAID, SPENT))
    amount = sum(entry.amount - entry.rounding for entry in old) - paid
    if amount <= 0:
        return None
    covered = 0
    for entry in old:
        covered += entry.amount - entry.rounding
        if covered > paid:
            break
    return Idle(project, entry.donors, entry.recipient, amount, entry.last_day)


def _months_ago(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
