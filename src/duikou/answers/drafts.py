"""A text that is not in the book: read, then held against the book and against itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from duikou.answers.evidence import Evidence, evidence
from duikou.answers.figures import FLAGGED, figure_view
from duikou.answers.findings import views
from duikou.answers.questions import UNKNOWN
from duikou.answers.views import DocumentView
from duikou.book import PUBLIC, Document, Figure, Scope, Sight, Statement, Window, parse_day
from duikou.checks import Judgement
from duikou.reading import ReadFigure, read
from duikou.words import Vocabulary

DRAFT = "draft"
GRANT = "grant"
DOUBTS = ("contradiction", "doubt")
_FIELDS = {"since": "from", "until": "to"}
_FORMS = {"planned": "target"}


def check_text(
    text: str, dated: str = "", title: str = "", document: Document | None = None, *, sight: Sight = PUBLIC
) -> DocumentView:
    """Read `text` and judge each figure. `dated`: ISO date it speaks as of, "" = not known.

    Figures get keys `draft-001` … in reading order. Copies of the text in the book are no evidence.
    Raises BookError for an impossible date.
    """
    parse_day(dated, "dated")
    book = evidence(sight=sight)
    draft = document or draft_document(text, dated, title)
    # a first line that is the title stands in the text already, and may well be a sentence of its own
    told = "" if draft.title in text else draft.title
    figures = read(text, dated=draft.dated, vocabulary=book.vocabulary, title=told)
    statements = statements_of(figures, draft.key, book)
    judgement = book.reckoner.judge(statements, draft)
    if milder := _other_kind(statements, judgement, book.vocabulary):
        again = book.reckoner.judge(milder, draft)
        if _flagged(again) < _flagged(judgement):
            statements, judgement = milder, again
    shown = replace(book, statements={**book.statements, **{row.key: row for row in statements}})
    rows = tuple(
        figure_view(row, verdict, shown) for row, verdict in zip(statements, judgement.verdicts, strict=True)
    )
    return DocumentView(
        key=draft.key,
        title=draft.title,
        dated=draft.dated,
        publisher=draft.publisher,
        form=draft.form,
        digest=draft.digest,
        text=text,
        figures=rows,
        findings=views(judgement.findings, shown),
        counts=dict(Counter(row.verdict for row in rows)),
    )


def _flagged(judgement: Judgement) -> int:
    return sum(verdict.verdict in FLAGGED for verdict in judgement.verdicts)


def _other_kind(statements: Sequence[Statement], judgement: Judgement, words: Vocabulary) -> list[Statement]:
    """The statements with those that do not fit, or stand in the way of others, taken for grants where the
    text names no kind of assistance; [] where there is none. Unsaid is not all: a text is doubted only where
    neither reading of it fits."""
    against = {key for found in judgement.findings if found.kind in DOUBTS for key in found.statements}
    against |= {verdict.statement for verdict in judgement.verdicts if verdict.verdict in FLAGGED}
    unsaid = {
        row.key
        for row in statements
        if row.key in against
        and "kind" in row.assumed
        and not row.scope.kinds
        and words.measure_of(row.scope.measure).staged
    }
    if not unsaid:
        return []
    return [
        replace(row, scope=replace(row.scope, kinds=frozenset({GRANT}))) if row.key in unsaid else row
        for row in statements
    ]


def draft_document(text: str, dated: str, title: str) -> Document:
    """The document that a draft is, with the digest by which its copies are known."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(DRAFT, title or _first_line(text), dated, form="draft", digest=digest)


def _first_line(text: str) -> str:
    return next((line.strip("# *　\t") for line in text.splitlines() if line.strip("# *　\t")), "")[:60]


def statements_of(figures: Sequence[ReadFigure], document: str, book: Evidence) -> list[Statement]:
    """Figures as read → statements, in order; `part_of` and relations refer to each other's keys."""
    keys = [f"{document}-{number:03d}" for number in range(1, len(figures) + 1)]
    return [_statement(figure, key, keys, document, book) for figure, key in zip(figures, keys, strict=True)]


def _statement(figure: ReadFigure, key: str, keys: Sequence[str], document: str, book: Evidence) -> Statement:
    assumed = {_FIELDS.get(name, name) for name, why in figure.because.items() if why.basis == "assumed"}
    scope = _scope(figure, book)
    return Statement(
        key=key,
        scope=scope,
        figure=Figure(
            value=figure.printed.value,
            last=figure.printed.last,
            round=figure.printed.round,
            qualifier=figure.qualifier,
            upper=figure.printed.upper,
            whole=figure.printed.whole,
        ),
        form="rule" if figure.nature == "rule" else _FORMS.get(scope.stage, "published"),
        nature=figure.nature,
        assumed=frozenset(assumed & {"stage", "kind", "donor", "recipient", "sector", "from", "to"}),
        open_donors=figure.open_donors,
        document=document,
        part_of=keys[figure.part_of - 1] if figure.part_of else "",
        surface=figure.surface,
        start=figure.start,
        end=figure.end,
    )


def _scope(figure: ReadFigure, book: Evidence) -> Scope:
    words = book.vocabulary
    measure = words.measure_of(figure.measure)
    kind = figure.kind or measure.kind
    window = Window(parse_day(figure.since, "from"), parse_day(figure.until, "to", last=True))
    return Scope(
        measure=measure.base or measure.code,
        unit=figure.unit,
        stage=_stage(figure.stage, words),
        kinds=frozenset({kind} if kind else ()) - {"all"},
        donors=frozenset(figure.donor),
        recipients=frozenset({_site(figure, book)} if figure.site else figure.recipient),
        sectors=frozenset({figure.sector} if figure.sector else ()) - {"multi"},
        subjects=_subjects(figure, book),
        window=window,
    )


def _stage(mark: str, words: Vocabulary) -> str:
    """The book's stage for a stage of the marks: the earliest of those that bear it."""
    stages = [stage for stage in words.stage.values() if mark and mark in (stage.mark, stage.code)]
    return min(stages, key=lambda stage: stage.order).code if stages else ""


def _site(figure: ReadFigure, book: Evidence) -> str:
    """The code of the township or village where it is known inside the recipient, else the recipient's."""
    places = book.vocabulary.places
    for place in places.find(figure.site):
        if any(places.inside(place.code, county) for county in figure.recipient if county in places):
            return place.code
    return figure.recipient[0] if figure.recipient else ""


def _subjects(figure: ReadFigure, book: Evidence) -> frozenset[str]:
    """What the figure is about. One that names no place that is known speaks of something unknown, each of
    another: it is not taken for the sum over all places."""
    if figure.subject:
        return frozenset({_subject(figure, book)})
    return frozenset() if figure.recipient else frozenset({f"{UNKNOWN}{figure.start}"})


def _subject(figure: ReadFigure, book: Evidence) -> str:
    """The registered subject of that name at that place, else the name itself (a mere description)."""
    places = book.vocabulary.places
    for subject in book.subjects.values():
        if figure.subject not in subject.names:
            continue
        here = [code for code in figure.recipient if code in places]
        if not subject.place or not here or any(places.inside(subject.place, code) for code in here):
            return subject.key
    return figure.subject
