"""Commands in this process, on the sample book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from duikou.cli import main

Ask = Callable[..., Result]


@pytest.fixture
def ask(sample_book: Any, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Ask]:
    """`ask("sum", "fund", …)` through click's runner, messages in English; what is asked is remembered
    from test to test."""
    from django.db import connections

    from duikou.store.databases import present_database
    from duikou.store.opening import turn_to

    monkeypatch.setenv("DUIKOU_HOME", str(sample_book.home))
    monkeypatch.setenv("DUIKOU_DATABASE_URL", sample_book.url)
    usual, usual_settings = connections["default"], connections.settings
    with django_db_blocker.unblock(), translation.override("en"):
        turn_to(present_database())
        yield lambda *words: CliRunner().invoke(main, [str(word) for word in words], prog_name="duikou")
        connections["default"].close()
    connections.settings = usual_settings
    connections["default"] = usual
