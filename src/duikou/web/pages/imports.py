"""导入: an office's workbook sent, looked at as a difference to the book, mended or accepted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from duikou.actions.fill_filing import put_workbook
from duikou.actions.import_workbook import ALL, CLEAN, import_workbook, preview_import
from duikou.actions.keep_draft import drop_draft, keep_draft
from duikou.actions.map_heads import map_heads
from duikou.answers.filings import open_calls
from duikou.answers.imports import mapped_sheets, row_views, title_of, written
from duikou.answers.questions import problem_text
from duikou.answers.shower import Shower
from duikou.answers.workbook import marked_workbook, office_workbook, remarks
from duikou.book import Activity, BookError
from duikou.book.filing import WITH_COUNTY, Call
from duikou.files import Limits
from duikou.files.problems import MEGABYTE, FileProblem
from duikou.files.workbook.difference import CHANGED, FAULTY, NEW, Difference
from duikou.store.drafts import Draft, import_draft
from duikou.store.filings import filing
from duikou.store.people import office_names
from duikou.store.wording_calls import period_text
from duikou.store.wording_filling import SEVERITY_NAMES
from duikou.web.guards import acting, needs
from duikou.web.htmx import wants_part

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS, MOST_PROBLEMS = 200, 500


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enter")
def index(request: HttpRequest) -> HttpResponse:
    """Send a workbook, or take one out."""
    if request.method != "POST":
        return render(request, "web/import.html", {})
    upload = request.FILES.get("file")
    try:
        if upload is None:
            return render(request, "web/import.html", {"problem": _("Choose a workbook first.")})
        name = upload.name or ""
        if (upload.size or 0) > Limits().file_bytes:
            raise FileProblem("file.too_large", name, most=Limits().file_bytes // MEGABYTE)
        raw = upload.read()
        preview_import(raw, name, actor=acting(request))
        key = keep_draft(raw, name, actor=acting(request))
    except BookError as error:
        return render(request, "web/import.html", {"problem": problem_text(error)})
    return _go(request, reverse("web:import", args=[key]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enter")
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """The preview; a POST accepts it, if the book still is as it was seen."""
    try:
        draft = import_draft(key, acting(request).office)
    except BookError as error:  # taken already, and the browser was led back to it; or another office's
        return render(request, "web/import_gone.html", {"problem": problem_text(error)}, status=404)
    found = preview_import(draft.content, draft.name, actor=acting(request))
    if request.method != "POST":
        return render(request, "web/import_preview.html", _preview(draft, found, acting(request).office))
    try:
        if request.POST.get("token") != found.token:
            raise BookError("import.meanwhile", "file")
        if call := request.POST.get("into", ""):
            return _into_filing(request, draft, found, call)
        done = import_workbook(
            found,
            actor=acting(request),
            accept=CLEAN if request.POST.get("accept") == CLEAN else ALL,
            withdraw=request.POST.getlist("withdraw"),
            reason=request.POST.get("reason", ""),
        )
    except BookError as error:
        context = _preview(draft, found, acting(request).office) | {"problem": problem_text(error)}
        return render(request, "web/import_preview.html", context)
    drop_draft(key, actor=acting(request))
    context = {"done": done, "name": draft.name, "most": MOST_ROWS}
    context["written"] = written(done.records[:MOST_ROWS])
    return render(request, "web/import_done.html", context)


def _into_filing(request: HttpRequest, draft: Draft, found: Difference, call: str) -> HttpResponse:
    """The rows without error into a filing; the book stays as it is."""
    actor = acting(request)
    put_workbook(
        found,
        call,
        actor.office,
        actor=actor,
        reason=request.POST.get("reason", ""),
        withdraw=request.POST.getlist("withdraw"),
    )
    drop_draft(UUID(draft.id), actor=actor)
    said = _("Put into the filing; nothing is in the book before it is accepted.")
    if left := found.counts[FAULTY]:
        said += " " + ngettext(
            "{n} row with errors was left out.", "{n} rows with errors were left out.", left
        ).format(n=left)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("web:filing", args=[call, actor.office]))


@require_safe
@needs("enter")
def problems(request: HttpRequest, key: UUID) -> HttpResponse:
    """The workbook back, with the problems at their cells."""
    draft = _draft(request, key)
    found = preview_import(draft.content, draft.name, actor=acting(request))
    name = _("{name}, problems marked.xlsx").format(name=draft.name.rpartition(".")[0])
    return _file(marked_workbook(found), name)


@require_http_methods(["POST"])
@needs("enter")
def heads(request: HttpRequest, key: UUID) -> HttpResponse:
    """What sheets and heads of the office's own mean; remembered, then the preview anew."""
    _draft(request, key)
    types: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        part, _sign, rest = name.partition(":")
        if part == "sheet" and value:
            types[rest] = str(value)
        elif part == "head" and value:
            kind, _sign, head = rest.partition(":")
            columns.setdefault(kind, {})[head] = "" if value == "-" else str(value)
    try:
        map_heads(types, columns, actor=acting(request))
    except BookError as error:
        raise Http404(problem_text(error)) from error
    return HttpResponseRedirect(reverse("web:import", args=[key]))


@require_safe
@needs()
def workbook(request: HttpRequest) -> HttpResponse:
    """The office's workbook; with `call` in the address as its records stand in that filing."""
    who = acting(request)
    office = who.office
    call = request.GET.get("call", "")
    try:
        content = office_workbook(office, call=call, sight=who.sight)
        period = period_text(filing(call, office).call) if call else ""
    except BookError as error:
        raise Http404(problem_text(error)) from error
    named = {"office": office_names()[office], "period": period}
    name = _("{office} workbook {period}.xlsx") if call else _("{office} workbook.xlsx")
    return _file(content, name.format(**named))


def _draft(request: HttpRequest, key: UUID) -> Draft:
    try:
        return import_draft(key, acting(request).office)
    except BookError as error:
        raise Http404(problem_text(error)) from error


def _within(call: Call, found: Difference) -> bool:
    """Whether a row that would be written is of the period called for; a project is of any."""
    records = [row.record for row in found.rows if row.writes]
    return any(
        not isinstance(one, Activity) or call.first_day <= one.last_day <= call.last_day for one in records
    )


def _preview(draft: Draft, found: Difference, office: str) -> dict[str, Any]:
    shower = Shower()
    open_ones = [one.call for one in open_calls(office) if one.state in WITH_COUNTY]
    listed = list(found.problems)
    return {
        "draft": draft,
        "calls": sorted(((call, _within(call, found)) for call in open_ones), key=lambda one: not one[1]),
        "fileable": found.counts[NEW] + found.counts[CHANGED],
        "counts": found.counts,
        "severities": [
            (code, name, found.severities[code])
            for code, name in SEVERITY_NAMES.items()
            if code in found.severities
        ],
        "token": found.token,
        "new": row_views(found, NEW, shower, MOST_ROWS),
        "changed": row_views(found, CHANGED, shower, MOST_ROWS),
        "missing": [(record.key, title_of(record)) for record in found.missing],
        "remarks": remarks(listed[:MOST_PROBLEMS], shower.words),
        "more_problems": max(0, len(listed) - MOST_PROBLEMS),
        "most": MOST_ROWS,
        "faulty": found.counts[FAULTY],
        "doubtful": sum(row.writes and not row.clean for row in found.rows),
        "clean": sum(row.writes and row.clean for row in found.rows),
        "writes": sum(row.writes for row in found.rows),
        "sheets": mapped_sheets(found),
        "types": [(code, kind.zh) for code, kind in shower.words.activity.items()],
    }


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if wants_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
