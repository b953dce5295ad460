"""Figures of a draft that repeat one of the book in fewer words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duikou.book import Scope, Statement
from duikou.checks.terms import Assumption, Verdict

RESTATES = "restates"


def restated(statement: Statement, known: Iterable[Statement]) -> tuple[Statement, Assumption | None]:
    """The statement with the narrower scope of the one figure of the book that it repeats.

    It repeats a figure of the same number, measure, stage, donors, places and last day, if it names no kind,
    sector, subject or start where that one does. Where several with different scopes would do, none is taken.
    """
    scopes: dict[Scope, Statement] = {}
    for other in known:
        if other.form == statement.form == "published" and _repeats(statement, other):
            scopes.setdefault(other.scope, other)
    if len(scopes) != 1 or statement.scope in scopes:
        return statement, None
    ((scope, other),) = scopes.items()
    assumption = Assumption(RESTATES, statement.key, {"scope": scope, "other": other.key})
    return replace(statement, scope=scope, assumed=statement.assumed | {"sector"}), assumption


def _repeats(statement: Statement, other: Statement) -> bool:
    mine, its = statement.scope, other.scope
    one, two = statement.figure, other.figure
    if one is None or two is None or mine.series != its.series or statement.nature != other.nature:
        return False
    if (one.value, one.upper, one.qualifier) != (two.value, two.upper, two.qualifier):
        return False
    if (mine.donors, mine.recipients, mine.window.end) != (its.donors, its.recipients, its.window.end):
        return False
    start = mine.window.start == its.window.start or "from" in statement.assumed
    kinds = mine.kinds == its.kinds or "kind" in statement.assumed
    sectors = mine.sectors == its.sectors or not mine.sectors or "sector" in statement.assumed
    subjects = mine.subjects == its.subjects or not mine.subjects
    return start and kinds and sectors and subjects


def with_assumption(verdict: Verdict, assumption: Assumption | None) -> Verdict:
    """The verdict with what was taken for granted before it was reached."""
    return verdict if assumption is None else replace(verdict, assuming=(assumption, *verdict.assuming))
