"""503: the database is full, away or broken. Said in the reader's language without asking it anything."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import server_error

from duikou.book import BookError
from duikou.store.faults import fault_of, noted
from duikou.store.wording import say

# Trouble that passes, or that the administrator can mend; nothing was written.
PASSING = frozenset(
    f"book.{name}"
    for name in (
        *("busy", "disk_full", "disk_error", "read_only", "missing_file"),
        *("unreadable", "unreachable", "refused", "older"),
    )
)
WAIT = 10  # seconds after which asking again may help


class Faults:
    """A page that met such trouble is no success, whatever it shows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        noted.set(None)
        answer = self.get_response(request)
        fault = noted.get()
        if fault is None or fault.code not in PASSING or answer.status_code >= 400:
            return answer
        if 300 <= answer.status_code < 400:
            return page(request, fault)
        if request.headers.get("HX-Request") != "true":  # which would not show it otherwise
            answer.status_code = 503
        return answer


def after_fault(request: HttpRequest) -> HttpResponse:
    """What Django shows after an exception that nobody has caught."""
    error = sys.exc_info()[1]
    fault = (
        error if isinstance(error, BookError) else fault_of(error) if isinstance(error, Exception) else None
    )
    if fault is None or fault.code not in PASSING:
        return server_error(request)
    return page(request, fault)


def page(request: HttpRequest, fault: BookError) -> HttpResponse:
    """The message alone: no menu, no session, no user, all of which would be asked of the database."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = {code for code, _ in settings.LANGUAGES}
    language = chosen if chosen in known else settings.LANGUAGE_CODE
    with translation.override(language):
        body = render_to_string("503.html", {"said": say(fault), "language": language})
    return HttpResponse(body, status=503, headers={"Retry-After": str(WAIT), "Cache-Control": "no-store"})
