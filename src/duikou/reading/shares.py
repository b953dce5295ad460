"""Shares and multiples said in words: 三分之一, 百分之五十, 翻一番, 过半."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from duikou.reading.found import Found
from duikou.reading.numbers import Number
from duikou.reading.numerals import Numeral, parse
from duikou.reading.units import UnitWord

_HAN = "零〇一二两三四五六七八九十百千"
_SHARE = re.compile(
    rf"(?P<whole>[{_HAN}]{{1,4}})分之(?P<part>[{_HAN}点]{{1,12}}|\d{{1,12}}(?:\.\d{{1,12}})?)"
    r"|(?<![\d/.])(?P<over>[1-9]\d?)/(?P<under>[1-9]\d?)(?![\d/.年月日])"
    rf"|翻(?:了)?(?:(?P<doubled>[{_HAN}\d]{{1,2}})番|番)"
    r"|(?P<half>过半(?![年天夜百月生])|近半(?![年天夜百月生])|半数|一半(?!天|年))"
)
_PERCENT = UnitWord("", "percent", Decimal(1), "share")
_TIMES = UnitWord("番", "times", Decimal(1), "share")
_CENT = Decimal("0.01")
_HALF = {"过半": "over", "近半": "nearly"}


def shares(text: str) -> Iterator[Found]:
    """Fractions as percentages (to two decimals where they do not come out even), doublings as multiples."""
    for match in _SHARE.finditer(text):
        numeral = _value(match)
        if numeral is None:
            continue
        start, end = match.span()
        unit = _TIMES if match[0].startswith("翻") else _PERCENT
        code = _HALF.get(match["half"] or "", "exact")
        number = Number(start, end, numeral, None, "", match[0])
        span = (start, start + 1) if code != "exact" else None
        yield Found(start, end, number, None, unit, (end, end), code, span)


def _value(match: re.Match[str]) -> Numeral | None:
    if match["half"]:
        return Numeral(Decimal(50), Decimal(1), Decimal(10))
    if match[0].startswith("翻"):
        count = parse(match["doubled"]) if match["doubled"] else parse("1")
        if count is None or not 1 <= count.value <= 10:
            return None
        one = Decimal(1)
        return Numeral(Decimal(2) ** int(count.value), one, one)
    part, whole = parse(match["part"] or match["over"]), parse(match["whole"] or match["under"])
    if part is None or whole is None or not part.value > 0 or whole.value < 2:
        return None
    factor = 100 / whole.value
    if factor == int(factor) or (factor * 1000) % 1 == 0:
        return part.times(factor)
    if part.value >= whole.value:
        return None
    value = (part.value * 100 / whole.value).quantize(_CENT)
    return Numeral(value, _CENT, _CENT)
