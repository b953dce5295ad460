"""走势: all statements on one scope over time, as intervals in the band that the evidence leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.course import course
from duikou.answers.questions import problem_text
from duikou.answers.views import Bounds, CourseView
from duikou.book import BookError
from duikou.web.actors import sight_of
from duikou.web.pages.question import UnreadableDay, question_from
from duikou.web.shown import unit_scale
from duikou.words import UnknownCode


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The course of the scope that the address asks for, as a question does; one without a measure is put
    together on the page of questions."""
    if not request.GET.get("measure"):
        return redirect("web:question")
    context: dict[str, Any] = {"back": request.GET.urlencode()}
    try:
        answer = course(question_from(request.GET), sight=sight_of(request))
        context |= {"course": answer, "chart": chart(answer)}
        context["band"] = [(point, _through(request.GET, point.day)) for point in answer.band]
    except UnreadableDay as error:
        context["problem"] = str(error)
    except (UnknownCode, BookError) as error:
        context["problem"] = problem_text(error)
    return render(request, "web/course.html", context)


def _through(typed: QueryDict, day: str) -> str:
    """The same question about everything through one day, whose answer has the entries."""
    asked = typed.copy()
    for name in ("from", "since", "until"):
        asked.pop(name, None)
    asked["to"] = day
    return asked.urlencode()


def chart(answer: CourseView) -> dict[str, object]:
    """What the chart's script needs: statements that stand for a day and the band, scaled to the axis."""
    factor, unit = unit_scale(answer.unit)

    def ends(bounds: Bounds) -> tuple[float | None, float | None]:
        least, most = bounds
        low = 0.0 if least is None else float(Decimal(least) / factor)
        return low, None if most is None else float(Decimal(most) / factor)

    rows = [
        {"day": row.as_of, "ends": ends(row.bounds), "text": f"{row.surface} · {row.key}", "key": row.key}
        for row in answer.rows
        if row.running and row.as_of
    ]
    band = [{"day": point.day, "ends": ends(point.bounds), "text": point.shown} for point in answer.band]
    return {
        "rows": rows,
        "band": band,
        "unit": unit,
        "stated": _("What is stated"),
        "feasible": _("What all evidence allows"),
        "language": get_language(),
    }
