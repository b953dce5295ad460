"""What the charts of statistics are drawn from: the very numbers of the tables beside them, in their unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duikou.answers.indicators import Change
from duikou.answers.pivot_views import REST, CellView, LineView, TableView
from duikou.words import load
from duikou.words.tiles import tiles

Json = dict[str, object]
SUFFIXES = ("土家族自治县", "自治县", "新区", "县", "区", "市")


def chart_of(view: str, table: TableView) -> Json:
    """For time lines, stacks, heat maps and tiles: a row for each line, a value for each column."""
    return _words(view, table) | {
        "columns": [label for _code, label in table.columns],
        "rows": [
            {
                "label": line.label,
                "kind": line.kind,
                "cells": [_value(cell, table) for cell in line.cells],
                "total": _value(line.total, table) if line.total else None,
            }
            for line in table.lines
        ],
        **({"tiles": list(_tiles(table))} if view == "tiles" else {}),
    }


def _words(view: str, table: TableView) -> Json:
    return {
        "view": view,
        "title": table.title,
        "unit": table.unit_label,
        "rowsLabel": table.rows_label,
        "columnsLabel": table.columns_label,
        "words": {
            "total": _("total"),
            "least": _("Proven at least"),
            "most": _("At most"),
            "open": _("upper end open"),
            "nothing": _("nothing recorded"),
        },
        "language": get_language(),
    }


def _value(cell: CellView, table: TableView) -> Json:
    """`most`: None where the end is open; `known`: whether anything is known to lie here."""
    least, most = cell.bounds
    return {
        "least": _scaled(least, table) or 0.0,
        "most": _scaled(most, table),
        "open": most is None,
        "known": cell.tone not in ("none", "open"),
        "text": cell.text,
    }


def _scaled(end: str | None, table: TableView) -> float | None:
    return None if end is None else float(Decimal(end) / table.per)


def _tiles(table: TableView) -> Iterable[Json]:
    """Each county at its place, known or not; those that have none in lines below."""
    places = tiles()
    lines = {line.code: line for line in table.body}
    names = _names([*places])
    below = max(row for _column, row in places.values()) + 2
    others = [code for code in lines if code not in places]
    for code, (column, row) in places.items():
        yield _tile(names[code], column, row, lines.get(code), table)
    for number, code in enumerate(others):
        line = lines[code]
        yield _tile(line.label, number % 14, below + number // 14, line, table)


def _tile(name: str, column: int, row: int, line: LineView | None, table: TableView) -> Json:
    cell = line.total if line else None
    value = _value(cell, table) if cell else None
    unknown: Json = {"least": 0.0, "most": 0.0, "open": False, "known": False, "text": "—"}
    return {"name": name, "short": _short(name), "x": column, "y": row, **(value or unknown)}


def _names(codes: Sequence[str]) -> dict[str, str]:
    words = load()
    return {code: words.places[code].name for code in codes}


def _short(name: str) -> str:
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) > 1:
            return name.removesuffix(suffix)
    return name


def flow_of(first: TableView, second: TableView) -> Json:
    """Donors → recipients → sectors: what surely went from one to the other. What is not told apart flows
    through a knot of its own."""
    links = [*_links(first, "donor", "recipient"), *_links(second, "recipient", "sector")]
    knots = dict.fromkeys(knot for link in links for knot in (link.source, link.target))
    return _words("flow", first) | {
        "nodes": [{"name": one.name, "label": one.label, "depth": one.depth} for one in knots],
        "links": [
            {"source": link.source.name, "target": link.target.name, "value": link.value, "text": link.text}
            for link in links
        ],
    }


@dataclass(frozen=True, slots=True)
class _Knot:
    name: str
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class _Link:
    source: _Knot
    target: _Knot
    value: float
    text: str


DEPTHS = {"donor": 0, "recipient": 1, "sector": 2}


def _links(table: TableView, source: str, target: str) -> Iterable[_Link]:
    for line in table.lines:
        if line.kind == "total":
            continue
        ends = list(zip(line.cells, table.columns, strict=True))
        if line.rest:
            ends.append((line.rest, (REST, _("not told apart"))))
        for cell, (code, label) in ends:
            least = _scaled(cell.bounds[0], table)
            if least:
                yield _Link(
                    _Knot(f"{source} {line.code}", line.label, DEPTHS[source]),
                    _Knot(f"{target} {code}", label, DEPTHS[target]),
                    least,
                    cell.text,
                )


def indicators_of(found: Sequence[Change]) -> Json:
    """Before and after, each pair in percent of the larger of the two."""
    rows = []
    for one in found:
        first, last = Decimal(one.before.value), Decimal(one.after.value)
        most = max(abs(first), abs(last)) or Decimal(1)
        rows.append(
            {
                "label": one.label,
                "before": float(first / most * 100),
                "after": float(last / most * 100),
                "beforeText": f"{one.before.text} · {one.before.when}",
                "afterText": f"{one.after.text} · {one.after.when}",
                "change": one.change,
            }
        )
    return {
        "view": "before",
        "rows": rows,
        "words": {"before": _("Before"), "after": _("After"), "share": _("percent of the larger")},
        "language": get_language(),
    }
