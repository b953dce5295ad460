"""Backups: one file, both databases, verified before anything is kept."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from duikou.actions.add_document import add_document
from duikou.actions.add_people import add_office, add_user
from duikou.actions.post import post
from duikou.actions.reverse import reverse
from duikou.book import BookError, Document, Reversal
from duikou.store import papers, selectors
from duikou.store.actors import actor_of, system_actor
from duikou.store.copies import look_at_copy, restore_copy, write_copy
from duikou.store.verification import verify

ACTOR = system_actor()


@pytest.fixture
def copied(own_book, grant, tmp_path: Path) -> Path:
    add_office("wanzhou", "万州区水利局", "county", actor=ACTOR, place="500101")
    add_user("li", "Correct-horse-7", actor=ACTOR, duties={"wanzhou": ["enter"]})
    add_document(Document("d", "标题"), actor=ACTOR)
    post([grant(number, document="d") for number in range(1, 30)], actor=actor_of("li"))
    reverse([Reversal("E2-1", "twice")], actor=ACTOR)
    path = tmp_path / "copy.zip"
    copy = write_copy(path)
    assert copy.receipt == selectors.head()
    return path


def empty_again(own_book) -> None:
    """Turn the book of this test into an empty one."""
    from django.core.management import call_command
    from django.db import connection

    from duikou.store import triggers

    triggers.drop(connection)
    call_command("flush", interactive=False, verbosity=0)
    assert selectors.head() is None


def test_what_is_restored_is_what_was_copied(own_book, copied: Path, grant) -> None:
    before = (selectors.head(), selectors.entries(), selectors.documents(), selectors.postings())
    identity = selectors.book_id()
    empty_again(own_book)
    assert selectors.book_id() != identity
    copy = restore_copy(copied)
    assert (selectors.head(), selectors.entries(), selectors.documents(), selectors.postings()) == before
    assert (selectors.book_id(), copy.receipt) == (identity, before[0])
    assert verify(before[0]).whole
    assert actor_of("li").office == "wanzhou"
    assert post([grant(7)], actor=actor_of("li")).number == 4
    add_user("wang", "Correct-horse-7", actor=ACTOR)


def test_a_book_with_postings_is_never_overwritten(copied: Path) -> None:
    head = selectors.head()
    with pytest.raises(BookError, match=r"book\.not_empty"):
        restore_copy(copied)
    assert selectors.head() == head


def test_a_copy_lies_closed_and_replaces_nothing(copied: Path) -> None:
    assert copied.stat().st_mode & 0o077 == 0
    before = copied.read_bytes()
    with pytest.raises(BookError, match=r"backup\.exists"):
        write_copy(copied)
    assert copied.read_bytes() == before
    assert [path.name for path in copied.parent.glob("*copy*")] == [copied.name]


def test_a_copy_that_cannot_be_written_says_so(own_book, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"backup\.not_written"):
        write_copy(tmp_path / "nowhere" / "copy.zip")


def rewritten(path: Path, **changes) -> Path:
    """The copy with members changed by functions from bytes to bytes (None = left out)."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            change = changes.get(name.partition(".")[0], bytes)
            if (content := change(old.read(name))) is not None:
                new.writestr(name, content)
    return other


def _head(**changes):
    return lambda content: json.dumps(json.loads(content) | changes).encode()


BROKEN = {
    "a table changed": (
        {"store_entryrow": lambda c: c.replace(b'"500101"', b'"500102"')},
        "backup.unreadable",
    ),
    "a table missing": ({"store_entryrow": lambda c: None}, "backup.unreadable"),
    "a table cut off": ({"store_posting": lambda c: c[:-9]}, "backup.unreadable"),
    "no head": ({"book": lambda c: None}, "backup.unreadable"),
    "a spoilt head": ({"book": lambda c: b"[]"}, "backup.unreadable"),
    "a head without tables": ({"book": _head(tables={})}, "backup.unreadable"),
    "an unknown table": (
        {"book": _head(tables={"pg_proc": {"rows": 0, "digest": "", "columns": []}})},
        "backup.unreadable",
    ),
    "a later format": ({"book": _head(format=3)}, "backup.newer"),
    "a later payload": ({"book": _head(payload_version=2)}, "backup.newer"),
    "a later migration": ({"book": _head(migrations=["0001_first", "9999_later"])}, "backup.newer"),
    "another receipt": ({"book": _head(receipt="")}, "backup.broken"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_copy_that_is_not_whole_is_refused_and_leaves_the_book_empty(
    own_book, copied: Path, name: str
) -> None:
    changes, code = BROKEN[name]
    other = rewritten(copied, **changes)
    empty_again(own_book)
    identity = selectors.book_id()
    with pytest.raises(BookError) as caught:
        restore_copy(other)
    assert caught.value.code == code
    assert (selectors.head(), selectors.book_id()) == (None, identity)
    assert verify().whole
    restore_copy(copied)


def test_rows_tampered_with_skill_are_found_by_the_chain(own_book, copied: Path) -> None:
    """The table's own digest in the head is computed anew; the chain is not."""
    import hashlib

    with zipfile.ZipFile(copied) as archive:
        rows = archive.read("store_entryrow.jsonl").replace(b'"500101"', b'"500102"')
        head = json.loads(archive.read("book.json"))
    head["tables"]["store_entryrow"]["digest"] = hashlib.sha256(rows).hexdigest()
    other = rewritten(copied, store_entryrow=lambda c: rows, book=lambda c: json.dumps(head).encode())
    empty_again(own_book)
    with pytest.raises(BookError, match=r"backup\.broken.*E2-1"):
        restore_copy(other)
    assert selectors.head() is None


def test_a_file_that_is_no_copy_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("only words")
    with pytest.raises(BookError, match=r"backup\.unreadable"):
        look_at_copy(path)
    with pytest.raises(BookError, match=r"backup\.unreadable"):
        look_at_copy(tmp_path / "none")


def test_a_copy_moves_from_one_database_to_the_other(own_book, copied: Path, tmp_path: Path) -> None:
    """Whatever this run stands on, the copy goes into an embedded book by command."""
    head = selectors.head()
    home = tmp_path / "moved"
    ended = own_book.run("restore", str(copied), "--at", str(home))
    assert ended.returncode == 0, ended.stderr
    assert str(head) in ended.stdout
    assert own_book.run("verify", "--at", str(home), "--receipt", str(head)).returncode == 0
    shutil.rmtree(home)


@pytest.fixture
def with_paper(own_book) -> str:
    """Digest of an attached paper."""
    digest = papers.keep_paper("验收.pdf", b"%PDF-1.4 scan")
    key = papers.paper_key(digest)
    add_document(Document(key, "验收", form="voucher", digest=digest, file_name="验收.pdf"), actor=ACTOR)
    return digest


def test_attached_papers_are_copied_and_checked(own_book, with_paper: str, tmp_path: Path) -> None:
    path = tmp_path / "copy.zip"
    assert write_copy(path).papers == 1
    empty_again(own_book)
    shutil.rmtree(own_book.home / "papers")
    assert restore_copy(path).papers == 1
    assert papers.paper(with_paper) == b"%PDF-1.4 scan"
    assert verify().whole
    (file,) = (one for one in (own_book.home / "papers").rglob("*") if one.is_file())
    file.write_bytes(b"%PDF-1.4 another")
    assert [fault.code for fault in verify().faults] == ["paper.changed"]
    file.unlink()
    assert [fault.code for fault in verify().faults] == ["paper.missing"]
    assert write_copy(tmp_path / "later.zip").papers == 0, "what is lost hinders no copy"


@pytest.mark.parametrize("harm", ["other", "absent"])
def test_a_copy_whose_paper_is_another_is_refused(
    own_book, with_paper: str, tmp_path: Path, harm: str
) -> None:
    path, harmed = tmp_path / "copy.zip", tmp_path / "harmed.zip"
    write_copy(path)
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(harmed, "w") as bad:
        for name in good.namelist():
            if not name.startswith("papers/"):
                bad.writestr(name, good.read(name))
            elif harm == "other":
                bad.writestr(name, b"%PDF-1.4 forged")
    empty_again(own_book)
    with pytest.raises(BookError, match=r"backup\.unreadable"):
        restore_copy(harmed)
    assert selectors.head() is None
