"""What is loaded beforehand need not be loaded by the first who asks, and trouble with it stops nothing."""

from __future__ import annotations

import pytest

from duikou.answers import warming
from duikou.answers.evidence import evidence
from duikou.book import EVERYTHING, BookError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample"), pytest.mark.once]


def test_the_findings_are_there_before_anyone_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    warming.warm_up()
    book = evidence(sight=EVERYTHING)
    monkeypatch.setattr(type(book.reckoner), "findings", None)  # not asked again
    assert book.findings()


def test_trouble_beforehand_is_left_to_the_first_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> None:
        raise BookError("book.unreadable", "book", path="", said="")

    monkeypatch.setattr(warming, "warm_up", unreadable)
    thread = warming.warm_up_beside()
    thread.join(10)
    assert not thread.is_alive()
