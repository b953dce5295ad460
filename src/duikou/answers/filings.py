"""One filing: its records, what the checks say, what was remarked, and what happened to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duikou.answers.activities import days_text
from duikou.answers.amounts import amount_text
from duikou.answers.errors import NotFound
from duikou.answers.shower import Shower
from duikou.answers.wording import listed
from duikou.book import (
    DOUBT,
    ERROR,
    Activity,
    BookError,
    FiledRow,
    Project,
    asks,
    entries_of,
    figure_of,
    filling_of,
)
from duikou.book.filing import ACCEPTED, overdue
from duikou.checks.filing import Check, Ground, check_filing
from duikou.store import filings, people, selectors
from duikou.store.filing_ground import ground_of
from duikou.store.holdings import holdings
from duikou.store.wording_calls import STATE_NAMES, VERB_NAMES, period_text, series_text
from duikou.store.wording_filling import SEVERITY_NAMES, label, say_problem
from duikou.words import Vocabulary

NEW, CHANGED, WITHDRAWN = "new", "changed", "withdrawn"
_AMOUNTS = ("amount", "before", "after", "least")
_STAGES = ("stage", "earlier_stage")


@dataclass(frozen=True, slots=True)
class RowView:
    """A record in a filing. `what`: new, changed or withdrawn; `values`: (label, text) of what it counts;
    `changes`: (label, before, after); `marks`: (severity, its name, words) of errors and doubts about it."""

    key: str
    type: str
    title: str
    days: str
    what: str
    place: str
    source: str
    values: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    marks: tuple[tuple[str, str, str], ...]
    remark: str
    mended: bool
    actor: str
    editable: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """What a check says. `about`: titles of the records; `said`: the word of explanation, "" = none yet."""

    mark: str
    severity: str
    severity_name: str
    text: str
    about: str
    said: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step in the history of a filing, in words."""

    at: datetime
    actor: str
    office: str
    what: str
    words: str
    detail: str
    posting: int


@dataclass(frozen=True, slots=True)
class FilingPage:
    """A filing. `sums`: (series, amount) of what it would add to the period; `remark`: what was said of the
    whole when it was last returned; `posting`: of its acceptance, 0 = none."""

    call: str
    title: str
    period: str
    deadline: date
    ended: str
    office: str
    office_name: str
    state: str
    state_name: str
    version: int
    over: int
    rows: tuple[RowView, ...]
    checks: tuple[CheckView, ...]
    sums: tuple[tuple[str, str], ...]
    remark: str
    steps: tuple[StepView, ...]
    posting: int

    @property
    def errors(self) -> int:
        return sum(one.severity == ERROR for one in self.checks)

    @property
    def doubts(self) -> int:
        return sum(one.severity == DOUBT for one in self.checks)

    @property
    def tally(self) -> dict[str, int]:
        """How many records are new, changed, withdrawn."""
        found = Counter(row.what for row in self.rows)
        return {what: found[what] for what in (NEW, CHANGED, WITHDRAWN)}


def filing_page(call: str, office: str, today: date) -> FilingPage:
    """As it stands now; what was accepted is no longer checked. Raises NotFound."""
    try:
        one = filings.filing(call, office)
    except BookError as error:
        raise NotFound("filing", f"{call} {office}") from error
    held = holdings(office)
    lines = filings.lines(one.id)
    story = filings.events(one.id)
    ground = ground_of(one, lines, today, held)
    found = () if one.state == ACCEPTED else check_filing(ground)
    shower = Shower(held.near)
    names = people.person_names()
    said = filings.explanations(story)
    returned = [event for event in story if event.verb == "return"]
    remarks = filings.remarks(story) if one.state != ACCEPTED else {}
    rows = [
        _row_view(line, ground, shower, found, remarks, returned[-1].at if returned else None, names)
        for line in lines
    ]
    return FilingPage(
        call=call,
        title=one.call.title,
        period=period_text(one.call),
        deadline=one.call.deadline,
        ended=one.call.ended,
        office=office,
        office_name=one.office_name,
        state=one.state,
        state_name=str(STATE_NAMES[one.state]),
        version=one.version,
        over=overdue(one.call, one.state, today),
        rows=tuple(sorted(rows, key=lambda row: (not row.remark, not row.marks))),
        checks=tuple(_check_view(each, ground, said) for each in found),
        sums=tuple(_sums(ground)),
        remark=returned[-1].words if returned and one.state != ACCEPTED else "",
        steps=tuple(_steps(story, names, people.office_names())),
        posting=next((event.posting for event in story if event.posting), 0),
    )


def open_calls(office: str) -> tuple[filings.FilingView, ...]:
    """The filings of an office that are still with it, or sent in and not accepted."""
    return filings.filings(office=office, open_only=True)


def filing_for(row: Activity, office: str, *, gone: bool = False) -> str:
    """Key of the call whose filing a record of the office belongs into, as it would stand, or `gone`; "" = it
    goes to the book."""
    called = open_calls(office)
    if not called:
        return ""
    words = selectors.vocabulary()
    figures = Counter(map(figure_of, () if gone else entries_of(row, words.activity[row.type], words)))
    figures.subtract(map(figure_of, selectors.counted([row.key]).get(row.key, ())))
    changed = [figure for figure, number in figures.items() if number]
    for one in called:
        if any(asks(one.call, figure, words) for figure in changed):
            return one.call.key
    return ""


def _row_view(
    line: filings.Line,
    ground: Ground,
    shower: Shower,
    found: Iterable[Check],
    remarks: Mapping[str, str],
    returned: datetime | None,
    names: Mapping[str, str],
) -> RowView:
    filed = line.filed
    kind = shower.words.activity[filed.kind]
    before = ground.records.get(filed.key)
    filling = filling_of(filed.row)
    changes: tuple[tuple[str, str, str], ...] = ()
    if before is not None and not filed.withdrawn:
        changes = tuple(shower.changes(kind, filling_of(before), filling))
    counted = [field for field in kind.counted if filling.get(field.name)]
    marks = [
        (one.severity, str(SEVERITY_NAMES[one.severity]), check_text(one, ground))
        for one in found
        if filed.key in one.keys and one.severity in (ERROR, DOUBT)
    ]
    return RowView(
        filed.key,
        label(kind),
        filed.title,
        days_text(filed.row) if isinstance(filed.row, Activity) else "",
        WITHDRAWN if filed.withdrawn else CHANGED if filed.expected else NEW,
        filed.place,
        filed.source,
        tuple((label(field), shower.text(kind, field.name, filling[field.name])) for field in counted),
        changes,
        filed.reason,
        tuple(marks),
        remarks.get(filed.key, ""),
        returned is not None and line.at > returned,
        names.get(line.actor, line.actor),
        not filed.withdrawn,
    )


def _check_view(one: Check, ground: Ground, said: Mapping[str, str]) -> CheckView:
    titles = []
    for key in one.keys:
        record = ground.after.get(key) or ground.records.get(key)
        if record is not None:
            titles.append(record.name if isinstance(record, Project) else record.title)
    about = listed(titles[:3])
    if len(titles) > 3:
        about += ngettext(" and {n} more", " and {n} more", len(titles) - 3).format(n=len(titles) - 3)
    name = str(SEVERITY_NAMES[one.severity])
    return CheckView(one.mark, one.severity, name, check_text(one, ground), about, said.get(one.mark, ""))


def check_text(one: Check, ground: Ground) -> str:
    """What a check says, amounts and names in words."""
    words = ground.words
    kind = words.activity.get(one.type)
    params = dict(one.problem.params)
    if "unit" not in params and one.problem.code not in _OURS:
        return say_problem(one.problem, kind, words.unit)
    shown: dict[str, object] = {**params, "records": len(one.keys)}
    for name in _AMOUNTS:
        if name in params:
            shown[name] = amount_text(int(str(params[name])), words.unit[str(params["unit"])])
    for name in _STAGES:
        if params.get(name):
            shown[name] = label(words.stage[str(params[name])])
    if "measure" in params:
        series = (str(params["measure"]), str(params["unit"]), str(params["stage"]))
        shown["measure"] = series_text(series, words)
    if one.problem.code == "papers.missing":
        shown["papers"] = listed(map(str, params["papers"]))  # type: ignore[call-overload]
    said = type(one.problem)(one.problem.severity, one.problem.code, one.problem.field, tuple(shown.items()))
    return say_problem(said, kind)


_OURS = frozenset({"papers.missing"})


def _sums(ground: Ground) -> Iterable[tuple[str, str]]:
    """What the records of the filing count in the period, by series; different series are never added."""
    found: Counter[tuple[str, str, str]] = Counter()
    for row in ground.rows:
        for entry in ground.counted(row):
            if asks(ground.call, entry, ground.words):
                found[entry.measure, entry.unit, entry.stage] += entry.amount
    for series in ground.call.series:
        if series in found:
            yield series_text(series, ground.words), _amount(found[series], series[1], ground.words)


def _amount(amount: int, unit: str, words: Vocabulary) -> str:
    return amount_text(amount, words.unit[unit])


def _steps(
    story: Iterable[filings.Event], names: Mapping[str, str], offices: Mapping[str, str]
) -> Iterable[StepView]:
    for event in story:
        yield StepView(
            event.at,
            names.get(event.actor, event.actor),
            offices.get(event.office, event.office),
            str(VERB_NAMES[event.verb]),
            event.words,
            _detail(event),
            event.posting,
        )


def _detail(event: filings.Event) -> str:
    payload = event.payload
    if event.verb == "put":
        said = _("{put} put in, {dropped} taken out").format(put=payload["put"], dropped=payload["dropped"])
        return f"{said} · {payload['source']}" if payload.get("source") else said
    if event.verb == "return":
        n = len(payload.get("remarks", {}))
        return ngettext("{n} remark at a record", "{n} remarks at records", n).format(n=n) if n else ""
    if event.verb in ("file", "explain"):
        n = len(payload.get("explanations", {}))
        return ngettext("{n} explanation", "{n} explanations", n).format(n=n) if n else ""
    return ""


def filed_row(call: str, office: str, key: str) -> tuple[filings.FilingView, FiledRow, list[Project]]:
    """A record in a filing, and the projects there. Raises NotFound."""
    try:
        one = filings.filing(call, office)
    except BookError as error:
        raise NotFound("filing", f"{call} {office}") from error
    lines = filings.lines(one.id)
    projects = [line.filed.row for line in lines if isinstance(line.filed.row, Project)]
    for line in lines:
        if line.filed.key == key:
            return one, line.filed, projects
    raise NotFound("line", key)


def standing_row(office: str, key: str) -> tuple[Activity, int]:
    """A record of the office as it stands in the book, and its version. Raises NotFound."""
    held = holdings(office)
    row = held.records.get(key)
    if not isinstance(row, Activity):
        raise NotFound("activity", key)
    return row, held.versions[key]
