"""A dossier: files in one zip, the same bytes for the same files, and a list of their digests inside."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable
from typing import BinaryIO

MANIFEST = "MANIFEST.sha256"
# The earliest moment that a zip can hold: no file in it says when it was made, so that equal ones are equal.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_STRANGE = re.compile(r"[^\w.-]+")


def write_dossier(parts: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    """Write (path, content) in the order given, and after them the digests, as `sha256sum -c` reads them."""
    lines = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in parts:
            _add(archive, path, content)
            lines.append(f"{hashlib.sha256(content).hexdigest()}  {path}\n")
        _add(archive, MANIFEST, "".join(lines).encode("utf-8"))


def safe_name(text: str) -> str:
    """A file name that every system takes, for a key or a name that somebody chose."""
    return _STRANGE.sub("_", text).strip("._")[:100] or "_"


def _add(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(path, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content)
