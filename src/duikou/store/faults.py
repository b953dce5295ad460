"""What the database may refuse for reasons of its own, as one `BookError` each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, InterfaceError, OperationalError

from duikou.book import BookError

# (words of the database's message, code); SQLite's result codes and PostgreSQL's classes 08, 53, 55, 57
_SIGNS = (
    ("is locked", "book.busy"),
    ("lock timeout", "book.busy"),
    ("statement timeout", "book.busy"),
    ("deadlock detected", "book.busy"),
    ("disk is full", "book.disk_full"),
    ("no space left", "book.disk_full"),
    ("disk i/o error", "book.disk_error"),
    ("readonly database", "book.read_only"),
    ("read-only transaction", "book.read_only"),
    ("unable to open database file", "book.missing_file"),
    ("not a database", "book.unreadable"),
    ("malformed", "book.unreadable"),
    ("no such table", "book.older"),
    ("does not exist", "book.older"),
    ("permission denied", "book.refused"),
    ("must be owner", "book.refused"),
    ("only grows", "book.only_grows"),
    ("keeps its identity", "book.only_grows"),
)


# The last trouble of the database in this context; the web asks, since a page may have shown it and gone on.
noted: ContextVar[BookError | None] = ContextVar("noted", default=None)


@contextmanager
def clear_faults() -> Iterator[None]:
    """Turns trouble of the database inside the block into a BookError with code `book.…`.

    An IntegrityError that no sign explains is a fault of the program and passes through.
    """
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        fault = fault_of(error)
        if fault is None:
            raise
        noted.set(fault)
        raise fault from error


def fault_of(error: Exception) -> BookError | None:
    """The BookError that says what a database's error means; None for a fault of the program and for anything
    that is no error of a database."""
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return None
    said = " ".join(str(error).split())
    code = next((code for sign, code in _SIGNS if sign in said.lower()), "")
    if not code and isinstance(error, (OperationalError, InterfaceError)):
        code = "book.unreachable"
    return BookError(code, "book", said=said) if code else None
