"""Two accounts of one thing: what a registered project, firm or hall has cost, holds or employs, told at two
dates by two documents; and figures that a text says are the same."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from duikou.book import Statement
from duikou.book.box import SECTOR, TIME
from duikou.checks.arithmetic import write_comparison
from duikou.checks.claims import NATURAL, STRICT, Claim, Reader
from duikou.checks.terms import Amount, Assumption, Finding, Message

SAME_MEANT = "same_meant"
Place = tuple[object, ...]


def compare_accounts(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """For each named thing and neighbouring dates: what lies between two documents' figures (a remainder), or
    that the figure still stands (an agreement). Two things that differ are left alone."""
    groups: dict[Place, list[Claim]] = {}
    for statement in statements:
        exact = statement.figure and statement.figure.qualifier == "exact" and not statement.figure.upper
        if not exact or not statement.scope.subjects or not statement.scope.window.end:
            continue
        claim = reader.claim(statement, NATURAL)
        if claim.space and not claim.hull.layer:
            groups.setdefault(_place(claim), []).append(claim)
    found = []
    for group in groups.values():
        group.sort(key=lambda c: (c.statement.scope.window.end, c.key))
        for before, after in pairwise(group):
            found += _between(reader, before, after)
    return found


def _place(claim: Claim) -> Place:
    scope = claim.statement.scope
    spans = (span for axis, span in enumerate(claim.hull.spans) if axis not in (SECTOR, TIME))
    return (*scope.series, claim.statement.nature, *spans)


def _between(reader: Reader, before: Claim, after: Claim) -> list[Finding]:
    one, two = before.statement, after.statement
    same_day = one.scope.window.end == two.scope.window.end
    if one.document == two.document or same_day or not _of_one_run(before, after):
        return []
    meet = not (before.interval & after.interval).empty
    if meet:
        return [_finding(reader, "agreement", "agreement.still", one, two)]
    rose = before.interval.most is not None and (after.interval.least or 0) > before.interval.most
    if one.nature == "flow" and not rose:
        return []  # a total that falls is found as a conflict
    undated = rose and "to" in two.assumed
    code = "rose_undated" if undated else "rose" if rose else "fell"
    return [_finding(reader, "remainder", f"remainder.{code}", one, two)]


def _of_one_run(before: Claim, after: Claim) -> bool:
    """Stocks of two dates, or flows of which the later period holds the earlier one."""
    (first, _), (start, _) = before.hull.spans[TIME][0], after.hull.spans[TIME][0]
    return before.statement.nature == "stock" or start <= first


def compare_repeats(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """Figures that a text gives twice: an agreement where their words meet, else a doubt or contradiction."""
    found = []
    for statement in statements:
        for relation, key in statement.relations:
            other = reader.known(key)
            if relation != "same_as" or other is None or other.scope.unit != statement.scope.unit:
                continue

            def meet(reading: object, one: Statement = statement, two: Statement = other) -> bool:
                granted = STRICT if reading is STRICT else NATURAL
                return not (reader.interval(one, granted) & reader.interval(two, granted)).empty

            kind = "agreement" if meet(NATURAL) else "doubt" if meet(STRICT) else "contradiction"
            found.append(_finding(reader, kind, f"{kind}.repeat", statement, other))
    return found


def _finding(reader: Reader, kind: str, code: str, before: Statement, after: Statement) -> Finding:
    unit = after.scope.unit
    assert before.figure
    assert after.figure
    old, new = before.figure.value, after.figure.value
    written = write_comparison([(old, Fraction(1))], [(new, Fraction(1))], unit, reader.words)
    params = {
        "before": Amount(old, unit),
        "after": Amount(new, unit),
        "whole": Amount(new, unit),
        "said": after.surface or Amount(new, unit),
        "gap": Amount(abs(new - old), unit),
        "from": before.scope.window.end,
        "to": after.scope.window.end,
        "scope": after.scope,
    }
    assuming = (Assumption(SAME_MEANT, "", params),) if kind == "remainder" else ()
    return Finding(
        kind,
        (before.key, after.key),
        Message(code, params),
        written.text,
        unit,
        written.divisor,
        assuming,
        gap=abs(new - old),
    )
