"""分录: one entry with its coordinates, posting, project, document and paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duikou.answers.entries import entry_view, paper_of_entry
from duikou.answers.errors import NotFound
from duikou.book import PUBLIC
from duikou.store.people import office_names, person_names
from duikou.web.actors import post_of, sight_of
from duikou.web.papers import attachment


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    sight = sight_of(request)
    try:
        entry = entry_view(key, sight=sight)
    except NotFound as error:
        raise Http404(_("There is no entry {key}.").format(key=key)) from error
    post = post_of(request)
    context = {
        "entry": entry,
        "office": office_names().get(entry.posting.office, entry.posting.office),
        "recorder": person_names().get(entry.posting.actor, entry.posting.actor) if sight != PUBLIC else "",
        "may_audit": post is not None and "audit" in post.duties,
    }
    return render(request, "web/entry.html", context)


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The paper behind an entry."""
    try:
        row, content = paper_of_entry(key, sight=sight_of(request))
    except NotFound as error:
        raise Http404(_("There is no such paper.")) from error
    return attachment(row, content)
