"""Idle money (闲置资金): what arrived so long ago and has not been paid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from duikou.book import Entry
from duikou.book.rows import Bools, EntryRows, Ints

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


def idle(entries: EntryRows, today: date, months: int = MONTHS) -> list[Idle]:
    """Most first. Money is paid out in the order in which it arrived; what is spent has been paid out too,
    whether that was entered or not. Reversed entries must have been left out."""
    rows = entries.take(np.flatnonzero(moving(entries)))
    heap, heaps = _heaps(rows)
    codes, days = rows.column("last_day")
    day = np.array([one.toordinal() for one in days], dtype=np.int64)[codes]
    old = rows.mask("stage", [ARRIVED]) & (day <= _months_ago(today, months).toordinal())
    paid = np.zeros(heaps, dtype=np.int64)
    for stage in (PAID, SPENT):
        its = rows.mask("stage", [stage])
        paid = np.maximum(paid, _sums(heap[its], (rows.amount + rows.rounding)[its], heaps))
    left = _sums(heap[old], (rows.amount - rows.rounding)[old], heaps) - paid
    chosen = np.flatnonzero(old & (left > 0)[heap])
    found = [
        Idle(entry.project, entry.donors, entry.recipient, int(left[number]), entry.last_day)
        for number, entry in _oldest(rows, chosen, heap, day, paid)
    ]
    return sorted(found, key=lambda one: (-one.amount, one.project, one.recipient))


def moving(entries: EntryRows) -> Bools:
    """(n,) which entries say that money arrived, was paid out or spent."""
    kept = entries.mask("measure", ["fund"]) & entries.mask("unit", ["CNY"])
    return kept & entries.mask("stage", [ARRIVED, PAID, SPENT])


def _heaps(rows: EntryRows) -> tuple[Ints, int]:
    """(n,) the heap of each, in order of first sight, and how many there are: money of one project, or
    without one of the same donors for the same recipient."""
    first, group = rows.groups(("project", "donors", "recipient"))
    numbers: dict[tuple[str, frozenset[str], str], int] = {}
    of_group = np.zeros(len(first), dtype=np.int64)
    for at in np.argsort(first).tolist():
        one = rows.at(int(first[at]))
        named = (one.project, *((frozenset(), "") if one.project else (one.donors, one.recipient)))
        of_group[at] = numbers.setdefault(named, len(numbers))
    return of_group[group], len(numbers)


def _sums(heap: Ints, amounts: Ints, heaps: int) -> Ints:
    found = np.zeros(heaps, dtype=np.int64)
    np.add.at(found, heap, amounts)
    return found


def _oldest(rows: EntryRows, chosen: Ints, heap: Ints, day: Ints, paid: Ints) -> Iterator[tuple[int, Entry]]:
    """Of each heap the oldest entry of which anything is left, by day and key, when so much was paid."""
    order = chosen[np.lexsort((day[chosen], heap[chosen]))]
    alike = (np.diff(heap[order]) == 0) & (np.diff(day[order]) == 0)
    edges = np.diff(np.concatenate(([0], alike.astype(np.int8), [0])))
    for start, end in zip(
        np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True
    ):
        order[start : end + 1] = sorted(order[start : end + 1].tolist(), key=rows.key)
    its = heap[order]
    until = np.cumsum((rows.amount - rows.rounding)[order])
    heads = np.flatnonzero(np.diff(its, prepend=-1))
    before = np.concatenate(([0], until))[heads]
    covered = until - np.repeat(before, np.diff(heads, append=len(its)))
    over = np.flatnonzero(covered > paid[its])
    numbers, place = np.unique(its[over], return_index=True)
    for number, row in zip(numbers.tolist(), order[over[place]].tolist(), strict=True):
        yield number, rows.at(row)


def _months_ago(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))
