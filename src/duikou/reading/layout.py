"""Which lines of a text belong together: newspaper columns break sentences and even numbers.

A line that was broken to fit a column is *full*: about as wide as the widest line beside it. Only such lines,
and prose that stops in the middle of a sentence, are joined to what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Spans = list[tuple[int, int]]

_LINE = re.compile(r"[^\n]+")
_FINAL = "。！？…；"
_CLOSING = "”’』」》）】"
_MARKED = re.compile(r"(?:#{1,6} |[-*+·] |\||\d{1,2}[.、．] ?(?!\d)|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|[①-⑳]|[■●▲◆★▶※])")
_OPEN_END = re.compile(r"[，、（“《‘]$|[\d.]$")
_STARTS_INSIDE = re.compile(r"[\u3400-\u9fff][、，。]|[，。、；：！？）”]")
# Half-width columns: narrower lines are titles or lists, not columns.
NARROWEST = 20
INDENT = 4
PROSE = 30
CAPTIONS = 4


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    width: int
    indented: bool
    after_blank: bool


@dataclass(slots=True)
class _Block:
    """Lines joined so far; `last` is the line it ends with, `lines` how many."""

    spans: Spans
    text: str
    last: _Line
    lines: int
    after_blank: bool
    column: int


def lines_in_order(text: str) -> list[Spans]:
    """The spans of `text` that make up each heading, paragraph, caption or list item, in reading order.

    A caption that interrupts a sentence comes after the paragraph that it interrupts. Blank lines vanish.
    """
    return [block.spans for block in _over_gaps(_runs(_lines(text)))]


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        bare = match[0].strip()
        if not bare:
            continue
        lead = len(match[0]) - len(match[0].lstrip())
        start = match.start() + lead
        gap = text.count("\n", previous_end, match.start())
        width = len(bare) + sum(map("\u2013".__le__, bare))
        found.append(_Line(start, start + len(bare), bare, width, lead >= 2, gap > 1 or not found))
        previous_end = match.end()
    return found


def _runs(lines: list[_Line]) -> list[_Block]:
    """Join the full lines inside each run of lines without a blank one between."""
    blocks: list[_Block] = []
    position = 0
    while position < len(lines):
        end = position + 1
        while end < len(lines) and not lines[end].after_blank:
            end += 1
        blocks.extend(_run(lines[position:end]))
        position = end
    return blocks


def _run(lines: list[_Line]) -> list[_Block]:
    column = max(line.width for line in lines)
    blocks: list[_Block] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line, column):
            block = blocks[-1]
            block.spans.append((line.start, line.end))
            block.text += line.text if len(block.text) < 4000 else ""
            block.last, block.lines = line, block.lines + 1
        else:
            blocks.append(_Block([(line.start, line.end)], line.text, line, 1, line.after_blank, column))
    return blocks


def _goes_on(block: _Block, line: _Line, column: int) -> bool:
    last = block.last
    if line.indented or _MARKED.match(line.text) or block.text.startswith(("#", "|")):
        return False
    full = last.width >= column - 3 and column >= NARROWEST
    if _ends(last.text):
        return full and last.width >= column - 1 and block.lines > 1 and last.text[-1] in "。；”"
    if _OPEN_END.search(last.text) or _STARTS_INSIDE.match(line.text):
        return True
    first_of_paragraph = block.lines == 1 and column >= NARROWEST and last.width + INDENT >= column - 3
    return full or first_of_paragraph


def _ends(text: str) -> bool:
    """Whether a sentence ends here."""
    bare = text.rstrip(_CLOSING)
    if bare is text or len(bare) == len(text):
        return text[-1] in _FINAL or text.endswith(("：", "——"))
    return bool(bare) and bare[-1] in _FINAL


def _prose(text: str) -> bool:
    return "。" in text or "，" in text or "；" in text or "、" in text


def _over_gaps(blocks: list[_Block]) -> list[_Block]:
    """Join prose that a blank line, or captions, cut in the middle of a sentence."""
    out: list[_Block] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        position += 1
        captions: list[_Block] = []
        while position < len(blocks) and _unfinished(block, blocks[position:position + CAPTIONS + 1]):
            ahead = position
            while _caption(blocks[ahead]) and not _continues(block, blocks[ahead]):
                ahead += 1
            captions.extend(blocks[position:ahead])
            nxt = blocks[ahead]
            block = _Block(block.spans + nxt.spans, nxt.text if len(block.text) > 4000 else block.text + nxt.text,
                           nxt.last, block.lines + nxt.lines, block.after_blank, nxt.column)
            position = ahead + 1
        out.append(block)
        out.extend(captions)
    return out


def _unfinished(block: _Block, ahead: list[_Block]) -> bool:
    """Whether `block` stops inside a sentence that one of the blocks ahead, past captions only, goes on with."""
    if _ends(block.text) or _MARKED.match(block.text):
        return False
    for nxt in ahead:
        if _continues(block, nxt):
            return True
        if not _caption(nxt):
            return False
    return False


def _continues(block: _Block, nxt: _Block) -> bool:
    if _MARKED.match(nxt.text) or not nxt.after_blank:
        return False
    if _STARTS_INSIDE.match(nxt.text):
        return True
    if not _prose(nxt.text) or not (_ends(nxt.text) or len(nxt.text) >= PROSE):
        return False
    if nxt.lines > 1 or block.lines > 1:
        column = max(nxt.column, NARROWEST) if nxt.lines > 1 else max(block.column, NARROWEST)
        first = INDENT if block.lines == 1 else 0
        near = column - 8 <= block.last.width + first <= column + 4 or column - 3 <= block.last.width <= column + 2
        return near and (_prose(block.text) or block.text.startswith("“") or len(block.text) >= 12)
    return len(block.text) >= PROSE and _prose(block.text)


def _caption(block: _Block) -> bool:
    return len(block.text) <= 40 and not _ends(block.text) and "，" not in block.text and not _MARKED.match(block.text)
