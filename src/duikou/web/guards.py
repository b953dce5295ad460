"""Who may open a page at all: sign in first, choose the office, hold one of the duties; else 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from duikou.book import BookError
from duikou.store.actors import Actor
from duikou.web.actors import actor, posts
from duikou.web.pages import refused

Page = Callable[..., HttpResponseBase]


def needs(*duties: str) -> Callable[[Page], Page]:
    """Only for who holds one of `duties` in the office acted for; without any, for whoever is signed in."""

    def guard(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("web:sign_in"))
            if duties:
                who = actor(request)
                if who is None and len(posts(request)) > 1:
                    return redirect_to_login(request.get_full_path(), reverse("web:account"))
                if who is None or who.duties.isdisjoint(duties):
                    return refused.show(request, "duty.missing")
            return page(request, *args, **kwargs)

        return guarded

    return guard


def for_writers(page: Callable[..., HttpResponseBase]) -> Page:
    """A page for who may enter; it gets their `Actor` after the request."""

    @needs("enter")
    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return page(request, acting(request), *args, **kwargs)

    return guarded


def acting(request: HttpRequest) -> Actor:
    """Who acts on a page of somebody signed in. Raises BookError `duty.missing` where it is for no office."""
    who = actor(request)
    if who is None:
        raise BookError("duty.missing", "actor", user=request.user.get_username(), office="", duty="read")
    return who
