"""The text of a file as people keep their drafts: plain text, Markdown, HTML, Word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from duikou.book import BookError

LARGEST = 20 * 1024 * 1024  # bytes; a page of a newspaper has some ten thousand
ENCODINGS = ("utf-8-sig", "gb18030")
_STRANGE = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class LoadedText:
    """`text`: plain and Markdown files character for character (line ends kept, a byte order mark taken off),
    others with a blank line between paragraphs, `#` before headings, `- ` before list items and `|` between
    the cells of a table. `form`: text, html or docx."""

    text: str
    form: str


def load_text(path: Path) -> LoadedText:
    """Read the file at `path`; its suffix says what it is.

    Raises BookError `file.missing`, `file.unreadable`, `file.form` (a suffix that `READERS` lacks),
    `file.too_large`, `file.not_text`, `file.empty`; each names the `path`.
    """
    shown = str(path)
    if not path.exists():
        raise BookError("file.missing", "file", path=shown)
    form, reader = READERS.get(path.suffix.lower(), ("", None))
    if path.is_file() and reader is None:
        raise BookError("file.form", "file", path=shown, known=" ".join(READERS))
    try:
        if path.stat().st_size > LARGEST:
            raise BookError("file.too_large", "file", path=shown, most=LARGEST // 1024 // 1024)
        raw = path.read_bytes()
    except OSError as error:
        raise BookError("file.unreadable", "file", path=shown, said=error.strerror or "") from error
    assert reader is not None
    try:
        text = reader(raw)
    except (ValueError, KeyError, BadZipFile) as error:
        raise BookError("file.not_text", "file", path=shown) from error
    if not text.strip():
        raise BookError("file.empty", "file", path=shown)
    return LoadedText(text, form)


def decode(raw: bytes) -> str:
    """UTF-8 or GB 18030. Raises ValueError for what is neither, or is no text."""
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _STRANGE.search(text):
            break
        return text
    raise ValueError("no text")


def _html(raw: bytes) -> str:
    pages = _Page()
    pages.feed(decode(raw))
    pages.close()
    return pages.text()


class _Page(HTMLParser):
    """Collects the visible text of a page, block by block."""

    ROWS = frozenset("table tbody tfoot thead tr".split())
    BLOCKS = ROWS | frozenset(
        "address article aside blockquote body br caption dd div dl dt figcaption figure footer form header "
        "hr html li main nav ol p pre section ul h1 h2 h3 h4 h5 h6".split()
    )
    HIDDEN = frozenset({"head", "script", "style", "template", "noscript", "svg"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[str] = []
        self._line: list[str] = []
        self._mark = ""
        self._hidden: list[str] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self._hidden.append(tag)
        elif tag == "body":
            self._hidden.clear()  # </head> may be left out
        self._part(tag)
        if re.fullmatch("h[1-6]", tag):
            self._mark = "#" * int(tag[1]) + " "
        elif tag == "li":
            self._mark = "- "
        elif tag in ("td", "th"):
            self._line.append("|")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        self._part(tag)

    def _part(self, tag: str) -> None:
        """A block begins or ends; inside a cell that is only a gap."""
        if tag in self.ROWS or (tag in self.BLOCKS and not self._in_cell):
            self._end_block()
        elif tag in self.BLOCKS:
            self._line.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _end_block(self) -> None:
        line = re.sub(" *([|]) *| {2,}", lambda m: m[1] or " ", "".join(self._line)).strip()
        self._in_cell = False
        if line:
            self._done.append(f"{line}|" if line.startswith("|") else self._mark + line)
            self._mark = ""
        self._line.clear()

    def text(self) -> str:
        self._end_block()
        return _laid_out(self._done)


def _docx(raw: bytes) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(BytesIO(raw))
    except PackageNotFoundError as error:
        raise ValueError("no Word document") from error
    return _laid_out(_docx_lines(document))


def _docx_lines(document: object) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            for row in block.rows:
                yield "|" + "|".join(" ".join(cell.text.split()) for cell in row.cells) + "|"
        elif text := " ".join(block.text.split("\n")).strip():
            yield _docx_mark(block.style.name if block.style else "") + text


def _docx_mark(style: str) -> str:
    if style == "Title":
        return "# "
    if heading := re.fullmatch(r"[Hh]eading ([1-6])", style):
        return "#" * int(heading[1]) + " "
    return "- " if style.startswith("List") else ""


def _laid_out(lines: Iterator[str] | list[str]) -> str:
    """Blocks parted by a blank line; the rows of a table stay together."""
    text = ""
    before = ""
    for line in lines:
        together = before.startswith("|") and line.startswith("|")
        text += ("\n" if together else "\n\n" if before else "") + line
        before = line
    return text + "\n" if text else ""


READERS: dict[str, tuple[str, Callable[[bytes], str] | None]] = {
    ".txt": ("text", decode),
    ".md": ("text", decode),
    ".html": ("html", _html),
    ".htm": ("html", _html),
    ".docx": ("docx", _docx),
}
