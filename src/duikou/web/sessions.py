"""What holds for whoever is signed in on every page: time-out, forced change of password, no caching."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from duikou.book import BookError
from duikou.store import audit
from duikou.web.actors import address_of
from duikou.web.pages import refused

SEEN = "seen"  # name in the session of the moment of the last page, in seconds
EXACT = 60  # how old that moment may be before it is written again
REFUSALS = frozenset({"duty.missing", "reach.missing", "reach.shared", "reach.publishing"})


class Sessions:
    """Signs out who was idle too long, and leads who has a given password to change it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        answer = self._expired(request) or self._must_change(request) or self.get_response(request)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What an action refuses for want of a duty is a refusal of the page."""
        if isinstance(error, BookError) and error.code in REFUSALS:
            return refused.show(request, error.code)
        return None

    def _expired(self, request: HttpRequest) -> HttpResponse | None:
        now = int(time.time())
        seen = request.session.get(SEEN, now)
        if now - seen > settings.DUIKOU_IDLE_MINUTES * 60:
            name = request.user.get_username()
            logout(request)
            audit.record("session_expired", user=name, address=address_of(request), target=name)
            messages.info(request, _("You were signed out because nothing happened for a while."))
            if request.method not in ("GET", "HEAD"):
                return redirect("web:sign_in")
            return redirect_to_login(request.get_full_path(), reverse("web:sign_in"))
        if SEEN not in request.session or now - seen >= EXACT:
            request.session[SEEN] = now
        return None

    def _must_change(self, request: HttpRequest) -> HttpResponse | None:
        allowed = {reverse(f"web:{name}") for name in ("password", "sign_out", "language")}
        if not getattr(request.user, "must_change", False) or request.path in allowed:
            return None
        return redirect("web:password")
