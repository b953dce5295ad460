"""Bounds, verdicts and findings against the oracle in small random worlds.

`DUIKOU_WORLDS=20000 pytest tests/checks/test_against_oracle.py` is the long run.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duikou.checks import Reckoner
from duikou.words import Reading, load

from .oracle import Known, World
from .worlds import SUBJECTS, YUAN, documents, entries_of, mass, regions, scope_of, table_of, tellings, truths

WORLDS = int(os.environ.get("DUIKOU_WORLDS", "40"))
many = settings(max_examples=WORLDS, deadline=None, suppress_health_check=list(HealthCheck))


def in_fen(known):
    return [Known(one.region, one.amount * YUAN) for one in known]


def accused(reckoner):
    """Contradictions and doubts; not leaps, for a random world keeps no pace."""
    bad = [f for f in reckoner.findings() if f.kind in ("contradiction", "doubt")]
    return [f for f in bad if f.sentence.code != "doubt.leap"]


@many
@given(st.data())
def test_true_statements_are_never_accused_and_bounds_are_the_oracles(data):
    truth = data.draw(truths())
    told = data.draw(tellings(truth))
    known = data.draw(entries_of(truth)) if data.draw(st.booleans()) else []
    asked = data.draw(regions())
    reckoner = Reckoner(load(), [one.statement() for one in told], documents(told), SUBJECTS, table_of(known))
    assert accused(reckoner) == []
    for natural in (False, True):
        reading = Reading.NATURAL if natural else Reading.STRICT
        world = World([one.said(natural) for one in told], in_fen(known), [], [asked])
        bounds = reckoner.bounds(scope_of(asked), reading, seconds=60)
        assert bounds.settled
        least, most = world.least(asked), world.most(asked)
        assert bounds.interval.least == -(-least // 1)
        assert bounds.interval.most == (None if most is None else most // 1)
        assert mass(truth, asked) * YUAN in bounds.interval


@many
@given(st.data())
def test_true_statements_get_no_bad_verdict(data):
    truth = data.draw(truths())
    told = data.draw(tellings(truth, most=5))
    known = data.draw(entries_of(truth)) if data.draw(st.booleans()) else []
    reckoner = Reckoner(load(), [one.statement() for one in told], documents(told), SUBJECTS, table_of(known))
    for one in told:
        verdict = reckoner.verdict(one.statement())
        assert verdict.verdict in ("holds", "open")
        assert mass(truth, one.region) * YUAN in verdict.natural.interval


@pytest.fixture(scope="module")
def repairs():
    """Of the false statements found: how many there were, and how often one was among the first three."""
    tally = {"found": 0, "named": 0}
    yield tally
    print(f"repairs: {tally['named']} of {tally['found']} named among the first three")
    if tally["found"] >= 20:
        assert tally["named"] >= 0.8 * tally["found"], tally


@many
@given(data=st.data())
def test_false_statements_are_found_with_minimal_sets(repairs, data):
    truth = data.draw(truths())
    told = data.draw(tellings(truth, most=6, assuming=False))
    number = data.draw(st.integers(0, len(told) - 1))
    false = told[number]
    factor = data.draw(st.sampled_from([0, 2, 10]))
    told[number] = type(false)(
        false.key, false.region, false.value * factor + (factor > 0) * 7, false.unit, "exact", frozenset()
    )
    impossible = not World([one.said(False) for one in told], [], [], []).feasible()
    reckoner = Reckoner(load(), [one.statement() for one in told], documents(told), SUBJECTS)
    found = [f for f in reckoner.findings() if f.kind == "contradiction"]
    assert bool(found) == impossible
    for finding in found:
        members = [one for one in told if one.key in finding.statements]
        assert not World([one.said(False) for one in members], [], [], []).feasible()
        for left_out in members:
            rest = [one.said(False) for one in members if one is not left_out]
            assert World(rest, [], [], []).feasible()
    if found:
        repairs["found"] += 1
        repairs["named"] += any(false.key in [r.statement for r in f.repairs[:3]] for f in found)
