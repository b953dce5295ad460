"""核对: a draft pasted or dropped in, each of its figures held against the book, and the same draft back with
comments. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duikou.answers.drafts import check_text
from duikou.answers.remarks import commented_docx
from duikou.answers.views import DocumentView
from duikou.book import Sight
from duikou.web.actors import sight_of
from duikou.web.htmx import wants_part
from duikou.web.pages.documents import reading_context
from duikou.web.uploads import (
    KNOWN,
    LARGEST_FILE,
    REFUSED,
    Draft,
    problem_line,
    sent_draft,
    takes_drafts,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _refuse(request: HttpRequest, line: str) -> HttpResponse:
    return _page(request, {"problem": line})


@require_http_methods(["GET", "HEAD", "POST"])
@takes_drafts(_refuse)
def show(request: HttpRequest) -> HttpResponse:
    """The form; after a POST the draft with its verdicts, or one clear line on why not."""
    if request.method != "POST":
        return _page(request, {})
    typed = _typed(request)
    try:
        draft = sent_draft(request)
        return _page(request, typed | _checked(draft, _verdicts(draft, typed, sight_of(request))))
    except REFUSED as error:
        return _page(request, typed | {"problem": problem_line(error)})


@require_POST
@takes_drafts(_refuse)
def word(request: HttpRequest) -> HttpResponse:
    """The draft as a Word document with comments; `comment=flagged`: only at what does not fit."""
    typed = _typed(request)
    try:
        draft = sent_draft(request)
        verdicts = _verdicts(draft, typed, sight_of(request))
        flagged_only = request.POST.get("comment") == "flagged"
        content = commented_docx(draft.raw, draft.name, draft.loaded, verdicts, flagged_only)
    except REFUSED as error:
        return _page(request, typed | {"problem": problem_line(error)})
    name = _("{draft} checked").format(draft=draft.stem or _("Draft")) + ".docx"
    disposition = content_disposition_header(True, name) or ""
    return HttpResponse(content, content_type=WORD, headers={"Content-Disposition": disposition})


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or for htmx what came of the draft."""
    template = "web/parts/checked.html" if wants_part(request) else "web/check.html"
    return render(request, template, {"known": KNOWN, "largest": LARGEST_FILE} | context)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("title", "dated", "text")}


def _verdicts(draft: Draft, typed: dict[str, str], sight: Sight) -> DocumentView:
    """The name of a file says nothing of what its text is about; a title that was typed does."""
    return check_text(
        draft.loaded.text, dated=typed["dated"].strip(), title=typed["title"].strip(), sight=sight
    )


def _checked(draft: Draft, verdicts: DocumentView) -> dict[str, Any]:
    return {
        **reading_context(verdicts),
        "checked": True,
        "name": draft.stem,
        "is_word": draft.loaded.form == "docx",
    }
