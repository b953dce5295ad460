"""Linear rows over unknown masses.

Every row reads terms·x ≥ bound with x ≥ 0 and names its source, so that a proof can name it and a search
for a smaller one can leave it out. Rows without source hold whatever the statements say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from duikou.book import AXES, Box, EntryGroup
from duikou.checks.claims import Claim

Terms = dict[int, int]
AskGroups = Callable[[Sequence[Box]], list[EntryGroup]]
ALL_AXES = frozenset(range(len(AXES)))


@dataclass(frozen=True, slots=True)
class Source:
    """Whose row it is. `kind`: statement, tie (a statement that compares two amounts), closing or entries;
    `side`: which end of what it states (least, most), "" for rows that only tie one claim together. `keys`:
    the entries."""

    kind: str
    key: str = ""
    side: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """`over`: the boxes whose masses the row adds up, with their factors; further atoms would join it so."""

    terms: Mapping[int, int]
    bound: int
    source: Source | None = None
    over: tuple[tuple[Box, int], ...] = ()


@dataclass(slots=True)
class Model:
    """Columns are numbered from 0; `mass` gives the terms of every box laid."""

    columns: int = 0
    rows: list[Row] = field(default_factory=list)
    mass: dict[Box, Terms] = field(default_factory=dict)

    def column(self) -> int:
        self.columns += 1
        return self.columns - 1

    def add(
        self,
        terms: Mapping[int, int],
        bound: int = 0,
        source: Source | None = None,
        over: tuple[tuple[Box, int], ...] = (),
    ) -> None:
        """One row; a row that says nothing is left out."""
        kept = {column: factor for column, factor in terms.items() if factor}
        if bound > 0 or min(kept.values(), default=0) < 0:
            self.rows.append(Row(kept, bound, source, over))


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What a model is made of.

    `claims`: the evidence. `targets`: boxes whose mass will be asked for. `closings`: claims whose core
    holds nothing but entries. `entries`: how the entries lie to boxes. `adds_over`: axes along which parts
    add up. `families`: (key of the whole, keys of parts that lie apart from each other). `voids`: boxes
    where nothing can lie. `atoms`: only these are laid (bit i = the i-th of `bases`), None = all there are.
    """

    claims: Sequence[Claim]
    targets: Sequence[Box] = ()
    closings: Sequence[Claim] = ()
    entries: AskGroups | None = None
    adds_over: frozenset[int] = ALL_AXES
    families: Sequence[tuple[str, tuple[str, ...]]] = ()
    voids: Sequence[Box] = ()
    atoms: Sequence[int] | None = None

    def boxes(self) -> list[Box]:
        """Every box that needs a mass, each once."""
        found = dict.fromkeys(self.targets)
        for claim in (*self.claims, *self.closings):
            if claim.core:
                found[claim.core] = None
        for claim in self.claims:
            found[claim.hull] = None
            if claim.tie:
                found[claim.tie.hull] = None
                if claim.tie.core:
                    found[claim.tie.core] = None
        return list(found)

    def bases(self) -> list[Box]:
        """The boxes that cut the space, whatever layer they are on."""
        return list(dict.fromkeys(base(box) for box in self.boxes()))


def base(box: Box) -> Box:
    """The same region with everything in it, whatever it is about."""
    return Box(box.spans) if box.layer else box


def minus(one: Mapping[int, int], other: Mapping[int, int]) -> Terms:
    """Terms of the difference."""
    found = dict(one)
    for column, factor in other.items():
        found[column] = found.get(column, 0) - factor
    return found
