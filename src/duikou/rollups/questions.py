"""Scopes made ready: how every coordinate that occurs lies to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duikou.book import AXES, Scope
from duikou.book.box import TIME
from duikou.rollups.columns import INSIDE, MEETS, Bools, Bytes, Coder, Ints

# time is sorted, so its place among the coordinates is free for the layer
LAYER = TIME


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
        """Raises `UnknownCode`."""
        columns = (
            [scope.kinds for scope in scopes],
            [scope.donors for scope in scopes],
            [scope.recipients for scope in scopes],
            [scope.sectors for scope in scopes],
            [scope.subjects for scope in scopes],
        )
        relations, numbers, matters = [], [], []
        for axis in range(len(AXES)):
            codes = columns[min(axis, len(columns) - 1)]  # subjects say what layer a scope is on
            known: dict[frozenset[str], int] = {}
            number = np.array([known.setdefault(limit, len(known)) for limit in codes])
            relation = np.stack([_relation(coder, axis, limit) for limit in known])
            relations.append(relation)
            numbers.append(number)
            matters.append((relation != INSIDE).any(axis=1)[number])
        days = np.array([scope.window.days for scope in scopes], dtype=np.int64)
        return cls(tuple(relations), tuple(numbers), tuple(matters), days[:, 0], days[:, 1])

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


def _relation(coder: Coder, axis: int, codes: frozenset[str]) -> Bytes:
    box = coder.limited(axis, codes)
    if axis != LAYER:
        return coder.axes[axis].relation(box.spans[axis])
    # a scope on a layer surely holds only what is about it; what is not said to be may be
    found = np.full(len(coder.layers), MEETS if box.layer else INSIDE, dtype=np.uint8)
    if box.layer in coder.layers.values:
        found[coder.layers.get(box.layer)] = INSIDE
    return found
