"""Scopes and entries as boxes of integer spans: the geometry that sums and reckoning share.

A box has one coordinate for each of `AXES`: disjoint sorted half-open spans of pre-order numbers (day
numbers for time). Groups (subjects that are only described) may overlap anything, so they are no
coordinate: a box about a group lies on that group's own `layer`, whose mass is part of the mass below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from duikou.book.entry import Entry
from duikou.book.period import Window
from duikou.book.scope import Scope
from duikou.book.subject import Subject
from duikou.words import Tree, Vocabulary

AXES = ("kind", "donor", "recipient", "sector", "subject", "time")
KIND, DONOR, RECIPIENT, SECTOR, SUBJECT, TIME = range(6)
END_OF_TIME = 2**31
EVER = ((0, END_OF_TIME),)
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Spans by axis, and the layer ("" = everything, else the group or groups it is about)."""

    spans: tuple[Spans, ...]
    layer: str = ""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.spans, self.layer)))

    def __hash__(self) -> int:
        return self._hash  # boxes are looked up more often than made

    def __reduce__(self) -> tuple[type[Box], tuple[tuple[Spans, ...], str]]:
        return Box, (self.spans, self.layer)  # another process hashes otherwise

    def holds(self, other: Box) -> bool:
        """Whether `other` lies wholly inside, both on whatever layer."""
        return all(spans_hold(a, b) for a, b in zip(self.spans, other.spans, strict=True))

    def meets(self, other: Box) -> bool:
        return all(spans_meet(a, b) for a, b in zip(self.spans, other.spans, strict=True))

    def __and__(self, other: Box) -> Box | None:
        """What both hold, on this box's layer; None where they do not meet."""
        both = tuple(spans_both(a, b) for a, b in zip(self.spans, other.spans, strict=True))
        return Box(both, self.layer) if all(both) else None

    def along(self, axis: int, spans: Spans) -> Box:
        """The same box with another coordinate on one axis."""
        return replace(self, spans=(*self.spans[:axis], spans, *self.spans[axis + 1 :]))


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Entries that lie alike to the boxes asked about: surely in those of `inside`, possibly in those of
    `meets` (numbers of boxes; `inside` ⊆ `meets`). `low`..`high`: their sum with rounding, inclusive;
    `largest`: the low end of the largest one alone. `keys`: the entries. `box`: where each of them may lie,
    for those not surely placed; None where they are, or where too many different boxes would come."""

    inside: frozenset[int]
    meets: frozenset[int]
    low: int
    high: int
    largest: int
    keys: tuple[str, ...]
    box: Box | None = None


class EntrySums(Protocol):
    """What reckoning needs to know of entries."""

    def count(self, series: tuple[str, str, str]) -> int:
        """How many entries of a series there are."""
        ...

    def within(
        self, series: tuple[str, str, str], boxes: Sequence[Box], without: frozenset[str] = frozenset()
    ) -> list[tuple[int, int, int, int]]:
        """Of each box: low and high of the sum of what surely lies in it, low and high of all that may."""
        ...

    def keys(
        self,
        series: tuple[str, str, str],
        inside: Box,
        apart: Sequence[Box],
        without: frozenset[str] = frozenset(),
    ) -> Sequence[str]:
        """Keys of the entries that surely lie in one box and surely in none of the others."""
        ...

    def have(self, documents: frozenset[str]) -> bool:
        """Whether any entry comes from one of these documents."""
        ...

    def groups(
        self, series: tuple[str, str, str], boxes: Sequence[Box], without: frozenset[str] = frozenset()
    ) -> list[EntryGroup]:
        """Entries of one series by how they lie to `boxes`; those meeting none are left out. `without`:
        documents whose entries do not count."""
        ...


class Axes:
    """Turns scopes and entries into boxes. Raises `UnknownCode` for codes the vocabulary does not hold."""

    __slots__ = ("_groups", "_subjects", "words")

    def __init__(self, words: Vocabulary, subjects: Iterable[Subject] = ()) -> None:
        self.words = words
        listed = {subject.key: subject for subject in subjects}
        singles = {key for key, subject in listed.items() if subject.single}
        parents = {
            key: listed[key].part_of if listed[key].part_of in singles else "" for key in sorted(singles)
        }
        self._subjects = Tree("subject", parents)
        self._groups = listed.keys() - singles

    @property
    def subjects(self) -> Tree:
        """The single subjects, parts under what they are part of."""
        return self._subjects

    def box(self, scope: Scope) -> Box:
        """The box of a scope; `start_latest` is not heeded."""
        words = self.words
        layer, subject = self._about(scope.subjects)
        return Box(
            (
                words.kinds.spans(scope.kinds),
                words.parties.spans(scope.donors),
                words.places.spans(scope.recipients),
                words.sectors.spans(scope.sectors),
                subject,
                (scope.window.days,),
            ),
            layer,
        )

    def entry_box(self, entry: Entry) -> Box:
        """Where an entry may lie: the box of what its coordinates leave open."""
        window = Window(entry.first_day, entry.last_day)
        return self.box(
            Scope(
                entry.measure,
                entry.unit,
                entry.stage,
                _one(entry.kind),
                entry.donors,
                _one(entry.recipient),
                _one(entry.sector),
                _one(entry.subject),
                window,
            )
        )

    def _about(self, subjects: frozenset[str]) -> tuple[str, Spans]:
        """Layer and subject coordinate. A subject that is not registered counts as a description.

        The first number of the axis is for all that is about no registered thing.
        """
        everything: Spans = ((0, len(self._subjects) + 1),)
        if not subjects:
            return "", everything
        if any(key not in self._subjects for key in subjects):
            return "+".join(sorted(subjects)), everything
        spans = self._subjects.spans(subjects)
        return "", tuple((first + 1, last + 1) for first, last in spans)


def _one(code: str) -> frozenset[str]:
    return frozenset((code,)) if code else frozenset()


def spans_hold(outer: Spans, inner: Spans) -> bool:
    """Whether every span of `inner` lies in one of `outer`."""
    if len(outer) == len(inner) == 1:  # by far the most
        return outer[0][0] <= inner[0][0] and inner[0][1] <= outer[0][1]
    return all(any(a <= x and y <= b for a, b in outer) for x, y in inner)


def spans_meet(one: Spans, other: Spans) -> bool:
    if len(one) == len(other) == 1:  # by far the most
        return one[0][0] < other[0][1] and other[0][0] < one[0][1]
    return any(a < y and x < b for a, b in one for x, y in other)


def spans_both(one: Spans, other: Spans) -> Spans:
    """The spans that lie in both."""
    found = [(max(a, x), min(b, y)) for a, b in one for x, y in other if a < y and x < b]
    return tuple(sorted(found))
