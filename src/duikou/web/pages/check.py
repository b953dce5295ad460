"""核对: a draft pasted or dropped in, each of its figures held against the book. Nothing of it is kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duikou.answers.drafts import check_text
from duikou.answers.questions import problem_text
from duikou.book import BookError
from duikou.web.pages.documents import reading_context
from duikou.words import UnknownCode

LARGEST = 1024 * 1024
SUFFIXES = {".txt", ".md"}
ENCODINGS = ("utf-8-sig", "gb18030")


class UnusableDraft(ValueError):
    """A draft that can't be read; the message is for the sender."""


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The form; after a POST the draft with its verdicts, or one clear line on why not."""
    context: dict[str, Any] = {"title": "", "dated": "", "text": ""}
    if request.method == "POST":
        context |= {name: request.POST.get(name, "") for name in context}
        try:
            context |= checked(request, context)
        except UnusableDraft as error:
            context["problem"] = str(error)
        except (UnknownCode, BookError) as error:
            context["problem"] = problem_text(error)
    return render(request, "web/check.html", context)


def checked(request: HttpRequest, typed: dict[str, Any]) -> dict[str, Any]:
    upload = request.FILES.get("file")
    text = read_upload(upload) if upload else typed["text"]
    if not text.strip():
        raise UnusableDraft(_("There is nothing to check: paste the draft or choose a file."))
    if len(text.encode()) > LARGEST:
        raise UnusableDraft(_("The draft is longer than 1 MB; check it in parts."))
    title = typed["title"].strip() or (PurePath(upload.name or "").stem if upload else "")
    answer = check_text(text, dated=typed["dated"].strip(), title=title)
    return {**reading_context(answer), "checked": True, "text": text if not upload else ""}


def read_upload(upload: UploadedFile) -> str:
    """The text of an uploaded file. Raises UnusableDraft with what to do about it."""
    name = upload.name or ""
    if PurePath(name).suffix.lower() not in SUFFIXES:
        raise UnusableDraft(
            _("“{name}” is neither .txt nor .md; save the draft as plain text first.").format(name=name)
        )
    if (upload.size or 0) > LARGEST:
        raise UnusableDraft(_("“{name}” is larger than 1 MB; check it in parts.").format(name=name))
    raw = upload.read()
    if b"\0" in raw:
        raise UnusableDraft(_("“{name}” is not a text file.").format(name=name))
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnusableDraft(_("“{name}” is in an encoding other than UTF-8 and GB 18030.").format(name=name))
