"""Which table holds which core type, and how a row of one becomes a row of the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from duikou.book import Activity, BookError, Document, Entry, Pairing, Project, Statement, Subject
from duikou.book.entry import entry_key
from duikou.store.models import (
    ActivityRow,
    DocumentRow,
    EntryRow,
    PairingRow,
    ProjectRow,
    StatementRow,
    SubjectRow,
    VersionedRow,
    VocabularyRow,
)
from duikou.store.models.rows import PostedRow
from duikou.store.payload import canonical, decode, encode
from duikou.store.word import Word

_POSTED = frozenset({"key"})
# in the order in which an entry has them
_AS_THEY_ARE = tuple(field.name for field in fields(Entry) if field.name not in ("key", "donors"))
_entry_values = attrgetter(*_AS_THEY_ARE)
_FIRST, _LAST = (_AS_THEY_ARE.index(name) for name in ("first_day", "last_day"))
VERSION_COLUMNS = ("posting_id", "line", "key", "version", "withdrawn", "reason", "payload")
ENTRY_COLUMNS = ("posting_id", "line", "donors", *_AS_THEY_ARE)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of posted rows. `repeated`: the columns that repeat a part of the payload, each with the
    path of that part in the core row; an entry has columns only."""

    name: str
    model: type[PostedRow]
    core: type
    repeated: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The database's columns but for the row's own number."""
        if not self.versioned:
            return ENTRY_COLUMNS
        return (*VERSION_COLUMNS, *(column for column, _ in self.repeated))

    @property
    def versioned(self) -> bool:
        return issubclass(self.model, VersionedRow)

    def payload(self, row: Any) -> str:
        """The canonical text that is hashed, and for versioned rows stored. An entry's key is left out: it
        follows from its place in the posting."""
        return canonical(encode(row, frozenset() if self.versioned else _POSTED))

    def read(self, payload: str) -> Any:
        """The core row of a stored payload. Raises as `payload.decode`."""
        return decode(self.core, json.loads(payload))

    def columns(self, row: Any) -> dict[str, object]:
        """What the columns that repeat the payload hold."""
        return {column: attrgetter(path)(row) for column, path in self.repeated}


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("word", VocabularyRow, Word, (("table", "table"),)),
        Table("document", DocumentRow, Document, (("digest", "digest"),)),
        Table("subject", SubjectRow, Subject, (("name", "name"),)),
        Table("pairing", PairingRow, Pairing),
        Table("project", ProjectRow, Project, (("name", "name"), ("recipient", "recipient"))),
        Table(
            "activity",
            ActivityRow,
            Activity,
            tuple((name, name) for name in ("type", "title", "recipient", "project", "year")),
        ),
        Table(
            "statement",
            StatementRow,
            Statement,
            (("document", "document"), ("form", "form"), ("measure", "scope.measure")),
        ),
        Table("entry", EntryRow, Entry),
    )
}


def table_named(name: str) -> Table:
    """Raises BookError `unknown.table`."""
    if name not in TABLES:
        raise BookError("unknown.table", "table", value=name, known=", ".join(TABLES))
    return TABLES[name]


def entry_values(entry: Entry, adapt_day: Callable[[date], object]) -> tuple[object, ...]:
    """What follows posting and line in `ENTRY_COLUMNS`; `adapt_day` makes the database's own day."""
    values = list(_entry_values(entry))
    values[_FIRST], values[_LAST] = adapt_day(entry.first_day), adapt_day(entry.last_day)
    return (canonical(sorted(entry.donors)), *values)


def entry_of(values: tuple[Any, ...]) -> Entry:
    """From the values of `ENTRY_COLUMNS`. Raises BookError where they break the rules of an entry."""
    posting, line, donors, *rest = values
    return Entry(
        **dict(zip(_AS_THEY_ARE, rest, strict=True)), donors=donors_of(donors), key=entry_key(posting, line)
    )


@cache
def donors_of(text: str) -> frozenset[str]:
    """Read once: a book has few different sets of donors and many entries."""
    return frozenset(json.loads(text))
