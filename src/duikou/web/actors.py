"""Who asks for a page, in which office, and what they may see: worked out once for each request."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from duikou.book import PUBLIC, Sight
from duikou.store.actors import Actor, Post, posts_of

OFFICE = "office"  # name of the chosen office in the session


def posts(request: HttpRequest) -> tuple[Post, ...]:
    """The offices where whoever is signed in has duties."""
    if not hasattr(request, "_posts"):
        user = request.user
        request._posts = posts_of(user.get_username()) if user.is_authenticated else ()  # type: ignore[attr-defined]
    return request._posts  # type: ignore[attr-defined]


def post_of(request: HttpRequest) -> Post | None:
    """The office acted for: the chosen one, else the only one; None where there is none or none is chosen."""
    mine = posts(request)
    chosen = request.session.get(OFFICE, "") if len(mine) > 1 else ""
    return next((one for one in mine if one.office == chosen or len(mine) == 1), None)


def actor(request: HttpRequest) -> Actor | None:
    """None where nobody is signed in, or no office is chosen yet."""
    post = post_of(request)
    if post is None:
        return None
    name = request.user.get_username()
    return Actor(name, post.office, post.duties, post.sight, address_of(request))


def address_of(request: HttpRequest) -> str:
    """The machine that asks, as far as the server knows; behind a proxy the proxy's own word is taken only
    where DUIKOU_PROXY says that there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.DUIKOU_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def signed_in(request: HttpRequest) -> dict[str, object]:
    """For every template: `post` is the office acted for or None, `person` the name of who is signed in,
    `may_review` whether the desk of the reviewers opens."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"post": None, "person": "", "may_review": False}
    post = post_of(request)
    person = user.first_name or user.get_username()
    return {"post": post, "person": person, "may_review": post is not None and "enter" in post.duties}


def sight_of(request: HttpRequest) -> Sight:
    """What the page may show: published rows only where nobody is signed in."""
    post = post_of(request)
    return post.sight if post else PUBLIC
