"""People: made by the administrator, given duties, locked and released by the security officer."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duikou.actions.add_people import add_user
from duikou.actions.grant_duties import grant_duty, withdraw_duty
from duikou.actions.lock_people import lock_user, release, unlock_user
from duikou.actions.set_password import new_password, reset_password
from duikou.book import BookError
from duikou.book.duties import DUTIES
from duikou.store import people
from duikou.store.wording import say
from duikou.web.forms import Sheet
from duikou.web.guards import acting, needs
from duikou.web.official import DUTY_NAMES


class NewPerson(Sheet):
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        help_text=gettext_lazy("Cannot be changed later: it is part of every posting."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)


class Grant(Sheet):
    also: ClassVar = {"user": "kind"}
    office = forms.ChoiceField(label=gettext_lazy("Office"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Duty"), choices=[(duty, DUTY_NAMES[duty]) for duty in DUTIES]
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.fields["office"].choices = [(row.key, row.name) for row in people.offices()]  # type: ignore[attr-defined]


@needs("administer", "secure")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All people with their duties; `?q=` and `?office=` narrow the list."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "office")}
    context = {
        "people": people.people(chosen["q"], chosen["office"]),
        "offices": people.offices(),
        "chosen": chosen,
    }
    return render(request, "web/people.html", context)


@needs("administer")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make an account without duties; its first password is shown once."""
    form = NewPerson(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        password = new_password()
        try:
            add_user(typed["username"], password, name=typed["name"], actor=acting(request))
        except BookError as error:
            form.refuse(error)
        else:
            return _told_once(request, typed["username"], password)
    return render(request, "web/person_new.html", {"form": form})


@needs("administer", "secure")
@require_safe
def show(request: HttpRequest, username: str) -> HttpResponse:
    return _page(request, username, Grant())


@needs("secure")
@require_POST
def grant(request: HttpRequest, username: str) -> HttpResponse:
    """Give a duty."""
    form = Grant(request.POST)
    if form.is_valid():
        try:
            grant_duty(
                username, form.cleaned_data["office"], form.cleaned_data["kind"], actor=acting(request)
            )
        except BookError as error:
            _missing_is_404(error)
            form.refuse(error)
        else:
            messages.success(request, _("The duty was granted."))
            return redirect("web:person", username)
    return _page(request, username, form)


@needs("secure")
@require_POST
def change(request: HttpRequest, username: str) -> HttpResponse:
    """Withdraw a duty, lock, unlock, release, or reset the password, as the button says."""
    who, typed = acting(request), request.POST
    try:
        people.person(username)
        match typed.get("do", ""):
            case "withdraw":
                withdraw_duty(username, typed.get("office", ""), typed.get("kind", ""), actor=who)
                messages.success(request, _("The duty was withdrawn."))
            case "lock":
                lock_user(username, typed.get("reason", ""), actor=who)
                messages.success(request, _("{name} is locked out.").format(name=username))
            case "unlock":
                unlock_user(username, actor=who)
                messages.success(request, _("{name} may sign in again.").format(name=username))
            case "release":
                release(username, actor=who)
                messages.success(request, _("Failed attempts of {name} are forgiven.").format(name=username))
            case "reset":
                return _told_once(request, username, reset_password(username, actor=who))
    except BookError as error:
        _missing_is_404(error)
        messages.error(request, say(error))
    return redirect("web:person", username)


def _page(request: HttpRequest, username: str, form: Grant) -> HttpResponse:
    try:
        who = people.person(username)
    except BookError as error:
        raise Http404(say(error)) from error
    return render(request, "web/person.html", {"who": who, "form": form})


def _told_once(request: HttpRequest, username: str, password: str) -> HttpResponse:
    """The only page that ever shows a password; it is not kept and cannot be opened again."""
    return render(request, "web/password_once.html", {"username": username, "password": password})


def _missing_is_404(error: BookError) -> None:
    if error.code == "unknown.user":
        raise Http404(say(error)) from error
