"""Which table holds which core type, and how a row of one becomes a row of the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from duikou.book import BookError, Document, Entry, Pairing, Project, Statement, Subject
from duikou.store.models import (
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
_AS_THEY_ARE = (
    "measure",
    "unit",
    "stage",
    "amount",
    "first_day",
    "last_day",
    "kind",
    "recipient",
    "sector",
    "subject",
    "project",
    "document",
    "statement",
    "rounding",
    "note",
    "reverses",
)
ENTRY_COLUMNS = ("posting_id", "line", "donors", *_AS_THEY_ARE)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of posted rows: `columns` gives the columns that repeat the payload, by core row."""

    name: str
    model: type[PostedRow]
    core: type
    columns: Callable[[Any], dict[str, object]]

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


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("word", VocabularyRow, Word, lambda w: {"table": w.table}),
        Table("document", DocumentRow, Document, lambda d: {"digest": d.digest}),
        Table("subject", SubjectRow, Subject, lambda s: {"name": s.name}),
        Table("pairing", PairingRow, Pairing, lambda p: {}),
        Table("project", ProjectRow, Project, lambda p: {"name": p.name, "recipient": p.recipient}),
        Table(
            "statement",
            StatementRow,
            Statement,
            lambda s: {"document": s.document, "form": s.form, "measure": s.scope.measure},
        ),
        Table("entry", EntryRow, Entry, lambda e: entry_columns(e)),
    )
}


def table_named(name: str) -> Table:
    """Raises BookError `unknown.table`."""
    if name not in TABLES:
        raise BookError("unknown.table", "table", value=name, known=", ".join(TABLES))
    return TABLES[name]


def entry_key(posting: int, line: int) -> str:
    return f"E{posting}-{line}"


def place_of_entry(key: str) -> tuple[int, int] | None:
    """Posting and line of an entry's key; None where it is not one."""
    posting, dash, line = key.removeprefix("E").partition("-")
    if not (
        key.startswith("E")
        and dash
        and posting.isascii()
        and posting.isdigit()
        and line.isascii()
        and line.isdigit()
    ):
        return None
    return int(posting), int(line)


def entry_columns(entry: Entry) -> dict[str, object]:
    """Every column but posting and line."""
    columns: dict[str, object] = {name: getattr(entry, name) for name in _AS_THEY_ARE}
    columns["donors"] = canonical(sorted(entry.donors))
    return columns


def entry_of(values: tuple[Any, ...]) -> Entry:
    """From the values of `ENTRY_COLUMNS`. Raises BookError where they break the rules of an entry."""
    posting, line, donors, *rest = values
    return Entry(
        **dict(zip(_AS_THEY_ARE, rest, strict=True)), donors=_donors(donors), key=entry_key(posting, line)
    )


@cache
def _donors(text: str) -> frozenset[str]:
    """Read once: a book has few different sets of donors and many entries."""
    return frozenset(json.loads(text))
