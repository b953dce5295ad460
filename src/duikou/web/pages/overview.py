"""总览: what the book holds of the programme, on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.overview import overview
from duikou.answers.views import PairingCell, YearBar
from duikou.web.marks import COUNTS
from duikou.web.shown import money_scale, money_text


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A recipient's line: one list of pairings for each donor of the head, empty where there is none."""

    recipient: str
    cells: tuple[tuple[PairingCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    donors: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    answer = overview()
    return render(
        request,
        "web/overview.html",
        {
            "overview": answer,
            "counts": [(label, answer.counts[key]) for key, label in COUNTS.items() if key in answer.counts],
            "matrix": matrix(answer.pairings),
            "years": answer.years,
            "chart": yearly_chart(answer.years),
        },
    )


def matrix(pairings: tuple[PairingCell, ...]) -> Matrix:
    """Recipients × donors, both in the order in which the pairings name them."""
    donors = tuple(dict.fromkeys(cell.donor for cell in pairings))
    ordered = sorted(pairings, key=lambda cell: _position(pairings, cell.recipient))
    rows = []
    for recipient, group in groupby(ordered, key=lambda cell: cell.recipient):
        cells = list(group)
        rows.append(
            MatrixRow(recipient, tuple(tuple(c for c in cells if c.donor == donor) for donor in donors))
        )
    return Matrix(donors, tuple(rows))


def _position(pairings: tuple[PairingCell, ...], recipient: str) -> int:
    return next(i for i, cell in enumerate(pairings) if cell.recipient == recipient)


def yearly_chart(years: tuple[YearBar, ...]) -> dict[str, object]:
    """What the chart's script needs: years in order without gaps, amounts scaled to the axis, and words."""
    factor, unit = money_scale()
    by_year = {bar.year: bar for bar in years}
    span = range(min(by_year), max(by_year) + 1) if by_year else ()
    rows = []
    for year in span:
        bar = by_year.get(year)
        if bar is None:
            rows.append({"year": str(year), "least": 0.0, "most": None, "text": _("nothing stated")})
            continue
        rows.append(
            {
                "year": str(year),
                "least": float(bar.least) / factor,
                "most": None if bar.most is None else float(bar.most) / factor,
                "open": bar.most is None,
                "text": year_text(bar),
            }
        )
    return {
        "rows": rows,
        "unit": unit,
        "least": _("Proven at least"),
        "most": _("At most"),
        "open": _("upper end open"),
        "language": get_language(),
    }


def year_text(bar: YearBar) -> str:
    """One year in words, as the tooltip and the table say it."""
    least = money_text(bar.least)
    if bar.most is None:
        return _("at least {value}, upper end open").format(value=least)
    most = money_text(bar.most)
    return least if bar.least == bar.most else _("{low} to {high}").format(low=least, high=most)
