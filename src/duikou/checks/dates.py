"""Figures that no sum connects: stocks of one scope at different dates, and rates of one scope and period."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from duikou.book import Interval, Scope, Statement
from duikou.checks.arithmetic import write_comparison
from duikou.checks.claims import CATCH_ALL, NATURAL, STRICT, Granted, Reader
from duikou.checks.terms import Amount, Assumption, Finding, Message

STOCK_KEEPS = "stock_keeps"
# a stock that loses more than a quarter, or grows tenfold, is worth asking about
MOST_LOST = Fraction(1, 4)
MOST_GAINED = 10

Place = tuple[object, ...]


def _place(reader: Reader, scope: Scope, whole_time: bool) -> Place:
    box = reader.axes.box(scope)
    time = box.spans[-1] if whole_time else None
    return (scope.measure, scope.unit, scope.stage, box.layer, *box.spans[:-1], time)


def compare_stocks(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """A doubt for each pair of neighbouring dates between which a stock of one scope drops or jumps."""
    groups: dict[Place, list[Statement]] = {}
    for s in statements:
        if s.nature == "stock" and s.figure and s.scope.window.end and s.scope.measure not in CATCH_ALL:
            groups.setdefault(_place(reader, s.scope, False), []).append(s)
    found = []
    for group in groups.values():
        group.sort(key=lambda s: (s.scope.window.end is None, s.scope.window.end, s.key))
        for before, after in pairwise(group):
            if before.scope.window.end != after.scope.window.end:
                found += _step(reader, before, after)
    return found


def _step(reader: Reader, before: Statement, after: Statement) -> list[Finding]:
    old, new = reader.interval(before, NATURAL), reader.interval(after, NATURAL)
    if old.least is None or new.most is None:
        return []
    fell = new.most < old.least * (1 - MOST_LOST)
    jumped = old.most is not None and new.least is not None and new.least > old.most * MOST_GAINED > 0
    if not fell and not jumped:
        return []
    assert before.figure
    assert after.figure
    unit = before.scope.unit
    values = (before.figure.value, after.figure.value)
    written = write_comparison([(values[0], Fraction(1))], [(values[1], Fraction(1))], unit, reader.words)
    params = {
        "before": before.surface or Amount(values[0], unit),
        "after": after.surface or Amount(values[1], unit),
        "from": before.scope.window.end,
        "to": after.scope.window.end,
        "gap": Amount(values[1] - values[0], unit),
        "scope": before.scope,
    }
    keeps = Assumption(STOCK_KEEPS, "", {"measure": before.scope.measure})
    return [
        Finding(
            "doubt",
            (before.key, after.key),
            Message("doubt.stock_fell" if fell else "doubt.stock_jumped", params),
            written.text,
            unit,
            written.divisor,
            (keeps,),
            gap=abs(values[1] - values[0]),
        )
    ]


def same_rate(reader: Reader, statement: Statement, others: Sequence[Statement]) -> list[Statement]:
    """Other rates of the very same scope and period; growth and shares only where they are of one figure."""
    place = _rate_place(reader, statement)
    if place is None:
        return []
    return [o for o in others if o.key != statement.key and _rate_place(reader, o) == place]


def rates_of(reader: Reader, scope: Scope, others: Sequence[Statement]) -> list[Statement]:
    """Rates whose scope and period are those asked about."""
    place = (_place(reader, scope, True), ())
    return [o for o in others if _rate_place(reader, o) == place]


def _rate_place(reader: Reader, statement: Statement) -> Place | None:
    if statement.nature != "rate" or statement.figure is None:
        return None
    relations = tuple(sorted(r for r in statement.relations if r[0] != "same_as"))
    if statement.scope.measure in CATCH_ALL and not relations:
        return None
    return _place(reader, statement.scope, True), relations


def compare_rates(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """Rates of the very same scope and period whose words exclude each other."""
    found = []
    for number, one in enumerate(statements):
        for other in same_rate(reader, one, statements[number + 1 :]):
            kind = _rate_conflict(reader, one, other)
            if kind:
                found.append(_rate_finding(reader, one, other, kind))
    return found


def _rate_conflict(reader: Reader, one: Statement, other: Statement) -> str:
    def meet(granted: Granted) -> bool:
        return not (reader.interval(one, granted) & reader.interval(other, granted)).empty

    if meet(NATURAL):
        return ""
    return "contradiction" if not meet(STRICT) and not (one.assumed | other.assumed) else "doubt"


def _rate_finding(reader: Reader, one: Statement, other: Statement, kind: str) -> Finding:
    assert one.figure
    assert other.figure
    unit = one.scope.unit
    low, high = sorted((one, other), key=lambda s: s.figure.value if s.figure else 0)
    assert low.figure
    assert high.figure
    written = write_comparison(
        [(high.figure.value, Fraction(1))], [(low.figure.value, Fraction(1))], unit, reader.words
    )
    gap = high.figure.value - low.figure.value
    params = {
        "before": Amount(one.figure.value, unit),
        "after": Amount(other.figure.value, unit),
        "gap": Amount(gap, unit),
        "scope": one.scope,
    }
    assuming = tuple(a for s in (one, other) for a in reader.assumptions(s)) if kind == "doubt" else ()
    return Finding(
        kind,
        (one.key, other.key),
        Message(f"{kind}.rates", params),
        written.text,
        unit,
        written.divisor,
        assuming,
        gap=gap,
    )


def rate_bounds(reader: Reader, others: Sequence[Statement], granted: Granted) -> Interval:
    """What the other rates leave; where they exclude each other, the span of all of them."""
    found = Interval()
    for other in others:
        if granted.all or not other.assumed:
            found = found & reader.interval(other, granted)
    return Interval() if found.empty else found
