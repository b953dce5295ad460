"""Since when support can have flowed: from the start of its pairing, else of the programme."""

from __future__ import annotations

from collections.abc import Sequence

from duikou.book import Axes, Box, Pairing, Scope, parse_day
from duikou.book.box import TIME


class Starts:
    """First days of pairings and programmes, as day numbers."""

    __slots__ = ("_axes", "_known", "_pairings", "_voids")

    def __init__(self, axes: Axes, pairings: Sequence[Pairing] = ()) -> None:
        self._axes = axes
        self._known: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        self._pairings = [
            (axes.box(Scope("", "", donors=p.donors, recipients=p.recipients)), day.toordinal())
            for p in pairings
            if (day := parse_day(p.start))
        ]
        self._voids: tuple[Box, ...] | None = None

    def of(self, scope: Scope) -> int:
        """Day number on which support of `scope` began; 0 = not known. Several pairings: the earliest."""
        key = scope.donors, scope.recipients
        if key not in self._known:
            own = self._of_pairings(scope) if scope.donors and scope.recipients else 0
            self._known[key] = own or self._of_programmes(scope.recipients)
        return self._known[key]

    def _of_pairings(self, scope: Scope) -> int:
        box = self._axes.box(Scope("", "", donors=scope.donors, recipients=scope.recipients))
        holders = [day for pairing, day in self._pairings if pairing.holds(box)]
        return min(holders, default=0)

    def _of_programmes(self, recipients: frozenset[str]) -> int:
        starts = []
        for code in recipients:
            programme = self._axes.words.programme_of(code)
            start = parse_day(programme.start) if programme else None
            starts.append(start.toordinal() if start else 0)
        return min(starts, default=0)

    def voids(self) -> tuple[Box, ...]:
        """Where nothing can lie: each programme's places before it began, and between those of a pairing
        before it began, as far as no other pairing of some of them began earlier."""
        if self._voids is None:
            found = []
            for programme in self._axes.words.programme.values():
                if start := parse_day(programme.start):
                    scope = Scope("", "", recipients=frozenset(programme.recipients))
                    found.append(_before(self._axes.box(scope), start.toordinal()))
            for box, day in self._pairings:
                first = min(other for known, other in self._pairings if known.meets(box))
                wanted = _before(box, min(day, first))
                if not any(void.holds(wanted) for void in found):
                    found.append(wanted)
            self._voids = tuple(found)
        return self._voids


def _before(box: Box, day: int) -> Box:
    return box.along(TIME, ((0, day),))
