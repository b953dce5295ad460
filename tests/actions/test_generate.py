"""Writing a synthetic book into the tables."""

import pytest

from duikou.actions.generate import generate, portions
from duikou.book import BookError
from duikou.book.synthetic import Size, synthesize
from duikou.store import selectors
from duikou.store.actors import system_actor
from duikou.store.verification import verify
from duikou.words import load

pytestmark = pytest.mark.django_db


def test_all_rows_are_in_the_book_and_the_chain_is_whole() -> None:
    book = synthesize(Size(entries=250, statements=40, seed=3), load())
    told: list[int] = []
    receipt = generate(book, actor=system_actor(), at_once=100, tell=told.append)
    assert told == [100, 200, 250]
    counted = selectors.counts()
    assert (counted["entries"], counted["statements"], counted["postings"]) == (250, 40, 4)
    assert {row.key: row for row in selectors.statements()} == {row.key: row for row in book.statements}
    kept = [(row.amount, row.recipient, row.donors) for row in selectors.entries()]
    assert kept == [(row.amount, row.recipient, row.donors) for row in book.entries()]
    assert verify(receipt).whole


def test_registers_are_closed_after_what_lies_in_them() -> None:
    book = synthesize(Size(entries=300, statements=200, seed=0, recipients=20), load())
    closings = [row for row in book.statements if row.form == "closing"]
    assert closings
    generate(book, actor=system_actor())
    assert {row.key: row for row in selectors.statements()} == {row.key: row for row in book.statements}
    assert selectors.counts()["entries"] == 300


def test_a_book_with_postings_is_refused() -> None:
    book = synthesize(Size(entries=10, statements=2, seed=3), load())
    generate(book, actor=system_actor())
    with pytest.raises(BookError, match=r"synthetic\.not_empty"):
        generate(book, actor=system_actor())
    assert selectors.counts()["entries"] == 10


def test_portions_lose_nothing() -> None:
    entries = list(synthesize(Size(entries=7, statements=0), load()).entries())
    assert [len(portion) for portion in portions(entries, 3)] == [3, 3, 1]
    assert [entry for portion in portions(entries, 3) for entry in portion] == entries
