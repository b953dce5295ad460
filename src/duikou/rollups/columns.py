"""Entries as integer columns: pre-order spans, day numbers, scaled amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from duikou.book import AXES, Axes, Box, Entry

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
DTYPE = np.int64


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """n entries in columns.

    `first`/`last`: (axes, n, width) half-open spans; width is that of the entry with most spans on an
    axis, shorter ones repeat their first span. `series`, `document`, `layer`: codes into the table's lists
    (layer 0 = none). `amount`, `rounding`: (n,) scaled integers.
    """

    first: Ints
    last: Ints
    series: Ints
    document: Ints
    layer: Ints
    amount: Ints
    rounding: Ints

    def __len__(self) -> int:
        return len(self.amount)

    def take(self, rows: Ints | Bools) -> Columns:
        """The chosen rows, in that order."""
        return Columns(
            self.first[:, rows],
            self.last[:, rows],
            *(getattr(self, f.name)[rows] for f in fields(self)[2:]),
        )

    def join(self, other: Columns) -> Columns:
        """These rows, then the others."""
        width = max(self.first.shape[2], other.first.shape[2])
        mine, theirs = self.widen(width), other.widen(width)
        return Columns(
            np.concatenate((mine.first, theirs.first), axis=1),
            np.concatenate((mine.last, theirs.last), axis=1),
            *(np.concatenate((getattr(self, f.name), getattr(other, f.name))) for f in fields(self)[2:]),
        )

    def widen(self, width: int) -> Columns:
        more = width - self.first.shape[2]
        if more <= 0:
            return self
        first = np.concatenate((self.first, np.repeat(self.first[:, :, :1], more, axis=2)), axis=2)
        last = np.concatenate((self.last, np.repeat(self.last[:, :, :1], more, axis=2)), axis=2)
        return Columns(first, last, *(getattr(self, f.name) for f in fields(self)[2:]))

    def box(self, row: int) -> Box:
        """Where one entry may lie, whatever it is about."""
        ends = zip(self.first[:, row].tolist(), self.last[:, row].tolist(), strict=True)
        return Box(tuple(tuple(sorted(set(zip(a, b, strict=True)))) for a, b in ends))

    def lie(self, box: Box, layer: int) -> tuple[Bools, Bools]:
        """Which rows surely lie in `box`, and which may. `layer`: code of its layer, -1 = of no entry."""
        count = len(self)
        inside = np.ones(count, dtype=np.bool_)
        meets = np.ones(count, dtype=np.bool_)
        for axis, spans in enumerate(box.spans):
            first, last = self.first[axis], self.last[axis]
            held = np.zeros(first.shape, dtype=np.bool_)
            met = np.zeros(first.shape, dtype=np.bool_)
            for a, b in spans:
                held |= (first >= a) & (last <= b)
                met |= (first < b) & (last > a)
            inside &= held.all(axis=1)
            meets &= met.any(axis=1)
        if box.layer:
            inside &= self.layer == layer
        return inside, meets


class Codes:
    """Codes handed out in order of first sight; index 0 is the empty value."""

    __slots__ = ("_numbers", "values")

    def __init__(self, values: Sequence[object] = ("",)) -> None:
        self.values: list[object] = list(values)
        self._numbers = {value: number for number, value in enumerate(self.values)}

    def copy(self) -> Codes:
        return Codes(self.values)

    def add(self, value: object) -> int:
        if value not in self._numbers:
            self._numbers[value] = len(self.values)
            self.values.append(value)
        return self._numbers[value]

    def get(self, value: object) -> int:
        """The code, -1 where the value never came."""
        return self._numbers.get(value, -1)


def encode(entries: Sequence[Entry], axes: Axes, series: Codes, documents: Codes, layers: Codes) -> Columns:
    """Columns of `entries`; new series, documents and layers are added to their codes.

    Raises `UnknownCode` for an entry whose codes the vocabulary does not hold.
    """
    boxes = [axes.entry_box(entry) for entry in entries]
    width = max((len(spans) for box in boxes for spans in box.spans), default=1)
    shape = (len(AXES), len(entries), width)
    first = np.zeros(shape, dtype=DTYPE)
    last = np.zeros(shape, dtype=DTYPE)
    for row, box in enumerate(boxes):
        for axis, spans in enumerate(box.spans):
            padded = spans + spans[:1] * (width - len(spans))
            first[axis, row] = [a for a, _ in padded]
            last[axis, row] = [b for _, b in padded]

    def column(values: list[int]) -> Ints:
        return np.array(values, dtype=DTYPE)

    return Columns(
        first,
        last,
        column([series.add((e.measure, e.unit, e.stage)) for e in entries]),
        column([documents.add(e.document) for e in entries]),
        column([layers.add(box.layer) for box in boxes]),
        column([e.amount for e in entries]),
        column([e.rounding for e in entries]),
    )
