"""Who acts on a page: the one seam between these pages and signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from duikou.book import BookError
from duikou.store.actors import Actor, actor_of, system_actor
from duikou.store.wording import say

Page = Callable[..., HttpResponseBase]


def needs(*duties: str) -> Callable[[Page], Page]:
    """Only for who holds one of `duties` in the office acted for; without any, for whoever is signed in."""

    def guard(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            held = acting(request).duties
            if duties and held.isdisjoint(duties):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return guarded

    return guard


def acting(request: HttpRequest) -> Actor:
    """Whoever is signed in, for the only office with duties there; on an open desk (the demo, which only its
    own machine reaches) the system. Raises PermissionDenied."""
    if not request.user.is_authenticated:
        if settings.DUIKOU_OPEN_DESK:
            return system_actor()
        raise PermissionDenied
    try:
        return actor_of(request.user.get_username())
    except BookError as error:
        raise PermissionDenied(say(error)) from error
