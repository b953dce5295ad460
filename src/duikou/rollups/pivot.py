"""Pivots: one measure by two axes, every number counted for itself from the entries that lie in its scope.

No total is made of other numbers of the table. A row total is what the entries of the row come to, so that
joint money counts once in it and a project once, whatever its cells show. Where a total would add what must
not be added (stages), there is none. What the lines do not show of a total (money given jointly, without a
day or a place fine enough) is a line of its own, `rest`, and `notes` say why.

How to get one:

    layout = Layout(Scope("fund", "CNY", "arrived", window=Window(None, day)), "donor", "year")
    pivot = make(layout, table, words)                      # of the recorded entries
    pivot.cells[row][column].certain, pivot.row_totals[row], pivot.whole

`Cell.certain` is what surely lies there, `Cell.possible` how far it may go with what is not told apart; for a
measure that is a distinct count both are bounds of a union (`unions`). `make(…, tell=…, met=…)` asks somebody
else instead of the entries, say a reckoner that knows statements too: the same scopes, the same totals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from duikou.book import BookError, Entry, Interval, Scope
from duikou.book.rows import Glance
from duikou.rollups.lines import AXIS, PERIOD, STAGE, YEAR, check_axes, crossed, limited, lines_of
from duikou.rollups.table import EntryTable
from duikou.rollups.unions import adds
from duikou.words import Vocabulary

NOTHING = Interval.exactly(0)


@dataclass(frozen=True, slots=True)
class Layout:
    """`scope`: series and limits of the whole table, stage "" where stages are an axis. `rows`, `columns`:
    names of `lines.AXIS`; no columns = row totals alone."""

    scope: Scope
    rows: str
    columns: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one scope comes to, scaled. `certain`: what surely lies in it, with rounding; `possible`: from
    the same least to the most, with all that may lie in it. Open ends only where statements were asked."""

    scope: Scope
    certain: Interval
    possible: Interval

    @property
    def empty(self) -> bool:
        """Whether nothing is known to lie here, or only nothing."""
        return not self.possible.least and not self.possible.most

    @property
    def exact(self) -> int | None:
        """The one value that is possible, None where there are several."""
        return self.possible.least if self.possible.least == self.possible.most else None


@dataclass(frozen=True, slots=True)
class Note:
    """Why lines and total differ. `code`: `joint` (several donors without shares), `unsaid` (nothing said on
    that axis), `coarse` (a place, sector … wider than the lines), `long` (days of several lines): so much,
    `amount`, of `count` entries of `scope` stands in no line of `axis`; or `union`: the lines come to `lines`
    and the whole to `amount`, the same ones being counted in several lines."""

    code: str
    axis: str
    scope: Scope
    amount: Interval
    count: int = 0
    lines: Interval = NOTHING


@dataclass(frozen=True, slots=True)
class Pivot:
    """`cells[row][column]`. `row_totals`: empty where columns are stages; `column_totals`: where rows are;
    `whole`: None where either is. `rest_row`: for each column (and `rest_whole` for all) what surely lies in
    it and in no row; empty where that is nothing or the measure does not add. `rest_column`: likewise."""

    layout: Layout
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    row_totals: tuple[Cell, ...]
    column_totals: tuple[Cell, ...]
    whole: Cell | None
    rest_row: tuple[Interval, ...] = ()
    rest_whole: Interval | None = None
    rest_column: tuple[Interval, ...] = ()
    rest_beside: Interval | None = None
    notes: tuple[Note, ...] = ()

    @property
    def every(self) -> Iterable[Cell]:
        """All cells and totals."""
        yield from (cell for row in self.cells for cell in row)
        yield from (*self.row_totals, *self.column_totals)
        if self.whole:
            yield self.whole


Tell = Callable[[Sequence[Scope]], Sequence[tuple[Interval, Interval]]]


def make(
    layout: Layout,
    table: EntryTable,
    words: Vocabulary,
    tell: Tell | None = None,
    met: Iterable[Scope] = (),
) -> Pivot:
    """The pivot of a layout. `tell`: (certain, possible) of each scope asked, the entries' where None; `met`:
    scopes of statements that should have their lines too.

    Raises `UnknownCode`; BookError `pivot.axis`, `pivot.twice`, `pivot.stages`, `pivot.rate` for a measure
    that is never added, `pivot.stage` for one that needs a stage and gets none.
    """
    scope = layout.scope
    measure = words.measure_of(scope.measure)
    if measure.nature == "rate":
        raise BookError("pivot.rate", "measure", measure=scope.measure)
    check_axes(layout.rows, layout.columns, measure.staged)
    if measure.staged and not scope.stage and STAGE not in (layout.rows, layout.columns):
        raise BookError("pivot.stage", "stage", measure=scope.measure)
    rows, columns = (_lines(axis, layout, table, list(met), words) for axis in (layout.rows, layout.columns))
    counting = _Counting(layout, rows, columns, table, words, tell)
    return counting.pivot()


def _lines(
    axis: str, layout: Layout, table: EntryTable, met: Sequence[Scope], words: Vocabulary
) -> tuple[str, ...]:
    if not axis:
        return ()
    scope = layout.scope
    staged = STAGE in (layout.rows, layout.columns)
    every = [replace(scope, stage=stage) for stage in words.stage] if staged else [scope]
    found: list[Entry | Glance | Scope] = [*met]
    for one in every:
        found.extend(table.occurring(one, max(AXIS[axis], 0), years=axis == YEAR))
    return lines_of(axis, scope, found, words)


class _Counting:
    """Asks for all numbers of a table at once."""

    def __init__(
        self,
        layout: Layout,
        rows: tuple[str, ...],
        columns: tuple[str, ...],
        table: EntryTable,
        words: Vocabulary,
        tell: Tell | None,
    ) -> None:
        self.layout, self.rows, self.columns = layout, rows, columns
        self.table, self.words = table, words
        self.of_entries = tell is None
        self.tell = tell or self._recorded
        self.adds = adds(layout.scope.measure, layout.scope.unit, words)
        over = words.adds_over(layout.scope.measure, layout.scope.unit)
        self.over = over | ({YEAR, PERIOD} if "time" in over else set())

    def pivot(self) -> Pivot:
        layout, scope = self.layout, self.layout.scope
        across, down = layout.columns != STAGE, layout.rows != STAGE
        in_rows = [limited(scope, layout.rows, line, self.words) for line in self.rows]
        in_columns = [limited(scope, layout.columns, line, self.words) for line in self.columns]
        inside = crossed(in_rows, layout.columns, in_columns)
        asked = [*inside, *(in_rows if across else ()), *(in_columns if down else ())]
        asked += [scope] if across and down else []
        told = iter([Cell(one, *found) for one, found in zip(asked, self.tell(asked), strict=True)])
        cells = tuple(tuple(next(told) for _ in self.columns) for _ in self.rows)
        row_totals = tuple(next(told) for _ in self.rows) if across else ()
        column_totals = tuple(next(told) for _ in self.columns) if down else ()
        whole = next(told) if across and down else None
        pivot = Pivot(layout, self.rows, self.columns, cells, row_totals, column_totals, whole)
        return self._with_rest(pivot) if self.of_entries else pivot

    def _recorded(self, scopes: Sequence[Scope]) -> list[tuple[Interval, Interval]]:
        told = []
        for found in self.table.counted(scopes):  # thousands, most of them nothing
            certain = found.certain if found.low or found.high else NOTHING
            told.append((certain, certain if found.most <= found.high else found.possible))
        return told

    def _with_rest(self, pivot: Pivot) -> Pivot:
        """The same with what lies in no line, and the notes."""
        layout = pivot.layout
        notes: list[Note] = []
        if layout.rows != STAGE:
            wholes = [pivot.whole] if pivot.whole else list(pivot.column_totals)
            notes += self._notes(layout.rows, self.rows, wholes, lambda number: self._down(pivot, number))
        if layout.columns and layout.columns != STAGE:
            wholes = [pivot.whole] if pivot.whole else list(pivot.row_totals)
            notes += self._notes(
                layout.columns, self.columns, wholes, lambda number: self._along(pivot, number)
            )
        if not self.adds:
            return replace(pivot, notes=tuple(notes))
        found: dict[str, object] = {}
        if any(note.axis == layout.rows for note in notes):
            ends = zip(pivot.column_totals, zip(*pivot.cells, strict=True), strict=True)
            empty = [(total, ()) for total in pivot.column_totals]
            found["rest_row"] = tuple(_left(total, parts) for total, parts in (ends if self.rows else empty))
            found["rest_whole"] = _left(pivot.whole, pivot.row_totals) if pivot.whole else None
        if any(note.axis == layout.columns for note in notes):
            found["rest_column"] = tuple(map(_left, pivot.row_totals, pivot.cells))
            found["rest_beside"] = _left(pivot.whole, pivot.column_totals) if pivot.whole else None
        return replace(pivot, notes=tuple(notes), **found)  # type: ignore[arg-type]

    @staticmethod
    def _down(pivot: Pivot, number: int) -> Sequence[Cell]:
        """The lines that stand beneath the column total of that number, or the row totals for the whole."""
        return pivot.row_totals if pivot.whole else [row[number] for row in pivot.cells]

    @staticmethod
    def _along(pivot: Pivot, number: int) -> Sequence[Cell]:
        return pivot.column_totals if pivot.whole else pivot.cells[number]

    def _notes(
        self,
        axis: str,
        lines: Sequence[str],
        wholes: Sequence[Cell],
        parts: Callable[[int], Sequence[Cell]],
    ) -> list[Note]:
        found = []
        for number, whole in enumerate(wholes):
            scopes = [limited(whole.scope, axis, line, self.words) for line in lines]
            if axis in self.over:
                found += self._unplaced(axis, whole.scope, scopes)
            if axis not in self.over and (told := _shared(axis, whole, parts(number))):
                found.append(told)
        return found

    def _unplaced(self, axis: str, scope: Scope, lines: Sequence[Scope]) -> list[Note]:
        by_reason: dict[str, list[Entry]] = {}
        for entry in self.table.unplaced(scope, AXIS[axis], lines):
            by_reason.setdefault(_reason(axis, entry), []).append(entry)
        return [
            Note(code, axis, scope, _summed(entries) if self.adds else NOTHING, len(entries))
            for code, entries in sorted(by_reason.items())
        ]


def _reason(axis: str, entry: Entry) -> str:
    if axis == "donor" and len(entry.donors) > 1:
        return "joint"
    if axis in (YEAR, PERIOD):
        return "long"
    said = entry.donors if axis == "donor" else getattr(entry, axis)
    return "coarse" if said else "unsaid"


def _summed(entries: Iterable[Entry]) -> Interval:
    every = list(entries)
    low, high = (sum(e.amount + sign * e.rounding for e in every) for sign in (-1, 1))
    return Interval.inclusive(low, high)


def _left(whole: Cell, parts: Sequence[Cell]) -> Interval:
    """What of the certain sum of a total its lines do not show: entries lie surely in one line or in none."""
    low = (whole.certain.least or 0) - sum(part.certain.least or 0 for part in parts)
    high = (whole.certain.most or 0) - sum(part.certain.most or 0 for part in parts)
    return Interval.inclusive(low, high)


def _shared(axis: str, whole: Cell, parts: Sequence[Cell]) -> Note | None:
    """A note where distinct counts of the lines come to another number than the whole."""
    low, high = (sum(getattr(part.certain, end) or 0 for part in parts) for end in ("least", "most"))
    lines = Interval.inclusive(low, high)
    return Note("union", axis, whole.scope, whole.certain, lines=lines) if lines != whole.certain else None


def share(part: Cell, whole: Cell) -> tuple[Fraction, Fraction] | None:
    """Between which shares a part of the whole lies (1 = all of it); None where nothing is known."""
    least, most = part.possible.least or 0, part.possible.most
    low, high = whole.possible.least or 0, whole.possible.most
    if most is None or not low:
        return None
    if part.exact is not None and whole.exact is not None:
        return Fraction(part.exact, whole.exact), Fraction(part.exact, whole.exact)
    return Fraction(least, high) if high else Fraction(0), min(Fraction(most, low), Fraction(1))


def growth(before: Cell, after: Cell) -> tuple[Fraction, Fraction] | None:
    """Between which rates something grew (0 = not at all); None where it cannot be said."""
    low, high = before.possible.least or 0, before.possible.most
    least, most = after.possible.least or 0, after.possible.most
    if not low or not high or most is None:
        return None
    return Fraction(least, high) - 1, Fraction(most, low) - 1
