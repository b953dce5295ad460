"""A workbook held against the book: what is new, changed, unchanged, missing, and what is wrong with each
row."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from duikou.book import (
    DOUBT,
    ERROR,
    NOTE,
    Activity,
    ClosedRegisters,
    Entry,
    Pairing,
    Problem,
    Project,
    Statement,
    entries_of,
    figure_of,
    fill,
    filling_of,
    inherited,
    problem,
)
from duikou.files.workbook.grid import Workbook
from duikou.files.workbook.heads import OwnHeads
from duikou.files.workbook.names import Register
from duikou.files.workbook.numbers import squeezed
from duikou.files.workbook.rows import Found, SheetRead, SheetRow, at_cells, read_sheets
from duikou.words import Vocabulary

Record = Activity | Project
NEW, CHANGED, UNCHANGED, FAULTY = "new", "changed", "unchanged", "faulty"
_TELL_EVERY = 100
STATES = (NEW, CHANGED, UNCHANGED, FAULTY)


@dataclass(frozen=True, slots=True)
class Standing:
    """What of the book a workbook is held against. `present`: key → the office's own records; `versions`: key
    → version that stands; `elsewhere`: keys that are other offices'. `concerns`: whether a record is the
    office's own. `marked`: those of `present` that stood when the workbook was made. `book`: the book's own
    id. `closings`: closed registers."""

    words: Vocabulary
    today: date
    present: Mapping[str, Record]
    versions: Mapping[str, int]
    pairings: Sequence[Pairing] = ()
    elsewhere: frozenset[str] = frozenset()
    concerns: Callable[[Record], bool] = lambda record: True
    marked: frozenset[str] = frozenset()
    book: str = ""
    closings: ClosedRegisters | None = None


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row. `record`: as it would stand, None where an error forbids it. `before`: as it stands, None for
    a new one. `changes`: (field, before, after) as canonical texts. `version`: that of `before`, 0 = none."""

    row: SheetRow
    state: str
    record: Record | None
    before: Record | None
    changes: tuple[tuple[str, str, str], ...]
    found: tuple[Found, ...]
    version: int = 0

    @property
    def clean(self) -> bool:
        """Nothing about it needs anybody's word."""
        return self.state != FAULTY and all(each.problem.severity == NOTE for each in self.found)

    @property
    def writes(self) -> bool:
        return self.state in (NEW, CHANGED)


@dataclass(frozen=True, slots=True)
class Difference:
    """A whole workbook. `sheets`: as they were read; `rows` in the order of the workbook; `found`: problems
    that are of no row; `missing`: records that stood when the workbook was made and are not in it."""

    workbook: Workbook
    sheets: tuple[SheetRead, ...]
    rows: tuple[RowDifference, ...]
    found: tuple[Found, ...]
    missing: tuple[Record, ...] = ()
    severities: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by state, and `missing`."""
        tally = Counter(row.state for row in self.rows)
        return {**{state: tally[state] for state in STATES}, "missing": len(self.missing)}

    @property
    def problems(self) -> Iterator[Found]:
        """All of them in the order of the workbook."""
        yield from self.found
        for row in self.rows:
            yield from row.found

    @property
    def token(self) -> str:
        """The same for the same file against the same book: what somebody has seen and now accepts."""
        said = [
            [row.row.sheet, row.row.number, row.state, row.version, [list(change) for change in row.changes]]
            for row in self.rows
        ]
        said.append([record.key for record in self.missing])
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


def compare(
    workbook: Workbook,
    register: Register,
    standing: Standing,
    heads: OwnHeads | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Difference:
    """Read the workbook and hold it against the book. Nothing is written; what rows bring to the register of
    names stays in `register`. `tell` is called with the rows gone through and their number.
    """
    comparing = _Comparing(workbook, register, standing, tell)
    sheets = []
    for sheet in read_sheets(workbook, register, heads):
        sheets.append(sheet)
        comparing.take(sheet)
    order = {grid.name: number for number, grid in enumerate(workbook.grids)}
    rows = sorted(comparing.rows, key=lambda each: (order[each.row.sheet], each.row.number))
    found = [each for sheet in sheets for each in sheet.problems]
    found.sort(key=lambda each: (order[each.sheet], each.row, each.column))
    if comparing.strange:
        found.insert(0, Found("", 0, 0, problem(DOUBT, "book.other")))
    if workbook.links:
        found.insert(0, Found("", 0, 0, problem(NOTE, "file.external_links")))
    every = [*found, *(each for row in rows for each in row.found)]
    tally = Counter(each.problem.severity for each in every)
    return Difference(
        workbook, tuple(sheets), tuple(rows), tuple(found), tuple(comparing.missing()), dict(tally)
    )


class _Comparing:
    """What was met so far while a workbook is gone through."""

    def __init__(
        self,
        workbook: Workbook,
        register: Register,
        standing: Standing,
        tell: Callable[[int, int], None] | None,
    ) -> None:
        self.register = register
        self.standing = standing
        self.mark = workbook.mark
        self.tell = tell
        self.whole = sum(len(grid.rows) for grid in workbook.grids)
        self.strange = bool(self.mark and self.mark.book != standing.book)
        self.rows: list[RowDifference] = []
        self.met: dict[str, tuple[str, int]] = {}
        self.kinds: set[str] = set()
        self.projects = {key: row for key, row in standing.present.items() if isinstance(row, Project)}
        self.alike = _Alike(standing.present.values())
        self._paired: dict[tuple[frozenset[str], str], Problem | None] = {}

    def take(self, sheet: SheetRead) -> None:
        if sheet.layout is not None:
            self.kinds.add(sheet.layout.type.code)
        for row in sheet.rows:
            found = self._row(row)
            self.rows.append(found)
            if self.tell and len(self.rows) % _TELL_EVERY == 0:
                self.tell(len(self.rows), self.whole)
            if isinstance(found.record, Project):
                self.projects[found.record.key] = found.record
                if found.state == NEW:
                    self.register.add(found.record)

    def missing(self) -> Iterator[Record]:
        """Only of types whose sheets are there: a workbook may be sent back in parts."""
        if self.mark is None or self.strange:
            return
        for key in sorted(self.standing.marked - self.met.keys()):
            record = self.standing.present.get(key)
            if record and (record.type if isinstance(record, Activity) else "project") in self.kinds:
                yield record

    def _row(self, row: SheetRow) -> RowDifference:
        key = "" if self.strange else row.key
        before = self.standing.present.get(key)
        problems = list(row.problems)
        if key and before is None:
            code = "row.foreign" if key in self.standing.elsewhere else "row.gone"
            return self._faulty(row, None, [*problems, problem(ERROR, code, key=key)])
        if before is not None:
            if again := self._meet(before.key, row):
                return self._faulty(row, before, [problem(ERROR, "row.twice", other=again)])
            if self._same(row, before):
                return RowDifference(row, UNCHANGED, before, before, (), (), self._version(before))
        filling = self._inherit(row)
        faults = {each.field for each in problems if each.severity == ERROR}
        filled = fill(row.type, filling, self.standing.words, self.standing.today, before)
        problems += [each for each in filled.problems if each.field not in faults]
        if filled.row is None or faults:
            return self._faulty(row, before, problems)
        return self._judge(row, filling, filled.row, before, problems)

    def _judge(
        self,
        row: SheetRow,
        filling: Mapping[str, str],
        record: Record,
        before: Record | None,
        problems: list[Problem],
    ) -> RowDifference:
        if not self.standing.concerns(record):
            return self._faulty(row, before, [*problems, problem(ERROR, "row.outside", "recipient")])
        again = self._meet(record.key, row) if before is None else None
        if again is not None:
            problems.append(problem(DOUBT, "row.twice", "title", other=again))
            record = self._apart(row, filling, record)
        if before is None and (before := self.standing.present.get(record.key)) is not None:
            kept = fill(row.type, filling, self.standing.words, self.standing.today, before).row
            record = kept or record
        problems += self._doubts(row, record, before)
        changes = _changes(before, record) if before else ()
        if closing := self._closed(before, record):
            closed = problem(ERROR, "filing.closed", "first_day", closing=closing.note or closing.key)
            return self._faulty(row, before, [*problems, closed])
        state = NEW if before is None else CHANGED if changes else UNCHANGED
        found = () if state == UNCHANGED else tuple(at_cells(row, problems))
        return RowDifference(row, state, record, before, changes, found, self._version(before))

    def _closed(self, before: Record | None, record: Record) -> Statement | None:
        """The closed register to which a record would add, or from which it would take."""
        if not self.standing.closings:
            return None
        figures: Counter[Entry] = Counter()
        for row, sign in ((record, 1), (before, -1)):
            if isinstance(row, Activity):
                kind = self.standing.words.activity[row.type]
                for entry in entries_of(row, kind, self.standing.words):
                    figures[figure_of(entry)] += sign
        changed = (figure for figure, number in figures.items() if number)
        found = (self.standing.closings.of(figure) for figure in changed)
        return next(filter(None, found), None)

    def _apart(self, row: SheetRow, filling: Mapping[str, str], record: Record) -> Record:
        """The second, third … record of the same name, place and days."""
        nth = 2
        while True:
            filled = fill(row.type, filling, self.standing.words, self.standing.today, nth=nth).row
            assert filled is not None
            if filled.key not in self.met:
                self.met[filled.key] = (row.sheet, row.number)
                return filled
            nth += 1

    def _doubts(self, row: SheetRow, record: Record, before: Record | None) -> Iterator[Problem]:
        if before is not None and row.version and row.version != self._version(before) and not self.strange:
            yield problem(DOUBT, "row.stale", here=row.version, present=self._version(before))
        if trouble := self._pairing(record):
            yield trouble
        if before is None and (like := self.alike.to(record)) is not None:
            title = like.name if isinstance(like, Project) else like.title
            yield problem(DOUBT, "row.similar", "title", title=title, key=like.key)

    def _pairing(self, record: Record) -> Problem | None:
        asked = (record.donors, record.recipient)
        if asked not in self._paired:
            self._paired[asked] = self._unpaired(record.donors, record.recipient)
        return self._paired[asked]

    def _unpaired(self, donors: frozenset[str], recipient: str) -> Problem | None:
        """Where the book knows pairings of the recipient, and none with a donor. Without any it knows
        nothing."""
        words = self.standing.words
        if not recipient or words.places[recipient].level == "union":
            return None
        known = {
            donor
            for pairing in self.standing.pairings
            for place in pairing.recipients
            if any(words.places.inside(recipient, each) for each in words.places.members(place))
            for donor in pairing.donors | pairing.partners
        }
        for donor in sorted(donors) if known else ():
            if not any(
                words.parties.inside(one, other)
                for each in known
                for other in words.parties.members(each)
                for one in words.parties.members(donor)
            ):
                names = (words.parties[donor].name, words.places[recipient].name)
                return problem(DOUBT, "pairing.none", "donors", donor=names[0], recipient=names[1])
        return None

    def _inherit(self, row: SheetRow) -> dict[str, str]:
        project = self.projects.get(row.filling.get("project", ""))
        if project is None or row.type.core == "project":
            return dict(row.filling)
        return inherited(row.type, row.filling, project)

    def _same(self, row: SheetRow, before: Record) -> bool:
        """Whether the row says just what stands."""
        if row.problems and any(each.severity == ERROR for each in row.problems):
            return False
        there = filling_of(before)
        return all(text == there.get(name, "") for name, text in row.filling.items())

    def _meet(self, key: str, row: SheetRow) -> str | None:
        """Note that a record was met; where it was met before, the number of that row."""
        if key in self.met:
            sheet, number = self.met[key]
            return str(number) if sheet == row.sheet else f"{sheet}!{number}"
        self.met[key] = (row.sheet, row.number)
        return None

    def _version(self, record: Record | None) -> int:
        return self.standing.versions.get(record.key, 0) if record else 0

    def _faulty(self, row: SheetRow, before: Record | None, problems: Sequence[Problem]) -> RowDifference:
        return RowDifference(
            row, FAULTY, None, before, (), tuple(at_cells(row, problems)), self._version(before)
        )


def _changes(before: Record, after: Record) -> tuple[tuple[str, str, str], ...]:
    old, new = filling_of(before), filling_of(after)
    return tuple(
        (name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    )


class _Alike:
    """Records of the book by what a second recording of the same thing would share: of projects the name and
    the place; of activities the title with another day, or place, days and every value with another title."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by: dict[tuple[object, ...], Record] = {}
        for record in records:
            for key in self._keys(record):
                self.by.setdefault(key, record)

    def to(self, record: Record) -> Record | None:
        return next((self.by[key] for key in self._keys(record) if key in self.by), None)

    @staticmethod
    def _keys(record: Record) -> Iterator[tuple[object, ...]]:
        if isinstance(record, Project):
            yield "project", record.recipient, squeezed(record.name)
            return
        where = (record.type, record.recipient, record.project)
        yield (*where, squeezed(record.title), record.year, record.values)
        if record.values:
            yield (*where, record.donors, record.first_day, record.last_day, record.values)
