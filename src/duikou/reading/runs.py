"""`连续15年`: a run of years is a figure of its own where its sentence counts nothing else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from duikou.reading.context import SENTENCE
from duikou.reading.found import Found
from duikou.reading.numbers import Number
from duikou.reading.numerals import parse
from duikou.reading.units import UnitWord

_RUN = re.compile(r"连续(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:个)?(?P<unit>年)(?!级)")
_YEARS = UnitWord("年", "other", Decimal(1), "run")
_REACH = 200


def lone_runs(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """The runs of years in sentences that hold none of `found` (in order of the text)."""
    starts = [one.start for one in found]
    for match in _RUN.finditer(text):
        numeral = parse(match["count"])
        first, last = _sentence(text, match.start(), match.end())
        at = bisect_left(starts, first)
        if numeral is None or (at < len(starts) and starts[at] < last):
            continue
        start, end = match.start("count"), match.end()
        number = Number(start, match.end("count"), numeral, None, "", match["count"])
        yield Found(start, end, number, None, _YEARS, match.span("unit"), "exact")


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence about [start, end), 200 characters at most on each side."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    first = max(low, *(text.rfind(sign, low, start) for sign in SENTENCE))
    cuts = [cut for sign in SENTENCE if (cut := text.find(sign, end, high)) >= 0]
    return first, min(cuts, default=high)
