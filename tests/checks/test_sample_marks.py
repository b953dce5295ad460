"""Reckoning on the real figures, as marked."""

import pytest

from duikou.book import Scope, Window, parse_day
from duikou.checks import Reckoner
from duikou.checks.sentences import ASSUMPTIONS, SENTENCES
from duikou.words import Reading, load

from .marks import load_marks


@pytest.fixture(scope="module")
def reckoner(figures_dir):
    return Reckoner(load(), *load_marks(figures_dir, load()))


@pytest.fixture(scope="module")
def found(reckoner):
    return {finding.statements: finding for finding in reckoner.findings()}


def shanghai_grants() -> Scope:
    words = load()
    return Scope(
        "fund",
        "CNY",
        "arrived",
        frozenset({"grant"}),
        frozenset({words.parties.resolve("上海市").code}),
        frozenset({words.places.resolve("万州区").code}),
        window=Window(None, parse_day("2025-05", last=True)),
    )


def test_natural_bounds_take_the_start_of_the_programme_for_granted(reckoner):
    bounds = reckoner.bounds(shanghai_grants(), Reading.NATURAL)
    assert (bounds.interval.least, bounds.interval.most) == (99_150_000_000, 99_249_999_999)
    assert {reason.key for reason in bounds.because} == {"004-057"}
    assert ("start_of_programme", "004-057") in {a.key for a in bounds.assuming}
    assert bounds.settled


def test_strict_bounds_are_open_above_and_say_why(reckoner):
    bounds = reckoner.bounds(shanghai_grants(), Reading.STRICT)
    assert (bounds.interval.least, bounds.interval.most) == (99_150_000_000, None)
    assert {reason.key for reason in bounds.because} == {"004-057"}
    (end,) = bounds.open_because
    assert (end.side, end.statements) == ("most", ("004-057",))
    assert ("start_of_programme", "004-057") in {a.key for a in end.assuming}


def test_a_document_judged_is_no_evidence(reckoner):
    bounds = reckoner.bounds(shanghai_grants(), Reading.NATURAL, without=frozenset({"004"}))
    assert "004-057" not in {reason.key for reason in bounds.because}


def test_more_projects_in_the_parts_than_in_the_whole(found):
    finding = found["000-005", "000-006", "000-002"]
    assert finding.kind == "doubt"
    assert finding.arithmetic == "29 + 30 = 59 > 38"
    assert {"counted_once", "start_assumed"} <= {a.code for a in finding.assuming}
    assert finding.gap == 21 * 10_000
    assert finding.sentence.code == "doubt.counted_twice_or_earlier"
    assert finding.sentence.params["start"].year == 2021


def test_remainder_of_those_trained(found):
    finding = found["003-021", "003-022", "003-023", "003-020"]
    assert (finding.kind, finding.arithmetic) == ("remainder", "50 + 25 + 50 = 125 < 675")
    assert finding.gap == 550 * 10_000


def test_jiangsu_adds_up(found):
    finding = found["004-074", "004-075", "004-073"]
    assert (finding.kind, finding.arithmetic) == ("agreement", "3.05 + 88.02 = 91.07")
    assert (finding.unit, finding.divisor) == ("CNY", 100_000_000)


def test_fujian_leaves_a_remainder_that_only_cutting_off_explains(found):
    finding = found["004-066", "004-068", "004-064"]
    assert (finding.kind, finding.sentence.code) == ("remainder", "remainder.unless_cut_off")
    assert finding.gap == 6_000_000 * 100
    assert finding.sentence.params["short"].value == 2, "rounded, they fall two 分 short"


def test_nothing_real_is_contradicted(found):
    assert [f.statements for f in found.values() if f.kind == "contradiction"] == []


def test_every_message_has_its_words(reckoner, found, figures_dir):
    verdicts = [reckoner.verdict(s) for s in load_marks(figures_dir, load())[0]]
    for message in [f.sentence for f in found.values()] + [v.sentence for v in verdicts]:
        assert SENTENCES[message.code].format(**message.params)
    for assumption in [a for f in (*found.values(), *verdicts) for a in f.assuming]:
        assert ASSUMPTIONS[assumption.code]
