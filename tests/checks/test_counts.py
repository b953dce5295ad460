"""Distinct counts: things that may be counted in several years, sectors and donors."""

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Figure, Scope, Statement, Window
from duikou.checks import Reckoner
from duikou.words import Reading, load

from .oracle import LEAVES, YEARS, Region
from .test_against_oracle import accused, many
from .worlds import last_day

SCALE = 10_000
DONORS = [(), ("310000",), ("210000",), ("210100",), ("310000", "210100")]


@st.composite
def things(draw, once: bool):
    """Each: its recipient and kind, and the (donor, sector, year) in which it is counted."""
    found = []
    cells = list(product(sorted(LEAVES["donor"][""]), sorted(LEAVES["sector"][""]), YEARS))
    for _ in range(draw(st.integers(1, 12))):
        feet = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=1 if once else 4, unique=True))
        recipient = draw(st.sampled_from(sorted(LEAVES["recipient"][""])))
        found.append((recipient, draw(st.sampled_from(sorted(LEAVES["kind"][""]))), feet))
    return found


@st.composite
def regions(draw):
    first, last = sorted((draw(st.sampled_from(YEARS)), draw(st.sampled_from(YEARS))))
    return Region(
        draw(st.sampled_from(DONORS)),
        draw(st.sampled_from(sorted(LEAVES["recipient"]))),
        draw(st.sampled_from(sorted(LEAVES["kind"]))),
        draw(st.sampled_from(sorted(LEAVES["sector"]))),
        "",
        draw(st.sampled_from([first, 1992])),
        last,
    )


def count(world, region: Region) -> int:
    return sum(
        any(region.holds((d, recipient, kind, s, "none", y)) for d, s, y in feet)
        for recipient, kind, feet in world
    )


def scope_of(region: Region) -> Scope:
    start = None if region.first == 1992 else date(region.first, 1, 1)
    return Scope(
        "project.count",
        "count",
        "arrived",
        frozenset({region.kind} - {""}),
        frozenset(region.donor),
        frozenset({region.recipient} - {""}),
        frozenset({region.sector} - {""}),
        window=Window(start, last_day(region.last)),
    )


def statements(world, told):
    return [
        Statement(
            str(n), scope_of(r), Figure(count(world, r) * SCALE, SCALE, SCALE, whole=True), document=f"d{n}"
        )
        for n, r in enumerate(told)
    ]


@many
@given(st.data())
def test_true_counts_are_never_contradicted_and_lie_within_the_strict_bounds(data):
    world = data.draw(things(once=False))
    told = data.draw(st.lists(regions(), min_size=1, max_size=7, unique=True))
    asked = data.draw(regions())
    reckoner = Reckoner(load(), statements(world, told))
    assert [f for f in reckoner.findings() if f.kind == "contradiction"] == []
    assert count(world, asked) * SCALE in reckoner.bounds(scope_of(asked), Reading.STRICT).interval


@many
@given(st.data())
def test_things_counted_once_raise_no_doubt(data):
    world = data.draw(things(once=True))
    told = data.draw(st.lists(regions(), min_size=1, max_size=7, unique=True))
    asked = data.draw(regions())
    reckoner = Reckoner(load(), statements(world, told))
    assert accused(reckoner) == []
    assert count(world, asked) * SCALE in reckoner.bounds(scope_of(asked), Reading.NATURAL).interval


def told(value: int, **more) -> Statement:
    region = replace(Region(("220000",), "500101"), **more)
    scope = replace(scope_of(region), donors=frozenset({"220000"}))
    return Statement(f"{value}", scope, Figure(value * SCALE, SCALE, SCALE, whole=True))


def kinds_of(*said: Statement) -> list[str]:
    return [f.kind for f in Reckoner(load(), said).findings()]


def test_sectors_may_overlap_but_a_part_may_not_exceed_the_whole():
    sectors = (told(29, sector="health"), told(30, sector="education"))
    assert kinds_of(*sectors, told(38)) == ["doubt"]
    assert kinds_of(*sectors, told(29, sector="public_service")) == ["contradiction"]
    assert kinds_of(told(5, recipient="500101"), told(4, recipient="500000")) == ["contradiction"]


def test_kinds_and_places_add_up_strictly():
    parts = (told(29, kind="grant"), told(30, kind="cooperation"))
    assert kinds_of(*parts, told(38)) == ["contradiction"]


def test_a_whole_is_at_most_the_sum_of_parts_that_cover_it():
    years = (told(3, last=2020), told(4, first=2021, last=2022))
    assert kinds_of(*years, told(8)) == ["contradiction"]
    assert kinds_of(*years, told(7)) == []
