"""A text that is not in the book: read, then held against the book and against itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from duikou.answers.evidence import Evidence, evidence
from duikou.answers.figures import FLAGGED, figure_view
from duikou.answers.findings import views
from duikou.answers.questions import UNKNOWN
from duikou.answers.views import DocumentView
from duikou.book import PUBLIC, Document, Figure, Scope, Sight, Statement, parse_day
from duikou.checks import Judgement, sketch
from duikou.reading import CountedList, ReadFigure, comparisons, read
from duikou.review import proposal_of, statement, statement_key
from duikou.review.beside import Lists
from duikou.words import Vocabulary

DRAFT = "draft"
GRANT = "grant"
DOUBTS = ("contradiction", "doubt")
LIST_SCALE = 10_000  # of the unit `count`


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
    statements = statements_of(figures, draft.key, book, text)
    drawn = sketch(text)
    judgement = book.reckoner.judge(statements, draft, text=drawn)
    if milder := _other_kind(statements, judgement, book.vocabulary):
        again = book.reckoner.judge(milder, draft, text=drawn)
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


def statements_of(figures: Sequence[ReadFigure], document: str, book: Evidence, text: str) -> list[Statement]:
    """Figures as read → statements, in order; `part_of` and relations refer to each other's keys.

    Among them, as figures of their own, are the numbers of a list beside them that it does not have.
    """
    lists = Lists(text, book.vocabulary)
    ordered: list[ReadFigure | CountedList] = sorted(
        (*figures, *lists.wrong(figures)), key=lambda one: one.start
    )
    names = {id(one): statement_key(document, number) for number, one in enumerate(ordered, start=1)}
    keys = {figure.number: names[id(figure)] for figure in figures}
    hanging = comparisons(text, figures)
    found = []
    for one in ordered:
        if isinstance(one, CountedList):
            found.append(_list_statement(one, names[id(one)], document, text))
            continue
        row = _statement(one, keys, document, book)
        relations = tuple((relation, keys[number]) for relation, number in hanging.get(one.number, ()))
        found.append(replace(row, relations=relations, listed=_listed(one, lists)))
    return found


def _listed(figure: ReadFigure, lists: Lists) -> int:
    return lists.beside(figure.start, figure.end, figure.value, figure.printed.whole)


def _list_statement(one: CountedList, key: str, document: str, text: str) -> Statement:
    """The number of a list that is no figure of the programme (八省市)."""
    scope = Scope("other", "count", subjects=frozenset({f"{UNKNOWN}{one.start}"}))
    value = one.count * LIST_SCALE
    figure = Figure(value, LIST_SCALE, LIST_SCALE, whole=True)
    return Statement(
        key,
        scope,
        figure,
        nature="stock",
        document=document,
        surface=text[one.start : one.end],
        start=one.start,
        end=one.end,
        listed=one.names,
    )


def _statement(figure: ReadFigure, keys: Mapping[int, str], document: str, book: Evidence) -> Statement:
    proposal = proposal_of(figure, book.vocabulary)
    fields = replace(proposal.fields, link=_link(figure, book))
    row = statement(proposal, fields, document, book.vocabulary, keys.get(fields.part_of, ""))
    staged = book.vocabulary.measure_of(row.scope.measure).staged
    assumed = row.assumed if staged else row.assumed - {"kind"}  # what has no kinds leaves none unsaid
    return replace(row, key=keys[figure.number], assumed=assumed)


def _link(figure: ReadFigure, book: Evidence) -> str:
    """What the figure is about. One that names no place that is known speaks of something unknown, each of
    another: it is not taken for the sum over all places."""
    if figure.subject:
        return _subject(figure, book)
    return "" if figure.recipient else f"{UNKNOWN}{figure.start}"


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
