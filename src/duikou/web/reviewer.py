"""On whose behalf a page writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duikou.book import BookError
from duikou.store.actors import Actor, system_actor
from duikou.store.wording import say
from duikou.web.guards import acting

DUTY = "enter"
Page = Callable[..., HttpResponse]


def reviewer(request: HttpRequest) -> Actor:
    """Who is signed in; on an open desk (the demo, which only its own machine reaches) the system.

    Raises BookError `duty.missing`, `review.closed`.
    """
    if request.user.is_authenticated:
        actor = acting(request)
    elif settings.DUIKOU_OPEN_DESK:
        actor = system_actor()
    else:
        raise BookError("review.closed", "actor")
    actor.must(DUTY)
    return actor


def for_reviewers(page: Page) -> Page:
    """A page that only people who may enter see; it gets their `Actor` after the request."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            actor = reviewer(request)
        except BookError as error:
            return render(request, "web/closed.html", {"problem": say(error)}, status=403)
        return page(request, actor, *args, **kwargs)

    return guarded
