"""A pairing's own start takes the place of the programme's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Pairing, Scope, Statement, Window
from duikou.checks import Reckoner
from duikou.words import Reading, load

from .marks import figure

LIAONING, FENGJIE, GUANGDONG = frozenset({"210000"}), frozenset({"500236"}), frozenset({"440000"})
YI = 100_000_000 * 100
PAIRED = Pairing("p", LIAONING, FENGJIE, "1993")


def stated(key: str, words: str, first: date | None, donors: frozenset[str] = LIAONING) -> Statement:
    window = Window(first, date(2021, 11, 30))
    scope = Scope("fund", "CNY", "arrived", donors=donors, recipients=FENGJIE, window=window)
    assumed = frozenset() if first else frozenset({"from"})
    return Statement(key, scope, figure(words, "CNY"), assumed=assumed, document=key)


def ask(reckoner: Reckoner, asked: Statement, reading: Reading = Reading.NATURAL):
    return reckoner.bounds(asked.scope, reading)


def test_a_total_since_the_pairing_began_is_the_total_of_the_programme():
    said = stated("a", "4.29亿", date(1993, 1, 1))
    asked = stated("b", "0", None)
    without = ask(Reckoner(load(), [said]), asked).interval
    with_pairing = ask(Reckoner(load(), [said], pairings=[PAIRED]), asked)
    assert without.most is None
    assert with_pairing.interval.most == int(4.295 * YI) - 1
    assert "start_of_programme" in {a.code for a in with_pairing.assuming}
    assert ask(Reckoner(load(), [said], pairings=[PAIRED]), asked, Reading.STRICT).interval.most is None


def test_the_start_of_one_pairing_says_nothing_of_other_donors():
    said = stated("a", "4.29亿", date(1993, 1, 1), GUANGDONG)
    asked = stated("b", "0", None, GUANGDONG)
    assert ask(Reckoner(load(), [said], pairings=[PAIRED]), asked).interval.most is None


def test_of_several_pairings_the_earliest_counts():
    said = stated("a", "4.29亿", date(1993, 1, 1))
    earlier = replace(PAIRED, key="q", start="1992-06")
    assert (
        ask(Reckoner(load(), [said], pairings=[PAIRED, earlier]), stated("b", "0", None)).interval.most
        is None
    )


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from(["1993", "1995-03", ""]))
def test_what_came_after_the_pairing_began_is_never_accused(early, late, start):
    """Nothing came before; the total without start and the sums of two spans are all true."""
    split = date(2005, 1, 1)
    made = [
        stated("total", f"{early + late}万", None),
        replace(
            stated("early", f"{early}万", None),
            scope=replace(stated("x", "0", None).scope, window=Window(date(1993, 1, 1), date(2004, 12, 31))),
        ),
        stated("late", f"{late}万", split),
    ]
    reckoner = Reckoner(load(), made, pairings=[replace(PAIRED, start=start)])
    bad = [f for f in reckoner.findings() if f.kind in ("contradiction", "doubt")]
    assert [f for f in bad if f.sentence.code != "doubt.leap"] == []
