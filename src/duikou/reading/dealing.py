"""Values dealt out in order: `A、B分别为x、y` gives A x and B y."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duikou.reading.outline import Outline
from duikou.reading.types import Quantity, Span

_WORD = re.compile("分别|依次")
_JOINT = re.compile(r"[、，,和与及]|以及")
_LIST_JOINT = re.compile(r"(?:[、和与及]|以及)$")
REACH = 120


@dataclass(frozen=True, slots=True)
class Deal:
    """`order`: which of `count` values this one is. `names`: where names are looked for."""

    order: int
    count: int
    names: Span


def deals(outline: Outline, quantities: Sequence[Quantity]) -> dict[int, Deal]:
    """For each quantity that 分别 deals out: its place in the row. Linear in the text."""
    text = outline.text
    found: dict[int, Deal] = {}
    number = 0
    for match in _WORD.finditer(text):
        while number < len(quantities) and quantities[number].start < match.end():
            number += 1
        row = _row(text, quantities, number)
        if len(row) < 2 or quantities[row[0]].start - match.end() > 40:
            continue
        sentence = outline.sentence_at(match.start())
        if quantities[row[0]].start >= sentence.end:
            continue
        names = max(sentence.start, match.start() - REACH), quantities[row[0]].start
        count = len(row)
        while len(row) == count and quantities[row[-1]].end <= sentence.end:
            for order, member in enumerate(row):
                found[member] = Deal(order, count, names)
            row = _row(text, quantities, row[-1] + 1)
    return found


def _row(text: str, quantities: Sequence[Quantity], first: int) -> list[int]:
    """Numbers of the quantities of one unit that follow each other with only a joint between."""
    row: list[int] = []
    for number in range(first, len(quantities)):
        if row:
            before = quantities[row[-1]]
            between = text[before.end : quantities[number].start]
            if before.unit != quantities[number].unit or not _JOINT.fullmatch(between):
                break
        row.append(number)
    return row


def listed(text: str, spans: Sequence[Span], count: int) -> Sequence[Span]:
    """The last `count` spans that stand as a list (、和 between), () where there is no such list."""
    run: list[Span] = []
    best: list[Span] = []
    for span in spans:
        if run and _LIST_JOINT.fullmatch(text, run[-1][1], span[0]):
            run.append(span)
        else:
            run = [span]
        if len(run) == count:
            best = list(run)
    return best


def nouns(text: str, deal: Deal) -> Span | None:
    """The noun of this value where a list of `deal.count` nouns stands right before 分别."""
    start, end = deal.names
    word = max(text.rfind("分别", start, end), text.rfind("依次", start, end))
    if word < 0:
        return None
    lead = max(text.rfind(mark, start, word) for mark in "，。；：\n")
    parts: list[Span] = []
    place = max(start, lead + 1)
    for match in re.finditer(r"[、和与及]|以及", text[place:word]):
        parts.append((place if not parts else parts[-1][1] + 1, place + match.start()))
    last = parts[-1][1] + 1 if parts else place
    parts.append((last, word))
    if len(parts) != deal.count or any(b - a < 2 for a, b in parts):
        return None
    return parts[deal.order]
