"""Leaps: totals that fit together only if one span brought many times what was usual before."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from duikou.book import Statement
from duikou.book.box import TIME
from duikou.checks.arithmetic import write_number
from duikou.checks.claims import Claim, Reader
from duikou.checks.problem import Problem
from duikou.checks.prove import needed, prove_end, same_end
from duikou.checks.terms import LEAST, Amount, Assumption, Finding, Message
from duikou.checks.watch import Stopwatch

PACE_KEEPS = "pace_keeps"
# so many times the yearly mean of all the time before is worth asking about
LEAP = 10
YI = 100_000_000


def leaps(problem: Problem, watch: Stopwatch) -> list[Finding]:
    """A doubt for each period whose figure, beside a running total of the same scope, forces such a leap.

    `problem` must be free of conflicts. Found from pairs: a total T up to day t, and a figure S for a
    period that begins before t and ends after it: what S has beyond t is asked of the bounds.
    """
    claims = [claim for claim in problem.claims if claim.core and not claim.tie]
    by_scope: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        by_scope.setdefault((claim.hull.layer, *claim.hull.spans[:TIME]), []).append(claim)
    found = {}
    for group in by_scope.values():
        for total in group:
            for period in group:
                finding = _leap(problem, total, period, watch)
                if finding and finding.statements not in found:
                    found[finding.statements] = finding
    return list(found.values())


def _leap(problem: Problem, total: Claim, period: Claim, watch: Stopwatch) -> Finding | None:
    reader = problem.reader
    began = reader.start_of(total.statement.scope)
    (first, until), (start, end) = total.hull.spans[TIME][0], period.hull.spans[TIME][0]
    if not began or first > began or not began < start < until < end:
        return None
    if not total.interval.least or total.interval.most is None:
        return None
    usual = Fraction(total.interval.most, until - began) * (end - until)
    if (period.interval.least or 0) - total.interval.most <= usual * LEAP and not _history(
        problem, period, start
    ):
        return None
    rest = period.hull.along(TIME, ((until, end),))
    proof = prove_end(problem, rest, LEAST, watch)
    if proof.value is None or proof.value <= usual * LEAP:
        return None
    assuming, _ = needed(problem.among(proof.keys), same_end(rest, LEAST, proof.value))
    return _finding(reader, problem, total, period, proof.value, usual, tuple(sorted(proof.keys)), assuming)


def _history(problem: Problem, period: Claim, start: int) -> bool:
    """Whether some total ends before the period begins: only then can little be left for its first part."""
    return any(
        claim.hull.spans[:TIME] == period.hull.spans[:TIME] and claim.hull.spans[TIME][0][1] <= start
        for claim in problem.claims
    )


def _finding(
    reader: Reader,
    problem: Problem,
    total: Claim,
    period: Claim,
    forced: Fraction,
    usual: Fraction,
    keys: tuple[str, ...],
    assuming: Sequence[Assumption],
) -> Finding:
    unit = period.statement.scope.unit
    scale = reader.words.unit[unit].scale
    least = -(-forced.numerator // forced.denominator)
    divisor = YI if unit.startswith("CNY") and least >= YI * scale else 1
    days = period.hull.spans[TIME][0][1] - total.hull.spans[TIME][0][1]
    text = f"{write_number(least, scale, divisor)} > {LEAP} × {write_number(int(usual), scale, divisor)}"
    order = tuple(dict.fromkeys((period.key, *keys)))
    return Finding(
        "doubt",
        order,
        Message(
            "doubt.leap",
            {
                "whole": Amount(_value(period.statement), unit),
                "least": Amount(least, unit),
                "usual": Amount(int(usual), unit),
                "from": total.statement.scope.window.end,
                "to": period.statement.scope.window.end,
                "days": days,
                "scope": period.statement.scope,
            },
        ),
        text,
        unit,
        divisor,
        (Assumption(PACE_KEEPS, "", {"measure": period.statement.scope.measure}), *assuming),
        gap=least,
    )


def _value(statement: Statement) -> int:
    return statement.figure.value if statement.figure else 0
