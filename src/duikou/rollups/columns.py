"""Entries as integer columns: each coordinate a number in a list of the spans that occur."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from duikou.book import AXES, Axes, Box, Entry, Scope
from duikou.book.box import DONOR, KIND, RECIPIENT, SECTOR, SUBJECT, TIME, Spans
from duikou.book.rows import EntryRows
from duikou.words import Vocabulary

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
# How a coordinate lies to the spans asked for.
APART, MEETS, INSIDE = 0, 1, 2
EPOCH = date(1970, 1, 1).toordinal()
# so many limits of one axis are kept with how every value lies to them
KEPT_RELATIONS = 5_000


class Codes:
    """Numbers handed out in order of first sight."""

    __slots__ = ("_numbers", "values")

    def __init__(self) -> None:
        self.values: list[Hashable] = []
        self._numbers: dict[Hashable, int] = {}

    def add(self, value: Hashable) -> int:
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def get(self, value: Hashable) -> int:
        """The number, -1 where the value never came."""
        return self._numbers.get(value, -1)

    def __len__(self) -> int:
        return len(self.values)


class SpanCodes(Codes):
    """The spans that occur on one axis. A number never changes its meaning, so tables may share them."""

    __slots__ = ("_ends", "_relations")

    def __init__(self) -> None:
        super().__init__()
        self._ends = np.zeros((2, 0, 1), dtype=np.int64)
        self._relations: dict[Spans, Bytes] = {}

    @property
    def ends(self) -> Ints:
        """(2, values, width): first and last; values with fewer spans repeat their first one."""
        if self._ends.shape[1] != len(self.values):
            every: list[Spans] = self.values  # type: ignore[assignment]
            width = max(map(len, every))
            padded = [spans + spans[:1] * (width - len(spans)) for spans in every]
            self._ends = np.moveaxis(np.array(padded, dtype=np.int64), 2, 0)
            self._relations.clear()
        return self._ends

    @property
    def years(self) -> Ints:
        """(values,): of spans of days the year that each lies in, 0 where it lies in several."""
        days = self.ends[:, :, 0] - np.array([[0], [1]]) - EPOCH
        first, last = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
        return np.where(first == last, first, 0)

    def relation(self, spans: Spans) -> Bytes:
        """(values,): APART, MEETS or INSIDE for each value; not to be written to."""
        first, last = self.ends
        if (known := self._relations.get(spans)) is not None:
            return known
        if len(self._relations) >= KEPT_RELATIONS:
            self._relations = {}
        held = np.zeros(first.shape, dtype=np.bool_)
        met = np.zeros(first.shape, dtype=np.bool_)
        for a, b in spans:
            held |= (first >= a) & (last <= b)
            met |= (first < b) & (last > a)
        found: Bytes = np.add(met.any(axis=1), held.all(axis=1), dtype=np.uint8)
        self._relations[spans] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """n entries in columns. `places`: (axes, n) numbers in the `SpanCodes` of each axis. `series`,
    `document`, `layer`: numbers in the table's lists. `low`..`high`: scaled amounts with their rounding.
    """

    places: Ints
    series: Ints
    document: Ints
    layer: Ints
    low: Ints
    high: Ints

    def __len__(self) -> int:
        return len(self.low)

    def place(self, axis: int) -> Ints:
        """(n,) the coordinates on an axis; at the place of time, which is sorted, the layers."""
        return self.layer if axis == TIME else self.places[axis]

    def take(self, rows: Ints | Bools) -> Columns:
        """The chosen rows, in that order."""
        return Columns(*(getattr(self, field.name)[..., rows] for field in fields(self)))

    def join(self, other: Columns) -> Columns:
        """These rows, then the others."""
        return Columns(
            *(
                np.concatenate((getattr(self, field.name), getattr(other, field.name)), axis=-1)
                for field in fields(self)
            )
        )


class Coder:
    """Turns entries into columns and boxes into how the coded coordinates lie to them."""

    __slots__ = ("_axes", "_made", "axes", "documents", "firms", "layers", "series")

    def __init__(self, axes: Axes, firms: frozenset[str] = frozenset()) -> None:
        """`firms`: keys of the subjects that are firms."""
        self._axes = axes
        self.firms = firms
        self.axes = [SpanCodes() for _ in AXES]
        self.series, self.documents, self.layers = Codes(), Codes(), Codes()
        self._made: list[dict[Hashable, int]] = [{} for _ in AXES]
        self.layers.add("")

    @property
    def words(self) -> Vocabulary:
        return self._axes.words

    def box(self, scope: Scope) -> Box:
        """The box of a scope. Raises `UnknownCode`."""
        return self._axes.box(scope)

    def encode(self, entries: Sequence[Entry] | EntryRows) -> Columns:
        """Columns of `entries`. Raises `UnknownCode` for codes that the vocabulary does not hold."""
        if isinstance(entries, EntryRows):
            return self._encode_rows(entries)

        def column(values: Iterable[int]) -> Ints:
            return np.fromiter(values, dtype=np.int64, count=len(entries))

        places = np.empty((len(AXES), len(entries)), dtype=np.int64)
        for axis, name in ((KIND, "kind"), (DONOR, "donors"), (RECIPIENT, "recipient"), (SECTOR, "sector")):
            places[axis] = column(self._place(axis, getattr(entry, name)) for entry in entries)
        places[SUBJECT] = column(self._place(SUBJECT, entry.subject) for entry in entries)
        days = self.axes[TIME]
        places[TIME] = column(
            days.add(((e.first_day.toordinal(), e.last_day.toordinal() + 1),)) for e in entries
        )
        amount = column(entry.amount for entry in entries)
        rounding = column(entry.rounding for entry in entries)
        return Columns(
            places,
            column(self.series.add((e.measure, e.unit, e.stage)) for e in entries),
            column(self.documents.add(e.document) for e in entries),
            column(self.layers.add(self._layer(e.subject)) for e in entries),
            amount - rounding,
            amount + rounding,
        )

    def _encode_rows(self, rows: EntryRows) -> Columns:
        """The same of entries in columns: each value that occurs is looked up once."""

        def numbers(name: str, number_of: Callable[[Any], int]) -> Ints:
            codes, values = rows.column(name)
            table = np.zeros(len(values), dtype=np.int64)
            for code in np.flatnonzero(np.bincount(codes, minlength=len(values))).tolist():
                table[code] = number_of(values[code])
            return table[codes]

        def several(names: tuple[str, ...], number_of: Callable[..., int]) -> Ints:
            first, group = rows.groups(names)
            columns = [(rows.column(name)[0][first].tolist(), rows.column(name)[1]) for name in names]
            found = [number_of(*(values[codes[at]] for codes, values in columns)) for at in range(len(first))]
            return np.array(found, dtype=np.int64)[group]

        places = np.empty((len(AXES), len(rows)), dtype=np.int64)
        named = {KIND: "kind", DONOR: "donors", RECIPIENT: "recipient", SECTOR: "sector", SUBJECT: "subject"}
        for axis, name in named.items():
            places[axis] = numbers(name, partial(self._place, axis))
        days = self.axes[TIME]
        places[TIME] = several(
            ("first_day", "last_day"),
            lambda first, last: days.add(((first.toordinal(), last.toordinal() + 1),)),
        )
        return Columns(
            places,
            several(("measure", "unit", "stage"), lambda *series: self.series.add(series)),
            numbers("document", self.documents.add),
            numbers("subject", lambda subject: self.layers.add(self._layer(subject))),
            rows.amount - rows.rounding,
            rows.amount + rows.rounding,
        )

    def _place(self, axis: int, value: str | frozenset[str]) -> int:
        made = self._made[axis]
        if value not in made:
            codes = value if isinstance(value, frozenset) else frozenset({value} - {""})
            made[value] = self.axes[axis].add(self.limited(axis, codes).spans[axis])
        return made[value]

    def _layer(self, subject: str) -> str:
        return self.limited(SUBJECT, frozenset({subject})).layer if subject else ""

    def limited(self, axis: int, codes: frozenset[str]) -> Box:
        """The box of a scope that is limited on one axis alone. Raises `UnknownCode`."""
        name = {KIND: "kinds", DONOR: "donors", RECIPIENT: "recipients", SECTOR: "sectors"}
        return self._axes.box(Scope("", "", **{name.get(axis, "subjects"): codes}))  # type: ignore[arg-type]

    def spans(self, axis: int, number: int) -> Spans:
        """What a number on an axis stands for."""
        return self.axes[axis].values[number]  # type: ignore[return-value]
