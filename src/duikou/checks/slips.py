"""Slips of the pen: a figure with the digits of another one of the same scope, but a point, unit or word of
its own; and one number stated for a place and again for the whole that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from duikou.book import Statement, Window
from duikou.book.box import spans_hold
from duikou.checks.arithmetic import write_comparison
from duikou.checks.claims import CATCH_ALL, NATURAL, Reader
from duikou.checks.terms import Amount, Assumption, Finding, Message, Reason, Repair

SLIP = "same_figure"
# so many digits in common are no accident; in two figures of one scope, or of a scope and its part
DIGITS = 3
FEWEST = 2
NEAR = Fraction(1, 20)
PEOPLE = frozenset({"person", "person_time"})


def find_slips(reader: Reader, suspects: Sequence[Statement], known: Sequence[Statement]) -> list[Finding]:
    """A doubt for each of `suspects` that differs from one of `known`, of the same scope as far as it says,
    only by the place of its point, by persons for person-times, or by a word (超过 for 近).

    A figure that repeats another of `known` is none.
    """
    by_place: dict[object, list[Statement]] = {}
    for other in filter(_comparable, known):
        by_place.setdefault(_place(other), []).append(other)
    found = []
    for suspect in filter(_comparable, suspects):
        about = [other for other in by_place.get(_place(suspect), ()) if _same_scope(suspect, other)]
        if any(_repeats(reader, suspect, other) for other in about):
            continue
        for other in about:
            if code := _slip(reader, suspect, other):
                found.append(_finding(reader, code, suspect, other, SLIP))
                break
    return found


def _comparable(statement: Statement) -> bool:
    return (
        statement.form == "published"
        and statement.figure is not None
        and statement.figure.value > 0
        and statement.scope.measure not in CATCH_ALL
        and not statement.relations
    )


def _place(statement: Statement) -> object:
    scope = statement.scope
    return scope.measure, scope.stage, scope.recipients, scope.window.end


def _same_scope(mine: Statement, its: Statement) -> bool:
    """Whether `mine` says nothing that is not also said of `its`."""
    one, two = mine.scope, its.scope
    if mine.key == its.key or mine.nature != its.nature or not one.recipients or one.window.end is None:
        return False
    donors = one.donors == two.donors or not one.donors or "donor" in mine.assumed
    start = one.window.start == two.window.start or "from" in mine.assumed
    kinds = one.kinds == two.kinds or not one.kinds or "kind" in mine.assumed
    sectors = one.sectors == two.sectors or not one.sectors or "sector" in mine.assumed
    return donors and start and kinds and sectors


def _repeats(reader: Reader, mine: Statement, its: Statement) -> bool:
    if mine.scope.unit != its.scope.unit:
        return False
    return not (reader.interval(mine, NATURAL) & reader.interval(its, NATURAL)).empty


def _slip(reader: Reader, mine: Statement, its: Statement) -> str:
    assert mine.figure
    assert its.figure
    one, two = mine.figure.value, its.figure.value
    if mine.scope.unit != its.scope.unit:
        pair = {mine.scope.unit, its.scope.unit}
        return "doubt.other_unit" if pair == PEOPLE and one == two and _digits(one) >= DIGITS else ""
    if one != two and str(one).rstrip("0") == str(two).rstrip("0") and _digits(one) >= DIGITS:
        return "doubt.point"
    worded = mine.figure.qualifier in ("over", "nearly") and its.figure.qualifier == "exact"
    if worded and abs(one - two) <= two * NEAR and _digits(two) >= DIGITS:
        return f"doubt.not_{mine.figure.qualifier}"
    return ""


def _digits(number: int) -> int:
    return len(str(number).rstrip("0"))


def find_same_numbers(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """For each exact number that one document states for a place, and another one, of another date, for a
    place that holds it: a coincidence. Nothing more may have come, the texts may speak of others, or one
    number was taken over from the other; no number can tell which."""
    by_number: dict[tuple[object, ...], list[Statement]] = {}
    for s in statements:
        exact = s.figure and s.figure.qualifier == "exact" and s.figure.upper is None
        if exact and _comparable(s) and s.nature == "flow" and s.scope.recipients and s.scope.window.end:
            assert s.figure
            if _digits(s.figure.value) >= FEWEST:
                key = (*s.scope.series, s.figure.value, s.scope.donors, s.scope.kinds, s.scope.sectors)
                by_number.setdefault(key, []).append(s)
    found = []
    for group in by_number.values():
        for one, other in permutations(group, 2):
            dated = one.scope.window.end != other.scope.window.end
            if dated and one.document != other.document and _wider(reader, one, other):
                doubt = _finding(reader, "coincidence.place", one, other, SLIP)
                found.append(
                    replace(doubt, kind="coincidence", assuming=(), because=(), repairs=(), suspect="")
                )
    return found


def _wider(reader: Reader, whole: Statement, part: Statement) -> bool:
    """Whether the places of `whole` hold those of `part` and more."""
    outer, inner = (reader.words.places.spans(s.scope.recipients) for s in (whole, part))
    return outer != inner and spans_hold(outer, inner)


def _repair(reader: Reader, mine: Statement, its: Statement) -> tuple[Repair, ...]:
    """What the other figure allows would be right."""
    if mine.scope.unit != its.scope.unit or not mine.figure or not its.figure:
        return ()
    change = Fraction(abs(mine.figure.value - its.figure.value), mine.figure.value)
    return (Repair(mine.key, reader.interval(its, NATURAL), change),)


def _finding(reader: Reader, code: str, mine: Statement, its: Statement, why: str) -> Finding:
    assert mine.figure
    assert its.figure
    unit = mine.scope.unit
    one, two = mine.figure.value, its.figure.value
    written = write_comparison([(one, Fraction(1))], [(two, Fraction(1))], unit, reader.words)
    params = {
        "value": Amount(one, unit),
        "other": Amount(two, its.scope.unit),
        "there": replace(its.scope, window=Window()),
        "from": its.scope.window.end,
        "to": mine.scope.window.end,
        "scope": mine.scope,
    }
    return Finding(
        "doubt",
        (its.key, mine.key),
        Message(code, params),
        written.text,
        unit,
        written.divisor,
        (Assumption(why, mine.key, params),),
        (Reason(its.key, "statement", "upper" if one > two else "lower", "most" if one > two else "least"),),
        gap=abs(one - two),
        repairs=_repair(reader, mine, its),
        suspect=mine.key,
    )
