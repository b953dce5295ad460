"""Does the book still say what was posted? Recomputes the chain and every row, names what broke."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast

from duikou.book import BookError, Entry, Receipt
from duikou.book.entry import entry_key
from duikou.store import activity_index, standing
from duikou.store.chain import posting_digest, root_of
from duikou.store.models import Book, Posting
from duikou.store.moment import reading
from duikou.store.papers import faults as paper_faults
from duikou.store.payload import PAYLOAD_VERSION, row_digest
from duikou.store.tables import ENTRY_COLUMNS, TABLES, Table, entry_of

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was posted; `code` says how, `posting`/`table`/`key` where (0 or "" where
    that has no meaning).

    Codes: row.changed, row.removed, row.inserted; posting.changed, posting.missing, posting.order,
    posting.newer, posting.unreadable; chain.cut_off, chain.recomputed, receipt.other_book; trigger.missing,
    constraint.missing, constraint.broken, file.damaged; index.stale; paper.missing, paper.changed;
    book.identity.
    """

    code: str
    posting: int = 0
    table: str = ""
    key: str = ""
    params: tuple[tuple[str, object], ...] = ()


@dataclass(slots=True)
class Report:
    """What was found. `postings` and `rows` were looked at; `head` is the receipt of the chain's end."""

    head: Receipt | None = None
    postings: int = 0
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults


def verify(receipt: Receipt | None = None, *, papers: bool = True) -> Report:
    """Look at the whole book, its attached papers too unless `papers` is false; `receipt` was handed out
    earlier and kept outside it.

    Without a receipt a tail cut off with all its rows, or a chain that somebody computed anew, cannot be told
    from a book that was always so. One consistent view is read while others may go on posting.
    """
    report = Report()
    with reading():
        book = _identity(report)
        if book:
            _walk(book, report, receipt)
            report.faults.extend(Fault("index.stale", 0, "activity", key) for key in activity_index.stale())
            if papers:
                report.faults.extend(Fault(code, 0, "document", key) for code, key in paper_faults())
        report.faults.extend(Fault(code, 0, table, key) for code, table, key in standing.problems(connection))
    return report


def _walk(book: str, report: Report, receipt: Receipt | None) -> None:
    try:
        digests = _Walk(book, report).all()
    except (ValueError, TypeError, OverflowError) as error:
        # A column holds what its type cannot: only SQLite lets that happen.
        report.faults.append(Fault("file.damaged", key=str(error)))
        return
    if receipt:
        report.faults.extend(_against(receipt, book, digests, report.head))


def _identity(report: Report) -> str:
    books = list(Book.objects.values_list("uuid", flat=True))
    if len(books) != 1:
        report.faults.append(Fault("book.identity"))
        return ""
    return str(books[0])


class _Walk:
    """Goes along the chain once, with all tables of rows beside it."""

    def __init__(self, book: str, report: Report) -> None:
        self.book = book
        self.report = report
        self.rows = {table.name: _Rows(table) for table in TABLES.values()}

    def all(self) -> dict[int, str]:
        """Every posting in order; returns number → digest as stored."""
        digests: dict[int, str] = {}
        previous, before, expected = root_of(self.book), None, 1
        for posting in Posting.objects.order_by("number").iterator(chunk_size=50):
            for number in range(expected, min(posting.number, expected + 100)):
                self._fault("posting.missing", number)
            gap = posting.number != expected
            expected = posting.number + 1
            self._link(posting, previous, gap)
            if before and posting.recorded_at < before:
                self._fault("posting.order", posting.number)
            self._rows_of(posting)
            previous, before = posting.digest, posting.recorded_at
            digests[posting.number] = posting.digest
            self.report.postings += 1
        for rows in self.rows.values():
            for _, name, key, _ in rows.take_before(2**62):
                self._fault("row.inserted", 0, name, key)
        if digests:
            last = max(digests)
            self.report.head = Receipt(self.book, last, digests[last])
        return digests

    def _fault(self, code: str, posting: int, table: str = "", key: str = "", **params: object) -> None:
        self.report.faults.append(Fault(code, posting, table, key, tuple(params.items())))

    def _link(self, posting: Posting, previous: str, gap: bool) -> None:
        if posting.payload_version > PAYLOAD_VERSION:
            self._fault("posting.newer", posting.number)
        computed = posting_digest(
            self.book,
            posting.number,
            posting.previous,
            posting.recorded_at,
            posting.actor_id,
            posting.office_id,
            posting.action,
            posting.payload_version,
            posting.manifest,
        )
        # After a gap the name of the one before cannot fit; the gap itself has been reported.
        if computed != posting.digest or (posting.previous != previous and not gap):
            self._fault("posting.changed", posting.number)

    def _rows_of(self, posting: Posting) -> None:
        """Hold the manifest against the rows that bear this posting's number."""
        try:
            manifest = [(str(t), str(k), str(d)) for t, k, d in json.loads(posting.manifest)]
        except (ValueError, TypeError):
            self._fault("posting.unreadable", posting.number)
            manifest = []
        if posting.rows != len(manifest):
            self._fault("posting.changed", posting.number)
        found: dict[tuple[str, int], tuple[str, str]] = {}
        for name, rows in self.rows.items():
            for number, _, key, (line, hashed) in rows.take_before(posting.number + 1):
                if number == posting.number:
                    found[name, line] = (key, hashed(posting.payload_version))
                else:
                    self._fault("row.inserted", number, name, key)
        self.report.rows += len(found)
        for line, (name, key, wanted) in enumerate(manifest, start=1):
            here = found.pop((name, line), None)
            if here is None:
                self._fault("row.removed", posting.number, name, key)
            elif here != (key, wanted):
                self._fault("row.changed", posting.number, name, key)
        for (name, _), (key, _) in found.items():
            self._fault("row.inserted", posting.number, name, key)


class _Rows:
    """The rows of one table in the order of their postings, read as the walk goes on."""

    def __init__(self, table: Table) -> None:
        self.table = table
        rows = table.model.objects.order_by("posting_id", "line", "pk").values_list(*_columns(table))
        self._rows: Iterator[tuple[Any, ...]] = rows.iterator(chunk_size=_AT_ONCE)
        self._next = next(self._rows, None)

    def take_before(self, posting: int) -> Iterator[tuple[int, str, str, tuple[int, Any]]]:
        """(posting, table, key, (line, payload version → digest)) of rows of earlier postings."""
        while self._next is not None and self._next[0] < posting:
            values = self._next
            self._next = next(self._rows, None)
            key = _key(self.table, values)
            yield values[0], self.table.name, key, (values[1], _Hash(self.table, values))


class _Hash:
    """The digest of a stored row; "" where its columns do not even make a row."""

    def __init__(self, table: Table, values: tuple[Any, ...]) -> None:
        self.table = table
        self.values = values

    def __call__(self, payload_version: int) -> str:
        try:
            if not self.table.versioned:
                return row_digest("entry", self.table.payload(_entry(self.values)), payload_version)
            _, _, key, version, withdrawn, reason, payload, *repeated = self.values
            row = self.table.read(payload)
            if row.key != key or list(self.table.columns(row).values()) != repeated:
                return ""
            return row_digest(self.table.name, payload, payload_version, version, withdrawn, reason)
        except (BookError, ValueError, TypeError, KeyError, AttributeError):
            return ""


_DAYS = tuple(ENTRY_COLUMNS.index(name) for name in ("first_day", "last_day"))


def _columns(table: Table) -> tuple[Any, ...]:
    if table.versioned:
        return table.names
    # As text: a day that is none must not stop the walk before it can be named.
    days = ("first_day", "last_day")
    return tuple(Cast(name, CharField()) if name in days else name for name in ENTRY_COLUMNS)


def _entry(values: tuple[Any, ...]) -> Entry:
    mended = list(values)
    for place in _DAYS:
        mended[place] = date.fromisoformat(mended[place])
    return entry_of(tuple(mended))


def _key(table: Table, values: tuple[Any, ...]) -> str:
    return values[2] if table.versioned else entry_key(values[0], values[1])


def _against(receipt: Receipt, book: str, digests: dict[int, str], head: Receipt | None) -> Iterable[Fault]:
    """What a receipt from outside says about the chain inside."""
    if receipt.book != book:
        return [Fault("receipt.other_book", params=(("receipt", receipt.book), ("book", book)))]
    last = head.number if head else 0
    if receipt.number > last:
        return [Fault("chain.cut_off", receipt.number, params=(("last", last),))]
    if receipt.number == 0 or digests.get(receipt.number) == receipt.digest:
        return []
    return [Fault("chain.recomputed", receipt.number)]
