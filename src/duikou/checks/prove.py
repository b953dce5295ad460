"""Proofs: bounds of a box and conflicts among statements, exact and with no more than they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from duikou.book import Box
from duikou.checks.chain import Chain
from duikou.checks.claims import (
    COUNTED_ONCE,
    PARTS_APART,
    PROGRAMME_START,
    STAGE_ORDER,
    START_RANGE,
    USUAL_ROUNDING,
    USUAL_WORDS,
)
from duikou.checks.exact import Outcome, minimise
from duikou.checks.ground import Ground
from duikou.checks.large import RELAXED, is_large, propose_large_bound, propose_large_conflict
from duikou.checks.model import Model
from duikou.checks.problem import Problem
from duikou.checks.propose import propose_bound, propose_conflict
from duikou.checks.rows import build
from duikou.checks.terms import LEAST, MOST, Assumption, EntryKeys, Reason, Side
from duikou.checks.watch import Stopwatch

# up to this many numbers in the table, exact arithmetic does without proposals
SMALL = 4000
EXACT_PIVOTS = 3000
# so many problems stay laid, each with a solver of about a megabyte
MOST_GROUNDS = 32
# assumptions, those first that are likeliest to give
DOUBTFUL = (
    COUNTED_ONCE,
    PARTS_APART,
    "start_assumed",
    START_RANGE,
    PROGRAMME_START,
    "kind_assumed",
    "sector_assumed",
    "recipient_assumed",
    "donor_assumed",
    "stage_assumed",
    STAGE_ORDER,
    "stage_arrived",
    "until_assumed",
    USUAL_WORDS,
    USUAL_ROUNDING,
)


@dataclass(frozen=True, slots=True)
class End:
    """One proven end of a box's bounds; `value` None = open. `keys`: the statements of the proof. `chain`:
    the proof where it is one by parts and wholes. `nested`: whether only such proofs were looked for."""

    value: Fraction | None
    settled: bool = True
    keys: frozenset[str] = frozenset()
    reasons: tuple[Reason, ...] = ()
    chain: Chain | None = None
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements that cannot all hold; none can be left out. `reasons` with their multipliers."""

    keys: tuple[str, ...]
    reasons: tuple[Reason, ...]


def prove_end(problem: Problem, box: Box, side: Side, watch: Stopwatch, quick: bool = False) -> End:
    """The proven least (or most) mass of `box`; the evidence must be free of conflicts. `quick`: where there
    are many statements, parts and wholes are enough; they always are where there are many entries."""
    if problem.many_entries:
        return _nested_end(problem, box, side, watch)
    bearing = problem.bearing_on(box, side)
    if bearing is None:
        return End(None)
    material = bearing.material([box])
    if is_large(material):
        if quick:
            return _nested_end(bearing, box, side, watch)
        proposal = propose_large_bound(bearing, box, side, watch)
    else:
        if side == LEAST and (ground := _ground(bearing)) and ground.may_be_empty(box, watch):
            return End(Fraction(0))
        model = build(material)
        if _small(model):
            return _exact_end(model, box, side)
        proposal = propose_bound(model, _objective(model, box, side), watch.left)
    if proposal.status == "unbounded":
        return End(None)
    if proposal.status == "optimal":
        end = _exact_end(problem.among(proposal.keys).model([box]), box, side)
        if _reaches(end, side, proposal.value):
            return end
    return replace(_nested_end(bearing, box, side, watch), settled=False)


def _ground(problem: Problem) -> Ground | None:
    """The masses of the problem, laid once; None where they are few."""
    name, laid = problem.name, problem.grounds
    known = dict(laid)
    if name in known:
        return known[name]
    material = problem.material()
    model = build(material)
    if len(known) >= MOST_GROUNDS:
        laid.clear()
    laid[name] = ground = None if _small(model) else Ground(material, model)
    return ground


def _nested_end(problem: Problem, box: Box, side: Side, watch: Stopwatch) -> End:
    """What parts and wholes prove."""
    nesting, settled = problem.nesting, watch.left > 0
    found = nesting.best(box, side, problem.active)
    if found is None or not nesting.proves(*found):
        return End(Fraction(0) if side == LEAST else None, settled, nested=True)
    chain, value = found
    reasons = [Reason(key, "statement", "lower", side) for key in chain.lower]
    reasons += [Reason(key, "statement", "upper", side) for key in chain.upper]
    if chain.closing:
        reasons.append(Reason(chain.closing, "closing", "upper", side))
    if nesting.entries and (chain.entries or chain.closing):
        keys = EntryKeys(partial(nesting.entries.keys, *chain.places))
        reasons.append(Reason("", "entries", "upper" if chain.closing else "lower", side, keys=keys))
    return End(Fraction(value), settled, chain.keys, tuple(reasons), chain, nested=True)


def proof_of(problem: Problem, end: End) -> Problem:
    """Only what the proof of an end stands on."""
    fewer = problem.among(end.keys)
    alone = end.chain is not None or all(reason.source == "statement" for reason in end.reasons)
    return replace(fewer, entries=None, closings=()) if alone else fewer


def _reaches(end: End, side: Side, proposed: float) -> bool:
    """Whether the exact proof from the proposed statements is as tight as the solver says it can be."""
    if end.value is None:
        return False
    goal = proposed if side == LEAST else -proposed
    return abs(float(end.value) - goal) <= 1e-6 * max(1.0, abs(goal)) + 2


def _exact_end(model: Model, box: Box, side: Side) -> End:
    outcome = _run(model, _objective(model, box, side))
    if outcome.status != "optimal" or outcome.value is None:
        return End(None, settled=outcome.status == "unbounded")
    reasons = _reasons(model, outcome, side)
    value = outcome.value if side == LEAST else -outcome.value
    return End(value, True, frozenset(reason.key for reason in reasons if reason.key), reasons)


def _objective(model: Model, box: Box, side: Side) -> dict[int, int]:
    sign = 1 if side == LEAST else -1
    return {column: sign * factor for column, factor in model.mass[box].items()}


def _small(model: Model) -> bool:
    return len(model.rows) * model.columns <= SMALL


def _run(model: Model, objective: dict[int, int]) -> Outcome:
    rows = [(row.terms, row.bound) for row in model.rows]
    return minimise(model.columns, rows, objective, EXACT_PIVOTS)


def _reasons(model: Model, outcome: Outcome, side: Side) -> tuple[Reason, ...]:
    found: dict[tuple[str, str, str, tuple[str, ...]], Fraction] = {}
    for number, multiplier in sorted(outcome.multipliers.items()):
        source = model.rows[number].source
        if source and source.side and multiplier:
            role = "lower" if source.side == LEAST else "upper"
            name = (source.key, source.kind, role, source.keys)
            found[name] = found.get(name, Fraction(0)) + multiplier
    return tuple(
        Reason(key, kind, role, side, multiplier, keys)
        for (key, kind, role, keys), multiplier in found.items()
    )


def find_conflict(problem: Problem, watch: Stopwatch, quick: bool = False) -> tuple[Conflict | None, bool]:
    """A minimal set of statements that cannot all hold, or None; and whether that is settled. `quick` as in
    `prove_end`."""
    if problem.many_entries:
        return _nested_conflict(problem, watch)
    large = is_large(problem.material())
    if large and quick:
        return _nested_conflict(problem, watch)
    model = Model() if large else problem.model()
    if not large and _small(model):
        outcome = _run(model, {})
        if outcome.status != "infeasible":
            return None, outcome.status == "optimal"
        sources = (model.rows[number].source for number in outcome.multipliers)
        keys = {source.key for source in sources if source}
    else:
        proposal = propose_large_conflict(problem, watch) if large else propose_conflict(model, watch.left)
        if proposal.status != "optimal":
            return None, False
        if proposal.value <= RELAXED:
            return None, True
        keys = set(proposal.keys)
    if not impossible(problem.among(keys)):
        return None, False
    return shrink(problem.among(keys)), True


def goes_by_nesting(problem: Problem) -> bool:
    """Whether a quick search looks at parts and wholes alone; begun, it can be gone on with."""
    return problem.many_entries or is_large(problem.material())


def _nested_conflict(problem: Problem, watch: Stopwatch) -> tuple[Conflict | None, bool]:
    """The same where parts and wholes show it."""
    found, settled = problem.nesting.clash(problem.active, watch)
    if found is None:
        return None, settled
    chain, key = found
    members = problem.among(chain.keys | {key})
    if key and not chain.entries and not chain.closing:
        members = replace(members, entries=None, closings=())
    return (shrink(members), True) if impossible(members) else (None, False)


def impossible(problem: Problem) -> bool:
    """Whether the evidence is proven, in exact arithmetic, not to fit together."""
    return _run(problem.model(), {}).status == "infeasible"


def shrink(problem: Problem) -> Conflict:
    """The deletion filter: leave out one statement after the other as long as the conflict stays."""
    for key in [statement.key for statement in problem.statements]:
        fewer = problem.among({s.key for s in problem.statements} - {key})
        if impossible(fewer):
            problem = fewer
    model = problem.model()
    reasons = tuple(
        replace(reason, side=LEAST if reason.role == "lower" else MOST)
        for reason in _reasons(model, _run(model, {}), LEAST)
    )
    return Conflict(tuple(statement.key for statement in problem.statements), reasons)


Stays = Callable[[Problem, Assumption], bool]


def needed(problem: Problem, stays: Stays) -> tuple[tuple[Assumption, ...], Problem]:
    """What must be taken for granted so that something `stays` proven, likeliest to give first, and the
    problem with only that. `stays` is asked whether it does without one assumption more."""
    kept = []
    for assumption in problem.assumptions():
        fewer = problem.refuse([assumption.key])
        if stays(fewer, assumption):
            problem = fewer
        else:
            kept.append(assumption)
    return tuple(sorted(kept, key=lambda assumption: DOUBTFUL.index(assumption.code))), problem


def stays_impossible(problem: Problem, assumption: Assumption) -> bool:
    """A test for `needed`: whether the evidence still does not fit together."""
    return impossible(problem)


def same_end(problem: Problem, box: Box, side: Side, end: End) -> Stays:
    """A test for `needed`: whether the end is still proven as tightly as by `problem`."""
    if end.chain:
        return _same_chain(problem, end.chain, end.value)
    claims = problem.claims

    def stays(fewer: Problem, assumption: Assumption) -> bool:
        nonlocal claims
        if assumption.statement and assumption.code != PARTS_APART and fewer.claims == claims:
            return True
        value = _exact_end(fewer.model([box]), box, side).value
        if value is None or end.value is None or (value < end.value if side == LEAST else value > end.value):
            return False
        claims = fewer.claims
        return True

    return stays


def _same_chain(problem: Problem, chain: Chain, end: Fraction | None) -> Stays:
    """The same for a chain: only the statements that an assumption is about are read again."""
    claims, adds_over = {claim.key: claim for claim in problem.claims}, problem.adds_over

    def stays(fewer: Problem, assumption: Assumption) -> bool:
        nonlocal claims, adds_over
        concerned, anew = fewer.about(assumption)
        read = {key: claim for key, claim in claims.items() if key not in concerned}
        read |= {claim.key: claim for claim in anew}
        same = fewer.adds_over == adds_over
        value = chain.value(read, fewer.adds_over, claims if same else None)
        if value is None or end is None or (value < end if chain.side == LEAST else value > end):
            return False
        claims, adds_over = read, fewer.adds_over
        return True

    return stays
