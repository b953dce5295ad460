"""The audit log, for the auditor: filtered by event, person, address and days, and taken away as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.files.csv_text import MARK, csv_line
from duikou.store import audit
from duikou.store.audit import EVENTS, Happening, Looked
from duikou.web.guards import acting, needs
from duikou.web.official import EVENT_NAMES
from duikou.web.paging import page_of

FIELDS = ("event", "who", "address", "since", "until")
PAGE = 50


@needs("audit")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET.get(name, "").strip() for name in FIELDS}
    looked, problem = _looked(chosen)
    shown = page_of(request, audit.count(looked), PAGE)
    context: dict[str, Any] = {
        "happenings": list(audit.happenings(looked, shown.start, PAGE)),
        "page": shown,
        "events": [(event, EVENT_NAMES[event]) for event in EVENTS],
        "chosen": chosen,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "problem": problem,
    }
    return render(request, "web/log.html", context)


@needs("audit")
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as CSV in UTF-8 with the mark that spreadsheets look for; taking them is logged too."""
    chosen = {name: request.GET.get(name, "").strip() for name in FIELDS}
    looked, _problem = _looked(chosen)
    who = acting(request)
    limits = {name: value for name, value in chosen.items() if value}
    audit.record("log_exported", user=who.user, office=who.office, address=who.address, **_flat(limits))
    answer = StreamingHttpResponse(_lines(audit.happenings(looked)), content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="duikou-log-{day}.csv"'
    return answer


def _flat(limits: dict[str, str]) -> dict[str, str]:
    return {"limits": urlencode(limits)} if limits else {}


def _looked(chosen: dict[str, str]) -> tuple[Looked, str]:
    try:
        days = [date.fromisoformat(chosen[name]) if chosen[name] else None for name in ("since", "until")]
    except ValueError:
        return Looked(), _("A day is written like 2025-05-31; all days are shown.")
    return Looked(chosen["event"], chosen["who"], chosen["address"], *days), ""


def _lines(rows: Iterable[Happening]) -> Iterator[str]:
    yield MARK + csv_line(("at", "event", "user", "office", "address", "target", "detail"))
    for row in rows:
        at = timezone.localtime(row.at).isoformat(timespec="seconds")
        detail = "; ".join(f"{name}: {value}" for name, value in row.detail.items())
        yield csv_line((at, row.event, row.user, row.office, row.address, row.target, detail))
