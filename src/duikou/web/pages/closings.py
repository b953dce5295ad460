"""关账: closed registers, and opening one again for a reason that everybody who sees it can read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duikou.actions.reopen_register import close_again, reopen_register
from duikou.answers.closings import closed_periods
from duikou.book import BookError
from duikou.store.wording import say
from duikou.web.actors import post_of, sight_of
from duikou.web.concerned import concerned
from duikou.web.guards import acting, needs


@concerned
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    post = post_of(request)
    may_open = post is not None and post.reach.whole and "approve" in post.duties
    context = {"periods": closed_periods(sight=sight_of(request)), "may_open": may_open}
    return render(request, "web/closings.html", context)


@needs("approve")
@concerned
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Open the chosen registers again, or close them once more; `do` says which."""
    keys = request.POST.getlist("key")
    try:
        if request.POST.get("do") == "close":
            close_again(keys, actor=acting(request))
            messages.success(request, _("The register is closed again."))
        else:
            reopen_register(keys, request.POST.get("reason", ""), actor=acting(request))
            messages.success(request, _("The register is open again; corrections go by reversal."))
    except BookError as error:
        if error.code in ("duty.missing", "reach.missing") or error.code.startswith("book."):
            raise
        messages.error(request, say(error))
    return redirect("web:closings")
