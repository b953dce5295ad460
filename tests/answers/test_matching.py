"""Figures of two documents matched, and whether they add up: built by hand, without a book."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest

from duikou.answers.matching import Match, match
from duikou.book import Figure, Scope, Statement, Window
from duikou.words import load

pytestmark = pytest.mark.once

WORDS = load()
WAN = 1_000_000  # 分 in one 万元
YEAR_ENDS = {year: date(year, 12, 31) for year in range(2019, 2026)}
numbers = count(1)


def money(wan: int, start: date | None, end: date | None, **rest) -> Statement:
    """万元 of grants by Shanghai to Wanzhou, printed to the 万元; coordinates can be told otherwise."""
    return stated(Figure(wan * WAN, WAN, WAN), start, end, measure="fund", unit="CNY", **rest)


def projects(number: int, start: date | None, end: date | None, **rest) -> Statement:
    figure = Figure(number * 10_000, 10_000, 10_000, whole=True)
    return stated(figure, start, end, measure="project.count", unit="count", **rest)


def stated(figure: Figure, start: date | None, end: date | None, **rest) -> Statement:
    own = {name: rest.pop(name) for name in ("assumed", "nature", "open_donors") if name in rest}
    scope = Scope(
        **{
            "stage": "arrived",
            "kinds": frozenset({"grant"}),
            "donors": frozenset({"310000"}),
            "recipients": frozenset({"500101"}),
            "window": Window(start, end),
            **rest,
        }
    )
    return Statement(f"s-{next(numbers)}", scope, figure, **own)


def total(wan: int, year: int, **rest) -> Statement:
    """A running total to the end of a year, its start unsaid."""
    return money(wan, None, YEAR_ENDS[year], **{"assumed": frozenset({"from"}), **rest})


def year(wan: int, number: int, **rest) -> Statement:
    return money(wan, date(number, 1, 1), YEAR_ENDS[number], **rest)


def only(old: list[Statement], new: list[Statement]) -> Match:
    (found,) = match(old, new, WORDS)
    return found


def checks(found: Match) -> dict[str, str]:
    return {check.code: check.verdict for check in found.checks}


def test_a_running_total_may_grow_and_not_fall() -> None:
    grown = only([total(95_000, 2023)], [total(99_200, 2024)])
    assert (grown.relation, checks(grown)) == ("running", {"keeps": "holds"})
    assert checks(only([total(99_200, 2023)], [total(95_000, 2024)])) == {"keeps": "doubtful"}


def test_a_total_whose_start_is_said_and_that_falls_is_contradicted() -> None:
    start = date(2021, 1, 1)
    old, new = money(5000, start, YEAR_ENDS[2023]), money(4000, start, YEAR_ENDS[2024])
    assert checks(only([old], [new])) == {"keeps": "contradicted"}
    assert checks(only([old], [money(5000, start, YEAR_ENDS[2024])])) == {"keeps": "holds"}


@pytest.mark.parametrize(
    ("flow", "verdict"), [(4_200, "holds"), (4_201, "holds"), (4_203, "doubtful"), (3_000, "doubtful")]
)
def test_the_new_total_is_the_old_one_and_this_year(flow: int, verdict: str) -> None:
    found = match([total(95_000, 2023)], [total(99_200, 2024), year(flow, 2024)], WORDS)
    assert [(one.relation, checks(one)) for one in found] == [
        ("running", {"keeps": "holds", "adds_up": verdict}),
        ("", {}),
    ]


def test_several_years_make_up_the_span_together() -> None:
    new = [total(99_200, 2024), year(2_200, 2023), year(2_000, 2024)]
    running, *_ = match([total(95_000, 2022)], new, WORDS)
    (_, sum_up) = running.checks
    assert (sum_up.code, sum_up.verdict) == ("adds_up", "holds")
    assert sum_up.between == (new[1].key, new[2].key)


def test_what_covers_a_part_of_the_span_is_a_floor_and_what_covers_more_a_ceiling() -> None:
    old = total(95_000, 2022)
    running, *_ = match([old], [total(99_200, 2024), year(5_000, 2024)], WORDS)
    assert checks(running)["at_least"] == "doubtful"
    running, *_ = match([old], [total(99_200, 2024), year(4_000, 2024)], WORDS)
    assert checks(running)["at_least"] == "holds"
    wide = money(4_000, date(2020, 1, 1), YEAR_ENDS[2024])
    assert checks(match([old], [total(99_200, 2024), wide], WORDS)[0])["at_most"] == "doubtful"


def test_distinct_counts_only_have_a_ceiling() -> None:
    """A project may be counted in two years: old + this year's is the most there can be."""
    assumed = frozenset({"from"})
    old = projects(800, None, YEAR_ENDS[2023], assumed=assumed)
    new = projects(820, None, YEAR_ENDS[2024], assumed=assumed)
    for this_year, verdict in ((50, "holds"), (10, "doubtful")):
        flow = projects(this_year, date(2024, 1, 1), YEAR_ENDS[2024])
        running, *_ = match([old], [new, flow], WORDS)
        assert checks(running) == {"keeps": "holds", "at_most": verdict}


def test_the_same_figure_told_again() -> None:
    same = only([year(4_000, 2023)], [year(4_000, 2023)])
    assert (same.relation, checks(same)) == ("restated", {"restated": "holds"})
    assert checks(only([year(4_000, 2023)], [year(4_100, 2023)])) == {"restated": "contradicted"}
    assumed = frozenset({"donor"})
    assert checks(only([year(4_000, 2023)], [year(4_100, 2023, assumed=assumed)])) == {"restated": "doubtful"}


def test_a_figure_told_again_is_also_what_the_next_one_grew_from() -> None:
    old = total(95_000, 2023)
    again, grown = match([old], [total(95_000, 2023), total(99_200, 2024)], WORDS)
    assert (again.relation, grown.relation) == ("restated", "running")
    assert again.old is grown.old is old


def test_years_are_compared_with_the_year_before() -> None:
    old = [year(1_000, 2021), year(2_000, 2022)]
    found = match(old, [year(3_000, 2023), year(4_000, 2024)], WORDS)
    pairs = [(m.old and m.old.scope.window.end.year, m.new and m.new.scope.window.end.year) for m in found]
    assert pairs == [(2022, 2023), (2021, 2024)]
    assert {m.relation for m in found} == {"period"}
    assert not any(m.checks for m in found)


def test_periods_of_other_lengths_are_not_compared() -> None:
    half = money(2_000, date(2024, 1, 1), date(2024, 6, 30))
    assert [(m.old is None, m.new is None) for m in match([year(4_000, 2023)], [half], WORDS)] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({"stage": "agreed"}, ("stage",)),
        ({"kinds": frozenset()}, ("kind",)),
        ({"donors": frozenset({"310000", "120000"})}, ("donor",)),
        ({"donors": frozenset({"310101"})}, ("donor",)),
        ({"open_donors": True}, ("donor",)),
        ({"subjects": frozenset({"教育项目"})}, ("subject",)),
        ({"stage": "agreed", "kinds": frozenset()}, ("stage", "kind")),
    ],
)
def test_other_definitions_are_not_compared_and_it_is_said(changed: dict, differs: tuple[str, ...]) -> None:
    found = only([total(95_000, 2023)], [total(99_200, 2024, **changed)])
    assert (found.differs, found.relation, found.checks) == (differs, "running", ())


@pytest.mark.parametrize(
    "changed",
    [
        {"donors": frozenset({"120000"})},
        {"donors": frozenset()},
        {"kinds": frozenset({"cooperation"})},
        {"recipients": frozenset({"500102"})},
        {"sectors": frozenset({"education"})},
        {"stage": "agreed", "kinds": frozenset(), "open_donors": True},
    ],
)
def test_other_things_are_gone_and_new(changed: dict) -> None:
    new, gone = match([total(95_000, 2023)], [total(99_200, 2024, **changed)], WORDS)
    assert (new.old, gone.new) == (None, None)
    assert gone.old


def test_a_registered_thing_is_not_another_one() -> None:
    school = frozenset({"k-school"})
    old, new = total(95_000, 2023), total(9_000, 2024, subjects=school)
    assert len(match([old], [new], WORDS)) == 1
    assert len(match([old], [new], WORDS, school)) == 2


def test_persons_and_person_times_are_not_compared() -> None:
    figure = Figure(100 * 10_000, 10_000, 10_000, whole=True)
    spans = date(2023, 1, 1), YEAR_ENDS[2023]
    old = stated(figure, *spans, measure="training.person_time", unit="person_time", stage="")
    new = stated(figure, *spans, measure="training.person_time", unit="person", stage="")
    assert only([old], [new]).differs == ("unit",)


def test_what_is_said_twice_counts_once_and_rules_and_background_not_at_all() -> None:
    rule = money(1, None, None, nature="rule")
    area = stated(Figure(1, 1, 1), None, None, measure="context", unit="km2", stage="")
    assert len(match([total(1, 2023), total(1, 2023), rule, area], [], WORDS)) == 1


def test_measures_that_gather_unlike_things_are_compared_by_subject_only() -> None:
    figure = Figure(10_000, 10_000, 10_000)
    spans = {"measure": "other", "unit": "count", "stage": ""}
    plain = [stated(figure, None, YEAR_ENDS[2023], nature="stock", **spans) for _ in range(2)]
    assert {m.relation for m in match(plain[:1], plain[1:], WORDS)} == {""}
    named = [
        stated(figure, None, YEAR_ENDS[2023], nature="stock", subjects=frozenset({"梨"}), **spans)
        for _ in range(2)
    ]
    assert only(named[:1], named[1:]).relation == "restated"
