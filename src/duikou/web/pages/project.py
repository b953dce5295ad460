"""One project: where it stands, its money, its papers, and its history as a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from duikou.actions.save_project import Upload, add_step, remove_step
from duikou.answers.errors import NotFound
from duikou.answers.names import step_choices, vocabulary
from duikou.answers.papers import content_of, papers_of
from duikou.answers.register import parts
from duikou.answers.stories import FIELD_NAMES, in_words, merged_into, money, story
from duikou.book import PUBLIC, BookError, Document, Project, Step
from duikou.book.sight import owns_project
from duikou.store.papers import BEGINNINGS, LARGEST_MB
from duikou.store.people import office_names, person_names
from duikou.store.wording import say
from duikou.web.actors import post_of, sight_of
from duikou.web.forms import Sheet
from duikou.web.guards import acting, needs
from duikou.web.pages.project_form import own_line, seen_line
from duikou.web.papers import attachment
from duikou.web.shown_projects import late_text
from duikou.words import Vocabulary

SHOWN = (
    "donors", "shares", "recipient", "site", "kind", "budget", "sectors", "delivery", "implementers",
    "outputs", "served", "targets", "subject", "note", "source",
)  # fmt: skip


class NewStep(Sheet):
    stage = forms.ChoiceField(label=gettext_lazy("Step"))
    date = forms.CharField(
        label=gettext_lazy("Date"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"placeholder": "2025-03-01"}),
        help_text=gettext_lazy("Day, month or year, as far as it is known."),
    )
    file = forms.FileField(
        label=gettext_lazy("Paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(BEGINNINGS)}),
        help_text=gettext_lazy("Scan or office file; it is kept with its digest and cannot be replaced."),
    )
    title = forms.CharField(label=gettext_lazy("Title of the paper"), required=False, max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, words: Vocabulary, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = step_choices(words)  # type: ignore[attr-defined]


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    try:
        return _page(request, key, None)
    except Http404:
        name, other = merged_into(key, vocabulary(), sight=sight_of(request))
        if not other:
            raise
    messages.info(request, _("“{name}” ({key}) was merged into this project.").format(name=name, key=key))
    return redirect("web:project", other)


@needs("enter")
@require_POST
def step(request: HttpRequest, key: str) -> HttpResponse:
    """Add a step with its date and paper."""
    now = own_line(request, key)
    row = now.project
    form = NewStep(now.words, request.POST, request.FILES)
    form.also = {form["stage"].value(): "date", "steps": "date"}  # type: ignore[misc]
    if form.is_valid():
        typed, file = form.cleaned_data, form.cleaned_data["file"]
        try:
            upload = None
            if file:
                if file.size > LARGEST_MB * 1024 * 1024:
                    raise BookError("paper.size", "file", name=file.name, most=LARGEST_MB)
                upload = Upload(file.name, file.read(), typed["title"])
            new = Step(typed["stage"], typed["date"].strip())
            add_step(row, typed["seen"], new, actor=acting(request), upload=upload)
        except BookError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The step was noted."))
            return redirect("web:project", key)
    return _page(request, key, form)


@needs("enter")
@require_POST
def drop_step(request: HttpRequest, key: str) -> HttpResponse:
    """Take back a step that was noted in error; the history keeps it."""
    row = own_line(request, key).project
    number, seen = (request.POST.get(name, "") for name in ("number", "seen"))
    try:
        if not (number.isdecimal() and seen.isdecimal()):
            raise BookError("unknown.step", "step", value=number)
        remove_step(row, int(seen), int(number), actor=acting(request))
    except BookError as error:
        messages.error(request, say(error))
    else:
        messages.success(request, _("The step was taken back; the history keeps it."))
    return redirect("web:project", key)


@require_safe
def paper(request: HttpRequest, key: str, document: str) -> HttpResponse:
    """A paper of one of the project's steps."""
    try:
        row, content = content_of(key, document, timezone.localdate(), sight=sight_of(request))
    except NotFound as error:
        raise Http404(_("There is no such paper.")) from error
    return attachment(row, content)


def _page(request: HttpRequest, key: str, form: NewStep | None) -> HttpResponse:
    now = seen_line(request, key)
    row, words, sight = now.project, now.words, sight_of(request)
    post = post_of(request)
    own = owns_project(sight, row, words)
    facts = [(FIELD_NAMES[name], in_words(row, name, words)) for name in SHOWN]
    papers = papers_of(row) if own else {}
    context = {
        "project": row,
        "version": now.version,
        "late": late_text(now),
        "facts": [(name, text) for name, text in facts if text],
        "steps": _steps(row, papers, words),
        "money": money(key, words, sight=sight, firms=row.implementers),
        "parts": parts(key, sight=sight),
        "programme": row.programme,
        "story": story(key, words, sight=sight, firms=row.implementers),
        "offices": office_names(),
        "people": person_names() if sight != PUBLIC else {},
        "files": {key: one.title for key, one in papers.items() if one.digest and one.file_name},
        "may_audit": post is not None and "audit" in post.duties,
        "own": own,
        "may_enter": own and post is not None and "enter" in post.duties,
        "form": form or NewStep(words, initial={"seen": now.version}),
    }
    return render(request, "web/project.html", context)


def _steps(row: Project, papers: Mapping[str, Document], words: Vocabulary) -> list[dict[str, object]]:
    """The whole life cycle, what is done and what is not yet."""
    lines: list[dict[str, object]] = []
    for stage, name in step_choices(words):
        mine = [(number, step) for number, step in enumerate(row.steps) if step.stage == stage]
        lines += [
            {
                "stage": name,
                "number": number,
                "date": step.date,
                "done": True,
                "paper": papers.get(step.paper),
            }
            for number, step in mine
        ]
        if not mine:
            lines.append({"stage": name, "done": False})
    return lines
