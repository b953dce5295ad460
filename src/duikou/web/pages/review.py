"""审阅: one document, its figures confirmed, corrected or rejected one by one, and what was decided
posted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duikou.actions.add_figure import add_figure
from duikou.actions.confirm_figures import Mistakes, confirm_figure, confirm_figures
from duikou.actions.post_review import post_review
from duikou.actions.reject_figure import reject_figure
from duikou.actions.reopen_figure import reopen_figure, reopen_last
from duikou.answers.errors import NotFound
from duikou.answers.questions import problem_text
from duikou.answers.review_panel import form_choices, panel
from duikou.answers.reviews import DOUBTFUL, Desk
from duikou.book import BookError
from duikou.store.actors import Actor
from duikou.web.guards import acting, for_writers
from duikou.web.htmx import wants_part
from duikou.web.prose import blocks

Context = dict[str, Any]
CONFIRM, REJECT, REOPEN = "confirm", "reject", "reopen"


@require_safe
@for_writers
def show(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """The whole page; `?figure=` chooses the figure, else the first that is open."""
    return _page(request, desk_of(request, key), _number(request.GET.get("figure", "")))


@require_safe
@for_writers
def figure(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """The panel of one figure, for htmx; by itself the page with it."""
    desk = desk_of(request, key)
    if not wants_part(request):
        return _page(request, desk, number)
    return render(request, "web/parts/review_panel.html", _panel(request, desk, number))


@require_POST
@for_writers
def decide(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """Confirm, reject or reopen one figure, then on to the next; what is wrong is said beside its field."""
    desk_of(request, key)
    sent = request.POST
    version = _number(sent.get("version", ""))
    try:
        if sent.get("verb") == REJECT:
            reject_figure(key, number, version, actor=actor)
        elif sent.get("verb") == REOPEN:
            reopen_figure(key, number, version, actor=actor)
        else:
            confirm_figure(key, number, version, dict(sent.lists()), actor=actor)
    except Mistakes as error:
        return _answer(request, key, number, typed=dict(sent.lists()), problems=error.problems)
    except BookError as error:
        return _answer(request, key, number, problem=problem_text(error), decided=(number,))
    stay = sent.get("verb") == REOPEN
    return _answer(request, key, number if stay else 0, decided=(number,), after=number)


@require_POST
@for_writers
def add(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Add a figure that the reader missed, by the place of its words or by the words, and go to it."""
    desk_of(request, key)
    sent = request.POST
    here = _number(sent.get("here", ""))
    start, end = (_number(sent.get(name, "")) for name in ("start", "end"))
    span = (start, end) if end else None
    try:
        number = add_figure(key, span, actor=actor, words=sent.get("words", ""), near=here)
    except BookError as error:
        return _page(request, desk_of(request, key), here, adding=problem_text(error))
    return redirect(f"{reverse('web:review', args=[key])}?{urlencode({'figure': number})}")


@require_POST
@for_writers
def undo(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Take back one's own last decision and go to its figure."""
    desk_of(request, key)
    try:
        number = reopen_last(key, actor=actor)
    except BookError as error:
        return _answer(request, key, _number(request.POST.get("here", "")), problem=problem_text(error))
    return _answer(request, key, number, decided=(number,))


@for_writers
def remaining(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Confirm all open figures of a kind as proposed: shown first, done after being asked for."""
    desk = desk_of(request, key)
    problem = ""
    if request.method == "POST":
        sent = (pair.partition(":") for pair in request.POST.getlist("figure"))
        pairs = [(_number(figure), _number(version)) for figure, _colon, version in sent]
        try:
            confirm_figures(key, pairs, actor=actor)
            return redirect("web:review", key)
        except Mistakes as error:
            problem = " ".join(map(problem_text, error.problems))
        except BookError as error:
            problem = problem_text(error)
        desk = desk_of(request, key)
    view = desk.view()
    kind = next((one for one in view.kinds if one.code == request.GET.get("of", "")), None)
    panels = [panel(desk, mark.number) for mark in kind.marks] if kind else []
    context = {"review": view, "kind": kind, "panels": panels, "problem": problem}
    return render(request, "web/review_remaining.html", context)


@require_POST
@for_writers
def post(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Bring the book up to what was decided."""
    desk_of(request, key)
    try:
        receipt = post_review(key, actor=actor)
    except BookError as error:
        return _page(request, desk_of(request, key), 0, problem=problem_text(error))
    return redirect(f"{reverse('web:review', args=[key])}?{urlencode({'receipt': str(receipt)})}")


def desk_of(request: HttpRequest, key: str) -> Desk:
    """Raises Http404 for one that whoever is signed in has no business with."""
    who = acting(request)
    try:
        return Desk(key, office=who.office, sight=who.sight)
    except NotFound as error:
        raise Http404(_("No document {key} is under review.").format(key=key)) from error


def _answer(
    request: HttpRequest,
    key: str,
    number: int,
    *,
    decided: Iterable[int] = (),
    after: int = 0,
    **panel_of: Any,
) -> HttpResponse:
    """The panel that follows a decision (`number`, or the next open figure after `after`) with the marks of
    the figures `decided`; without htmx the page."""
    desk = desk_of(request, key)
    view = desk.view()
    number = number or view.after(after, _only_doubtful(request))
    if not wants_part(request):
        if panel_of:
            return _page(request, desk, number, **panel_of)
        query = urlencode({"figure": number, "show": request.POST.get("show", "")})
        return redirect(f"{reverse('web:review', args=[key])}?{query}")
    changed = [mark for mark in view.marks if mark.number in set(decided)]
    context = _panel(request, desk, number, **panel_of) | {"review": view, "changed": changed, "part": True}
    return render(request, "web/parts/review_panel.html", context)


def _panel(
    request: HttpRequest,
    desk: Desk,
    number: int,
    problem: str = "",
    typed: dict[str, list[str]] | None = None,
    problems: Iterable[BookError] = (),
) -> Context:
    """What the panel of a figure needs; number 0 = nothing is left to decide."""
    show = DOUBTFUL if _only_doubtful(request) else ""
    context: Context = {"key": desk.review.document, "problem": problem, "show": show}
    if number:
        try:
            context["panel"] = panel(desk, number, typed, problems)
        except BookError as error:
            raise Http404(problem_text(error)) from error
        context["choices"] = form_choices(desk)
    else:
        context["review"] = desk.view()
    return context


def _page(request: HttpRequest, desk: Desk, number: int, adding: str = "", **panel_of: Any) -> HttpResponse:
    """`adding`: what stands against the words of a missed figure."""
    view = desk.view()
    receipt = request.GET.get("receipt", "")
    if not number and not receipt:
        number = view.after(0, _only_doubtful(request))
    context = _panel(request, desk, number, **panel_of) | {
        "review": view,
        "blocks": blocks(view.text, view.marks),
        "chosen": number,
        "receipt": receipt,
        "options": form_choices(desk),
        "adding": adding,
        "words": request.POST.get("words", "") if adding else "",
    }
    return render(request, "web/review.html", context)


def _only_doubtful(request: HttpRequest) -> bool:
    return (request.POST if request.method == "POST" else request.GET).get("show") == DOUBTFUL


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
