"""What the rows of a posting name must be in the book; asked under the lock of the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import CharField

from duikou.book import (
    Activity,
    BookError,
    Document,
    Entry,
    Project,
    Reversal,
    Statement,
    Subject,
)
from duikou.store import selectors
from duikou.store.actors import Actor
from duikou.store.models import EntryRow, Office, User
from duikou.store.tables import TABLES

if TYPE_CHECKING:
    from duikou.actions.gather import Wish

# What a 64-bit column holds.
LARGEST = 2**63 - 1
LONGEST_KEY = 200


def at_row(problem: BookError, number: int, key: str) -> BookError:
    """The same problem with the place of its row."""
    params = {"row": number, **({"key": key} if key else {}), **problem.params}
    return BookError(problem.code, problem.field, **params)


def check_actor(actor: Actor) -> None:
    """Raises BookError `unknown.user`, `unknown.office`."""
    if not User.objects.filter(username=actor.user).exists():
        raise BookError("unknown.user", "user", value=actor.user)
    if not Office.objects.filter(key=actor.office).exists():
        raise BookError("unknown.office", "office", value=actor.office)


def check_fits(table: str, key: str, row: Any, number: int) -> str:
    """The row's payload ("" where there is none yet), once it is sure that the columns of every database can
    hold it. The codes of an entry are words and keys of the book, so their lengths have been seen to.

    Raises BookError `key.empty`, `text.too_long`, `text.unreadable`, `amount.too_large`.
    """
    if TABLES[table].versioned:
        if not key.strip() or key != key.strip():
            raise BookError("key.empty", "key", row=number, key=key)
        if len(key) > LONGEST_KEY:
            raise BookError("text.too_long", "key", row=number, key=key[:20], most=LONGEST_KEY)
    if row is None or isinstance(row, Reversal):
        return ""
    if isinstance(row, Entry) and max(abs(row.amount), row.rounding) > LARGEST:
        raise BookError("amount.too_large", "amount", row=number)
    payload = TABLES[table].payload(row)
    _check_text(payload, number, key)
    longest = _LIMITS[table]
    for name, value in TABLES[table].columns(row).items():
        if isinstance(value, str) and len(value) > longest.get(name, len(value)):
            raise BookError("text.too_long", name, row=number, key=key, most=longest[name])
    return payload


_LIMITS = {
    name: {
        column.name: column.max_length
        for column in table.model._meta.concrete_fields
        if isinstance(column, CharField) and column.max_length
    }
    for name, table in TABLES.items()
}


def _check_text(payload: str, number: int, key: str) -> None:
    """PostgreSQL holds no NUL in texts, and half a surrogate pair is no character."""
    try:
        payload.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BookError("text.unreadable", "", row=number, key=key) from error
    if "\\u0000" in payload:
        raise BookError("text.unreadable", "", row=number, key=key)


def check_named(wishes: Iterable[Wish]) -> None:
    """Raises BookError `unknown.document`, `unknown.subject`, `unknown.project`, `unknown.statement` for the
    first row that names what neither stands in the book nor comes with it."""
    brought: dict[str, set[str]] = {}
    named: dict[str, dict[str, tuple[Wish, str]]] = {}
    for wish in wishes:
        if not wish.withdrawn:
            brought.setdefault(wish.table, set()).add(wish.key)
            for table, key, field in names(wish.row):
                named.setdefault(table, {}).setdefault(key, (wish, field))
    for table, keys in named.items():
        wanted = keys.keys() - brought.get(table, set())
        for key in sorted(wanted - selectors.keys(table, wanted)):
            wish, field = keys[key]
            raise at_row(BookError(f"unknown.{table}", field, value=key), wish.number, wish.key)


def names(row: Any) -> Iterator[tuple[str, str, str]]:
    """(table, key, field) of everything in the book that a core row names."""
    pairs: list[tuple[str, str, str]] = []
    match row:
        case Entry():
            pairs = [
                (name, getattr(row, name), name)
                for name in ("subject", "project", "document", "statement", "activity")
            ]
        case Activity():
            pairs = [("subject", row.subject, "subject"), ("project", row.project, "project")]
            pairs += [("document", paper, "papers") for paper in row.papers]
        case Statement():
            pairs = [("document", row.document, "document"), ("statement", row.part_of, "part_of")]
            pairs += [("statement", key, "relations") for _, key in row.relations]
            pairs += [("subject", key, "subjects") for key in row.scope.subjects]
        case Document():
            pairs = [("document", row.copy_of, "copy_of")]
        case Project():
            pairs = [("subject", row.subject, "subject"), ("project", row.programme, "programme")]
            pairs += [("subject", key, "implementers") for key in sorted(row.implementers)]
            pairs += [("document", step.paper, "paper") for step in row.steps]
        case Subject():
            pairs = [("subject", row.part_of, "part_of")]
    return (pair for pair in pairs if pair[1])


def present_payloads(wishes: Iterable[Wish]) -> dict[tuple[str, str], str]:
    """(table, key) → payload of the version that stands, for the keys that are wished for."""
    wanted: dict[str, set[str]] = {}
    for wish in wishes:
        if TABLES[wish.table].versioned:
            wanted.setdefault(wish.table, set()).add(wish.key)
    return {
        (table, key): payload
        for table, keys in wanted.items()
        for key, payload in selectors.payloads(table, keys)
    }


def reversing_entries(wishes: Iterable[Wish]) -> dict[int, Entry]:
    """id of the wish → the entry that takes back what it names.

    Raises BookError `unknown.entry`, `reversal.of_reversal`, `reversal.twice`.
    """
    asked = [(wish, wish.row) for wish in wishes if isinstance(wish.row, Reversal)]
    gone = _reversed_already([reversal.entry for _, reversal in asked])
    made: dict[int, Entry] = {}
    for wish, reversal in asked:
        try:
            entry = selectors.entry(reversal.entry)
        except BookError as error:
            raise at_row(error, wish.number, "") from error
        if entry.reverses:
            raise BookError("reversal.of_reversal", "entry", row=wish.number, key=entry.key)
        if entry.key in gone:
            raise BookError("reversal.twice", "entry", row=wish.number, key=entry.key)
        gone.add(entry.key)
        made[id(wish)] = replace(
            entry, amount=-entry.amount, key="", reverses=entry.key, note=reversal.reason.strip()
        )
    return made


def _reversed_already(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        rows = EntryRow.objects.filter(reverses__in=keys[start : start + 500])
        found.update(rows.values_list("reverses", flat=True))
    return found


def check_versions(wishes: Iterable[Wish]) -> None:
    """Raises BookError `row.meanwhile` where somebody has changed a row since the version that a wish was
    made from."""
    expecting = [wish for wish in wishes if wish.expected is not None]
    for table in {wish.table for wish in expecting}:
        here = [wish for wish in expecting if wish.table == table]
        present = selectors.versions(table, (wish.key for wish in here))
        for wish in here:
            if present.get(wish.key, 0) != wish.expected:
                raise BookError("row.meanwhile", table, row=wish.number, key=wish.key)
