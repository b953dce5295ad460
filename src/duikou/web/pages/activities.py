"""事项: the records of an office, one of them with its history, and the form that adds or corrects one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from duikou.actions.attach_paper import attach_paper
from duikou.actions.correct_activity import correct_activity, withdraw_activity
from duikou.actions.fill_filing import put_records
from duikou.actions.record_activity import record_activity
from duikou.actions.save_project import Upload
from duikou.answers.activities import RecordView, list_activities, record_view
from duikou.answers.activity_form import FormView, blank_form, present_form, typed_form
from duikou.answers.errors import NotFound
from duikou.answers.filings import filing_for, standing_row
from duikou.answers.papers import paper_of_record, papers_of_record
from duikou.answers.questions import problem_text
from duikou.book import Activity, BookError, FiledRow
from duikou.store.papers import BEGINNINGS, LARGEST_MB
from duikou.store.records import Limits
from duikou.web.guards import acting, needs
from duikou.web.paging import page_of
from duikou.web.papers import attachment
from duikou.words import UnknownCode

SIZE = 50


@require_safe
@needs()
def index(request: HttpRequest) -> HttpResponse:
    """The list; its filters stand in the address."""
    typed = request.GET
    names = ("type", "recipient", "donor", "year", "text")
    filters = Limits(**{name: typed.get(name, "").strip() for name in names})
    wanted = typed.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() else 1
    sight = acting(request).sight
    found = list_activities(filters, (max(number, 1) - 1) * SIZE, SIZE, sight=sight)
    page = page_of(request, found.total, SIZE)
    if found.total and page.number != number:
        found = list_activities(filters, page.start, SIZE, sight=sight)
    context = {
        "found": found,
        "filters": filters,
        "page": page,
        "may_enter": "enter" in acting(request).duties,
    }
    return render(request, "web/activities.html", context)


@require_safe
@needs()
def show(request: HttpRequest, key: str) -> HttpResponse:
    try:
        record = record_view(key, sight=acting(request).sight)
    except NotFound as error:
        raise Http404(_("There is no record {key}.").format(key=key)) from error
    return _shown(request, record)


@require_http_methods(["POST"])
@needs("enter")
def attach(request: HttpRequest, key: str) -> HttpResponse:
    """A paper for a record that stands."""
    who = acting(request)
    try:
        record = record_view(key, sight=who.sight)
        file, given = request.FILES.get("file"), request.POST.get("version", "")
        if file is None:
            return _shown(request, record, problem=_("Choose a file first."))
        if (file.size or 0) > LARGEST_MB * 1024 * 1024:
            raise BookError("paper.size", "file", name=file.name, most=LARGEST_MB)
        upload = Upload(file.name or "", file.read(), request.POST.get("title", ""))
        attach_paper(key, int(given) if given.isascii() and given.isdigit() else 0, upload, actor=who)
    except NotFound as error:
        raise Http404(_("There is no record {key}.").format(key=key)) from error
    except BookError as error:
        return _shown(request, record, problem=problem_text(error))
    return HttpResponseRedirect(reverse("web:activity", args=[key]))


@require_safe
@needs()
def paper(request: HttpRequest, key: str, document: str) -> HttpResponse:
    """A paper of a record."""
    try:
        row, content = paper_of_record(key, document, sight=acting(request).sight)
    except NotFound as error:
        raise Http404(_("There is no such paper.")) from error
    return attachment(row, content)


def _shown(request: HttpRequest, record: RecordView, **more: Any) -> HttpResponse:
    who = acting(request)
    context = {
        "record": record,
        "papers": papers_of_record(record.key, sight=who.sight),
        "accept": ",".join(BEGINNINGS),
        "may_enter": "enter" in who.duties,
    }
    return render(request, "web/activity.html", context | more)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enter")
def add(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a type; what is posted is recorded once nothing is wrong and doubts are confirmed."""
    office = acting(request).office
    try:
        if request.method != "POST":
            return _page(request, blank_form(office, code))
        form = typed_form(office, code, typed_in(request))
    except UnknownCode as error:
        raise Http404(problem_text(error)) from error
    return _take(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("enter")
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """The form with a record that stands; a correction gives its reason."""
    office = acting(request).office
    try:
        if request.method != "POST":
            return _page(request, present_form(office, key))
        form = typed_form(office, "", typed_in(request), key)
    except NotFound as error:
        raise Http404(_("There is no record {key}.").format(key=key)) from error
    return _take(request, form)


@require_http_methods(["POST"])
@needs("enter")
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a record back, with a reason."""
    try:
        record = record_view(key, sight=acting(request).sight)
        office = acting(request).office
        reason = request.POST.get("reason", "")
        if not record.withdrawn:
            row, version = standing_row(office, key)
            if call := filing_for(row, office, gone=True):
                put_records([FiledRow(row, version, True, reason)], call, office, actor=acting(request))
                messages.success(request, _("Put into the filing; it enters the book when that is accepted."))
                return HttpResponseRedirect(reverse("web:filing", args=[call, office]))
        withdraw_activity(key, reason, actor=acting(request))
    except NotFound as error:
        raise Http404(_("There is no record {key}.").format(key=key)) from error
    except BookError as error:
        return _shown(request, record, problem=problem_text(error))
    return HttpResponseRedirect(reverse("web:activity", args=[key]))


def typed_in(request: HttpRequest) -> dict[str, str]:
    """Several values of one name (chips) are joined as they would be typed."""
    return {name: "、".join(filter(None, request.POST.getlist(name))) for name in request.POST}


def _take(request: HttpRequest, form: FormView) -> HttpResponse:
    row = form.record
    if row is None or (form.doubtful and not request.POST.get("confirmed")):
        return _page(request, form)
    try:
        if call := filing_for(row, acting(request).office):
            return _file(request, form, row, call)
        if form.key:
            given = request.POST.get("version", "")
            version = int(given) if given.isascii() and given.isdigit() else 0
            reason = request.POST.get("reason", "")
            correct_activity(row, reason, actor=acting(request), version=version)
        else:
            record_activity(row, actor=acting(request))
    except BookError as error:
        return _page(request, form, problem=problem_text(error))
    return HttpResponseRedirect(reverse("web:activity", args=[row.key]))


def _file(request: HttpRequest, form: FormView, row: Activity, call: str) -> HttpResponse:
    """What a call asks for goes into the filing; the book has it once that is accepted."""
    reason = request.POST.get("reason", "").strip()
    if form.key and not reason:
        raise BookError("correction.reason", "reason", key=row.key)
    actor = acting(request)
    filed = FiledRow(row, form.version, False, reason, problems=form.doubts)
    put_records([filed], call, actor.office, actor=actor)
    messages.success(request, _("Put into the filing; it enters the book when that is accepted."))
    return HttpResponseRedirect(reverse("web:filing", args=[call, actor.office]))


def _page(request: HttpRequest, form: FormView, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "reason": request.POST.get("reason", ""),
        "asked": form.doubtful,
        # What was typed is kept with the version that it was typed over.
        "version": request.POST.get("version", "") or form.version,
    }
    return render(request, "web/activity_form.html", context | more)
