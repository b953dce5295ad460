"""总览: for an office what wants doing today, for everybody what the book holds of the programme."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.desk import desk
from duikou.answers.overview import overview
from duikou.answers.views import PairingCell, YearBar
from duikou.book import PUBLIC
from duikou.web.actors import post_of, sight_of
from duikou.web.marks import COUNTS
from duikou.web.shown import money_scale, money_text


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A donor's line: a list of pairings for each recipient of the head, empty where there is none."""

    donor: str
    cells: tuple[tuple[PairingCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    recipients: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """An office that sees more than the public comes to its desk; `?view=programme` is the page of all."""
    post = post_of(request)
    if post and post.sight != PUBLIC and request.GET.get("view") != "programme":
        found = desk(timezone.localdate(), sight=post.sight)
        return render(request, "web/desk.html", {"desk": found, "office": post.name})
    answer = overview(sight=sight_of(request))
    own = sum(document.form == "sample" for document in answer.documents)
    numbers = answer.counts | {"documents": answer.counts.get("documents", 0) - own}
    return render(
        request,
        "web/overview.html",
        {
            "overview": answer,
            "counts": [(label, numbers[key]) for key, label in COUNTS.items() if key in numbers],
            "matrix": matrix(answer.pairings),
            "years": answer.years,
            "chart": yearly_chart(answer.years),
        },
    )


def matrix(pairings: tuple[PairingCell, ...]) -> Matrix:
    """Donors × recipients. Recipients with most donors first, then each one's donors, so that the pairings
    run down the diagonal."""
    numbers = Counter(cell.recipient for cell in pairings)
    recipients = sorted(numbers, key=lambda name: -numbers[name])
    order = {name: number for number, name in enumerate(recipients)}
    by_pair: dict[tuple[str, str], list[PairingCell]] = {}
    for cell in pairings:
        by_pair.setdefault((cell.donor, cell.recipient), []).append(cell)
    ordered = sorted(pairings, key=lambda cell: order[cell.recipient])
    rows = [
        MatrixRow(donor, tuple(tuple(by_pair.get((donor, recipient), ())) for recipient in recipients))
        for donor in dict.fromkeys(cell.donor for cell in ordered)
    ]
    return Matrix(tuple(recipients), tuple(rows))


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
