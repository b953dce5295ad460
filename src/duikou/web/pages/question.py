"""问数: a question by form, its value or bounds under both readings, with proof."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import unquote_plus

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from duikou.answers.as_json import total_json
from duikou.answers.dossier import dossier
from duikou.answers.questions import Question, choices, problem_text
from duikou.answers.totals import ask
from duikou.answers.views import Choice
from duikou.book import BookError, Sight
from duikou.files.dossier import write_dossier
from duikou.store import audit
from duikou.web.actors import post_of, sight_of
from duikou.web.bars import draw
from duikou.web.guards import acting
from duikou.web.htmx import wants_part
from duikou.words import UnknownCode

BETWEEN_NAMES = re.compile(r"[、,，;；]")
# Unlike shlex, a terminal has nothing against Chinese characters.
PLAIN_WORD = re.compile(r"[\w.:/@%+=-]+")
DEFAULT_MEASURE = "fund"


class UnreadableDay(ValueError):
    """A day in the question that is none; the message is for the asker."""


@require_safe
@vary_on_headers("HX-Request")
def show(request: HttpRequest) -> HttpResponse:
    """The form, and below it the answer where a measure is named; a bad name or date gives one clear line."""
    typed = request.GET
    asked = bool(typed.get("measure"))
    context: dict[str, Any] = {"form": form_values(typed), "asked": asked}
    if asked:
        context |= answer_context(typed, sight_of(request))
    if wants_part(request):
        return render(request, "web/parts/answer.html", context)
    return render(
        request,
        "web/question.html",
        context | {"choices": choices(sight=sight_of(request)), "examples": examples()},
    )


@require_safe
def evidence(request: HttpRequest) -> HttpResponseBase:
    """Everything that bears on the question as one zip; that somebody who is signed in took it is logged."""
    typed, post = request.GET, post_of(request)
    out = TemporaryFile()  # noqa: SIM115 the answer closes it
    try:
        found = dossier(question_from(typed), sight=sight_of(request))
        write_dossier(found.parts, out)
    except (UnreadableDay, UnknownCode, BookError) as error:
        out.close()
        problem = str(error) if isinstance(error, UnreadableDay) else problem_text(error)
        context = {"form": form_values(typed), "asked": True, "problem": problem, "examples": examples()}
        context["choices"] = choices(sight=sight_of(request))
        return render(request, "web/question.html", context, status=400)
    if post is not None:
        who = acting(request)
        limits = {"limits": unquote_plus(typed.urlencode())}
        audit.record("evidence_exported", user=who.user, office=who.office, address=who.address, **limits)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=found.name, content_type="application/zip")


def answer_context(typed: QueryDict, sight: Sight) -> dict[str, Any]:
    try:
        question = question_from(typed)
        total = ask(question, sight=sight)
    except UnreadableDay as error:
        return {"problem": str(error)}
    except (UnknownCode, BookError) as error:
        return {"problem": problem_text(error)}
    natural, strict = draw((total.natural.bounds, total.strict.bounds), core=1)
    return {
        "address": typed.urlencode(),
        "total": total,
        "natural_bar": natural,
        "strict_bar": strict,
        "command": command(question),
        "json": json.dumps(total_json(total), ensure_ascii=False, indent=2),
    }


def question_from(typed: QueryDict) -> Question:
    """The question of a query string. Raises UnreadableDay for an impossible `known_at`."""
    day = _first(typed, "known_at", "known-at")
    try:
        known_at = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise UnreadableDay(
            _("“As known on” needs a day such as 2025-05-31, not “{text}”.").format(text=day)
        ) from error
    return Question(
        measure=_first(typed, "measure"),
        kind=_first(typed, "kind"),
        stage=_first(typed, "stage"),
        donors=names(typed.getlist("donor")),
        recipients=names(typed.getlist("recipient")),
        sector=_first(typed, "sector"),
        subject=_first(typed, "subject"),
        unit=_first(typed, "unit"),
        since=_first(typed, "from", "since"),
        until=_first(typed, "to", "until"),
        known_at=known_at,
    )


def form_values(typed: QueryDict) -> dict[str, Any]:
    """What was typed, for the form to show again."""
    return {
        "measure": _first(typed, "measure") or DEFAULT_MEASURE,
        "kind": _first(typed, "kind"),
        "stage": _first(typed, "stage"),
        "donors": names(typed.getlist("donor")),
        "recipients": names(typed.getlist("recipient")),
        "sector": _first(typed, "sector"),
        "subject": _first(typed, "subject"),
        "since": _first(typed, "from", "since"),
        "until": _first(typed, "to", "until"),
        "known_at": _first(typed, "known_at", "known-at"),
    }


def names(values: Sequence[str]) -> tuple[str, ...]:
    """Names given one by one or in one field, `山东省、沈阳市`; each once, in order."""
    found = (name.strip() for value in values for name in BETWEEN_NAMES.split(value))
    return tuple(dict.fromkeys(name for name in found if name))


def _first(typed: QueryDict, *fields: str) -> str:
    return next((str(typed[field]).strip() for field in fields if typed.get(field)), "")


def command(question: Question) -> str:
    """The same question as a command for the terminal."""
    words = ["duikou", "sum", question.measure]
    options = (
        ("--kind", (question.kind,)),
        ("--stage", (question.stage,)),
        ("--donor", question.donors),
        ("--recipient", question.recipients),
        ("--sector", (question.sector,)),
        ("--subject", (question.subject,)),
        ("--unit", (question.unit,)),
        ("--from", (question.since,)),
        ("--to", (question.until,)),
        ("--known-at", (question.known_at.isoformat() if question.known_at else "",)),
    )
    words += [part for option, values in options for value in values if value for part in (option, value)]
    return " ".join(word if PLAIN_WORD.fullmatch(word) else shlex.quote(word) for word in words)


def examples() -> list[Choice]:
    """Questions to begin with, as query string and label."""
    return [
        Choice(
            "measure=fund&kind=grant&donor=上海市&recipient=万州区&to=2025-05",
            _("Grants from Shanghai to Wanzhou through May 2025"),
        ),
        Choice(
            "measure=fund&donor=山东省&donor=沈阳市&recipient=忠县",
            _("Funds from Shandong and Shenyang together to Zhongxian"),
        ),
        Choice("measure=project.count&recipient=巫溪县", _("Projects in Wuxi")),
    ]
