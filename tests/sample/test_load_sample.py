"""Loading the sample: all of it in one posting, into an empty book only, in little time."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from duikou.actions.load_sample import lay_out_articles, load_sample
from duikou.actions.sample import rows
from duikou.book import BookError
from duikou.store import selectors

pytestmark = pytest.mark.django_db


def test_everything_is_posted_at_once_and_in_time() -> None:
    started = time.perf_counter()
    counts = load_sample()
    assert time.perf_counter() - started < 3
    assert counts["statements"] == 291
    assert counts["documents"] == 7
    assert counts["pairings"] == len(rows.pairings())
    assert counts["projects"] == len(rows.projects())
    assert counts["subjects"] == len(rows.subjects())
    assert counts["entries"] == len(rows.table("entries"))
    (posting,) = selectors.postings()
    assert (posting.action, posting.office) == ("load_sample", "sample")


def test_rows_come_back_as_they_were_posted() -> None:
    load_sample()
    vocabulary = selectors.vocabulary()
    assert set(selectors.statements()) == set(rows.statements(vocabulary))
    assert set(selectors.subjects()) == set(rows.subjects())
    assert [row.statement for row in selectors.entries()] == [
        row["statement"] for row in rows.table("entries")
    ]


def test_a_book_with_anything_in_it_is_left_alone() -> None:
    load_sample()
    before = selectors.head()
    with pytest.raises(BookError) as caught:
        load_sample()
    assert caught.value.code == "sample.not_empty"
    assert selectors.head() == before


def test_our_articles_lie_beside_the_book_under_their_digest(tmp_path: Path) -> None:
    lay_out_articles(tmp_path)
    lay_out_articles(tmp_path)
    laid = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "documents").iterdir()}
    assert laid == {row.digest for row in rows.documents() if row.form == "sample"}
    assert len(laid) == 2
