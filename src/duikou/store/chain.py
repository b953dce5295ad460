"""The one chain: how a posting is written and what its digest covers.

Called by `actions` alone. A posting is one transaction; the lock is taken after everything that can be
prepared without it, and held until the commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from duikou.book import Activity, Receipt
from duikou.book.entry import entry_key
from duikou.store import activity_index
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import Book, Posting
from duikou.store.models.rows import PostedRow
from duikou.store.payload import PAYLOAD_VERSION, canonical, digest, row_digest
from duikou.store.tables import TABLES, Table, entry_values

# Any fixed number serves; this one is "duikou" in ASCII.
LOCK = 0x6475_696B_6F75
_ROWS_AT_ONCE = 2_000


@dataclass(slots=True)
class Addition:
    """One row to be posted. `key` is "" for an entry. `payload` is kept, so that it is made only once."""

    table: Table
    key: str
    row: Any
    withdrawn: bool = False
    reason: str = ""
    payload: str = ""

    def __post_init__(self) -> None:
        self.payload = self.payload or self.table.payload(self.row)


@dataclass(slots=True)
class Link:
    """The posting that is being written: put rows in, read `receipt` after the block."""

    book: str
    number: int
    previous: str
    recorded_at: datetime
    additions: list[Addition] = field(default_factory=list)
    receipt: Receipt | None = None

    @property
    def head(self) -> Receipt:
        """The posting before this one."""
        return Receipt(self.book, self.number - 1, self.previous)


@contextmanager
def next_link(actor: Actor, action: str) -> Iterator[Link]:
    """Lock the chain, yield the next link, write what was added to it when the block ends.

    Nothing is written where the block adds nothing or raises; `receipt` is then the head's. Raises BookError
    `book.…` where the database refuses.
    """
    with clear_faults(), transaction.atomic():
        _lock()
        link = _after_head()
        yield link
        link.receipt = _write(link, actor, action) if link.additions else link.head


@contextmanager
def quiet() -> Iterator[None]:
    """A transaction in which nobody posts."""
    with clear_faults(), transaction.atomic():
        _lock()
        yield


def posting_digest(
    book: str,
    number: int,
    previous: str,
    recorded_at: datetime,
    actor: str,
    office: str,
    action: str,
    payload_version: int,
    manifest: str,
) -> str:
    """SHA-256 over the canonical JSON list of all that is given, the manifest by its own SHA-256.

    The book's id is among it, so that a posting cannot be carried into another book.
    """
    moment = recorded_at.astimezone(UTC)
    return digest(
        canonical(
            [
                book,
                number,
                previous,
                moment.isoformat(timespec="microseconds"),
                actor,
                office,
                action,
                payload_version,
                hashlib.sha256(manifest.encode("utf-8")).hexdigest(),
            ]
        )
    )


def root_of(book: str) -> str:
    """What the first posting names as the one before it."""
    return digest(f"duikou:{book}")


def _lock() -> None:
    """Until the end of the transaction nobody else writes a posting.

    SQLite: every transaction began with BEGIN IMMEDIATE (store/databases.py).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _after_head() -> Link:
    book = str(Book.objects.values_list("uuid", flat=True).get())
    head = Posting.objects.order_by("-number").values_list("number", "digest", "recorded_at").first()
    now = timezone.now()
    if head is None:
        return Link(book, 1, root_of(book), now)
    number, previous, before = head
    # A clock set back must not turn the order of what was known when.
    return Link(book, number + 1, previous, max(now, before))


def _write(link: Link, actor: Actor, action: str) -> Receipt:
    versions = _next_versions(link.additions)
    rows: dict[str, list[tuple[Any, ...]]] = {}
    manifest: list[list[str]] = []
    records: list[tuple[str, int, bool, Activity]] = []
    for line, added in enumerate(link.additions, start=1):
        table = added.table
        version = 1
        if table.versioned:
            version = versions[table.name, added.key]
            versions[table.name, added.key] += 1
        if table.name == "activity":
            records.append((added.key, version, added.withdrawn, added.row))
        rows.setdefault(table.name, []).append(_values(link.number, line, version, added))
        hashed = row_digest(
            table.name, added.payload, PAYLOAD_VERSION, version, added.withdrawn, added.reason
        )
        manifest.append([table.name, added.key or entry_key(link.number, line), hashed])
    text = canonical(manifest)
    head = (link.book, link.number, link.previous, link.recorded_at, actor.user, actor.office, action)
    posting = Posting(
        number=link.number,
        recorded_at=link.recorded_at,
        actor_id=actor.user,
        office_id=actor.office,
        action=action,
        payload_version=PAYLOAD_VERSION,
        rows=len(manifest),
        manifest=text,
        previous=link.previous,
        digest=posting_digest(*head, PAYLOAD_VERSION, text),
    )
    posting.save(force_insert=True)
    for name, values in rows.items():
        _insert(TABLES[name], values)
    if records:
        activity_index.note(records)
    return Receipt(link.book, link.number, posting.digest)


def _values(number: int, line: int, version: int, added: Addition) -> tuple[Any, ...]:
    """In the order of `Table.names`."""
    if not added.table.versioned:
        return (number, line, *entry_values(added.row, connection.ops.adapt_datefield_value))
    repeated = added.table.columns(added.row).values()
    return (number, line, added.key, version, added.withdrawn, added.reason, added.payload, *repeated)


def _insert(table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Many rows at once: several times faster than through model objects."""
    names = ", ".join(connection.ops.quote_name(name) for name in table.names)
    marks = ", ".join(["%s"] * len(table.names))
    into = connection.ops.quote_name(table.model._meta.db_table)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start : start + _ROWS_AT_ONCE]
            cursor.executemany(f"INSERT INTO {into} ({names}) VALUES ({marks})", some)


def _next_versions(additions: Sequence[Addition]) -> dict[tuple[str, str], int]:
    """The version that the next row of each key gets."""
    keys: dict[str, set[str]] = {}
    for added in additions:
        if added.table.versioned:
            keys.setdefault(added.table.name, set()).add(added.key)
    found = {(name, key): 1 for name, wanted in keys.items() for key in wanted}
    for name, wanted in keys.items():
        for key, version in latest_versions(TABLES[name].model, wanted):
            found[name, key] = version + 1
    return found


def latest_versions(model: type[PostedRow], keys: Iterable[str]) -> Iterator[tuple[str, int]]:
    """(key, highest version) of those of `keys` that have any."""
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), 500):
        some = model.objects.filter(key__in=wanted[start : start + 500])
        yield from some.values_list("key").annotate(Max("version")).order_by("key")
