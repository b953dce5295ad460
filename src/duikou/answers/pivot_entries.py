"""What stands behind one number of a table: the entries that surely lie there, and those that may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text, interval_text
from duikou.answers.pivot_text import axis_name
from duikou.answers.pivot_views import REST, TableQuestion
from duikou.answers.pivots import Made, reckon, scope_at
from duikou.answers.questions import donor_names, scope_text
from duikou.answers.wording import chinese
from duikou.book import PUBLIC, Entry, Interval, Scope, Sight
from duikou.rollups.lines import AXIS, limited

MOST = 300  # entries on one page; what is left out is said


@dataclass(frozen=True, slots=True)
class EntryRow:
    """`certain`: surely counted in the number. `days`, `amount`: in words."""

    key: str
    days: str
    donors: str
    recipient: str
    sector: str
    kind: str
    amount: str
    document: str
    title: str
    project: str
    project_name: str
    certain: bool


@dataclass(frozen=True, slots=True)
class BehindView:
    """`shown`: the number itself in words; `certain`, `possible`: how many entries surely lie there, and how
    many more may; `rows`: of them the first `MOST`, the sure ones first."""

    title: str
    shown: str
    certain: int
    possible: int
    rows: tuple[EntryRow, ...]
    as_of: str

    @property
    def left_out(self) -> int:
        return self.certain + self.possible - len(self.rows)


def behind(asked: TableQuestion, row: str, column: str, *, sight: Sight = PUBLIC) -> BehindView:
    """The entries of a cell, total or rest (codes as in `CellView`). Raises as `pivots.table`, and BookError
    `pivot.no_cell`."""
    made = reckon(asked, sight=sight)
    scope = scope_at(made, row, column)
    if REST in (row, column):
        rest = _rest(made, scope, row, column)
        shown, certain, possible = _sum(rest), len(rest), 0
        first = [(entry, True) for entry in rest[:MOST]]
    else:
        (found,) = made.book.table.counted([scope])
        sure, may = found.both_keys()
        doubtful = may.but(sure)
        shown, certain, possible = found.possible, len(sure), len(doubtful)
        named = [*((key, True) for key in sure[:MOST]), *((key, False) for key in doubtful[:MOST])]
        first = [(made.book.entries[key], is_sure) for key, is_sure in named[:MOST]]
    unit = made.book.vocabulary.unit[scope.unit]
    title = scope_text(scope, made.book.vocabulary, made.book.subjects)
    if REST in (row, column):
        axis = made.pivot.layout.rows if row == REST else made.pivot.layout.columns
        title += " · " + _("in no line of {axis}").format(axis=axis_name(axis))
    return BehindView(
        title,
        interval_text(shown, unit) if first else "—",
        certain,
        possible,
        tuple(_row(entry, is_sure, made) for entry, is_sure in first),
        scope.window.end.isoformat() if scope.window.end else "",
    )


def _rest(made: Made, scope: Scope, row: str, column: str) -> list[Entry]:
    """Entries of `scope` that surely lie in no line of the axis whose rest is asked for."""
    pivot = made.pivot
    axis, lines = (pivot.layout.rows, pivot.rows) if row == REST else (pivot.layout.columns, pivot.columns)
    scopes = [limited(scope, axis, line, made.book.vocabulary) for line in lines]
    return made.book.table.unplaced(scope, AXIS[axis], scopes)


def _sum(entries: Iterable[Entry]) -> Interval:
    every = list(entries)
    low, high = (sum(e.amount + sign * e.rounding for e in every) for sign in (-1, 1))
    return Interval.inclusive(low, high)


def _row(entry: Entry, certain: bool, made: Made) -> EntryRow:
    words, book = made.book.vocabulary, made.book
    label = "zh" if chinese() else "en"
    document = book.documents.get(entry.document)
    project = book.projects.get(entry.project)
    amount = amount_text(entry.amount, words.unit[entry.unit])
    if entry.rounding:
        amount += " ± " + amount_text(entry.rounding, words.unit[entry.unit])
    return EntryRow(
        entry.key,
        _days(entry),
        donor_names(entry.donors, words) or _("not said"),
        words.places[entry.recipient].name if entry.recipient else _("not said"),
        getattr(words.sector[entry.sector], label) if entry.sector else _("not said"),
        getattr(words.kind[entry.kind], label) if entry.kind else _("not said"),
        amount,
        document.key if document else "",
        document.title if document else "",
        project.key if project else "",
        project.name if project else "",
        certain,
    )


def _days(entry: Entry) -> str:
    first, last = entry.first_day.isoformat(), entry.last_day.isoformat()
    if first == last:
        return first
    whole = (first[4:], last[4:]) == ("-01-01", "-12-31")
    if whole and first[:4] == last[:4]:
        return first[:4]
    return f"{first[:4]}–{last[:4]}" if whole else f"{first} – {last}"
