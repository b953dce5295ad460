"""The text of a file as people keep their drafts: plain text, Markdown, HTML, Word, PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from duikou.files.html import read_html
from duikou.files.pdf import read_pdf
from duikou.files.problems import MEGABYTE, FileProblem, Limits
from duikou.files.source import LoadedText
from duikou.files.word import read_docx

ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_STRANGE = re.compile("[\x00-\x08\x0e-\x1f]")


def load_text(path: Path, limits: Limits | None = None) -> LoadedText:
    """Read the file at `path`; its suffix says what it is. Raises FileProblem (see there)."""
    return load_bytes(read_file(path, limits), str(path), limits)


def read_file(path: Path, limits: Limits | None = None) -> bytes:
    """The bytes of a file that can be loaded by its suffix and size. Raises FileProblem (see there)."""
    limits = limits or Limits()
    shown = str(path)
    if not path.exists():
        raise FileProblem("file.missing", shown)
    if path.is_file():
        _reader(path.suffix, shown)
    try:
        if path.stat().st_size > limits.file_bytes:
            raise FileProblem("file.too_large", shown, most=limits.file_bytes // MEGABYTE)
        return path.read_bytes()
    except OSError as error:
        raise FileProblem("file.unreadable", shown, said=error.strerror or "") from error


def load_bytes(raw: bytes, name: str, limits: Limits | None = None) -> LoadedText:
    """Read a file that came as bytes (an upload) and is called `name`. Raises FileProblem (see there)."""
    limits = limits or Limits()
    reader = _reader(Path(name).suffix, name)
    if len(raw) > limits.file_bytes:
        raise FileProblem("file.too_large", name, most=limits.file_bytes // MEGABYTE)
    if not raw.strip():
        raise FileProblem("file.empty", name)
    loaded = reader(raw, name, limits)
    if not loaded.text.strip():
        raise FileProblem("file.empty", name)
    return loaded


def _reader(suffix: str, name: str) -> Callable[[bytes, str, Limits], LoadedText]:
    if suffix.lower() in WITH_MACROS:
        raise FileProblem("file.macros", name)
    if suffix.lower() not in READERS:
        raise FileProblem("file.form", name, known=" ".join(READERS))
    return READERS[suffix.lower()]


def decode(raw: bytes) -> str:
    """UTF-8 or GB 18030, or UTF-16 with its mark. Raises ValueError for what is neither, or is no text."""
    for encoding in ("utf-16",) if raw.startswith(_UTF16) else ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _STRANGE.search(text):
            break
        return text
    raise ValueError("no text")


def _decoded(raw: bytes, name: str) -> str:
    try:
        return decode(raw)
    except ValueError as error:
        raise FileProblem("file.not_text", name) from error


def _plain(raw: bytes, name: str, limits: Limits) -> LoadedText:
    return LoadedText(_decoded(raw, name), "text")


def _html(raw: bytes, name: str, limits: Limits) -> LoadedText:
    return read_html(_decoded(raw, name), name)


WITH_MACROS = (".docm", ".dotm")
READERS: dict[str, Callable[[bytes, str, Limits], LoadedText]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
