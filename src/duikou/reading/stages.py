"""Paid, agreed or only meant: the stage of money and projects, and of whatever is an aim.

The words are rows of `data/stages.csv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from duikou.reading.lexicon import split_cell
from duikou.reading.lists import any_of, rows
from duikou.reading.outline import HEADING, Outline
from duikou.reading.times import Times, is_later
from duikou.reading.types import Because, Quantity, Span
from duikou.reading.zones import Zones

UP = 3  # headings above one another that are asked
_TO_COME = re.compile(
    "下一步|下步|今后(?:工作|任务|打算)|工作打算|工作(?:安排|计划)$"
    "|(?:下半年|下季度|下阶段|四季度|明年|来年)(?:的)?(?:工作)?(?:打算|计划|安排|重点|任务|目标)"
)
_TASKS = re.compile("任务|重点|目标|打算|安排|计划|思路")
_OVER = re.compile("情况|完成|回顾|成效|总结|进展|报告")
_BEEN = re.compile("已|截至|目前|去年|上年")
TITLE = 16  # a sentence so short at the head of a paragraph is its title
LEADING = 8  # an aim so near the head of a sentence holds for all of it
_MEASURED = ("share", "growth", "context", "price", "medical.indicator", "poverty.rate")
_OFFERS = ("可提供", "可容纳", "可供", "可满足", "可接待", "可接纳")
NO_AIM = ("context", "price")
_UNSTAGED = Because("assumed", "no-stage")


@cache
def _said(use: str) -> re.Pattern[str]:
    later = "(?!后|前|之后)" if use == "finished" else ""
    return re.compile(f"(?:{any_of(_listed(use))}){later}")


def _listed(use: str) -> tuple[str, ...]:
    return tuple(word for row in rows("stages") if row["use"] == use for word in split_cell(row["words"]))


@cache
def _aim() -> re.Pattern[str]:
    modal, adverb, verb = (any_of(_listed(use)) for use in ("modal", "adverb", "verb"))
    return re.compile(
        rf"{any_of(_listed('aim'))}|(?<![模虚草比认许])(?<![”’五])(?<!五年|年度|行动|三年|发展)(?:{modal})(?:{adverb}){{0,2}}(?:{verb})(?!的)"
    )


class StageWords:
    """The aims of one text, found once."""

    __slots__ = ("_aims", "_starts", "_to_come", "outline", "text")

    def __init__(self, outline: Outline, times: Times, dated: str) -> None:
        """`times`: what is dated later than `dated`, the document, is an aim too."""
        later = (m.span for m in times.mentions if m.role in ("at", "until") and is_later(m.end, dated))
        self.outline, self.text = outline, outline.text
        self._aims = sorted([*(match.span() for match in _aim().finditer(self.text)), *later])
        self._starts = [start for start, _ in self._aims]
        self._to_come = _headings_to_come(outline, times, dated)

    def aim(self, zones: Zones, quantity: Quantity) -> Span | None:
        """The nearest aim before the quantity that holds for it."""
        first = bisect_left(self._starts, zones.whole.start)
        for at in range(bisect_left(self._starts, quantity.start) - 1, first - 1, -1):
            aim = self._aims[at]
            if self._reaches(aim, zones, quantity):
                return aim
        return self._leading_in(zones) or self._of_section(zones, quantity)

    def _of_section(self, zones: Zones, quantity: Quantity) -> Span | None:
        """The heading of a part on what is to come, unless the sentence tells of something done."""
        block, heading = self.outline.blocks[zones.whole.block], None
        for _ in range(UP):
            if block.heading < 0 or heading:
                break
            block = self.outline.blocks[block.heading]
            if _OVER.search(self.text, block.start, block.end):
                break
            heading = self._to_come.get(block.number)
        heading = heading or self._titled(zones)
        done = _said("done").search(self.text, zones.whole.start, quantity.start)
        return None if done or _BEEN.search(self.text, zones.whole.start, quantity.start) else heading

    def _titled(self, zones: Zones) -> Span | None:
        """The title that opens the paragraph (`三、下半年打算。`), where it is of what is to come."""
        opening = self.outline.sentences[self.outline.blocks[zones.whole.block].first]
        if opening.number == zones.whole.number or opening.end - opening.start > TITLE:
            return None
        word = _TO_COME.search(self.text, opening.start, opening.end)
        return word.span() if word else None

    def _leading_in(self, zones: Zones) -> Span | None:
        """The aim in the sentence that leads in the list of which the quantity is an item."""
        for lead in self.outline.leading_in(zones.whole):
            first, last = bisect_left(self._starts, lead.start), bisect_left(self._starts, lead.end)
            if first < last and not _said("done").search(self.text, self._aims[last - 1][1], lead.end):
                return self._aims[last - 1]
        return None

    def _reaches(self, aim: Span, zones: Zones, quantity: Quantity) -> bool:
        """An aim holds on from clause to clause until something is said to be done, over `；` only from the
        head of the sentence or to a floor (2000人以上)."""
        start = zones.clause[0]
        if aim[0] >= start:
            return True
        if start - aim[1] > 160 or _said("done").search(self.text, aim[1], quantity.start):
            return False
        leads = aim[0] - zones.whole.start <= LEADING
        return leads or "；" not in self.text[aim[1] : start] or floor_said(quantity, self.text)


def _headings_to_come(outline: Outline, times: Times, dated: str) -> dict[int, Span]:
    """Headings of what is to come (`下一步打算`, `2024年重点任务` in a document of early 2024)."""
    early = "" if dated[5:7] > "04" or len(dated) < 7 else dated[:4]
    found: dict[int, Span] = {}
    for block in outline.blocks:
        if block.kind != HEADING or _OVER.search(outline.text, block.start, block.end):
            continue
        years = {m.end for m in times.within(block.start, block.end) if m.role == "at" and len(m.end) == 4}
        this = any(is_later(year, dated[:4]) or year == early for year in years)
        if word := (_TASKS if this else _TO_COME).search(outline.text, block.start, block.end):
            found[block.number] = word.span()
    return found


def floor_said(quantity: Quantity, text: str) -> bool:
    """Whether the words give a least value (`2000人以上`, `不少于500人`)."""
    if quantity.qualifier == "at_least":
        return True
    return quantity.qualifier == "over" and "以上" in text[quantity.start : quantity.end]


def stage(known: StageWords, zones: Zones, measure: str) -> tuple[str, Because]:
    """target for any aim or forecast; agreed or paid for money and projects; "" otherwise."""
    text = known.text
    staged = measure.startswith("fund.") or measure in ("project.count", "investment")
    agreed = _agreed(text, zones, measure) if staged else None
    aim = known.aim(zones, zones.quantity) if measure not in NO_AIM else None
    if aim and measure == "facility.capacity" and text.startswith(_OFFERS, aim[0]):
        aim = None  # 可提供学位1620个: it is there
    if aim and not (agreed and (aim[0] < zones.clause[0] or _overlap(aim, agreed))):
        return "target", Because("said", "aim", aim)
    floor = zones.quantity.qualifier == "at_least" and not measure.startswith(_MEASURED)
    if floor and not aim and not _said("done").search(text, *zones.clause):
        return "target", Because("said", "floor", zones.quantity.qualifier_span)
    if not staged:
        return "", _UNSTAGED
    if agreed:
        return "agreed", Because("said", "stage-word", agreed)
    if measure == "project.count" and _said("brought").search(text, *zones.clause):
        return "", Because("assumed", "stage-unsaid")
    paid = _said("arrived" if measure == "investment" else "paid").search(text, *zones.clause)
    return "paid", Because("said", "stage-word", paid.span()) if paid else Because("assumed", "stage-natural")


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _agreed(text: str, zones: Zones, measure: str) -> Span | None:
    """The word of an agreement or a plan of money in the clause, unless the money has come; the cost of what
    a donor has built is paid."""
    found = _said("agreed").search(text, *zones.clause)
    if found is None and not measure.startswith("fund."):
        found = _said("whole").search(text, zones.clause[0], zones.quantity.start)
        if found and _said("finished").search(text, zones.whole.start, zones.whole.end):
            found = None
    return found.span() if found else None
