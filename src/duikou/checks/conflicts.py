"""Contradictions and doubts: every independent minimal set of statements that cannot all hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from duikou.book import Interval, Statement
from duikou.checks.arithmetic import Written, write_comparison
from duikou.checks.problem import Problem
from duikou.checks.prove import Conflict, find_conflict, impossible, needed
from duikou.checks.tellings import apart_by_sector, tell_conflict
from duikou.checks.terms import Finding, Reason, Repair
from duikou.checks.ties import offset, tell_tie
from duikou.checks.watch import Stopwatch

# most sets sought in one space
MOST_SETS = 40
# most sets told of one suspect
EACH = 3


def conflicts(problem: Problem, watch: Stopwatch) -> tuple[list[Conflict], bool]:
    """Minimal sets that cannot hold, by Reiter's hitting-set tree: after each set found, one member of it is
    left out in turn and the search goes on. Breadth first, at most `MOST_SETS` sets.

    Also whether the search was settled in time.
    """
    every = frozenset(statement.key for statement in problem.statements)
    found: list[Conflict] = []
    paths: list[frozenset[str]] = [frozenset()]
    seen: set[frozenset[str]] = set()
    settled = True
    while paths and len(found) < MOST_SETS:
        left_out = paths.pop(0)
        if left_out in seen:
            continue
        seen.add(left_out)
        known = next((c for c in found if not left_out & set(c.keys)), None)
        if known is None:
            conflict, sure = find_conflict(problem.among(every - left_out), watch)
            settled &= sure
            if conflict is None:
                continue
            known = conflict
            found.append(conflict)
        if len(left_out) < 4:
            paths += [left_out | {key} for key in known.keys]
    return found, settled


def independent(sets: Sequence[Conflict]) -> list[Conflict]:
    """The sets worth telling. One wrong total can clash with dozens of others in as many ways: statements
    are suspected in the order in which they would explain most of the sets, and of each suspect's only
    the `EACH` smallest are kept."""
    kept: list[Conflict] = []
    left = list(sets)
    while left:
        shares = Counter(key for conflict in left for key in conflict.keys)
        suspect = max(shares, key=lambda key: (shares[key], key))
        its = [conflict for conflict in left if suspect in conflict.keys]
        kept += sorted(its, key=lambda conflict: (len(conflict.keys), conflict.keys))[:EACH]
        left = [conflict for conflict in left if suspect not in conflict.keys]
    return kept


def describe(problem: Problem, conflict: Conflict, kind: str, sets: Sequence[Conflict] = ()) -> Finding:
    """The finding for one minimal set of `problem`; `kind`: contradiction or doubt. `sets`: all that were
    found with it: who is in many of them is suspected first."""
    among = problem.among(conflict.keys)
    assuming, bare = needed(among, impossible)
    proof, _ = find_conflict(bare, Stopwatch(1.0))
    reasons = (proof or conflict).reasons
    if kind == "doubt":
        assuming = (*apart_by_sector(bare, reasons), *assuming)
    statements = {statement.key: statement for statement in among.statements}
    gap = sum(
        (
            reason.multiplier * _end(bare, statements, reason)
            for reason in reasons
            if reason.source != "closing"
        ),
        Fraction(0),
    )
    order = _ordered(reasons, conflict.keys)
    told = tell_tie(bare.reader, kind, statements, reasons)
    written = Written(told[1], bare.space.unit, 1) if told else _written(bare, statements, reasons)
    return Finding(
        kind=kind,
        statements=order,
        sentence=told[0] if told else tell_conflict(bare, kind, assuming, reasons, statements, gap),
        arithmetic=written.text,
        unit=written.unit,
        divisor=written.divisor,
        assuming=assuming,
        because=reasons,
        gap=int(gap),
        repairs=_repairs(bare, statements, reasons, gap, Counter(k for c in sets for k in c.keys)),
    )


def _ordered(reasons: Iterable[Reason], keys: Iterable[str]) -> tuple[str, ...]:
    """Lower ones first, as the arithmetic has them; then any that the proof names only by its ties."""
    own = [r for r in reasons if r.source == "statement"]
    named = [r.key for role in ("lower", "upper") for r in own if r.role == role]
    return tuple(dict.fromkeys((*named, *keys)))


def _end(problem: Problem, statements: dict[str, Statement], reason: Reason) -> Fraction:
    """What a reason adds to the gap: a lower end counts for it, an upper end against it."""
    if reason.source == "entries":
        return Fraction(_entries_low(problem, reason))
    if reason.source == "tie":
        return next((offset(c, reason.role) for c in problem.claims if c.key == reason.key), Fraction(0))
    interval = problem.reader.interval(statements[reason.key], problem.granted)
    if reason.role == "lower":
        return Fraction(interval.least or 0)
    return Fraction(-(interval.most or 0))


def _entries_low(problem: Problem, reason: Reason) -> int:
    model = problem.model()
    for row in model.rows:
        if row.source and row.source.kind == "entries" and row.source.keys == reason.keys:
            return max(row.bound, 0)
    return 0


def _written(problem: Problem, statements: dict[str, Statement], reasons: Iterable[Reason]) -> Written:
    """Printed values where these show the conflict, else the ends of what the words allow."""
    sides: dict[str, list[tuple[int, int, Fraction]]] = {"lower": [], "upper": []}
    for reason in reasons:
        if reason.source == "closing":
            continue
        end = abs(int(_end(problem, statements, reason)))
        figure = statements[reason.key].figure if reason.key else None
        sides[reason.role].append((figure.value if figure else end, end, reason.multiplier))
    unit = problem.space.unit
    lower, upper = sides["lower"], sides["upper"]
    if sum(v * m for v, _, m in lower) > sum(v * m for v, _, m in upper):
        pairs = [[(v, m) for v, _, m in side] for side in (lower, upper)]
    else:
        pairs = [[(e, m) for _, e, m in side] for side in (lower, upper)]
    return write_comparison(pairs[0], pairs[1] or [(0, Fraction(1))], unit, problem.reader.words)


def _repairs(
    problem: Problem,
    statements: dict[str, Statement],
    reasons: Iterable[Reason],
    gap: Fraction,
    shares: Mapping[str, int],
) -> tuple[Repair, ...]:
    """For each statement the values that would close the gap: those in most conflicts first, then the
    smallest relative change."""
    found = []
    for reason in reasons:
        if not reason.key or reason.source != "statement" or not reason.multiplier:
            continue
        interval = problem.reader.interval(statements[reason.key], problem.granted)
        need = gap / reason.multiplier
        step = -(-need.numerator // need.denominator)
        value = abs(statements[reason.key].figure.value) if statements[reason.key].figure else 0  # type: ignore[union-attr]
        change = Fraction(step, max(value, 1))
        if reason.role == "lower":
            fit = Interval.inclusive(None, (interval.least or 0) - step)
        else:
            fit = Interval.inclusive((interval.most or 0) + step, None)
        found.append(Repair(reason.key, fit, change))
    return tuple(sorted(found, key=lambda r: (-shares.get(r.statement, 0), r.change, r.statement)))
