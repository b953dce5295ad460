"""The table of entries, and what they sum to over scopes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from duikou.book import Axes, Box, Entry, EntryGroup, Interval, Scope, Subject
from duikou.rollups.columns import Bools, Codes, Columns, Ints, encode
from duikou.rollups.cube import CubeCell, gather
from duikou.words import Vocabulary

Series = tuple[str, str, str]
# so many answers "does this entry lie in that box" are kept
MOST_KNOWN = 50_000_000
# so many boxes of entries that lie alike are told apart
MOST_BOXES = 50


@dataclass(frozen=True, slots=True)
class EntrySum:
    """What the recorded entries sum to in one scope, rounding included.

    `certain`: the sum of those that surely lie inside (`keys`). `possible`: what all recorded entries can
    sum to there: at least what is certain, at most with all that may lie inside (`possible_keys`, the
    certain ones among them).
    """

    certain: Interval
    possible: Interval
    keys: tuple[str, ...]
    possible_keys: tuple[str, ...]


class EntryTable:
    """Entries in columns. Never changes: `extend` gives another table.

    A reversing entry and the entry it takes back are both left out of every sum.
    """

    __slots__ = ("_alive", "_axes", "_columns", "_documents", "_known", "_layers", "_series", "entries")

    def __init__(
        self,
        entries: tuple[Entry, ...],
        columns: Columns,
        alive: Bools,
        axes: Axes,
        codes: tuple[Codes, Codes, Codes],
    ) -> None:
        """Made by `build` and `extend`."""
        self.entries = entries
        self._columns = columns
        self._alive = alive
        self._axes = axes
        self._series, self._documents, self._layers = codes
        self._known: dict[tuple[Series, Box], tuple[Bools, Bools]] = {}

    @classmethod
    def build(
        cls, entries: Iterable[Entry], vocabulary: Vocabulary, subjects: Iterable[Subject] = ()
    ) -> EntryTable:
        """Entries as they stand in the book at the moment asked for.

        Raises `UnknownCode` for codes that the vocabulary does not hold.
        """
        axes = Axes(vocabulary, subjects)
        codes = (Codes(), Codes(), Codes())
        empty = cls((), encode((), axes, *codes), np.zeros(0, dtype=np.bool_), axes, codes)
        return empty.extend(entries)

    def extend(self, entries: Iterable[Entry]) -> EntryTable:
        """A table with further entries. Raises as `build`."""
        new = tuple(entries)
        codes = (self._series.copy(), self._documents.copy(), self._layers.copy())
        columns = self._columns.join(encode(new, self._axes, *codes))
        every = self.entries + new
        taken_back = {entry.reverses for entry in new if entry.reverses}
        alive = np.concatenate((self._alive, np.array([not e.reverses for e in new], dtype=np.bool_)))
        if taken_back:
            alive &= np.array([entry.key not in taken_back for entry in every], dtype=np.bool_)
        return EntryTable(every, columns, alive, self._axes, codes)

    def __len__(self) -> int:
        return len(self.entries)

    def sums(self, scopes: Sequence[Scope], without: frozenset[str] = frozenset()) -> list[EntrySum]:
        """Sums over each of `scopes`, in their order. `without`: documents whose entries do not count."""
        found = []
        for scope in scopes:
            rows = self._rows_of(scope.series, without)
            inside, meets = self._lie(self._columns.take(rows), self._axes.box(scope))
            sure, maybe = rows[inside], rows[meets]
            low, high = self._range(sure)
            found.append(
                EntrySum(
                    Interval.inclusive(low, high),
                    Interval.inclusive(low, max(high, self._range(maybe)[1])),
                    self._keys(sure),
                    self._keys(maybe),
                )
            )
        return found

    def groups(
        self, series: Series, boxes: Sequence[Box], without: frozenset[str] = frozenset()
    ) -> list[EntryGroup]:
        """Entries of a series by how they lie to `boxes` (see `book.EntryGroup`)."""
        rows = self._rows_of(series, without)
        if not len(rows) or not boxes:
            return []
        lies = self._all_lie(series, rows, boxes)
        bits = np.stack([row for pair in lies for row in pair], axis=1)
        seen = bits[:, 1::2].any(axis=1)
        rows, bits = rows[seen], bits[seen]
        if not len(rows):
            return []
        patterns, group = np.unique(np.packbits(bits, axis=1), axis=0, return_inverse=True)
        unpacked = np.unpackbits(patterns, axis=1, count=bits.shape[1]).astype(np.bool_)
        group = group.reshape(-1)
        alike = [(unpacked[number], rows[group == number]) for number in range(len(patterns))]
        return [made for bits_of, some in alike for made in self._groups_of(bits_of, some)]

    def _groups_of(self, bits: Bools, rows: Ints) -> list[EntryGroup]:
        """One group, or one for each box where the entries are not surely placed."""
        if np.array_equal(bits[0::2], bits[1::2]):
            return [self._group(bits, rows, None)]
        by_box: dict[Box, list[int]] = {}
        for row in rows.tolist():
            by_box.setdefault(self._columns.box(row), []).append(row)
            if len(by_box) > MOST_BOXES:
                return [self._group(bits, rows, None)]
        return [self._group(bits, np.array(some), box) for box, some in by_box.items()]

    def cube(
        self,
        measure: str,
        unit: str,
        stage: str = "",
        by: Sequence[str] = ("year", "donor", "recipient"),
        within: Scope | None = None,
    ) -> list[CubeCell]:
        """Sums of one series by coordinates (`cube.COORDINATES`), of the entries surely in `within`."""
        rows = self._rows_of((measure, unit, stage), frozenset())
        if within is not None:
            rows = rows[self._lie(self._columns.take(rows), self._axes.box(within))[0]]
        return gather([self.entries[row] for row in rows], by)

    def _rows_of(self, series: Series, without: frozenset[str]) -> Ints:
        chosen = self._alive & (self._columns.series == self._series.get(series))
        for document in without:
            chosen &= self._columns.document != self._documents.get(document)
        return np.flatnonzero(chosen)

    def _lie(self, columns: Columns, box: Box) -> tuple[Bools, Bools]:
        return columns.lie(box, self._layers.get(box.layer))

    def _all_lie(self, series: Series, rows: Ints, boxes: Sequence[Box]) -> list[tuple[Bools, Bools]]:
        """As `_lie` for each box; remembered by series, as long as that takes little room."""
        every = self._rows_of(series, frozenset())
        if (len(self._known) + len(boxes)) * len(every) > MOST_KNOWN:
            self._known.clear()
        columns = None
        for box in boxes:
            if (series, box) not in self._known:
                columns = columns or self._columns.take(every)
                self._known[series, box] = self._lie(columns, box)
        found = [self._known[series, box] for box in boxes]
        if len(rows) == len(every):
            return found
        kept = np.isin(every, rows, assume_unique=True)
        return [(inside[kept], meets[kept]) for inside, meets in found]

    def _range(self, rows: Ints) -> tuple[int, int]:
        amount, rounding = self._columns.amount[rows], self._columns.rounding[rows]
        return int((amount - rounding).sum()), int((amount + rounding).sum())

    def _keys(self, rows: Ints) -> tuple[str, ...]:
        return tuple(self.entries[row].key for row in rows)

    def _group(self, bits: Bools, rows: Ints, box: Box | None) -> EntryGroup:
        low, high = self._range(rows)
        lowest = self._columns.amount[rows] - self._columns.rounding[rows]
        return EntryGroup(
            frozenset(np.flatnonzero(bits[0::2]).tolist()),
            frozenset(np.flatnonzero(bits[1::2]).tolist()),
            low,
            high,
            int(lowest.max()),
            self._keys(rows),
            box,
        )
