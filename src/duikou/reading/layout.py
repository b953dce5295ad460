"""Which lines of a text belong together: newspaper columns break sentences and even numbers.

Lines that follow each other without a blank one are a *run*. A run of prose whose lines mostly reach the
same width is *wrapped*: in it every line that does not end a sentence goes on in the next. Prose that a blank
line or captions cut inside a sentence goes on behind them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from duikou.reading.tables import Part, sentences

Spans = list[tuple[int, int]]

_LINE = re.compile(r"[^\n]+")
_FINAL = "。！？…；"
_CLOSING = "”’』」》）】"
_MARKED = re.compile(
    r"#{1,6} |[-*+·] |\||\d{1,2}[.、．] ?(?!\d)|（[一二三四五六七八九十\d]{1,3}）"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳■●▲◆★▶※]"
)
_OPEN_END = re.compile(r"[，、（“《‘\d.]$")
_STARTS_INSIDE = re.compile(r"[\u3400-\u9fff][、，。]|[，。、；：！？）”%]")
_BYLINE = re.compile(r"[—\d（]|(?:记者|通讯员|文|图|摄影|作者|来源|编辑|图片)|.{0,4} ")
_PROSE = re.compile(r"[。，；、]")
_SENTENCE_INSIDE = re.compile(r"[。！？]")
# Half-width columns: narrower lines are titles or lists, not columns.
NARROWEST = 20
NARROWEST_TITLE = 16
RAGGED = 4  # how far a wrapped line may fall short of its column
INDENT = 4  # the first line of a paragraph
LONG_LINE = 30  # characters of prose that is no title
LONGEST_CAPTION = 45
CAPTIONS = 4
_SAMPLE = 2000  # as much of a long block as is looked at


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    width: int
    indented: bool
    after_blank: bool

    @property
    def tail(self) -> str:
        return self.text[-24:]


@dataclass(slots=True)
class _Block:
    """Lines joined so far. `text`: their beginning; `last`: the line it ends with; `column` and `in_prose`:
    width of its run, and whether any line of the run is prose."""

    spans: Spans
    text: str
    last: _Line
    lines: int
    after_blank: bool
    column: int
    in_prose: bool

    def add(self, other: _Block) -> None:
        self.spans.extend(other.spans)
        if len(self.text) < _SAMPLE:
            self.text += other.text
        self.last, self.lines, self.column = other.last, self.lines + other.lines, other.column


@dataclass(slots=True)
class _Run:
    lines: list[_Line] = field(default_factory=list)
    column: int = 0
    prose: bool = False
    wrapped: bool = False


def lines_in_order(text: str) -> list[list[Part]]:
    """The parts of `text` that make up each heading, paragraph, caption or list item, in reading order.

    A caption that interrupts a sentence comes after the paragraph that it interrupts. Blank lines vanish. The
    rows of a table become sentences. Linear in the text.
    """
    blocks = [block for run in _runs(_lines(text)) for block in _joined(run)]
    out: list[list[Part]] = []
    table: Spans = []
    above: Spans = []
    for block in _over_gaps(blocks):
        row = block.text.startswith("|")
        if table and (not row or block.after_blank):
            out.extend(sentences(text, table, above))
            table, above = [], []
        if row:
            table.extend(block.spans)
        else:
            above = [*above[-1:], block.spans[-1]]
            out.append(list(block.spans))
    return out + sentences(text, table, above)


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
        # Chinese characters and the punctuation of their width take two columns.
        width = len(bare) + sum(map("\u2013".__le__, bare))
        found.append(_Line(start, start + len(bare), bare, width, lead >= 2, gap > 1 or not found))
        previous_end = match.end()
    return found


def _runs(lines: Sequence[_Line]) -> list[_Run]:
    runs: list[_Run] = []
    for line in lines:
        if line.after_blank or not runs:
            runs.append(_Run())
        runs[-1].lines.append(line)
    for run in runs:
        run.column = max(line.width for line in run.lines)
        broken = run.lines[:-1]
        full = sum(line.width >= run.column - RAGGED for line in broken)
        run.prose = any(_PROSE.search(line.text) for line in run.lines)
        even = 2 * full >= len(broken) or _is_ragged_prose(run)
        run.wrapped = run.prose and run.column >= NARROWEST and bool(broken) and even
    return runs


def _is_ragged_prose(run: _Run) -> bool:
    """Lines cut by their number of characters, half-width ones among them: of like width, most end inside a
    sentence, and sentences end inside lines."""
    broken = run.lines[:-1]
    wide = sum(4 * line.width >= 3 * run.column for line in broken)
    cut = sum(not _ends(line.tail) for line in broken)
    return (
        len(broken) > 1
        and 4 * wide >= 3 * len(broken)
        and 2 * cut >= len(broken)
        and any(_SENTENCE_INSIDE.search(line.text[:-1]) for line in run.lines)
    )


def _joined(run: _Run) -> list[_Block]:
    blocks: list[_Block] = []
    for line in run.lines:
        spans = [(line.start, line.end)]
        block = _Block(spans, line.text, line, 1, line.after_blank, run.column, run.prose)
        if blocks and _goes_on(blocks[-1], line, run):
            blocks[-1].add(block)
        else:
            blocks.append(block)
    return blocks


def _goes_on(block: _Block, line: _Line, run: _Run) -> bool:
    last = block.last
    if line.indented or _MARKED.match(line.text) or block.text.startswith(("#", "|")):
        return False
    if _ends(last.tail):
        # A sentence that ends where the column ends says nothing; most often the paragraph goes on.
        return run.wrapped and last.width >= run.column - 1 and block.lines > 1 and last.text[-1] in "。；”"
    if _OPEN_END.search(last.tail) or _STARTS_INSIDE.match(line.text):
        return True
    if len(run.lines) == 2 and not _PROSE.search(last.text + line.text):  # a title in two lines
        short = last.width >= NARROWEST_TITLE and 10 * line.width <= 6 * last.width
        return short and not _BYLINE.match(line.text)
    return run.wrapped and 10 * last.width >= 6 * run.column


def _ends(text: str) -> bool:
    """Whether a sentence ends where `text` ends."""
    bare = text.rstrip(_CLOSING)
    if len(bare) == len(text):
        return text[-1] in _FINAL or text.endswith(("：", "——"))
    return bool(bare) and bare[-1] in _FINAL


def _over_gaps(blocks: Sequence[_Block]) -> list[_Block]:
    """Join prose that a blank line, or captions, cut in the middle of a sentence."""
    out: list[_Block] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        position += 1
        captions: list[_Block] = []
        while (ahead := _continuation(block, blocks, position)) is not None:
            captions.extend(blocks[position:ahead])
            block.add(blocks[ahead])
            position = ahead + 1
        out.append(block)
        out.extend(captions)
    return out


def _continuation(block: _Block, blocks: Sequence[_Block], position: int) -> int | None:
    """Where the sentence that `block` stops in goes on, past captions only; None where it does not."""
    if _ends(block.last.tail) or _MARKED.match(block.text):
        return None
    for ahead in range(position, min(position + CAPTIONS + 1, len(blocks))):
        if _continues(block, blocks[ahead]):
            return ahead
        if not _is_caption(blocks[ahead]):
            return None
    return None


def _continues(block: _Block, following: _Block) -> bool:
    """Whether `following` goes on with the sentence that `block` stops in."""
    if _MARKED.match(following.text) or not following.after_blank:
        return False
    if _STARTS_INSIDE.match(following.text):
        return True
    if not _PROSE.search(following.text) or (
        not _ends(following.last.tail) and len(following.text) <= LONGEST_CAPTION
    ):
        return False
    if _SENTENCE_INSIDE.search(block.text[:-1]) or block.text.count("“") > block.text.count("”"):
        return True  # a title holds no whole sentence and opens no quotation that it does not close
    if following.lines > 1 or block.lines > 1:
        return block.in_prose and _reaches_the_column(block, following)
    return len(block.text) >= LONG_LINE and bool(_PROSE.search(block.text))


def _reaches_the_column(block: _Block, following: _Block) -> bool:
    """Whether the last line of `block` is as wide as the column that it or `following` is set in."""
    column = following.column if following.lines > 1 else block.column
    indent = INDENT if block.lines == 1 else 0
    width = block.last.width
    return column >= NARROWEST and (
        column - 2 * RAGGED <= width + indent <= column + RAGGED or column - RAGGED <= width <= column + 2
    )


def _is_caption(block: _Block) -> bool:
    text = block.text
    return (
        len(text) <= LONGEST_CAPTION and not _ends(text) and text.count("，") < 2 and not _MARKED.match(text)
    )
