"""Bounds of a scope, with their proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from duikou.book import Box, Interval, Scope
from duikou.book.box import EVER, TIME
from duikou.checks.claims import COUNTED_ONCE, Granted, Space, granted_by, scope_space
from duikou.checks.dates import rate_bounds, rates_of
from duikou.checks.evidence import Evidence, Settled
from duikou.checks.problem import Problem
from duikou.checks.prove import End, needed, proof_of, prove_end, same_end
from duikou.checks.terms import LEAST, MOST, Assumption, Bounds, OpenEnd, Reason, Side
from duikou.checks.watch import Stopwatch
from duikou.words import Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """A question made ready: the least is asked of `core` (None: nothing is sure to be inside), the most of
    `hull`; for a plain question both are the scope."""

    space: Space
    core: Box | None
    hull: Box


def ask(
    evidence: Evidence,
    scope: Scope,
    reading: Reading,
    without: frozenset[str],
    watch: Stopwatch,
    once: bool = True,
) -> Bounds:
    """Proven bounds of `scope`. `once` False: even naturally read, nothing is taken to be counted in one
    sector, year … only. Raises `UnknownCode`."""
    if evidence.reader.words.measure_of(scope.measure).nature == "rate":
        return _ask_rate(evidence, scope, reading, without)
    space = scope_space(scope, evidence.reader.words)
    box = evidence.reader.box(scope)
    if space.date:  # all of a stock stands at its date
        box = box.along(TIME, EVER)
    granted = granted_by(reading) if once else granted_by(reading).refuse([(COUNTED_ONCE, "")])
    return answer(evidence, Asked(space, box, box), granted, without, watch)


def answer(
    evidence: Evidence,
    asked: Asked,
    granted: Granted,
    without: frozenset[str],
    watch: Stopwatch,
    quick: bool = False,
    open_ends: bool = True,
) -> Bounds:
    """Bounds of a question under what is granted; `open_ends`: also what would close those that are open.
    Those that were settled are remembered. `quick` as in `prove_end`."""
    key = asked, granted, evidence.heard(without), quick, open_ends
    bounds: Bounds | None = evidence.remembered(key)
    if bounds is None:
        bounds = _answer(evidence, asked, granted, without, watch, quick)
        if open_ends:
            told = _open_ends(evidence, asked, granted, without, bounds.interval, watch, quick)
            bounds = replace(bounds, open_because=told)
        if bounds.settled:
            evidence.remember(key, bounds)
    return bounds


def _answer(
    evidence: Evidence,
    asked: Asked,
    granted: Granted,
    without: frozenset[str],
    watch: Stopwatch,
    quick: bool,
) -> Bounds:
    found = evidence.settled(asked.space, granted, without, watch)
    least, needs = _end(evidence, found.problem, asked.core, LEAST, watch, quick)
    most, more = _end(evidence, found.problem, asked.hull, MOST, watch, quick)
    assuming = {assumption.key: assumption for assumption in (*needs, *more)}
    interval = _whole(evidence, asked.space, least.value, most.value)
    return Bounds(
        interval,
        (*least.reasons, *most.reasons),
        tuple(assuming.values()),
        found.settled and least.settled and most.settled,
        least.nested or most.nested,
        aside=_aside(evidence, asked, granted, found),
    )


def _aside(evidence: Evidence, asked: Asked, granted: Granted, found: Settled) -> tuple[str, ...]:
    """Of the statements set aside, those that speak of what is asked."""
    if not found.aside:
        return ()
    left_out = set(found.aside)
    claims = (evidence.reader.claim(s, granted) for s in evidence.statements if s.key in left_out)
    return tuple(sorted(claim.key for claim in claims if claim.hull.meets(asked.hull)))


Proven = tuple[End, tuple[Assumption, ...]]


def _end(
    evidence: Evidence, problem: Problem, box: Box | None, side: Side, watch: Stopwatch, quick: bool
) -> Proven:
    if box is None:
        return End(Fraction(0)), ()
    key = problem.space, problem.granted, evidence.heard(problem.without), box, side, quick
    known: Proven | None = evidence.remembered(key)
    if known is None:
        known = _prove(problem, box, side, watch, quick)
        if known[0].settled:
            evidence.remember(key, known)
    return known


def _prove(problem: Problem, box: Box, side: Side, watch: Stopwatch, quick: bool) -> Proven:
    end = prove_end(problem, box, side, watch, quick)
    if end.value is None or (side == LEAST and end.value <= 0):
        value = Fraction(0) if side == LEAST and end.settled else end.value
        return End(value, end.settled, nested=end.nested), ()
    if not problem.granted.all:
        return end, ()
    proof = proof_of(problem, end)
    assuming, _ = needed(proof, same_end(proof, box, side, end))
    return end, assuming


def _whole(evidence: Evidence, space: Space, least: Fraction | None, most: Fraction | None) -> Interval:
    """Inclusive ends as integers, drawn in to whole things where the unit counts such."""
    unit = evidence.reader.words.unit_of(space.measure, space.unit)
    step = unit.scale if unit.whole else 1
    low = None if least is None else -(-least // step) * step
    high = None if most is None else most // step * step
    if low is not None and high is not None and low > high:
        low, high = high, low  # between two whole things
    return Interval.inclusive(low, high)


def _open_ends(
    evidence: Evidence,
    asked: Asked,
    granted: Granted,
    without: frozenset[str],
    interval: Interval,
    watch: Stopwatch,
    quick: bool,
) -> tuple[OpenEnd, ...]:
    """Which statements would close an open end if more could be taken for granted."""
    if granted.all:
        return ()
    natural: Settled = evidence.settled(asked.space, granted_by(Reading.NATURAL), without, watch)
    found = []
    wanted = [(LEAST, asked.core)] if asked.core and not interval.least else []
    if interval.most is None:
        wanted.append((MOST, asked.hull))
    for side, box in wanted:
        end, needs = _end(evidence, natural.problem, box, side, watch, quick)
        if end.value is not None and end.keys:
            found.append(OpenEnd(side, tuple(sorted(end.keys)), needs))
    return tuple(found)


def _ask_rate(evidence: Evidence, scope: Scope, reading: Reading, without: frozenset[str]) -> Bounds:
    """A rate is bounded only by statements of the very same scope and period."""
    granted = granted_by(reading)
    every = [s for s in evidence.of_series(scope.measure, scope.unit) if s.document not in without]
    rates = rates_of(evidence.reader, scope, every)
    used = [rate for rate in rates if granted.all or not rate.assumed]
    reasons = tuple(
        Reason(rate.key, "statement", role, side)
        for rate in used
        for role, side in (("lower", LEAST), ("upper", MOST))
    )
    assuming = tuple(a for rate in used for a in evidence.reader.assumptions(rate)) if granted.all else ()
    return Bounds(rate_bounds(evidence.reader, rates, granted), reasons, assuming)
