"""A new project, and the correction of one that is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duikou.actions.save_project import new_key, save_project
from duikou.answers.errors import NotFound
from duikou.answers.names import register_choices, vocabulary
from duikou.answers.register import Line, line
from duikou.answers.stories import version_of
from duikou.book import BookError
from duikou.book.sight import owns_project
from duikou.store.actors import WIDE_LEVELS
from duikou.web.actors import post_of, sight_of
from duikou.web.guards import acting, needs
from duikou.web.project_sheet import ProjectSheet, conflict_text, typed_of
from duikou.words import Vocabulary


@needs("enter")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = project_sheet(request, vocabulary(), request.POST or None, initial={"seen": 0})
    if form.is_valid() and (row := form.row("new", None)):
        key = new_key(row.recipient)
        row = replace(row, key=key)
        try:
            save_project(row, 0, actor=acting(request))
        except BookError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The project was registered."))
            return redirect("web:project", key)
    return render(request, "web/project_form.html", {"form": form, "project": None})


@needs("enter")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever saves second is told what the first one changed; what they typed stays in the form."""
    now = own_line(request, key)
    typed = typed_of(now.project, now.version, now.words)
    form = project_sheet(request, now.words, request.POST or None, initial=typed)
    context: dict[str, Any] = {"form": form, "project": now.project}
    if form.is_valid() and (row := form.row(key, now.project)):
        try:
            save_project(row, form.cleaned_data["seen"], actor=acting(request))
        except BookError as error:
            if error.code == "row.meanwhile":
                context |= _conflict(request, key, form)
            else:
                form.refuse(error)
        else:
            messages.success(request, _("The project was saved."))
            return redirect("web:project", key)
    return render(request, "web/project_form.html", context)


def seen_line(request: HttpRequest, key: str) -> Line:
    """The project as it stands. Raises Http404 where it is not to be seen."""
    try:
        return line(key, timezone.localdate(), sight=sight_of(request))
    except NotFound as error:
        raise Http404(_("There is no project {key} in the register.").format(key=key)) from error


def own_line(request: HttpRequest, key: str) -> Line:
    """The same, of the office's own. Raises BookError `reach.missing` for one that is only published."""
    found = seen_line(request, key)
    if not owns_project(sight_of(request), found.project, found.words):
        raise BookError("reach.missing", "recipient", office=acting(request).office)
    return found


def project_sheet(
    request: HttpRequest, words: Vocabulary, data: Any, initial: dict[str, Any]
) -> ProjectSheet:
    """The form for whoever asks; publishing is for offices that answer for the whole."""
    post = post_of(request)
    wide = post is not None and post.level in WIDE_LEVELS
    return ProjectSheet(words, register_choices(words), wide, data, initial=initial)


def _conflict(request: HttpRequest, key: str, form: ProjectSheet) -> dict[str, Any]:
    """What changed since the version that was seen; saving once more takes what is in the form."""
    now = seen_line(request, key)
    words = now.words
    seen = version_of(key, form.cleaned_data["seen"])
    before = typed_of(seen, 0, words) if seen else {}
    labels = {name: str(field.label) for name, field in form.fields.items() if name != "seen"}
    form.data = {**form.data.dict(), "seen": str(now.version)}  # type: ignore[attr-defined]
    return {"theirs": conflict_text(before, typed_of(now.project, 0, words), labels), "changed": True}
