"""项目: the register as a list with filters that stay in the address, and as a board by stage."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.names import (
    party_code,
    place_code,
    register_choices,
    sector_code,
    step_choices,
    step_name,
)
from duikou.answers.register import UNKNOWN, Listing, Wanted, listing
from duikou.book import LIFE_CYCLE
from duikou.store.wording import say
from duikou.web.actors import post_of, sight_of
from duikou.web.paging import page_of
from duikou.web.shown_projects import card_of
from duikou.words import UnknownCode

FIELDS = ("q", "recipient", "donor", "sector", "stage", "kind", "year", "late")
PAGE = 50
ON_BOARD = 12  # cards of one stage; the rest is a link away


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list; what it is narrowed to stands in the address, which can be shared."""
    chosen, wanted, problem = asked(request)
    found = listing(wanted, timezone.localdate(), sight=sight_of(request))
    page = page_of(request, found.total, PAGE)
    context = _context(request, chosen, found, problem)
    shown = found.lines(page.start, PAGE)
    context |= {"page": page, "cards": [card_of(line) for line in shown]}
    return render(request, "web/projects.html", context)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The same projects, a column for each stage that has any."""
    chosen, wanted, problem = asked(request)
    found = listing(wanted, timezone.localdate(), sight=sight_of(request))
    context = _context(request, chosen, found, problem)
    context["columns"] = [
        {
            "name": step_name(stage, found.words) if stage else _("no step known"),
            "total": found.stages[stage],
            "cards": [card_of(line) for line in found.at(stage, ON_BOARD)],
            "query": urlencode({**{k: v for k, v in chosen.items() if v}, "stage": stage or UNKNOWN}),
        }
        for stage in found.stages
    ]
    return render(request, "web/projects_board.html", context)


def asked(request: HttpRequest) -> tuple[dict[str, str], Wanted, str]:
    """What the address says, what it means, and one line where a name in it means nothing."""
    chosen = {name: request.GET.get(name, "").strip() for name in FIELDS}
    try:
        wanted = Wanted(
            recipient=place_code(chosen["recipient"]) if chosen["recipient"] else "",
            donor=party_code(chosen["donor"]) if chosen["donor"] else "",
            sector=sector_code(chosen["sector"]) if chosen["sector"] else "",
            stage=chosen["stage"] if chosen["stage"] in (*LIFE_CYCLE, UNKNOWN) else "",
            kind=chosen["kind"],
            year=chosen["year"],
            text=chosen["q"],
            late=bool(chosen["late"]),
        )
    except UnknownCode as error:
        return chosen, Wanted(text=chosen["q"]), say(error)
    return chosen, wanted, ""


def _context(request: HttpRequest, chosen: dict[str, str], found: Listing, problem: str) -> dict[str, Any]:
    post = post_of(request)
    return {
        "chosen": chosen,
        "found": found,
        "problem": problem,
        "choices": register_choices(found.words),
        "stages": [*step_choices(found.words), (UNKNOWN, _("no step known"))],
        "years": found.years,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "may_enter": post is not None and "enter" in post.duties,
    }
