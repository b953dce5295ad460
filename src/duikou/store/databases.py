"""Which database holds the book, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from duikou.book import BookError

BOOK_FILE = "book.sqlite3"
BUSY_SECONDS = 30
# WAL lets pages read while a posting is written; FULL because a receipt promises that the posting is on disk.
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
)


def home_of(environment: Mapping[str, str]) -> Path:
    """The directory of the book: DUIKOU_HOME, else the user's data directory."""
    if named := environment.get("DUIKOU_HOME"):
        return Path(named).expanduser().absolute()
    data = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser().absolute() / "duikou"


def database_of(environment: Mapping[str, str]) -> dict[str, Any]:
    """Django's database settings: DUIKOU_DATABASE_URL, else SQLite in the home.

    Raises BookError `settings.database_url`.
    """
    url = environment.get("DUIKOU_DATABASE_URL", "")
    return postgres_settings(url) if url else sqlite_settings(home_of(environment) / BOOK_FILE)


def sqlite_settings(path: Path) -> dict[str, Any]:
    """Settings of an embedded book; every transaction takes the write lock at once (BEGIN IMMEDIATE), since a
    lock taken after reading cannot wait for another writer."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": BUSY_SECONDS, "init_command": SQLITE_START},
    }


def postgres_settings(url: str) -> dict[str, Any]:
    """Settings of `postgresql://user:password@host:port/name?option=value`; the host may be a socket
    directory, percent-encoded. Raises BookError `settings.database_url`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BookError("settings.database_url", "DUIKOU_DATABASE_URL") from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise BookError("settings.database_url", "DUIKOU_DATABASE_URL")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    options.setdefault("connect_timeout", "10")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": _host(parts) or options.pop("host", ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _host(parts: SplitResult) -> str:
    """A socket directory keeps its capitals, which `hostname` would lower."""
    written = parts.netloc.rpartition("@")[2]
    if "%" not in written:
        return parts.hostname or ""
    return unquote(written.partition(":")[0])


def present_database() -> dict[str, Any]:
    """`database_of` this process's environment."""
    return database_of(os.environ)
