"""Entries by how they lie to boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from duikou.book import AXES, Box, EntryGroup
from duikou.book.box import Spans
from duikou.rollups.columns import APART, INSIDE, Bools, Bytes, Coder, Columns, Ints
from duikou.rollups.keys import KeyList

# so many boxes of entries that lie alike are told apart
MOST_BOXES = 50
# so many pairs of an entry and a box are looked at one by one
FEW = 200_000
# of so few entries it is kept how they lie to so many boxes
KEPT_ENTRIES, KEPT_BOXES = 500, 5000


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """Entries of one series with their keys. `states`: of boxes asked for before, how each entry lies to them
    (kept while the entries are few)."""

    columns: Columns
    keys: KeyList
    states: dict[tuple[Spans, ...], Bytes] = field(default_factory=dict)


def group(some: Some, boxes: Sequence[Box], coder: Coder) -> list[EntryGroup]:
    """Entries of one series, alike ones together; those that meet no box are left out."""
    columns, keys = some.columns, some.keys
    if len(columns) <= KEPT_ENTRIES:
        patterns, numbers = _from_states(some, boxes, coder)
    else:
        patterns, numbers = _patterns(columns, boxes, coder)
    seen = patterns[:, 1].any(axis=1)
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers, minlength=len(patterns)))
    members = np.split(order, ends[:-1])
    maker = _Maker(columns, keys, coder)
    return [
        made
        for number in np.flatnonzero(seen).tolist()
        for made in maker.make(patterns[number, 0], patterns[number, 1], members[number])
    ]


def _from_states(some: Some, boxes: Sequence[Box], coder: Coder) -> tuple[Bools, Ints]:
    """The same as `_patterns`, by what is kept of each box."""
    states = []
    for box in boxes:
        state = some.states.get(box.spans)
        if state is None:
            each = zip(coder.axes, box.spans, some.columns.places, strict=True)
            state = np.min([axis.relation(spans)[at] for axis, spans, at in each], axis=0)
            if len(some.states) < KEPT_BOXES:
                some.states[box.spans] = state
        states.append(state)
    lie = np.stack(states, axis=1)
    bits = np.concatenate((lie == INSIDE, lie != APART), axis=1)
    if any(box.layer for box in boxes):
        table, layer = _about(some.columns, boxes, coder)
        bits &= table[layer]
    bits, numbers = _distinct(bits)
    return bits.reshape(len(bits), 2, len(boxes)), numbers


def _patterns(columns: Columns, boxes: Sequence[Box], coder: Coder) -> tuple[Bools, Ints]:
    """(patterns, 2, boxes): surely inside, possibly inside; and (n,) the pattern of each entry."""
    lies = [_lie(columns, axis, boxes, coder) for axis in range(len(AXES))]
    if any(box.layer for box in boxes):
        lies.append(_about(columns, boxes, coder))
    if len(columns) * len(boxes) <= FEW:
        bits = np.logical_and.reduce([table[place] for table, place in lies])
        bits, numbers = _distinct(bits)
    else:  # axis by axis: entries are many, their coordinates few
        bits, numbers = np.ones((1, 2 * len(boxes)), dtype=np.bool_), np.zeros(len(columns), dtype=np.int64)
        for table, place in lies:
            pairs, pair = np.unique(numbers * len(table) + place, return_inverse=True)
            bits, alike = _distinct(bits[pairs // len(table)] & table[pairs % len(table)])
            numbers = alike[pair.reshape(-1)]
    return bits.reshape(len(bits), 2, len(boxes)), numbers


def _lie(columns: Columns, axis: int, boxes: Sequence[Box], coder: Coder) -> tuple[Bools, Ints]:
    """(values, 2 × boxes) how the spans that occur on an axis lie to the boxes, surely and possibly; and
    (n,) which of them each entry has."""
    place = columns.places[axis]
    relation = np.stack([coder.axes[axis].relation(box.spans[axis]) for box in boxes], axis=1)
    if len(relation) > len(place):
        relation, place = relation[place], np.arange(len(place))
    return np.concatenate((relation == INSIDE, relation != APART), axis=1), place


def _about(columns: Columns, boxes: Sequence[Box], coder: Coder) -> tuple[Bools, Ints]:
    """The same for what entries are about."""
    layers = np.array([coder.layers.get(box.layer) if box.layer else -1 for box in boxes])
    plain = np.array([not box.layer for box in boxes])
    about = (layers == np.arange(len(coder.layers))[:, None]) | plain
    return np.concatenate((about, np.ones_like(about)), axis=1), columns.layer


def _distinct(bits: Bools) -> tuple[Bools, Ints]:
    """Distinct rows, and the number of each row's own."""
    packed = np.packbits(bits, axis=1)
    view = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, alike = np.unique(view, return_index=True, return_inverse=True)
    return bits[first], alike.reshape(-1)


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
