"""Put records into a filing, take them out again, and say what is to be said of doubts. No posting: the book
stays as it is until the filing is accepted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from duikou.actions.filing_desk import Desk, moving
from duikou.actions.gather import Basket, problems
from duikou.actions.reach import check_reach
from duikou.actions.references import check_fits, present_payloads
from duikou.book import Activity, BookError, FiledRow, Project
from duikou.files.workbook.difference import CHANGED, NEW, Difference
from duikou.store import filings, selectors
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import FilingLine

_AT_ONCE = 1_000
_LONGEST = 200


def put_records(
    rows: Sequence[FiledRow],
    call: str,
    office: str,
    *,
    actor: Actor,
    instead: bool = False,
    without: Iterable[str] = (),
    seen: int | None = None,
) -> int:
    """Records into a filing that is with its office; one that is there already is replaced. Returns how many
    differ from what was there. `instead`: records that an earlier workbook brought and these do not are taken
    out, and those of `without` in any case.

    Raises BookError as `moving`, `withdrawal.reason`, and what the rules of single rows and the reach of the
    office have against one.
    """
    actor.must("enter")
    rows = [_as_kept(row) for row in rows]
    with clear_faults():
        _check(rows, actor)
    with moving(call, office, "put", actor=actor, seen=seen) as desk:
        held = {(one.filed.table, one.filed.key): one.filed for one in filings.lines(desk.filing.id)}
        changed = [row for row in rows if held.get((row.table, row.key)) != row]
        kept = {(row.table, row.key) for row in rows}
        unwanted = set(without)
        gone = [
            row
            for key, row in held.items()
            if key not in kept and (row.key in unwanted or (instead and row.source))
        ]
        _write(desk, changed, gone)
        desk.payload = {"put": len(changed), "dropped": len(gone), "source": _source(rows)}
        desk.silent = not changed and not gone
    return len(changed) + len(gone)


def put_workbook(
    found: Difference, call: str, office: str, *, actor: Actor, reason: str = "", withdraw: Iterable[str] = ()
) -> int:
    """The rows of a workbook that have no error, doubts going along with them, instead of those of an earlier
    workbook. `withdraw`: keys among `found.missing` that are to be taken back. Returns how many records in
    the filing changed. Raises as `put_records`."""
    name = found.workbook.name[-_LONGEST:]
    because = reason.strip() or name
    rows = []
    for one in found.rows:
        if one.state in (NEW, CHANGED) and one.record is not None:
            doubts = tuple(each.problem for each in one.found)
            place = f"{one.row.sheet}!{one.row.number}"[:_LONGEST]
            why = because if one.state == CHANGED else ""
            rows.append(FiledRow(one.record, one.version, False, why, name, place, doubts))
    unwanted = set(withdraw)
    gone = [record for record in found.missing if record.key in unwanted]
    versions = {
        key: version
        for table in ("activity", "project")
        for key, version in selectors.versions(table, (record.key for record in gone)).items()
    }
    rows += [FiledRow(record, versions.get(record.key, 0), True, because, name) for record in gone]
    return put_records(rows, call, office, actor=actor, instead=True)


def drop_records(
    keys: Iterable[str], call: str, office: str, *, actor: Actor, seen: int | None = None
) -> None:
    """Take records out of a filing; the book is not touched. Raises BookError as `moving`, `unknown.line`."""
    actor.must("enter")
    with moving(call, office, "put", actor=actor, seen=seen) as desk:
        held = {one.filed.key: one.filed for one in filings.lines(desk.filing.id)}
        gone = []
        for key in keys:
            if key not in held:
                raise BookError("unknown.line", "line", value=key)
            gone.append(held[key])
        _write(desk, [], gone)
        desk.payload = {"put": 0, "dropped": len(gone), "source": ""}
        desk.silent = not gone


def explain(
    said: Mapping[str, str], call: str, office: str, *, actor: Actor, seen: int | None = None
) -> None:
    """A word on each doubt, by the doubt's mark; it goes along when the filing is sent in. Raises BookError
    as `moving`."""
    with moving(call, office, "explain", actor=actor, seen=seen) as desk:
        before = filings.explanations(filings.events(desk.filing.id))
        new = {mark: text.strip() for mark, text in said.items() if text.strip() != before.get(mark, "")}
        desk.payload = {"explanations": new}
        desk.silent = not new


def _as_kept(row: FiledRow) -> FiledRow:
    """As it will be read again."""
    doubts = tuple(filings.problem_of(one) for one in json.loads(filings.problems_text(row.problems)))
    return replace(row, source=row.source[-_LONGEST:], place=row.place[:_LONGEST], problems=doubts)


def _check(rows: Sequence[FiledRow], actor: Actor) -> None:
    basket = basket_of(rows)
    for problem in problems(basket):
        raise problem
    for wish in basket.wishes:
        check_fits(wish.table, wish.key, wish.row, wish.number)
    check_reach(basket.wishes, present_payloads(basket.wishes), actor)


def basket_of(rows: Sequence[FiledRow]) -> Basket:
    """What a filing asks the book to write, each row on top of the version that it was made from."""
    basket = Basket()
    for row in rows:
        expected = {row.key: row.expected}
        if row.withdrawn:
            basket.withdrawals(row.table, [row.key], row.reason, expected=expected)
        elif isinstance(row.row, Project):
            basket.projects([row.row], replace=True, reason=row.reason, expected=expected)
        else:
            assert isinstance(row.row, Activity)
            basket.activities([row.row], replace=True, reason=row.reason, expected=expected)
    return basket


def _write(desk: Desk, put: Sequence[FiledRow], dropped: Sequence[FiledRow]) -> None:
    number = filings.last_number(desk.filing.id)
    made: list[FilingLine] = []
    for row in (*put, *dropped):
        number += 1
        made.append(
            FilingLine(
                filing_id=desk.filing.id,
                number=number,
                table=row.table,
                key=row.key,
                payload=check_fits(row.table, row.key, row.row, number),
                expected=row.expected,
                withdrawn=row.withdrawn,
                dropped=len(made) >= len(put),
                reason=row.reason,
                source=row.source,
                place=row.place,
                problems=filings.problems_text(row.problems),
                actor_id=desk.actor.user,
                office_id=desk.actor.office,
            )
        )
    FilingLine.objects.bulk_create(made, batch_size=_AT_ONCE)


def _source(rows: Sequence[FiledRow]) -> str:
    return next((row.source for row in rows if row.source), "")
