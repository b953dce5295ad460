"""The words around a number: what follows its unit, what leads up to it, its clause, its sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duikou.reading.dealing import Deal, nouns
from duikou.reading.outline import Outline, Sentence
from duikou.reading.types import Quantity, Span

AFTER, BEFORE, CLAUSE, SENTENCE = "after", "before", "clause", "sentence"
_STOP_AFTER = re.compile(r"[…—，。；、：！？,;:!?\n”’」』）)《（(]")
_STOP_BEFORE = re.compile(r"[，。；、：！？,;:!?\n」』（(]")
_LINK = re.compile(r"[达到至为共计约近超过逾总各有的了“”]{0,4}(?:累计|数量|总数)?")
_BEHIND_NOUN = frozenset("与和及的（在赴到来对已被结开实共")
REACH_AFTER, REACH_BEFORE, REACH_CLAUSE = 24, 30, 80


@dataclass(frozen=True, slots=True)
class Zones:
    """Spans of the cleaned text around quantity `number`; `sentence` is cut to what is near.

    `purpose`: where the clause behind ends if it says what the amount is for and counts nothing, else the end
    of the clause itself. `free`: what lies between the figures beside it.
    """

    number: int
    quantity: Quantity
    after: Span
    before: Span
    clause: Span
    sentence: Span
    whole: Sentence
    purpose: int
    free: Span

    def zone_of(self, start: int, end: int) -> str:
        """The narrowest zone that holds [start, end), "" for none."""
        for name, (a, b) in ((AFTER, self.after), (BEFORE, self.before), (CLAUSE, self.clause)):
            if a <= start and end <= b:
                return name
        a, b = self.sentence
        return SENTENCE if a <= start and end <= b else ""

    def touches(self, start: int, end: int, text: str) -> bool:
        """Whether [start, end) is the noun right before the number, or the last of what follows the unit."""
        if end <= self.quantity.start:
            return bool(_LINK.fullmatch(text, end, self.quantity.start))
        return start >= self.quantity.end and (start == self.quantity.end or end == self.after[1])

    def ends_noun(self, start: int, end: int, text: str) -> bool:
        """Whether [start, end) is the last of a noun behind the unit (`84个结对县与…`)."""
        return self.after[0] <= start and end <= self.after[1] and text[end : end + 1] in _BEHIND_NOUN

    def distance(self, start: int, end: int) -> int:
        """Characters between the quantity and [start, end)."""
        return max(0, start - self.quantity.end, self.quantity.start - end)


def zones(
    outline: Outline, quantities: Sequence[Quantity], dealt: Mapping[int, Deal] | None = None
) -> tuple[Zones, ...]:
    """The zones of every quantity, in order. `dealt`: values that 分别 deals out have nouns of their own."""
    text = outline.text
    found: list[Zones] = []
    for number, quantity in enumerate(quantities):
        start, end = quantity.start, quantity.end
        whole = outline.sentence_at(start)
        first, last = outline.clause_at(start)
        _, last = (first, last) if end <= last else outline.clause_at(end - 1)
        clause = max(first, start - REACH_CLAUSE), max(end, min(last, end + REACH_CLAUSE))
        follows = quantities[number + 1].start if number + 1 < len(quantities) else len(text)
        stop = min(follows, end + REACH_AFTER, whole.end)
        match = _STOP_AFTER.search(text, end, max(end, stop))
        after = end, match.start() if match else max(end, stop)
        leads = quantities[number - 1].end if number else 0
        begin = min(start, max(leads, first, start - REACH_BEFORE))
        marks = [m.end() for m in _STOP_BEFORE.finditer(text, begin, start)]
        before = marks[-1] if marks else begin, start
        if dealt and number in dealt:
            before = nouns(text, dealt[number]) or before
        sentence = max(whole.start, start - 160), max(end, min(whole.end, end + 160))
        purpose = _purpose_end(text, clause[1], min(follows, sentence[1]))
        free = max(whole.start, leads), _free_end(text, end, purpose, follows)
        found.append(Zones(number, quantity, after, before, clause, sentence, whole, purpose, free))
    return tuple(found)


_NEXT = re.compile("[^，；。\n]{2,60}")
_PURPOSE = re.compile("用于|建设|修建|新建|改造|援建|打造|支持|助力|购置|实施|帮助|改善|完善|推进")


def _free_end(text: str, end: int, purpose: int, follows: int) -> int:
    """Up to the part of the sentence in which the next figure stands."""
    if purpose <= follows:
        return purpose
    cut = max(text.rfind(mark, end, follows) for mark in "，、；")
    return max(end, cut if cut >= 0 else follows)


def _purpose_end(text: str, start: int, stop: int) -> int:
    match = _NEXT.match(text, start, max(start, stop)) if text[start - 1 : start] == "，" else None
    if match is None or (match.end() >= stop and stop < len(text) and text[stop : stop + 1].isdigit()):
        return start
    said = match.group(0)
    return match.end() if _PURPOSE.search(said) and "有效" not in said and "了" not in said else start
