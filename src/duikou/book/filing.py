"""Filing (报送): what is called for, what an office sends in, and who may move it on.

A filing is work in hand: nothing in it is a fact of the book until it is accepted.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from duikou.book.activity import Activity
from duikou.book.entry import Entry
from duikou.book.errors import BookError
from duikou.book.problem import Problem
from duikou.book.project import Project
from duikou.words import Vocabulary

MONTH, QUARTER, YEAR = "month", "quarter", "year"
OPEN, DRAFT, FILED, RETURNED, ACCEPTED = "open", "draft", "filed", "returned", "accepted"
STATES = (OPEN, DRAFT, FILED, RETURNED, ACCEPTED)
WITH_COUNTY = frozenset({OPEN, DRAFT, RETURNED})
# Whose move it is: the office that files, or one that answers for the whole.
OWN, ABOVE = "own", "above"

Series = tuple[str, str, str]  # measure, unit, stage ("" where the measure has none)
_PERIOD = re.compile(r"(\d{4})(?:-?[Qq]([1-4])|-(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Call:
    """What a municipal office asks counties to file (征集、报送通知).

    `period`: month, quarter or year; a record belongs to the period in which its last day falls. `series`:
    what is asked for; `kinds`: of series that have kinds, those asked for, empty = all. `offices`: keys of
    those asked. `ended`: why the call was taken back, "" while it stands.
    """

    key: str
    title: str
    period: str
    first_day: date
    last_day: date
    deadline: date
    offices: tuple[str, ...]
    series: tuple[Series, ...]
    kinds: frozenset[str] = frozenset()
    note: str = ""
    office: str = ""
    ended: str = ""

    def __post_init__(self) -> None:
        """Raises BookError `name.empty`, `call.deadline`, `call.offices`, `call.series`."""
        if not self.title.strip():
            raise BookError("name.empty", "title")
        if self.deadline < self.first_day:
            raise BookError("call.deadline", "deadline", day=self.first_day.isoformat())
        if not self.offices:
            raise BookError("call.offices", "offices")
        if not self.series:
            raise BookError("call.series", "measures")


def call_period(text: str) -> tuple[str, date, date]:
    """`2026`, `2026Q3` or `2026-09` → (period, first day, last day). Raises BookError `call.period`."""
    match = _PERIOD.fullmatch(text.strip())
    month = int(match[3]) if match and match[3] else 0
    if not match or month > 12 or (match[3] and month < 1) or not 1949 <= int(match[1]) <= 2999:
        raise BookError("call.period", "period", text=text)
    year = int(match[1])
    if match[2]:
        last = int(match[2]) * 3
        return QUARTER, date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])
    if month:
        return MONTH, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return YEAR, date(year, 1, 1), date(year, 12, 31)


def series_of(words: Vocabulary, measures: Collection[str], stages: Collection[str]) -> tuple[Series, ...]:
    """All that records can count of these measures, in order; of staged ones only these stages (none
    given: all)."""
    found = set()
    for kind in words.activity.values():
        if kind.counts in measures:
            found.add((kind.counts, words.measure[kind.counts].unit, ""))
        for field in kind.counted:
            if field.measure in measures and (not field.stage or not stages or field.stage in stages):
                found.add((field.measure, field.unit, field.stage))
    order = {code: number for number, code in enumerate(words.measure)}
    return tuple(sorted(found, key=lambda one: (order[one[0]], one[1], _stage_order(words, one[2]))))


def _stage_order(words: Vocabulary, stage: str) -> int:
    return words.stage[stage].order if stage else -1


def kinded(words: Vocabulary) -> frozenset[str]:
    """The measures that records count by kind of assistance."""
    fields = (field for kind in words.activity.values() for field in kind.counted)
    return frozenset(field.measure for field in fields if field.kind)


def asks(call: Call, entry: Entry, words: Vocabulary) -> bool:
    """Whether a call asks for what an entry counts; an entry without kind may be of any."""
    return (
        call.first_day <= entry.last_day <= call.last_day
        and (entry.measure, entry.unit, entry.stage) in call.series
        and kinds_meet(call.kinds, entry.kind, words)
    )


def kinds_meet(kinds: frozenset[str], kind: str, words: Vocabulary) -> bool:
    """Whether something of `kind` ("" = not known) may be of one of `kinds` (none = any)."""
    if not kinds or not kind:
        return True
    (first, last), *_ = words.kinds.spans([kind])
    return any(first < b and a < last for a, b in words.kinds.spans(kinds))


@dataclass(frozen=True, slots=True)
class FiledRow:
    """One record in a filing. `row`: as it would stand; of a `withdrawn` one as it stands. `expected`: the
    version of the book that it was made from, 0 = new. `source`: name of the workbook, "" = a form; `place`:
    sheet and row there. `problems`: what was in doubt when it was put in."""

    row: Activity | Project
    expected: int = 0
    withdrawn: bool = False
    reason: str = ""
    source: str = ""
    place: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def table(self) -> str:
        return "project" if isinstance(self.row, Project) else "activity"

    @property
    def kind(self) -> str:
        """Code of the type of record."""
        return "project" if isinstance(self.row, Project) else self.row.type

    @property
    def title(self) -> str:
        return self.row.name if isinstance(self.row, Project) else self.row.title


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a filing: from which states, to which ("" = it stays), by which side, with one of which
    duties."""

    verb: str
    before: frozenset[str]
    after: str
    side: str
    duties: frozenset[str]


MOVES = {
    move.verb: move
    for move in (
        Move("put", WITH_COUNTY, DRAFT, OWN, frozenset({"enter"})),
        Move("explain", WITH_COUNTY, DRAFT, OWN, frozenset({"enter", "review"})),
        Move("file", WITH_COUNTY, FILED, OWN, frozenset({"review"})),
        Move("recall", frozenset({FILED}), DRAFT, OWN, frozenset({"review"})),
        Move("return", frozenset({FILED}), RETURNED, ABOVE, frozenset({"review", "approve"})),
        Move("accept", frozenset({FILED}), ACCEPTED, ABOVE, frozenset({"approve"})),
    )
}


def moved(state: str, verb: str) -> str:
    """The state after a step. What was returned stays so until it is filed again, however much is mended.

    Raises BookError `filing.state` where the step is not open.
    """
    move = MOVES[verb]
    if state not in move.before:
        raise BookError("filing.state", "filing", state=state, verb=verb)
    return state if state == RETURNED and move.after == DRAFT else move.after


def may(verb: str, state: str, side: str, duties: Collection[str]) -> bool:
    """Whether somebody on a side ("" = neither), with these duties there, may take the step now."""
    move = MOVES[verb]
    return state in move.before and side == move.side and not move.duties.isdisjoint(duties)


def moves(state: str, side: str, duties: Collection[str]) -> frozenset[str]:
    """All steps open to somebody."""
    return frozenset(verb for verb in MOVES if may(verb, state, side, duties))


def overdue(call: Call, state: str, today: date) -> int:
    """Days past the deadline of a filing that has not been sent in, 0 = none."""
    return max(0, (today - call.deadline).days) if state in WITH_COUNTY and not call.ended else 0
