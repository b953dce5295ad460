"""Parties (支援方): who gives. A tree of its own beside the places.

As donors some cities stand beside their province, not inside it (沈阳市 is not inside 辽宁省):
`parties.csv` lists these, and the parties that are no places; every other place is a party under the
place above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duikou.words.places import Place, PlaceTree
from duikou.words.tree import Tree, UnknownCode

ROOT = "ALL"


@dataclass(frozen=True, slots=True)
class Party:
    """One donor. `kind`: region, city, district, ministry, firm, society, union; `place`: code or "";
    `names`: other names under which it is known."""

    code: str
    name: str
    parent: str
    kind: str
    place: str = ""
    members: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class PartyTree(Tree):
    """The tree of parties under the root `ALL` (全国各支援方)."""

    __slots__ = ("_bodies", "_by_name", "_parties", "_places")

    def __init__(self, rows: Iterable[Party], places: PlaceTree) -> None:
        """`rows` of parties.csv, and the places for all others. Raises `UnknownCode`, ValueError."""
        parties = {ROOT: Party(ROOT, "各支援方", "", "union")}
        listed = list(rows)
        own = {row.code: row for row in listed}
        for code in places:
            place = places[code]
            if place.level in ("province", "prefecture", "county") and code not in own:
                parent = ROOT if place.level == "province" else places.parent(code)
                parties[code] = Party(code, place.name, parent, _kind(place), code)
        parties.update(own)
        self._parties = parties
        self._places = places
        self._by_name = {name: row.code for row in listed for name in (row.name, *row.names)}
        self._bodies = {
            name: code
            for name, code in self._by_name.items()
            if own[code].kind in ("firm", "ministry") and own[code].parent != ROOT
        }
        super().__init__("party", {c: p.parent for c, p in parties.items() if not p.members})

    def __getitem__(self, code: str) -> Party:
        try:
            return self._parties[code]
        except KeyError:
            raise UnknownCode("party", code) from None

    @property
    def bodies(self) -> Mapping[str, str]:
        """The names of single firms and ministries, full and short, with their codes."""
        return self._bodies

    def members(self, code: str) -> tuple[str, ...]:
        """The tree codes that `code` stands for: a union's members, else the party itself."""
        return self[code].members or (code,)

    def spans(self, codes: Iterable[str]) -> tuple[tuple[int, int], ...]:
        """As `Tree.spans`, unions replaced by their members."""
        return super().spans(member for code in codes for member in self.members(code))

    def find(self, name: str) -> tuple[Party, ...]:
        """Parties called `name` or coded so, best reading first (see `PlaceTree.find`)."""
        if name in self._parties:
            return (self._parties[name],)
        if name in self._by_name:
            return (self._parties[self._by_name[name]],)
        codes = (place.code for place in self._places.find(name))
        return tuple(self._parties[code] for code in codes if code in self._parties)

    def resolve(self, name: str) -> Party:
        """The one party meant by `name`. Raises `UnknownCode` with near names where there is none."""
        found = self.find(name)
        if not found:
            raise UnknownCode("party", name, self._places.suggest(name))
        return found[0]


def _kind(place: Place) -> str:
    return {"province": "region", "prefecture": "city", "county": "district"}[place.level]
