"""Small random worlds: a truth, statements made from it truthfully, and what the oracle makes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import strategies as st

from duikou.book import Document, Entry, Figure, Scope, Statement, Subject, Window
from duikou.rollups import EntryTable
from duikou.words import load

from .oracle import LEAVES, YEARS, Cell, Known, Region, Said

SUBJECTS = (
    Subject("park", "园区", "project"),
    Subject("hall", "厂房", "site", part_of="park"),
    Subject("works", "惠民工程", "group"),
)
YUAN = 100
ASSUMABLE = {"from": "first", "kind": "kind", "sector": "sector"}


@dataclass(frozen=True)
class Told:
    """One statement: where (as naturally read), what was printed of it, what is left unsaid."""

    key: str
    region: Region
    value: int
    unit: int
    qualifier: str
    assumed: frozenset[str]

    def interval(self, natural: bool) -> tuple[int | None, int | None]:
        """Inclusive, in 分; written here once more, apart from qualifiers.csv."""
        value, unit = self.value * YUAN, self.unit * YUAN
        if self.qualifier == "over":
            return value, (value + unit - 1 if natural else None)
        low = value - unit // 2
        return low, value + (unit // 2 if natural else unit) - 1

    def said(self, natural: bool) -> Said:
        least, most = self.interval(natural)
        if natural or not self.assumed:
            return Said(self.key, self.region, self.region, least, most)
        wide = {ASSUMABLE[field]: 1992 if field == "from" else "" for field in self.assumed}
        return Said(self.key, None, replace(self.region, **wide), least, most)

    def statement(self) -> Statement:
        round_unit = self.unit
        if self.qualifier != "over":
            while self.value and self.value % (round_unit * 10) == 0:
                round_unit *= 10
        return Statement(
            self.key,
            scope_of(self.region),
            Figure(self.value * YUAN, self.unit * YUAN, round_unit * YUAN, self.qualifier),
            assumed=self.assumed,
            document=f"d{self.key}",
        )


def scope_of(region: Region) -> Scope:
    def one(code: str) -> frozenset[str]:
        return frozenset((code,)) if code else frozenset()

    start = date(region.first, 1, 1)
    return Scope(
        "fund",
        "CNY",
        "arrived",
        one(region.kind),
        frozenset(region.donor),
        one(region.recipient),
        one(region.sector),
        frozenset({"works"}) if region.group else one(region.subject),
        Window(
            None if region.first == 1992 else start,
            last_day(region.last),
        ),
    )


def last_day(year: int) -> date:
    """1992 stands for all the years up to the next one of the world."""
    return date(2018 if year == 1992 else year, 12, 31)


DONORS = [(), ("310000",), ("310101",), ("210000",), ("210100",), ("310000", "210100"), ("210000", "210100")]


@st.composite
def regions(draw, axes=("donor", "recipient", "kind", "sector", "subject")) -> Region:
    first, last = sorted((draw(st.sampled_from(YEARS)), draw(st.sampled_from(YEARS))))
    if draw(st.booleans()):
        first = 1992
    group = "subject" in axes and draw(st.integers(0, 5)) == 0
    return Region(
        draw(st.sampled_from(DONORS)) if "donor" in axes else (),
        draw(st.sampled_from(sorted(LEAVES["recipient"]))),
        draw(st.sampled_from(sorted(LEAVES["kind"]))) if "kind" in axes else "",
        draw(st.sampled_from(sorted(LEAVES["sector"]))) if "sector" in axes else "",
        draw(st.sampled_from(sorted(LEAVES["subject"]))) if "subject" in axes and not group else "",
        first,
        last,
        group,
    )


@st.composite
def truths(draw) -> dict[Cell, tuple[int, int]]:
    """A few cells with their mass in 元 and the part of it that is about the group."""
    found = {}
    for _ in range(draw(st.integers(1, 6))):
        cell = (
            *(draw(st.sampled_from(sorted(LEAVES[axis][""]))) for axis in ("donor", "recipient", "kind")),
            *(draw(st.sampled_from(sorted(LEAVES[axis][""]))) for axis in ("sector", "subject")),
            draw(st.sampled_from(YEARS)),
        )
        mass = draw(st.integers(0, 5000))
        found[cell] = (mass, draw(st.integers(0, mass)))
    return found


def mass(truth: dict[Cell, tuple[int, int]], region: Region) -> int:
    return sum(pair[region.group] for cell, pair in truth.items() if region.holds(cell))


@st.composite
def tellings(draw, truth, most: int = 7, assuming: bool = True) -> list[Told]:
    """Statements that are true of `truth`, what they leave unsaid being as naturally read."""
    axes = draw(
        st.sampled_from([("donor",), ("donor", "kind"), ("donor", "sector", "subject"), ("subject",)])
    )
    found = []
    for number in range(draw(st.integers(1, most))):
        region = draw(regions(axes))
        real = mass(truth, region)
        unit = draw(st.sampled_from([1, 10, 100]))
        qualifier = draw(st.sampled_from(["exact", "exact", "over"]))
        if qualifier == "over":
            value = real // unit * unit
            unit = last_unit(value, unit)
            if not value <= real < value + unit:
                qualifier = "exact"
        if qualifier == "exact":
            value = (real + unit // 2) // unit * unit
        fields = {field for field in ASSUMABLE if assuming and draw(st.integers(0, 3)) == 0}
        if region.first != 1992:
            fields.discard("from")
        found.append(Told(str(number), region, value, unit, qualifier, frozenset(fields)))
    return found


def last_unit(value: int, unit: int) -> int:
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


@st.composite
def entries_of(draw, truth) -> list[Known]:
    """Some of the truth as entries, often with coordinates left open."""
    found = []
    for cell, (whole, _) in truth.items():
        if not whole or draw(st.booleans()):
            continue
        donor, recipient, kind, sector, subject, year = cell
        donors = [codes for codes in DONORS if not codes or any(donor in LEAVES["donor"][c] for c in codes)]
        region = Region(
            draw(st.sampled_from(donors)),
            draw(st.sampled_from(_names("recipient", recipient))),
            draw(st.sampled_from(_names("kind", kind))),
            draw(st.sampled_from(_names("sector", sector))),
            draw(st.sampled_from(_names("subject", subject))),
            draw(st.sampled_from([year, 1992])),
            draw(st.sampled_from([year, 2022])),
        )
        found.append(Known(region, draw(st.integers(1, whole))))
    return found


def _names(axis: str, leaf: object) -> list[str]:
    return sorted(code for code, leaves in LEAVES[axis].items() if leaf in leaves)


def table_of(known: list[Known]) -> EntryTable:
    entries = [
        Entry(
            "fund",
            "CNY",
            "arrived",
            one.amount * YUAN,
            date(one.region.first, 1, 1),
            last_day(one.region.last),
            one.region.kind,
            frozenset(one.region.donor),
            one.region.recipient,
            one.region.sector,
            one.region.subject,
            key=f"E{number}",
        )
        for number, one in enumerate(known)
    ]
    return EntryTable.build(entries, load(), SUBJECTS)


def documents(told: list[Told]) -> list[Document]:
    return [Document(f"d{one.key}", one.key) for one in told]
