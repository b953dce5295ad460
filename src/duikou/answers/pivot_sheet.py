"""A table of statistics as a sheet: exactly the texts and numbers that are shown, in the same order."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duikou.answers.as_json import Json
from duikou.answers.pivot_views import CellView, LineView, TableView
from duikou.files.sheets import Sheet


def head(table: TableView) -> tuple[str, ...]:
    """The head of the table, from the left."""
    corner = f"{table.rows_label} \\ {table.columns_label}" if table.columns_label else table.rows_label
    return (
        corner,
        *(label for _code, label in table.columns),
        *([_("not told apart")] if table.rests else []),
        *([_("total")] if table.totals else []),
        *([pgettext("statistics", "share")] if table.shares else []),
        *([_("growth {step}").format(step=table.grows)] if table.grows else []),
    )


def cells(line: LineView, table: TableView) -> tuple[CellView | str, ...]:
    """What stands in a line behind its label, from the left; "" where a column has nothing for it."""
    return (
        *(line.cells or [""] * len(table.columns)),
        *([line.rest or ""] if table.rests else []),
        *([line.total or ""] if table.totals else []),
        *([line.share] if table.shares else []),
        *([line.growth] if table.grows else []),
    )


def sheet(table: TableView) -> Sheet:
    """The sheet; one value is a number, bounds are the text shown."""
    rows = tuple((line.label, *(_value(cell) for cell in cells(line, table))) for line in table.lines)
    return Sheet(
        table.measure,
        (table.title, *source(table)),
        head(table),
        rows,
        frozenset(number for number, line in enumerate(table.lines) if line.kind == "total"),
        (*table.notes, table.definition),
    )


def _value(cell: CellView | str) -> str | Decimal:
    if isinstance(cell, str):
        return cell
    return Decimal(cell.number) if cell.number and cell.tone != "none" else cell.text


def source(table: TableView) -> tuple[str, ...]:
    """Unit, day and state of the book, a line each."""
    found = [_("Unit: {unit}").format(unit=table.unit_label)]
    if table.as_of:
        found.append(_("As of {day}").format(day=table.as_of))
    if table.known_at:
        found.append(_("As known on {day}").format(day=table.known_at))
    found.append(_("Book up to posting {number}").format(number=table.number))
    return tuple(found)


def table_json(table: TableView) -> Json:
    """The table for programs: bounds in base units, null = open; codes of the lines beside their names."""
    return {
        "title": table.title,
        "scope": table.scope,
        "unit": table.unit,
        "unit_label": table.unit_label,
        "basis": table.basis,
        "as_of": table.as_of,
        "known_at": table.known_at,
        "posting": table.number,
        "rows": table.asked.rows,
        "columns": table.asked.columns,
        "heads": [{"code": code, "label": label} for code, label in table.columns],
        "lines": [_line_json(line, table) for line in table.lines],
        "notes": list(table.notes),
        "definition": table.definition,
    }


def _line_json(line: LineView, table: TableView) -> Json:
    return {
        "kind": line.kind,
        "code": line.code,
        "label": line.label,
        "cells": [_cell_json(cell) for cell in line.cells],
        **({"rest": _cell_json(line.rest)} if line.rest else {}),
        **({"total": _cell_json(line.total)} if line.total else {}),
        **({"share": line.share} if table.shares else {}),
        **({"growth": line.growth} if table.grows else {}),
    }


def _cell_json(cell: CellView) -> Json:
    return {"bounds": list(cell.bounds), "text": cell.text, "tone": cell.tone}
