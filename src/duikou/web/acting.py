"""Who acts on a page: the one seam between these pages and signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from duikou.book import BookError
from duikou.store.actors import Actor, actor_of
from duikou.store.wording import say

Page = Callable[..., HttpResponseBase]


def needs(*duties: str) -> Callable[[Page], Page]:
    """Only for who holds one of `duties` in the office acted for; without any, for whoever is signed in."""

    def guard(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                raise PermissionDenied
            if duties and acting(request).duties.isdisjoint(duties):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return guarded

    return guard


def acting(request: HttpRequest) -> Actor:
    """Whoever is signed in, for the only office with duties there. Raises PermissionDenied."""
    try:
        return actor_of(request.user.get_username())
    except BookError as error:
        raise PermissionDenied(say(error)) from error
