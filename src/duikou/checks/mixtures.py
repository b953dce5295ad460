"""Totals that are exactly what one gets by adding what must not be added: agreed and arrived money, persons
and person-times, the joint figure of several donors once for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from duikou.book import Scope, Statement
from duikou.checks.arithmetic import write_comparison
from duikou.checks.claims import CATCH_ALL, Reader
from duikou.checks.slips import PEOPLE
from duikou.checks.terms import Amount, Assumption, Finding, Message, Reason

ADDED_RIGHTLY = "added_rightly"
# so many digits of a total cannot be met by accident; of one whose parts stand in the same document
DIGITS, DIGITS_BESIDE = 4, 3
CLOSE = 60  # characters


def find_mixtures(reader: Reader, totals: Sequence[Statement], parts: Sequence[Statement]) -> list[Finding]:
    """A doubt for each of `totals` that is the exact sum of two of `parts`, of the same parties, that do not
    add up, or a multiple of the joint figure of its donors."""
    by_parties: dict[object, list[Statement]] = {}
    for part in filter(_exact, parts):
        by_parties.setdefault((part.scope.donors, part.scope.recipients), []).append(part)
    found = []
    for total in totals:
        if not _exact(total) or total.nature != "flow" or not total.scope.recipients:
            continue
        near = by_parties.get((total.scope.donors, total.scope.recipients), ())
        kin = [part for part in near if part.key != total.key and _may_be_in(total, part)]
        pair = _mixed_pair(total, kin)
        joint = None if pair else _joint(total, kin)
        if pair:
            found.append(_finding(reader, "doubt.mixed", total, pair, len(pair)))
        elif joint:
            found.append(_finding(reader, "doubt.joint_again", total, [joint], len(total.scope.donors)))
    return found


def _exact(statement: Statement) -> bool:
    figure = statement.figure
    return (
        statement.form == "published"
        and figure is not None
        and figure.qualifier == "exact"
        and figure.upper is None
        and figure.value > 0
        and statement.scope.measure not in CATCH_ALL
        and statement.nature in ("flow", "stock")
        and not statement.relations
    )


def _may_be_in(total: Statement, part: Statement) -> bool:
    """Whether it is counted in money, or in people, as the total is, and not of a later day."""
    one, two = total.scope, part.scope
    if one.unit != two.unit and not {one.unit, two.unit} <= PEOPLE:
        return False
    return one.window.end is None or two.window.end is None or two.window.end <= one.window.end


def _mixed_pair(total: Statement, kin: Sequence[Statement]) -> list[Statement]:
    """Two figures that sum to the total and are of different series; those of its own document first."""
    digits = len(str(_value(total)).rstrip("0"))
    ordered = sorted(kin, key=lambda part: part.document != total.document)
    by_value: dict[int, list[Statement]] = {}
    for part in ordered:
        by_value.setdefault(_value(part), []).append(part)
    for one in ordered:
        for other in by_value.get(_value(total) - _value(one), ()):
            if digits >= _digits_wanted(total, one, other) and one.scope.series != other.scope.series:
                return sorted((one, other), key=_value, reverse=True)
    return []


def _digits_wanted(total: Statement, *parts: Statement) -> int:
    """How many digits the total must have for its parts to be no accident: none are asked where they stand
    right before it."""
    if any(part.document != total.document for part in parts):
        return DIGITS
    close = all(0 < total.start - part.start <= CLOSE for part in parts)
    return 0 if close else DIGITS_BESIDE


def _joint(total: Statement, kin: Sequence[Statement]) -> Statement | None:
    """The joint figure of the same day that the total is as many times as it has donors."""
    donors, scope = len(total.scope.donors), total.scope
    if donors < 2 or len(str(_value(total)).rstrip("0")) < DIGITS_BESIDE:
        return None
    for part in kin:
        same_day = (part.scope.series, part.scope.window.end) == (scope.series, scope.window.end)
        alike = part.scope.kinds == scope.kinds or "kind" in (total.assumed | part.assumed)
        if same_day and alike and _value(part) * donors == _value(total):
            return part
    return None


def _value(statement: Statement) -> int:
    return statement.figure.value if statement.figure else 0


def _what(part: Statement) -> Scope:
    """What it is a figure of, without its parties and time."""
    return Scope(part.scope.measure, part.scope.unit, part.scope.stage)


def _finding(reader: Reader, code: str, total: Statement, parts: Sequence[Statement], times: int) -> Finding:
    unit = total.scope.unit
    terms = [(_value(part), Fraction(1)) for part in (parts if len(parts) > 1 else [parts[0]] * times)]
    written = write_comparison(terms, [(_value(total), Fraction(1))], unit, reader.words)
    params: dict[str, object] = {
        "whole": Amount(_value(total), unit),
        "times": times,
        "scope": total.scope,
        "first": Amount(_value(parts[0]), parts[0].scope.unit),
        "first_what": _what(parts[0]),
        "second": Amount(_value(parts[-1]), parts[-1].scope.unit),
        "second_what": _what(parts[-1]),
    }
    reasons = tuple(Reason(part.key, "statement", "upper", "most") for part in parts)
    return Finding(
        "doubt",
        (*(part.key for part in parts), total.key),
        Message(code, params),
        written.text,
        unit,
        written.divisor,
        (Assumption(ADDED_RIGHTLY, total.key),),
        reasons,
        suspect=total.key,
    )
