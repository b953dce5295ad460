"""403: what may not be opened or done, said politely and written into the audit log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duikou.store import audit
from duikou.web.actors import address_of, post_of


def show(request: HttpRequest, exception: Exception | str = "") -> HttpResponse:
    return _refuse(request, str(exception))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one that was open too long."""
    return _refuse(request, "forged")


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    user = getattr(request, "user", None)
    # Whoever is not signed in has no duty to lack, and must not be able to fill the log.
    if user is not None and user.is_authenticated:
        post = post_of(request)
        audit.record(
            "refused",
            user=user.get_username(),
            office=post.office if post else "",
            address=address_of(request),
            target=request.path,
            method=str(request.method),
            why=why,
        )
    return render(request, "403.html", {"forged": why == "forged"}, status=403)
