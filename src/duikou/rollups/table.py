"""The table of entries, and what they sum to over scopes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from duikou.book import Axes, Box, Entry, EntryGroup, Interval, Scope, Subject
from duikou.book.box import TIME, Spans
from duikou.book.rows import EntryRows, Glance, InOrder
from duikou.rollups.columns import INSIDE, MEETS, Bools, Coder, Columns, Ints
from duikou.rollups.cube import CubeCell, gather
from duikou.rollups.groups import KEPT_ENTRIES, Some, group
from duikou.rollups.index import Index
from duikou.rollups.keys import KeyList
from duikou.rollups.questions import NAMES, Asked
from duikou.rollups.unions import Unions, adds
from duikou.words import Vocabulary

Series = tuple[str, str, str]
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
    _look_up: Callable[[], tuple[KeyList, KeyList]] = field(repr=False, compare=False)

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
    def keys(self) -> Sequence[str]:
        return self._look_up()[0]

    def both_keys(self) -> tuple[KeyList, KeyList]:
        """`keys` and `possible_keys`, looked up once."""
        return self._look_up()

    @property
    def possible_keys(self) -> Sequence[str]:
        return self._look_up()[1]


class EntryTable:
    """Entries in columns. Never changes: `extend` gives another table.

    A reversing entry and the entry it takes back are both left out of every sum. Each series is indexed
    when it is first asked about; what is added later gets an index of its own, until it is worth making one
    of all.
    """

    __slots__ = (
        "_alive",
        "_by_series",
        "_coder",
        "_columns",
        "_few",
        "_indexes",
        "_last",
        "_unions",
        "entries",
    )

    def __init__(
        self,
        entries: Sequence[Entry],
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
        self._by_series: dict[Series, tuple[Ints, Columns]] = {}

    @classmethod
    def build(
        cls, entries: Iterable[Entry] | EntryRows, vocabulary: Vocabulary, subjects: Iterable[Subject] = ()
    ) -> EntryTable:
        """Entries as they stand in the book at the moment asked for.

        Raises `UnknownCode` for codes that the vocabulary does not hold.
        """
        listed = tuple(subjects)
        coder = Coder(Axes(vocabulary, listed), frozenset(s.key for s in listed if s.form == "firm"))
        empty = cls((), coder.encode(()), np.zeros(0, dtype=np.bool_), coder, {})
        return empty.extend(entries)

    def extend(self, entries: Iterable[Entry] | EntryRows) -> EntryTable:
        """A table with further entries. Raises as `build`."""
        if isinstance(entries, EntryRows) and not self.entries and entries.mask("reverses", [""]).all():
            alive = np.ones(len(entries), dtype=np.bool_)
            return EntryTable(entries.in_order, self._coder.encode(entries), alive, self._coder, {})
        new = tuple(entries.values() if isinstance(entries, EntryRows) else entries)
        columns = self._columns.join(self._coder.encode(new)) if self.entries else self._coder.encode(new)
        every = (*self.entries, *new)
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
        adding = {series: adds(*series[:2], words) for series in {scope.series for scope in scopes}}
        by_series: dict[Series, list[int]] = {}
        for number, (scope, sum_) in enumerate(zip(scopes, found, strict=True)):
            if max(sum_.high, sum_.most) and not adding[scope.series]:
                by_series.setdefault(scope.series, []).append(number)
        for series, numbers in by_series.items():
            unions, chosen = self._unions_of(series), [scopes[number] for number in numbers]
            asked = Asked.of(chosen, self._coder)
            for place, (number, scope) in enumerate(zip(numbers, chosen, strict=True)):
                certain, possible = self._both(unions.columns, asked, place)
                found[number] = EntrySum(
                    unions.least(certain, self._coder),
                    unions.most(certain),
                    unions.most(possible),
                    partial(self._keys, scope, frozenset()),
                )
        return found

    def _unions_of(self, series: Series) -> Unions:
        if series not in self._unions:
            rows, columns = self._whole(series)
            entries = [self.entries[row] for row in rows.tolist()]
            self._unions[series] = Unions.of(entries, columns, self._coder.words, self._coder.firms)
        return self._unions[series]

    def occurring(self, scope: Scope, axis: int, *, years: bool = False) -> list[Entry | Glance]:
        """Of the entries that may lie in a scope, one for each coordinate that occurs on an axis (a number
        of `book.AXES`), or of their days (`years`) one for each year and those over several; perhaps at a
        glance, its fields by name but for key and amounts."""
        rows, columns = self._whole(scope.series)
        met = self._chosen(columns, Asked.of([scope], self._coder), 0, MEETS)
        places = columns.places[axis][met]
        _, first = np.unique(self._coder.axes[axis].years[places] if years else places, return_index=True)
        look = self.entries.glance if isinstance(self.entries, InOrder) else self.entries.__getitem__
        return [look(row) for row in rows[met[np.sort(first)]].tolist()]

    def unplaced(self, scope: Scope, axis: int, lines: Sequence[Scope]) -> list[Entry]:
        """The entries that surely lie in `scope` and surely in none of `lines`, which are the same scope
        with other limits on one axis."""
        rows, columns = self._whole(scope.series)
        coded = self._coder.axes[axis]
        outside = np.full(len(coded), fill_value=True)
        for spans in {self._limits(axis, line) for line in lines}:
            outside &= coded.relation(spans) != INSIDE
        inside = self._chosen(columns, Asked.of([scope], self._coder), 0, INSIDE)
        chosen = inside[outside[columns.places[axis][inside]]]
        return [self.entries[row] for row in rows[chosen].tolist()]

    def set_in_order(self) -> None:
        """Index every series, which who asks first of it would otherwise wait for."""
        for series in self._coder.series.values:
            self._indexes_of(series)  # type: ignore[arg-type]

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
    ) -> KeyList:
        """Keys of the entries that surely lie in one box and surely in none of the others."""
        some = self._some(series, without)
        asked = Asked.of_boxes([inside, *apart], self._coder)
        chosen = self._chosen(some.columns, asked, 0, INSIDE)
        if apart and len(chosen):
            there = some.columns.take(chosen)
            met = np.zeros(len(chosen), dtype=np.bool_)
            for number in range(1, len(asked)):
                met[self._chosen(there, asked, number, MEETS)] = True
            chosen = chosen[~met]
        return some.keys.at(chosen)

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
        rows, columns = self._whole((measure, unit, stage))
        if within is not None:
            rows = rows[self._chosen(columns, Asked.of([within], self._coder), 0, INSIDE)]
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

    def _whole(self, series: Series) -> tuple[Ints, Columns]:
        """All rows of a series that count, with their columns: kept, as every question begins with them."""
        if (found := self._by_series.get(series)) is None:
            rows = self._rows_of(series)
            found = self._by_series[series] = rows, self._columns.take(rows)
        return found

    def _some(self, series: Series, without: frozenset[str]) -> Some:
        """Columns and keys of such rows; those asked for last are kept, and all where they are few."""
        asked = series, frozenset(key for key in without if self._coder.documents.get(key) >= 0)
        last = self._last
        if last is not None and last[0] == asked:
            return last[1]
        if asked in self._few:
            return self._few[asked]
        if asked[1]:
            rows = self._rows_of(*asked)
            columns = self._columns.take(rows)
        else:
            rows, columns = self._whole(series)
        some = Some(columns, KeyList(self.entries, rows))
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
            columns = self._columns.take(fresh) if reached else self._whole(series)[1]
            known.append((len(self.entries), Index(columns, self._coder)))
        return [index for _, index in known if len(index)]

    def _sums(self, series: Series, asked: Asked, without: frozenset[str]) -> Ints:
        found = np.zeros((len(asked), 4), dtype=np.int64)
        for index in self._indexes_of(series):
            found += index.sums(asked)
        if without and len(left_out := self._rows_of(series, only=without)):
            found -= Index(self._columns.take(left_out), self._coder).sums(asked)
        return found

    def _chosen(self, columns: Columns, asked: Asked, number: int, least: int) -> Ints:
        """Rows of `columns` that lie to the question of that number at least so: MEETS or INSIDE."""
        days = ((int(asked.first[number]), int(asked.last[number])),)
        looks = [(self._coder.axes[TIME].relation(days) >= least, columns.places[TIME])]
        for axis, (table, at) in enumerate(zip(asked.relations, asked.numbers, strict=True)):
            if asked.matters[axis][number]:
                looks.append((table[at[number]] >= least, columns.place(axis)))
        looks = [(fits, place) for fits, place in looks if not fits.all()]
        looks.sort(key=lambda look: float(look[0].mean()))  # those that leave few come first
        found: Ints | None = None
        for fits, place in looks:
            found = np.flatnonzero(fits[place]) if found is None else found[fits[place[found]]]
        return np.arange(len(columns)) if found is None else found

    def _both(self, columns: Columns, asked: Asked, number: int) -> tuple[Ints, Ints]:
        """The rows that surely lie there, and all that may."""
        return self._chosen(columns, asked, number, INSIDE), self._chosen(columns, asked, number, MEETS)

    def _limits(self, axis: int, scope: Scope) -> Spans:
        """How a scope is limited on an axis."""
        if axis == TIME:
            return (scope.window.days,)
        return self._coder.limited(axis, getattr(scope, NAMES[axis])).spans[axis]

    def _keys(self, scope: Scope, without: frozenset[str]) -> tuple[KeyList, KeyList]:
        some = self._some(scope.series, without)
        certain, possible = self._both(some.columns, Asked.of([scope], self._coder), 0)
        return some.keys.at(certain), some.keys.at(possible)
