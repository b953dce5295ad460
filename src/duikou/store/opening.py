"""Opening a book: Django set up for it, its tables there, its version one that this program reads."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from duikou.book import BookError, Receipt
from duikou.store.databases import BOOK_FILE, home_of, present_database


@dataclass(frozen=True, slots=True)
class OpenBook:
    """An open book: `head` is None while it is empty, `created` where opening made it."""

    id: str
    home: Path
    head: Receipt | None
    created: bool


def prepare_django(home: Path | None = None) -> None:
    """Set Django up for the book in `home`, or for the one that the environment names. Touches no database.

    A process that has been set up for another book is turned to this one. Raises BookError
    `settings.database_url`.
    """
    if home is not None:
        os.environ["DUIKOU_HOME"] = str(home)
        # A directory named by hand wins over a server named by the environment.
        os.environ.pop("DUIKOU_DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duikou.server.settings")
    wanted = present_database()
    import django
    from django.apps import apps

    if apps.ready:
        turn_to(wanted)
    else:
        django.setup()


def turn_to(database: dict[str, object]) -> None:
    """Close the present database and use another from now on."""
    from django.db import connections

    present = connections["default"].settings_dict
    if all(present.get(name) == value for name, value in database.items()):
        return
    connections["default"].close()
    del connections["default"]
    connections.settings = connections.configure_settings({"default": database})


def open_book(at: Path | None = None, create: bool = False) -> OpenBook:
    """Open the book in the directory `at`, else the one that the environment names; with `create`, make the
    directory and the tables, and bring an older book up to date.

    Raises BookError: `book.missing`, `book.newer`, `book.older`, `book.unreadable`, or another `book.…` for
    trouble with the file or the server. Without `create` nothing is written.
    """
    environment = dict(os.environ)
    if at is not None:
        environment |= {"DUIKOU_HOME": str(at), "DUIKOU_DATABASE_URL": ""}
    home = home_of(environment)
    embedded = not environment.get("DUIKOU_DATABASE_URL")
    created = False
    if embedded:
        created = not (home / BOOK_FILE).exists()
        _look_at_file(home, create)
    prepare_django(at)
    from duikou.store.faults import clear_faults

    with clear_faults():
        created = _bring_up(create) and (created or not embedded)
        from duikou.store.selectors import book_id, head

        return OpenBook(book_id(), home, head(), created)


def _look_at_file(home: Path, create: bool) -> None:
    path = home / BOOK_FILE
    if not path.exists():
        if not create:
            raise BookError("book.missing", "book", path=str(home))
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = home / f".{os.getpid()}.probe"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise BookError("book.not_made", "book", path=str(home), said=error.strerror or "") from error
        return
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise BookError("book.missing_file", "book", path=str(path), said=error.strerror or "") from error
    if start and start != b"SQLite format 3\x00":
        raise BookError("book.unreadable", "book", path=str(path), said="")
    if sqlite3.sqlite_version_info < (3, 31):
        raise BookError("book.sqlite_old", "book", version=sqlite3.sqlite_version)


def _bring_up(create: bool) -> bool:
    """Compare the book with this program; migrate where allowed. Returns whether the tables were made now."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    from duikou.store.payload import PAYLOAD_VERSION

    executor = MigrationExecutor(connection)
    applied = {key for key in MigrationRecorder(connection).applied_migrations() if key[0] == "store"}
    known = {key for key in executor.loader.disk_migrations if key[0] == "store"}
    if unknown := sorted(applied - known):
        raise BookError("book.newer", "book", found=unknown[-1][1], known=max(known)[1])
    if applied:
        from duikou.store.models import Book

        version = Book.objects.values_list("version", flat=True).first() or 0
        if version > PAYLOAD_VERSION:
            raise BookError("book.newer", "book", found=version, known=PAYLOAD_VERSION)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if not create:
            raise BookError(
                "book.older" if applied else "book.missing", "book", path=connection.settings_dict["NAME"]
            )
        call_command("migrate", interactive=False, verbosity=0)
    return not applied
