"""Ending what has a key."""

import pytest

from duikou.actions.add_document import add_document
from duikou.actions.withdraw import withdraw
from duikou.book import BookError, Document
from duikou.store import selectors
from duikou.store.actors import system_actor

pytestmark = pytest.mark.django_db
ACTOR = system_actor()


@pytest.mark.parametrize(
    ("table", "key", "reason", "code"),
    [
        ("document", "e", "because", "unknown.document"),
        ("document", "d", " ", "withdrawal.reason"),
        ("entry", "E1-1", "because", "withdrawal.table"),
        ("nonsense", "x", "because", "withdrawal.table"),
    ],
)
def test_what_cannot_be_withdrawn(table: str, key: str, reason: str, code: str) -> None:
    head = add_document(Document("d", "t"), actor=ACTOR)
    with pytest.raises(BookError) as caught:
        withdraw(table, [key], reason, actor=ACTOR)
    assert caught.value.code == code
    assert selectors.head() == head


def test_what_is_withdrawn_cannot_be_withdrawn_again() -> None:
    add_document(Document("d", "t"), actor=ACTOR)
    withdraw("document", ["d"], "mistake", actor=ACTOR)
    with pytest.raises(BookError, match=r"unknown\.document"):
        withdraw("document", ["d"], "again", actor=ACTOR)
