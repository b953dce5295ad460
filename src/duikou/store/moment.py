"""Reading much of the book as it is at one moment, while others go on posting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from duikou.store.faults import clear_faults


@contextmanager
def reading() -> Iterator[None]:
    """A transaction in which every query sees the same book. It keeps nobody from posting; nothing may be
    written in it. Inside another transaction it is that one. Raises BookError `book.…`."""
    if connection.in_atomic_block:
        with clear_faults():
            yield
        return
    with clear_faults(), _without_write_lock(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _without_write_lock() -> Iterator[None]:
    """SQLite: BEGIN instead of BEGIN IMMEDIATE, so that a file which may only be read can be read."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
