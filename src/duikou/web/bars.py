"""Geometry of small interval bars: where on a line of 0 to 100 each interval begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from duikou.answers.views import Bounds

WIDTH = Decimal(100)
THINNEST = Decimal("1.2")
# An end farther out than this many times the others' span is cut off, with an arrow, not to squash the rest.
FARTHEST = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval on the line: `left` and `width` in hundredths; `before`/`after`: it goes on beyond."""

    left: str
    width: str
    before: bool
    after: bool

    @property
    def right(self) -> str:
        return _number(Decimal(self.left) + Decimal(self.width))


def draw(intervals: Sequence[Bounds], core: int) -> tuple[Bar | None, ...]:
    """A bar for each interval on one common line; None for one that is open at both ends.

    The first `core` intervals set the scale; ends of the others far outside it are cut off.
    """
    ends = [_pair(interval) for interval in intervals]
    near = [end for pair in ends[:core] for end in pair if end is not None]
    rest = [end for pair in ends[core:] for end in pair if end is not None]
    near = near or rest
    if not near:
        return tuple(None for _ in intervals)
    low, high = min(near), max(near)
    span = high - low or max(abs(high) / 50, Decimal(1))
    reach = span * FARTHEST
    inside = [end for end in rest if low - reach <= end <= high + reach]
    low, high = min([low, *inside]), max([high, *inside])
    margin = max(high - low, span) * Decimal("0.15")
    return tuple(_bar(pair, low - margin, high + margin) for pair in ends)


def _pair(bounds: Bounds) -> tuple[Decimal | None, Decimal | None]:
    least, most = bounds
    return (None if least is None else Decimal(least), None if most is None else Decimal(most))


def _bar(pair: tuple[Decimal | None, Decimal | None], low: Decimal, high: Decimal) -> Bar | None:
    least, most = pair
    if least is None and most is None:
        return None
    before = least is None or least < low
    after = most is None or most > high
    left = Decimal(0) if least is None else min(max((least - low) / (high - low) * WIDTH, Decimal(0)), WIDTH)
    right = WIDTH if most is None else min(max((most - low) / (high - low) * WIDTH, Decimal(0)), WIDTH)
    if right - left < THINNEST:
        left = min(max((left + right - THINNEST) / 2, Decimal(0)), WIDTH - THINNEST)
        right = left + THINNEST
    return Bar(_number(left), _number(right - left), before, after)


def _number(value: Decimal) -> str:
    return f"{value:.2f}"
