"""报送: what the municipal office calls for, and how far each county is."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duikou.actions.make_call import end_call, make_call
from duikou.answers.calls import call_choices, call_page, list_calls, list_filings
from duikou.answers.errors import NotFound
from duikou.book import BookError
from duikou.book.filing import ACCEPTED, FILED
from duikou.store.wording import say
from duikou.web.actors import post_of
from duikou.web.concerned import concerned, scope
from duikou.web.forms import Sheet
from duikou.web.guards import acting, needs

MOST = 200


def _choices() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "choices"})


class NewCall(Sheet):
    also: ClassVar = {"measure": "measures", "stage": "stages", "kind": "kinds", "office": "offices"}
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=10,
        help_text=gettext_lazy("A year 2026, a quarter 2026Q3 or a month 2026-09."),
    )
    deadline = forms.DateField(
        label=gettext_lazy("Deadline"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=gettext_lazy("What to heed"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    offices = forms.MultipleChoiceField(label=gettext_lazy("Counties called upon"), widget=_choices())
    measures = forms.MultipleChoiceField(label=gettext_lazy("Measures"), widget=_choices())
    stages = forms.MultipleChoiceField(
        label=gettext_lazy("Stages, none = all"), required=False, widget=_choices()
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of assistance, none = all"),
        required=False,
        widget=_choices(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = call_choices()
        for name in ("offices", "measures", "stages", "kinds"):
            choices = [(one.value, one.label) for one in getattr(found, name)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


@concerned
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The calls; for who may see them all, what waits for a decision and what is overdue anywhere."""
    office, today = scope(request), timezone.localdate()
    lines = list_filings(today, office, late=not office, waiting=not office)
    context = {
        "calls": list_calls(today, office)[:MOST],
        "own": [one for one in lines if not one.ended or one.state == ACCEPTED][:MOST] if office else [],
        "waiting": [] if office else [one for one in lines if one.state == FILED][:MOST],
        "late": [] if office else [one for one in lines if one.over][:MOST],
        "may_call": _may_call(request),
    }
    return render(request, "web/calls.html", context)


@concerned
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    try:
        found = call_page(key, timezone.localdate(), scope(request))
    except NotFound as error:
        raise Http404(_("There is no call {key}.").format(key=key)) from error
    return render(request, "web/call.html", {"call": found, "may_call": _may_call(request)})


@needs("approve")
@concerned
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    # nothing is ticked beforehand: accepting a filing closes whatever is
    form = NewCall(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            call = make_call(
                typed["title"],
                typed["period"],
                typed["deadline"],
                typed["offices"],
                typed["measures"],
                actor=acting(request),
                stages=typed["stages"],
                kinds=typed["kinds"],
                note=typed["note"],
            )
        except BookError as error:
            if error.code in ("duty.missing", "reach.missing") or error.code.startswith("book."):
                raise
            form.refuse(error)
        else:
            messages.success(request, _("The call was made; the counties see it from now on."))
            return redirect("web:call", call.key)
    return render(request, "web/call_new.html", {"form": form})


@needs("approve")
@concerned
@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Take a call back, with a reason."""
    try:
        end_call(key, request.POST.get("reason", ""), actor=acting(request))
    except BookError as error:
        if error.code == "unknown.call":
            raise Http404(_("There is no call {key}.").format(key=key)) from error
        if error.code in ("duty.missing", "reach.missing") or error.code.startswith("book."):
            raise
        messages.error(request, say(error))
    else:
        messages.success(request, _("The call was taken back."))
    return redirect("web:call", key)


def _may_call(request: HttpRequest) -> bool:
    post = post_of(request)
    return post is not None and post.reach.whole and "approve" in post.duties
