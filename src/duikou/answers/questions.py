"""A question as people put it → a scope of the book, and what was taken for granted on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duikou.answers.evidence import Evidence, evidence
from duikou.answers.views import Choice, Choices
from duikou.answers.wording import chinese, listed
from duikou.book import PUBLIC, BookError, Scope, Sight, Subject, Window, parse_day
from duikou.store.wording import say
from duikou.words import UnknownCode, Vocabulary

DEFAULT_STAGE = "arrived"
PLANNED = "planned"  # the one stage that whatever is counted can have: a target
UNKNOWN = "?"  # what stands for a subject or place that a draft does not name begins with this
MONEY = "CNY"  # what codes of units of money begin with


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in names or codes as typed. `donors`, `recipients`: several mean all of them together.

    `since`/`until`: ISO of any precision, `2025-05` as `until` means through 31 May. `known_at`: the book
    as it stood at the end of that day; None = now.
    """

    measure: str
    kind: str = ""
    stage: str = ""
    donors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    sector: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""
    unit: str = ""
    known_at: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The scope that answers a question, with notes in words on what the question left unsaid."""

    scope: Scope
    notes: tuple[str, ...]


def understand(question: Question, vocabulary: Vocabulary, subjects: Iterable[Subject] = ()) -> Asked:
    """Resolve names, fill the stage. Raises `UnknownCode` with near names, BookError for bad dates and for
    a kind, stage or unit that the measure cannot have."""
    measure = vocabulary.measure_of(question.measure)
    base = measure.base or measure.code
    kind = vocabulary.kind_of(question.kind or measure.kind).code if question.kind or measure.kind else ""
    if measure.kind and kind != measure.kind:
        raise BookError("measure.not_base", "measure", measure=measure.code, base=base, kind=measure.kind)
    kinds = frozenset({kind} if kind else ()) - {"all"}
    notes: list[str] = []
    stage = vocabulary.stage_of(question.stage).code if question.stage else ""
    if stage not in ("", PLANNED) and not measure.staged:
        raise BookError("stage.not_wanted", "stage", measure=measure.code)
    if stage == PLANNED:
        notes.append(_("Targets and plans are counted, not what came of them."))
    if measure.staged and not stage:
        stage = DEFAULT_STAGE
        notes.append(_("The question names no stage: money arrived and work carried out are counted."))
    if measure.staged and not kind and base == "fund":
        notes.append(
            _("The question names no kind: grants, economic cooperation and all others are counted.")
        )
    window = Window(parse_day(question.since, "from"), parse_day(question.until, "to", last=True))
    scope = Scope(
        measure=base,
        unit=_unit(base, question.unit, vocabulary),
        stage=stage,
        kinds=kinds,
        donors=frozenset(vocabulary.parties.resolve(name).code for name in question.donors) - {"ALL"},
        recipients=frozenset(vocabulary.places.resolve(name).code for name in question.recipients) - {"CN"},
        sectors=frozenset({vocabulary.sector_of(question.sector).code} if question.sector else ())
        - {"multi"},
        subjects=frozenset({_subject(question.subject, subjects)} if question.subject else ()),
        window=window,
    )
    return Asked(scope, tuple(notes))


def _unit(measure: str, wanted: str, vocabulary: Vocabulary) -> str:
    """The unit asked for; money is never counted in anything but money."""
    own, unit = vocabulary.unit_of(measure), vocabulary.unit_of(measure, wanted)
    if unit.code.startswith(MONEY) != own.code.startswith(MONEY):
        raise BookError("unit.strange", "unit", measure=measure, unit=unit.code, own=own.code)
    return unit.code


def _subject(name: str, subjects: Iterable[Subject]) -> str:
    known = list(subjects)
    for subject in known:
        if name == subject.key or name in subject.names:
            return subject.key
    near = [n for subject in known for n in subject.names if name in n or n in name]
    raise UnknownCode("subject", name, near[:3])


def choices(*, sight: Sight = PUBLIC) -> Choices:
    """What the form offers: measures, kinds, stages, sectors; the donors and recipients of the book."""
    book = evidence(sight=sight)
    return cast(Choices, book.answers.get(("choices", get_language()), lambda: _choices(book)))


def _choices(book: Evidence) -> Choices:
    label = _label()
    words = book.vocabulary
    donors = sorted({code for pairing in book.pairings for code in pairing.donors})
    recipients = sorted({code for pairing in book.pairings for code in pairing.recipients})
    return Choices(
        measures=tuple(Choice(m.code, getattr(m, label)) for m in words.measure.values() if not m.base),
        kinds=tuple(Choice(k.code, getattr(k, label)) for k in words.kind.values()),
        stages=tuple(Choice(s.code, getattr(s, label)) for s in words.stage.values()),
        donors=tuple(Choice(words.parties[code].name, words.parties[code].name) for code in donors),
        recipients=tuple(Choice(words.places[code].name, words.places[code].name) for code in recipients),
        sectors=tuple(Choice(s.code, getattr(s, label)) for s in words.sector.values()),
    )


def problem_text(error: BookError | UnknownCode) -> str:
    """One clear line for what was wrong with a question."""
    return say(error)


def _label() -> str:
    return "zh" if chinese() else "en"


def scope_text(scope: Scope, vocabulary: Vocabulary, subjects: Mapping[str, Subject]) -> str:
    """The scope in one line of words, as an official would head a table with it."""
    label = _label()
    parts: list[str] = []
    named = [code for code in sorted(scope.subjects) if not code.startswith(UNKNOWN)]
    everywhere = _("all recipients") if len(named) == len(scope.subjects) else _("not known")
    if scope.donors or scope.recipients:
        donors = donor_names(scope.donors, vocabulary)
        recipients = listed(vocabulary.places[code].name for code in sorted(scope.recipients))
        parts.append(f"{donors or _('all donors')} → {recipients or everywhere}")
    parts.append(listed(subjects[code].name if code in subjects else code for code in named))
    parts.append(listed(getattr(vocabulary.sector[code], label) for code in sorted(scope.sectors)))
    parts.extend(counted(scope, vocabulary, label))
    parts.append(window_text(scope.window))
    return " · ".join(part for part in parts if part)


def counted(scope: Scope, vocabulary: Vocabulary, label: str) -> tuple[str, str]:
    """Kind and measure with its stage; one name for both where the vocabulary has one (无偿援助资金)."""
    kinds = listed(getattr(vocabulary.kind[code], label) for code in sorted(scope.kinds))
    measure = vocabulary.measure[scope.measure]
    for one in vocabulary.measure.values():
        if one.base == scope.measure and scope.kinds == {one.kind}:
            kinds, measure = "", one
    what = str(getattr(measure.counting(scope.unit), label))
    if scope.stage:
        done = scope.stage == DEFAULT_STAGE and not scope.unit.startswith(MONEY)
        name = _("carried out") if done else getattr(vocabulary.stage[scope.stage], label)
        stage = _("({stage})").format(stage=name)
        what += stage if chinese() else f" {stage}"
    return kinds, what


def donor_list(codes: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Names of donors in the order of official lists: provinces before cities, each by code."""
    parties = [vocabulary.parties[code] for code in codes]
    parties.sort(key=lambda party: (party.kind != "region", party.code))
    return [party.name for party in parties]


def donor_names(codes: Iterable[str], vocabulary: Vocabulary) -> str:
    """The same in one text."""
    return listed(donor_list(codes, vocabulary))


def window_text(window: Window) -> str:
    """A window in words; days that end a month or a year are shown as such."""
    start = window.start and _day_text(window.start, first=True)
    end = window.end and _day_text(window.end, first=False)
    if start and end:
        return start if start == end else _("{start} to {end}").format(start=start, end=end)
    if end:
        return _("through {end}").format(end=end)
    return _("since {start}").format(start=start) if start else ""


def _day_text(day: date, *, first: bool) -> str:
    if (first and (day.month, day.day) == (1, 1)) or (not first and (day.month, day.day) == (12, 31)):
        return str(day.year)
    whole = day.day == 1 if first else parse_day(f"{day:%Y-%m}", last=True) == day
    return f"{day:%Y-%m}" if whole else day.isoformat()
