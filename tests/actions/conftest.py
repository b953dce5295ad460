"""Rows that the tests of the store and the actions post."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from duikou.book import Entry

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the moment (China time) at which postings are recorded from now on."""

    def set_to(moment: str) -> None:
        then = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr("duikou.store.chain.timezone.now", lambda: then)

    return set_to


@pytest.fixture
def grant() -> Callable[..., Entry]:
    """An entry of so many 分 of grants, Shanghai to Wanzhou, of one day."""

    def make(amount: int, day: str = "2024-05-01", **others: object) -> Entry:
        fields: dict[str, object] = {
            "kind": "grant",
            "donors": frozenset({"310000"}),
            "recipient": "500101",
        }
        when = date.fromisoformat(day)
        return Entry("fund", "CNY", "arrived", amount, when, when, **(fields | others))  # type: ignore[arg-type]

    return make
