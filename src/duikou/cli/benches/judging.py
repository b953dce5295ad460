"""Verdicts: how they grow with the number of statements, one statement more, and a whole draft."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import Protocol

from duikou.book import Document, Statement
from duikou.book.synthetic import Size, SyntheticBook
from duikou.checks import Reckoner
from duikou.cli.benches.draft import write_draft
from duikou.cli.benches.measuring import MISSING, Table, apart, growth, megabytes, met, seconds, timed
from duikou.rollups import EntryTable
from duikou.words import Vocabulary

VERDICT_GOAL, MEMORY_GOAL, ADDED_GOAL, DRAFT_GOAL = 10.0, 2_000.0, 0.5, 2.0
DRAFT_CHARACTERS, DRAFT_FIGURES = 5_000, 100
DRAFT_DATE = "2025-07"
LONGEST_VERDICT = 5.0
# A verdict that has begun is let end for so many seconds more.
GRACE = 60.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of the statements: how many were judged, as what, and how many not to the end."""

    asked: int
    done: int
    verdicts: dict[str, int]
    unsettled: int


class Progress(Protocol):
    """A number that two processes share."""

    value: int


class Judging:
    """The same entries and truth for every number of statements."""

    def __init__(self, book: SyntheticBook, table: EntryTable, words: Vocabulary, limit: float) -> None:
        self.book = book
        self.table = table
        self.words = words
        self.limit = limit

    def of_size(self, statements: int) -> SyntheticBook:
        """The book with so many statements; its entries are the same."""
        size = self.book.size
        other = Size(size.entries, statements, size.seed, size.recipients)
        return SyntheticBook(other, self.book.truth, self.words)

    def reckoner(self, book: SyntheticBook) -> Reckoner:
        return Reckoner(self.words, book.statements, book.documents, (), self.table)

    def verdicts(self, book: SyntheticBook, progress: Progress) -> Judged:
        """A verdict for each statement, until `limit` is used up; `progress` counts them as they come."""
        reckoner = self.reckoner(book)
        counted: Counter[str] = Counter()
        unsettled = 0
        end = time.perf_counter() + self.limit
        for done, statement in enumerate(book.statements):
            if time.perf_counter() > end:
                return Judged(len(book.statements), done, dict(counted), unsettled)
            found = reckoner.verdict(statement, seconds=LONGEST_VERDICT)
            counted[found.verdict] += 1
            unsettled += not found.settled
            progress.value = done + 1
        return Judged(len(book.statements), len(book.statements), dict(counted), unsettled)

    def added(self, book: SyntheticBook) -> tuple[float, float]:
        """Seconds for one new statement at the start of a session, and for another one after it."""
        reckoner = self.reckoner(book)
        (cold, its_document), (warm, another) = self._news(len(book.statements))
        first = timed(partial(reckoner.judge, [cold], its_document))
        return first.wall, timed(partial(reckoner.judge, [warm], another)).wall

    def _news(self, statements: int) -> list[tuple[Statement, Document]]:
        """Two statements that the book does not hold, each the first of an article of its own."""
        more = self.of_size(statements + 60)
        known = {row.document for row in self.of_size(statements).statements}
        documents = {row.key: row for row in more.documents}
        fresh: dict[str, Statement] = {}
        for row in more.statements:
            if row.figure and row.document not in known:
                fresh.setdefault(row.document, row)
        return [(row, documents[key]) for key, row in list(fresh.items())[:2]]


def judge_sizes(judging: Judging, sizes: Sequence[int]) -> Table:
    """Verdicts for each number of statements, each in a process of its own."""
    rows: list[tuple[object, ...]] = []
    points: list[tuple[float, float]] = []
    for count in sizes:
        book = judging.of_size(count)
        _ = book.statements  # made before the clock starts
        progress: Progress = RawValue("i", 0)
        outcome = apart(partial(judging.verdicts, book, progress), judging.limit + GRACE)
        found = outcome.value
        if found is None:
            rows.append((count, *(MISSING,) * 3, progress.value, MISSING, MISSING, outcome.trouble))
            continue
        whole = found.done == found.asked
        if whole:
            points.append((float(count), outcome.wall))
        rows.append(
            (
                count,
                seconds(outcome.wall),
                seconds(outcome.cpu),
                megabytes(outcome.peak),
                found.done,
                found.unsettled,
                " ".join(f"{name} {number}" for name, number in sorted(found.verdicts.items())),
                "" if whole else f"stopped after {judging.limit:.0f} s",
            )
        )
    return Table(
        f"Verdicts over {len(judging.table):,} entries",
        ("statements", "seconds", "processor", "peak", "judged", "unsettled", "verdicts", "note"),
        tuple(rows),
        _verdict_notes(points),
    )


def _verdict_notes(points: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    exponent = growth(points)
    shown = f"{exponent:.2f}" if exponent is not None else f"{MISSING} (fewer than two sizes were finished)"
    return (
        f"Growth exponent over the finished sizes: {shown}.",
        f"Goal at 1,000 statements: under {VERDICT_GOAL:.0f} s and {MEMORY_GOAL:,.0f} MB.",
        "All statements are true, so `contradicted` would be a fault; unsettled: the "
        f"{LONGEST_VERDICT:.0f} s allowed for one were used up.",
    )


def judge_added(judging: Judging, statements: int) -> Table:
    """One statement that is new to a book with so many."""
    book = judging.of_size(statements)
    _ = book.statements
    outcome = apart(partial(judging.added, book), judging.limit)
    title = f"One statement added to {statements:,}"
    columns = ("first in a session", "after another", "goal", "met", "note")
    if outcome.value is None:
        return Table(title, columns, ((MISSING, MISSING, seconds(ADDED_GOAL), MISSING, outcome.trouble),))
    cold, warm = outcome.value
    row = (seconds(cold), seconds(warm), f"< {ADDED_GOAL} s", met(warm < ADDED_GOAL), "")
    return Table(title, columns, (row,), ("The goal is held against the second.",))


def judge_draft(limit: float) -> Table:
    """A draft against the sample book, from the command line to the last line printed."""
    with tempfile.TemporaryDirectory(prefix="duikou-bench-") as folder:
        return _draft_table(Path(folder), limit)


def _draft_table(folder: Path, limit: float) -> Table:
    text = write_draft(DRAFT_CHARACTERS, DRAFT_FIGURES)
    draft = folder / "draft.md"
    draft.write_text(text, encoding="utf-8")
    home = folder / "book"
    made = apart(partial(_load_sample, home), limit)
    if made.trouble:
        return Table("A draft against the sample book", ("trouble",), ((made.trouble,),))
    trouble = _command(draft, home, limit)  # Python keeps what it compiles
    whole = timed(partial(_command, draft, home, limit if not trouble else 0))
    inside = apart(partial(_twice, text, home), limit)
    figures, first, second = inside.value or (0, float("nan"), float("nan"))
    done = whole.value == ""
    rows = (
        (
            "`duikou check`, start of Python to last line",
            seconds(whole.wall),
            f"< {DRAFT_GOAL:.0f} s",
            met(whole.wall < DRAFT_GOAL if done else None),
            whole.value,
        ),
        ("in a running server, first draft", seconds(first), "", "", inside.trouble),
        ("in a running server, second draft", seconds(second), "", "", inside.trouble),
    )
    note = f"{len(text):,} characters with {figures} figures read in them."
    return Table("A draft against the sample book", ("how", "seconds", "goal", "met", "note"), rows, (note,))


def _load_sample(home: Path) -> None:
    from duikou.store.opening import open_book

    open_book(home, create=True)
    from duikou.actions.load_sample import load_sample

    load_sample()


def _command(draft: Path, home: Path, limit: float) -> str:
    """Run the command; what went wrong, "" for nothing."""
    program = "import sys; from duikou.cli import main; sys.argv[0] = 'duikou'; main()"
    words = [sys.executable, "-c", program, "check", str(draft), "--dated", DRAFT_DATE, "--at", str(home)]
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(home.parent / "compiled")}
    environment = {**os.environ, **compiled}
    try:
        ended = subprocess.run(
            words, capture_output=True, text=True, timeout=limit, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return f"not finished in {limit:.0f} s"
    return "" if ended.returncode in (0, 1) else (ended.stderr.strip().splitlines() or ["no output"])[-1]


def _twice(text: str, home: Path) -> tuple[int, float, float]:
    """Figures read, seconds of the first draft, of a second one that differs in its first line."""
    from duikou.store.opening import open_book

    open_book(home)
    from duikou.answers.drafts import check_text
    from duikou.book import EVERYTHING

    def check(title: str) -> int:
        return len(check_text(f"{title}\n\n{text}", DRAFT_DATE, sight=EVERYTHING).figures)

    first, second = timed(partial(check, "草稿")), timed(partial(check, "另一份草稿"))
    return first.value or 0, first.wall, second.wall
