"""What a figure says of another: 同比增长12%, 比上年增加1亿元, 其中…占10%, 亩产120斤按每斤80元算."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol


class Compared(Protocol):
    """A figure in the text; `part_of`: the number of its whole or None."""

    @property
    def number(self) -> int: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def surface(self) -> str: ...

    @property
    def unit(self) -> str: ...

    @property
    def measure(self) -> str: ...

    @property
    def part_of(self) -> int | None: ...


Relations = tuple[tuple[str, int], ...]

_MARKS = re.compile(r"[\s*]+")
_SENTENCE_END = re.compile(r"[。；;！？!?]|\n\s*\n")
_YEAR_BEFORE = r"(?:同比|(?:比|较)(?:上一?年|去年|前一年)(?:同期)?)"
_ROSE = re.compile(
    rf"^[，,、（(]*{_YEAR_BEFORE}(?:净|再)?(?:增长|增加|上升|提高|增幅|增速|多)(?:了|为|达|达到)?$"
)
_FELL = re.compile(rf"^[，,、（(]*{_YEAR_BEFORE}(?:下降|减少|降低|回落|降幅|少)(?:了|为|达|达到)?$")
_SHARE = re.compile(r"^[，,、（(]*占(?:比|总额|总量|总数|全部|其)?(?:的|为|达|达到)?$")
_WORKED_OUT = re.compile("按|计算|算")
REACH = 3  # so many figures before it may be the factors of a product


def comparisons(text: str, figures: Sequence[Compared]) -> dict[int, Relations]:
    """For each figure (by its `number`) that the words before it hang on others: (relation, number) pairs,
    the relations of `book.statement`. Only what stands side by side in one sentence; linear in the text."""
    found: dict[int, Relations] = {}
    for before, figure in pairwise(figures):
        between = text[before.end : figure.start]
        if _SENTENCE_END.search(between):
            continue
        if relations := _changed(_MARKS.sub("", between), before, figure):
            found[figure.number] = relations
    for place, figure in enumerate(figures):
        if factors := _factors(text, figures[max(0, place - REACH) : place], figure):
            found[figure.number] = tuple(("per", factor.number) for factor in factors)
    return found


def _changed(words: str, before: Compared, figure: Compared) -> Relations:
    rose, fell = _ROSE.match(words), _FELL.match(words)
    points = "百分点" in figure.surface
    if (rose or fell) and figure.unit == "percent" and not points and before.unit != "percent":
        return (("growth_of" if rose else "fall_of", before.number),)
    if (rose or fell) and (figure.unit, figure.measure) == (before.unit, before.measure) and not points:
        return (("more_than" if rose else "less_than", before.number),)
    if _SHARE.match(words) and figure.unit == "percent" and before.part_of:
        return ("share_of", before.part_of), ("part", before.number)
    return ()


def _factors(text: str, earlier: Sequence[Compared], figure: Compared) -> tuple[Compared, ...]:
    """Two figures of one sentence whose units multiply to that of `figure` (斤/亩 × 元/斤 = 元/亩)."""
    over, _, under = figure.unit.partition("/")
    for first in earlier:
        for second in earlier:
            top, _, middle = first.unit.partition("/")
            low, _, bottom = second.unit.partition("/")
            if not under or not middle or (top, middle, bottom) != (over, low, under):
                continue
            start = min(first.start, second.start)
            words = text[start : figure.start]
            if _WORKED_OUT.search(words) and not _SENTENCE_END.search(words):
                return tuple(sorted((first, second), key=lambda factor: factor.start))
    return ()
