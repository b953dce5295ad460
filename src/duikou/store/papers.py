"""Papers (attachments): files beside the book, named by their digest, so that none can replace another.

A paper is written before the posting that names it: a posting that fails leaves a file that nothing names,
never a name without its file.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path, PurePath

from duikou.book import BookError
from duikou.store.databases import home_of

LARGEST_MB = 20
KEY = "paper-"
# suffix → how such a file begins; scans, office files and their Chinese counterpart (GB/T 33190)
BEGINNINGS = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".ofd": (b"PK\x03\x04",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
}


def keep_paper(name: str, content: bytes) -> str:
    """Keep a file and return its digest (SHA-256, hex). The same content is kept once.

    Raises BookError `paper.empty`, `paper.size`, `paper.form`, `paper.not_kept`.
    """
    shown = PurePath(name.replace("\\", "/")).name[:100]
    if not content:
        raise BookError("paper.empty", "file", name=shown)
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise BookError("paper.size", "file", name=shown, most=LARGEST_MB)
    beginnings = BEGINNINGS.get(PurePath(shown).suffix.lower(), ())
    if not content.startswith(beginnings or (b"\0no such form",)):
        raise BookError("paper.form", "file", name=shown, known=" ".join(BEGINNINGS))
    return put_paper(content)


def put_paper(content: bytes) -> str:
    """The same without a look at its form: for what was kept before. Raises BookError `paper.not_kept`."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    try:
        if paper(digest) is None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(path, content)
    except OSError as error:
        raise BookError("paper.not_kept", "file", said=error.strerror or "") from error
    return digest


def paper(digest: str) -> bytes | None:
    """The content of a paper; None where it is not kept here or is no longer what its digest says."""
    try:
        content = _path(digest).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def kept(digest: str) -> bool:
    """Whether a file lies here under this digest; whether it still is that file shows when it is read."""
    return bool(digest) and _path(digest).is_file()


def named_papers() -> Iterator[tuple[str, str]]:
    """(key, digest) of the documents whose file was kept here when they came: those that were attached."""
    from duikou.store.models import DocumentRow

    rows = DocumentRow.objects.filter(digest__gt="", key__startswith=KEY).order_by("key")
    yield from rows.values_list("key", "digest").distinct()


def faults() -> Iterator[tuple[str, str]]:
    """(code, key of the document) of attached papers that are gone (`paper.missing`) or are no longer what
    their digest says (`paper.changed`)."""
    for key, digest in named_papers():
        if not kept(digest):
            yield "paper.missing", key
        elif paper(digest) is None:
            yield "paper.changed", key


def paper_key(digest: str) -> str:
    """The key of the document that an attached file becomes: the same file is the same document."""
    return f"{KEY}{digest[:32]}"


def _path(digest: str) -> Path:
    return home_of(os.environ) / "papers" / digest[:2] / digest


def _write(path: Path, content: bytes) -> None:
    """Complete and on disk before the name exists."""
    part = path.with_name(f".{uuid.uuid4().hex}")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
