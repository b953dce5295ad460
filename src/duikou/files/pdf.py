"""PDF files with a text layer: their lines, page by page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any

from duikou.files.problems import FileProblem, Limits
from duikou.files.source import LoadedText, Place

_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\ufffd]")
_PAGE_NUMBER = re.compile(r"[-—–·第\s]*\d{1,4}[-—–·页\s]*")
# Its remarks on files that it mends are for nobody.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
INDENT = "\u3000\u3000"


@dataclass(slots=True)
class _Line:
    """Cells that stand at one height; `x` where the first begins, `end` where the last ends."""

    x: float
    y: float
    size: float
    cells: list[str]
    end: float


def read_pdf(raw: bytes, name: str, limits: Limits) -> LoadedText:
    """The lines of a PDF; places are page and line. Lines that stand in the same number of cells under each
    other (a table) have `|` between them; wider gaps between lines become blank lines, page numbers go.

    Raises FileProblem `file.encrypted`, `file.damaged`, `file.pages`, `file.no_text_layer`.
    """
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileProblem("file.encrypted", name)
        if len(reader.pages) > limits.pages:
            raise FileProblem("file.pages", name, most=limits.pages)
        pages = [_lines(page) for page in reader.pages]
    except FileProblem:
        raise
    except FileNotDecryptedError as error:
        raise FileProblem("file.encrypted", name) from error
    except Exception as error:
        # Whatever pypdf meets in a broken file, the file is what is wrong.
        raise FileProblem("file.damaged", name) from error
    if not any(pages):
        raise FileProblem("file.no_text_layer", name)
    return _laid_out(pages)


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order in which they are drawn, which keeps columns apart."""
    lines: list[_Line] = []

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], font: object, size: float) -> None:
        words = _STRANGE.sub("", text).strip()
        if not words:
            return
        scale = abs(matrix[0]) or 1.0
        x = matrix[0] * place[4] + matrix[2] * place[5] + matrix[4]
        y = matrix[1] * place[4] + matrix[3] * place[5] + matrix[5]
        size = (size * (abs(place[0]) or 1.0) * scale) or 10.0
        for number, part in enumerate(words.split("\n")):
            _put(lines, part.strip(), x, y - number * size * 1.2, size)

    page.extract_text(visitor_text=visit)
    return [line for line in lines if any(line.cells)]


def _put(lines: list[_Line], words: str, x: float, y: float, size: float) -> None:
    """Add words to the last line, as a cell of their own behind a wide gap, or begin a line with them."""
    width = sum(size if sign > "\u2013" else size / 2 for sign in words)
    last = lines[-1] if lines else None
    if last is None or abs(y - last.y) > size * 0.4 or x < last.x:
        lines.append(_Line(x, y, size, [words], x + width))
        return
    if x - last.end > size * 1.2:
        last.cells.append(words)
    else:
        last.cells[-1] += words
    last.end = max(last.end, x + width)


def _laid_out(pages: Sequence[Sequence[_Line]]) -> LoadedText:
    pieces: list[str] = []
    passages: list[tuple[int, Place]] = []
    length = 0
    for page_number, lines in enumerate(pages, start=1):
        for number, (lead, words) in enumerate(_texts(lines), start=1):
            passages.append((length + len(lead), Place("page", (page_number, number))))
            pieces.append(f"{lead}{words}\n")
            length += len(pieces[-1])
        pieces.append("\n")
        length += 1
    return LoadedText("".join(pieces).rstrip("\n") + "\n", "pdf", tuple(passages))


def _texts(lines: Sequence[_Line]) -> Iterator[tuple[str, str]]:
    """What stands before each line (a blank line, an indent) and the line; a page number is left empty."""
    steps = [above.y - below.y for above, below in pairwise(lines) if above.y > below.y]
    usual = median(steps) if steps else 0.0
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        below = lines[number + 1] if number + 1 < len(lines) else None
        lead = ""
        if above is not None and (above.y < line.y or above.y - line.y > 1.5 * usual):
            lead = "\n"
        if number in (0, len(lines) - 1) and _PAGE_NUMBER.fullmatch("".join(line.cells)):
            yield lead, ""
        elif len(line.cells) > 1 and any(n and len(n.cells) == len(line.cells) for n in (above, below)):
            yield lead, "|" + "|".join(cell.replace("|", "/") for cell in line.cells) + "|"
        else:
            near = [n for n in (below, above) if n is not None and abs(n.y - line.y) <= 1.5 * usual]
            indented = bool(near) and line.size < line.x - near[0].x < 5 * line.size
            yield lead + (INDENT if indented else ""), " ".join(line.cells)
