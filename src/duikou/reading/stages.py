"""Paid, agreed or only meant: the stage of money and projects, and of whatever is an aim.

The words are rows of `data/stages.csv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from duikou.reading.lexicon import split_cell
from duikou.reading.lists import any_of, rows
from duikou.reading.outline import Outline
from duikou.reading.times import Times, is_later
from duikou.reading.types import Because, Quantity, Span
from duikou.reading.zones import Zones

LEADING = 8  # an aim so near the head of a sentence holds for all of it
_MEASURED = ("share", "growth", "context", "price", "medical.indicator", "poverty.rate")
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
        rf"{any_of(_listed('aim'))}|(?<![模虚草比认许])(?<!五年|年度|行动|三年|发展)(?:{modal})(?:{adverb}){{0,2}}(?:{verb})(?!的)"
    )


class StageWords:
    """The aims of one text, found once."""

    __slots__ = ("_aims", "_starts", "outline", "text")

    def __init__(self, outline: Outline, times: Times, dated: str) -> None:
        """`times`: what is dated later than `dated`, the document, is an aim too."""
        later = (m.span for m in times.mentions if m.role in ("at", "until") and is_later(m.end, dated))
        self.outline, self.text = outline, outline.text
        self._aims = sorted([*(match.span() for match in _aim().finditer(self.text)), *later])
        self._starts = [start for start, _ in self._aims]

    def aim(self, zones: Zones, quantity: Quantity) -> Span | None:
        """The nearest aim before the quantity that holds for it."""
        first = bisect_left(self._starts, zones.whole.start)
        for at in range(bisect_left(self._starts, quantity.start) - 1, first - 1, -1):
            aim = self._aims[at]
            if self._reaches(aim, zones, quantity):
                return aim
        return self._leading_in(zones)

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
