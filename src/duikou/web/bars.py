"""Geometry of small interval bars: where on a line of 0 to 100 each interval begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from duikou.answers.views import Bounds, FindingBar

WIDTH = Decimal(100)
THINNEST = Decimal("1.2")
# An end farther out than this many times the others' span is cut off, with an arrow, not to squash the rest.
FARTHEST = 40
NARROW = 15  # so many times narrower than the line, a difference is drawn once more, enlarged


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


@dataclass(frozen=True, slots=True)
class Stacked:
    """One bar of a finding on the common line from 0: solid from `left` as far as is sure (`width`), light as
    far as its words allow (`more`), `after`: it goes on beyond."""

    left: str
    width: str
    light: str
    more: str
    after: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """`rows`: each bar with its place on the line; `enlarged`: sum and whole on a line of their own, where
    the difference between them is too small to be seen on the first."""

    rows: tuple[tuple[FindingBar, Stacked], ...]
    enlarged: tuple[tuple[FindingBar, Bar | None], ...]


def picture(bars: Sequence[FindingBar]) -> Picture:
    """The bars of a finding, all on one line from nothing to the largest of their ends."""
    ends = [Decimal(bar.begin) + Decimal(bar.most or bar.least) for bar in bars]
    far = max(ends, default=Decimal(0)) * Decimal("1.02") or Decimal(1)
    rows = tuple((bar, _stacked(bar, far)) for bar in bars)
    totals = [bar for bar in bars if bar.role in ("sum", "whole")]
    gap = abs(Decimal(totals[0].least) - Decimal(totals[-1].least)) if len(totals) > 1 else far
    if not totals or gap * NARROW > far:
        return Picture(rows, ())
    drawn = draw([(bar.least, bar.most) for bar in totals], core=len(totals))
    return Picture(rows, tuple(zip(totals, drawn, strict=True)))


def _stacked(bar: FindingBar, far: Decimal) -> Stacked:
    begin, least = Decimal(bar.begin), Decimal(bar.least)
    most = least if bar.most is None else Decimal(bar.most)
    left, sure, end = (value / far * WIDTH for value in (begin, begin + least, begin + most))
    width = max(sure - left, THINNEST / 2 if least else Decimal(0))
    more = max(end - sure, Decimal(0))
    return Stacked(_number(left), _number(width), _number(left + width), _number(more), bar.most is None)


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
