"""Very many entries, held in columns: an `Entry` is made when somebody asks for one.

A million entries as objects take a gigabyte and ten seconds to make, while few of them are ever shown; what
sums and sights ask of all of them is asked of columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from duikou.book.entry import Entry, entry_key, place_of_entry

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

# of each row the number of its value among those that occur
CODED = tuple(field.name for field in fields(Entry) if field.name not in ("key", "amount", "rounding"))
_AT = {name: number for number, name in enumerate(CODED)}
KEPT = 20_000  # entries that were made last
LINE_BITS = 32
LARGEST = 2**62


class PostedKeys(Sequence[str]):
    """Keys that postings gave, rising; no text of them is kept."""

    __slots__ = ("_places",)

    def __init__(self, postings: Ints, lines: Ints) -> None:
        """Raises ValueError where they do not rise."""
        self._places = (postings << LINE_BITS) + lines
        if (np.diff(self._places) <= 0).any():
            raise ValueError("entries out of order")

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, row: Any) -> Any:
        place = int(self._places[row])
        return entry_key(place >> LINE_BITS, place & (1 << LINE_BITS) - 1)

    def find(self, key: str) -> int:
        """The row of a key, -1 for none."""
        place = place_of_entry(key)
        if place is None or max(place) >> LINE_BITS - 1 or entry_key(*place) != key:
            return -1
        wanted = (place[0] << LINE_BITS) + place[1]
        row = int(np.searchsorted(self._places, wanted))
        return row if row < len(self._places) and self._places[row] == wanted else -1

    def join(self, later: PostedKeys) -> PostedKeys:
        """These, then the others. Raises ValueError where they do not follow."""
        places = np.concatenate((self._places, later._places))
        return PostedKeys(places >> LINE_BITS, places & (1 << LINE_BITS) - 1)

    def take(self, rows: Ints) -> PostedKeys:
        places = self._places[rows]
        return PostedKeys(places >> LINE_BITS, places & (1 << LINE_BITS) - 1)


class NamedKeys(Sequence[str]):
    """Any keys, in any order."""

    __slots__ = ("_names", "_rows")

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._rows = {name: row for row, name in enumerate(self._names)}

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, row: Any) -> Any:
        return self._names[row]

    def find(self, key: str) -> int:
        return self._rows.get(key, -1)

    def take(self, rows: Ints) -> NamedKeys:
        return NamedKeys(self._names[row] for row in rows.tolist())


class Numbers(dict[Any, int]):
    """Numbers handed out to values in order of first sight."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


class EntryRows(Mapping[str, Entry]):
    """Entries by key, in order. Never changes.

    `codes`: (CODED, n) numbers in `values`, one list for each of CODED, which may hold more than occurs.
    `amount`, `rounding`: (n,).
    """

    __slots__ = ("_codes", "_keys", "_made", "_values", "amount", "rounding")

    def __init__(
        self,
        keys: PostedKeys | NamedKeys,
        codes: Codes,
        values: Sequence[Sequence[Any]],
        amount: Ints,
        rounding: Ints,
    ) -> None:
        self._keys, self._codes, self._values = keys, codes, values
        self.amount, self.rounding = amount, rounding
        self._made: dict[int, Entry] = {}

    @classmethod
    def of(cls, entries: Mapping[str, Entry]) -> EntryRows:
        """The same entries; what is held in columns already is given back."""
        if isinstance(entries, EntryRows):
            return entries
        return cls.listed(entries.values())

    @classmethod
    def listed(cls, entries: Iterable[Entry]) -> EntryRows:
        """The same entries in their order; of those of one key the last is found by it."""
        listed = list(entries)
        codes = np.empty((len(CODED), len(listed)), dtype=np.int32)
        values = []
        for number, name in enumerate(CODED):
            numbers = Numbers()
            codes[number] = [numbers[getattr(entry, name)] for entry in listed]
            values.append(list(numbers))
        amount, rounding = (
            np.array([getattr(entry, name) for entry in listed], dtype=np.int64)
            for name in ("amount", "rounding")
        )
        return cls(NamedKeys(entry.key for entry in listed), codes, values, amount, rounding)

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._keys.find(key) >= 0

    def __getitem__(self, key: str) -> Entry:
        if (row := self._keys.find(key)) < 0:
            raise KeyError(key)
        return self.at(row)

    def values(self) -> ValuesView[Entry]:
        return _Values(self)

    @property
    def in_order(self) -> InOrder:
        """The entries by row, each made when asked for."""
        return InOrder(self)

    def at(self, row: int) -> Entry:
        """The entry of a row."""
        if (known := self._made.get(row)) is not None:
            return known
        said = {
            name: values[code]
            for name, values, code in zip(CODED, self._values, self._codes[:, row].tolist(), strict=True)
        }
        amount, rounding = int(self.amount[row]), int(self.rounding[row])
        made = Entry(**said, amount=amount, rounding=rounding, key=self._keys[row])
        if len(self._made) >= KEPT:
            self._made = {}
        self._made[row] = made
        return made

    def key(self, row: int) -> str:
        """The key of a row."""
        return str(self._keys[row])

    def column(self, name: str) -> tuple[Codes, Sequence[Any]]:
        """Of one of CODED: (n,) numbers, and the values they stand for."""
        return self._codes[_AT[name]], self._values[_AT[name]]

    def mask(self, name: str, values: Iterable[Any]) -> Bools:
        """(n,) which rows have one of these values."""
        wanted = set(values)
        codes, known = self.column(name)
        fits = np.fromiter((value in wanted for value in known), dtype=np.bool_, count=len(known))
        return fits[codes]

    def groups(self, names: Sequence[str], more: Sequence[Bools] = ()) -> tuple[Ints, Ints]:
        """(groups,) the first row of each group that is alike in these columns (and in `more`, one truth for
        each row), and (n,) the group of each row."""
        group, size = np.zeros(len(self), dtype=np.int64), 1
        for codes, count in [
            *((self._codes[_AT[name]], len(self._values[_AT[name]])) for name in names),
            *((truth, 2) for truth in more),
        ]:
            if size * max(count, 1) > LARGEST:
                _, group = np.unique(group, return_inverse=True)
                size = len(self)
            group, size = group * count + codes, size * max(count, 1)
        _, first, number = np.unique(group, return_index=True, return_inverse=True)
        return first, number.reshape(-1)

    def take(self, rows: Ints) -> EntryRows:
        """The chosen rows, in that order."""
        return EntryRows(
            self._keys.take(rows), self._codes[:, rows], self._values, self.amount[rows], self.rounding[rows]
        )

    def join(self, later: EntryRows) -> EntryRows:
        """These, then the others, all of them posted. Raises ValueError where they do not follow."""
        if not isinstance(self._keys, PostedKeys) or not isinstance(later._keys, PostedKeys):
            raise ValueError("entries without a place in the book")
        codes, values = [], []
        for mine, ours, its, others in zip(
            self._codes, self._values, later._codes, later._values, strict=True
        ):
            numbers = Numbers({value: number for number, value in enumerate(ours)})
            table = np.array([numbers[value] for value in others], dtype=np.int32)
            codes.append(np.concatenate((mine, table[its])))
            values.append(list(numbers))
        return EntryRows(
            self._keys.join(later._keys),
            np.stack(codes),
            values,
            np.concatenate((self.amount, later.amount)),
            np.concatenate((self.rounding, later.rounding)),
        )

    def standing(self) -> EntryRows:
        """Without reversed entries and their reversals."""
        codes, values = self.column("reverses")
        if not any(values):
            return self
        stands = self.mask("reverses", [""])
        for key in {values[code] for code in np.unique(codes).tolist()} - {""}:
            if (row := self._keys.find(key)) >= 0:
                stands[row] = False
        return self.take(np.flatnonzero(stands))


class _Values(ValuesView[Entry]):
    def __init__(self, rows: EntryRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def __iter__(self) -> Iterator[Entry]:
        return map(self._rows.at, range(len(self._rows)))


class Glance:
    """What the entry of a row says, looked up field by field: where one or two of very many matter."""

    __slots__ = ("_row", "_rows")

    def __init__(self, rows: EntryRows, row: int) -> None:
        self._rows, self._row = rows, row

    def __getattr__(self, name: str) -> Any:
        """Of the fields in CODED. Raises AttributeError."""
        if name not in _AT:
            raise AttributeError(name)
        codes, values = self._rows.column(name)
        return values[codes[self._row]]


class InOrder(Sequence[Entry]):
    """The entries by row."""

    __slots__ = ("_rows",)

    def __init__(self, rows: EntryRows) -> None:
        self._rows = rows

    def glance(self, row: int) -> Glance:
        """What the entry of a row says, without making it."""
        return Glance(self._rows, row)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return tuple(map(self._rows.at, range(len(self))[row]))
        return self._rows.at(row)
