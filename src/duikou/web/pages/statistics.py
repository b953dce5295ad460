"""统计: a measure by two axes as table and chart, the entries behind each number, the same as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.indicators import changes
from duikou.answers.pivot_entries import behind
from duikou.answers.pivot_sheet import cells, head, sheet, source
from duikou.answers.pivot_views import REST, WHOLE, CellView, TableQuestion, TableView
from duikou.answers.pivots import STATEMENTS, beside, question_at, reckon, table_choices
from duikou.answers.pivots import view as shown
from duikou.answers.questions import Question, choices, problem_text
from duikou.answers.views import Choice
from duikou.book import BookError
from duikou.files.sheets import write_csv, write_xlsx
from duikou.web.actors import post_of, sight_of
from duikou.web.chart_data import chart_of, flow_of, indicators_of
from duikou.web.pages import question
from duikou.web.pages.question import UnreadableDay, form_values, question_from
from duikou.words import UnknownCode, load

# view → rows and columns that it needs, "*" = whichever are chosen
VIEWS = {
    "table": ("*", "*"),
    "line": ("*", "year"),
    "stack": ("*", "period"),
    "heat": ("donor", "recipient"),
    "flow": ("donor", "recipient"),
    "tiles": ("recipient", ""),
    "before": ("*", "*"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = (
    "measure",
    "kind",
    "stage",
    "donor",
    "recipient",
    "sector",
    "subject",
    "unit",
    "from",
    "to",
    "known_at",
)
OWN = ("rows", "columns", "basis", "share", "growth", "view")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The form, and the table that it asks for with its chart; `format` gives the table as a file."""
    typed = _with_defaults(request.GET)
    sight = sight_of(request)
    view = _one(typed, "view") if _one(typed, "view") in VIEWS else "table"
    context: dict[str, Any] = {
        "form": form_values(typed) | {name: _one(typed, name) for name in (*OWN, "unit")},
        "view": view,
        "views": [(code, label, _address(typed, view=code)) for code, label in _view_names()],
        "choices": choices(sight=sight),
        "offer": table_choices(_one(typed, "measure"), sight=sight),
        "examples": examples(),
    }
    if view == "before":
        post = post_of(request)
        found = changes(sight=sight, office=post.office if post else "")
        return render(
            request, "web/statistics.html", context | {"changes": found, "chart": indicators_of(found)}
        )
    try:
        reckoned = reckon(_asked(typed, view), sight=sight)
        made = shown(reckoned)
        if _one(typed, "format") in ("csv", "xlsx"):
            return _file(made, _one(typed, "format"))
        context |= _table_context(made, typed, view)
        if view == "flow":
            context |= _second_context(made, beside(reckoned, "recipient", "sector"), typed)
    except UnreadableDay as error:
        context["problem"] = str(error)
    except (UnknownCode, BookError) as error:
        context["problem"] = problem_text(error)
    return render(request, "web/statistics.html", context)


def _view_names() -> list[tuple[str, str]]:
    return [
        ("table", _("Table")),
        ("line", _("Over the years")),
        ("heat", _("Donors by recipients")),
        ("flow", _("Where it goes")),
        ("stack", _("Five-year periods")),
        ("tiles", _("Map of tiles")),
        ("before", _("Before and after")),
    ]


def _with_defaults(typed: QueryDict) -> QueryDict:
    found = typed.copy()
    found.setdefault("measure", "fund")
    if not typed.get("measure") and not typed.get("kind"):
        found["kind"] = "grant"
    for name, usual in (
        ("rows", "donor"),
        ("columns", "" if "columns" in typed else "recipient"),
        ("view", "table"),
    ):
        if not found.get(name):
            found[name] = usual
    return found


def _one(typed: QueryDict, name: str) -> str:
    return str(typed.get(name) or "")


def _asked(typed: QueryDict, view: str = "table") -> TableQuestion:
    rows, columns = _one(typed, "rows"), _one(typed, "columns")
    wanted_rows, wanted_columns = VIEWS[view]
    rows = rows if wanted_rows == "*" else wanted_rows
    columns = columns if wanted_columns == "*" else wanted_columns
    if view in ("line", "stack") and rows in ("year", "period"):
        rows = "donor" if view == "line" else "kind"
    return TableQuestion(
        question_from(typed),
        rows,
        columns,
        _one(typed, "basis"),
        bool(_one(typed, "share")),
        bool(_one(typed, "growth")),
    )


def _table_context(made: TableView, typed: QueryDict, view: str) -> dict[str, Any]:
    linked = _linked(made, typed)
    context: dict[str, Any] = {
        "table": made,
        "head": head(made),
        "lines": [(line, list(map(linked, cells(line, made)))) for line in made.lines],
        "source": source(made),
        "files": {form: _address(typed, format=form, view=view) for form in ("csv", "xlsx")},
        "definition_url": _question_url(question_at(made.asked, WHOLE, WHOLE, load())),
        "command": command(made.asked),
    }
    if view not in ("table", "flow"):
        context["chart"] = chart_of(view, made)
    return context


def _second_context(made: TableView, second: TableView, typed: QueryDict) -> dict[str, Any]:
    """Of the table that stands below the first where flows are drawn."""
    linked = _linked(second, typed)
    lines = [(line, list(map(linked, cells(line, second)))) for line in second.lines]
    return {
        "second": second,
        "second_head": head(second),
        "second_lines": lines,
        "chart": flow_of(made, second),
    }


def _linked(made: TableView, typed: QueryDict) -> Callable[[CellView | str], tuple[CellView | str, str]]:
    """Gives a cell with where it leads: to the entries behind it, to the proof where statements bear it."""
    same = _query(typed, rows=made.asked.rows, columns=made.asked.columns)
    # once for thousands of cells
    address = f"{reverse('web:statistics_entries')}?{same}&row="
    quoted = cache(quote_plus)

    def linked(cell: CellView | str) -> tuple[CellView | str, str]:
        if isinstance(cell, str) or cell.tone in ("none", "open"):
            return cell, ""
        if made.basis == STATEMENTS:
            return cell, _question_url(question_at(made.asked, cell.row, cell.column, load()))
        return cell, f"{address}{quoted(cell.row)}&column={quoted(cell.column)}"

    return linked


def _question_url(asked: Question) -> str:
    named = {
        "measure": asked.measure,
        "kind": asked.kind,
        "stage": asked.stage,
        "donor": list(asked.donors),
        "recipient": list(asked.recipients),
        "sector": asked.sector,
        "subject": asked.subject,
        "unit": asked.unit,
        "from": asked.since,
        "to": asked.until,
        "known_at": asked.known_at.isoformat() if asked.known_at else "",
    }
    return reverse("web:question") + "?" + urlencode({k: v for k, v in named.items() if v}, doseq=True)


def _query(typed: QueryDict, **more: str) -> str:
    kept = {name: typed.getlist(name) for name in (*FIELDS, *OWN) if any(typed.getlist(name))}
    kept |= {name: [value] for name, value in more.items() if value or name in ("row", "column", "columns")}
    return urlencode(kept, doseq=True)


def _address(typed: QueryDict, **more: str) -> str:
    return reverse("web:statistics") + "?" + _query(typed, **more)


def _file(made: TableView, form: str) -> HttpResponse:
    content = write_csv(sheet(made)) if form == "csv" else write_xlsx([sheet(made)])
    answer = HttpResponse(content, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="duikou-{made.asked.question.measure}.{form}"'
    return answer


def command(asked: TableQuestion) -> str:
    """The same table as a command for the terminal."""
    words = question.command(asked.question).replace("duikou sum", "duikou table", 1)
    words += f" --rows {asked.rows} --columns {asked.columns or 'none'}"
    words += f" --basis {asked.basis}" if asked.basis else ""
    return words + (" --share" if asked.share else "") + (" --growth" if asked.growth else "")


def examples() -> list[Choice]:
    """Tables to begin with, as query string and label."""
    return [
        Choice(
            "measure=fund&kind=grant&rows=donor&columns=recipient&share=1", _("Grants by donor and recipient")
        ),
        Choice("measure=fund&rows=recipient&columns=stage", _("Funds by recipient and stage")),
        Choice("measure=fund&rows=kind&columns=period", _("Funds by kind and five-year period")),
        Choice("measure=project.count&rows=sector&columns=recipient", _("Projects by sector and recipient")),
        Choice(
            "measure=training.person_time&unit=person&rows=recipient&columns=year",
            _("People trained by recipient and year"),
        ),
    ]


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The entries behind one number of a table."""
    typed = _with_defaults(request.GET)
    row, column = _one(typed, "row"), _one(typed, "column")
    context: dict[str, Any] = {"back": _address(typed), "rest": REST}
    try:
        context["behind"] = behind(_asked(typed), row, column, sight=sight_of(request))
        context["links"] = {one.key: _entry_url(one.key) for one in context["behind"].rows}
    except UnreadableDay as error:
        context["problem"] = str(error)
    except (UnknownCode, BookError) as error:
        context["problem"] = problem_text(error)
    return render(request, "web/statistics_entries.html", context)


def _entry_url(key: str) -> str:
    """The page of an entry, "" where this version has none."""
    try:
        return reverse("web:entry", args=[key])
    except NoReverseMatch:
        return ""
