"""`duikou bench reckoning`: everything it measures, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duikou.book.synthetic import Size, make_scopes, synthesize
from duikou.cli.benches import judging, sums
from duikou.cli.benches.measuring import Report, Table, machine, megabytes, seconds, timed
from duikou.rollups import EntryTable
from duikou.words import load

PARTS = frozenset({"sums", "verdicts", "added", "draft"})
PACKAGES = ("numpy", "numba", "highspy", "duckdb", "polars")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure: sizes, seconds allowed, parts of `PARTS`."""

    size: Size
    scopes: int
    statements: tuple[int, ...]
    budget: float
    limit: float
    only: frozenset[str]


def measure(plan: Plan, say: Callable[[str], None]) -> Report:
    """All parts of the plan; `say` is told what is being measured."""
    report = Report("reckoning", machine(*PACKAGES))
    if plan.only - {"draft"}:
        _over_entries(plan, report, say)
    if "draft" in plan.only:
        say("a draft against the sample book …")
        report.tables.append(judging.judge_draft(plan.limit))
    return report


def _over_entries(plan: Plan, report: Report, say: Callable[[str], None]) -> None:
    words = load()
    say(f"a synthetic book of {plan.size.entries:,} entries …")
    made = timed(lambda: synthesize(plan.size, words))
    book = made.value
    assert book is not None
    listed = timed(lambda: list(book.entries()))
    entries = listed.value or []
    built = timed(lambda: EntryTable.build(entries, words))
    table = built.value
    assert table is not None
    rows = tuple(
        (name, seconds(one.wall), seconds(one.cpu), megabytes(one.peak))
        for name, one in (("making the truth", made), ("listing the entries", listed), ("the table", built))
    )
    report.tables.append(Table("Before", ("step", "seconds", "processor", "peak"), rows))
    if "sums" in plan.only:
        say(f"{plan.scopes:,} scopes …")
        scopes, others = (make_scopes(book, plan.scopes, seed) for seed in (0, 1))
        report.tables.append(sums.compare(table, entries, scopes, others, words, plan.budget))
    work = judging.Judging(book, table, words, plan.limit)
    if "verdicts" in plan.only:
        say("verdicts …")
        report.tables.append(judging.judge_sizes(work, plan.statements))
    if "added" in plan.only:
        say("one statement more …")
        report.tables.append(judging.judge_added(work, max(plan.statements)))
