"""Offices: what each answers for. Made and renamed by the administrator."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from duikou.actions.add_people import add_office, rename_office
from duikou.answers.names import firms, name_of, party_code, place_code
from duikou.book import BookError
from duikou.store import people
from duikou.store.wording import say
from duikou.web.forms import Sheet
from duikou.web.guards import acting, needs
from duikou.web.official import LEVEL_NAMES
from duikou.words import UnknownCode


class NewOffice(Sheet):
    also: ClassVar = {"office": "key", "subject": "firm"}
    key = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=64,
        help_text=gettext_lazy(
            "Letters, digits and hyphens. Cannot be changed later: it is part of every posting."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=[(level, LEVEL_NAMES[level]) for level in people.levels()]
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        required=False,
        help_text=gettext_lazy("Of a county: name or code. It sees and keeps what is received there."),
    )
    party = forms.CharField(
        label=gettext_lazy("Donor"),
        required=False,
        help_text=gettext_lazy("Of a donor: name or code. It sees its own money wherever it went."),
    )
    firm = forms.ChoiceField(label=gettext_lazy("Firm"), required=False)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.fields["firm"].choices = [("", "—"), *firms()]  # type: ignore[attr-defined]


class Rename(Sheet):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


@needs("administer", "secure")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = [(row, name_of(row.place, row.party, row.firm)) for row in people.offices()]
    return render(request, "web/offices.html", {"offices": rows})


@needs("administer")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NewOffice(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            place = place_code(typed["place"]) if typed["place"] else ""
            party = party_code(typed["party"]) if typed["party"] else ""
            add_office(
                typed["key"],
                typed["name"],
                typed["level"],
                actor=acting(request),
                place=place,
                party=party,
                firm=typed["firm"],
            )
        except (BookError, UnknownCode) as error:
            form.refuse(error)
        else:
            messages.success(request, _("The office was added."))
            return redirect("web:offices")
    return render(request, "web/office.html", {"form": form, "office": None})


@needs("administer")
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, key: str) -> HttpResponse:
    """The name alone can change; what an office answers for stays, as its postings do."""
    try:
        office = people.office(key)
    except BookError as error:
        raise Http404(say(error)) from error
    form = Rename(request.POST or {"name": office.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_office(key, form.cleaned_data["name"], actor=acting(request))
        except BookError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The office was renamed."))
            return redirect("web:offices")
    return render(request, "web/office.html", {"form": form, "office": office})
