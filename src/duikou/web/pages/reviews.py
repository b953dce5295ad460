"""审阅: documents under review, and the form by which one is taken in."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from duikou.actions.take_in import take_in
from duikou.answers.questions import problem_text
from duikou.answers.reviews import list_reviews, list_sources
from duikou.book import BookError, Document
from duikou.files import LoadedText, load_bytes
from duikou.store.actors import Actor
from duikou.web.guards import for_writers

FORMS = {
    "newspaper": _("newspaper"),
    "press": _("press release"),
    "report": _("report of an office"),
    "plan": _("plan"),
    "voucher": _("voucher"),
}
TYPED = ("title", "dated", "publisher", "form", "copy_of", "text")
LONGEST_TITLE = 60


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list and the form; a document that was taken in leads to its review."""
    typed = {name: request.POST.get(name, "").strip() for name in TYPED}
    context: dict[str, object] = {"typed": typed, "forms": FORMS.items()}
    if request.method == "POST":
        try:
            return redirect("web:review", taken_in(request, typed, actor))
        except BookError as error:
            context |= {"problem": problem_text(error), "there": error.params.get("key", "")}
    context |= {
        "reviews": list_reviews(office=actor.office, sight=actor.sight),
        "sources": list_sources(sight=actor.sight),
    }
    return render(request, "web/reviews.html", context)


def taken_in(request: HttpRequest, typed: dict[str, str], actor: Actor) -> str:
    """The key of the document that was sent. Raises BookError."""
    upload = request.FILES.get("file")
    if upload is not None:
        name, raw = upload.name or "", upload.read()
        loaded = load_bytes(raw, name)
    elif typed["text"]:
        name, raw = "", typed["text"].encode("utf-8", "replace")
        loaded = LoadedText(raw.decode("utf-8").replace("\r\n", "\n"), "text")
    else:
        raise BookError("review.nothing_sent", "file")
    document = Document(
        key="",
        title=typed["title"] or _title(loaded, name),
        dated=typed["dated"],
        publisher=typed["publisher"],
        form=typed["form"] if typed["form"] in FORMS else "report",
        digest=hashlib.sha256(raw).hexdigest(),
        file_name=PurePath(name).name,
        copy_of=typed["copy_of"],
    )
    return take_in(document, loaded, actor=actor)


def _title(loaded: LoadedText, name: str) -> str:
    """The first line of the text, else the name of the file."""
    lines = (line.strip("#*| \u3000\t") for line in loaded.text.splitlines())
    return next((line[:LONGEST_TITLE] for line in lines if line), PurePath(name).stem)
