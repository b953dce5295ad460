"""Rows of a workbook as fillings of the types they belong to, with every problem at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from duikou.book import DOUBT, ERROR, NOTE, Problem, problem
from duikou.files.workbook.days import read_day
from duikou.files.workbook.grid import Grid, Workbook
from duikou.files.workbook.heads import Column, Layout, OwnHeads, find_layout
from duikou.files.workbook.names import NAMED, Register
from duikou.files.workbook.numbers import read_number, squeezed
from duikou.words import ActivityType

LONGEST = {"title": 200, "text": 300, "long": 4000}
_TOTAL = re.compile(r"(合计|小计|总计|共计|累计|本页合计|全县合计|总数|TOTAL)[:数]?", re.IGNORECASE)
_FOOTER = re.compile(
    r"(注|备注|说明|填表说明|填表人|填报人|填报单位|审核人?|单位负责人|负责人|制表人?|联系电话)[:：1一]"
)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and its place. `row`, `column` from 1, 0 = the whole sheet, the whole row or column. `type`:
    code of the type whose field it is about, "" where none is."""

    sheet: str
    row: int
    column: int
    problem: Problem
    type: str = ""

    @property
    def cell(self) -> str:
        """`B7`; `7:7` for a whole row, `B:B` for a column, "" for the sheet."""
        letters = column_letters(self.column)
        if self.row and self.column:
            return f"{letters}{self.row}"
        if self.row:
            return f"{self.row}:{self.row}"
        return f"{letters}:{letters}" if self.column else ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One record as the sheet has it. `filling`: canonical texts of the fields that have a column. `columns`:
    field → column from 1. `key`, `version`: as the workbook says, "" and 0 where it does not."""

    sheet: str
    number: int
    type: ActivityType
    filling: dict[str, str]
    columns: dict[str, int]
    key: str
    version: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet: what it holds, its columns that mean nothing, and problems that are of no record."""

    name: str
    layout: Layout | None
    rows: tuple[SheetRow, ...]
    problems: tuple[Found, ...] = field(default=())


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_sheets(workbook: Workbook, register: Register, heads: OwnHeads | None = None) -> Iterator[SheetRead]:
    """Every sheet, those of projects first: what they bring can be put into the register before the next
    sheet, which may name it, is read. Sheets without any type that fits are named, not read."""
    marked = workbook.mark.sheets if workbook.mark else {}
    laid = [
        (grid, find_layout(grid, register.words, marked.get(grid.name, ""), heads)) for grid in workbook.grids
    ]
    laid.sort(key=lambda pair: pair[1] is None or pair[1].type.core != "project")
    for grid, layout in laid:
        if layout is None:
            if any(cell != "" for row in grid.rows for cell in row):
                whole = Found(grid.name, 0, 0, problem(NOTE, "sheet.unknown"))
                yield SheetRead(grid.name, None, (), (whole,))
            continue
        yield _Reader(grid, layout, register, grid.name in marked).read()


class _Reader:
    """Reads the rows below the heads of one sheet."""

    def __init__(self, grid: Grid, layout: Layout, register: Register, marked: bool) -> None:
        self.grid = grid
        self.layout = layout
        self.register = register
        self.code = layout.type.code
        self.marked = marked
        self.columns = {column.field.name: column.index + 1 for column in layout.columns}
        self.merged = dict(_spread(grid, layout.first))
        self.found: list[Found] = []

    def read(self) -> SheetRead:
        self._look_at_sheet()
        rows = tuple(self._rows())
        if not rows and not self.marked:
            self._say(0, 0, problem(NOTE, "sheet.empty"))
        return SheetRead(self.grid.name, self.layout, rows, tuple(self.found))

    def _say(self, row: int, column: int, what: Problem) -> None:
        self.found.append(Found(self.grid.name, row, column, what, self.code))

    def _look_at_sheet(self) -> None:
        grid, layout = self.grid, self.layout
        if not self.marked:
            self._say(0, 0, problem(NOTE, "sheet.guessed", type=layout.type.zh))
        if grid.hidden:
            self._say(0, 0, problem(DOUBT, "sheet.hidden"))
        for column, what in layout.problems:
            self._say(layout.head + 1, 0 if column is None else column + 1, what)
        hidden = [row for row in grid.hidden_rows if layout.first < row <= len(grid.rows)]
        if hidden:
            self._say(min(hidden), 0, problem(NOTE, "sheet.hidden_rows", number=len(hidden)))
        for name, number in self.columns.items():
            if formulas := sum(1 for row, column in grid.formulas if column == number and row > layout.first):
                self._say(layout.head + 1, number, problem(NOTE, "column.formulas", name, number=formulas))

    def _rows(self) -> Iterator[SheetRow]:
        for index in range(self.layout.first, len(self.grid.rows)):
            cells = self.grid.rows[index]
            held = [cells[column.index] for column in self.layout.columns if column.index < len(cells)]
            filled = [
                cell for cell in held if cell != "" and not (isinstance(cell, str) and not cell.strip())
            ]
            if not filled:
                self._check_formulas(index)
            elif self._is_total(cells):
                self._say(index + 1, 0, problem(NOTE, "row.total"))
            elif len(filled) <= 2 and _FOOTER.match(str(filled[0]).strip()):
                self._say(index + 1, 0, problem(NOTE, "row.footer"))
            else:
                yield self._row(index, cells)

    def _is_total(self, cells: Sequence[object]) -> bool:
        texts = (cell for cell in cells[: max(self.columns.values(), default=1)] if cell != "")
        for _, cell in zip(range(3), texts, strict=False):
            if isinstance(cell, str) and _TOTAL.fullmatch(squeezed(cell)):
                return True
        return False

    def _check_formulas(self, index: int) -> None:
        for name, number in self.columns.items():
            if (index + 1, number) in self.grid.formulas:
                self._say(index + 1, number, problem(ERROR, "cell.formula_empty", name))

    def _row(self, index: int, cells: Sequence[object]) -> SheetRow:
        filling: dict[str, str] = {}
        found: list[Problem] = []
        for column in self.layout.columns:
            value = cells[column.index] if column.index < len(cells) else ""
            if value == "" and (index, column.index) in self.merged:
                value = self.merged[index, column.index]
                found.append(problem(NOTE, "cell.merged", column.field.name, text=str(value)))
            place = (index + 1, column.index + 1)
            if error := self.grid.errors.get(place):
                found.append(problem(ERROR, "number.error", column.field.name, text=error))
            elif value == "" and place in self.grid.formulas:
                found.append(problem(ERROR, "cell.formula_empty", column.field.name))
            read_cell(value, column, self.register, filling, found)
        return SheetRow(
            self.grid.name,
            index + 1,
            self.layout.type,
            filling,
            self.columns,
            _text(self._special(cells, self.layout.key)),
            _whole(self._special(cells, self.layout.version)),
            tuple(found),
        )

    def _special(self, cells: Sequence[object], column: int | None) -> object:
        return cells[column] if column is not None and column < len(cells) else ""


def _spread(grid: Grid, first: int) -> Iterator[tuple[tuple[int, int], object]]:
    """(row, column) of the cells that a merged cell covers below its first row → its value."""
    for top, left, bottom, right in grid.merges:
        if top < first or top >= len(grid.rows) or left >= len(grid.rows[top]):
            continue
        for row in range(top + 1, min(bottom + 1, len(grid.rows))):
            if left == right and grid.rows[top][left] != "":
                yield (row, left), grid.rows[top][left]


def read_cell(
    value: object, column: Column, register: Register, filling: dict[str, str], found: list[Problem]
) -> None:
    """Put the canonical text of one cell into `filling`, and what is wrong with it into `found`."""
    field = column.field
    if field.number:
        if isinstance(value, (date, time)):
            text, problems = "", [problem(ERROR, "number.date", field.name, text=str(value))]
        else:
            given = value if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
            text, problems = read_number(given, field, register.words.unit[field.unit], column.factor)
    elif field.form in ("date", "period"):
        text, last, problems = read_day(value, field.name, range_too=field.name == "first_day")
        if last:
            filling.setdefault("last_day", last)
    elif field.form in NAMED:
        text, problems = register.read(_text(value), field)
    else:
        text, problems = _read_text(value, field.form, field.name)
    if text or not filling.get(field.name):
        filling[field.name] = text
    found.extend(problems)


def _read_text(value: object, form: str, name: str) -> tuple[str, list[Problem]]:
    text = _UNSEEN.sub("", _text(value)).strip()
    most = LONGEST.get(name, LONGEST.get(form, LONGEST["text"]))
    if len(text) > most:
        return "", [problem(ERROR, "text.cut", name, length=len(text), most=most)]
    return text, []


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value).strip()


def _whole(value: object) -> int:
    text = _text(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def at_cells(row: SheetRow, problems: Sequence[Problem]) -> Iterator[Found]:
    """The problems of a row at their cells; at the whole row where a field has no column."""
    for each in problems:
        yield Found(row.sheet, row.number, row.columns.get(each.field, 0), each, row.type.code)
