"""What the checks of a filing find: each fails where it should and keeps quiet where it should not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from duikou.book import (
    Activity,
    Call,
    ClosedRegisters,
    Entry,
    FiledRow,
    Problem,
    Project,
    Statement,
    Step,
    closings_of,
)
from duikou.checks.filing import Ground, check_filing
from duikou.words import load

WORDS = load()
TODAY = date(2026, 10, 8)
OPEN = ClosedRegisters((), WORDS)
DAY = date(2026, 8, 5)
SALES, FUND = (
    ("sales", "CNY", ""),
    [("fund", "CNY", stage) for stage in ("agreed", "arrived", "disbursed", "spent")],
)
CALL = Call(
    "2026Q3", "三季度", "quarter", date(2026, 7, 1), date(2026, 9, 30), TODAY, ("wz",), (SALES, *FUND)
)
LAST = replace(CALL, key="2026Q2", title="二季度", first_day=date(2026, 4, 1), last_day=date(2026, 6, 30))
PROJECT = Project("P", "饮水工程", frozenset({"310000"}), "500101")


def sale(amount: str = "1000", day: date = DAY, **others: Any) -> Activity:
    usual = {"donors": frozenset({"310000"}), "recipient": "500101", "values": (("sales", amount),)}
    return Activity("A", "consumption", "专柜", day, day, **(usual | others))


def payment(**stages: str) -> Activity:
    values = tuple(sorted({"kind": "grant", **stages}.items()))
    donors = frozenset({"310000"})
    return Activity(
        "Z", "payment", "第一批", DAY, DAY, donors, "500101", project="P", values=values, papers=("v",)
    )


def money(stage: str, amount: int, day: date = DAY) -> Entry:
    return Entry(
        "fund", "CNY", stage, amount, day, day, kind="grant", recipient="500101", project="P", activity="old"
    )


def found(
    *rows: FiledRow | Activity,
    records: tuple[Activity | Project, ...] = (),
    entries: tuple[Entry, ...] = (),
    closings: tuple[Statement, ...] = (),
    last: Call | None = None,
    versions: dict[str, int] | None = None,
) -> set[tuple[str, str]]:
    """(severity, code) of what is found."""
    filed = tuple(row if isinstance(row, FiledRow) else FiledRow(row) for row in rows)
    there = {row.key: row for row in records}
    known = versions if versions is not None else dict.fromkeys(there, 1)
    ground = Ground(CALL, filed, there, known, entries, ClosedRegisters(closings, WORDS), last, WORDS, TODAY)
    return {(one.severity, one.problem.code) for one in check_filing(ground)}


QUIET = sale(papers=("v",))


def test_a_filing_without_fault_is_not_complained_of() -> None:
    assert found(QUIET) == set()
    assert (
        found(payment(agreed="100", arrived="100", disbursed="60", spent="60"), records=(PROJECT,)) == set()
    )


def test_nothing_to_report_is_asked_about() -> None:
    assert found() == {("doubt", "filing.nothing")}


@pytest.mark.parametrize(
    ("stages", "wanted"),
    [
        ({"agreed": "100", "arrived": "101"}, {("doubt", "project.over")}),
        ({"arrived": "100", "disbursed": "101"}, {("error", "project.over")}),
        ({"disbursed": "100", "spent": "101"}, {("error", "project.over"), ("doubt", "project.no_arrival")}),
        ({"spent": "5"}, {("doubt", "project.no_arrival")}),
    ],
)
def test_money_follows_its_course(stages: dict[str, str], wanted: set[tuple[str, str]]) -> None:
    assert found(payment(**stages), records=(PROJECT,)) == wanted


def test_the_course_is_that_of_the_whole_project() -> None:
    before = (money("arrived", 10_000),)
    assert found(payment(disbursed="100"), records=(PROJECT,), entries=before) == set()
    spent = (*before, money("disbursed", 5_000))
    assert found(payment(disbursed="100"), records=(PROJECT,), entries=spent) == {("error", "project.over")}


@pytest.mark.parametrize(("day", "idle"), [(date(2025, 10, 8), True), (date(2025, 10, 9), False)])
def test_money_that_lies_idle_for_a_year(day: date, idle: bool) -> None:
    arrived = (money("arrived", 10_000, day),)
    wanted = {("doubt", "money.idle")} if idle else set()
    assert found(QUIET, records=(PROJECT,), entries=arrived) == wanted
    paid = (*arrived, money("disbursed", 10_000))
    assert found(QUIET, records=(PROJECT,), entries=paid) == set()


def test_acceptance_that_is_late() -> None:
    done = replace(PROJECT, steps=(Step("completion", "2026-01-05"),))
    assert found(QUIET, records=(done,)) == {("doubt", "acceptance.late")}
    accepted = replace(PROJECT, steps=(*done.steps, Step("acceptance", "2026-03-01")))
    assert ("doubt", "acceptance.late") not in found(QUIET, records=(accepted,))


def test_a_figure_that_fell() -> None:
    changed = FiledRow(sale("900", papers=("v",)), 1, reason="凭证")
    assert found(changed, records=(sale(),)) == {("doubt", "figure.fell")}
    assert found(replace(changed, row=sale("1100", papers=("v",))), records=(sale(),)) == set()


@pytest.mark.parametrize(("now", "severity"), [("400", "doubt"), ("600", "note"), ("1000", "")])
def test_a_total_below_that_of_the_last_filing(now: str, severity: str) -> None:
    before = Entry(
        "sales", "CNY", "", 100_000, date(2026, 5, 1), date(2026, 5, 1), recipient="500101", activity="B"
    )
    wanted = {(severity, "total.fell")} if severity else set()
    assert found(sale(now, papers=("v",)), entries=(before,), last=LAST) == wanted


def test_records_without_their_paper_are_asked_about_once() -> None:
    other = replace(sale(), key="B")
    ground = Ground(CALL, (FiledRow(sale()), FiledRow(other)), {}, {}, (), OPEN, None, WORDS, TODAY)
    (one,) = check_filing(ground)
    assert (one.severity, one.problem.code, one.keys) == ("doubt", "papers.missing", ("A", "B"))
    training = Activity("T", "training", "班", DAY, DAY, frozenset(), "500101", values=(("persons", "3"),))
    assert found(training) == {("note", "papers.missing"), ("note", "filing.not_asked")}


def test_a_closed_register_a_changed_book_and_a_project_that_is_nowhere() -> None:
    closed = tuple(closings_of(CALL, "wz", "500101", WORDS))
    assert found(QUIET, closings=closed) == {("error", "filing.closed")}
    assert found(sale(day=date(2026, 10, 1), papers=("v",)), closings=closed) == {
        ("note", "filing.not_asked")
    }
    assert found(FiledRow(QUIET, 1), records=(sale(),), versions={"A": 2}) == {("error", "filing.stale")}
    assert found(payment(arrived="1")) == {("error", "filing.no_project")}
    note_only = FiledRow(sale(note="附言", papers=("v",)), 1)
    counted = replace(money("", 100_000), measure="sales", stage="", kind="", project="", activity="A")
    same = replace(counted, donors=frozenset({"310000"}), sector="trade")
    assert found(note_only, records=(sale(),), entries=(same,), closings=closed) == set()


def test_what_was_in_doubt_stays_so_and_a_mark_changes_with_its_figures() -> None:
    doubt = Problem("doubt", "number.about", "sales", (("text", "约10"),))
    row = FiledRow(QUIET, problems=(doubt,))
    grounds = [
        Ground(CALL, (one,), {}, {}, (), OPEN, None, WORDS, TODAY)
        for one in (row, replace(row, problems=(replace(doubt, params=(("text", "约11"),)),)))
    ]
    marks = [one.mark for ground in grounds for one in check_filing(ground)]
    assert len(set(marks)) == 2
