"""Projects that may be one: side by side, to be merged or marked as two before anything counts twice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from duikou.actions.merge_projects import mark_distinct, merge_projects
from duikou.answers.likenesses import likenesses, pair_view
from duikou.book import BookError
from duikou.store.wording import say
from duikou.web.actors import sight_of
from duikou.web.guards import acting, needs
from duikou.web.pages.project_form import own_line

MOST = 50
REASONS = {
    "name": pgettext_lazy("likeness", "similar name"),
    "site": pgettext_lazy("likeness", "same place"),
    "amount": pgettext_lazy("likeness", "near amount"),
    "subject": pgettext_lazy("likeness", "same named subject"),
}


@needs("enter")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = likenesses(sight=sight_of(request))
    pairs = [(one, [REASONS[name] for name in one.reasons], pair_view(one)) for one in found[:MOST]]
    return render(request, "web/duplicates.html", {"pairs": pairs, "total": len(found)})


@needs("enter")
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Merge two records, or mark them as two; `do` says which."""
    typed = request.POST
    keep, gone = typed.get("keep", ""), typed.get("gone", "")
    versions = {}
    for key in (keep, gone):
        own_line(request, key)
        text = typed.get(f"seen-{key}", "")
        versions[key] = int(text) if text.isdecimal() else -1
    first, second = (keep, versions[keep]), (gone, versions[gone])
    try:
        if typed.get("do") == "distinct":
            mark_distinct(first, second, actor=acting(request))
            messages.success(request, _("Marked as two projects; they are not offered again."))
        else:
            merge_projects(
                first, second, typed.get("money", ""), typed.get("reason", ""), actor=acting(request)
            )
            messages.success(request, _("The two records are one now; the history keeps both."))
    except BookError as error:
        messages.error(request, say(error))
    return redirect("web:duplicates")
