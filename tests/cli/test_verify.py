"""`duikou receipt`, `verify`, `backup`, `restore` as a person meets them: exit status, one clear line."""

import json
import re
from pathlib import Path

import pytest

from duikou.actions.post import post
from duikou.store import selectors, triggers
from duikou.store.actors import system_actor


@pytest.fixture
def receipt(own_book, grant) -> str:
    """Two postings are in the book; the receipt of the second."""
    post([grant(100), grant(200)], actor=system_actor())
    return str(post([grant(300)], actor=system_actor()))


@pytest.fixture
def grant():
    from datetime import date

    from duikou.book import Entry

    day = date(2024, 5, 1)
    return lambda amount: Entry("fund", "CNY", "arrived", amount, day, day)


def tamper(own_book, *commands: str) -> None:
    from django.db import connection

    triggers.drop(connection)
    with own_book.raw() as raw:
        for command in commands:
            raw.execute(command)
    triggers.install(connection)


def test_the_receipt_is_the_head(own_book, receipt: str) -> None:
    ended = own_book.run("receipt")
    assert (ended.returncode, ended.stdout.strip()) == (0, receipt)
    assert re.fullmatch(r"[0-9a-f-]{36}:2:[0-9a-f]{64}", receipt)


def test_a_whole_book_verifies_with_a_receipt_as_words_or_as_a_file(own_book, receipt: str, tmp_path) -> None:
    file = tmp_path / "receipt.txt"
    file.write_text(f"{receipt}\n")
    for given in (receipt, str(file)):
        ended = own_book.run("verify", "--receipt", given)
        assert ended.returncode == 0, ended.stderr
        assert "Whole: 2 postings with 3 rows" in ended.stdout
    assert receipt in own_book.run("verify").stdout


@pytest.mark.parametrize(
    ("commands", "line"),
    [
        (
            ("UPDATE store_entryrow SET amount = 7 WHERE posting_id = 1 AND line = 2",),
            "Posting 1: entry E1-2 was changed.",
        ),
        (("DELETE FROM store_entryrow WHERE posting_id = 2",), "Posting 2: entry E2-1 was removed."),
        (
            ("DELETE FROM store_entryrow WHERE posting_id = 2", "DELETE FROM store_posting WHERE number = 2"),
            "The tail was cut off: the receipt is of posting 2, the book ends with 1.",
        ),
    ],
)
def test_a_tampered_book_is_broken(own_book, receipt: str, commands, line: str) -> None:
    tamper(own_book, *commands)
    ended = own_book.run("verify", "--receipt", receipt)
    assert ended.returncode == 1
    assert line in ended.stdout.splitlines()
    ended = own_book.run("verify", "--receipt", receipt, "--format", "json")
    assert ended.returncode == 1
    found = json.loads(ended.stdout)
    assert (found["whole"], len(found["faults"])) == (False, 1)


def test_a_missing_trigger_is_named(own_book, receipt: str, vendor: str) -> None:
    name = "store_entryrow__no_update" if vendor == "sqlite" else "duikou_row ON store_entryrow"
    with own_book.raw() as raw:
        raw.execute(f"DROP TRIGGER {name}")
    ended = own_book.run("verify", "--receipt", receipt)
    assert ended.returncode == 1
    assert "of the table store_entryrow is missing or was changed" in ended.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "--receipt", "nonsense"), "no receipt"),
        (("verify", "--receipt", "a:b:c"), "no receipt"),
        (("verify", "--at", "/nowhere/at/all"), "no book at"),
        (("receipt", "--at", "/nowhere/at/all"), "no book at"),
        (("backup", "/nowhere/at/all/copy.zip"), "cannot be written"),
        (("restore", "/nowhere/copy.zip"), "does not exist"),
        (("verify", "--format", "xml"), "Invalid value"),
        (("nonsense",), "No such command"),
    ],
)
def test_bad_input_ends_with_one_line_and_status_2(ask, words: tuple[str, ...], said: str) -> None:
    ended = ask(*words)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert len([line for line in ended.stderr.splitlines() if line.startswith("Error:")]) == 1
    assert "Traceback" not in ended.stderr


def test_an_empty_book_has_no_receipt(own_book) -> None:
    ended = own_book.run("receipt")
    assert (ended.returncode, "no receipt yet" in ended.stderr) == (2, True)
    assert own_book.run("verify").returncode == 0


def test_a_book_of_a_newer_version_is_refused(own_book, receipt: str) -> None:
    with own_book.raw() as raw:
        raw.execute("UPDATE store_book SET version = 99")
    ended = own_book.run("verify")
    assert ended.returncode == 2
    assert "newer version" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_messages_are_in_chinese_unless_asked_otherwise(own_book) -> None:
    ended = own_book.run("verify", "--at", "/nowhere/at/all", DUIKOU_LANGUAGE="")
    assert "/nowhere/at/all" in ended.stderr
    if not list((Path(__file__).parents[2] / "src/duikou/locale").glob("*/LC_MESSAGES/*.mo")):
        pytest.skip("the catalogs are not compiled (make ready)")
    assert "There is no book" not in ended.stderr


def test_a_copy_is_written_and_restored(own_book, receipt: str, tmp_path: Path) -> None:
    copy, home = tmp_path / "copy.zip", tmp_path / "other"
    written = own_book.run("backup", str(copy))
    assert (written.returncode, receipt in written.stdout) == (0, True), written.stderr
    assert own_book.run("restore", str(copy)).returncode == 2
    assert str(selectors.head()) == receipt
    restored = own_book.run("restore", str(copy), "--at", str(home))
    assert restored.returncode == 0, restored.stderr
    assert own_book.run("receipt", "--at", str(home)).stdout.strip() == receipt


def test_what_is_no_copy_makes_no_book(own_book, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("only words")
    ended = own_book.run("restore", str(words), "--at", str(tmp_path / "other"))
    assert (ended.returncode, "not a copy" in ended.stderr) == (2, True)
    assert not (tmp_path / "other").exists()


def test_upgrade_makes_a_book_and_keeps_one(own_book, receipt: str, tmp_path: Path) -> None:
    made = own_book.run("upgrade", "--at", str(tmp_path / "new"))
    assert (made.returncode, "empty book" in made.stdout) == (0, True), made.stderr
    assert own_book.run("verify", "--at", str(tmp_path / "new")).returncode == 0
    assert own_book.run("upgrade").stdout.strip() == receipt


def test_an_unreadable_address_of_a_server_is_one_line(own_book) -> None:
    ended = own_book.run("verify", DUIKOU_DATABASE_URL="mysql://root:secret@host/book")
    assert ended.returncode == 2
    assert "DUIKOU_DATABASE_URL" in ended.stderr
    assert "secret" not in ended.stderr
    assert "Traceback" not in ended.stderr
