"""Calls and filings as frozen rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from duikou.book import Activity, BookError, Call, FiledRow, Problem, Project
from duikou.book.filing import ACCEPTED
from duikou.store import models
from duikou.store.payload import canonical, decode, encode
from duikou.store.tables import TABLES


@dataclass(frozen=True, slots=True)
class FilingView:
    """Where the filing of one office upon one call stands. `place`: what the office answers for; `version`
    counts the steps so far; `rows`: records in it."""

    id: int
    call: Call
    office: str
    office_name: str
    place: str
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class Event:
    """One step. `payload`: what went with it; `posting`: number of the one that accepting wrote, 0 = none."""

    version: int
    verb: str
    words: str
    payload: Mapping[str, Any]
    posting: int
    actor: str
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A record in a filing, with the number of its line, who put it in, and when."""

    number: int
    filed: FiledRow
    actor: str
    at: datetime


def call_row(values: tuple[str, str, str]) -> Call:
    """From payload, office and why it was ended."""
    payload, office, ended = values
    return replace(decode(Call, json.loads(payload)), office=office, ended=ended)


def calls(office: str = "") -> tuple[Call, ...]:
    """Newest period first; with `office` only those that ask it."""
    rows = models.CallRow.objects.all()
    if office:
        rows = rows.filter(filings__office=office)
    found = [call_row(values) for values in rows.values_list("payload", "office_id", "ended")]
    return tuple(sorted(found, key=lambda one: (one.last_day, one.first_day, one.key), reverse=True))


def call(key: str) -> Call:
    """Raises BookError `unknown.call`."""
    values = models.CallRow.objects.filter(key=key).values_list("payload", "office_id", "ended").first()
    if values is None:
        raise BookError("unknown.call", "call", value=key)
    return call_row(values)


_VIEW = (
    "id",
    "call__payload",
    "call__office_id",
    "call__ended",
    "office_id",
    "office__name",
    "office__place",
    "state",
    "version",
)


def filings(*, office: str = "", call: str = "", open_only: bool = False) -> tuple[FilingView, ...]:
    """By deadline, then office; of one office, upon one call. `open_only`: not accepted yet, upon calls that
    stand."""
    rows = models.FilingRow.objects.all()
    if office:
        rows = rows.filter(office=office)
    if call:
        rows = rows.filter(call__key=call)
    if open_only:
        rows = rows.filter(call__ended="").exclude(state=ACCEPTED)
    found = _views(rows)
    return tuple(sorted(found, key=lambda one: (one.call.deadline, one.call.key, one.office)))


def filing(call: str, office: str) -> FilingView:
    """Raises BookError `unknown.filing`."""
    found = list(_views(models.FilingRow.objects.filter(call__key=call, office=office)))
    if not found:
        raise BookError("unknown.filing", "filing", value=f"{call} {office}")
    return found[0]


def _views(rows: QuerySet[Any]) -> list[FilingView]:
    return [
        FilingView(number, call_row((payload, by, ended)), *rest)
        for number, payload, by, ended, *rest in rows.values_list(*_VIEW)
    ]


def events(filing: int) -> tuple[Event, ...]:
    """In order."""
    rows = models.FilingEvent.objects.filter(filing=filing).order_by("version")
    names = ("version", "verb", "words", "payload", "posting_id", "actor_id", "office_id", "recorded_at")
    return tuple(
        Event(version, verb, words, json.loads(payload), posting or 0, actor, office, at)
        for version, verb, words, payload, posting, actor, office, at in rows.values_list(*names)
    )


_LINE = (
    "number",
    "table",
    "key",
    "payload",
    "expected",
    "withdrawn",
    "dropped",
    "reason",
    "source",
    "place",
    "problems",
    "actor_id",
    "recorded_at",
)


def lines(filing: int) -> tuple[Line, ...]:
    """The records in a filing as they are now, in the order in which they first came."""
    rows = models.FilingLine.objects.filter(filing=filing).order_by("number").values_list(*_LINE)
    held: dict[tuple[str, str], tuple[Any, ...]] = {}
    for values in rows:
        held[values[1], values[2]] = values
    return tuple(_line(values) for values in held.values() if not values[6])


def _line(values: tuple[Any, ...]) -> Line:
    number, table, _key, payload, expected, withdrawn, _, reason, source, place, problems, actor, at = values
    row: Activity | Project = TABLES[table].read(payload)
    doubts = tuple(problem_of(one) for one in json.loads(problems))
    return Line(number, FiledRow(row, expected, withdrawn, reason, source, place, doubts), actor, at)


def last_number(filing: int) -> int:
    """Of the lines of a filing, 0 = none."""
    found = models.FilingLine.objects.filter(filing=filing).aggregate(Max("number"))["number__max"]
    return int(found or 0)


def held_keys(filings: Iterable[int]) -> Iterator[tuple[int, str]]:
    """(filing, key of a record that is in it)."""
    rows = models.FilingLine.objects.filter(filing__in=list(filings)).order_by("number")
    held: dict[tuple[int, str, str], bool] = {}
    for number, table, key, dropped in rows.values_list("filing_id", "table", "key", "dropped"):
        held[number, table, key] = not dropped
    return ((number, key) for (number, _, key), there in held.items() if there)


def sizes(filings: Iterable[int]) -> dict[int, int]:
    """Filing → how many records are in it."""
    return dict(Counter(number for number, _ in held_keys(filings)))


def remarks(story: Iterable[Event]) -> dict[str, str]:
    """Key of a record → what was remarked on it when the filing was last returned."""
    returned = [event for event in story if event.verb == "return"]
    return dict(returned[-1].payload.get("remarks", {})) if returned else {}


def explanations(story: Iterable[Event]) -> dict[str, str]:
    """Mark of a doubt → the latest word on it."""
    found: dict[str, str] = {}
    for event in story:
        found.update(event.payload.get("explanations", {}))
    return found


def of_postings(numbers: Iterable[int]) -> dict[int, FilingView]:
    """Number of a posting → the filing whose acceptance wrote it."""
    events = models.FilingEvent.objects.filter(posting__in=list(numbers))
    written = dict(events.values_list("filing_id", "posting_id"))
    found = _views(models.FilingRow.objects.filter(id__in=written)) if written else []
    return {written[one.id]: one for one in found}


def problems_text(problems: Iterable[Problem]) -> str:
    """Canonical JSON; params that are no plain values as text."""
    return canonical([encode(replace(one, params=_plain(one.params))) for one in problems])


def problem_of(plain: Mapping[str, Any]) -> Problem:
    """The inverse."""
    params = tuple(
        (name, tuple(value) if isinstance(value, list) else value) for name, value in plain.get("params", ())
    )
    return Problem(plain["severity"], plain["code"], plain.get("field", ""), params)


def _plain(params: Iterable[tuple[str, object]]) -> tuple[tuple[str, object], ...]:
    def one(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(str, value))
        return value if isinstance(value, (str, int)) else str(value)

    return tuple((name, one(value)) for name, value in params)
