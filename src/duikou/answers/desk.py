"""What an office wants to know every morning: this year's money against the plan, its five-year targets, what
waits too long, and what was found. For whoever sees more of the book than the public does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import numpy as np
from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text, interval_text
from duikou.answers.evidence import Evidence, evidence, remember
from duikou.answers.findings import views
from duikou.answers.overview import newest_first
from duikou.answers.questions import donor_names
from duikou.answers.register import Line, Wanted, listing
from duikou.answers.targets import TargetView, query_of, targets
from duikou.answers.views import FindingView
from duikou.answers.wording import chinese
from duikou.book import PUBLIC, Interval, Scope, Sight, Window
from duikou.book.sight import owns
from duikou.checks.idle import idle, moving
from duikou.words import Reading

SHOWN, FINDINGS = 5, 3  # lines of each part; the rest is counted
FIVE_YEARS = 4 * 365


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One stage of this year's money. `percent`: of the plan, None where there is none or it is not exact;
    `query`: of the question that proves it."""

    label: str
    shown: str
    percent: float | None
    query: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that waits. `url_name`, `key`: the page that it leads to, "" for none."""

    title: str
    detail: str
    url_name: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class NoticeList:
    """Things of one kind that wait, those that wait longest or weigh most first. `more`: how many are not
    listed; `query`: of the page that lists all, with its `url_name`."""

    title: str
    none: str
    total: int
    notices: tuple[Notice, ...]
    url_name: str = ""
    query: str = ""

    @property
    def more(self) -> int:
        return self.total - len(self.notices)


@dataclass(frozen=True, slots=True)
class DeskView:
    """`plan`: what is planned for the year, in words, "" where nothing is; `plan_note`: what that is."""

    year: int
    plan: str
    plan_note: str
    money: tuple[MoneyLine, ...]
    targets: tuple[TargetView, ...]
    waiting: tuple[NoticeList, ...]
    findings: tuple[FindingView, ...]
    as_of: str


@remember
def desk(today: date, *, sight: Sight = PUBLIC) -> DeskView:
    """Everything on the first page of an office, as of a day."""
    book = evidence(sight=sight)
    scope = own_money(today.year, sight)
    plan, note = _plan(scope, today.year, book, sight)
    unit = book.vocabulary.unit["CNY"]
    return DeskView(
        year=today.year,
        plan=interval_text(plan, unit) if plan else "",
        plan_note=note,
        money=tuple(_money(scope, plan, book)),
        targets=tuple(_targets(today, book, sight)),
        waiting=tuple(made for tell in WAITING if (made := tell(today, book, sight))),
        findings=_findings(book, sight),
        as_of=today.isoformat(),
    )


def own_money(year: int, sight: Sight) -> Scope:
    """The money of one year that is the office's own: of its places, of its party, or of all."""
    own = {} if sight.whole else {"recipients": sight.places, "donors": sight.parties}
    return Scope("fund", "CNY", "arrived", window=Window(date(year, 1, 1), date(year, 12, 31)), **own)


def _plan(scope: Scope, year: int, book: Evidence, sight: Sight) -> tuple[Interval | None, str]:
    """What targets ask for in the year; where none does, the budgets of the projects in the annual plan."""
    planned = book.reckoner.planned(scope, Reading.NATURAL).interval
    if planned.least:
        return planned, _("by the targets for the year")
    rows = {
        row.key: row
        for row in book.projects.values()
        if row.budget
        and any(step.stage == "plan" and step.date.startswith(str(year)) for step in row.steps)
        and owns(sight, book.vocabulary, recipients=filter(None, [row.recipient]), donors=row.donors)
    }
    # a part of a programme is in the programme's budget already
    total = sum(row.budget for row in rows.values() if row.programme not in rows)
    if total:
        return Interval.exactly(total), _("budgets of the projects in the annual plan")
    return None, _("no plan for this year is in the book")


def _money(scope: Scope, plan: Interval | None, book: Evidence) -> Iterator[MoneyLine]:
    """Counted from entries: what nobody entered has not arrived."""
    words, unit = book.vocabulary, book.vocabulary.unit["CNY"]
    stages = ("agreed", "arrived", "disbursed")
    for stage, found in zip(
        stages, book.table.counted([replace(scope, stage=stage) for stage in stages]), strict=True
    ):
        known = found.possible
        percent = None
        if plan and plan.least and plan.least == plan.most and known.least == known.most:
            percent = round((known.least or 0) / plan.least * 100, 1)
        named = words.stage[stage]
        yield MoneyLine(
            named.zh if chinese() else named.en,
            interval_text(known, unit) if known.most else amount_text(0, unit),
            percent,
            query_of(replace(scope, stage=stage), book),
        )


def _targets(today: date, book: Evidence, sight: Sight) -> list[TargetView]:
    """Those of several years that are the office's own, the ones that still run first, the latest first."""
    own = []
    for one in targets(sight=sight).targets:
        window = book.statements[one.key].scope.window
        if not (window.start and window.end) or (window.end - window.start).days < FIVE_YEARS:
            continue
        if owns(sight, book.vocabulary, recipients=one.recipients, donors=one.donors):
            own.append(((window.end < today, -window.end.toordinal(), one.key), one))
    return [one for _order, one in sorted(own, key=lambda pair: pair[0])][:SHOWN]


def _findings(book: Evidence, sight: Sight) -> tuple[FindingView, ...]:
    """The gravest and newest that touch a statement of the office's own; for who sees all, of any."""
    found = [one for one in book.findings() if one.kind != "agreement"]
    if not sight.whole:
        found = [
            one
            for one in found
            if any(
                owns(
                    sight,
                    book.vocabulary,
                    recipients=book.statements[key].scope.recipients,
                    donors=book.statements[key].scope.donors,
                )
                for key in one.statements
                if key in book.statements
            )
        ]
    return newest_first(views(found, book), book)[:FINDINGS]


def late_projects(today: date, book: Evidence, sight: Sight) -> NoticeList:
    """Projects that wait longer for their next step than is expected."""
    found = [
        line for line in listing(Wanted(late=True), today, sight=sight).lines() if _own(line, book, sight)
    ]
    return NoticeList(
        _("Late projects"),
        _("No project is late."),
        len(found),
        tuple(_late(line, book) for line in found[:SHOWN]),
        "projects",
        urlencode({"late": "1"}),
    )


def _own(line: Line, book: Evidence, sight: Sight) -> bool:
    row = line.project
    return owns(
        sight,
        book.vocabulary,
        recipients=filter(None, [row.recipient]),
        donors=row.donors,
        firms=row.implementers,
    )


def _late(line: Line, book: Evidence) -> Notice:
    assert line.late
    step = book.vocabulary.step[line.late.due]
    due = step.zh if chinese() else step.en
    detail = _("{step} is {days} days overdue").format(step=due, days=line.late.over)
    return Notice(line.project.name, detail, "project", line.project.key)


def idle_money(today: date, book: Evidence, sight: Sight) -> NoticeList:
    """Money that arrived a year ago or longer, of which nobody entered that it was paid out."""
    rows = book.entries
    first, group = rows.groups(("recipient", "donors"))
    own = [
        owns(sight, book.vocabulary, recipients=filter(None, [entry.recipient]), donors=entry.donors)
        for entry in map(rows.at, first.tolist())
    ]
    found = idle(rows.take(np.flatnonzero(np.array(own, dtype=np.bool_)[group] & moving(rows))), today)
    unit = book.vocabulary.unit["CNY"]
    notices = []
    for one in found[:SHOWN]:
        project = book.projects.get(one.project)
        places = book.vocabulary.places
        where = places[one.recipient].name if one.recipient else _("not said")
        givers = donor_names(one.donors, book.vocabulary) or _("not said")
        detail = _("{amount} since {day}").format(
            amount=amount_text(one.amount, unit), day=one.since.isoformat()
        )
        if project:
            notices.append(Notice(project.name, detail, "project", project.key))
        else:
            title = _("{donors} → {recipient}, no project named").format(donors=givers, recipient=where)
            notices.append(Notice(title, detail))
    return NoticeList(
        _("Idle money: arrived a year ago or longer, no payment entered"),
        _("No money lies idle."),
        len(found),
        tuple(notices),
    )


Tell = Callable[[date, Evidence, Sight], NoticeList | None]
# What waits for an office, in the order shown. Whoever has another kind of it adds one function here.
WAITING: tuple[Tell, ...] = (late_projects, idle_money)
