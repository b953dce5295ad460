"""From a row to the posting that brought it, and to what was taken back: lookups for tracing a figure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duikou.book import Entry
from duikou.book.entry import place_of_entry
from duikou.store import models
from duikou.store.payload import canonical, digest
from duikou.store.selectors import KnownAt, upto
from duikou.store.tables import ENTRY_COLUMNS, TABLES, Table, entry_of


@dataclass(frozen=True, slots=True)
class Link:
    """One posting as a link of the chain, without its manifest."""

    number: int
    recorded_at: datetime
    actor: str
    office: str
    action: str
    rows: int
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class PostedLine:
    """One row of a posting. `digest`: as the manifest has it; `payload`: the text that is hashed, "" where
    the row is gone; see docs/reference/storage.md."""

    line: int
    table: str
    key: str
    digest: str
    payload: str
    version: int
    withdrawn: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it was posted. `head` and `payload`, a line break between them, are what `digest` is of."""

    table: str
    key: str
    posting: int
    line: int
    head: str
    payload: str
    digest: str


_LINK = ("number", "recorded_at", "actor_id", "office_id", "action", "rows", "previous", "digest")


def links(numbers: Iterable[int]) -> dict[int, Link]:
    """Number → posting, of those that there are."""
    found: dict[int, Link] = {}
    asked = sorted(set(numbers))
    for start in range(0, len(asked), 500):
        rows = models.Posting.objects.filter(number__in=asked[start : start + 500])
        found.update((values[0], Link(*values)) for values in rows.values_list(*_LINK))
    return found


def chain(start: int, most: int, known_at: KnownAt = None) -> tuple[Link, ...]:
    """Postings, newest first, `most` of them after the first `start`."""
    rows = models.Posting.objects.filter(number__lte=upto(known_at)).order_by("-number")
    return tuple(Link(*values) for values in rows.values_list(*_LINK)[start : start + most])


def posted(number: int, first: int, last: int) -> tuple[PostedLine, ...]:
    """The rows of a posting whose lines lie in first..last, in order, each with its digest as the manifest
    has it."""
    lines = json.loads(manifest(number) or "[]")[first - 1 : last]
    found = dict(_stored(number, first, last))
    empty = ("", 0, False, "")
    return tuple(
        PostedLine(line, str(table), str(key), str(digest), *found.get(line, empty))
        for line, (table, key, digest) in enumerate(lines, start=first)
    )


def _stored(number: int, first: int, last: int) -> Iterator[tuple[int, tuple[str, int, bool, str]]]:
    for table in TABLES.values():
        rows = table.model.objects.filter(posting=number, line__gte=first, line__lte=last)
        if table.versioned:
            names = ("line", "payload", "version", "withdrawn", "reason")
            yield from ((line, tuple(values)) for line, *values in rows.values_list(*names))
        else:
            for values in rows.values_list(*ENTRY_COLUMNS):
                yield values[1], (table.payload(entry_of(values)), 1, False, "")


def manifest(number: int) -> str:
    """The list of a posting's rows, as it is hashed; "" where there is none."""
    return models.Posting.objects.filter(number=number).values_list("manifest", flat=True).first() or ""


def stored(table: str, keys: Iterable[str], known_at: KnownAt = None) -> Iterator[Stored]:
    """The rows of these keys as they stand, in key order, with what their digests are of."""
    last, asked = upto(known_at), sorted(set(keys))
    for start in range(0, len(asked), 500):
        some = asked[start : start + 500]
        yield from _entries(some, last) if table == "entry" else _versions(TABLES[table], some, last)


def _entries(keys: list[str], last: int) -> Iterator[Stored]:
    places = {place: key for key in keys if (place := place_of_entry(key))}
    rows = models.EntryRow.objects.filter(posting__in={posting for posting, _ in places}, posting__lte=last)
    lines = rows.filter(line__in={line for _, line in places}).order_by("posting", "line")
    for *values, written in lines.values_list(*ENTRY_COLUMNS, "posting__payload_version"):
        if key := places.get((values[0], values[1])):
            payload = TABLES["entry"].payload(entry_of(tuple(values)))
            yield _hashed("entry", key, values[0], values[1], payload, written, 1, False, "")


def _versions(table: Table, keys: list[str], last: int) -> Iterator[Stored]:
    rows = table.model.objects.filter(key__in=keys, posting__lte=last).order_by("key", "-version")
    names = (
        "key",
        "posting_id",
        "line",
        "payload",
        "posting__payload_version",
        "version",
        "withdrawn",
        "reason",
    )
    before = ""
    for key, posting, line, payload, *rest in rows.values_list(*names):
        if key != before:
            yield _hashed(table.name, key, posting, line, payload, *rest)
        before = key


def _hashed(
    table: str,
    key: str,
    posting: int,
    line: int,
    payload: str,
    written: int,
    version: int,
    withdrawn: bool,
    reason: str,
) -> Stored:
    head = canonical([table, written, version, withdrawn, reason])
    return Stored(table, key, posting, line, head, payload, digest(f"{head}\n{payload}"))


def entries_naming(project: str, known_at: KnownAt = None) -> tuple[tuple[int, Entry], ...]:
    """(posting, entry) of every entry that names a project, those that were taken back and those that took
    them back among them, in the order of posting."""
    rows = models.EntryRow.objects.filter(project=project, project__gt="", posting__lte=upto(known_at))
    found = rows.order_by("posting", "line").values_list(*ENTRY_COLUMNS)
    return tuple((values[0], entry_of(values)) for values in found)


def ended(table: str, numbers: Iterable[int]) -> tuple[tuple[int, str, Any], ...]:
    """(posting, reason, row as it last stood) of what these postings withdrew."""
    wanted = TABLES[table]
    rows = wanted.model.objects.filter(posting__in=sorted(set(numbers)), withdrawn=True)
    found = rows.order_by("posting", "line").values_list("posting_id", "reason", "payload")
    return tuple((number, reason, wanted.read(payload)) for number, reason, payload in found)


def reversal_of(key: str, known_at: KnownAt = None) -> Entry | None:
    """The entry that takes another back, None where it stands."""
    rows = models.EntryRow.objects.filter(reverses=key, reverses__gt="", posting__lte=upto(known_at))
    values = rows.values_list(*ENTRY_COLUMNS).first() if key else None
    return entry_of(values) if values else None
