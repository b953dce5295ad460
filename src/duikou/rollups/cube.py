"""Grouped sums for charts and pivots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from duikou.book import BookError, Entry


@dataclass(frozen=True, slots=True)
class CubeCell:
    """One cell: its coordinates in the order asked for ("" = not known, joint donors joined by "+"), the sum
    of the amounts as recorded (scaled) and how many entries it holds."""

    coordinates: tuple[str, ...]
    amount: int
    count: int


def _year(entry: Entry) -> str:
    return str(entry.first_day.year) if entry.first_day.year == entry.last_day.year else ""


COORDINATES: dict[str, Callable[[Entry], str]] = {
    "year": _year,
    "donor": lambda entry: "+".join(sorted(entry.donors)),
    "recipient": lambda entry: entry.recipient,
    "sector": lambda entry: entry.sector,
    "kind": lambda entry: entry.kind,
    "subject": lambda entry: entry.subject,
    "project": lambda entry: entry.project,
    "document": lambda entry: entry.document,
}


def gather(entries: Iterable[Entry], by: Sequence[str]) -> list[CubeCell]:
    """Sums of `entries` by the coordinates named, sorted. Raises BookError `cube.coordinate`."""
    if strange := [name for name in by if name not in COORDINATES]:
        raise BookError("cube.coordinate", "by", name=strange[0], known=", ".join(COORDINATES))
    sums: dict[tuple[str, ...], tuple[int, int]] = {}
    for entry in entries:
        place = tuple(COORDINATES[name](entry) for name in by)
        amount, count = sums.get(place, (0, 0))
        sums[place] = (amount + entry.amount, count + 1)
    return [CubeCell(place, amount, count) for place, (amount, count) in sorted(sums.items())]
