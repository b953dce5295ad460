"""Opening a book: made where wanted, refused in one clear line where not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duikou.book import BookError
from duikou.store.databases import database_of, home_of, postgres_settings
from duikou.store.opening import open_book


def refusal(at: Path | None, create: bool = False) -> BookError:
    with pytest.raises(BookError) as caught:
        open_book(at, create)
    return caught.value


def test_a_book_that_is_not_there_is_missing_and_not_made(tmp_path: Path) -> None:
    error = refusal(tmp_path / "none")
    assert error.code == "book.missing"
    assert str(tmp_path / "none") in str(error)
    assert list(tmp_path.iterdir()) == []


def test_a_book_is_made_once(tmp_path: Path) -> None:
    home = tmp_path / "a" / "b"
    code = (
        "import sys; from pathlib import Path; from duikou.store.opening import open_book;"
        "book = open_book(Path(sys.argv[1]), create=True); print(book.id, book.created, book.head)"
    )
    outs = [
        subprocess.run([sys.executable, "-c", code, home], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    first, second = (out.split() for out in outs)
    assert first[0] == second[0]
    assert (first[1], second[1]) == ("True", "False")
    assert (home / "book.sqlite3").stat().st_size > 0
    assert home.stat().st_mode & 0o077 == 0


def test_an_open_book_says_where_it_stands(own_book) -> None:
    book = open_book()
    assert (book.home, book.head, book.created) == (own_book.home, None, False)


def test_a_book_of_a_newer_payload_is_refused(own_book) -> None:
    with own_book.raw() as raw:
        raw.execute("UPDATE store_book SET version = 99")
    for create in (False, True):
        error = refusal(None, create)
        assert (error.code, error.params["found"]) == ("book.newer", 99)


def test_a_book_with_migrations_of_a_later_version_is_refused(own_book) -> None:
    with own_book.raw() as raw:
        raw.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('store', '9999_later', '2030-01-01 00:00:00')"
        )
    for create in (False, True):
        error = refusal(None, create)
        assert (error.code, error.params["found"]) == ("book.newer", "9999_later")


def test_a_book_that_lacks_a_migration_is_brought_up_only_on_request(own_book, vendor: str) -> None:
    with own_book.raw() as raw:
        raw.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        raw.execute("DROP TABLE django_session")
    assert refusal(None).code == "book.older"
    assert open_book(create=True).created is False
    assert open_book().head is None


@pytest.mark.parametrize("content", [b"not a book at all, only words", b"SQLite format 3\0" + b"x" * 5_000])
def test_a_file_that_is_no_book_is_named(own_book, vendor: str, content: bytes) -> None:
    if vendor != "sqlite":
        pytest.skip("a matter of files")
    home = own_book.home.parent / "other"
    home.mkdir()
    (home / "book.sqlite3").write_bytes(content)
    assert refusal(home).code == "book.unreadable"
    assert refusal(home, create=True).code == "book.unreadable"
    assert (home / "book.sqlite3").read_bytes() == content


def test_an_empty_database_without_tables_is_no_book(own_book, vendor: str) -> None:
    if vendor != "sqlite":
        pytest.skip("a matter of files")
    home = own_book.home.parent / "other"
    home.mkdir()
    (home / "book.sqlite3").touch()
    assert refusal(home).code == "book.missing"


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    error = refusal(tmp_path / "file" / "book", create=True)
    assert error.code == "book.not_made"


def test_a_server_that_does_not_answer_is_named(own_book) -> None:
    url = "postgresql://nobody:secret@127.0.0.1:1/none?connect_timeout=2"
    ended = own_book.run("verify", DUIKOU_DATABASE_URL=url)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "does not answer" in ended.stderr
    assert "secret" not in ended.stderr


@pytest.mark.parametrize(
    "url", ["mysql://u:p@h/d", "postgresql://u:p@h:port/d", "postgresql://host", "nonsense", "postgresql:///"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BookError, match=r"settings\.database_url"):
        database_of({"DUIKOU_DATABASE_URL": url})


def test_an_address_is_read_with_all_its_parts() -> None:
    made = postgres_settings("postgresql://us%40er:p%3Aw@Host.example:5433/book?sslmode=require")
    named = {name: made[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert named == {
        "NAME": "book",
        "USER": "us@er",
        "PASSWORD": "p:w",
        "HOST": "host.example",
        "PORT": "5433",
    }
    assert made["OPTIONS"]["sslmode"] == "require"
    assert postgres_settings("postgres://%2Frun%2FPostgres/book")["HOST"] == "/run/Postgres"
    assert postgres_settings("postgres://u@%2Frun%2FPg:5433/book")["HOST"] == "/run/Pg"
    assert postgres_settings("postgres:///book?host=/run/pg")["HOST"] == "/run/pg"


def test_the_home_is_the_named_one_else_the_user_s() -> None:
    assert home_of({"DUIKOU_HOME": "/a/b"}) == Path("/a/b")
    assert home_of({"XDG_DATA_HOME": "/data"}) == Path("/data/duikou")
    assert home_of({}) == Path.home() / ".local/share/duikou"
    assert home_of({"DUIKOU_HOME": "here"}) == Path(os.getcwd()) / "here"
