"""Signing in and out, and one's own account: password, office acted for, what was signed in lately."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duikou.actions.set_password import change_password
from duikou.actions.sign_in import Lockout, sign_in
from duikou.book import BookError
from duikou.store import audit
from duikou.store.audit import Looked
from duikou.store.people import person_names
from duikou.store.wording import say
from duikou.web.actors import OFFICE, address_of, post_of, posts
from duikou.web.forms import Sheet
from duikou.web.guards import needs

RECENT = 10


class SignIn(Sheet):
    name = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class Password(Sheet):
    old = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "At least 10 signs, with three of: capitals, small letters, digits, other signs."
        ),
    )
    again = forms.CharField(
        label=gettext_lazy("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        typed = super().clean() or {}
        if typed.get("password") != typed.get("again"):
            self.add_error("again", _("The two new passwords are not the same."))
        return typed


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in; `next` leads back to the page that was asked for."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if request.user.is_authenticated:
        return _onward(request, wanted)
    form = SignIn(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            user = sign_in(
                request,
                typed["name"],
                typed["password"],
                address=address_of(request),
                lockout=Lockout(**settings.DUIKOU_LOCKOUT),
            )
        except BookError as error:
            form.add_error(None, say(error))
            return render(request, "web/sign_in.html", {"form": form, "next": wanted}, status=403)
        login(request, user)
        return _onward(request, wanted)
    return render(request, "web/sign_in.html", {"form": form, "next": wanted})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    if request.user.is_authenticated:
        name = request.user.get_username()
        audit.record("sign_out", user=name, address=address_of(request), target=name)
    logout(request)
    return redirect("web:overview")


@needs()
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """One's own account; where somebody has duties in several offices, the choice among them."""
    context = {
        "posts": posts(request),
        "people": person_names(),
        "recent": audit.happenings(Looked(who=request.user.get_username()), most=RECENT),
        "next": request.GET.get("next", ""),
    }
    return render(request, "web/account.html", context)


@needs()
@require_POST
def choose_office(request: HttpRequest) -> HttpResponse:
    """Act for another of one's offices from now on. One that is not among them changes nothing."""
    chosen = request.POST.get("office", "")
    if chosen in {one.office for one in posts(request)}:
        request.session[OFFICE] = chosen
        name = request.user.get_username()
        audit.record("office_chosen", user=name, office=chosen, address=address_of(request), target=name)
    return _onward(request, request.POST.get("next", ""))


@sensitive_post_parameters("old", "password", "again")
@needs()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password. Other sessions of the same person end with it."""
    form = Password(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            change_password(
                request.user.get_username(), typed["old"], typed["password"], address=address_of(request)
            )
        except BookError as error:
            form.refuse(error)
        else:
            request.user.refresh_from_db()  # type: ignore[union-attr]
            update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
            messages.success(request, _("Your password was changed."))
            return redirect("web:account")
    return render(request, "web/password.html", {"form": form})


def _onward(request: HttpRequest, wanted: str) -> HttpResponseRedirect:
    """To the page asked for, if it is one of ours; to the choice of office where that is open."""
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        wanted = reverse("web:overview")
    if len(posts(request)) > 1 and post_of(request) is None:
        return HttpResponseRedirect(reverse("web:account", query={"next": wanted}))
    return HttpResponseRedirect(wanted)
