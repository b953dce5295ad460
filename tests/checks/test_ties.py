"""Growth, differences and shares: linear, never an accusation of what is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.book import Figure, Scope, Statement, Window
from duikou.checks import Reckoner
from duikou.words import Reading, load

from .marks import figure

WANZHOU = frozenset({"500101"})
WAN = 10_000 * 100


def money(key: str, wan: int, year: int, sector: str = "", **more) -> Statement:
    window = Window(date(year, 1, 1), date(year, 12, 31))
    sectors = frozenset({sector} if sector else ())
    scope = Scope("sales", "CNY", recipients=WANZHOU, sectors=sectors, window=window)
    return Statement(key, scope, Figure(wan * WAN, WAN, WAN), document=key, **more)


def percent(key: str, tenths: int, relation: str, base: str, **more) -> Statement:
    """A percentage to one decimal."""
    scope = Scope("growth", "percent", recipients=WANZHOU)
    relations = ((relation, base), *more.pop("relations", ()))
    said = Figure(tenths * 1000, 1000, 1000)
    return Statement(key, scope, said, nature="rate", relations=relations, document=key, **more)


def accused(*statements: Statement):
    return [f for f in Reckoner(load(), statements).findings() if f.kind in ("contradiction", "doubt")]


def test_growth_gives_bounds_of_the_year_before():
    trains = replace(
        money("a", 0, 2024),
        scope=replace(money("a", 0, 2024).scope, measure="logistics.train", unit="train"),
        figure=figure("472", "train"),
    )
    grew = replace(percent("g", 120, "growth_of", "a"), figure=figure("12", "percent"))
    grew = replace(grew, figure=replace(grew.figure, whole=False))
    before = replace(trains.scope, window=Window(date(2023, 1, 1), date(2023, 12, 31)))
    bounds = Reckoner(load(), [trains, grew]).bounds(before, Reading.NATURAL)
    # whole trains from 472 / 1.125 to 472 / 1.115
    assert (bounds.interval.least, bounds.interval.most) == (420 * 10_000, 423 * 10_000)
    assert {reason.key for reason in bounds.because} == {"a", "g"}


def test_a_growth_that_the_amounts_do_not_give_is_a_contradiction():
    (finding,) = accused(
        money("a", 47200, 2024), money("b", 40000, 2023), percent("g", 120, "growth_of", "a")
    )
    assert finding.kind == "contradiction"
    assert finding.sentence.code == "contradiction.growth"
    assert finding.sentence.params["real"].value == 18 * 10_000
    assert finding.arithmetic == "4.72 ÷ 4: 18% ≠ 12%"
    assert (
        accused(money("a", 44800, 2024), money("b", 40000, 2023), percent("g", 120, "growth_of", "a")) == []
    )


def test_a_fall_a_difference_and_a_share():
    now, then = money("a", 9000, 2024), money("b", 10000, 2023)
    assert accused(now, then, percent("g", 100, "fall_of", "a")) == []
    (wrong,) = accused(now, then, percent("g", 200, "fall_of", "a"))
    assert (wrong.sentence.code, wrong.arithmetic) == ("contradiction.fall", "0.9 ÷ 1: 10% ≠ 20%")
    less = replace(money("d", 1000, 2024), relations=(("less_than", "a"),))
    assert accused(now, then, less) == []
    (wrong,) = accused(now, then, replace(less, relations=(("more_than", "a"),)))
    assert (wrong.sentence.code, wrong.arithmetic) == ("contradiction.more", "0.9 − 1 = -0.1 ≠ 0.1")
    part = money("p", 2500, 2024, "health")
    assert (
        accused(money("w", 10000, 2024), part, percent("s", 250, "share_of", "w", relations=(("part", "p"),)))
        == []
    )
    (wrong,) = accused(
        money("w", 10000, 2024), part, percent("s", 350, "share_of", "w", relations=(("part", "p"),))
    )
    assert (wrong.sentence.code, wrong.arithmetic) == ("contradiction.share", "0.25 ÷ 1: 25% ≠ 35%")


def test_a_share_alone_bounds_the_part():
    whole = money("w", 10000, 2024)
    share = percent("s", 300, "share_of", "w")
    share = replace(share, scope=replace(share.scope, sectors=frozenset({"health"})))
    asked = money("q", 0, 2024, "health").scope
    interval = Reckoner(load(), [whole, share]).bounds(asked, Reading.NATURAL).interval
    assert interval.least <= 3000 * WAN <= interval.most < 3010 * WAN


def test_a_period_of_several_years_has_no_year_before():
    long = replace(
        money("a", 47200, 2024),
        scope=replace(money("a", 1, 2024).scope, window=Window(date(2020, 1, 1), date(2024, 12, 31))),
    )
    assert accused(long, money("b", 1, 2023), percent("g", 120, "growth_of", "a")) == []


rounded = settings(max_examples=60, deadline=None)


@rounded
@given(st.integers(1, 10**7), st.integers(1, 10**7), st.integers(0, 10**7), st.sampled_from([1, 10, 100]))
def test_true_comparisons_are_never_accused_and_their_bounds_hold_the_truth(before, after, part, unit):
    """Amounts in 元, printed in round numbers; percentages to one decimal, rounded half up."""
    part = min(part, after)

    def told(key: str, real: int, year: int, sector: str = "") -> Statement:
        printed = (real + unit // 2) // unit * unit
        return replace(money(key, 0, year, sector), figure=Figure(printed * 100, unit * 100, unit * 100))

    def tenths(share: Fraction) -> int:
        return int((share * 1000 + Fraction(1, 2)) // 1)

    change = Fraction(after, before) - 1
    made = [told("a", after, 2024), told("b", before, 2023), told("p", part, 2024, "health")]
    growth = "growth_of" if change >= 0 else "fall_of"
    made.append(percent("g", tenths(abs(change)), growth, "a"))
    more = "more_than" if after >= before else "less_than"
    made.append(replace(told("d", abs(after - before), 2024), relations=((more, "a"),)))
    made.append(percent("s", tenths(Fraction(part, after)), "share_of", "a", relations=(("part", "p"),)))
    assert accused(*made) == []
    for left_out in ("a", "b", "p"):
        known = [s for s in made if s.key != left_out]
        asked = next(s for s in made if s.key == left_out)
        reckoner = Reckoner(load(), [*known, replace(asked, form="target")])
        for reading in Reading:
            real = {"a": after, "b": before, "p": part}[left_out]
            assert real * 100 in reckoner.bounds(asked.scope, reading).interval
