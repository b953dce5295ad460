"""Reasons of the reckoning → rows that can be shown: which sentence, which entry, and what it does."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from duikou.answers import texts
from duikou.answers.amounts import amount_text, decimal_bounds, interval_text
from duikou.answers.evidence import Evidence
from duikou.answers.phrases import assumption_text, dated_text, surface
from duikou.answers.questions import scope_text
from duikou.answers.views import AssumptionView, BoundView, ProofView
from duikou.answers.wording import chinese, listed
from duikou.book import Entry, Scope, Window, describe_fields
from duikou.checks import Amount, Assumption, Bounds, OpenEnd, Reason
from duikou.words import Reading, Unit

SHOWN_ENTRIES = 50  # of one reason; the rest is told as a number


def bound_view(bounds: Bounds, unit: Unit, book: Evidence) -> BoundView:
    """Bounds with their proof, ready to be shown."""
    return BoundView(
        bounds=decimal_bounds(bounds.interval, unit),
        shown=interval_text(bounds.interval, unit),
        because=proofs(bounds.because, book),
        assuming=assumptions(bounds.assuming, book),
        open_because=" ".join(_open_end(end, book) for end in bounds.open_because),
        aside=tuple(statement_proof(key, "", book) for key in bounds.aside if key in book.statements),
        settled=bounds.settled and not bounds.nested,
    )


def assumptions(assuming: Iterable[Assumption], book: Evidence) -> tuple[AssumptionView, ...]:
    """Assumptions in words, each text once."""
    views: dict[tuple[str, str], AssumptionView] = {}
    for one in assuming:
        text = assumption_text(one, book)
        params = {"statement": one.statement, **{name: plain(value) for name, value in one.params.items()}}
        views.setdefault((one.code, text), AssumptionView(one.code, params, text))
    return tuple(views.values())


def plain(value: object) -> object:
    """A parameter of a message as plain JSON."""
    if isinstance(value, Scope):
        return describe_fields(value)
    if isinstance(value, Amount):
        return {"value": value.value, "unit": value.unit}
    if isinstance(value, tuple | list | frozenset):
        return [plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def proofs(reasons: Iterable[Reason], book: Evidence) -> tuple[ProofView, ...]:
    """Each statement or entry that the proof stands on, once, in the order of the proof."""
    sides: dict[tuple[str, str], set[str]] = {}
    for reason in reasons:
        keys = reason.keys[:SHOWN_ENTRIES] if reason.source == "entries" else (reason.key,)
        for key in keys:
            sides.setdefault((reason.source, key), set()).add(reason.side)
    views = []
    for (source, key), ends in sides.items():
        if source == "entries":
            views.append(_entry_proof(book.entries[key], _role(ends), book))
        elif key in book.statements:
            views.append(statement_proof(key, _role(ends), book))
    return tuple(views)


def _role(sides: set[str]) -> str:
    if len(sides) > 1:
        return _("bounds it on both sides")
    return _("bounds it from below") if "least" in sides else _("bounds it from above")


def statement_proof(key: str, role: str, book: Evidence) -> ProofView:
    """One statement as evidence, its sentence where the original lies at hand."""
    row = book.statements[key]
    document = book.documents.get(row.document)
    text = book.text(document) if document else ""
    return ProofView(
        kind="statement",
        key=key,
        document=row.document,
        # a closing stands on no document; it is known by the call that it came from
        title=document.title if document else row.note if row.form == "closing" else "",
        dated=document.dated if document else "",
        surface=surface(row),
        scope=scope_text(row.scope, book.vocabulary, book.subjects),
        role=role,
        span=(row.start, row.end),
        text=texts.sentence_at(text, row.start, row.end) if text else "",
    )


def with_sources(text: str, keys: Iterable[str], book: Evidence) -> str:
    """A sentence, and which document says what, as of when: `依据：《…》（2025年7月）载9.92亿元、19个。`"""
    said: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        if row := book.statements.get(key):
            said.setdefault(row.document, []).append(surface(row))
    lines = []
    for key, figures in said.items():
        if document := book.documents.get(key):
            line = _("“{title}” ({dated}) has {figures}").format(
                title=document.title, dated=dated_text(document.dated), figures=listed(figures)
            )
        else:
            line = _("this text has {figures}").format(figures=listed(figures))
        lines.append(line)
    return _("{text} Sources: {sources}.").format(text=text, sources=_("; ").join(lines)) if lines else text


def _entry_proof(entry: Entry, role: str, book: Evidence) -> ProofView:
    unit = book.vocabulary.unit[entry.unit]
    document = book.documents.get(entry.document)
    return ProofView(
        kind="entry",
        key=entry.key,
        document=entry.document,
        title=document.title if document else "",
        dated=document.dated if document else "",
        surface=amount_text(entry.amount, unit),
        scope=scope_text(entry_scope(entry), book.vocabulary, book.subjects),
        role=role,
    )


def entry_scope(entry: Entry) -> Scope:
    """The box of an entry as a scope, for showing it in words."""
    return Scope(
        entry.measure,
        entry.unit,
        entry.stage,
        frozenset({entry.kind} if entry.kind else ()),
        entry.donors,
        frozenset({entry.recipient} if entry.recipient else ()),
        frozenset({entry.sector} if entry.sector else ()),
        frozenset({entry.subject} if entry.subject else ()),
        Window(entry.first_day, entry.last_day),
    )


def _open_end(end: OpenEnd, book: Evidence) -> str:
    side = _("Open below") if end.side == "least" else _("Open above")
    if not end.statements:
        return _("{side}: nothing in the book limits it.").format(side=side)
    known = [book.statements[key] for key in end.statements if key in book.statements]
    named = listed(
        f"{row.key}（{surface(row)}）" if chinese() else f"{row.key} ({surface(row)})" for row in known
    )
    why = listed(assumption.text for assumption in assumptions(end.assuming, book))
    return _("{side}: {statements} would limit it only if this is assumed: {why}").format(
        side=side, statements=named, why=why
    )


def reading_text(reading: Reading) -> str:
    """The name of a reading."""
    return _("strict reading") if reading is Reading.STRICT else _("natural reading")
