"""One table as a file: CSV or Excel, with what was above and below it on the page."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO

FORMULA = ("=", "@", "\t", "\r")  # what a spreadsheet would reckon with
WIDEST, NARROWEST = 40, 9
NAME = 28  # Excel takes 31 characters for the name of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """`above`: lines over the table, the title first; `rows`: texts, and numbers as Decimals with as many
    places as are shown; `strong`: numbers of the rows that are totals; `below`: notes."""

    name: str
    above: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str | Decimal, ...], ...]
    strong: frozenset[int] = frozenset()
    below: tuple[str, ...] = ()


def write_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte-order mark, as Excel wants it: head and rows, an empty line, then all other text."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(_safe, sheet.head))
    writer.writerows([_safe(cell) for cell in row] for row in sheet.rows)
    writer.writerow([])
    writer.writerows([_safe(line)] for line in (*sheet.above, *sheet.below))
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str | Decimal) -> str:
    text = f"{cell:f}" if isinstance(cell, Decimal) else cell
    return f"'{text}" if text.startswith(FORMULA) else text


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook of these sheets: numbers as numbers in the format in which they are shown, heads frozen,
    ready to be printed one page wide."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"author": "Duikou", "title": sheets[0].above[0] if sheets[0].above else ""})
        for sheet in sheets:
            _Writer(book, sheet).write()
    return out.getvalue()


class _Writer:
    def __init__(self, book, sheet: Sheet) -> None:  # type: ignore[no-untyped-def]
        self._book, self._sheet = book, sheet
        self._formats: dict[tuple[int, bool], object] = {}

    def write(self) -> None:
        sheet, book = self._sheet, self._book
        page = book.add_worksheet(_name(sheet.name, book))
        title = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#EEF3F1"})
        words = book.add_format({"border": 1})
        strong = book.add_format({"border": 1, "bold": True})
        for number, line in enumerate(sheet.above):
            page.write_string(number, 0, line, title if number == 0 else None)
        top = len(sheet.above) + 1
        for column, label in enumerate(sheet.head):
            page.write_string(top, column, label, head)
        for number, row in enumerate(sheet.rows):
            bold = number in sheet.strong
            for column, cell in enumerate(row):
                at = (top + 1 + number, column)
                if isinstance(cell, Decimal):
                    page.write_number(*at, float(cell), self._number(cell, bold))
                else:
                    page.write_string(*at, cell, strong if bold else words)
        for number, line in enumerate(sheet.below):
            page.write_string(top + len(sheet.rows) + 2 + number, 0, line)
        self._shape(page, top)

    def _number(self, number: Decimal, bold: bool) -> object:
        exponent = number.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) else 0
        if (places, bold) not in self._formats:
            form = "#,##0" + ("." + "0" * places if places > 0 else "")
            made = self._book.add_format({"border": 1, "bold": bold, "num_format": form})
            self._formats[places, bold] = made
        return self._formats[places, bold]

    def _shape(self, page, top: int) -> None:  # type: ignore[no-untyped-def]
        sheet = self._sheet
        for column, cells in enumerate(_columns(sheet)):
            page.set_column(column, column, min(WIDEST, max(NARROWEST, *map(_width, cells)) + 2))
        page.freeze_panes(top + 1, 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(top)


def _columns(sheet: Sheet) -> Iterable[list[str]]:
    for column, label in enumerate(sheet.head):
        yield [label, *(str(row[column]) for row in sheet.rows if column < len(row))]


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _name(name: str, book) -> str:  # type: ignore[no-untyped-def]
    """A name that Excel takes and that no other sheet has."""
    clean = "".join(" " if character in "[]:*?/\\'" else character for character in name)[:NAME].strip()
    clean = clean or "Sheet"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    number = 1
    wanted = clean
    while wanted.lower() in taken:
        number += 1
        wanted = f"{clean[: NAME - 3]} {number}"
    return wanted
