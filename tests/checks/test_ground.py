"""Through the solver from the start, as in books of middling size: bounds are the oracle's all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.checks import Reckoner, ground, prove
from duikou.words import Reading, load

from .oracle import World
from .test_against_oracle import in_fen, many
from .worlds import SUBJECTS, YUAN, documents, entries_of, mass, regions, scope_of, table_of, tellings, truths


@pytest.fixture
def asked_for_emptiness(monkeypatch):
    """No table is small; and how often a box was found to be empty without a model of its own."""
    found = []
    plain = ground.Ground.may_be_empty

    def may_be_empty(self, box, watch):
        found.append(plain(self, box, watch))
        return found[-1]

    monkeypatch.setattr(prove, "SMALL", -1)
    monkeypatch.setattr(ground.Ground, "may_be_empty", may_be_empty)
    yield found
    assert any(found)


def test_the_least_is_the_oracles(asked_for_emptiness):
    @many
    @given(st.data())
    def in_every_world(data):
        truth = data.draw(truths())
        told = data.draw(tellings(truth))
        known = data.draw(entries_of(truth)) if data.draw(st.booleans()) else []
        asked = [data.draw(regions()) for _ in range(3)]
        reckoner = Reckoner(
            load(), [one.statement() for one in told], documents(told), SUBJECTS, table_of(known)
        )
        for natural in (False, True):
            world = World([one.said(natural) for one in told], in_fen(known), [], asked)
            reading = Reading.NATURAL if natural else Reading.STRICT
            for region in asked:
                bounds = reckoner.bounds(scope_of(region), reading, seconds=60)
                least = world.least(region)
                assert bounds.settled
                assert bounds.interval.least == -(-least // 1)
                assert mass(truth, region) * YUAN in bounds.interval

    in_every_world()
