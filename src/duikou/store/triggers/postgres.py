"""Triggers for PostgreSQL: one for each row and one for the statement, TRUNCATE among it.

ENABLE ALWAYS: they fire under session_replication_role = replica too. A production role must not own the
tables, since an owner can drop triggers (docs/reference/storage.md has the grants).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duikou.store.triggers.guarded import BOOK, Guarded

_REFUSE = """
BEGIN
  RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END
"""
_KEEP_BOOK = """
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.uuid = OLD.uuid AND NEW.version >= OLD.version THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% keeps its identity: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END
"""
FUNCTIONS = {"duikou_only_grows": _REFUSE, "duikou_keep_book": _KEEP_BOOK}


def create(tables: Iterable[Guarded]) -> Iterator[str]:
    for name, body in FUNCTIONS.items():
        head = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        yield f"{head} AS $duikou${body}$duikou$"
    for table, trigger, events, level, function in _wanted(tables):
        yield f'DROP TRIGGER IF EXISTS {trigger} ON "{table}"'
        yield (
            f'CREATE TRIGGER {trigger} BEFORE {events} ON "{table}" '
            f"FOR EACH {level} EXECUTE FUNCTION {function}()"
        )
        yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {trigger}'


def remove(tables: Iterable[Guarded]) -> Iterator[str]:
    for table, trigger, *_ in _wanted(tables):
        yield f'DROP TRIGGER IF EXISTS {trigger} ON "{table}"'


def missing(tables: Iterable[Guarded], cursor) -> list[tuple[str, str]]:
    """Compares table, events, level, function, its body and that the trigger is always on."""
    cursor.execute(
        "SELECT c.relname, t.tgname, t.tgtype, p.proname, p.prosrc FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND t.tgqual IS NULL"
        " AND c.relnamespace = current_schema()::regnamespace"
    )
    present = {(row[0], row[1]): tuple(row[2:]) for row in cursor.fetchall()}
    return [
        (table, trigger)
        for table, trigger, events, level, function in _wanted(tables)
        if present.get((table, trigger)) != (_type(events, level), function, FUNCTIONS[function])
    ]


def _type(events: str, level: str) -> int:
    """pg_trigger.tgtype: bits 1 row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate."""
    bits = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
    return 2 + (level == "ROW") + sum(bits[event] for event in events.split(" OR "))


def _wanted(tables: Iterable[Guarded]) -> Iterator[tuple[str, str, str, str, str]]:
    for guarded in tables:
        yield guarded.table, "duikou_row", "UPDATE OR DELETE", "ROW", "duikou_only_grows"
        yield guarded.table, "duikou_table", "UPDATE OR DELETE OR TRUNCATE", "STATEMENT", "duikou_only_grows"
    yield BOOK, "duikou_row", "UPDATE OR DELETE", "ROW", "duikou_keep_book"
    yield BOOK, "duikou_table", "TRUNCATE", "STATEMENT", "duikou_only_grows"
