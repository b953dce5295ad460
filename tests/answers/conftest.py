"""The sample book, posted once for a module and rolled back after it (rows of a book cannot be deleted).

Tests that ask it are marked `django_db` and use `sample`; each has a transaction of its own inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import translation

from duikou.answers import evidence

LOADED = "2025-08-01T09:00"  # when the sample was posted, as far as the tests go


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The sample book for the tests of one module; one that posts on top of it uses `scratch`."""
    from duikou.actions.load_sample import load_sample

    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        _stop_clock(patch, LOADED)
        load_sample()
        evidence._held.clear()
        yield
        transaction.set_rollback(True)
    evidence._held.clear()


@pytest.fixture
def scratch(sample: None) -> Iterator[None]:
    """What the test posts is undone after it. States of the book are told apart by the number of their last
    posting, which the next test will use again: they are forgotten too."""
    yield
    evidence._held.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the moment (China time) at which postings are recorded from now on."""
    return lambda moment: _stop_clock(monkeypatch, moment)


def _stop_clock(patch: pytest.MonkeyPatch, moment: str) -> None:
    then = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    patch.setattr("duikou.store.chain.timezone.now", lambda: then)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Texts in English, as they stand in the code; a test of the Chinese ones says so."""
    with translation.override("en"):
        yield


@pytest.fixture
def in_chinese(english: None) -> Iterator[None]:
    with translation.override("zh-hans"):
        yield
