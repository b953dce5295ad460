"""Bounds → the printed number that says no more than they do, in the manner of official papers.

Whatever is printed, its words naturally read (and so strictly read) allow every value within the bounds; of
those forms the narrowest is chosen, the plainest where several are alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duikou.book.interval import Interval
from duikou.book.statement import Figure
from duikou.words import Reading, Unit, Vocabulary

WAN, YI = 10_000, 100_000_000
ORDER = ("exact", "over", "nearly", "at_least", "at_most", "about", "between")
SPAN = 1.25  # two numbers are printed only where they say that much more than one with a word
SLACK = 1.01  # so much wider a form may be if it has fewer digits
FAR = 3  # bounds further apart than this many times are no range to be printed: only the lower one is
FIGURES = 4  # digits of a bound that is printed alone


@dataclass(frozen=True, slots=True)
class Print:
    """A number ready to be printed: `figure` as in a statement, counted in `power`: 1, 万 or 亿."""

    figure: Figure
    power: int

    @property
    def between(self) -> bool:
        return self.figure.upper is not None


def printed(bounds: Interval, unit: Unit, vocabulary: Vocabulary) -> Print | None:
    """How a value within `bounds` (scaled integers) is printed; None where nothing is known of it."""
    least, most = bounds.least or 0, bounds.most
    if least <= 0:
        return _one_end(most, unit, "at_most") if most else None
    if most is None or most > FAR * least:
        return _one_end(least, unit, "at_least")
    known = Interval.inclusive(least, most)
    found = [
        (_width(one, vocabulary), ORDER.index(_order(one)), -one.figure.last, one)
        for one in _forms(least, most, unit)
        if known.within(one.figure.interval(Reading.NATURAL, vocabulary))
    ]
    best = min(row[0] for row in found)
    fair = [row for row in found if row[0] <= _fair(best, row[3], least, most, unit)]
    return min(fair, key=lambda row: (row[1], row[2], row[0]))[3]


def _fair(best: float, one: Print, least: int, most: int, unit: Unit) -> float:
    """How wide a form may be beside the narrowest one: as wide as papers round."""
    if unit.whole:
        return best
    if one.between:
        return best + 2.5 * SPAN * _official(most, unit)
    return max(best * SLACK, _official(least, unit))


def _order(one: Print) -> str:
    return "between" if one.between else one.figure.qualifier


def _width(one: Print, vocabulary: Vocabulary) -> float:
    stated = one.figure.interval(Reading.NATURAL, vocabulary)
    assert stated.low is not None
    assert stated.high is not None
    return (stated.high - stated.low) * (SPAN if one.between else 1.0)


def _official(value: int, unit: Unit) -> int:
    """The unit of the last digit that papers print: a hundredth of 亿, or 1万, of money; 1 of counts."""
    if unit.whole:
        return 0
    if not unit.code.startswith("CNY"):
        return int(10 ** max(0, len(str(value)) - FIGURES))
    if value >= YI * unit.scale:
        return YI * unit.scale // 100
    return WAN * unit.scale if value >= 100 * WAN * unit.scale else WAN * unit.scale // 100


def _power(value: int, unit: Unit) -> int:
    """Counted in 亿, 万 or ones; whole things in 万 where that leaves one decimal at most."""
    if unit.zh == "%":
        return 1
    if value >= YI * unit.scale:
        return YI
    short = not unit.whole or value % (WAN * unit.scale // 10) == 0
    return WAN if value >= WAN * unit.scale and short else 1


def _one_end(value: int, unit: Unit, qualifier: str) -> Print:
    """`不少于` the value cut off, `不超过` the value rounded up, to what papers print."""
    power = _power(value, unit)
    fine = int(10 ** max(0, len(str(value)) - FIGURES))
    step = unit.scale if unit.whole else max(1, min(_official(value, unit), fine))
    cut = -(-value // step) * step if qualifier == "at_most" else value // step * step
    last = min(_digit(cut), power * unit.scale) if cut else step
    return Print(
        Figure(cut, last, _digit(cut) if cut else step, qualifier, whole=unit.whole),
        _power(cut, unit) if cut else power,
    )


def _digit(value: int) -> int:
    """One unit of the last digit that is not 0."""
    digits = str(value)
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


def _forms(least: int, most: int, unit: Unit) -> Iterator[Print]:
    """All ways to print a value between two bounds."""
    size = len(str(most))
    finest = len(str(unit.scale)) - 1 if unit.whole else 0
    first = max(finest, len(str(most - least + 1)) - FIGURES)
    for places in range(first, size + 1):
        step = 10**places
        yield from _numbers(least, most, step, unit)
        low = least // step * step
        if low and _digit(low) == step:
            yield _print(low, step, "over", unit)
        high = (most // step + 1) * step
        if _digit(high) == step:
            yield _print(high, step, "nearly", unit)
        middle = round((least + most) / 2 / step) * step
        if middle and _digit(middle) == step:
            yield _print(middle, step, "about", unit)


def _numbers(least: int, most: int, step: int, unit: Unit) -> Iterator[Print]:
    """A plain number, and two with `至` between them."""
    if unit.whole:
        if least == most:
            yield _print(least, unit.scale, "exact", unit)
        yield _print(least // step * step, step, "exact", unit, -(-most // step) * step)
        return
    middle = (least + most + 1) // 2
    value = (2 * middle + step) // (2 * step) * step
    if value and step <= _power(value, unit) * unit.scale:
        yield _print(value, step, "exact", unit)
    low, high = least // step * step, -(-most // step) * step
    if low and low < high:
        yield _print(low, step, "exact", unit, high)


def _print(value: int, last: int, qualifier: str, unit: Unit, upper: int | None = None) -> Print:
    whole = unit.whole and qualifier == "exact"
    power = 1 if whole else _power(upper or value, unit)
    return Print(Figure(value, last, _digit(value) if value else last, qualifier, upper, whole), power)
