"""Originals lie where they lie; they are known by their digest alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from duikou.answers.texts import original, sentence_at
from duikou.book import Document

TEXT = "题\n\n第一句有1个。第二句有2个，\n还有3个！第三句。\n\n下一段没有句号\n\n末段"


def document(text: str = TEXT, digest: str | None = None) -> Document:
    return Document(
        "D1", "题", digest=hashlib.sha256(text.encode()).hexdigest() if digest is None else digest
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Named by `--documents`; beside the book there is none."""
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path / "book"))
    monkeypatch.setenv("DUIKOU_DOCUMENTS", str(tmp_path / "originals"))
    (tmp_path / "originals").mkdir()
    return tmp_path / "originals"


@pytest.mark.parametrize("name", ["anything.txt", "题.md"])
def test_a_file_with_the_digest_is_the_original_whatever_its_name(folder: Path, name: str) -> None:
    (folder / name).write_bytes(TEXT.encode())
    assert original(document()) == TEXT


def test_a_file_of_the_same_name_with_another_digest_is_not(folder: Path) -> None:
    (folder / "D1.txt").write_bytes(TEXT.encode() + b"\n")
    assert original(document()) == ""


def test_without_a_digest_nothing_is_shown(folder: Path) -> None:
    (folder / "D1.txt").write_bytes(b"")
    assert original(document(digest="")) == ""


def test_files_that_are_no_text_are_passed_over(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "b.txt").write_bytes(TEXT.encode())
    assert original(document()) == TEXT
    assert original(document(digest=hashlib.sha256(b"\xff\xfe\x00").hexdigest())) == ""


def test_the_folder_beside_the_book_is_looked_in_too(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "book" / "documents").mkdir(parents=True)
    (tmp_path / "book" / "documents" / "x.md").write_bytes(TEXT.encode())
    assert original(document()) == TEXT


def test_no_folder_at_all_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path / "nowhere"))
    monkeypatch.delenv("DUIKOU_DOCUMENTS", raising=False)
    assert original(document()) == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("1个", "第一句有1个。"),
        ("2个", "第二句有2个，还有3个！"),
        ("3个", "第二句有2个，还有3个！"),
        ("没有", "下一段没有句号"),
        ("末段", "末段"),
        ("题", "题"),
    ],
)
def test_the_sentence_around_a_figure(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    assert sentence_at(TEXT, start, start + len(words)) == sentence
