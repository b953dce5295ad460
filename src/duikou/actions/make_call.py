"""Call for filings, and take a call back. No posting: a call is no fact of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from duikou.book import BookError, Call
from duikou.book.filing import call_period, series_of
from duikou.store import audit, filings, selectors
from duikou.store.actors import WIDE_LEVELS, Actor
from duikou.store.faults import clear_faults
from duikou.store.models import CallRow, FilingRow, Office
from duikou.store.payload import canonical, encode

_LONGEST_TITLE = 200


def make_call(
    title: str,
    period: str,
    deadline: date,
    offices: Sequence[str],
    measures: Sequence[str],
    *,
    actor: Actor,
    stages: Sequence[str] = (),
    kinds: Sequence[str] = (),
    note: str = "",
) -> Call:
    """Ask offices of counties to file. `period`: `2026`, `2026Q3` or `2026-09`; `measures`, `stages` and
    `kinds`: codes; no stages or kinds = all. The call's key is its period, numbered where there is one
    already.

    Raises BookError `duty.missing`, `reach.missing`, `call.…` (`call.twice`: an office is asked for the same
    of the same period already), `name.empty`, `text.too_long`,
    `unknown.measure` and the like, `unknown.office`, `office.no_county`.
    """
    actor.must("approve")
    form, first, last = call_period(period)
    words = selectors.vocabulary()
    for table, codes in (("measure", measures), ("stage", stages), ("kind", kinds)):
        for code in codes:
            if code not in getattr(words, table):
                raise BookError(f"unknown.{table}", table, value=code)
    if len(title) > _LONGEST_TITLE:
        raise BookError("text.too_long", "title", most=_LONGEST_TITLE)
    series = series_of(words, measures, stages)
    asked = tuple(sorted(set(offices)))
    wanted = Call(
        "", title.strip(), form, first, last, deadline, asked, series, frozenset(kinds), note.strip()
    )
    try:
        with clear_faults(), transaction.atomic():
            must_be_above(actor)
            _check_counties(asked)
            _check_once(wanted)
            call = replace(wanted, key=_free_key(period.strip().upper()), office=actor.office)
            payload = canonical(encode(replace(call, office="", ended="")))
            row = CallRow.objects.create(
                key=call.key, payload=payload, actor_id=actor.user, office_id=actor.office
            )
            FilingRow.objects.bulk_create(FilingRow(call=row, office_id=office) for office in asked)
            note_call("call_made", call, actor)
    except IntegrityError as error:  # two made the first call of one period at once
        raise BookError("call.meanwhile", "period", period=period) from error
    return call


def end_call(key: str, reason: str, *, actor: Actor) -> None:
    """Take a call back: what was not accepted upon it stays unaccepted, and nobody is reminded any more.

    Raises BookError `duty.missing`, `reach.missing`, `unknown.call`, `call.reason`, `call.ended`.
    """
    actor.must("approve")
    if not reason.strip():
        raise BookError("call.reason", "reason")
    with clear_faults(), transaction.atomic():
        must_be_above(actor)
        row = CallRow.objects.select_for_update().filter(key=key).first()
        if row is None:
            raise BookError("unknown.call", "call", value=key)
        if row.ended:
            raise BookError("call.ended", "call", call=key)
        row.ended = reason.strip()
        row.save(update_fields=["ended"])
        audit.record(
            "call_ended",
            user=actor.user,
            office=actor.office,
            address=actor.address,
            target=key,
            reason=reason.strip(),
        )


def must_be_above(actor: Actor) -> None:
    """Raises BookError `reach.missing` where the office does not answer for the whole."""
    level = Office.objects.filter(key=actor.office).values_list("level", flat=True).first()
    if level not in WIDE_LEVELS:
        raise BookError("reach.missing", "office", office=actor.office)


def note_call(event: str, call: Call, actor: Actor) -> None:
    audit.record(
        event,
        user=actor.user,
        office=actor.office,
        address=actor.address,
        target=call.key,
        call=call.title,
        deadline=call.deadline.isoformat(),
    )


def _check_counties(keys: Sequence[str]) -> None:
    found = dict(Office.objects.filter(key__in=keys).values_list("key", "level"))
    for key in keys:
        if key not in found:
            raise BookError("unknown.office", "offices", value=key)
        if found[key] != Office.Level.COUNTY:
            raise BookError("office.no_county", "offices", office=key)


def _check_once(wanted: Call) -> None:
    """Raises BookError `call.twice`: the county would not know which call a record answers."""
    for one in filings.filings(open_only=True):
        there = one.call
        if (
            one.office in wanted.offices
            and (there.first_day, there.last_day) == (wanted.first_day, wanted.last_day)
            and not set(there.series).isdisjoint(wanted.series)
            and not (there.kinds and wanted.kinds and there.kinds.isdisjoint(wanted.kinds))
        ):
            raise BookError("call.twice", "offices", office=one.office_name, call=there.title)


def _free_key(period: str) -> str:
    taken = set(CallRow.objects.filter(key__startswith=period).values_list("key", flat=True))
    nth = 1
    while (key := period if nth == 1 else f"{period}-{nth}") in taken:
        nth += 1
    return key
