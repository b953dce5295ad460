"""The key that signs sessions."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

KEY_FILE = "secret-key"


def secret_key(environment: Mapping[str, str], home: Path) -> str:
    """DUIKOU_SECRET_KEY, else the content of `secret-key` in the home, which is made on the first start
    (mode 0600). Without a home that can be written, a key of this process only: sessions end with it."""
    if given := environment.get("DUIKOU_SECRET_KEY"):
        return given
    path = home / KEY_FILE
    fresh = secrets.token_urlsafe(64)
    try:
        if home.is_dir():
            _write_once(path, fresh)
            return path.read_text(encoding="ascii").strip() or fresh
    except OSError:
        pass
    return fresh


def _write_once(path: Path, text: str) -> None:
    """Two processes that start at once end with one key: the content is complete before the name exists."""
    if path.exists():
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
