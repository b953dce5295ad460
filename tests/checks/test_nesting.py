"""Proofs by parts and wholes: true, never tighter than the oracle's, enough for what anyone can add up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Figure, Scope, Statement, Window
from duikou.checks import Reckoner, problem
from duikou.words import Reading, load

from .oracle import World
from .test_against_oracle import accused, in_fen, many
from .test_counts import count, things
from .test_counts import regions as count_regions
from .test_counts import scope_of as count_scope
from .test_counts import statements as count_statements
from .worlds import SUBJECTS, YUAN, documents, entries_of, mass, regions, scope_of, table_of, tellings, truths

YI = 100_000_000 * YUAN


@pytest.fixture(autouse=True, scope="module")
def every_book_is_large():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(problem, "MANY_ENTRIES", -1)
        yield


@many
@given(st.data())
def test_bounds_hold_the_oracles_and_true_statements_are_not_accused(data):
    truth = data.draw(truths())
    told = data.draw(tellings(truth))
    known = data.draw(entries_of(truth)) if data.draw(st.booleans()) else []
    asked = data.draw(regions())
    reckoner = Reckoner(load(), [one.statement() for one in told], documents(told), SUBJECTS, table_of(known))
    assert accused(reckoner) == []
    for one in told:
        verdict = reckoner.verdict(one.statement())
        assert verdict.verdict in ("holds", "open")
        assert verdict.nested
        assert mass(truth, one.region) * YUAN in verdict.natural.interval
    for natural in (False, True):
        world = World([one.said(natural) for one in told], in_fen(known), [], [asked])
        bounds = reckoner.bounds(scope_of(asked), Reading.NATURAL if natural else Reading.STRICT)
        assert bounds.nested
        least, most = world.least(asked), world.most(asked)
        assert bounds.interval.least <= -(-least // 1)
        assert bounds.interval.most is None or (most is not None and bounds.interval.most >= most // 1)


@many
@given(st.data())
def test_only_what_the_oracle_finds_impossible_is_called_so(data):
    truth = data.draw(truths())
    told = data.draw(tellings(truth, most=6, assuming=False))
    false = told[0]
    told[0] = type(false)(false.key, false.region, false.value * 10 + 7, false.unit, "exact", frozenset())
    reckoner = Reckoner(load(), [one.statement() for one in told], documents(told), SUBJECTS, table_of([]))
    for finding in (f for f in reckoner.findings() if f.kind == "contradiction"):
        members = [one for one in told if one.key in finding.statements]
        assert not World([one.said(False) for one in members], [], [], []).feasible()
        for left_out in members:
            rest = [one.said(False) for one in members if one is not left_out]
            assert World(rest, [], [], []).feasible()


@many
@given(st.data())
def test_counts_lie_within_the_strict_bounds(data):
    world = data.draw(things(once=False))
    told = data.draw(st.lists(count_regions(), min_size=1, max_size=7, unique=True))
    asked = data.draw(count_regions())
    reckoner = Reckoner(load(), count_statements(world, told), entries=table_of([]))
    assert [f for f in reckoner.findings() if f.kind == "contradiction"] == []
    bounds = reckoner.bounds(count_scope(asked), Reading.STRICT)
    assert bounds.nested
    assert count(world, asked) * 10_000 in bounds.interval


def money(
    key: str, value: int, start: int | None, end: int, donors: frozenset[str] = frozenset()
) -> Statement:
    window = Window(date(start, 1, 1) if start else None, date(end, 12, 31))
    scope = Scope("fund", "CNY", "arrived", donors=donors, recipients=frozenset({"500101"}), window=window)
    return Statement(key, scope, Figure(value * YI, YI, YI, whole=True), document=f"d{key}")


def bounds_of(asked: Statement, *told: Statement) -> tuple[int | None, int | None]:
    found = Reckoner(load(), told, entries=table_of([])).bounds(asked.scope, Reading.STRICT).interval
    ends = (found.least, found.most)
    return tuple(None if end is None else end / YI for end in ends)


SHANGHAI, FUJIAN = frozenset({"310000"}), frozenset({"350000"})


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        (money("q", 0, None, 2020), [money("a", 3, None, 2015), money("b", 2, 2016, 2020)], (5, 5)),
        (money("q", 0, 2016, 2020), [money("a", 9, None, 2020), money("b", 5, None, 2015)], (4, 4)),
        (money("q", 0, 2016, 2018), [money("a", 9, None, 2020)], (0, 9)),
        (
            money("q", 0, None, 2020, SHANGHAI),
            [money("a", 9, None, 2020), money("b", 7, None, 2020, FUJIAN)],
            (0, 2),
        ),
    ],
    ids=["parts", "rest", "cap", "beside"],
)
def test_parts_wholes_and_rests(asked, told, expected):
    assert bounds_of(asked, *told) == expected


def test_parts_beyond_the_whole_are_a_contradiction_with_its_members():
    told = [money("a", 9, None, 2020), money("b", 7, None, 2015), money("c", 4, 2016, 2020)]
    (found,) = Reckoner(load(), told, entries=table_of([])).findings()
    assert (found.kind, set(found.statements), found.gap) == ("contradiction", {"a", "b", "c"}, 2 * YI)


def test_counts_of_several_years_add_up_only_if_each_is_counted_once():
    whole = money("q", 5, 2011, 2020)
    told = [money("a", 3, 2011, 2015), money("b", 2, 2016, 2020)]
    told = [replace(one, scope=replace(one.scope, measure="project.count", unit="count")) for one in told]
    reckoner = Reckoner(load(), told, entries=table_of([]))
    asked = replace(whole.scope, measure="project.count", unit="count")
    natural, strict = (reckoner.bounds(asked, reading) for reading in (Reading.NATURAL, Reading.STRICT))
    assert natural.interval.least == 5 * YI
    assert [assumption.code for assumption in natural.assuming] == ["counted_once"]
    assert strict.interval.least == 3 * YI
