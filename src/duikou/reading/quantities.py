"""Third stage: numbers with their units, qualifiers and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from duikou.reading.assemble import qualified, read_at
from duikou.reading.exclusions import is_figure, masks
from duikou.reading.found import Found
from duikou.reading.numbers import decimal_text, numbers
from duikou.reading.rates import refine
from duikou.reading.runs import lone_runs
from duikou.reading.shares import shares
from duikou.reading.times import time_spans
from duikou.reading.types import Clean, Piece, Quantity, Span
from duikou.words import Printed, Vocabulary


def quantities(clean: Clean, pieces: Sequence[Piece], vocabulary: Vocabulary) -> tuple[Quantity, ...]:
    """Every number with its unit that is a figure, in order of the text. Linear in its length.

    Left out are dates and durations that only say a period, ordinals and grades, articles (一所小学),
    idioms, slogans and names.
    """
    text = clean.text
    barred = _merged([*time_spans(text), *masks(text, vocabulary)])
    said = [qualified(text, one, max(0, one.start - 4)) for one in _outside(shares(text), barred)]
    found = [*said, *_counted(text, _merged([*barred, *((one.start, one.end) for one in said)]))]
    found.sort(key=lambda one: one.start)
    found = sorted([*found, *lone_runs(text, found)], key=lambda one: one.start)
    return tuple(_finish(one, vocabulary) for one in found)


def _counted(text: str, barred: Sequence[Span]) -> list[Found]:
    """Numbers with units outside the barred spans."""
    every = _outside(numbers(text), barred)
    found: list[Found] = []
    previous: Found | None = None
    for index, number in enumerate(every):
        if previous is not None and number.start < previous.end:
            continue
        draft = read_at(text, every, index, previous)
        if draft is not None and is_figure(text, draft):
            previous = refine(text, draft)
            found.append(previous)
    return found


class _Placed(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Placed)


def _outside(placed: Iterable[T], barred: Sequence[Span]) -> list[T]:
    """Those that meet none of the barred spans; both in order."""
    out: list[T] = []
    at = 0
    for one in placed:
        while at < len(barred) and barred[at][1] <= one.start:
            at += 1
        if at == len(barred) or barred[at][0] >= one.end:
            out.append(one)
    return out


def _merged(spans: Iterable[Span]) -> list[Span]:
    """`spans` in order, those that overlap run together."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _finish(found: Found, vocabulary: Vocabulary) -> Quantity:
    """The quantity in base units, and as printed in the scale of its unit."""
    factor = found.unit.factor * found.factor
    unit = vocabulary.unit[found.code or found.unit.code]
    value = found.number.numeral.times(factor)
    high = found.high.times(factor) if found.high else None
    scale = Decimal(unit.scale)
    printed = Printed(
        int(value.value * scale),
        int(high.value * scale) if high else None,
        max(1, int((high or value).last * scale)),
        max(1, int((high or value).round * scale)),
        unit.whole and (high or value).last == 1,
    )
    return Quantity(
        found.start,
        found.end,
        decimal_text(value.value),
        decimal_text(high.value) if high else "",
        unit.code,
        found.qualifier,
        printed,
        found.unit.word,
        (found.number.start, found.number.end),
        found.unit_span,
        found.qualifier_span,
    )
