"""What only the XML of a sheet says: how far its cells reach, which rows are hidden, which cells hold
formulas.

Looked at before the sheet is loaded: one cell in the last corner would make a grid of 17 thousand million.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from zipfile import ZipFile

# With any prefix and either kind of quotes: what a reader of XML takes must not pass by unseen.
_R = rb"\br\s*=\s*[\"']"
# A cell that is not empty: `<c …>` with something in it.
_CELL = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*?" + _R + rb"([A-Z]{1,3})([0-9]{1,7})[\"'])[^>]*[^/]>")
_UNPLACED = re.compile(rb"<(?:\w+:)?c\b(?![^>]*" + _R + rb")[^>]*>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?" + _R + rb"([0-9]{1,7})")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden\s*=\s*[\"'](?:1|true))[^>]*?" + _R + rb"([0-9]{1,7})")
_FORMULA = re.compile(rb"<(?:\w+:)?c\b[^>]*?" + _R + rb"([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b")
# `#REF!` and the like, which the reader gives as if nothing stood there.
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*?" + _R + rb"([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*>"
    rb"[^#]{0,9000}?(#[A-Z0-9/!?]{2,12})"
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetXml:
    """`rows` × `columns`: how far cells with content reach, from the first row and column. `hidden`: row
    numbers from 1. `formulas`: (row, column), both from 1. `errors`: the same → `#REF!` and the like."""

    rows: int
    columns: int
    hidden: frozenset[int]
    formulas: frozenset[tuple[int, int]]
    errors: Mapping[tuple[int, int], str]


def column_number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def look_at_sheets(archive: ZipFile) -> dict[str, SheetXml]:
    """Name of each worksheet of an .xlsx file → what its XML says. Raises KeyError, ParseError for a file
    that is none."""
    targets = {
        part.get("Id", ""): part.get("Target", "")
        for part in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            target = targets.get(element.get(_RELATION, ""), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path.startswith("xl/worksheets/"):
                found[element.get("name", "")] = _look(archive.read(path))
    return found


def _look(xml: bytes) -> SheetXml:
    rows = columns = 0
    for match in _CELL.finditer(xml):
        rows = max(rows, int(match[2]))
        columns = max(columns, column_number(match[1]))
    if _UNPLACED.search(xml):
        rows = max([rows, *(int(number) for number in _ROW.findall(xml))])
    # Most sheets hide nothing and hold no formula: a glance is cheaper than a search of all cells.
    hidden = _HIDDEN.findall(xml) if b"hidden" in xml else ()
    formulas = _FORMULA.findall(xml) if b"<f" in xml or b":f" in xml else ()
    errors = _ERROR.findall(xml) if b"#" in xml else ()
    return SheetXml(
        rows,
        columns,
        frozenset(int(number) for number in hidden),
        frozenset((int(row), column_number(column)) for column, row in formulas),
        {(int(row), column_number(column)): text.decode() for column, row, text in errors},
    )
