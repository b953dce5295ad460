"""Tampered books: `verify` names what broke."""

import json

import pytest

from duikou.actions.gather import gathering
from duikou.actions.post import post
from duikou.book import Document, Figure, Receipt, Scope, Statement
from duikou.store import selectors, triggers
from duikou.store.actors import system_actor
from duikou.store.chain import posting_digest
from duikou.store.verification import Report, verify

ACTOR = system_actor()


def fill(grant) -> None:
    """Three postings: two entries; a document with a statement and an entry from it; two entries."""
    post([grant(100), grant(200)], actor=ACTOR)
    scope = Scope("fund", "CNY", "arrived", donors=frozenset({"310000"}))
    with gathering(actor=ACTOR, action="mixed") as basket:
        basket.documents([Document("d", "title")])
        basket.statements([Statement("s", scope, Figure(300, 100, 100), document="d")])
        basket.entries([grant(300, document="d")])
    post([grant(400), grant(500)], actor=ACTOR)


@pytest.fixture
def book(own_book, grant):
    """Filled, in a database that commits."""
    fill(grant)
    return own_book


def tamper(book, *commands: str) -> None:
    """What somebody with the owner's password does: triggers away, change, triggers back."""
    from django.db import connection

    triggers.drop(connection)
    with book.raw() as raw:
        for command in commands:
            raw.execute(command)
    triggers.install(connection)


def found(report: Report) -> list[tuple[str, int, str, str]]:
    return [(fault.code, fault.posting, fault.table, fault.key) for fault in report.faults]


def test_an_untouched_book_is_whole(book) -> None:
    report = verify(selectors.head())
    assert report.whole, report.faults
    assert (report.postings, report.rows) == (3, 7)
    assert report.head == selectors.head()


def test_an_empty_book_is_whole(own_book) -> None:
    assert verify().whole


COPY = (
    "INSERT INTO store_entryrow (posting_id, line, measure, unit, stage, kind, amount, rounding, first_day,"
    " last_day, donors, recipient, sector, subject, project, document, statement, note, reverses)"
    " SELECT {posting}, {line}, measure, unit, stage, kind, amount, rounding, first_day, last_day, donors,"
    " recipient, sector, subject, project, document, statement, note, reverses"
    " FROM store_entryrow WHERE posting_id = 1 AND line = 1"
)
CASES: dict[str, tuple[tuple[str, ...], list[tuple[str, int, str, str]]]] = {
    "an amount changed": (
        ("UPDATE store_entryrow SET amount = amount + 1 WHERE posting_id = 1 AND line = 2",),
        [("row.changed", 1, "entry", "E1-2")],
    ),
    "a note added": (
        ("UPDATE store_entryrow SET note = 'x' WHERE posting_id = 3 AND line = 1",),
        [("row.changed", 3, "entry", "E3-1")],
    ),
    "a day moved": (
        ("UPDATE store_entryrow SET last_day = '2024-05-02' WHERE posting_id = 3 AND line = 1",),
        [("row.changed", 3, "entry", "E3-1")],
    ),
    "donors changed": (
        ("UPDATE store_entryrow SET donors = '[\"320000\"]' WHERE posting_id = 1 AND line = 1",),
        [("row.changed", 1, "entry", "E1-1")],
    ),
    "donors spoilt": (
        ("UPDATE store_entryrow SET donors = '[' WHERE posting_id = 1 AND line = 1",),
        [("row.changed", 1, "entry", "E1-1")],
    ),
    "two lines exchanged": (
        (
            "UPDATE store_entryrow SET line = 9 WHERE posting_id = 1 AND line = 1",
            "UPDATE store_entryrow SET line = 1 WHERE posting_id = 1 AND line = 2",
            "UPDATE store_entryrow SET line = 2 WHERE posting_id = 1 AND line = 9",
        ),
        [("row.changed", 1, "entry", "E1-1"), ("row.changed", 1, "entry", "E1-2")],
    ),
    "a statement's payload changed": (
        ("UPDATE store_statementrow SET payload = replace(payload, '300', '900') WHERE key = 's'",),
        [("row.changed", 2, "statement", "s")],
    ),
    "a statement's index column changed": (
        ("UPDATE store_statementrow SET document = 'other' WHERE key = 's'",),
        [("row.changed", 2, "statement", "s")],
    ),
    "a key changed": (
        ("UPDATE store_documentrow SET key = 'e' WHERE key = 'd'",),
        [("row.changed", 2, "document", "d")],
    ),
    "a document withdrawn by hand": (
        ("UPDATE store_documentrow SET withdrawn = NOT withdrawn WHERE key = 'd'",),
        [("row.changed", 2, "document", "d")],
    ),
    "an entry removed": (
        ("DELETE FROM store_entryrow WHERE posting_id = 1 AND line = 1",),
        [("row.removed", 1, "entry", "E1-1")],
    ),
    "the last entry cut off": (
        ("DELETE FROM store_entryrow WHERE posting_id = 3 AND line = 2",),
        [("row.removed", 3, "entry", "E3-2")],
    ),
    "a statement removed": (
        ("DELETE FROM store_statementrow",),
        [("row.removed", 2, "statement", "s")],
    ),
    "an entry inserted": (
        (COPY.format(posting=1, line=3),),
        [("row.inserted", 1, "entry", "E1-3")],
    ),
    "an entry inserted at a line of another table": (
        (COPY.format(posting=2, line=1),),
        [("row.inserted", 2, "entry", "E2-1")],
    ),
    "the actor changed": (
        (
            "INSERT INTO store_user (username, password, is_superuser, first_name, last_name, email,"
            " is_staff, is_active, date_joined, must_change) SELECT 'mallory', password, is_superuser,"
            " first_name, last_name, email, is_staff, is_active, date_joined, must_change FROM store_user",
            "UPDATE store_posting SET actor = 'mallory' WHERE number = 2",
        ),
        [("posting.changed", 2, "", "")],
    ),
    "the action changed": (
        ("UPDATE store_posting SET action = 'reverse' WHERE number = 2",),
        [("posting.changed", 2, "", "")],
    ),
    "the moment changed": (
        ("UPDATE store_posting SET recorded_at = '2001-01-01 00:00:00' WHERE number = 1",),
        [("posting.changed", 1, "", "")],
    ),
    "the moment moved before the posting before": (
        ("UPDATE store_posting SET recorded_at = '2001-01-01 00:00:00' WHERE number = 3",),
        [("posting.changed", 3, "", ""), ("posting.order", 3, "", "")],
    ),
    "the digest changed": (
        (f"UPDATE store_posting SET digest = '{'0' * 64}' WHERE number = 3",),
        [("posting.changed", 3, "", "")],
    ),
    "the manifest spoilt": (
        ("UPDATE store_posting SET manifest = '[' WHERE number = 3",),
        [
            ("posting.changed", 3, "", ""),
            ("posting.unreadable", 3, "", ""),
            ("posting.changed", 3, "", ""),
            ("row.inserted", 3, "entry", "E3-1"),
            ("row.inserted", 3, "entry", "E3-2"),
        ],
    ),
    "a posting of a newer version": (
        ("UPDATE store_posting SET payload_version = 99 WHERE number = 3",),
        [
            ("posting.newer", 3, "", ""),
            ("posting.changed", 3, "", ""),
            ("row.changed", 3, "entry", "E3-1"),
            ("row.changed", 3, "entry", "E3-2"),
        ],
    ),
    "a whole posting removed from the middle": (
        (
            "DELETE FROM store_entryrow WHERE posting_id = 2",
            "DELETE FROM store_statementrow",
            "DELETE FROM store_documentrow",
            "DELETE FROM store_posting WHERE number = 2",
        ),
        [("posting.missing", 2, "", "")],
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_tampering_is_named(grant, name: str) -> None:
    from django.db import connection

    fill(grant)
    connection.check_constraints()
    commands, expected = CASES[name]
    triggers.drop(connection)
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
    connection.check_constraints()
    triggers.install(connection)
    assert found(verify()) == expected


def test_a_tail_cut_off_with_all_its_rows_shows_against_the_receipt_only(book) -> None:
    receipt = selectors.head()
    tamper(
        book,
        "DELETE FROM store_entryrow WHERE posting_id = 3",
        "DELETE FROM store_posting WHERE number = 3",
    )
    assert verify().whole
    report = verify(receipt)
    assert found(report) == [("chain.cut_off", 3, "", "")]
    assert report.faults[0].params == (("last", 2),)


def test_a_chain_computed_anew_shows_against_the_receipt_only(book) -> None:
    receipt = selectors.head()
    assert receipt is not None
    tamper(book, "UPDATE store_entryrow SET amount = 999 WHERE posting_id = 1 AND line = 1")
    _compute_anew(book, receipt.book)
    assert selectors.entries()[0].amount == 999
    assert verify().whole, verify().faults
    assert found(verify(receipt)) == [("chain.recomputed", 3, "", "")]
    older = selectors.postings()[0]
    assert found(verify(Receipt(receipt.book, 1, "f" * 64))) == [("chain.recomputed", 1, "", "")]
    assert verify(Receipt(receipt.book, 1, older.digest)).whole


def _compute_anew(book, book_id: str) -> None:
    """Every digest again, as somebody who has read the program could."""
    from duikou.store.payload import row_digest
    from duikou.store.tables import TABLES

    digests = {
        entry.key: row_digest("entry", TABLES["entry"].payload(entry), 1) for entry in selectors.entries()
    }
    previous = selectors.posting(1).previous
    commands = []
    for number in (1, 2, 3):
        old = selectors.posting(number)
        manifest = [[table, key, digests.get(key, known)] for table, key, known in old.manifest]
        text = json.dumps(manifest, separators=(",", ":"))
        header = (book_id, number, previous, old.recorded_at, old.actor, old.office, old.action, 1)
        digest = posting_digest(*header, text)
        commands.append(
            f"UPDATE store_posting SET manifest = '{text}', previous = '{previous}', digest = '{digest}'"
            f" WHERE number = {number}"
        )
        previous = digest
    tamper(book, *commands)


def test_a_row_changed_together_with_its_manifest_shows_in_the_posting(book) -> None:
    from duikou.store.payload import row_digest
    from duikou.store.tables import TABLES

    tamper(book, "UPDATE store_entryrow SET amount = 999 WHERE posting_id = 1 AND line = 1")
    old = selectors.posting(1)
    wanted = row_digest("entry", TABLES["entry"].payload(selectors.entry("E1-1")), 1)
    manifest = json.dumps(
        [[t, k, wanted if k == "E1-1" else d] for t, k, d in old.manifest], separators=(",", ":")
    )
    tamper(book, f"UPDATE store_posting SET manifest = '{manifest}' WHERE number = 1")
    assert found(verify()) == [("posting.changed", 1, "", "")]


def test_a_receipt_of_another_book_is_told_apart(book) -> None:
    assert found(verify(Receipt("0" * 32, 1, "0" * 64))) == [("receipt.other_book", 0, "", "")]


def test_a_book_with_another_identity_does_not_fit_its_postings(book) -> None:
    tamper(book, "UPDATE store_book SET uuid = '00000000000000000000000000000000'")
    assert [fault.code for fault in verify().faults] == ["posting.changed"] * 3


def _spoil(book, command: str) -> list[str]:
    with book.raw() as raw:
        raw.execute(command)
    return [fault.code for fault in verify().faults]


def test_a_dropped_trigger_is_missed(book, vendor: str) -> None:
    name = "store_entryrow__no_delete" if vendor == "sqlite" else "duikou_row ON store_entryrow"
    assert _spoil(book, f"DROP TRIGGER {name}") == ["trigger.missing"]


def test_a_trigger_that_does_nothing_is_missed(book, vendor: str) -> None:
    if vendor == "sqlite":
        name = "store_entryrow__no_update"
        with book.raw() as raw:
            raw.execute(f"DROP TRIGGER {name}")
        command = f"CREATE TRIGGER {name} BEFORE UPDATE ON store_entryrow BEGIN SELECT 1; END"
        assert _spoil(book, command) == ["trigger.missing"]
    else:
        body = "BEGIN RETURN NEW; END"
        command = (
            f"CREATE OR REPLACE FUNCTION duikou_only_grows() RETURNS trigger LANGUAGE plpgsql AS '{body}'"
        )
        assert set(_spoil(book, command)) == {"trigger.missing"}


@pytest.mark.postgres
def test_triggers_switched_off_are_missed(book) -> None:
    assert "trigger.missing" in _spoil(book, "ALTER TABLE store_entryrow DISABLE TRIGGER USER")


@pytest.mark.postgres
def test_foreign_keys_switched_off_are_missed(book) -> None:
    assert "constraint.broken" in _spoil(book, "ALTER TABLE store_entryrow DISABLE TRIGGER ALL")


def test_a_dropped_constraint_is_missed(book) -> None:
    assert _spoil(book, "DROP INDEX entryrow_reversed_once") == ["constraint.missing"]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("last_day", "2024-13-45", "row.changed"),
        ("amount", "many", "row.changed"),
        ("amount", "1.5", "row.changed"),
        ("donors", "{}", "row.changed"),
    ],
)
def test_values_that_no_column_should_hold_are_named(
    book, vendor, column: str, value: str, code: str
) -> None:
    if vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such values itself")
    tamper(book, f"UPDATE store_entryrow SET {column} = '{value}' WHERE posting_id = 1 AND line = 1")
    assert (code, 1, "entry", "E1-1") in found(verify())


def test_the_walk_goes_through_a_moment_that_is_none(book, vendor: str) -> None:
    if vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such values itself")
    tamper(book, "UPDATE store_posting SET recorded_at = '2024-13-45 99:00:00' WHERE number = 2")
    assert "file.damaged" in [fault.code for fault in verify().faults]
