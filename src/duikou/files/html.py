"""Web pages: what a reader sees of them, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duikou.files.problems import FileProblem
from duikou.files.source import Block, LoadedText, Place, laid_out

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer "
    "form header hr html legend li main nav ol option p pre section summary table tbody td tfoot th thead "
    "tr ul h1 h2 h3 h4 h5 h6".split()
)
_HIDDEN = frozenset("head script style template noscript svg select textarea iframe object".split())
_SPACE = re.compile(r"[ \t\r\n\f]+")
MOST_SPAN = 50
LONGEST_CELL = 300


def read_html(text: str, name: str) -> LoadedText:
    """The visible text of a page. Places: paragraphs in order, and cells by table, row and column.

    Raises FileProblem `file.damaged` for what has no element at all.
    """
    from lxml import etree, html

    try:
        # Our own decoding stands; a page that names another encoding in its head is no matter.
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise FileProblem("file.empty", name) from error
    return laid_out(list(_Page(root).blocks()), "html")


class _Page:
    """Walks the elements of a page in order, without recursion."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._words: list[str] = []
        self._mark = ""
        self._paragraphs = 0
        self._tables = 0

    def blocks(self) -> Iterator[Block]:
        """The blocks of the page."""
        from lxml import etree

        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                if tag in _BLOCKS:
                    yield from self._end_block()
                self._words.append(element.tail or "")
                continue
            if tag in _HIDDEN or _is_hidden(element):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield from self._end_block()
                self._mark = _mark(tag)
            if tag == "table" and _holds_data(element):
                self._tables += 1
                yield from _rows(element, self._tables)
                walk.skip_subtree()
                continue
            self._words.append(element.text or "")
        yield from self._end_block()

    def _end_block(self) -> Iterator[Block]:
        text = _SPACE.sub(" ", "".join(self._words)).strip()
        self._words.clear()
        if text:
            self._paragraphs += 1
            yield Block(((text, Place("paragraph", (self._paragraphs,))),), self._mark)
            self._mark = ""


def _mark(tag: str) -> str:
    if re.fullmatch("h[1-6]", tag):
        return "#" * int(tag[1]) + " "
    return "- " if tag == "li" else ""


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _holds_data(table: Any) -> bool:
    """Whether it is a table of data: old pages are laid out in tables, with whole articles in a cell."""
    cells = [cell for row in table.iter("tr") for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(inner is not table for inner in table.iter("table")):
        return False
    return all(sum(map(len, cell.itertext())) <= LONGEST_CELL for cell in cells)


def _rows(table: Any, number: int) -> Iterator[Block]:
    """The rows of a table; a cell that spans several stands in each of them."""
    below: dict[int, tuple[int, str]] = {}  # column → rows still to fill and the text
    for row_number, row in enumerate(table.iter("tr"), start=1):
        texts: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _fill(texts, below)
            text = _SPACE.sub(" ", " ".join(_visible(cell))).strip().replace("|", "/")
            for _ in range(_span(cell, "colspan")):
                if (rows := _span(cell, "rowspan")) > 1:
                    below[len(texts)] = (rows - 1, text)
                texts.append(text)
        _fill(texts, below)
        parts = tuple((text, Place("cell", (number, row_number, c))) for c, text in enumerate(texts, start=1))
        if parts:
            yield Block(parts, row=True)


def _fill(texts: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Add what cells above reach down into the next columns."""
    while len(texts) in below:
        left, text = below.pop(len(texts))
        if left > 1:
            below[len(texts)] = (left - 1, text)
        texts.append(text)


def _visible(cell: Any) -> Iterator[str]:
    for element in cell.iter():
        if element.tag not in _HIDDEN and element.text:
            yield element.text.strip()
        if element is not cell and element.tail:
            yield element.tail.strip()


def _span(cell: Any, name: str) -> int:
    text = cell.get(name) or "1"
    return min(MOST_SPAN, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 4 else 1
