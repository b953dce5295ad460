"""CSV that spreadsheets open without harm: UTF-8 with its mark, and no cell that they take for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

MARK = "\ufeff"
HARMFUL = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. A number below zero stays the number that it is."""
    if cell.startswith(HARMFUL) and not (cell.startswith("-") and _is_number(cell)):
        return f"'{cell}"
    return cell


def csv_line(cells: Iterable[str]) -> str:
    """One line with its end, every cell made harmless."""
    text = io.StringIO()
    csv.writer(text).writerow(map(harmless, cells))
    return text.getvalue()


def csv_bytes(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A whole table."""
    return (MARK + csv_line(heads) + "".join(map(csv_line, rows))).encode("utf-8")


def _is_number(cell: str) -> bool:
    return cell[1:].replace(".", "", 1).isascii() and cell[1:].replace(".", "", 1).isdigit()
