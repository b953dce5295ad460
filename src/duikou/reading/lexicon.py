"""Word lists of reading (`reading/data/*.csv`) and the one scanner that finds their words in a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from duikou.reading.lists import rows

T = TypeVar("T")
Row = Mapping[str, str]


def split_cell(cell: str) -> tuple[str, ...]:
    """The words of a cell, separated by `;`."""
    return tuple(word for word in cell.split(";") if word)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A word found at [start, end) with what its list says of it."""

    start: int
    end: int
    word: str
    value: T


class Scanner(Generic[T]):
    """Finds words in a text: every one, also inside others; not `nested`: the longest, none overlapping."""

    __slots__ = ("_by_start", "_nested")

    def __init__(self, entries: Iterable[tuple[str, T]], nested: bool = True) -> None:
        """`entries`: words with their values; one word may come with several values."""
        gathered: dict[str, dict[str, list[T]]] = {}
        for word, value in entries:
            if word:
                gathered.setdefault(word[:2], {}).setdefault(word, []).append(value)
        self._by_start = {
            start: tuple(sorted(((w, tuple(v)) for w, v in found.items()), key=lambda pair: -len(pair[0])))
            for start, found in gathered.items()
        }
        self._nested = nested

    def scan(self, text: str) -> tuple[Hit[tuple[T, ...]], ...]:
        """Every hit in reading order, longer ones first at one place. Linear in the length of `text`."""
        found: list[Hit[tuple[T, ...]]] = []
        by_start = self._by_start
        single = {start for start in by_start if len(start) == 1}
        place, size = 0, len(text)
        while place < size:
            near = by_start.get(text[place : place + 2], ())
            if text[place] in single:
                near = (*near, *by_start[text[place]])
            step = 1
            for word, values in near:
                if text.startswith(word, place):
                    found.append(Hit(place, place + len(word), word, values))
                    if not self._nested:
                        step = len(word)
                        break
            place += step
        return tuple(found)


class Found(Generic[T]):
    """The hits of one scan, to be asked by span."""

    __slots__ = ("_starts", "hits")

    def __init__(self, hits: Sequence[Hit[T]]) -> None:
        self.hits = hits
        self._starts = [hit.start for hit in hits]

    def within(self, start: int, end: int) -> Iterator[Hit[T]]:
        """Hits that lie wholly in [start, end)."""
        for number in range(bisect_left(self._starts, start), len(self.hits)):
            hit = self.hits[number]
            if hit.start >= end:
                return
            if hit.end <= end:
                yield hit


@cache
def scanner(name: str) -> Scanner[Row]:
    """The scanner for the words (column `words`) of `data/NAME.csv`; a hit's values are its rows."""
    return Scanner((word, row) for row in rows(name) for word in split_cell(row["words"]))
