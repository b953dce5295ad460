"""The tables only grow, whoever writes: raw SQL past Django and past its connection settings."""

import pytest

from duikou.actions.add_document import add_document
from duikou.actions.add_words import add_words
from duikou.actions.gather import gathering
from duikou.actions.post import post
from duikou.book import Document, Figure, Pairing, Project, Scope, Statement, Subject
from duikou.store import selectors, triggers
from duikou.store.actors import system_actor
from duikou.store.verification import verify
from duikou.store.word import Word

ACTOR = system_actor()
TABLES = [
    "store_posting",
    "store_entryrow",
    "store_statementrow",
    "store_documentrow",
    "store_pairingrow",
    "store_projectrow",
    "store_subjectrow",
    "store_vocabularyrow",
]


@pytest.fixture
def book(own_book, grant):
    """One row at least in every table."""
    place = (("name", "沪渝"), ("code", "310000"), ("kind", "other"), ("from", ""), ("to", ""))
    with gathering(actor=ACTOR, action="all") as basket:
        basket.words([Word("place_names", place)])
        basket.documents([Document("d", "t")])
        basket.subjects([Subject("s", "n")])
        basket.pairings([Pairing("p", frozenset({"310000"}), frozenset({"500101"}))])
        basket.projects([Project("x", "n")])
        basket.statements([Statement("s", Scope("fund", "CNY", "arrived"), Figure(1, 1, 1))])
        basket.entries([grant(100), grant(200)])
    return own_book


def refused(book, command: str) -> str:
    """The database's own words against a command; "" where it was carried out."""
    with book.raw() as raw:
        try:
            raw.execute(command)
        except Exception as error:  # the drivers share no other base
            return str(error)
    return ""


def test_rows_cannot_be_deleted(book) -> None:
    for table in TABLES:
        assert "only grows" in refused(book, f"DELETE FROM {table}"), table
    assert "DELETE refused" in refused(book, "DELETE FROM store_book")
    assert verify(selectors.head()).whole


def test_rows_cannot_be_updated(book) -> None:
    for table in TABLES:
        column = "action" if table == "store_posting" else "line"
        assert "only grows" in refused(book, f"UPDATE {table} SET {column} = {column}"), table
    assert verify(selectors.head()).whole


def test_rows_cannot_be_replaced(book, vendor: str) -> None:
    for table in TABLES:
        key = "number" if table == "store_posting" else "id"
        commands = {
            "sqlite": (
                f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
                f"REPLACE INTO {table} SELECT * FROM {table}",
                f"UPDATE OR REPLACE {table} SET rowid = rowid + 1",
            ),
            "postgresql": (
                f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = 1",
            ),
        }
        for command in commands[vendor]:
            assert "only grows" in refused(book, command), command
    assert verify(selectors.head()).whole


def test_an_entry_cannot_be_replaced_at_its_line(book, vendor: str) -> None:
    """A new row number, the same posting and line: REPLACE would delete the row that holds that place."""
    if vendor != "sqlite":
        pytest.skip("REPLACE is of SQLite")
    columns = "posting_id, line, measure, unit, stage, kind, amount, rounding, first_day, last_day, donors"
    columns += ", recipient, sector, subject, project, document, statement, note, reverses"
    forged = columns.replace("amount", "amount + 1")
    command = f"INSERT OR REPLACE INTO store_entryrow ({columns}) SELECT {forged} FROM store_entryrow"
    assert "only grows" in refused(book, command)
    assert [entry.amount for entry in selectors.entries()] == [100, 200]


@pytest.mark.postgres
def test_tables_cannot_be_truncated(book) -> None:
    for table in [*TABLES, "store_book"]:
        assert "TRUNCATE refused" in refused(book, f"TRUNCATE {table} CASCADE"), table


@pytest.mark.postgres
def test_triggers_fire_for_a_replica_too(book) -> None:
    with book.raw() as raw:
        raw.execute("SET session_replication_role = replica")
        with pytest.raises(Exception, match="only grows"):
            raw.execute("DELETE FROM store_entryrow")


def test_the_book_keeps_its_identity(book) -> None:
    other = "00000000000000000000000000000000"
    assert refused(book, f"UPDATE store_book SET uuid = '{other}'")
    assert refused(book, "UPDATE store_book SET version = version - 1")
    assert refused(book, f"INSERT INTO store_book VALUES (2, '{other}', 1, '2025-01-01')")
    assert refused(book, "UPDATE store_book SET version = version + 1") == ""


def test_nothing_is_in_the_way_of_new_postings(book, grant) -> None:
    post([grant(1)], actor=ACTOR)
    add_document(Document("e", "t"), actor=ACTOR)
    add_words([], actor=ACTOR)
    assert selectors.counts()["entries"] == 3


def test_triggers_come_back_after_a_migration(book) -> None:
    """Altering a column makes SQLite build the table anew, without its triggers."""
    from django.core.management import call_command
    from django.db import connection

    from duikou.store.models import EntryRow

    old = EntryRow._meta.get_field("measure")
    new = old.clone()
    new.max_length = 65
    new.set_attributes_from_name("measure")
    new.model = EntryRow
    with connection.schema_editor() as editor:
        editor.alter_field(EntryRow, old, new)
    if connection.vendor == "sqlite":
        assert {table for table, _ in triggers.missing(connection)} == {"store_entryrow"}
        assert refused(book, "UPDATE store_entryrow SET note = 'x' WHERE line = 1") == ""
        with book.raw() as raw:
            raw.execute("UPDATE store_entryrow SET note = ''")
    with connection.schema_editor() as editor:
        editor.alter_field(EntryRow, new, old)
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []
    assert "only grows" in refused(book, "UPDATE store_entryrow SET note = 'x'")
    assert "only grows" in refused(book, "DELETE FROM store_entryrow")
    assert verify(selectors.head()).whole


def test_triggers_stand_in_every_new_book(own_book) -> None:
    from django.db import connection

    assert triggers.missing(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [1, 2])
def test_tests_that_commit_leave_an_empty_book_with_its_triggers(grant, again: int) -> None:
    from django.db import DatabaseError, connection

    assert selectors.head() is None
    post([grant(1)], actor=ACTOR)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_entryrow")
