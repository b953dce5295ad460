"""The course of one scope over time: every statement on it, and between what it can have lain day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from duikou.answers.amounts import decimal_bounds, interval_text
from duikou.answers.evidence import Evidence, evidence
from duikou.answers.phrases import surface
from duikou.answers.questions import Question, scope_text, understand, window_text
from duikou.answers.views import BandPoint, CourseRow, CourseView
from duikou.book import PUBLIC, Scope, Sight, Statement, Window
from duikou.book.box import TIME
from duikou.checks.claims import NATURAL
from duikou.words import Reading

MOST_DAYS = 24  # for so many days the band is worked out, the latest ones


def course(question: Question, *, sight: Sight = PUBLIC) -> CourseView:
    """All statements on the scope of `question`, whatever its period, and the natural band of its running
    total on every day from or to which a figure that bears on it counts. Raises `UnknownCode`, BookError.

    Stocks of different days do not bound each other: for them there is no band.
    """
    book = evidence(question.known_at, sight=sight)
    scope = replace(understand(question, book.vocabulary, book.subjects.values()).scope, window=Window())
    rows = sorted(_rows(scope, book), key=lambda row: (row.scope.window.end or date.max, row.key))
    stock = book.vocabulary.measure_of(scope.measure).nature == "stock"
    days = [] if stock or not rows else sorted(_days(scope, book))[-MOST_DAYS:]
    return CourseView(
        scope_text=scope_text(scope, book.vocabulary, book.subjects),
        unit=scope.unit,
        rows=tuple(_row(row, book) for row in rows),
        band=tuple(_point(scope, day, book) for day in days),
    )


def _rows(scope: Scope, book: Evidence) -> Iterable[Statement]:
    """Published figures of the same series and scope, apart from time."""
    reader = book.reckoner.reader
    here = reader.box(scope)
    for row in book.statements.values():
        if row.form != "published" or row.scope.series != scope.series or not row.figure:
            continue
        hull = reader.claim(row, NATURAL).hull
        if hull.layer == here.layer and hull.spans[:TIME] == here.spans[:TIME]:
            yield row


def _days(scope: Scope, book: Evidence) -> set[date]:
    """The days on which something that bears on the scope ends, or before which it begins."""
    reader = book.reckoner.reader
    here = reader.box(scope)
    found = set()
    for row in book.statements.values():
        if row.form != "published" or row.scope.series != scope.series:
            continue
        if not reader.claim(row, NATURAL).hull.meets(here):
            continue
        window = row.scope.window
        found |= {window.end} if window.end else set()
        found |= {window.start - timedelta(days=1)} if window.start and not _running(row, book) else set()
    return found


def _running(row: Statement, book: Evidence) -> bool:
    """Whether it counts from the very start, as a running total does."""
    start = row.scope.window.start
    return start is None or start.toordinal() <= book.reckoner.reader.start_of(row.scope)


def _row(row: Statement, book: Evidence) -> CourseRow:
    unit = book.vocabulary.unit[row.scope.unit]
    natural = row.interval(Reading.NATURAL, book.vocabulary)
    document = book.documents.get(row.document)
    end = row.scope.window.end
    return CourseRow(
        key=row.key,
        document=row.document,
        title=document.title if document else "",
        dated=document.dated if document else "",
        surface=surface(row),
        period=window_text(row.scope.window),
        as_of=end.isoformat() if end else "",
        running=row.nature == "stock" or _running(row, book),
        bounds=decimal_bounds(natural, unit),
        shown=interval_text(natural, unit),
    )


def _point(scope: Scope, day: date, book: Evidence) -> BandPoint:
    bounds = book.reckoner.bounds(replace(scope, window=Window(None, day)), Reading.NATURAL)
    unit = book.vocabulary.unit[scope.unit]
    return BandPoint(
        day.isoformat(), decimal_bounds(bounds.interval, unit), interval_text(bounds.interval, unit)
    )
