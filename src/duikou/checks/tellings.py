"""Which sentence tells a conflict best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from duikou.book import Statement
from duikou.book.box import SECTOR, TIME, spans_meet
from duikou.checks.claims import COUNTED_ONCE, STAGE_ORDER
from duikou.checks.problem import Problem
from duikou.checks.terms import Amount, Assumption, Message, Reason, Word

ONE_SECTOR = "one_sector"


def tell_conflict(
    problem: Problem,
    kind: str,
    assuming: Sequence[Assumption],
    reasons: Iterable[Reason],
    statements: Mapping[str, Statement],
    gap: Fraction,
) -> Message:
    """`kind`: contradiction or doubt; `reasons` with their roles; `gap`: how far apart the two sides are.

    Totals that fall, figures for one and the same scope and stages out of their order are told as such; the
    rest as parts that exceed their whole.
    """
    own = [reason for reason in reasons if reason.source == "statement"]
    lower = [reason.key for reason in own if reason.role == "lower"]
    upper = [reason.key for reason in own if reason.role == "upper"]
    some = next((statements[key] for key in (*upper, *lower, *statements)), None)
    unit = some.scope.unit if some else ""
    whole = statements[upper[0]].scope if upper else None
    params: dict[str, object] = {
        "start": whole.window.start if whole else None,
        "parts": tuple(lower),
        "wholes": tuple(upper),
        "sum": _sum(statements, lower, unit),
        "whole": _sum(statements, upper, unit),
        "gap": Amount(int(gap), unit),
        "unless": tuple(assuming),
        "scope": some.scope if some else None,
    }
    code = _code(problem, lower, upper, statements, {(a.code, a.statement) for a in assuming})
    if len(lower) == len(upper) == 1:
        part = statements[lower[0]].scope
        assert whole
        params |= {
            "from": part.window.end,
            "to": whole.window.end,
            "later": Word("stage", part.stage),
            "earlier": Word("stage", whole.stage),
        }
    return Message(f"{kind}.{code}", params)


def apart_by_sector(problem: Problem, reasons: Iterable[Reason]) -> tuple[Assumption, ...]:
    """What is taken for granted where parts lie apart by nothing but their sectors."""
    lower = {reason.key for reason in reasons if reason.source == "statement" and reason.role == "lower"}
    hulls = [claim.hull for claim in problem.claims if claim.key in lower]
    for one, other in combinations(hulls, 2):
        apart = [
            axis
            for axis, (a, b) in enumerate(zip(one.spans, other.spans, strict=True))
            if not spans_meet(a, b)
        ]
        if apart == [SECTOR]:
            return (Assumption(ONE_SECTOR, ""),)
    return ()


def _sum(statements: Mapping[str, Statement], keys: Iterable[str], unit: str) -> Amount:
    figures = (statements[key].figure for key in keys)
    return Amount(sum(figure.value for figure in figures if figure), unit)


def _code(
    problem: Problem,
    lower: Sequence[str],
    upper: Sequence[str],
    statements: Mapping[str, Statement],
    taken: set[tuple[str, str]],
) -> str:
    if not lower:
        return "entries_exceed"
    if not upper:
        return "closed"
    if len(lower) == len(upper) == 1:
        return _of_two(problem, statements[lower[0]], statements[upper[0]], taken)
    if len(lower) == 1 or (COUNTED_ONCE, "") not in taken:
        return "parts_exceed_whole" if len(lower) > 1 else "part_exceeds_whole"
    start = statements[upper[0]].scope.window.start
    earlier = start and any(("start_assumed", key) in taken for key in lower)
    return "counted_twice_or_earlier" if earlier else "counted_twice"


def _of_two(problem: Problem, more: Statement, less: Statement, taken: set[tuple[str, str]]) -> str:
    if more.scope.stage != less.scope.stage and (STAGE_ORDER, "") in taken:
        return "stage_order"
    one, other = (problem.reader.box(s.scope) for s in (more, less))
    if one.layer == other.layer and one.spans[:TIME] == other.spans[:TIME]:
        (_, before), (_, after) = one.spans[TIME][-1], other.spans[TIME][-1]
        if before < after:
            return "falls"
        if one.spans[TIME] == other.spans[TIME]:
            return "differ"
    return "part_exceeds_whole"
