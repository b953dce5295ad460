"""Triggers for SQLite.

INSERT OR REPLACE deletes the old row without firing DELETE triggers unless the connection has asked for
recursive triggers, so a trigger before INSERT refuses every row that would replace one.
Source: https://www.sqlite.org/lang_conflict.html, "REPLACE".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duikou.store.triggers.guarded import BOOK, Guarded


def create(tables: Iterable[Guarded]) -> Iterator[str]:
    for name, sql in _wanted(tables).items():
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield sql


def remove(tables: Iterable[Guarded]) -> Iterator[str]:
    for name in _wanted(tables):
        yield f'DROP TRIGGER IF EXISTS "{name}"'


def missing(tables: Iterable[Guarded], cursor) -> list[tuple[str, str]]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    present = dict(cursor.fetchall())
    return [(_table(name), name) for name, sql in _wanted(tables).items() if present.get(name) != sql]


def _table(trigger: str) -> str:
    return trigger.partition("__")[0]


def _wanted(tables: Iterable[Guarded]) -> dict[str, str]:
    found: dict[str, str] = {}
    for guarded in tables:
        found.update(_triggers(guarded))
    found.update(_book_triggers())
    return found


def _triggers(guarded: Guarded) -> dict[str, str]:
    table = guarded.table
    triggers = {
        f"{table}__no_{verb.lower()}": _refuse(f"{table}__no_{verb.lower()}", verb, table, f"{verb} refused")
        for verb in ("UPDATE", "DELETE")
    }
    name = f"{table}__no_replace"
    tests = " OR ".join(
        f'EXISTS (SELECT 1 FROM "{table}" WHERE {_same(columns, condition)})'
        for columns, condition in guarded.unique
    )
    triggers[name] = _refuse(name, "INSERT", table, "a row is there already, replacing refused", tests)
    return triggers


def _same(columns: tuple[str, ...], condition: str) -> str:
    same = [f'"{column}" = NEW."{column}"' for column in columns]
    return " AND ".join([*same, condition] if condition else same)


def _book_triggers() -> dict[str, str]:
    other = 'NEW."id" <> OLD."id" OR NEW."uuid" <> OLD."uuid" OR NEW."version" < OLD."version"'
    names = {verb: f"{BOOK}__no_{verb.lower()}" for verb in ("UPDATE", "DELETE", "REPLACE")}
    there = f'EXISTS (SELECT 1 FROM "{BOOK}")'
    return {
        names["UPDATE"]: _refuse(names["UPDATE"], "UPDATE", BOOK, "the book keeps its identity", other),
        names["DELETE"]: _refuse(names["DELETE"], "DELETE", BOOK, "DELETE refused"),
        names["REPLACE"]: _refuse(names["REPLACE"], "INSERT", BOOK, "there is one book only", there),
    }


def _refuse(name: str, verb: str, table: str, why: str, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH ROW{condition} '
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows: {why}'); END"
    )
