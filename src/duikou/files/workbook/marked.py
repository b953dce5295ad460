"""The workbook as it was sent, with every problem coloured and commented at its cell, and listed in front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from duikou.book import SEVERITIES
from duikou.files.archive import OLE
from duikou.files.problems import FileProblem
from duikou.files.workbook.grid import Workbook
from duikou.files.workbook.rows import Found

LIST = "问题清单"
COLOURS = {"error": "F8C9C4", "doubt": "FCE8B2", "note": "D6E9F8"}
_AUTHOR = "Duikou"


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem in words. `severity`: its name in the language of the words."""

    found: Found
    severity: str
    text: str


def write_marked(workbook: Workbook, remarks: Sequence[Remark], heads: Sequence[str]) -> bytes:
    """An .xlsx file. `heads`: what to write over severity, sheet, cell and problem in the list.

    An old .xls is written anew with its values. Raises FileProblem `file.damaged` where the file cannot be
    opened for writing.
    """
    from openpyxl import load_workbook

    try:
        old = workbook.content.startswith(OLE)
        book = _anew(workbook) if old else load_workbook(BytesIO(workbook.content), keep_links=False)
    except Exception as error:
        # Whatever openpyxl meets in a broken file, the file is what is wrong.
        raise FileProblem("file.damaged", workbook.name) from error
    at: dict[tuple[str, int, int], list[Remark]] = {}
    for remark in remarks:
        found = remark.found
        if found.sheet in book.sheetnames:
            at.setdefault((found.sheet, max(1, found.row), max(1, found.column)), []).append(remark)
    for (sheet, row, column), here in at.items():
        _mark(book[sheet], row, column, here)
    _list(book, remarks, heads)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _anew(workbook: Workbook) -> Any:
    from openpyxl import Workbook as NewBook

    book = NewBook()
    book.remove(book.active)
    for grid in workbook.grids:
        sheet = book.create_sheet(grid.name)
        for row, cells in enumerate(grid.rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value != "":
                    _put(sheet, row, column, value)
    return book


def _put(sheet: Any, row: int, column: int, value: object) -> None:
    """A value, never a formula."""
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _mark(sheet: Any, row: int, column: int, here: Iterable[Remark]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    listed = sorted(here, key=lambda remark: SEVERITIES.index(remark.found.problem.severity))
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        cell = next(
            sheet.cell(area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col
        )
    cell.fill = PatternFill("solid", fgColor=COLOURS[listed[0].found.problem.severity])
    text = "\n".join(f"{remark.severity}：{remark.text}" for remark in listed)
    cell.comment = Comment(text[:2000], _AUTHOR, height=30 + 18 * (1 + len(text) // 18), width=300)


def _list(book: Any, remarks: Sequence[Remark], heads: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    if LIST in book.sheetnames:
        book.remove(book[LIST])
    sheet = book.create_sheet(LIST, 0)
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(1, column, head)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F6E54")
    for letter, width in zip("ABCD", (8, 22, 12, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    for row, remark in enumerate(remarks, start=2):
        found = remark.found
        for column, text in enumerate((remark.severity, found.sheet, found.cell, remark.text), start=1):
            _put(sheet, row, column, text)
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=COLOURS[found.problem.severity])
        sheet.cell(row, 4).alignment = Alignment(wrap_text=True, vertical="top")
        if found.sheet in book.sheetnames and found.row and found.column:
            title = found.sheet.replace("'", "''")
            sheet.cell(row, 3).hyperlink = f"#'{title}'!{found.cell}"
            sheet.cell(row, 3).font = Font(color="1F6E54", underline="single")
    sheet.freeze_panes = "A2"
    book.active = 0
