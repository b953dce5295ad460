"""Statistics: a measure by two axes as a table to be shown, every number with its scope.

The numbers are those of `rollups.pivot`; nothing is added here. With statements, each cell and total is what
the reckoner proves of its scope, naturally read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duikou.answers.evidence import Evidence, evidence
from duikou.answers.pivot_text import axis_name, figure, line_name, notes_text, rate, scale_of
from duikou.answers.pivot_views import REST, WHOLE, CellView, LineView, TableQuestion, TableView
from duikou.answers.questions import PLANNED, Question, scope_text, understand
from duikou.answers.totals import definition
from duikou.answers.views import Choice
from duikou.answers.wording import chinese
from duikou.book import PUBLIC, BookError, Interval, Scope, Sight, Window, describe_fields, parse_day
from duikou.rollups.lines import AXIS, PERIOD, STAGE, YEAR, limited
from duikou.rollups.pivot import Cell, Layout, Pivot, growth, make, share
from duikou.rollups.unions import adds
from duikou.words import Reading, Vocabulary

ENTRIES, STATEMENTS = "entries", "statements"
MOST_PROVEN = 600  # cells and totals that are worth a reckoning each
SECONDS, A_CELL = 8.0, 1.5  # for all of a table, for one of its cells


@dataclass(frozen=True, slots=True)
class Numbers:
    """A question answered in numbers; what is kept of a table: without the book, so that an old state of it
    can go."""

    pivot: Pivot
    basis: str
    notes: tuple[str, ...]
    unsettled: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """The numbers with the question and the book that it was asked of."""

    asked: TableQuestion
    book: Evidence
    numbers: Numbers

    @property
    def pivot(self) -> Pivot:
        return self.numbers.pivot

    @property
    def basis(self) -> str:
        return self.numbers.basis

    @property
    def notes(self) -> tuple[str, ...]:
        return self.numbers.notes

    @property
    def unsettled(self) -> int:
        return self.numbers.unsettled


def table(asked: TableQuestion, *, sight: Sight = PUBLIC) -> TableView:
    """The table in words. Raises `UnknownCode`, BookError for what cannot be understood or is never added."""
    return view(reckon(asked, sight=sight))


def beside(made: Made, rows: str, columns: str) -> TableView:
    """Another table of the same question and book. Raises as `table`."""
    asked = TableQuestion(made.asked.question, rows, columns, made.asked.basis)
    return view(_reckon(asked, made.book))


def reckon(asked: TableQuestion, *, sight: Sight = PUBLIC) -> Made:
    """The numbers alone, scaled. Raises as `table`."""
    return _reckon(asked, evidence(asked.question.known_at, sight=sight))


def _reckon(asked: TableQuestion, book: Evidence) -> Made:
    """Of the tables asked last the numbers are kept as long as the book stands as it does, for whoever turns
    to their entries, their file or another picture. One for which time ran out is worked out anew."""
    key = (get_language(), asked)
    found = book.tables.get(key, lambda: _worked_out(asked, book), lambda made: not made.unsettled)
    return Made(asked, book, found)


def _worked_out(asked: TableQuestion, book: Evidence) -> Numbers:
    by_stage = STAGE in (asked.rows, asked.columns)
    understood = understand(asked.question, book.vocabulary, book.subjects.values())
    scope = replace(understood.scope, stage="") if by_stage else understood.scope
    notes = () if by_stage else understood.notes
    told = _told(scope, book, by_stage)
    basis = asked.basis or _usual_basis(scope, book, len(told))
    layout = Layout(scope, asked.rows, asked.columns)
    if basis == ENTRIES:
        return Numbers(make(layout, book.table, book.vocabulary), basis, notes)
    if basis != STATEMENTS:
        raise BookError("pivot.basis", "basis", basis=basis, known=f"{ENTRIES}, {STATEMENTS}")
    proving = _Proving(book)
    box = book.reckoner.reader.box(scope)
    met = [one for one in told if book.reckoner.reader.box(one).meets(box)]
    pivot = make(layout, book.table, book.vocabulary, proving.tell, met)
    return Numbers(pivot, basis, notes, proving.unsettled)


def _told(scope: Scope, book: Evidence, by_stage: bool) -> list[Scope]:
    """Scopes of the statements of the series, wherever they lie."""
    form = "target" if scope.stage == PLANNED else "published"
    return [
        row.scope
        for row in book.statements.values()
        if (row.scope.measure, row.scope.unit) == (scope.measure, scope.unit)
        and row.form == form
        and (by_stage or row.scope.stage == scope.stage)
    ]


def _usual_basis(scope: Scope, book: Evidence, statements: int) -> str:
    """Statements too where the book knows more of them than of entries: nothing is kept in it but figures."""
    entries = sum(
        book.table.count((scope.measure, scope.unit, stage))
        for stage in ([scope.stage] if scope.stage else ["", *book.vocabulary.stage])
    )
    return STATEMENTS if statements > entries else ENTRIES


class _Proving:
    """Asks the reckoner, as long as there is time."""

    def __init__(self, book: Evidence) -> None:
        self._book = book
        self._until = monotonic() + SECONDS
        self.unsettled = 0

    def tell(self, scopes: Sequence[Scope]) -> list[tuple[Interval, Interval]]:
        """Raises BookError `pivot.too_large`."""
        if len(scopes) > MOST_PROVEN:
            raise BookError("pivot.too_large", "rows", cells=len(scopes), most=MOST_PROVEN)
        return [self._one(scope) for scope in scopes]

    def _one(self, scope: Scope) -> tuple[Interval, Interval]:
        left = self._until - monotonic()
        found = Interval()
        if left > 0:
            reckoner, seconds = self._book.reckoner, min(left, A_CELL)
            if scope.stage == PLANNED:
                bounds = reckoner.planned(scope, Reading.NATURAL, seconds)
            else:  # a table never adds what may be counted in several of its lines
                once = adds(scope.measure, scope.unit, self._book.vocabulary)
                bounds = reckoner.bounds(scope, Reading.NATURAL, seconds=seconds, once=once)
            found = bounds.interval
            self.unsettled += not bounds.settled
        else:
            self.unsettled += 1
        return found, found


def view(made: Made) -> TableView:
    """A pivot in words."""
    return _Showing(made).table()


class _Showing:
    def __init__(self, made: Made) -> None:
        self.made, self.pivot, self.book = made, made.pivot, made.book
        self.words = made.book.vocabulary
        scope = self.pivot.layout.scope
        self.unit = self.words.unit[scope.unit]
        intervals = [cell.possible for cell in self.pivot.every]
        different = dict.fromkeys([*intervals, *self.pivot.rest_row, *self.pivot.rest_column])
        self.scale = scale_of(self.unit, different)
        self._figures = {one: figure(one, self.unit, self.scale) for one in different}

    def table(self) -> TableView:
        pivot, made, layout = self.pivot, self.made, self.pivot.layout
        scope = layout.scope
        measure = self.words.measure[scope.measure]
        columns = [line_name(layout.columns, code, self.words) for code in pivot.columns]
        return TableView(
            asked=made.asked,
            title=scope_text(scope, self.words, self.book.subjects),
            scope=describe_fields(scope),
            measure=measure.zh if chinese() else measure.en,
            unit=scope.unit,
            unit_label=self.scale.label,
            per=self.scale.divisor // self.unit.scale,
            rows_label=axis_name(layout.rows),
            columns_label=axis_name(layout.columns),
            columns=tuple(zip(pivot.columns, columns, strict=True)),
            lines=tuple(self._lines()),
            totals=bool(pivot.row_totals),
            rests=bool(pivot.rest_column),
            shares=made.asked.share and pivot.whole is not None and bool(pivot.row_totals),
            grows=self._grows(),
            basis=made.basis,
            notes=(*made.notes, *notes_text(made)),
            definition=definition(scope, self.book),
            as_of=scope.window.end.isoformat() if scope.window.end else self._latest(),
            known_at=made.asked.question.known_at.isoformat() if made.asked.question.known_at else "",
            number=self.book.number,
            unsettled=made.unsettled,
        )

    def _latest(self) -> str:
        """The last day of which the book says anything in this table, "" for none."""
        return max((row.dated for row in self.book.documents.values() if row.form != "sample"), default="")

    def _grows(self) -> str:
        """Over which step growth is shown: `2023→2024`, the name of the row axis where years are rows."""
        pivot, layout = self.pivot, self.pivot.layout
        if not self.made.asked.growth:
            return ""
        if layout.columns in (YEAR, PERIOD) and len(pivot.columns) > 1:
            return f"{pivot.columns[-2]}→{pivot.columns[-1]}"
        return _("over the line before") if layout.rows in (YEAR, PERIOD) and pivot.row_totals else ""

    def _lines(self) -> Iterable[LineView]:
        pivot, layout = self.pivot, self.pivot.layout
        for number, code in enumerate(pivot.rows):
            total = pivot.row_totals[number] if pivot.row_totals else None
            before = pivot.row_totals[number - 1] if pivot.row_totals and number else None
            yield self._line("line", code, pivot.cells[number], total, number, before)
        if pivot.rest_row or pivot.rest_whole:
            yield LineView(
                "rest",
                REST,
                _("not told apart"),
                tuple(map(self._rest, pivot.rest_row, [REST] * len(pivot.columns), pivot.columns)),
                self._rest(pivot.rest_whole, REST, WHOLE) if pivot.rest_whole else None,
            )
        if pivot.whole or pivot.column_totals:
            label = _("total") if self._adds_down() else _("total, each counted once")
            yield self._line(
                "total", WHOLE, pivot.column_totals, pivot.whole, None, None, label if layout.rows else ""
            )

    def _adds_down(self) -> bool:
        scope = self.pivot.layout.scope
        over = self.words.adds_over(scope.measure, scope.unit)
        axis = self.pivot.layout.rows
        return ("time" if axis in (YEAR, PERIOD) else axis) in over

    def _line(
        self,
        kind: str,
        code: str,
        cells: Sequence[Cell],
        total: Cell | None,
        number: int | None,
        before: Cell | None,
        label: str = "",
    ) -> LineView:
        pivot, layout = self.pivot, self.pivot.layout
        rest = None
        if number is not None and pivot.rest_column:
            rest = self._rest(pivot.rest_column[number], code, REST)
        elif kind == "total" and pivot.rest_beside:
            rest = self._rest(pivot.rest_beside, WHOLE, REST)
        return LineView(
            kind,
            code,
            label or line_name(layout.rows, code, self.words),
            tuple(map(self._cell, cells, [code] * len(cells), pivot.columns)),
            self._cell(total, code, WHOLE) if total else None,
            rest,
            self._share(total),
            self._growth(cells, before, total),
        )

    def _share(self, total: Cell | None) -> str:
        if not self.made.asked.share or total is None or self.pivot.whole is None:
            return ""
        return rate(share(total, self.pivot.whole))

    def _growth(self, cells: Sequence[Cell], before: Cell | None, total: Cell | None) -> str:
        layout = self.pivot.layout
        found: tuple[Fraction, Fraction] | None = None
        if not self._grows():
            return ""
        if layout.columns in (YEAR, PERIOD) and len(cells) > 1:
            found = growth(cells[-2], cells[-1])
        elif layout.columns not in (YEAR, PERIOD) and before and total:
            found = growth(before, total)
        return rate(found, signed=True)

    def _cell(self, cell: Cell, row: str, column: str) -> CellView:
        return self._shown(cell.possible, row, column)

    def _rest(self, interval: Interval, row: str, column: str) -> CellView:
        return self._shown(interval, row, column)

    def _shown(self, interval: Interval, row: str, column: str) -> CellView:
        if interval not in self._figures:
            self._figures[interval] = figure(interval, self.unit, self.scale)
        return CellView(row, column, *self._figures[interval])


def scope_at(made: Made, row: str, column: str) -> Scope:
    """The scope of a cell or total of a table. Raises BookError `pivot.no_cell`."""
    layout, scope = made.pivot.layout, made.pivot.layout.scope
    for axis, code, lines in (
        (layout.rows, row, made.pivot.rows),
        (layout.columns, column, made.pivot.columns),
    ):
        if code in (WHOLE, REST):
            continue
        if code not in lines:
            raise BookError("pivot.no_cell", "row", line=code)
        scope = limited(scope, axis, code, made.book.vocabulary)
    if made.book.vocabulary.measure_of(scope.measure).staged and not scope.stage:
        raise BookError("pivot.stage", "stage", measure=scope.measure)
    return scope


def question_at(asked: TableQuestion, row: str, column: str, words: Vocabulary) -> Question:
    """The question that the number at a line asks, for the page that proves single figures."""
    question = asked.question
    for axis, code in ((asked.rows, row), (asked.columns, column)):
        if code in (WHOLE, REST):
            continue
        if axis in (YEAR, PERIOD):
            window = limited(Scope("", "", window=_window(question)), axis, code, words).window
            assert window.start
            assert window.end
            since, until = window.start.isoformat(), window.end.isoformat()
            question = replace(question, since=since, until=until)
        elif axis == "donor":
            question = replace(question, donors=(words.parties[code].name,))
        elif axis == "recipient":
            question = replace(question, recipients=(words.places[code].name,))
        elif axis == "sector":
            question = replace(question, sector=code)
        elif axis == "kind":
            question = replace(question, kind=code)
        elif axis == STAGE:
            question = replace(question, stage=code)
    return question


def _window(question: Question) -> Window:
    return Window(parse_day(question.since, "from"), parse_day(question.until, "to", last=True))


@dataclass(frozen=True, slots=True)
class TableChoices:
    """What the form of tables offers besides what that of questions does. `measures`: those that can be
    added; `axes`; `units`: of the measure asked for, where it is counted in several."""

    measures: tuple[Choice, ...]
    axes: tuple[Choice, ...]
    units: tuple[Choice, ...]


def table_choices(measure: str, *, sight: Sight = PUBLIC) -> TableChoices:
    """For a measure, by code or name; an unknown one has no units."""
    book = evidence(sight=sight)
    words, label = book.vocabulary, "zh" if chinese() else "en"
    added = [one for one in words.measure.values() if not one.base and one.nature != "rate"]
    known = [one for one in added if measure in (one.code, one.zh, one.en)]
    units = {known[0].unit: None} if known else {}
    for row in book.statements.values():
        if known and row.scope.measure == known[0].code and row.nature != "rate":
            units[row.scope.unit] = None
    for kind in words.activity.values():
        for field in kind.counted:
            if known and field.measure == known[0].code:
                units[field.unit] = None
    return TableChoices(
        tuple(Choice(one.code, getattr(one, label)) for one in added),
        tuple(Choice(code, axis_name(code)) for code in AXIS),
        tuple(Choice(code, getattr(words.unit[code], label)) for code in units) if len(units) > 1 else (),
    )
