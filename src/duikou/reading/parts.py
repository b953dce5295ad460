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
    "[提增升上扩]\\S{0,4}[至到为]|[降减下缩]\\S{0,4}[至到为]|[增升]至|[降减]到|变为|跃升|[涨升][到至]"
)
_SORT = ("类", "类别")
FAR = 6


def wholes(
    outline: Outline, around: Sequence[Zones], heads: Sequence[Head]
) -> dict[int, tuple[int, Because]]:
    """For each figure that 其中 makes a part: the number of its whole, and why.

    The whole is the nearest figure before 其中 of the same measure (else of the same unit); what follows in
    the sentence are parts of the same whole as long as the measure stays.
    """
    found: dict[int, tuple[int, Because]] = {}
    for zones in around:
        number = zones.number
        marks = list(_AMONG.finditer(outline.text, zones.whole.start, zones.quantity.start))
        if not marks:
            continue
        begin = marks[-1].start()
        if "；" in outline.text[begin : zones.quantity.start]:
            continue
        sort = outline.text.endswith(_SORT, 0, zones.quantity.start)
        whole = _whole(around, heads, number, begin, sort)
        if whole is not None:
            found[number] = (whole, Because("said", "among", marks[-1].span()))
    return found


def _whole(around: Sequence[Zones], heads: Sequence[Head], number: int, begin: int, sort: bool) -> int | None:
    """The nearest figure that ends before 其中 and counts the same; for people, whatever group they are, and
    for a sort (`产业类5个`), whatever it is a sort of."""
    own = around[number]
    family = heads[number].measure.split(".")[0]
    people: int | None = None
    for candidate in range(number - 1, max(-1, number - 1 - FAR), -1):
        quantity = around[candidate].quantity
        if quantity.end > begin or begin - quantity.end > 300 or quantity.unit != own.quantity.unit:
            continue
        if heads[candidate].measure.split(".")[0] == family:
            return candidate
        if sort and heads[number].measure == "other":
            return candidate
        if people is None and quantity.unit in ("person", "household") and begin >= own.clause[0]:
            people = candidate
    return people


def changes(outline: Outline, around: Sequence[Zones]) -> dict[int, int]:
    """Figures that are the old state of a change (`由X提高至Y`), each with the number of the new state."""
    found: dict[int, int] = {}
    for zones, following in itertools.pairwise(around):
        first, second = zones.quantity, following.quantity
        if first.unit != second.unit or not 0 < second.start - first.end <= 14:
            continue
        between = outline.text[first.end : second.start]
        lead = outline.text[max(0, first.start - 24) : first.start]
        if _CHANGE.search(between) and re.search("[由从自](?!此)[^，。；]*$", lead):
            found[zones.number] = following.number
    return found
