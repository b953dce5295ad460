"""Figures that stand to each other: the part in its whole (其中), the two ends of a change (由X提高至Y)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from duikou.reading.heads import Head
from duikou.reading.outline import Outline
from duikou.reading.types import Because
from duikou.reading.zones import Zones

_AMONG = re.compile("其中")
_CHANGE = re.compile(
    "[卖涨][到至了]|[提增升上扩]\\S{0,4}[至到为]|[降减下缩]\\S{0,4}[至到为]|[增升]至|[降减]到|变为|跃升|[涨升][到至]"
)
_BREAKDOWN = re.compile("(?:按|分|从)[^，。；：\\d]{1,8}[分看]，")
_SORT = ("类", "类别")
FAR = 6


def wholes(
    outline: Outline, around: Sequence[Zones], heads: Sequence[Head]
) -> dict[int, tuple[int, Because]]:
    """For each figure that 其中 or a breakdown makes a part: the number of its whole, and why.

    The whole is the nearest figure before 其中 of the same measure (else of the same unit); what follows in
    the sentence are parts of the same whole as long as the measure stays.
    """
    found: dict[int, tuple[int, Because]] = _broken_down(outline, around, heads)
    for zones in around:
        number = zones.number
        marks = list(_AMONG.finditer(outline.text, zones.whole.start, zones.quantity.start))
        if not marks:
            continue
        begin = marks[-1].start()
        if "；" in outline.text[begin : zones.quantity.start]:
            continue
        sort = outline.text.endswith(_SORT, 0, zones.quantity.start)
        whole = _whole(outline, around, heads, number, begin, sort)
        if whole is not None:
            found[number] = (whole, Because("said", "among", marks[-1].span()))
    return found


def _broken_down(
    outline: Outline, around: Sequence[Zones], heads: Sequence[Head]
) -> dict[int, tuple[int, Because]]:
    """People in a sentence that breaks down (`按去向分，`) the first figure of the one before."""
    found: dict[int, tuple[int, Because]] = {}
    led: Zones | None = None
    total: Zones | None = None
    for zones in around:
        whole = zones.whole
        opened = _BREAKDOWN.match(outline.text, whole.start)
        if led is None or whole.number != led.whole.number:
            follows = (whole.number - 1, whole.block)
            goes_on = led is not None and (led.whole.number, led.whole.block) == follows
            total = (total if goes_on else None) if opened else zones
            led = zones
        grown = heads[zones.number].measure == "growth"
        if not opened or total is None or grown:
            continue
        if zones.quantity.unit == total.quantity.unit == "person":
            found[zones.number] = (total.number, Because("said", "breakdown", opened.span()))
    return found


def _whole(
    outline: Outline, around: Sequence[Zones], heads: Sequence[Head], number: int, begin: int, sort: bool
) -> int | None:
    """The nearest figure that ends before 其中 and counts the same; for people, whatever group they are, and
    for a sort (`产业类5个`), whatever it is a sort of."""
    own = around[number]
    family = heads[number].measure.split(".")[0]
    people: int | None = None
    opens = begin == outline.blocks[own.whole.block].start  # 其中 goes on with the paragraph before
    for candidate in range(number - 1, max(-1, number - 1 - FAR), -1):
        quantity, there = around[candidate].quantity, around[candidate].whole
        if there.block != own.whole.block and not opens:
            break
        if people is not None and there.number != own.whole.number:
            break
        if quantity.end > begin or begin - quantity.end > 300 or quantity.unit != own.quantity.unit:
            continue
        if heads[candidate].measure.split(".")[0] == family:
            return candidate
        if sort and heads[number].measure == "other":
            return candidate
        if begin >= own.clause[0] - FAR and _is_bare_money(own.quantity.unit, heads[number]):
            return candidate
        if people is None and quantity.unit in ("person", "household") and begin >= own.clause[0]:
            people = candidate
    return people


def _is_bare_money(unit: str, head: Head) -> bool:
    """Whether no word says what money it is (`其中牛羊肉62.3亿元`)."""
    return unit == "CNY" and head.measure == "fund.total" and head.because["measure"].basis == "assumed"


def _base(unit: str) -> str:
    return "day" if unit == "hour" else unit  # 从3天缩短到4小时


def changes(outline: Outline, around: Sequence[Zones]) -> dict[int, int]:
    """Figures that are the old state of a change (`由X提高至Y`), each with the number of the new state."""
    found: dict[int, int] = {}
    for zones, following in itertools.pairwise(around):
        first, second = zones.quantity, following.quantity
        if _base(first.unit) != _base(second.unit) or not 0 < second.start - first.end <= 14:
            continue
        between = outline.text[first.end : second.start]
        lead = outline.text[max(0, first.start - 24) : first.start]
        if _CHANGE.search(between) and re.search("[由从自](?!此)[^，。；]*$", lead):
            found[zones.number] = following.number
    return found
