"""The year that a whole report accounts for (`2023年，……。全年……`): it dates what says no time of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from duikou.reading.clean import clean
from duikou.reading.lists import any_of, words
from duikou.reading.outline import HEADING, Outline
from duikou.reading.split import split
from duikou.reading.times import Times, times
from duikou.reading.types import TimeMention
from duikou.words import Vocabulary

_YEARLY = re.compile(any_of(words("cues", use="account of a year")))
LEAD = 4  # the lead paragraph is among so many first blocks
NEAR = 600  # characters from the head of the text in which it says that it accounts for a year
OPENING = 3  # characters before a time that opens the lead
_STEADY = ("at", "span")


def report_period(
    outline: Outline, known: Times, title: str, dated: str, vocabulary: Vocabulary
) -> TimeMention | None:
    """The year or years in the document's title, else the year that opens the first paragraph of a text that
    calls itself an account of a year (年度, 全年, 工作总结 …). None where the text is no such report.

    `title`: the title where it does not stand in the text. Looks at the head of the text only.
    """
    if title and (found := _titled(title, dated, vocabulary)):
        return found
    head = f"{title}\n{outline.text[:NEAR]}"
    if not _YEARLY.search(head):
        return None
    for block in outline.blocks[:LEAD]:
        if block.kind in (HEADING, "caption") or block.last == block.first:
            continue
        opening = known.within(block.start, block.start + OPENING)
        return next((m for m in opening if m.role == "at" and len(m.start) == 4), None)
    return None


def _titled(title: str, dated: str, vocabulary: Vocabulary) -> TimeMention | None:
    cleaned = clean(title)
    found = times(cleaned, split(cleaned), dated, vocabulary)
    whole = [m for m in found if m.role in _STEADY and len(m.start) in (4, 7) and m.start]
    return replace(whole[0], span=(0, 0)) if len(whole) == 1 else None
