"""Drafts that people send: held in memory while they are read, never on a disk, and not kept after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import PurePath
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from duikou.answers.questions import problem_text
from duikou.book import BookError
from duikou.files import Limits, LoadedText, load_bytes
from duikou.words import UnknownCode

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LARGEST_TEXT = MEGABYTE  # of text, pasted or in the file: what is checked while somebody waits
KNOWN = ".docx,.pdf,.txt,.md,.html,.htm"
PASTED = "draft.txt"

View = Callable[..., HttpResponse]


class UnusableDraft(ValueError):
    """A draft that cannot be read; the message is for the sender."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it came: its bytes, the name that tells what they are, and its text."""

    raw: bytes
    name: str
    loaded: LoadedText

    @property
    def stem(self) -> str:
        """The name without its suffix, "" for what was pasted."""
        return "" if self.name == PASTED else PurePath(self.name).stem


class _InMemory(MemoryFileUploadHandler):
    """Django's own writes larger files to the disk."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True


def takes_drafts(refuse: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[View], View]:
    """For a view that is sent drafts: uploads stay in memory and the answer is stored nowhere. `refuse` gives
    the answer to what is larger than anything taken, with a line that says so."""

    def decorate(view: View) -> View:
        inner = csrf_protect(cache_control(no_store=True, private=True)(view))

        # Upload handlers must be set before the check against forgery reads the form.
        @csrf_exempt
        @wraps(view)
        def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [_InMemory(request)]
            if int(request.META.get("CONTENT_LENGTH") or 0) > 2 * LARGEST_FILE + LARGEST_TEXT:
                return refuse(request, _larger())
            try:
                request.POST  # noqa: B018 reads the form
            except RequestDataTooBig:
                return refuse(request, _longer())
            return inner(request, *args, **kwargs)

        return taking

    return decorate


def sent_draft(request: HttpRequest, file: str = "file", text: str = "text") -> Draft:
    """The draft in the fields `file` or, where no file was chosen, `text` of a form. Raises UnusableDraft,
    FileProblem."""
    upload = request.FILES.get(file)
    if isinstance(upload, UploadedFile):
        raw, name = upload.read(), upload.name or ""
    else:
        raw, name = request.POST.get(text, "").encode("utf-8", "replace"), PASTED
        if not raw.strip():
            raise UnusableDraft(_("There is nothing to check: paste the draft or choose a file."))
    loaded = load_bytes(raw, name, Limits(file_bytes=LARGEST_FILE))
    if len(loaded.text.encode("utf-8")) > LARGEST_TEXT:
        raise UnusableDraft(_longer())
    return Draft(raw, name, loaded)


REFUSED = (UnusableDraft, UnknownCode, BookError)


def problem_line(error: Exception) -> str:
    """One clear line for what was wrong with a draft (one of `REFUSED`)."""
    return problem_text(error) if isinstance(error, UnknownCode | BookError) else str(error)


def _larger() -> str:
    return _("This is larger than {most} MB; take it in parts.").format(most=LARGEST_FILE // MEGABYTE)


def _longer() -> str:
    return _("The draft is longer than 1 MB of text; check it in parts.")
