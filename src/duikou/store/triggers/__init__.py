"""Append-only, kept by the database itself: whoever writes past Duikou is refused too.

`install` after every migration, `missing` for `verify`. See docs/reference/storage.md.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, UniqueConstraint

from duikou.store.triggers import postgres, sqlite
from duikou.store.triggers.guarded import Guarded


def guarded_tables() -> tuple[Guarded, ...]:
    """Every table that only grows, with its unique sets of columns."""
    from duikou.store.models import (
        AuditRow,
        CarriedDecision,
        DecisionRow,
        DocumentText,
        FilingEvent,
        FilingLine,
        Posting,
        ProposalRow,
        PublishedAccount,
    )
    from duikou.store.tables import TABLES

    journals = (
        AuditRow,
        DocumentText,
        ProposalRow,
        DecisionRow,
        CarriedDecision,
        FilingEvent,
        FilingLine,
        PublishedAccount,
    )
    models: tuple[type[Model], ...] = (Posting, *(table.model for table in TABLES.values()), *journals)
    return tuple(map(_guarded, models))


def install(connection: BaseDatabaseWrapper) -> None:
    """Create or replace all triggers. Tables must exist."""
    _run(connection, _backend(connection).create(guarded_tables()))


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove all triggers: for tests that empty tables, for restoring a copy, and for a migration that fills
    a new column; each puts them back at once."""
    _run(connection, _backend(connection).remove(guarded_tables()))


def missing(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """(table, trigger) of every trigger that is absent, switched off or not as installed."""
    with connection.cursor() as cursor:
        return _backend(connection).missing(guarded_tables(), cursor)


def _backend(connection: BaseDatabaseWrapper):
    return {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]


def _run(connection: BaseDatabaseWrapper, commands: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)


def _guarded(model: type[Model]) -> Guarded:
    options = model._meta
    assert options.pk is not None
    single = [field.name for field in options.concrete_fields if field.unique and not field.primary_key]
    unique = [(_columns(model, [name]), "") for name in (options.pk.name, *single)]
    for constraint in options.constraints:
        if isinstance(constraint, UniqueConstraint):
            columns = _columns(model, constraint.fields)
            # The only partial unique set is "not empty"; written as in its index, so that the index serves.
            unique.append((columns, f"\"{columns[0]}\" > ''" if constraint.condition else ""))
    return Guarded(options.db_table, tuple(unique))


def _columns(model: type[Model], names: Iterable[str]) -> tuple[str, ...]:
    by_name = {field.name: field.column for field in model._meta.concrete_fields}
    return tuple(str(by_name[name]) for name in names)
