"""Amounts for the page: decimal strings of base units → words in official style."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duikou.answers.amounts import interval_text, number_text
from duikou.answers.views import Bounds
from duikou.book import Interval, parse_amount
from duikou.words import Unit, load

YI, MILLION = 100_000_000, 1_000_000
MONEY = "CNY"


def unit_of(code: str) -> Unit | None:
    """The unit of a code; None for one that the vocabulary does not know."""
    return load().unit.get(code)


def amount_words(value: str, code: str) -> str:
    """`548000000`, `CNY` → `5.48亿元`; what cannot be read is shown as it is."""
    unit = unit_of(code)
    try:
        return number_text(Decimal(value), unit) if unit else f"{value} {code}".strip()
    except InvalidOperation:
        return value


def bounds_words(bounds: Bounds, code: str) -> str:
    """Inclusive bounds in words: `9.915亿元至9.925亿元`, `不少于9.92亿元`."""
    unit = unit_of(code)
    if unit is None:
        return " – ".join("…" if end is None else end for end in bounds) + f" {code}".rstrip()
    least, most = (None if end is None else parse_amount(end, unit.scale) for end in bounds)
    return interval_text(Interval.inclusive(least, most), unit)


def money_text(value: str) -> str:
    return amount_words(value, "CNY")


def unit_scale(code: str) -> tuple[int, str]:
    """(divisor, its name) for the axis of a chart of this unit, in the language of the page."""
    unit = unit_of(code)
    if code.startswith(MONEY):
        factor, name = money_scale()
        return factor, name if code == MONEY else f"{name}{code.removeprefix(MONEY)}"
    chinese = (get_language() or "zh").startswith("zh")
    return 1, "" if unit is None else unit.zh if chinese else unit.en


def money_scale() -> tuple[int, str]:
    """(divisor, its name) for the axis of a money chart in the language of the page."""
    chinese = (get_language() or "zh").startswith("zh")
    return (YI, "亿元") if chinese else (MILLION, "CNY million")


def percent_text(percent: tuple[float, float | None]) -> str:
    """`62.5%`, `62.5%至70%`, `不少于62.5%`."""
    least, most = percent
    if most is None:
        return _("at least {value}").format(value=f"{least:g}%") if least else "…"
    if least == most:
        return f"{least:g}%"
    return _("{low} to {high}").format(low=f"{least:g}%", high=f"{most:g}%")
