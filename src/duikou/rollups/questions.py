"""Scopes made ready: how every coordinate that occurs lies to them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duikou.book import AXES, Box, Scope
from duikou.book.box import SUBJECT, TIME
from duikou.rollups.columns import INSIDE, MEETS, Bools, Bytes, Coder, Ints

# time is sorted, so its place among the coordinates is free for the layer
LAYER = TIME
NAMES = ("kinds", "donors", "recipients", "sectors", "subjects")  # of a scope's limits by axis


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """q scopes of one series. Of each axis: `relations` (d, values), how the values lie to the d distinct
    limits on it; `numbers` (q,), which of them a scope has; `matters` (q,), whether it excludes anything.
    `first`, `last`: (q,) half-open days."""

    relations: tuple[Bytes, ...]
    numbers: tuple[Ints, ...]
    matters: tuple[Bools, ...]
    first: Ints
    last: Ints

    @classmethod
    def of(cls, scopes: Sequence[Scope], coder: Coder) -> Asked:
        """Scopes by their codes. Raises `UnknownCode`."""
        limits = [[getattr(scope, name) for scope in scopes] for name in NAMES]
        limits.append(limits[SUBJECT])  # subjects say what layer a scope is on
        boxes = [
            {limit: coder.limited(axis, limit) for limit in set(limits[axis])} for axis in range(len(AXES))
        ]
        return cls._make(limits, boxes, [scope.window.days for scope in scopes], coder)

    @classmethod
    def of_boxes(cls, boxes: Sequence[Box], coder: Coder) -> Asked:
        """Boxes by their spans, one on the axis of time."""
        limits: list[list[Hashable]] = [[box.spans[axis] for box in boxes] for axis in range(TIME)]
        limits.append([box.layer for box in boxes])
        known = [dict(zip(column, boxes, strict=True)) for column in limits]
        return cls._make(limits, known, [box.spans[TIME][0] for box in boxes], coder)

    @classmethod
    def _make(
        cls,
        limits: Sequence[Sequence[Hashable]],
        boxes: Sequence[Mapping[Hashable, Box]],
        days: Sequence[tuple[int, int]],
        coder: Coder,
    ) -> Asked:
        """`limits`: by axis, of each question; `boxes`: by axis, one that has the limit."""
        relations, numbers, matters = [], [], []
        for axis, column in enumerate(limits):
            known: dict[Hashable, int] = {}
            number = np.array([known.setdefault(limit, len(known)) for limit in column])
            relation = np.stack([_relation(coder, axis, boxes[axis][limit]) for limit in known])
            relations.append(relation)
            numbers.append(number)
            matters.append((relation != INSIDE).any(axis=1)[number])
        first, last = np.array(days, dtype=np.int64).T
        return cls(tuple(relations), tuple(numbers), tuple(matters), first, last)

    def __len__(self) -> int:
        return len(self.first)

    @property
    def tables(self) -> list[Bytes]:
        """`relations`, each in one line; `starts` says where the scopes' own lines begin."""
        return [table.reshape(-1) for table in self.relations]

    def starts(self, axis: int, question: Ints) -> Ints:
        found: Ints = self.numbers[axis][question] * self.relations[axis].shape[1]
        return found

    @property
    def pattern(self) -> Ints:
        """(q,) alike where the same axes matter."""
        found: Ints = (1 << np.arange(len(AXES))) @ np.stack(self.matters)
        return found

    def narrow(self, keys: tuple[int, ...]) -> Bools:
        """(q,) whether a scope is limited on any axis but `keys` and time."""
        rest = [self.matters[axis] for axis in range(len(AXES)) if axis not in keys]
        found: Bools = np.any(rest, axis=0)
        return found

    def mattering(self, question: Ints, keys: tuple[int, ...]) -> list[int]:
        """The axes but `keys` on which any of these scopes is limited, those first that exclude most."""
        rest = [axis for axis in range(len(AXES)) if axis not in keys]
        found = [axis for axis in rest if self.matters[axis][question].any()]
        return sorted(found, key=lambda axis: -self.relations[axis].shape[1])


def _relation(coder: Coder, axis: int, box: Box) -> Bytes:
    if axis != LAYER:
        return coder.axes[axis].relation(box.spans[axis])
    # a scope on a layer surely holds only what is about it; what is not said to be may be
    found = np.full(len(coder.layers), MEETS if box.layer else INSIDE, dtype=np.uint8)
    if (number := coder.layers.get(box.layer)) >= 0:
        found[number] = INSIDE
    return found
