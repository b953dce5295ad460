"""What the book holds, as frozen core rows: now, or as known on any past day.

`known_at` everywhere: None = now; a day = everything recorded up to its end (Asia/Shanghai); an int = the
postings up to that number. Take `upto(day)` once and pass the number on: since rows are only added, all
selectors then see one and the same book.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from duikou.book import (
    Activity,
    BookError,
    Document,
    Entry,
    Pairing,
    Posting,
    Project,
    Receipt,
    Statement,
    Subject,
)
from duikou.book.entry import entry_key, place_of_entry
from duikou.book.rows import CODED, EntryRows, Numbers, PostedKeys
from duikou.store import models
from duikou.store.tables import ENTRY_COLUMNS, TABLES, Table, donors_of, entry_of, table_named
from duikou.store.word import Word
from duikou.words import Vocabulary, load
from duikou.words.vocabulary import build, shipped_tables

KnownAt = date | int | None


@dataclass(frozen=True, slots=True)
class PostingHead:
    """A posting without its manifest; `rows` is how many it added."""

    number: int
    recorded_at: datetime
    actor: str
    office: str
    action: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Version:
    """One step in the history of a key: when and by whom, and the row as it stood from then on.

    `row` is the core row; of a withdrawn version the last one. For an entry that was reversed, the second
    version is the reversal: its `row` is the reversing entry, its `reason` that entry's note.
    """

    number: int
    recorded_at: datetime
    actor: str
    office: str
    action: str
    version: int
    withdrawn: bool
    reason: str
    row: Any


def upto(known_at: KnownAt = None) -> int:
    """The number of the last posting known then; 0 where there was none."""
    if isinstance(known_at, int):
        return known_at
    postings = models.Posting.objects.order_by("-number")
    if known_at is not None:
        midnight = datetime.combine(known_at + timedelta(days=1), time.min)
        postings = postings.filter(recorded_at__lt=timezone.make_aware(midnight))
    return postings.values_list("number", flat=True).first() or 0


def head() -> Receipt | None:
    """The receipt of the last posting, None for an empty book."""
    last = models.Posting.objects.order_by("-number").values_list("number", "digest").first()
    return Receipt(book_id(), *last) if last else None


def book_id() -> str:
    """The book's own id, as in its receipts."""
    return str(models.Book.objects.values_list("uuid", flat=True).get())


def state() -> tuple[str, int]:
    """(digest, number) of the last posting, (book id, 0) for an empty book: a key under which anything read
    from the book may be cached."""
    last = head()
    return (last.digest, last.number) if last else (book_id(), 0)


def entries(known_at: KnownAt = None, *, standing: bool = False) -> tuple[Entry, ...]:
    """All entries in the order of posting; `standing` leaves out reversed entries and their reversals."""
    rows = models.EntryRow.objects.filter(posting__lte=upto(known_at)).order_by("posting", "line")
    found = tuple(map(entry_of, rows.values_list(*ENTRY_COLUMNS).iterator(chunk_size=5_000)))
    if not standing:
        return found
    gone = {entry.reverses for entry in found if entry.reverses}
    return tuple(entry for entry in found if not entry.reverses and entry.key not in gone)


def entry_rows(known_at: KnownAt = None, *, after: int = 0, before: EntryRows | None = None) -> EntryRows:
    """All standing entries in the order of posting, in columns: for when they are very many. `before`: those
    that stood after the posting `after`, to which only what came later is added."""
    last = upto(known_at)
    rows = models.EntryRow.objects.filter(posting__gt=after, posting__lte=last).order_by("posting", "line")
    days = {f"{name}_text": Cast(name, TextField()) for name in _DAYS}  # the text of a day is quicker read
    names = [f"{name}_text" if name in _DAYS else name for name in CODED]
    asked = rows.annotate(**days).values_list("posting_id", "line", "amount", "rounding", *names)
    numbers = [Numbers() for _ in CODED]
    places: list[array[int]] = [array("q") for _ in range(4)]
    codes: list[array[int]] = [array("i") for _ in CODED]
    fetched = asked.iterator(chunk_size=_AT_ONCE)
    while portion := list(islice(fetched, _AT_ONCE)):
        columns = list(zip(*portion, strict=True))
        for place, column in zip(places, columns[:4], strict=True):
            place.extend(column)
        for code, number, column in zip(codes, numbers, columns[4:], strict=True):
            code.extend(map(number.__getitem__, column))
    posting, line, amount, rounding = (np.frombuffer(place, dtype=np.int64) for place in places)
    values = [list(map(_READ.get(name, str), number)) for name, number in zip(CODED, numbers, strict=True)]
    coded = np.array([np.frombuffer(code, dtype=np.int32) for code in codes])
    found = EntryRows(PostedKeys(posting, line), coded, values, amount, rounding)
    return (before.join(found) if before is not None else found).standing()


_DAYS = ("first_day", "last_day")
_READ: dict[str, Callable[[str], Any]] = {
    "donors": donors_of,
    "first_day": date.fromisoformat,
    "last_day": date.fromisoformat,
}
_AT_ONCE = 20_000


def entry(key: str, known_at: KnownAt = None) -> Entry:
    """Raises BookError `unknown.entry`."""
    if place := place_of_entry(key):
        row = models.EntryRow.objects.filter(posting__lte=upto(known_at), posting=place[0], line=place[1])
        if values := row.values_list(*ENTRY_COLUMNS).first():
            return entry_of(values)
    raise BookError("unknown.entry", "entry", value=key)


def statements(known_at: KnownAt = None, *, document: str = "") -> tuple[Statement, ...]:
    """Statements in key order; `document` limits them to one document's."""
    return _rows("statement", known_at, **({"document": document} if document else {}))


def documents(known_at: KnownAt = None) -> tuple[Document, ...]:
    return _rows("document", known_at)


def pairings(known_at: KnownAt = None) -> tuple[Pairing, ...]:
    return _rows("pairing", known_at)


def projects(known_at: KnownAt = None) -> tuple[Project, ...]:
    return _rows("project", known_at)


def subjects(known_at: KnownAt = None) -> tuple[Subject, ...]:
    return _rows("subject", known_at)


def activities(
    known_at: KnownAt = None, *, types: Iterable[str] = (), recipients: Iterable[str] = ()
) -> tuple[Activity, ...]:
    """Activities in key order; `types` and `recipients` (codes as stored) limit them where given."""
    limits: dict[str, object] = {}
    if types:
        limits["type__in"] = list(types)
    if recipients:
        limits["recipient__in"] = list(recipients)
    return _rows("activity", known_at, **limits)


def counted(activities: Iterable[str]) -> dict[str, list[Entry]]:
    """Key of each of these activities → the entries of it that stand."""
    found: dict[str, list[Entry]] = {}
    wanted = sorted(set(activities))
    for start in range(0, len(wanted), 500):
        # the index holds only rows with an activity, which SQLite must be told that these have
        rows = models.EntryRow.objects.filter(activity__in=wanted[start : start + 500], activity__gt="")
        listed = list(map(entry_of, rows.order_by("posting", "line").values_list(*ENTRY_COLUMNS)))
        gone = {entry.reverses for entry in listed if entry.reverses}
        for entry in listed:
            if not entry.reverses and entry.key not in gone:
                found.setdefault(entry.activity, []).append(entry)
    return found


def entries_keyed(wanted: Iterable[str]) -> dict[str, Entry]:
    """Key → entry of those of `wanted` that there are."""
    lines: dict[int, list[int]] = {}
    for place in map(place_of_entry, set(wanted)):
        if place:
            lines.setdefault(place[0], []).append(place[1])
    found: dict[str, Entry] = {}
    for posting, there in lines.items():
        for start in range(0, len(there), 500):
            rows = models.EntryRow.objects.filter(posting=posting, line__in=there[start : start + 500])
            found.update((row.key, row) for row in map(entry_of, rows.values_list(*ENTRY_COLUMNS)))
    return found


def entries_received(places: Iterable[str]) -> tuple[Entry, ...]:
    """Standing entries whose recipient is one of these codes, in the order of posting."""
    wanted = sorted(set(places))
    found: list[Entry] = []
    for start in range(0, len(wanted), 500):
        rows = models.EntryRow.objects.filter(recipient__in=wanted[start : start + 500])
        found += map(entry_of, rows.order_by("posting", "line").values_list(*ENTRY_COLUMNS))
    gone = {entry.reverses for entry in found if entry.reverses}
    return tuple(entry for entry in found if not entry.reverses and entry.key not in gone)


def versions(table: str, wanted: Iterable[str]) -> dict[str, int]:
    """Key → number of its newest version, for those of `wanted` that stand."""
    found: dict[str, int] = {}
    asked, last = sorted(set(wanted)), upto()
    for start in range(0, len(asked), 500):
        rows = _latest(table_named(table), last).filter(key__in=asked[start : start + 500])
        found.update(rows.values_list("key", "version"))
    return found


def words(known_at: KnownAt = None) -> tuple[Word, ...]:
    """The rows that this book adds to the shipped vocabulary."""
    return _rows("word", known_at)


def statement(key: str, known_at: KnownAt = None) -> Statement:
    """Raises BookError `unknown.statement`; so do the four below with their own names."""
    return _row("statement", key, known_at)


def document(key: str, known_at: KnownAt = None) -> Document:
    return _row("document", key, known_at)


def pairing(key: str, known_at: KnownAt = None) -> Pairing:
    return _row("pairing", key, known_at)


def project(key: str, known_at: KnownAt = None) -> Project:
    return _row("project", key, known_at)


def activity(key: str, known_at: KnownAt = None) -> Activity:
    return _row("activity", key, known_at)


def subject(key: str, known_at: KnownAt = None) -> Subject:
    return _row("subject", key, known_at)


def changes(table: str, after: int, last: int) -> Iterator[tuple[str, int, bool, Any]]:
    """(key, version, withdrawn, core row) of the versions that the postings after `after` up to `last` added,
    in order."""
    wanted = table_named(table)
    rows = wanted.model.objects.filter(posting__gt=after, posting__lte=last).order_by("posting", "line")
    names = ("key", "version", "withdrawn", "payload")
    for key, version, withdrawn, payload in rows.values_list(*names).iterator(chunk_size=5_000):
        yield key, version, withdrawn, wanted.read(payload)


def public_documents(wanted: Iterable[str], known_at: KnownAt = None) -> set[str]:
    """Keys of those of `wanted` that anybody may read."""
    return {key for key, row in documents_named(wanted, known_at).items() if row.public}


def names_of_subjects(wanted: Iterable[str], known_at: KnownAt = None) -> dict[str, str]:
    """Key → name of those of `wanted` that stand."""
    read = TABLES["subject"].read
    return {key: read(payload).name for key, payload in payloads("subject", wanted, known_at)}


def documents_named(wanted: Iterable[str], known_at: KnownAt = None) -> dict[str, Document]:
    """Key → document of those of `wanted` that stand."""
    read = TABLES["document"].read
    return {key: read(payload) for key, payload in payloads("document", wanted, known_at)}


def named(table: str, wanted: Iterable[str], known_at: KnownAt = None) -> tuple[Any, ...]:
    """The rows of those of `wanted` that stand."""
    read = table_named(table).read
    return tuple(read(payload) for _, payload in payloads(table, set(wanted) - {""}, known_at))


def digest_of(number: int) -> str:
    """The digest of a posting, "" where there is none: whether what was read up to it still holds."""
    return models.Posting.objects.filter(number=number).values_list("digest", flat=True).first() or ""


def entries_of_project(key: str, known_at: KnownAt = None) -> tuple[tuple[Entry, datetime], ...]:
    """Standing entries that name a project, each with when it was posted, in that order."""
    last = upto(known_at)
    rows = models.EntryRow.objects.filter(posting__lte=last, project=key, project__gt="")
    found = [
        (entry_of(values[:-1]), values[-1])
        for values in rows.order_by("posting", "line").values_list(*ENTRY_COLUMNS, "posting__recorded_at")
    ]
    gone = {row.reverses for row, _ in found}
    return tuple((row, when) for row, when in found if not row.reverses and row.key not in gone)


def keys(table: str, wanted: Iterable[str], known_at: KnownAt = None) -> set[str]:
    """Those of `wanted` that stand in a table of versioned rows."""
    return {key for key, _ in payloads(table, wanted, known_at)}


def payloads(table: str, wanted: Iterable[str], known_at: KnownAt = None) -> Iterator[tuple[str, str]]:
    """(key, stored payload) of those of `wanted` that stand."""
    asked = sorted(set(wanted))
    last = upto(known_at)
    for start in range(0, len(asked), 500):
        rows = _latest(table_named(table), last).filter(key__in=asked[start : start + 500])
        yield from rows.values_list("key", "payload")


def vocabulary(known_at: KnownAt = None) -> Vocabulary:
    """The shipped vocabulary with the book's own words; the same object as long as nothing was added."""
    last = upto(known_at)
    changed = models.VocabularyRow.objects.filter(posting__lte=last).order_by("-posting")
    latest = changed.values_list("posting_id", "posting__digest").first()
    return load() if latest is None else _vocabulary(*latest)


def with_words(added: Iterable[Word]) -> Vocabulary:
    """The shipped vocabulary with these rows. Raises UnknownCode, ValueError as `words.build`."""
    tables = shipped_tables()
    for word in added:
        tables[word.table].append(word.row)
    return build(tables)


@lru_cache(maxsize=4)
def _vocabulary(number: int, digest: str) -> Vocabulary:
    """The digest tells apart what was rolled back or belongs to another book."""
    return with_words(words(number))


def history(table: str, key: str) -> tuple[Version, ...]:
    """Every version of a key, oldest first. Raises BookError `unknown.<table>`, `unknown.table`."""
    wanted = table_named(table)
    versions = _versions(wanted, key) if wanted.versioned else _entry_versions(key)
    found = tuple(versions)
    if not found:
        raise BookError(f"unknown.{table}", table, value=key)
    return found


def postings(known_at: KnownAt = None, *, last: int | None = None) -> tuple[PostingHead, ...]:
    """Postings in order; `last` limits them to so many of the newest."""
    rows = models.Posting.objects.filter(number__lte=upto(known_at)).order_by("-number")
    names = ("number", "recorded_at", "actor_id", "office_id", "action", "rows", "digest")
    found = [PostingHead(*values) for values in rows.values_list(*names)[:last]]
    return tuple(reversed(found))


def posting(number: int) -> Posting:
    """One posting with its manifest. Raises BookError `unknown.posting`."""
    row = models.Posting.objects.filter(number=number).first()
    if row is None:
        raise BookError("unknown.posting", "posting", value=str(number))
    manifest = tuple((table, key, digest) for table, key, digest in json.loads(row.manifest))
    return Posting(
        row.number,
        row.recorded_at,
        row.actor_id,
        row.office_id,
        row.action,
        row.payload_version,
        manifest,
        row.previous,
        row.digest,
    )


def counts(known_at: KnownAt = None) -> dict[str, int]:
    """How many of each there are; withdrawn ones are not counted, reversed entries and reversals are."""
    last = upto(known_at)
    found = {"postings": models.Posting.objects.filter(number__lte=last).count()}
    for table in TABLES.values():
        rows = _latest(table, last) if table.versioned else models.EntryRow.objects.filter(posting__lte=last)
        found[PLURALS[table.name]] = rows.count()
    return found


PLURALS = {
    "word": "words",
    "document": "documents",
    "subject": "subjects",
    "pairing": "pairings",
    "project": "projects",
    "activity": "activities",
    "statement": "statements",
    "entry": "entries",
}


def _latest(table: Table, last: int, *, withdrawn: bool = False) -> QuerySet[Any]:
    """The newest version of each key up to a posting; with `withdrawn` also of those that were ended."""
    rows = table.model.objects.filter(posting__lte=last)
    later = table.model.objects.filter(
        key=OuterRef("key"), version__gt=OuterRef("version"), posting__lte=last
    )
    rows = rows.filter(~Exists(later))
    return rows if withdrawn else rows.filter(withdrawn=False)


def _rows(name: str, known_at: KnownAt, **limits: object) -> tuple[Any, ...]:
    table = TABLES[name]
    rows = _latest(table, upto(known_at)).filter(**limits).order_by("key")
    return tuple(map(table.read, rows.values_list("payload", flat=True).iterator(chunk_size=5_000)))


def _row(name: str, key: str, known_at: KnownAt) -> Any:
    table = TABLES[name]
    payload = _latest(table, upto(known_at)).filter(key=key).values_list("payload", flat=True).first()
    if payload is None:
        raise BookError(f"unknown.{name}", name, value=key)
    return table.read(payload)


_WHO = ("posting__recorded_at", "posting__actor_id", "posting__office_id", "posting__action")


def _versions(table: Table, key: str) -> Iterator[Version]:
    rows = table.model.objects.filter(key=key).order_by("version")
    names = ("posting_id", *_WHO, "version", "withdrawn", "reason", "payload")
    for number, when, actor, office, action, version, ended, reason, payload in rows.values_list(*names):
        yield Version(number, when, actor, office, action, version, ended, reason, table.read(payload))


def _entry_versions(key: str) -> Iterator[Version]:
    place = place_of_entry(key)
    if place is None:
        return
    posted = models.EntryRow.objects.filter(posting=place[0], line=place[1])
    reversal = models.EntryRow.objects.filter(reverses=key)
    for version, rows in enumerate((posted, reversal), start=1):
        for number, when, actor, office, action, line in rows.values_list("posting_id", *_WHO, "line"):
            row = entry(entry_key(number, line))
            reason = row.note if version == 2 else ""
            yield Version(number, when, actor, office, action, version, version == 2, reason, row)
