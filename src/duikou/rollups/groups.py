"""Entries by how they lie to boxes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duikou.book import AXES, Box, EntryGroup
from duikou.rollups.columns import INSIDE, Bools, Coder, Columns, Ints

# so many boxes of entries that lie alike are told apart
MOST_BOXES = 50


def group(columns: Columns, keys: Sequence[str], boxes: Sequence[Box], coder: Coder) -> list[EntryGroup]:
    """Entries of one series with their `keys`, alike ones together; those that meet no box are left out."""
    patterns, numbers = _patterns(columns, boxes, coder)
    seen = patterns[:, 1].any(axis=1)
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers, minlength=len(patterns)))
    members = np.split(order, ends[:-1])
    maker = _Maker(columns, keys, coder)
    return [
        made
        for number in np.flatnonzero(seen)
        for made in maker.make(patterns[number, 0], patterns[number, 1], members[number])
    ]


def _patterns(columns: Columns, boxes: Sequence[Box], coder: Coder) -> tuple[Bools, Ints]:
    """(patterns, 2, boxes): surely inside, possibly inside; and (n,) the pattern of each entry.

    Axis by axis, and only for the spans that occur: entries are many, their coordinates few.
    """
    bits = np.ones((1, 2 * len(boxes)), dtype=np.bool_)
    numbers = np.zeros(len(columns), dtype=np.int64)
    for axis in range(len(AXES)):
        used, place = np.unique(columns.places[axis], return_inverse=True)
        relation = np.stack([coder.axes[axis].relation(box.spans[axis])[used] for box in boxes], axis=1)
        bits, numbers = _both(
            bits, numbers, np.concatenate((relation == INSIDE, relation > 0), axis=1), place
        )
    if any(box.layer for box in boxes):
        used, place = np.unique(columns.layer, return_inverse=True)
        layers = np.array([coder.layers.get(box.layer) if box.layer else -1 for box in boxes])
        about = (layers[None] == used[:, None]) | np.array([not box.layer for box in boxes])
        bits, numbers = _both(bits, numbers, np.concatenate((about, np.ones_like(about)), axis=1), place)
    return bits.reshape(len(bits), 2, len(boxes)), numbers


def _both(one: Bools, numbers: Ints, other: Bools, place: Ints) -> tuple[Bools, Ints]:
    """Distinct rows of `one[numbers] & other[place]`, and the number of each."""
    pairs, pair = np.unique(numbers * len(other) + place.reshape(-1), return_inverse=True)
    packed = np.packbits(one[pairs // len(other)] & other[pairs % len(other)], axis=1)
    view = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, alike = np.unique(view, return_index=True, return_inverse=True)
    bits = np.unpackbits(packed[first], axis=1, count=one.shape[1]).astype(np.bool_)
    return bits, alike.reshape(-1)[pair.reshape(-1)]


class _Maker:
    """Makes groups of rows."""

    def __init__(self, columns: Columns, keys: Sequence[str], coder: Coder) -> None:
        self.columns = columns
        self.keys = keys
        self.coder = coder

    def make(self, inside: Bools, meets: Bools, rows: Ints) -> list[EntryGroup]:
        """One group, or one for each box where the entries are not surely placed."""
        sure = frozenset(np.flatnonzero(inside).tolist())
        maybe = frozenset(np.flatnonzero(meets).tolist())
        if sure == maybe:
            return [self._group(sure, maybe, rows, None)]
        by_place: dict[tuple[int, ...], list[int]] = {}
        for row in rows.tolist():
            by_place.setdefault(tuple(self.columns.places[:, row].tolist()), []).append(row)
            if len(by_place) > MOST_BOXES:
                return [self._group(sure, maybe, rows, None)]
        return [
            self._group(sure, maybe, np.array(some), self._box(place)) for place, some in by_place.items()
        ]

    def _box(self, place: tuple[int, ...]) -> Box:
        """Where an entry may lie, whatever it is about."""
        return Box(tuple(self.coder.spans(axis, number) for axis, number in enumerate(place)))

    def _group(
        self, inside: frozenset[int], meets: frozenset[int], rows: Ints, box: Box | None
    ) -> EntryGroup:
        low = self.columns.low[rows]
        return EntryGroup(
            inside,
            meets,
            int(low.sum()),
            int(self.columns.high[rows].sum()),
            int(low.max()),
            tuple(self.keys[row] for row in rows),
            box,
        )
