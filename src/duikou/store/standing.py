"""Do the database's own guards stand: triggers, constraints, the file itself?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import ForeignKey, Model

from duikou.store import triggers


def problems(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str, str]]:
    """(code, table, name of what is missing or broken); codes trigger.missing, constraint.missing,
    constraint.broken, file.damaged."""
    for table, trigger in triggers.missing(connection):
        yield "trigger.missing", table, trigger
    with connection.cursor() as cursor:
        for model in apps.get_app_config("store").get_models():
            table = model._meta.db_table
            present = connection.introspection.get_constraints(cursor, table)
            for name in _missing(model, present):
                yield "constraint.missing", table, name
        yield from (_sqlite if connection.vendor == "sqlite" else _postgres)(cursor)


def _missing(model: type[Model], present: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Constraints of the model that the table lacks: named ones by name, the others by their columns."""
    options = model._meta
    for constraint in options.constraints:
        if constraint.name not in present:
            yield constraint.name
    assert options.pk is not None
    unique = {
        tuple(found["columns"]) for found in present.values() if found["unique"] or found["primary_key"]
    }
    keys = {found["columns"][0]: found["foreign_key"] for found in present.values() if found["foreign_key"]}
    for field in options.concrete_fields:
        assert field.column is not None
        if field.unique and (field.column,) not in unique:
            yield f"unique {field.column}"
        if isinstance(field, ForeignKey):
            target = field.target_field
            if keys.get(field.column) != (target.model._meta.db_table, target.column):
                yield f"foreign key {field.column}"


def _sqlite(cursor: Any) -> Iterator[tuple[str, str, str]]:
    cursor.execute("PRAGMA integrity_check(20)")
    for (said,) in cursor.fetchall():
        if said != "ok":
            yield "file.damaged", "", str(said)
    cursor.execute("PRAGMA foreign_key_check")
    for table, target in sorted({(row[0], row[2]) for row in cursor.fetchall()}):
        yield "constraint.broken", table, f"foreign key to {target}"


def _postgres(cursor: Any) -> Iterator[tuple[str, str, str]]:
    cursor.execute(
        "SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " WHERE NOT k.convalidated AND c.relnamespace = current_schema()::regnamespace"
        " UNION SELECT DISTINCT c.relname, k.conname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_constraint k ON k.oid = t.tgconstraint"
        " WHERE t.tgisinternal AND t.tgenabled <> 'O' AND c.relnamespace = current_schema()::regnamespace"
    )
    for table, name in sorted(cursor.fetchall()):
        yield "constraint.broken", table, name
