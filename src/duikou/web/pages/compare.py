"""对比: two documents side by side. Nothing of them is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from duikou.answers.comparisons import NEW, OLD, STATUSES, ComparisonView, Sent, compare
from duikou.answers.wording import STATUS_NAMES
from duikou.web.actors import sight_of
from duikou.web.htmx import wants_part
from duikou.web.marks import VERDICTS
from duikou.web.uploads import (
    KNOWN,
    LARGEST_FILE,
    REFUSED,
    problem_line,
    sent_draft,
    takes_drafts,
)


def _refuse(request: HttpRequest, line: str) -> HttpResponse:
    return _page(request, {"problem": line})


@require_http_methods(["GET", "HEAD", "POST"])
@takes_drafts(_refuse)
def show(request: HttpRequest) -> HttpResponse:
    """The form; after a POST what changed from one document to the other, or one clear line on why not."""
    if request.method != "POST":
        return _page(request, {})
    typed = {
        f"{side}_{name}": request.POST.get(f"{side}_{name}", "")
        for side in (OLD, NEW)
        for name in ("text", "dated")
    }
    try:
        old, new = (_sent(request, side) for side in (OLD, NEW))
        return _page(request, typed | _compared(compare(old, new, sight=sight_of(request))))
    except REFUSED as error:
        return _page(request, typed | {"problem": problem_line(error)})


def _sent(request: HttpRequest, side: str) -> Sent:
    draft = sent_draft(request, f"{side}_file", f"{side}_text")
    return Sent(draft.loaded.text, request.POST.get(f"{side}_dated", "").strip(), draft.stem)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    template = "web/parts/compared.html" if wants_part(request) else "web/compare.html"
    return render(request, template, {"known": KNOWN, "largest": LARGEST_FILE} | context)


def _compared(found: ComparisonView) -> dict[str, Any]:
    """Rows by status, and how many of them do not fit."""
    groups = [(code, STATUS_NAMES[code], [r for r in found.rows if r.status == code]) for code in STATUSES]
    marks = [(code, mark, found.counts[code]) for code, mark in VERDICTS.items() if found.counts.get(code)]
    return {
        "compared": found,
        "groups": [(code, name, rows) for code, name, rows in groups if rows],
        "verdicts": marks,
    }
