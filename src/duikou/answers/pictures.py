"""A finding as bars: what the parts come to, against the interval that is stated for the whole."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from duikou.answers.amounts import interval_text, whole_things
from duikou.answers.evidence import Evidence
from duikou.answers.phrases import surface
from duikou.answers.views import FindingBar
from duikou.book import Interval, Statement
from duikou.checks import Amount, Finding
from duikou.words import Reading, Unit

NEAR = 20  # a difference so many times smaller than the whole is shown enlarged


def bars(finding: Finding, book: Evidence) -> tuple[FindingBar, ...]:
    """The bars of a finding in the order of its arithmetic; () where nothing can be drawn to one scale."""
    unit = book.vocabulary.unit.get(finding.unit)
    known = [book.statements[key] for key in finding.statements if key in book.statements]
    drawn = [row for row in known if row.scope.unit == finding.unit and row.figure]
    if unit is None or not drawn or finding.sentence.code.endswith(".list"):
        return ()
    reading = Reading.STRICT if finding.kind == "contradiction" else Reading.NATURAL
    params = finding.sentence.params
    parts, wholes = _named(params.get("parts"), drawn), _named(params.get("wholes"), drawn)
    if parts and wholes:
        return _sum(parts, wholes, reading, unit, book)
    rows = [_bar(row, "other", reading, unit, book) for row in drawn]
    least, most = params.get("least"), params.get("most")
    if "product" in finding.sentence.code and isinstance(least, Amount) and isinstance(most, Amount):
        worked = Interval.inclusive(least.value, most.value)
        rows.insert(0, _of(_("worked out"), "sum", worked, unit))
    return tuple(rows) if len(rows) > 1 else ()


def _named(keys: object, drawn: Iterable[Statement]) -> list[Statement]:
    by_key = {row.key: row for row in drawn}
    return [by_key[key] for key in keys if key in by_key] if isinstance(keys, tuple) else []


def _sum(
    parts: list[Statement], wholes: list[Statement], reading: Reading, unit: Unit, book: Evidence
) -> tuple[FindingBar, ...]:
    """Parts one behind the other, what they come to, and the whole or wholes."""
    rows: list[FindingBar] = []
    low, high = 0, 0  # ends of printed numbers are open above, and so is that of their sum
    open_above = False
    for part in parts:
        rows.append(_bar(part, "part", reading, unit, book, begin=low))
        value = _positive(part, reading, book)
        low, high = low + (value.low or 0), high + (value.high or 0)
        open_above |= value.high is None
    if unit.whole:  # of whole things every end is reached: 29 and 30 are 59 at most
        high -= len(parts) - 1
    if len(parts) > 1:
        rows.append(_of(_("together"), "sum", Interval(low, None if open_above else high), unit))
    return (*rows, *(_bar(whole, "whole", reading, unit, book) for whole in wholes))


def _positive(row: Statement, reading: Reading, book: Evidence) -> Interval:
    interval = whole_things(row.interval(reading, book.vocabulary), book.vocabulary.unit[row.scope.unit])
    return Interval(max(0, interval.least or 0), interval.high)


def _bar(
    row: Statement, role: str, reading: Reading, unit: Unit, book: Evidence, begin: int = 0
) -> FindingBar:
    return _of(surface(row), role, _positive(row, reading, book), unit, row.key, begin)


def _of(label: str, role: str, value: Interval, unit: Unit, key: str = "", begin: int = 0) -> FindingBar:
    def plain(amount: int) -> str:
        return str(Decimal(amount) / unit.scale)

    return FindingBar(
        label=label,
        key=key,
        role=role,
        begin=plain(begin),
        least=plain(value.least or 0),
        most=None if value.most is None else plain(value.most),
        text=interval_text(value, unit),
    )
