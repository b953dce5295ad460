"""Checks of a filing before it is sent in: an error keeps it back, a doubt needs a word, a note is only said.

Every rule works from rows alone. Amounts in params are scaled integers with the code of their `unit`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from duikou.book import (
    DOUBT,
    ERROR,
    NOTE,
    Activity,
    BookError,
    Call,
    ClosedRegisters,
    Entry,
    FiledRow,
    Problem,
    Project,
    asks,
    entries_of,
    figure_of,
    parse_amount,
    problem,
)
from duikou.book.filing import Series
from duikou.checks.lateness import late
from duikou.words import Vocabulary

Record = Activity | Project
IDLE_MONTHS = 12  # issue 5: arrived, and not paid out for so long
# A period's total that fell by more than so many hundredths of the last one is asked about (our own value).
STEEP = 50
_MONEY = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was found. `keys`: the records that it is about, none = the filing as a whole; `type`:
    their type where it is one."""

    problem: Problem
    keys: tuple[str, ...] = ()
    type: str = ""

    @property
    def severity(self) -> str:
        return self.problem.severity

    @property
    def mark(self) -> str:
        """The same for the same finding about the same figures: what a word of explanation is kept under."""
        said = (self.problem.code, self.problem.field, self.problem.params, self.keys)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a filing is held against. `records`: those of the office as they stand, `versions` with them;
    `entries`: standing ones that its place received; `closings`: those that hold; `last`: the call whose
    filing was accepted before this one, None = none; `elsewhere`: keys of records in another filing of the
    office that is not accepted yet, with the title of its call."""

    call: Call
    rows: tuple[FiledRow, ...]
    records: Mapping[str, Record]
    versions: Mapping[str, int]
    entries: tuple[Entry, ...]
    closings: ClosedRegisters
    last: Call | None
    words: Vocabulary
    today: date
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, Record] = field(init=False)

    def __post_init__(self) -> None:
        after = dict(self.records)
        for row in self.rows:
            if row.withdrawn:
                after.pop(row.key, None)
            else:
                after[row.key] = row.row
        object.__setattr__(self, "after", after)

    def entries_after(self) -> tuple[Entry, ...]:
        """As they will stand once the filing is accepted."""
        touched = {row.key for row in self.rows}
        kept = [entry for entry in self.entries if entry.activity not in touched]
        return (*kept, *(entry for row in self.rows for entry in self.counted(row)))

    def counted(self, row: FiledRow) -> tuple[Entry, ...]:
        """What a record in the filing will count."""
        if row.withdrawn or isinstance(row.row, Project):
            return ()
        return entries_of(row.row, self.words.activity[row.row.type], self.words)


def check_filing(ground: Ground) -> tuple[Check, ...]:
    """All findings, errors first."""
    found = [
        *_nothing(ground),
        *_rows(ground),
        *_closed(ground),
        *_fell(ground),
        *_totals(ground),
        *_course_of_money(ground),
        *_idle(ground),
        *_late(ground),
        *_papers(ground),
    ]
    order = (ERROR, DOUBT, NOTE)
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def _nothing(ground: Ground) -> Iterator[Check]:
    if not ground.rows:
        yield Check(problem(DOUBT, "filing.nothing"))


def _rows(ground: Ground) -> Iterator[Check]:
    """What was in doubt when a record was put in, and what has changed since."""
    for row in ground.rows:
        if row.key in ground.elsewhere:
            said = problem(ERROR, "filing.elsewhere", call=ground.elsewhere[row.key])
            yield Check(said, (row.key,), row.kind)
        if ground.versions.get(row.key, 0) != row.expected:
            yield Check(problem(ERROR, "filing.stale", title=row.title), (row.key,), row.kind)
        named = row.row.programme if isinstance(row.row, Project) else row.row.project
        if named and named not in ground.after:
            yield Check(problem(ERROR, "filing.no_project", project=named), (row.key,), row.kind)
        for one in row.problems:
            if one.severity == DOUBT:
                yield Check(one, (row.key,), row.kind)
        if row.withdrawn:
            yield Check(problem(NOTE, "filing.withdrawn", reason=row.reason), (row.key,), row.kind)
            continue
        entries = ground.counted(row)
        if entries and not any(asks(ground.call, entry, ground.words) for entry in entries):
            yield Check(problem(NOTE, "filing.not_asked"), (row.key,), row.kind)


def _closed(ground: Ground) -> Iterator[Check]:
    """What a record adds to, or takes from, a register that is closed."""
    before: dict[str, list[Entry]] = {}
    for entry in ground.entries:
        if entry.activity:
            before.setdefault(entry.activity, []).append(entry)
    for row in ground.rows:
        there = Counter(figure_of(entry) for entry in before.get(row.key, ()))
        there.subtract(figure_of(entry) for entry in ground.counted(row))
        for entry, number in there.items():
            closing = ground.closings.of(entry) if number else None
            if closing:
                said = problem(ERROR, "filing.closed", closing=closing.note or closing.key)
                yield Check(said, (row.key,), row.kind)
                break


def _fell(ground: Ground) -> Iterator[Check]:
    """A figure that the office has filed before and that is smaller now."""
    for row in ground.rows:
        old = ground.records.get(row.key)
        if row.withdrawn or not isinstance(row.row, Activity) or not isinstance(old, Activity):
            continue
        for one in ground.words.activity[row.row.type].counted:
            scale = ground.words.unit[one.unit].scale
            was, now = (_amount(each.value(one.name), scale) for each in (old, row.row))
            if now < was:
                said = problem(DOUBT, "figure.fell", one.name, before=was, after=now, unit=one.unit)
                yield Check(said, (row.key,), row.kind)


def _amount(text: str, scale: int) -> int:
    try:
        return parse_amount(text, scale) if text else 0
    except BookError:
        return 0


def _totals(ground: Ground) -> Iterator[Check]:
    """The total of each series against that of the last filing."""
    if ground.last is None:
        return
    now = _sums(ground.call, ground.entries_after(), ground.words)
    before = _sums(ground.last, ground.entries, ground.words)
    for series in ground.call.series:
        was, is_now = before.get(series, 0), now.get(series, 0)
        if is_now < was:
            steep = is_now * 100 < was * (100 - STEEP)
            measure, unit, stage = series
            said = {"measure": measure, "stage": stage, "before": was, "after": is_now, "unit": unit}
            yield Check(problem(DOUBT if steep else NOTE, "total.fell", "", last=ground.last.title, **said))


def _sums(call: Call, entries: Iterable[Entry], words: Vocabulary) -> dict[Series, int]:
    found: Counter[Series] = Counter()
    for entry in entries:
        if asks(call, entry, words):
            found[entry.measure, entry.unit, entry.stage] += entry.amount
    return dict(found)


def _course_of_money(ground: Ground) -> Iterator[Check]:
    """协议 ≥ 到位 ≥ 拨付 ≥ 支出, over all entries of a project that the filing touches."""
    touched = {_project_of(row) for row in ground.rows} - {""}
    sums = _by_project(ground)
    for key in sorted(touched & sums.keys()):
        there = sums[key]
        stages = [stage for stage in ("agreed", "arrived", "disbursed", "spent") if there.get(stage)]
        for earlier, later in pairwise(stages):
            if there[later] > there[earlier]:
                # More may arrive than was first agreed; what is paid out must have arrived.
                severity = DOUBT if earlier == "agreed" else ERROR
                said = {"earlier_stage": earlier, "stage": later, "unit": "CNY"}
                amounts = {"least": there[earlier], "amount": there[later]}
                yield Check(problem(severity, "project.over", "", **said, **amounts), (key,), "project")
        if not there.get("arrived") and (there.get("disbursed") or there.get("spent")):
            yield Check(problem(DOUBT, "project.no_arrival"), (key,), "project")


def _project_of(row: FiledRow) -> str:
    return row.key if isinstance(row.row, Project) else row.row.project


def _by_project(ground: Ground) -> dict[str, Counter[str]]:
    """Project → stage → sum in 分."""
    found: dict[str, Counter[str]] = {}
    for entry in ground.entries_after():
        if entry.project and entry.measure == "fund" and entry.unit == "CNY":
            found.setdefault(entry.project, Counter())[entry.stage] += entry.amount
    return found


def _idle(ground: Ground) -> Iterator[Check]:
    """Money of a project that arrived more than a year ago and has not been paid out."""
    limit = _months_before(ground.today, IDLE_MONTHS)
    old: Counter[str] = Counter()
    for entry in ground.entries_after():
        if (entry.measure, entry.unit, entry.stage) == ("fund", "CNY", "arrived") and entry.last_day <= limit:
            old[entry.project] += entry.amount
    sums = _by_project(ground)
    for key, amount in sorted(old.items()):
        there = sums.get(key, Counter())
        idle = amount - max(there.get("disbursed", 0), there.get("spent", 0))
        if key and key in ground.after and idle > 0:
            said = problem(DOUBT, "money.idle", "", amount=idle, unit="CNY", months=IDLE_MONTHS)
            yield Check(said, (key,), "project")


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def _late(ground: Ground) -> Iterator[Check]:
    """Projects that are complete and wait for their acceptance (验收) longer than is expected."""
    for key, record in sorted(ground.after.items()):
        if isinstance(record, Project):
            found = late(record, ground.today, ground.words.step)
            if found and found.due == "acceptance":
                said = problem(DOUBT, "acceptance.late", "", since=found.since, over=found.over)
                yield Check(said, (key,), "project")


def _papers(ground: Ground) -> Iterator[Check]:
    """Records of money without the paper that shows it are asked about, one question for each type; others
    are noted."""
    missing: dict[tuple[str, str], list[str]] = {}
    for row in ground.rows:
        if row.withdrawn or not isinstance(row.row, Activity) or row.row.papers:
            continue
        kind = ground.words.activity[row.row.type]
        if kind.papers:
            money = any(ground.words.unit[entry.unit].scale == _MONEY for entry in ground.counted(row))
            missing.setdefault((DOUBT if money else NOTE, kind.code), []).append(row.key)
    for (severity, code), keys in sorted(missing.items()):
        said = problem(severity, "papers.missing", "", papers=ground.words.activity[code].papers)
        yield Check(said, tuple(keys), code)
