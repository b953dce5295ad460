"""Exact linear programs against worked examples and against the floating-point solver."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from duikou.checks.exact import minimise
from duikou.checks.model import Model, Row, Source
from duikou.checks.propose import propose_bound


def test_the_multipliers_of_an_impossible_set_prove_it():
    rows = [({0: 1}, 5), ({1: 1}, 3), ({0: -1, 1: -1}, -7)]
    outcome = minimise(2, rows, {})
    assert outcome.status == "infeasible"
    assert sum(m * rows[n][1] for n, m in outcome.multipliers.items()) == 1


def test_optimum_and_its_proof():
    outcome = minimise(2, [({0: 2, 1: 1}, 5), ({0: 1, 1: 2}, 5)], {0: 1, 1: 1})
    assert outcome.value == Fraction(10, 3)
    assert outcome.multipliers == {0: Fraction(1, 3), 1: Fraction(1, 3)}


def test_unbounded_and_stopped():
    assert minimise(1, [({0: 1}, 1)], {0: -1}).status == "unbounded"
    assert minimise(1, [({0: 1}, 1)], {0: 1}, pivots=0).status == "stopped"


rows_of_small_programs = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, 3), st.integers(-2, 2).filter(bool), min_size=1), st.integers(-9, 9)
    ),
    min_size=1,
    max_size=7,
)


@given(rows_of_small_programs, st.dictionaries(st.integers(0, 3), st.integers(0, 3), min_size=1))
def test_every_answer_carries_its_proof_and_agrees_with_the_solver(rows, objective):
    outcome = minimise(4, rows, objective)
    for column in range(4):
        pulled = sum(m * rows[n][0].get(column, 0) for n, m in outcome.multipliers.items())
        assert pulled <= (objective.get(column, 0) if outcome.status == "optimal" else 0)
    assert all(m >= 0 for m in outcome.multipliers.values())
    total = sum(m * rows[n][1] for n, m in outcome.multipliers.items())
    model = Model(4)
    for number, (terms, bound) in enumerate(rows):
        model.rows.append(Row(terms, bound, Source("statement", str(number), "least")))
    proposal = propose_bound(model, objective, 5)
    if outcome.status == "optimal":
        assert total == outcome.value
        assert abs(proposal.value - float(outcome.value)) < 1e-5
    else:
        assert outcome.status == "infeasible"
        assert total > 0
        assert proposal.status == "infeasible"
