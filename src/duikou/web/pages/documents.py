"""文献: the list of documents, and one document with each figure's verdict and proof."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.documents import document, list_documents
from duikou.answers.errors import NotFound
from duikou.answers.views import DocumentView
from duikou.web.actors import sight_of
from duikou.web.marks import VERDICTS
from duikou.web.prose import blocks


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "web/documents.html", {"documents": list_documents(sight=sight_of(request))})


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One document; `?figure=` chooses the figure that is open at first (a fragment does so by script)."""
    try:
        answer = document(key, sight=sight_of(request))
    except NotFound as error:
        raise Http404(_("There is no document {key} in the book.").format(key=key)) from error
    context = reading_context(answer, request.GET.get("figure", ""))
    return render(request, "web/document.html", context)


def reading_context(answer: DocumentView, chosen: str = "") -> dict[str, Any]:
    """What the reading parts of a page need: blocks, counts by verdict, the figure to open."""
    return {
        "document": answer,
        "blocks": blocks(answer.text, answer.figures) if answer.text else (),
        "verdicts": [(code, VERDICTS[code], n) for code, n in _counts(answer, VERDICTS)],
        "chosen": next((figure.key for figure in answer.figures if figure.key == chosen), ""),
    }


def _counts(document: DocumentView, order: Iterable[str]) -> list[tuple[str, int]]:
    """(verdict, number of figures) in `order`, counted from the figures themselves where they are at hand."""
    if not document.figures:
        return [(code, document.counts[code]) for code in order if document.counts.get(code)]
    verdicts = [figure.verdict for figure in document.figures]
    return [(code, verdicts.count(code)) for code in order if code in verdicts]
