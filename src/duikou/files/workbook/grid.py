"""Workbooks as grids of raw cells: .xlsx and .xls, looked through before anything is loaded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from duikou.files.archive import OLE, look_through
from duikou.files.problems import MEGABYTE, FileProblem, Limits
from duikou.files.workbook.sheet_xml import SheetXml, look_at_sheets

FORMS = (".xlsx", ".xls")
MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_SHEETS = 200_000, 500, 5_000_000, 200
# Sheets of a workbook that Duikou made, beside those of records: the version mark, help, lists to choose
# from.
MARK_SHEET, HELP, LISTS = "_duikou", "填表说明", "选项"
_MACROS = re.compile(r"(^|/)(vbaProject\.bin|macrosheets/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows[r][c]` is the cell in row r + 1, column c + 1: text, number, day, truth or "".

    `merges`: (first row, first column, last row, last column), from 0. `hidden_rows`, `formulas`, `errors`:
    as in `SheetXml`.
    """

    name: str
    rows: Sequence[Sequence[object]] = field(repr=False)
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a workbook of ours says of itself: `book`, `office`, `number` of the last posting when it was
    made, and sheet name → code of its type."""

    book: str
    office: str
    number: int
    sheets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Workbook:
    """`content`: the file, as it may be given to any reader. `links`: whether it refers to other files."""

    name: str
    content: bytes = field(repr=False)
    grids: tuple[Grid, ...]
    mark: Mark | None = None
    links: bool = False


def open_workbook(raw: bytes, name: str, limits: Limits | None = None) -> Workbook:
    """Read every sheet of the file `name`, `raw` its bytes. Formulas are never computed: the values last
    stored are taken. Nothing outside the file is read.

    Raises FileProblem file.form, file.too_large, file.empty, file.encrypted, file.damaged, file.expands,
    file.unsafe, file.macros, file.cells (rows, columns, sheet).
    """
    limits = limits or Limits()
    if not raw:
        raise FileProblem("file.empty", name)
    if len(raw) > limits.file_bytes:
        raise FileProblem("file.too_large", name, most=limits.file_bytes // MEGABYTE)
    if PurePath(name).suffix.lower() in (".xlsm", ".xlsb", ".xltm", ".xlam"):
        raise FileProblem("file.macros", name)
    if PurePath(name).suffix.lower() not in FORMS:
        raise FileProblem("file.form", name, known=" ".join(FORMS))
    if raw.startswith(OLE):
        return _loaded(raw, name, {}, False)
    raw = look_through(raw, name, limits)
    with ZipFile(BytesIO(raw)) as archive:
        parts = archive.namelist()
        if any(_MACROS.search(part) for part in parts):
            raise FileProblem("file.macros", name)
        links = any(part.startswith("xl/externalLinks/") for part in parts)
        try:
            seen = look_at_sheets(archive)
        except (KeyError, ParseError) as error:
            raise FileProblem("file.damaged", name) from error
    for title, sheet in seen.items():
        _check_size(name, title, sheet.rows, sheet.columns)
    return _loaded(raw, name, seen, links)


def _check_size(name: str, sheet: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise FileProblem(
            "file.cells", name, sheet=sheet, rows=rows, columns=columns, most=MOST_ROWS, widest=MOST_COLUMNS
        )


def _loaded(raw: bytes, name: str, seen: Mapping[str, SheetXml], links: bool) -> Workbook:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(BytesIO(raw)) as book:
            sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            if len(sheets) > MOST_SHEETS:
                raise FileProblem("file.sheets", name, most=MOST_SHEETS)
            grids = []
            for one in sheets:
                hidden = one.visible != SheetVisibleEnum.Visible
                sheet = book.get_sheet_by_name(one.name)
                grids.append(_grid(sheet, one.name, hidden, seen.get(one.name), name))
    except FileProblem:
        raise
    except PasswordError as error:
        raise FileProblem("file.encrypted", name) from error
    except BaseException as error:
        # Whatever the reader meets in a broken file (a panic of it is no Exception), the file is what is
        # wrong.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise FileProblem("file.damaged", name) from error
    mark = next((_mark(grid) for grid in grids if grid.name == MARK_SHEET), None)
    ours = (MARK_SHEET, HELP, LISTS) if mark else ()
    return Workbook(name, raw, tuple(grid for grid in grids if grid.name not in ours), mark, links)


def _grid(sheet: object, title: str, hidden: bool, xml: SheetXml | None, name: str) -> Grid:
    from python_calamine import CalamineSheet

    assert isinstance(sheet, CalamineSheet)
    _check_size(name, title, sheet.total_height, sheet.total_width)
    rows = sheet.to_python(skip_empty_area=False)
    merges = tuple((r1, c1, r2, c2) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ())
    return Grid(
        title,
        rows,
        hidden,
        merges,
        xml.hidden if xml else frozenset(),
        xml.formulas if xml else frozenset(),
        xml.errors if xml else {},
    )


def _mark(grid: Grid) -> Mark | None:
    """From the JSON in the first cell; None where somebody has spoilt it."""
    try:
        said = json.loads(str(grid.rows[0][0]))
        sheets = {str(sheet): str(code) for sheet, code in said["sheets"].items()}
        return Mark(str(said["book"]), str(said["office"]), int(said["number"]), sheets)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None
