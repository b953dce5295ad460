"""Bad input: one clear line on stderr, nothing on stdout, exit status 2, nothing written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from .conftest import Ask

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def refused(ended: Any, line: str) -> None:
    """`ended`: a process, or the result of click's runner."""
    status = ended.exit_code if isinstance(ended, Result) else ended.returncode
    assert (status, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert line in ended.stderr
    assert "Traceback" not in ended.stderr


def contents(home: Path) -> dict[str, tuple[int, int]]:
    files = [path for path in home.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


@pytest.mark.parametrize("command", ["read", "check"])
@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("none.md", None, "none.md: there is no such file."),
        ("picture.txt", PICTURE, "picture.txt is not a text file, or it is damaged."),
        ("picture.png", PICTURE, "picture.png: save it as one of .txt .md"),
        ("empty.md", b"\n", "empty.md holds no text."),
    ],
)
def test_a_file_that_is_no_draft(
    ask: Ask, tmp_path: Path, command: str, name: str, content: bytes | None, line: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    refused(ask(command, tmp_path / name), line)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("sum fund --recipient 万洲区", "Unknown place: 万洲区. Did you mean 万州区"),
        ("sum fund --to 2025-02-30", "There is no such day: 2025-02-30."),
        ("summ fund", "No such command 'summ'"),
        ("--colour", "No such option"),
    ],
)
def test_words_that_mean_nothing(ask: Ask, words: str, line: str) -> None:
    refused(ask(*words.split()), line)


def test_the_near_name_is_offered_in_chinese_too(sample_book: Any) -> None:
    ended = sample_book.run("sum", "fund", "--recipient", "万洲区", DUIKOU_LANGUAGE="zh-hans")
    refused(ended, "万州区")
    assert "您要找的是" in ended.stderr or "是否" in ended.stderr


@pytest.mark.parametrize("words", ["read draft.md --dated 2025-13", "check draft.md --dated 五月"])
def test_a_date_that_is_none(ask: Ask, tmp_path: Path, words: str) -> None:
    command, name, *rest = words.split()
    (tmp_path / name).write_text("援助1亿元。", encoding="utf-8")
    refused(ask(command, tmp_path / name, *rest), rest[1])


@pytest.mark.parametrize("command", ["sum fund", "findings", "check draft.md", "receipt", "verify"])
def test_no_book_at_all(ask: Ask, tmp_path: Path, command: str) -> None:
    (tmp_path / "draft.md").write_text("援助1亿元。", encoding="utf-8")
    words = [str(tmp_path / word) if word.endswith(".md") else word for word in command.split()]
    home = tmp_path / "none"
    refused(ask(*words, "--at", home), f"There is no book at {home}")
    assert not home.exists()


@pytest.fixture
def newer(sample_book: Any, tmp_path: Path) -> Path:
    """A copy of an embedded book to which a later version of Duikou has added a table."""
    if sample_book.url:
        pytest.skip("an embedded book is a file that can be copied")
    home = tmp_path / "newer"
    home.mkdir()
    shutil.copy(sample_book.home / "book.sqlite3", home)
    with sqlite3.connect(home / "book.sqlite3") as raw:
        raw.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '0999_later', '2030-01-01')"
        )
    raw.close()
    return home


@pytest.mark.parametrize("command", ["sum fund", "findings", "verify", "demo --no-serve"])
def test_a_book_of_a_newer_version(sample_book: Any, newer: Path, command: str) -> None:
    before = (newer / "book.sqlite3").read_bytes()
    ended = sample_book.run(*command.split(), "--at", str(newer))
    refused(ended, "This book was written by a newer version of Duikou (0999_later")
    assert (newer / "book.sqlite3").read_bytes() == before


def test_a_file_that_is_no_book(sample_book: Any, tmp_path: Path) -> None:
    (tmp_path / "book.sqlite3").write_bytes(PICTURE)
    before = contents(tmp_path)
    refused(sample_book.run("sum", "fund", "--at", str(tmp_path)), "This file is not a book")
    assert contents(tmp_path) == before
