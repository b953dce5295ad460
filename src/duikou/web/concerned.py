"""Whom calls and filings concern: the county that files, offices that answer for the whole, the auditor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase

from duikou.answers.calls import EVERY
from duikou.book.duties import WORK
from duikou.book.filing import ABOVE, OWN
from duikou.store.actors import Post
from duikou.web.actors import post_of
from duikou.web.guards import needs
from duikou.web.pages import refused

Page = Callable[..., HttpResponseBase]


def scope_of(post: Post | None) -> str | None:
    """The office whose filings somebody sees, EVERY = all of them; None = none."""
    if post is None:
        return None
    if post.sight.whole:
        return EVERY
    return post.office if post.level == "county" and post.duties & WORK else None


def concerned(page: Page) -> Page:
    """Only for whom filings concern; 403 for others."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if scope_of(post_of(request)) is None:
            return refused.show(request, "duty.missing")
        return page(request, *args, **kwargs)

    return needs()(guarded)


def scope(request: HttpRequest) -> str:
    """As `scope_of`, on a page that is guarded by `concerned`."""
    found = scope_of(post_of(request))
    assert found is not None
    return found


def side(request: HttpRequest, office: str) -> str:
    """On which side of an office's filing somebody stands, "" = only looking on."""
    post = post_of(request)
    if post is None:
        return ""
    if post.office == office:
        return OWN
    return ABOVE if post.reach.whole else ""
