"""A quantity while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from duikou.reading.numbers import Number
from duikou.reading.numerals import Numeral
from duikou.reading.types import Span
from duikou.reading.units import UnitWord


@dataclass(frozen=True, slots=True)
class Found:
    """`number` with its `unit`; `high`: upper end of a range; `code`: the base unit where it is not the
    unit word's own (元 → CNY/a), one of the unit's own being `factor` of it."""

    start: int
    end: int
    number: Number
    high: Numeral | None
    unit: UnitWord
    unit_span: Span
    qualifier: str
    qualifier_span: Span | None = None
    code: str = ""
    factor: Decimal = Decimal(1)
