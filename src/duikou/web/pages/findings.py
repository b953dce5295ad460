"""发现: contradictions, doubts, remainders and agreements over the whole book."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from duikou.answers.documents import list_documents
from duikou.answers.findings import findings
from duikou.answers.questions import choices, problem_text
from duikou.book import BookError
from duikou.web.actors import sight_of
from duikou.web.htmx import wants_part
from duikou.web.marks import FINDINGS
from duikou.words import UnknownCode

FIELDS = ("kind", "document", "donor", "recipient")


@require_safe
@vary_on_headers("HX-Request")
def show(request: HttpRequest) -> HttpResponse:
    chosen = {field: request.GET.get(field, "").strip() for field in FIELDS}
    problem = ""
    try:
        found = findings(**chosen, sight=sight_of(request))
    except (UnknownCode, BookError) as error:
        found, problem = (), problem_text(error)
    codes = [finding.kind for finding in found]
    context: dict[str, Any] = {
        "findings": found,
        "tally": [(code, FINDINGS[code], codes.count(code)) for code in FINDINGS if code in codes],
        "problem": problem,
        "chosen": chosen,
    }
    if wants_part(request):
        return render(request, "web/parts/findings_list.html", context)
    context |= {
        "kinds": FINDINGS.items(),
        "documents": list_documents(sight=sight_of(request)),
        "choices": choices(sight=sight_of(request)),
    }
    return render(request, "web/findings.html", context)
