"""An independent oracle: every cell of a small world, every statement by plain membership, exact fractions.

Nothing here uses the code under test: cells come from tables written out below, and the linear programs
are solved by a two-phase tableau in fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

# leaves that each code stands for; "" = everything
LEAVES = {
    "donor": {
        "310000": {"sh", "huangpu"},
        "310101": {"huangpu"},
        "210000": {"ln"},
        "210100": {"sy"},
        "": {"sh", "huangpu", "ln", "sy", "else"},
    },
    "recipient": {
        "500000": {"wz", "zx", "cq"},
        "500101": {"wz"},
        "500233": {"zx"},
        "": {"wz", "zx", "cq", "else"},
    },
    "kind": {"grant": {"grant"}, "cooperation": {"coop"}, "": {"grant", "coop", "else"}},
    "sector": {
        "health": {"health"},
        "education": {"education"},
        "public_service": {"health", "education", "public"},
        "": {"health", "education", "public", "else"},
    },
    "subject": {"park": {"park", "hall"}, "hall": {"hall"}, "": {"park", "hall", "none"}},
    "time": {},
}
# 1992 stands for all the years up to 2018, and nothing was given before it
YEARS = (1992, 2019, 2020, 2021, 2022)
AXES = ("donor", "recipient", "kind", "sector", "subject", "time")
Cell = tuple[object, ...]


def cells() -> list[Cell]:
    return list(product(*(sorted(LEAVES[axis][""]) for axis in AXES[:-1]), YEARS))


@dataclass(frozen=True)
class Region:
    """Codes by axis (several: all of them together), first and last year; `group`: only what is about it."""

    donor: tuple[str, ...] = ()
    recipient: str = ""
    kind: str = ""
    sector: str = ""
    subject: str = ""
    first: int = 1992
    last: int = 2022
    group: bool = False

    def holds(self, cell: Cell) -> bool:
        donor, recipient, kind, sector, subject, year = cell
        donors = set().union(*(LEAVES["donor"][code] for code in self.donor)) if self.donor else None
        return (
            (donors is None or donor in donors)
            and recipient in LEAVES["recipient"][self.recipient]
            and kind in LEAVES["kind"][self.kind]
            and sector in LEAVES["sector"][self.sector]
            and subject in LEAVES["subject"][self.subject]
            and self.first <= year <= self.last
        )


@dataclass(frozen=True)
class Said:
    """least ≤ mass(core) … mass(hull) ≤ most as an oracle's row; None = nothing said."""

    key: str
    core: Region | None
    hull: Region
    least: int | None
    most: int | None


@dataclass(frozen=True)
class Known:
    """An entry: this much lies somewhere in the region."""

    region: Region
    amount: int


class World:
    """Rows over all cells, alike cells taken together."""

    def __init__(
        self, said: list[Said], known: list[Known], closed: list[Region], asked: list[Region]
    ) -> None:
        regions: list[Region] = []
        for one in said:
            regions += [one.hull] + ([one.core] if one.core else [])
        regions += [one.region for one in known] + closed + asked
        self.regions = list(dict.fromkeys(regions))
        self.patterns = sorted({tuple(r.holds(cell) for r in self.regions) for cell in cells()})
        self.index = {region: number for number, region in enumerate(self.regions)}
        count = len(self.patterns)
        # columns: mass of each pattern, its part about the group, then the entries' shares
        self.columns = 2 * count
        self.rows: list[tuple[dict[int, int], int]] = []
        for p in range(count):
            self.rows.append(({p: 1, count + p: -1}, 0))
        shares: dict[int, list[int]] = {p: [] for p in range(count)}
        for one in known:
            homes = [p for p in range(count) if self.patterns[p][self.index[one.region]]]
            new = {p: self.columns + n for n, p in enumerate(homes)}
            self.columns += len(homes)
            self.rows.append((dict.fromkeys(new.values(), 1), one.amount))
            self.rows.append((dict.fromkeys(new.values(), -1), -one.amount))
            for p, column in new.items():
                shares[p].append(column)
        for p in range(count):
            self.rows.append(({p: 1, **dict.fromkeys(shares[p], -1)}, 0))
            if any(self.patterns[p][self.index[region]] for region in closed):
                self.rows.append(({p: -1, **dict.fromkeys(shares[p], 1)}, 0))
        for one in said:
            if one.least is not None:
                self.rows.append((self.mass(one.hull), one.least))
            if one.most is not None and one.core is not None:
                terms = dict.fromkeys(self.mass(one.core), -1)
                self.rows.append((terms, -one.most))

    def mass(self, region: Region) -> dict[int, int]:
        shift = len(self.patterns) if region.group else 0
        number = self.index[region]
        return {p + shift: 1 for p, pattern in enumerate(self.patterns) if pattern[number]}

    def feasible(self) -> bool:
        return solve(self.columns, self.rows, {})[0] != "infeasible"

    def least(self, region: Region) -> Fraction | None:
        status, value = solve(self.columns, self.rows, self.mass(region))
        return value if status == "optimal" else None

    def most(self, region: Region) -> Fraction | None:
        status, value = solve(self.columns, self.rows, dict.fromkeys(self.mass(region), -1))
        return -value if status == "optimal" and value is not None else None


def solve(columns: int, rows: list[tuple[dict[int, int], int]], objective: dict[int, int]):
    """min objective with terms·x ≥ bound, x ≥ 0: ("optimal", value), or what it is and None."""
    if not rows:
        return ("optimal", Fraction(0)) if all(f >= 0 for f in objective.values()) else ("unbounded", None)
    count = len(rows)
    width = columns + count  # columns, surpluses; artificials where the bound is positive
    table: list[list[Fraction]] = []
    basis: list[int] = []
    artificials = [n for n, (_, bound) in enumerate(rows) if bound > 0]
    for n, (terms, bound) in enumerate(rows):
        line = [Fraction(0)] * (width + len(artificials) + 1)
        sign = 1 if bound > 0 else -1
        for column, factor in terms.items():
            line[column] = Fraction(factor * sign)
        line[columns + n] = Fraction(-sign)
        line[-1] = Fraction(bound * sign)
        if bound > 0:
            place = width + artificials.index(n)
            line[place] = Fraction(1)
            basis.append(place)
        else:
            basis.append(columns + n)
        table.append(line)
    first = {width + k: 1 for k in range(len(artificials))}
    value = _simplex(table, basis, first, width + len(artificials))
    if value is None or value > 0:
        return "infeasible", None
    for n, place in enumerate(basis):
        if place >= width:
            column = next((c for c in range(width) if table[n][c] != 0), None)
            if column is not None:
                _pivot(table, basis, n, column)
    value = _simplex(table, basis, objective, width)
    return ("unbounded", None) if value is None else ("optimal", value)


def _simplex(table, basis, objective, width) -> Fraction | None:
    while True:
        costs = {n: objective.get(place, 0) for n, place in enumerate(basis)}
        paid = [n for n, cost in costs.items() if cost]
        entering = next(
            (
                c
                for c in range(width)
                if c not in basis and objective.get(c, 0) - sum(costs[n] * table[n][c] for n in paid) < 0
            ),
            None,
        )
        if entering is None:
            return sum((costs[n] * table[n][-1] for n in paid), Fraction(0))
        ratios = [
            (line[-1] / line[entering], basis[n], n) for n, line in enumerate(table) if line[entering] > 0
        ]
        if not ratios:
            return None
        _pivot(table, basis, min(ratios)[2], entering)


def _pivot(table, basis, row, column) -> None:
    factor = table[row][column]
    table[row] = [value / factor if value else value for value in table[row]]
    for n, line in enumerate(table):
        if n != row and line[column]:
            times = line[column]
            table[n] = [a - times * b if b else a for a, b in zip(line, table[row], strict=True)]
    basis[row] = column
