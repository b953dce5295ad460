"""A filing (报送): its records, what the checks say, remarks and history; its steps by button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duikou.actions.accept_filing import accept_filing
from duikou.actions.fill_filing import drop_records, explain, put_records
from duikou.actions.hand_in_filing import hand_in_filing, recall_filing
from duikou.actions.return_filing import return_filing
from duikou.answers.activity_form import FormView, filed_form, typed_form
from duikou.answers.errors import NotFound
from duikou.answers.filings import FilingPage, filed_row, filing_page
from duikou.answers.names import vocabulary
from duikou.book import BookError, FiledRow, Project
from duikou.book.filing import OWN, may, moves
from duikou.store.wording import say
from duikou.web.concerned import concerned, scope, side
from duikou.web.guards import acting
from duikou.web.pages import refused
from duikou.web.pages.activities import typed_in
from duikou.web.pages.project_form import project_sheet
from duikou.web.project_sheet import typed_of

MOST_ROWS = 300  # shown; those with remarks, errors and doubts come first
PASSED_ON = ("duty.missing", "reach.missing")


@concerned
@require_safe
def show(request: HttpRequest, call: str, office: str) -> HttpResponse:
    return _page(request, _filing(request, call, office))


@concerned
@require_POST
def move(request: HttpRequest, call: str, office: str) -> HttpResponse:
    """One step; `do` says which. What was typed stays where it is refused."""
    _filing_or_404(request, office)
    typed = request.POST
    words, verb = typed.get("words", ""), typed.get("do", "")
    seen = typed.get("seen", "")
    step: Any = {"actor": acting(request), "seen": int(seen) if seen.isdecimal() else -1}
    try:
        match verb:
            case "explain":
                explain(_named(request, "doubt"), call, office, **step)
                done = _("The explanations are kept.")
            case "file":
                hand_in_filing(call, office, words=words, explanations=_named(request, "doubt"), **step)
                done = _("The filing was sent in. It can be taken back until somebody decides on it.")
            case "recall":
                recall_filing(call, office, words=words, **step)
                done = _("The filing was taken back.")
            case "return":
                return_filing(call, office, words=words, remarks=_named(request, "remark"), **step)
                done = _("The filing was returned.")
            case "accept":
                receipt = accept_filing(call, office, words=words, remarks=_named(request, "remark"), **step)
                done = _(
                    "Accepted: its records are in the book and the register is closed. Receipt: {receipt}"
                )
                done = done.format(receipt=receipt)
            case _:
                raise Http404(_("There is no such step."))
    except BookError as error:
        return _refused(request, call, office, error)
    messages.success(request, done)
    return redirect("web:filing", call, office)


@concerned
@require_POST
def drop(request: HttpRequest, call: str, office: str) -> HttpResponse:
    """Take a record out of the filing; the book is not touched."""
    _filing_or_404(request, office)
    try:
        drop_records([request.POST.get("key", "")], call, office, actor=acting(request))
    except BookError as error:
        return _refused(request, call, office, error)
    messages.success(request, _("Taken out of the filing; the book is as it was."))
    return redirect("web:filing", call, office)


@concerned
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, call: str, office: str, key: str) -> HttpResponse:
    """Mend a record where it stands in the filing."""
    _filing_or_404(request, office)
    actor = acting(request)
    actor.must("enter")
    if side(request, office) != OWN:
        return refused.show(request, "reach.missing")
    try:
        one, filed, projects = filed_row(call, office, key)
    except NotFound as error:
        raise Http404(_("There is no such record in the filing.")) from error
    if filed.withdrawn or not may("put", one.state, OWN, actor.duties):
        return redirect("web:filing", call, office)
    if isinstance(filed.row, Project):
        return _project(request, call, office, filed, filed.row)
    if request.method != "POST":
        return _form(request, call, office, filed_form(office, filed.row, projects))
    in_book = filed.row.key if filed.expected else ""
    try:
        form = typed_form(office, filed.row.type, typed_in(request), in_book, projects)
    except NotFound as error:
        raise Http404(_("There is no such record in the filing.")) from error
    if form.record is None or (form.doubtful and not request.POST.get("confirmed")):
        return _form(request, call, office, form)
    reason = request.POST.get("reason", "").strip() or filed.reason
    changed = FiledRow(form.record, form.version, False, reason, problems=form.doubts)
    try:
        put_records([changed], call, office, actor=actor, without=[key])
    except BookError as error:
        return _form(request, call, office, form, problem=say(error))
    messages.success(request, _("Mended in the filing."))
    return redirect("web:filing", call, office)


def _project(request: HttpRequest, call: str, office: str, filed: FiledRow, row: Project) -> HttpResponse:
    """Mend a project where it stands in the filing, by the form of the register."""
    words = vocabulary()
    form = project_sheet(request, words, request.POST or None, initial=typed_of(row, filed.expected, words))
    if form.is_valid() and (new := form.row(row.key, row)):
        # the form does not look for doubts: one stays until the field that it is about has changed
        left = tuple(
            one for one in filed.problems if getattr(new, one.field, None) == getattr(row, one.field, None)
        )
        changed = FiledRow(new, filed.expected, False, filed.reason, problems=left)
        try:
            put_records([changed], call, office, actor=acting(request))
        except BookError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Mended in the filing."))
            return redirect("web:filing", call, office)
    context = {"form": form, "project": row, "filing": (call, office)}
    return render(request, "web/project_form.html", context)


def _filing(request: HttpRequest, call: str, office: str) -> FilingPage:
    _filing_or_404(request, office)
    try:
        return filing_page(call, office, timezone.localdate())
    except NotFound as error:
        raise Http404(_("There is no such filing.")) from error


def _filing_or_404(request: HttpRequest, office: str) -> None:
    """Another county's filing looks as if it were not there."""
    if scope(request) not in ("", office):
        raise Http404(_("There is no such filing."))


def _named(request: HttpRequest, kind: str) -> dict[str, str]:
    """What was typed into the fields `<kind>:<name>`."""
    start = f"{kind}:"
    return {
        name.removeprefix(start): str(value)
        for name, value in request.POST.items()
        if name.startswith(start) and str(value).strip()
    }


def _refused(request: HttpRequest, call: str, office: str, error: BookError) -> HttpResponse:
    """The page again, with what is wrong and with what was typed."""
    if error.code in PASSED_ON or error.code.startswith("book."):
        raise error
    if error.code == "unknown.filing":
        raise Http404(_("There is no such filing.")) from error
    return _page(request, _filing(request, call, office), say(error))


def _page(request: HttpRequest, found: FilingPage, problem: str = "") -> HttpResponse:
    where = side(request, found.office)
    duties = acting(request).duties
    typed = {name: str(value) for name, value in request.POST.items()}
    context: dict[str, Any] = {
        "filing": found,
        "rows": found.rows[:MOST_ROWS],
        "most": MOST_ROWS,
        "may": moves(found.state, where, duties) if not found.ended else frozenset(),
        "problem": problem,
        "words": typed.get("words", ""),
        "typed": typed,
    }
    return render(request, "web/filing.html", context)


def _form(request: HttpRequest, call: str, office: str, form: FormView, problem: str = "") -> HttpResponse:
    context = {
        "form": form,
        "filing": (call, office),
        "reason": request.POST.get("reason", ""),
        "asked": form.doubtful,
        "version": form.version,
        "problem": problem,
    }
    return render(request, "web/activity_form.html", context)
