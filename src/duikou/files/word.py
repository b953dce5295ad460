"""Word documents (.docx): paragraphs and tables in the order of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from duikou.files.archive import look_through
from duikou.files.problems import FileProblem, Limits
from duikou.files.source import Block, LoadedText, Place, laid_out


def read_docx(raw: bytes, name: str, limits: Limits) -> LoadedText:
    """The text of a Word document. Places: paragraphs of the body as python-docx numbers them, and cells by
    table, row and column of its grid. Raises FileProblem `file.encrypted`, `file.damaged`, `file.expands`,
    `file.unsafe`.
    """
    look_through(raw, name, limits)
    from docx import Document

    try:
        document = Document(BytesIO(raw))
        return laid_out(list(_blocks(document)), "docx")
    except Exception as error:
        # Whatever python-docx and lxml meet in a broken file, the file is what is wrong.
        raise FileProblem("file.damaged", name) from error


def _blocks(document: object) -> Iterator[Block]:
    from docx.table import Table

    paragraphs = tables = 0
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            tables += 1
            yield from _rows(block, tables)
            continue
        paragraphs += 1
        text = re.sub(r"[\n\r\v\f]", " ", block.text)
        lead = len(text) - len(text.lstrip())
        style = block.style.name if block.style is not None else ""
        place = Place("paragraph", (paragraphs,), lead)
        yield Block(((text.strip(), place),), _mark(style or ""))


def _rows(table: object, number: int) -> Iterator[Block]:
    """The rows; a cell merged over several stands in each of them, as readers take it."""
    for row_number, row in enumerate(table.rows, start=1):  # type: ignore[attr-defined]
        parts = tuple(
            (" ".join(cell.text.split()).replace("|", "/"), Place("cell", (number, row_number, column)))
            for column, cell in enumerate(row.cells, start=1)
        )
        if parts:
            yield Block(parts, row=True)


def _mark(style: str) -> str:
    if style == "Title":
        return "# "
    if heading := re.fullmatch(r"[Hh]eading ([1-6])", style):
        return "#" * int(heading[1]) + " "
    return "- " if style.startswith("List") else ""
