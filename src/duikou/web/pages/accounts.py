"""报告: accounts reckoned from the book, as pages and files; those published, and what changed since."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from duikou.actions.publish_account import publish_account
from duikou.answers.accounts import AccountRequest, compose
from duikou.answers.accounts.comparison import compare_published, list_published, open_published
from duikou.answers.accounts.files import FORMS, account_file, template_for
from duikou.answers.accounts.shown import CAUSES, KIND_NAMES, STATUS_NAMES
from duikou.answers.questions import choices, problem_text
from duikou.book import PUBLIC, BookError
from duikou.book.account import Account
from duikou.web.actors import post_of, sight_of
from duikou.web.guards import acting, needs
from duikou.web.shown_accounts import sheet
from duikou.words import UnknownCode

REFUSED = (UnknownCode, BookError)
FIELDS = ("kind", "recipient", "donor", "year", "as_of", "known_at")
FILES = tuple(form.removeprefix(".") for form in FORMS)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The form, and what was published."""
    return _form(request, {})


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The account that the address asks for; one clear line where it cannot be made."""
    wanted = _wanted(request)
    try:
        account = compose(wanted, sight=sight_of(request))
    except REFUSED as error:
        return _form(request, {"problem": problem_text(error)})
    post = post_of(request)
    query = urlencode({name: getattr(wanted, name) for name in FIELDS if getattr(wanted, name)})
    return render(
        request,
        "web/account_sheet.html",
        {
            "sheet": sheet(account),
            "query": query,
            "files": FILES,
            "fields": {name: getattr(wanted, name) for name in FIELDS},
            "may_publish": post is not None and "approve" in post.duties,
        },
    )


@require_safe
def file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file."""
    try:
        return _download(compose(_wanted(request), sight=sight_of(request)), form)
    except REFUSED as error:
        return _form(request, {"problem": problem_text(error)})


@require_POST
@needs("approve")
def publish(request: HttpRequest) -> HttpResponse:
    """Freeze the account: what everybody may see, or for the own office what it sees."""
    who = acting(request)
    public = request.POST.get("public") == "yes"
    wanted = AccountRequest(**{name: request.POST.get(name, "").strip() for name in FIELDS})
    try:
        account = compose(wanted, sight=PUBLIC if public else who.sight)
        number = publish_account(account, public=public, actor=who)
    except REFUSED as error:
        return _form(request, {"problem": problem_text(error)})
    return redirect("web:account_published", number)


@require_safe
def published(request: HttpRequest, number: int) -> HttpResponse:
    """An account as it was published."""
    kept, account = _opened(request, number)
    return render(request, "web/account_sheet.html", {"sheet": sheet(account), "kept": kept, "files": FILES})


@require_safe
def published_file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """The same as a file."""
    _kept, account = _opened(request, number)
    try:
        return _download(account, form)
    except REFUSED as error:
        return _form(request, {"problem": problem_text(error)})


@require_safe
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """A published account held against what is known now."""
    kept, _account = _opened(request, number)
    try:
        found = compare_published(number, sight=sight_of(request), office=_office(request))
    except REFUSED as error:
        return _form(request, {"problem": problem_text(error)})
    counts = [
        (code, name, found.counts[code]) for code, name in STATUS_NAMES.items() if found.counts.get(code)
    ]
    return render(
        request,
        "web/account_compare.html",
        {
            "found": found,
            "kept": kept,
            "counts": counts,
            "names": STATUS_NAMES,
            "rows": [
                (STATUS_NAMES[row.status], row, [(CAUSES[c.what], c) for c in row.causes])
                for row in found.rows
            ],
        },
    )


def _opened(request: HttpRequest, number: int) -> tuple[Any, Account]:
    try:
        return open_published(number, sight=sight_of(request), office=_office(request))
    except BookError as error:
        raise Http404(problem_text(error)) from error


def _office(request: HttpRequest) -> str:
    post = post_of(request)
    return post.office if post else ""


def _wanted(request: HttpRequest) -> AccountRequest:
    return AccountRequest(**{name: request.GET.get(name, "").strip() for name in FIELDS})


def _download(account: Account, form: str) -> HttpResponse:
    suffix = f".{form}"
    if suffix not in FORMS:
        raise Http404
    content = account_file(account, suffix, *template_for())
    disposition = content_disposition_header(True, account.title + suffix) or ""
    return HttpResponse(content, content_type=FORMS[suffix], headers={"Content-Disposition": disposition})


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    typed = {name: request.GET.get(name, request.POST.get(name, "")) for name in FIELDS}
    office = _office(request)
    sight = sight_of(request)
    kinds = list(KIND_NAMES.items())
    known = list_published(sight=sight, office=office)
    return render(
        request,
        "web/accounts.html",
        {
            "form": typed,
            "kinds": kinds,
            "choices": choices(sight=sight),
            "published": known,
            "kind_names": KIND_NAMES,
        }
        | context,
    )
