"""Figures that a text works out from others: yield × price = income per mu, number × average = total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from duikou.book import Figure, Statement
from duikou.checks.arithmetic import write_number
from duikou.checks.claims import NATURAL, STRICT, Granted, Reader
from duikou.checks.terms import Amount, Finding, Message, Word


@dataclass(frozen=True, slots=True)
class Span:
    """Values in base units, from `low` to below `high`; None = open."""

    low: Fraction
    high: Fraction | None

    def meets(self, other: Span) -> bool:
        return (other.high is None or self.low < other.high) and (self.high is None or other.low < self.high)


def compare_products(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """For each figure said to be the product of known ones: whether it is, as far as the words of all of them
    allow; an agreement, a doubt (as usually read) or a contradiction (however read)."""
    found = []
    for statement in statements:
        known = [reader.known(key) for relation, key in statement.relations if relation == "per"]
        factors = [factor for factor in known if factor and factor.figure]
        if statement.figure and len(factors) > 1 and len(factors) == len(known):
            found.append(_compare(reader, statement, factors))
    return found


def _compare(reader: Reader, statement: Statement, factors: Sequence[Statement]) -> Finding:
    def fits(granted: Granted) -> bool:
        spans = [_span(reader, factor, granted) for factor in factors]
        highs = [span.high for span in spans]
        high = None if None in highs else prod((h for h in highs if h is not None), start=Fraction(1))
        low = prod((span.low for span in spans), start=Fraction(1))
        return Span(low, high).meets(_span(reader, statement, granted))

    kind = "agreement" if fits(NATURAL) else "doubt" if fits(STRICT) else "contradiction"
    scope = statement.scope
    least, most = _printed(reader, factors)
    params: dict[str, object] = {
        "value": Amount(_value(statement), scope.unit),
        "said": statement.surface or Amount(_value(statement), scope.unit),
        "least": Amount(_scaled(reader, least, scope.unit), scope.unit),
        "most": Amount(_scaled(reader, most, scope.unit), scope.unit),
        "scope": scope,
    }
    code = "product" if least == most else "product_range"
    if kind == "agreement" and (turn := _turn(reader, statement, factors)):
        code, params["turn"] = "product_from", turn[0]
        params["turning"] = Word("measure", turn[1])
    return Finding(
        kind,
        (*(factor.key for factor in factors), statement.key),
        Message(f"{kind}.{code}", params),
        _written(reader, statement, factors, least, most),
        scope.unit,
    )


def _span(reader: Reader, statement: Statement, granted: Granted) -> Span:
    interval = reader.interval(statement, granted)
    scale = _scale(reader, statement)
    low = Fraction(max(0, interval.low or 0), scale)
    return Span(low, None if interval.high is None else Fraction(interval.high, scale))


def _printed(reader: Reader, factors: Sequence[Statement]) -> tuple[Fraction, Fraction]:
    """What the printed numbers multiply to, at the lower and the upper ends of ranges."""
    lows, highs = [], []
    for factor in factors:
        figure: Figure = factor.figure  # type: ignore[assignment]
        scale = _scale(reader, factor)
        lows.append(Fraction(figure.value, scale))
        highs.append(Fraction(figure.value if figure.upper is None else figure.upper, scale))
    return prod(lows, start=Fraction(1)), prod(highs, start=Fraction(1))


def _turn(reader: Reader, statement: Statement, factors: Sequence[Statement]) -> tuple[Amount, str] | None:
    """From which value of the one factor given as a range the stated least is reached, where it is not by
    all of them, and what that factor measures."""
    ranges = [f for f in factors if f.figure and f.figure.upper is not None]
    least, most = _printed(reader, factors)
    wanted = _span(reader, statement, NATURAL).low
    only_from = statement.figure is not None and statement.figure.qualifier in ("over", "at_least")
    if not only_from or len(ranges) != 1 or not least < wanted <= most:
        return None
    (ranged,) = ranges
    others, _ = _printed(reader, [f for f in factors if f is not ranged])
    amount = Amount(_scaled(reader, wanted / others, ranged.scope.unit), ranged.scope.unit)
    return amount, ranged.scope.measure


def _written(
    reader: Reader, statement: Statement, factors: Sequence[Statement], least: Fraction, most: Fraction
) -> str:
    def shown(factor: Statement) -> str:
        figure: Figure = factor.figure  # type: ignore[assignment]
        scale = _scale(reader, factor)
        low = write_number(figure.value, scale, 1)
        return low if figure.upper is None else f"({low}…{write_number(figure.upper, scale, 1)})"

    unit = statement.scope.unit
    scale = _scale(reader, statement)
    ends = [write_number(_scaled(reader, end, unit), scale, 1) for end in (least, most)]
    return f"{' × '.join(map(shown, factors))} = {'…'.join(dict.fromkeys(ends))}"


def _value(statement: Statement) -> int:
    return statement.figure.value if statement.figure else 0


def _scale(reader: Reader, statement: Statement) -> int:
    return reader.words.unit[statement.scope.unit].scale


def _scaled(reader: Reader, number: Fraction, unit: str) -> int:
    """Upwards to the unit's last place."""
    return -(-number * reader.words.unit[unit].scale // 1)
