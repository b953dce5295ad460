"""审计: the hash chain for the auditor: postings and their rows, verification, receipts."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duikou.answers import chain
from duikou.answers.errors import NotFound
from duikou.book import BookError
from duikou.store import audit
from duikou.store.people import office_names, person_names
from duikou.store.tracing import PostedLine
from duikou.store.wording import say
from duikou.web.actors import sight_of
from duikou.web.guards import acting, needs
from duikou.web.paging import page_of

PAGE, ROWS = 50, 100
LARGEST_RECEIPT = 64 * 1024  # bytes; a receipt is one line
PAGES = {
    "entry": "web:entry",
    "project": "web:project",
    "activity": "web:activity",
    "document": "web:document",
}


@needs("audit")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request)


@needs("audit")
@require_safe
def posting(request: HttpRequest, number: int) -> HttpResponse:
    """One posting with its rows."""
    sight = sight_of(request)
    try:
        link = chain.posting(number, sight=sight)
    except NotFound as error:
        raise Http404(_("There is no posting {number}.").format(number=number)) from error
    page = page_of(request, link.rows, ROWS)
    found = chain.rows(number, page.start, ROWS, sight=sight)
    context = {
        "link": link,
        "page": page,
        "rows": [(row, _address(row)) for row in found],
        "last": chain.size(sight=sight),
        "filing": chain.filings_of([number], sight=sight).get(number),
        "offices": office_names(),
        "people": person_names(),
    }
    return render(request, "web/chain_posting.html", context)


@needs("audit")
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute everything now; with a receipt in the form also against that. The verification is logged."""
    try:
        given = _given(request)
        found = chain.verified(given, sight=sight_of(request))
    except BookError as error:
        return _page(request, problem=say(error))
    who = acting(request)
    audit.record(
        "chain_verified",
        user=who.user,
        office=who.office,
        address=who.address,
        target=found.head,
        result=str(len(found.faults)),
        receipt=found.receipt,
    )
    return _page(request, found=found)


@needs("audit")
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of the last posting as a text file, to be kept outside the book."""
    head = chain.head(sight=sight_of(request))
    if head is None:
        raise Http404(_("The book is empty."))
    answer = HttpResponse(f"{head}\n", content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="duikou-receipt-{head.number}.txt"'
    return answer


def _given(request: HttpRequest) -> str:
    """The receipt in the form, "" where there is none. Raises BookError `receipt.unreadable`."""
    upload, text = request.FILES.get("file"), request.POST.get("receipt", "")
    if isinstance(upload, UploadedFile):
        text = upload.read(LARGEST_RECEIPT).decode("utf-8", "replace")
        return chain.receipt_in(text)
    return chain.receipt_in(text) if text.strip() else ""


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    sight = sight_of(request)
    page = page_of(request, chain.size(sight=sight), PAGE)
    links = chain.postings(page.start, PAGE, sight=sight)
    filed = chain.filings_of([one.number for one in links], sight=sight)
    context: dict[str, Any] = {
        "page": page,
        "links": [(one, filed.get(one.number)) for one in links],
        "head": chain.head(sight=sight),
        "offices": office_names(),
        "people": person_names(),
    }
    return render(request, "web/chain.html", context | more)


def _address(row: PostedLine) -> str:
    """The page of a row, "" where it has none."""
    return reverse(PAGES[row.table], args=[row.key]) if row.table in PAGES and row.key else ""
