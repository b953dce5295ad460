"""The table of entries, and what they sum to over scopes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from duikou.book import Axes, Box, Entry, EntryGroup, Interval, Scope, Subject
from duikou.book.box import TIME
from duikou.rollups.columns import APART, INSIDE, Bools, Bytes, Coder, Columns, Ints
from duikou.rollups.cube import CubeCell, gather
from duikou.rollups.groups import KEPT_ENTRIES, Some, group
from duikou.rollups.index import Index
from duikou.rollups.questions import Asked
from duikou.rollups.unions import Unions, adds
from duikou.words import Vocabulary

Series = tuple[str, str, str]
Keys = tuple[str, ...]
# indexes of a series are made one when the later ones hold so large a share of its rows
LATER_SHARE = 0.25
# of so many series with few entries these are kept
KEPT_SERIES = 200


@dataclass(frozen=True, slots=True)
class EntrySum:
    """What the recorded entries sum to in one scope, rounding included; keys are looked up when asked for."""

    low: int
    high: int
    most: int
    _look_up: Callable[[], tuple[Keys, Keys]] = field(repr=False, compare=False)

    @property
    def certain(self) -> Interval:
        """The sum of those that surely lie inside (`keys`)."""
        return Interval.inclusive(self.low, self.high)

    @property
    def possible(self) -> Interval:
        """What all recorded entries can sum to there: at least what is certain, at most with all that may lie
        inside (`possible_keys`, the certain ones among them)."""
        return Interval.inclusive(self.low, max(self.high, self.most))

    @property
    def keys(self) -> Keys:
        return self._look_up()[0]

    def both_keys(self) -> tuple[Keys, Keys]:
        """`keys` and `possible_keys`, looked up once."""
        return self._look_up()

    @property
    def possible_keys(self) -> Keys:
        return self._look_up()[1]


class EntryTable:
    """Entries in columns. Never changes: `extend` gives another table.

    A reversing entry and the entry it takes back are both left out of every sum. Each series is indexed
    when it is first asked about; what is added later gets an index of its own, until it is worth making one
    of all.
    """

    __slots__ = ("_alive", "_coder", "_columns", "_few", "_indexes", "_last", "_unions", "entries")

    def __init__(
        self,
        entries: tuple[Entry, ...],
        columns: Columns,
        alive: Bools,
        coder: Coder,
        indexes: dict[int, list[tuple[int, Index]]],
    ) -> None:
        """Made by `build` and `extend`. `indexes`: of a series, each with the row it reaches to."""
        self.entries = entries
        self._columns = columns
        self._alive = alive
        self._coder = coder
        self._indexes = indexes
        self._last: tuple[tuple[Series, frozenset[str]], Some] | None = None
        self._few: dict[tuple[Series, frozenset[str]], Some] = {}
        self._unions: dict[Series, Unions] = {}

    @classmethod
    def build(
        cls, entries: Iterable[Entry], vocabulary: Vocabulary, subjects: Iterable[Subject] = ()
    ) -> EntryTable:
        """Entries as they stand in the book at the moment asked for.

        Raises `UnknownCode` for codes that the vocabulary does not hold.
        """
        listed = tuple(subjects)
        coder = Coder(Axes(vocabulary, listed), frozenset(s.key for s in listed if s.form == "firm"))
        empty = cls((), coder.encode(()), np.zeros(0, dtype=np.bool_), coder, {})
        return empty.extend(entries)

    def extend(self, entries: Iterable[Entry]) -> EntryTable:
        """A table with further entries. Raises as `build`."""
        new = tuple(entries)
        columns = self._columns.join(self._coder.encode(new)) if self.entries else self._coder.encode(new)
        every = self.entries + new
        taken_back = {entry.reverses for entry in new if entry.reverses}
        alive = np.concatenate((self._alive, np.array([not e.reverses for e in new], dtype=np.bool_)))
        if taken_back:
            alive &= np.array([entry.key not in taken_back for entry in every], dtype=np.bool_)
        same = np.array_equal(alive[: len(self.entries)], self._alive)
        indexes = {series: list(known) for series, known in self._indexes.items()} if same else {}
        return EntryTable(every, columns, alive, self._coder, indexes)

    def __len__(self) -> int:
        return len(self.entries)

    def sums(self, scopes: Sequence[Scope], without: frozenset[str] = frozenset()) -> list[EntrySum]:
        """Sums over each of `scopes`, in their order. `without`: documents whose entries do not count."""
        sums = np.zeros((len(scopes), 4), dtype=np.int64)
        by_series: dict[Series, list[int]] = {}
        for number, scope in enumerate(scopes):
            by_series.setdefault(scope.series, []).append(number)
        for series, numbers in by_series.items():
            asked = Asked.of([scopes[number] for number in numbers], self._coder)
            sums[numbers] = self._sums(series, asked, without)
        return [
            EntrySum(low, high, most, partial(self._keys, scope, without))
            for scope, (low, high, _, most) in zip(scopes, sums.tolist(), strict=True)
        ]

    def counted(self, scopes: Sequence[Scope]) -> list[EntrySum]:
        """What the entries come to in each scope, as the measure is counted: `sums` where parts add to the
        whole, else how many different ones they can be together (see `unions`), never their sum."""
        found = self.sums(scopes)
        words = self._coder.words
        by_series: dict[Series, list[int]] = {}
        for number, (scope, sum_) in enumerate(zip(scopes, found, strict=True)):
            if max(sum_.high, sum_.most) and not adds(scope.measure, scope.unit, words):
                by_series.setdefault(scope.series, []).append(number)
        for series, numbers in by_series.items():
            unions, chosen = self._unions_of(series), [scopes[number] for number in numbers]
            asked = Asked.of(chosen, self._coder)
            for place, (number, scope) in enumerate(zip(numbers, chosen, strict=True)):
                state = self._lie(unions.columns, asked, place)
                certain, possible = np.flatnonzero(state == INSIDE), np.flatnonzero(state != APART)
                found[number] = EntrySum(
                    unions.least(certain, self._coder),
                    unions.most(certain),
                    unions.most(possible),
                    partial(self._keys, scope, frozenset()),
                )
        return found

    def _unions_of(self, series: Series) -> Unions:
        if series not in self._unions:
            rows = self._rows_of(series)
            entries = [self.entries[row] for row in rows]
            columns = self._columns.take(rows)
            self._unions[series] = Unions.of(entries, columns, self._coder.words, self._coder.firms)
        return self._unions[series]

    def occurring(self, scope: Scope, axis: int) -> list[Entry]:
        """Of the entries that may lie in a scope, one for each coordinate that occurs on an axis (a number
        of `book.AXES`)."""
        rows = self._rows_of(scope.series)
        columns = self._columns.take(rows)
        met = rows[self._lie(columns, Asked.of([scope], self._coder), 0) != APART]
        _, first = np.unique(self._columns.places[axis][met], return_index=True)
        return [self.entries[row] for row in met[np.sort(first)]]

    def unplaced(self, scope: Scope, axis: int, lines: Sequence[Scope]) -> list[Entry]:
        """The entries that surely lie in `scope` and surely in none of `lines`, which are the same scope
        with other limits on one axis."""
        rows = self._rows_of(scope.series)
        columns = self._columns.take(rows)
        chosen = self._lie(columns, Asked.of([scope], self._coder), 0) == INSIDE
        for line in lines:
            spans = self._coder.box(line).spans[axis]
            chosen &= (self._coder.axes[axis].relation(spans) != INSIDE)[columns.places[axis]]
        return [self.entries[row] for row in rows[chosen]]

    def have(self, documents: frozenset[str]) -> bool:
        """Whether any entry comes from one of these documents."""
        return any(self._coder.documents.get(document) >= 0 for document in documents)

    def within(
        self, series: Series, boxes: Sequence[Box], without: frozenset[str] = frozenset()
    ) -> list[tuple[int, int, int, int]]:
        """Of each box: low and high of what surely lies in it, low and high of all that may."""
        if not boxes:
            return []
        found = self._sums(series, Asked.of_boxes(boxes, self._coder), without)
        return [(int(a), int(b), int(c), int(d)) for a, b, c, d in found]

    def count(self, series: Series) -> int:
        """How many entries of a series there are."""
        return sum(map(len, self._indexes_of(series)))

    def keys(
        self, series: Series, inside: Box, apart: Sequence[Box], without: frozenset[str] = frozenset()
    ) -> Keys:
        """Keys of the entries that surely lie in one box and surely in none of the others."""
        some = self._some(series, without)
        columns, keys = some.columns, some.keys
        asked = Asked.of_boxes([inside, *apart], self._coder)
        states = [self._lie(columns, asked, number) for number in range(len(asked))]
        chosen = (states[0] == INSIDE) & np.logical_and.reduce([s == APART for s in states[1:]], axis=0)
        return tuple(keys[row] for row in np.flatnonzero(chosen))

    def groups(
        self, series: Series, boxes: Sequence[Box], without: frozenset[str] = frozenset()
    ) -> list[EntryGroup]:
        """Entries of a series by how they lie to `boxes` (see `book.EntryGroup`)."""
        some = self._some(series, without)
        return group(some, boxes, self._coder) if len(some.columns) and boxes else []

    def cube(
        self,
        measure: str,
        unit: str,
        stage: str = "",
        by: Sequence[str] = ("year", "donor", "recipient"),
        within: Scope | None = None,
    ) -> list[CubeCell]:
        """Sums of one series by coordinates (`cube.COORDINATES`), of the entries surely in `within`."""
        rows = self._rows_of((measure, unit, stage))
        if within is not None:
            asked = Asked.of([within], self._coder)
            rows = rows[self._lie(self._columns.take(rows), asked, 0) == INSIDE]
        return gather([self.entries[row] for row in rows], by)

    def _rows_of(
        self, series: Series, without: frozenset[str] = frozenset(), only: frozenset[str] | None = None
    ) -> Ints:
        """Rows of a series that count, but those of the documents `without`, or `only` those of these."""
        chosen = self._alive & (self._columns.series == self._coder.series.get(series))
        named = [self._coder.documents.get(document) for document in (without if only is None else only)]
        if only is not None:
            chosen &= np.isin(self._columns.document, named)
        elif named:
            chosen &= ~np.isin(self._columns.document, named)
        return np.flatnonzero(chosen)

    def _some(self, series: Series, without: frozenset[str]) -> Some:
        """Columns and keys of such rows; those asked for last are kept, and all where they are few."""
        asked = series, frozenset(key for key in without if self._coder.documents.get(key) >= 0)
        last = self._last
        if last is not None and last[0] == asked:
            return last[1]
        if asked in self._few:
            return self._few[asked]
        rows = self._rows_of(*asked)
        some = Some(self._columns.take(rows), tuple(self.entries[row].key for row in rows))
        if len(rows) > KEPT_ENTRIES:
            self._last = asked, some
        elif len(self._few) < KEPT_SERIES:
            self._few[asked] = some
        return some

    def _indexes_of(self, series: Series) -> list[Index]:
        known = self._indexes.setdefault(self._coder.series.get(series), [])
        reached = known[-1][0] if known else 0
        if reached < len(self.entries):
            rows = self._rows_of(series)
            later = sum(len(index) for _, index in known[1:]) + np.count_nonzero(rows >= reached)
            if later > LATER_SHARE * len(rows):
                known.clear()
                reached = 0
            fresh = rows[rows >= reached]
            known.append((len(self.entries), Index(self._columns.take(fresh), self._coder)))
        return [index for _, index in known if len(index)]

    def _sums(self, series: Series, asked: Asked, without: frozenset[str]) -> Ints:
        found = np.zeros((len(asked), 4), dtype=np.int64)
        for index in self._indexes_of(series):
            found += index.sums(asked)
        if len(left_out := self._rows_of(series, only=without)):
            found -= Index(self._columns.take(left_out), self._coder).sums(asked)
        return found

    def _lie(self, columns: Columns, asked: Asked, number: int) -> Bytes:
        """(n,) how each lies to the question of that number: APART, MEETS or INSIDE."""
        states = [
            table[at[number]][columns.place(axis)]
            for axis, (table, at) in enumerate(zip(asked.relations, asked.numbers, strict=True))
        ]
        days = ((int(asked.first[number]), int(asked.last[number])),)
        found: Bytes = np.min([*states, self._coder.axes[TIME].relation(days)[columns.places[TIME]]], axis=0)
        return found

    def _keys(self, scope: Scope, without: frozenset[str]) -> tuple[Keys, Keys]:
        some = self._some(scope.series, without)
        columns, keys = some.columns, some.keys
        state = self._lie(columns, Asked.of([scope], self._coder), 0)
        certain, possible = np.flatnonzero(state == INSIDE), np.flatnonzero(state != APART)
        return tuple(keys[row] for row in certain.tolist()), tuple(keys[row] for row in possible.tolist())
