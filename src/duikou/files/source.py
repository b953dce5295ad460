"""A text taken from a file, and where in the file each part of it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file. `kind` says what `numbers` count, each from 1:

    `text` (line), `paragraph` (paragraph of the body), `cell` (table, row, column), `page` (page, line),
    `footnote`, `endnote`, `box` (which of them in the order of the text).
    `character`: how many characters of that line, paragraph or cell stand before it.
    """

    kind: str
    numbers: tuple[int, ...]
    character: int = 0


@dataclass(frozen=True, slots=True)
class LoadedText:
    """The text of a file and its `form`: text, html, docx or pdf.

    Plain and Markdown files are kept character for character (a byte order mark taken off); the others have a
    blank line between paragraphs, `#` before headings, `- ` before list items and `|` between the cells of a
    table. `passages`: start in the text and place in the file of every part, in order.
    """

    text: str
    form: str
    passages: tuple[tuple[int, Place], ...] = field(default=(), repr=False)

    def where(self, offset: int) -> Place:
        """The place of the character at `offset`. Raises IndexError outside the text."""
        if not 0 <= offset < len(self.text):
            raise IndexError(offset)
        if not self.passages:
            begin = self.text.rfind("\n", 0, offset) + 1
            return Place("text", (self.text.count("\n", 0, offset) + 1,), offset - begin)
        start, place = self.passages[max(0, bisect_right(self.passages, offset, key=lambda p: p[0]) - 1)]
        return Place(place.kind, place.numbers, place.character + max(0, offset - start))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one part) or a row of a table (its cells): the text and the place of each part.

    `mark`: what is put before it, `# `, `- ` or ""."""

    parts: tuple[tuple[str, Place], ...]
    mark: str = ""
    row: bool = False


def laid_out(blocks: Iterable[Block], form: str) -> LoadedText:
    """Blocks parted by a blank line; the rows of one table stay together. Empty blocks are left out."""
    pieces: list[str] = []
    passages: list[tuple[int, Place]] = []
    length = 0
    before: Block | None = None

    def add(text: str) -> None:
        nonlocal length
        pieces.append(text)
        length += len(text)

    for block in blocks:
        if not any(text for text, _ in block.parts):
            continue
        if before is not None:
            add("\n" if before.row and block.row and _one_table(before, block) else "\n\n")
        add("|" if block.row else block.mark)
        for text, place in block.parts:
            passages.append((length, place))
            add(f"{text}|" if block.row else text)
        before = block
    if before is not None:
        add("\n")
    return LoadedText("".join(pieces), form, tuple(passages))


def _one_table(above: Block, below: Block) -> bool:
    return above.parts[0][1].numbers[0] == below.parts[0][1].numbers[0]
