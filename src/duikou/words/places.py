"""Places: GB/T 2260 with validity dates, down to townships and villages, and dated unions of them."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duikou.words.tree import Tree, UnknownCode

LEVELS = ("country", "province", "prefecture", "county", "township", "village")


@dataclass(frozen=True, slots=True)
class Place:
    """One administrative place or one named union.

    `valid_from`/`valid_to`: ISO dates of any precision, "" = always / still. `successors`: codes that
    continue a former place. `members`: codes, for a union only (`level` = "union").
    """

    code: str
    name: str
    level: str
    parent: str
    valid_from: str = ""
    valid_to: str = ""
    successors: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        return not self.valid_to


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name under which a place is known: kind is full, short, former, abbreviation,
    code (a code that it had before) or other."""

    name: str
    code: str
    kind: str
    valid_from: str = ""
    valid_to: str = ""


class PlaceTree(Tree):
    """The tree of places. A former place that was only renamed or upgraded *is* its successor; one of several
    that were merged stands inside it; any other keeps a node of its own. Unions stand outside the tree."""

    __slots__ = ("_canonical", "_names", "_places", "_unions")

    def __init__(self, places: Iterable[Place], names: Iterable[PlaceName]) -> None:
        """Places (unions among them, level "union") and further names. Raises `UnknownCode`, ValueError."""
        every = {place.code: place for place in places}
        self._places = every
        self._unions = {code: place for code, place in every.items() if place.level == "union"}
        self._canonical = _canonical_codes(every)
        super().__init__("place", _parents(every, self._canonical))
        self._names: dict[str, list[PlaceName]] = {}
        for place in every.values():
            self._add(PlaceName(place.name, place.code, "full", place.valid_from, place.valid_to))
        for name in names:
            if name.code not in every:
                raise UnknownCode("place", name.code)
            self._add(name)

    def _add(self, name: PlaceName) -> None:
        self._names.setdefault(name.name, []).append(name)

    def __getitem__(self, code: str) -> Place:
        try:
            return self._places[code]
        except KeyError:
            raise UnknownCode("place", code) from None

    def canonical(self, code: str) -> str:
        """The present code of a place only renamed or upgraded, else `code`. Raises `UnknownCode`."""
        try:
            return self._canonical[code]
        except KeyError:
            raise UnknownCode("place", code) from None

    def span(self, code: str) -> tuple[int, int]:
        return super().span(self._canonical.get(code, code))

    def spans(self, codes: Iterable[str]) -> tuple[tuple[int, int], ...]:
        """As `Tree.spans`, unions replaced by their members."""
        return super().spans(member for code in codes for member in self.members(code))

    def members(self, code: str) -> tuple[str, ...]:
        """The tree codes that `code` stands for: a union's members, else the place itself."""
        union = self._unions.get(code)
        if union is None:
            return (self.canonical(code),)
        return tuple(dict.fromkeys(self.canonical(member) for member in union.members))

    @property
    def names(self) -> Mapping[str, list[PlaceName]]:
        """Every known name with the places that bear it."""
        return self._names

    def find(self, name: str) -> tuple[Place, ...]:
        """Places called `name` (full, short, former, abbreviation) or coded so; best reading first.

        Order: places of today before former ones, full names before short ones, higher level first.
        """
        if name in self._places:
            return (self._places[name],)
        rank = {"full": 0, "short": 1, "former": 2, "abbreviation": 3, "other": 4}
        found: dict[str, tuple[bool, int, int]] = {}
        for known in self._names.get(name, ()):
            place = self._places[self._canonical[known.code]]
            level = LEVELS.index(place.level) if place.level in LEVELS else 1
            key = (not place.current, rank.get(known.kind, 4), level)
            found[place.code] = min(key, found.get(place.code, key))
        return tuple(self._places[code] for code in sorted(found, key=found.__getitem__))

    def resolve(self, name: str) -> Place:
        """The one place meant by `name`. Raises `UnknownCode` with near names where there is none."""
        found = self.find(name)
        if not found:
            raise UnknownCode("place", name, self.suggest(name))
        return found[0]

    def suggest(self, name: str) -> tuple[str, ...]:
        """Up to three known county-or-higher names near `name`, best first; of two equally near ones the one
        inside a named union, since assistance programmes speak of these."""
        known = [
            n
            for n, where in self._names.items()
            if len(n) > 1 and any(self._places[w.code].level not in ("township", "village") for w in where)
        ]
        close = difflib.get_close_matches(name, known, n=24, cutoff=0.5)
        in_unions = {self.canonical(code) for union in self._unions.values() for code in union.members}

        def nearness(candidate: str) -> tuple[int, float, bool]:
            ratio = difflib.SequenceMatcher(None, candidate, name).ratio()
            return -_shared_prefix(candidate, name), -ratio, self.resolve(candidate).code not in in_unions

        return tuple(dict.fromkeys(self.resolve(n).name for n in sorted(close, key=nearness)))[:3]

    def county_of(self, code: str) -> str:
        """The county-level place that holds `code`, or `code` itself where it is not below a county."""
        for step in super().path(self.canonical(code)):
            if self._places[step].level == "county":
                return step
        return code


def _shared_prefix(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _canonical_codes(every: Mapping[str, Place]) -> dict[str, str]:
    """Follow from each former place to the place of today that it was renamed or upgraded to."""
    merged = Counter(place.successors[0] for place in every.values() if len(place.successors) == 1)
    canonical: dict[str, str] = {}
    for code in every:
        here, seen = code, {code}
        while len(nexts := every[here].successors) == 1 and nexts[0] not in seen:
            if nexts[0] not in every:
                raise UnknownCode("place", nexts[0])
            if merged[nexts[0]] > 1 or every[nexts[0]].level != every[here].level:
                break
            here = nexts[0]
            seen.add(here)
        canonical[code] = here
    return canonical


def _parents(every: Mapping[str, Place], canonical: Mapping[str, str]) -> dict[str, str]:
    """Parent codes of the tree: where a place was merged with others into one, that one."""
    parents = {}
    for code, place in every.items():
        if place.level == "union" or canonical[code] != code:
            continue
        merged = len(place.successors) == 1 and every[place.successors[0]].level == place.level
        above = place.successors[0] if merged else place.parent
        parents[code] = canonical.get(above, above)
    return parents
