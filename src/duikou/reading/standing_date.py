"""The date to which what a text tells is reckoned, where it is not the document's own: said once for all
figures (`除注明外，数据均截至10月底`), or by a heading over a part (`2023年工作回顾`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duikou.reading.outline import HEADING, Block, Outline
from duikou.reading.times import Times, is_later
from duikou.reading.types import TimeMention

_FOR_ALL = re.compile(
    "(?:数据|数字|统计|信息)(?:如?无特[别殊](?:说明|注明)，)?(?:采集|更新)?(?:时间|日期|期限)?"
    "(?:均|皆|都|全部|统一|一律)?(?:为|是|：)?(?:截至|截止到?|更新至|统计至|统计到)?(?:时间|日期)?(?:为|是|：)?"
)
_ENDS = ("until", "at", "told")
_RUNNING = ("since", "yearly_run")
_HEAD = 4  # a heading among so many first blocks may say to when all is reckoned
UP = 3  # headings above one another that are asked


def standing_date(outline: Outline, times: Times, dated: str) -> str:
    """The date to which all figures of the text are reckoned, `dated` where it says none or several."""
    said = {
        found.end
        for match in _FOR_ALL.finditer(outline.text)
        if match.end() - match.start() > 2 and (found := _at(times, match.start(), match.end()))
    }
    for block in outline.blocks[:_HEAD]:
        if block.kind == HEADING:
            said |= {m.end for m in times.within(block.start, block.end) if m.role == "until"}
    said = {end for end in said if end and not is_later(end, dated)}
    return said.pop() if len(said) == 1 else dated


def _at(times: Times, start: int, end: int) -> TimeMention | None:
    """The time that the words in [start, end) lead up to; it may hold the last of them (`截至2022年`)."""
    near = times.within(start, end + 1)
    return near[-1] if near and near[-1].role in _ENDS and near[-1].span[1] > end else None


def section_date(outline: Outline, times: Times, block: Block, dated: str) -> str:
    """The year that is over of the heading above a block, `dated` where it names none, or several. Several
    years (`2018—2020年`) say nothing of what stands under a heading of its own."""
    for above in range(UP):
        if block.heading < 0:
            break
        block = outline.blocks[block.heading]
        named = [m for m in times.within(block.start, block.end) if m.role in ("at", "span")]
        if named:
            last = named[-1].end[:4]
            whole = len(named) == 1 and len(named[0].end) == 4 and (not above or named[0].role == "at")
            return last if whole and dated and last < dated[:4] else dated
    return dated


def reckoned(found: Sequence[TimeMention], dated: str, standing: str) -> list[TimeMention]:
    """Times that run to the document's date (`一年来`), as ones that run to the standing date; the stretch
    that lies in the standing year is that year."""
    return [
        replace(m, role="at", start=standing, end=standing)
        if _runs(m, dated) and len(standing) == 4 and m.start[:4] >= standing
        else replace(m, end=standing)
        if _runs(m, dated)
        else m
        for m in found
    ]


def _runs(mention: TimeMention, dated: str) -> bool:
    return mention.role in _RUNNING and bool(dated) and mention.end == dated
