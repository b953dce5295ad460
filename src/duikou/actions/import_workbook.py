"""Take an office's workbook in: looked at first, then accepted in one posting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from duikou.actions.gather import gathering
from duikou.book import Activity, BookError, ClosedRegisters, Project, Receipt
from duikou.files.workbook.difference import (
    CHANGED,
    FAULTY,
    NEW,
    Difference,
    Record,
    RowDifference,
    Standing,
    compare,
)
from duikou.files.workbook.grid import Workbook, open_workbook
from duikou.files.workbook.heads import OwnHeads
from duikou.files.workbook.names import Register
from duikou.store import closings, own_heads, selectors
from duikou.store.actors import Actor
from duikou.store.holdings import holdings
from duikou.store.moment import reading

ALL, CLEAN = "all", "clean"


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written. `receipt`: of the chain's head; `left`: rows that were not taken, `unchanged`
    aside; `records`: as they stand now, those taken back left out."""

    receipt: Receipt
    new: int
    changed: int
    withdrawn: int
    left: int
    records: tuple[Record, ...] = ()


def preview_import(
    raw: bytes,
    name: str,
    *,
    actor: Actor,
    heads: OwnHeads | None = None,
    today: date | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Difference:
    """The workbook held against the records of the actor's office; nothing is written. `heads`: what heads of
    registers with their own columns mean, by default what the office has said before.

    Raises FileProblem (see `open_workbook`), BookError `unknown.office`, `duty.missing`.
    """
    actor.must("enter")
    workbook = open_workbook(raw, name)
    with reading():
        register, standing = _standing(actor.office, workbook, today or timezone.localdate())
        said = heads if heads is not None else OwnHeads(*own_heads.of_office(actor.office))
    return compare(workbook, register, standing, said, tell)


def _standing(office: str, workbook: Workbook, today: date) -> tuple[Register, Standing]:
    words, held = selectors.vocabulary(), holdings(office)
    marked: set[str] = set()
    book = selectors.book_id()
    if workbook.mark and workbook.mark.book == book:
        then = workbook.mark.number
        marked = selectors.keys("activity", held.records, then) | selectors.keys(
            "project", held.records, then
        )
    projects = [row for row in held.records.values() if isinstance(row, Project)]
    register = Register.of(words, projects, held.subjects, held.documents, held.near)
    standing = Standing(
        words,
        today,
        held.records,
        held.versions,
        held.pairings,
        held.elsewhere,
        held.concerns,
        frozenset(marked),
        book,
        ClosedRegisters(closings.standing(), words),
    )
    return register, standing


def import_workbook(
    found: Difference,
    *,
    actor: Actor,
    accept: str = "",
    withdraw: Iterable[str] = (),
    reason: str = "",
) -> Imported:
    """Write a difference that somebody has looked at, in one posting.

    `accept`: `all` (rows in doubt are confirmed; refused where one has an error), `clean` (only rows without
    error and doubt) or "" (refused where there is either). `withdraw`: keys among `found.missing` that are to
    be taken back. `reason`: of the changes, by default the name of the file.

    Raises BookError `import.faulty`, `import.doubts`, `import.accept`, `row.meanwhile` where the book has
    changed since the difference was made, and as `gathering`; nothing is written then.
    """
    taken = _taken(found, accept)
    because = reason.strip() or found.workbook.name
    unwanted = set(withdraw)
    gone = [record for record in found.missing if record.key in unwanted]
    with gathering(actor=actor, action="import_workbook") as basket:
        for state in (NEW, CHANGED):
            rows = [row for row in taken if row.state == state]
            expected = {row.record.key: row.version for row in rows if row.record}
            why = because if state == CHANGED else ""
            projects = [row.record for row in rows if isinstance(row.record, Project)]
            activities = [row.record for row in rows if isinstance(row.record, Activity)]
            basket.projects(projects, replace=True, reason=why, expected=expected)
            basket.activities(activities, replace=True, reason=why, expected=expected)
        for table, core in (("project", Project), ("activity", Activity)):
            keys = [record.key for record in gone if isinstance(record, core)]
            if keys:
                basket.withdrawals(table, keys, because)
    assert basket.receipt is not None
    new = sum(row.state == NEW for row in taken)
    wanted = sum(row.writes or row.state == FAULTY for row in found.rows)
    records = tuple(row.record for row in taken if row.record)
    return Imported(basket.receipt, new, len(taken) - new, len(gone), wanted - len(taken), records)


def _taken(found: Difference, accept: str) -> list[RowDifference]:
    if accept not in ("", ALL, CLEAN):
        raise BookError("import.accept", "accept", value=accept)
    writing = [row for row in found.rows if row.writes]
    if accept == CLEAN:
        return [row for row in writing if row.clean]
    if errors := sum(row.state == FAULTY for row in found.rows):
        raise BookError("import.faulty", "accept", errors=errors)
    if not accept and (doubts := sum(not row.clean for row in writing)):
        raise BookError("import.doubts", "accept", doubts=doubts)
    return writing
