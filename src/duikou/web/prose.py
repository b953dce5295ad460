"""A text cut into blocks of runs that know where they stand and which figure they show, for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

HEADING_LENGTH = 40
SENTENCE_END = tuple("。；！？，、：:;,.!?")
_HEADING = re.compile(r"#{1,6}\s+")
_ITEM = re.compile(r"[-*+]\s+")
_RULE = re.compile(r"[\s|:：\-—+]*")
_LEAD = " \u3000\t"
MOST_HEADS = 3


class Mark(Protocol):
    """What stands at the characters [start, end) of the text: a figure and its verdict, or its review."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Run:
    """Unbroken characters of the text from `start` on, or the words of a figure (`mark` set)."""

    text: str
    start: int
    mark: Any = None


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, and whether they are heads."""

    cells: tuple[Line, ...]
    head: bool


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading, paragraph, item or table; `rows` for a table, `runs` else."""

    kind: str
    runs: Line = ()
    rows: tuple[Row, ...] = ()


def blocks(text: str, marks: Iterable[Mark]) -> tuple[Block, ...]:
    """The lines of `text`, rows that begin with `|` gathered into tables. Signs of Markdown are left out; a
    line end inside a figure does not count; a figure inside another is left out."""
    found: list[Block] = []
    rows: list[Line] = []
    for line in _lines(text, marks):
        words = "".join(run.text for run in line).strip()
        if words.startswith("|"):
            rows.append(line)
            continue
        if rows:
            found.append(_table(rows))
            rows = []
        if words:
            found.append(_block(line, words))
    return (*found, _table(rows)) if rows else tuple(found)


def _lines(text: str, marks: Iterable[Mark]) -> Iterator[Line]:
    runs: list[Run] = []
    for run in _runs(text, marks):
        if run.mark is not None:
            runs.append(run)
            continue
        start = run.start
        for number, part in enumerate(run.text.split("\n")):
            if number:
                yield tuple(runs)
                runs = []
            if part:
                runs.append(Run(part, start))
            start += len(part) + 1
    yield tuple(runs)


def _runs(text: str, marks: Iterable[Mark]) -> Iterator[Run]:
    place = 0
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        if place <= mark.start < mark.end <= len(text):
            yield Run(text[place : mark.start], place)
            yield Run(_printed(text[mark.start : mark.end]), mark.start, mark)
            place = mark.end
    yield Run(text[place:], place)


def _printed(words: str) -> str:
    """A figure's words on one line, without bold marks."""
    return re.sub(r"\s*\n\s*", "", words.replace("**", ""))


def _block(line: Line, words: str) -> Block:
    line = _without_lead(line)
    for kind, sign in (("heading", _HEADING), ("item", _ITEM)):
        if line[0].mark is None and (found := sign.match(line[0].text)):
            first = Run(line[0].text[found.end() :], line[0].start + found.end())
            return Block(kind, tuple(_plain((first, *line[1:]))))
    heading = len(words) <= HEADING_LENGTH and not words.endswith(SENTENCE_END)
    heading = heading and not any(run.mark for run in line)
    return Block("heading" if heading else "paragraph", tuple(_plain(line)))


def _without_lead(line: Line) -> Line:
    """The line without the blanks that it begins with."""
    first = line[0]
    bare = first.text.lstrip(_LEAD)
    return (Run(bare, first.start + len(first.text) - len(bare), first.mark), *line[1:])


def _plain(line: Sequence[Run]) -> Iterator[Run]:
    """Runs without bold marks and carriage returns."""
    for run in line:
        if run.mark is not None:
            yield run
            continue
        start = run.start
        for part in re.split(r"(\*\*|\r)", run.text):
            if part and part not in ("**", "\r"):
                yield Run(part, start)
            start += len(part)


def _table(lines: Sequence[Line]) -> Block:
    """Heads are the rows above the rule of a Markdown table; without one the first that hold no figure."""
    rule = next((number for number, line in enumerate(lines) if _is_rule(line)), 0)
    data = [_cells(line) for line in lines if not _is_rule(line)]
    rows: list[Row] = []
    for number, cells in enumerate(data):
        figures = any(run.mark for cell in cells for run in cell)
        head = number < (rule or MOST_HEADS) and not figures and all(row.head for row in rows)
        rows.append(Row(cells, head))
    return Block("table", rows=tuple(rows))


def _is_rule(line: Line) -> bool:
    return all(run.mark is None and _RULE.fullmatch(run.text) for run in line)


def _cells(line: Line) -> tuple[Line, ...]:
    cells: list[list[Run]] = []
    for run in _without_lead(line):
        if not cells:
            cells.append([])
        if run.mark is not None:
            cells[-1].append(run)
            continue
        start = run.start
        for number, part in enumerate(run.text.split("|")):
            if number:
                cells.append([])
            if part.strip():
                cells[-1].extend(_plain([Run(part, start)]))
            start += len(part) + 1
    # The line begins and ends with a stroke: nothing stands before the first, nothing behind the last.
    return tuple(map(tuple, cells[1:-1] if len(cells) > 2 and not cells[-1] else cells[1:]))
