"""Distinct counts of entries: how many different ones they can be of together.

Counts that may be of the same ones again (projects, firms, people) are never added: the union of all lies
between the largest part and the sum (`max ≤ union ≤ sum`). Two things make it narrower. A thing that entries
name (a project by its key, a firm by its subject) is one however often it is entered. And over the axes that
parts add over (different places, different kinds) the parts have nothing in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from duikou.book import AXES, Entry
from duikou.book.box import DONOR, KIND, RECIPIENT, SECTOR, TIME, Spans
from duikou.rollups.columns import Coder, Columns, Ints
from duikou.words import Vocabulary

# What one of these measures counts is named by the entry itself: a project, or the firm that it is about.
THINGS = {"project.count": "project", "enterprise.count": "subject"}
NOTHING = -1


def adds(measure: str, unit: str, words: Vocabulary) -> bool:
    """Whether the parts add to the whole however they are cut. Raises `UnknownCode`."""
    every = {"time" if axis == AXES[TIME] else axis for axis in AXES}
    return every <= words.adds_over(measure, unit)


@dataclass(frozen=True, slots=True, eq=False)
class Unions:
    """Entries of one series. `thing`: (n,) number of the thing that an entry counts once, NOTHING where it
    counts several or does not say which. `axes`: of the trees, those that parts add over."""

    columns: Columns
    thing: Ints
    axes: tuple[int, ...]
    scale: int

    @classmethod
    def of(
        cls, entries: Sequence[Entry], columns: Columns, words: Vocabulary, firms: frozenset[str]
    ) -> Unions:
        """`firms`: keys of the subjects that are firms. All entries are of one series."""
        if not entries:
            return cls(columns, np.zeros(0, dtype=np.int64), (), 1)
        measure, unit = entries[0].measure, entries[0].unit
        scale = words.unit[unit].scale
        numbers: dict[str, int] = {}
        names = (_thing(entry, scale, firms) for entry in entries)
        thing = [numbers.setdefault(name, len(numbers)) if name else NOTHING for name in names]
        over = words.adds_over(measure, unit)
        trees = tuple(axis for axis in (KIND, DONOR, RECIPIENT, SECTOR) if AXES[axis] in over)
        return cls(columns, np.array(thing, dtype=np.int64), trees, scale)

    def least(self, rows: Ints, coder: Coder) -> int:
        """How many different ones these rows surely are of, scaled."""
        return _different(self._spots(rows, coder), self.scale)

    def most(self, rows: Ints) -> int:
        """How many different ones they can be of at most, scaled."""
        named = self.thing[rows] != NOTHING
        things = len(np.unique(self.thing[rows[named]])) * self.scale
        return things + int(self.columns.high[rows[~named]].sum())

    def _spots(self, rows: Ints, coder: Coder) -> list[_Spot]:
        """What is counted at each of the coordinates that occur."""
        if not len(rows):
            return []
        places = self.columns.places[list(self.axes)][:, rows]
        sizes = places.max(axis=1, initial=0) + 1
        code = np.ravel_multi_index(tuple(places), tuple(sizes)) if len(places) else np.zeros_like(rows)
        codes, spot = np.unique(code, return_inverse=True)
        coordinates = (
            np.stack(np.unravel_index(codes, tuple(sizes)), axis=1) if len(places) else codes[:, None][:, :0]
        )
        spot = spot.reshape(-1)
        thing, low = self.thing[rows], self.columns.low[rows]
        largest = np.zeros(len(coordinates), dtype=np.int64)
        np.maximum.at(largest, spot[thing == NOTHING], low[thing == NOTHING])
        pairs = np.unique(np.stack((thing, spot))[:, thing != NOTHING], axis=1)
        names, number = np.unique(pairs[0], return_inverse=True)
        alone = (np.bincount(number, minlength=len(names)) == 1)[number]
        own = np.bincount(pairs[1, alone], minlength=len(coordinates))
        shared: dict[int, set[int]] = {}
        for name, place in pairs[:, ~alone].T.tolist():
            shared.setdefault(place, set()).add(name)
        return [
            _Spot(
                tuple(_hull(coder.spans(axis, at)) for axis, at in zip(self.axes, where, strict=True)),
                int(largest[n]),
                int(own[n]),
                frozenset(shared.get(n, ())),
            )
            for n, where in enumerate(coordinates.tolist())
        ]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Coordinates (first and last on each axis), the largest count there, how many things are named there
    alone, and which ones there and elsewhere."""

    hull: tuple[tuple[int, int], ...]
    largest: int
    own: int
    shared: frozenset[int]


def _hull(spans: Spans) -> tuple[int, int]:
    return spans[0][0], spans[-1][1]


def _different(spots: Sequence[_Spot], scale: int) -> int:
    """The most that surely are different ones: the largest count, the things named, or what parts that lie
    apart on an axis come to; of parts that lie beneath another, without that one."""
    if len(spots) < 2:
        return max((max((one.own + len(one.shared)) * scale, one.largest) for one in spots), default=0)
    named = sum(spot.own for spot in spots) + len(frozenset().union(*(spot.shared for spot in spots)))
    best = max(named * scale, max(spot.largest for spot in spots))
    for axis in range(len(spots[0].hull)):
        parts = _parts(spots, axis)
        if len(parts) > 1:
            best = max(best, sum(_different(part, scale) for part in parts))
            continue
        widths = [spot.hull[axis][1] - spot.hull[axis][0] for spot in spots]
        widest = max(widths)
        beneath = [spot for spot, width in zip(spots, widths, strict=True) if width < widest]
        best = max(best, _different(beneath, scale))
    return best


def _parts(spots: Sequence[_Spot], axis: int) -> list[list[_Spot]]:
    """Spots in groups that lie apart on an axis; a thing named in several of them is left out."""
    parts: list[list[_Spot]] = []
    reached = -1
    for spot in sorted(spots, key=lambda spot: spot.hull[axis]):
        first, last = spot.hull[axis]
        if first >= reached:
            parts.append([])
        parts[-1].append(spot)
        reached = max(reached, last)
    if len(parts) == 1 or not any(spot.shared for spot in spots):
        return parts
    seen = Counter(name for part in parts for name in frozenset().union(*(spot.shared for spot in part)))
    several = frozenset(name for name, times in seen.items() if times > 1)
    return [[replace(spot, shared=spot.shared - several) for spot in part] for part in parts]


def _thing(entry: Entry, scale: int, firms: frozenset[str]) -> str:
    """The name of what an entry counts once, "" for none. A record of an activity is a thing of its own
    where it names no registered one: one firm is one row of its sheet."""
    field = THINGS.get(entry.measure)
    if field is None or entry.amount != scale or entry.rounding:
        return ""
    if field == "project" and entry.project:
        return f"project {entry.project}"
    if field == "subject" and entry.subject in firms:
        return f"subject {entry.subject}"
    return f"activity {entry.activity}" if entry.activity else ""
