"""A new Word document laid out from a text, with comments: for drafts that came as something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from duikou.files.problems import Limits
from duikou.files.source import LoadedText
from duikou.files.word.comments import Byline, Remark, commented
from duikou.files.word.leaves import SPACE, Leaf, LeafMap, Stretch
from duikou.files.word.package import Element, Package
from duikou.files.word.story import body_of
from duikou.reading.layout import lines_in_order
from duikou.reading.types import Span

FONT = "宋体"
_BOLD = re.compile(r"\*\*")
_HEADING = re.compile(r"(#{1,6}) +")
_ITEM = re.compile(r"[-*+] +")
_RULE = re.compile(r"\|[\s|:\-]+")
_LINE = re.compile(r"\S[^\r\n]*(?<=\S)")
_TABLE = re.compile(r"^[ \t]*\|[^\r\n]*(?:\r?\n[ \t]*\|[^\r\n]*)*", re.MULTILINE)
MOST_COLUMNS = 63


def compose_docx(
    loaded: LoadedText, remarks: Iterable[Remark], byline: Byline, name: str = "draft.docx"
) -> bytes:
    """A document of a text, with a comment for each remark.

    `#` before a line makes it a heading, `- ` an item of a list, lines between `|` a table, `**` bold type;
    these signs are not in the document. Lines of a PDF or plain text that were only wrapped are put together
    as `reading` does. Remarks speak of characters of the text. Raises FileProblem `file.comments`.
    """
    package = Package(_blank(byline), name, Limits())
    root, w = body_of(package)
    body = root.find(f"{w}body")
    page = body[-1]
    body.clear()
    layout = _Layout(w, wrapped=loaded.form in ("pdf", "text"))
    body.extend(layout.blocks(loaded.text))
    body.append(page)
    stretches = sorted(layout.stretches, key=lambda stretch: stretch.start)
    return commented(package, root, LeafMap(stretches), remarks, byline, name)


def _blank(byline: Byline) -> bytes:
    """A document without text on A4 paper, in a font that has Chinese characters."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm

    document = Document()
    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    about = document.core_properties
    about.author, about.comments, about.created, about.modified = byline.author, "", byline.when, byline.when
    for style in ("Normal", *(f"Heading {level}" for level in range(1, 7))):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{script}"), None)
        fonts.set(qn("w:eastAsia"), FONT)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


class _Layout:
    """Makes the paragraphs and tables of a text and remembers where its characters went. `wrapped`: a line of
    the text need not be a paragraph."""

    def __init__(self, w: str, wrapped: bool) -> None:
        self._w = w
        self._wrapped = wrapped
        self.stretches: list[Stretch] = []
        self._cells = 0

    def blocks(self, text: str) -> Iterator[Element]:
        """Prose and tables by turns."""
        at = 0
        for table in _TABLE.finditer(text):
            yield from self._prose(text, at, table.start())
            yield from self._table(text, table)
            at = table.end()
        yield from self._prose(text, at, len(text))

    def _prose(self, text: str, first: int, last: int) -> Iterator[Element]:
        if self._wrapped:
            lines = [
                [part for part in line if isinstance(part, tuple)]
                for line in lines_in_order(text[first:last])
            ]
        else:
            lines = [[match.span()] for match in _LINE.finditer(text, first, last)]
            first = 0
        for spans in lines:
            yield self._line(text, [(first + a, first + b) for a, b in spans])

    def _line(self, text: str, spans: list[Span]) -> Element:
        (start, end), *more = spans
        style = ""
        if mark := _HEADING.match(text, start, end):
            style, start = f"Heading{len(mark[1])}", mark.end()
        elif mark := _ITEM.match(text, start, end):
            style, start = "ListBullet", mark.end()
        return self._paragraph(text, [(start, end), *more], style)

    def _paragraph(self, text: str, spans: Iterable[Span], style: str = "", story: int = 0) -> Element:
        """A paragraph of stretches of the text; `story`: 0 for prose, else the number of the cell."""
        paragraph = self._make("p")
        if style:
            self._value(self._under(paragraph, "pPr"), "pStyle", style)
        bold = False
        for start, end in spans:
            at = start
            for stop in (*(match.start() for match in _BOLD.finditer(text, start, end)), end):
                if at < stop:
                    paragraph.append(self._run(text[at:stop], at, bold, story))
                at, bold = stop + 2, bold ^ (stop < end)
        return paragraph

    def _run(self, words: str, start: int, bold: bool, story: int) -> Element:
        run = self._make("r")
        if bold:
            self._under(self._under(run, "rPr"), "b")
        text = self._under(run, "t")
        text.text = words
        text.set(SPACE, "preserve")
        leaf = Leaf(text, len(words), False, story, None)
        self.stretches.append(Stretch(start, range(len(words)), (0,), (leaf,)))
        return run

    def _table(self, text: str, found: re.Match[str]) -> Iterator[Element]:
        """The table, and the paragraph without which two tables would become one."""
        lines = _LINE.finditer(text, *found.span())
        rows = [self._row(text, *line.span()) for line in lines if not _RULE.fullmatch(line[0])]
        table = self._make("tbl")
        self._value(self._under(table, "tblPr"), "tblStyle", "TableGrid")
        grid = self._under(table, "tblGrid")
        for _ in range(max(map(len, rows), default=0)):
            self._under(grid, "gridCol")
        table.extend(rows)
        if rows:
            yield table
        yield self._make("p")

    def _row(self, text: str, start: int, end: int) -> Element:
        row = self._make("tr")
        at = start + 1
        for cell in text[at:end].removesuffix("|").split("|")[:MOST_COLUMNS]:
            lead = len(cell) - len(cell.lstrip())
            span = (at + lead, at + lead + len(cell.strip()))
            self._cells += 1
            self._under(row, "tc").append(self._paragraph(text, [span], story=self._cells))
            at += len(cell) + 1
        return row

    def _make(self, name: str) -> Element:
        from lxml import etree

        return etree.Element(f"{self._w}{name}", nsmap={"w": self._w.strip("{}")})

    def _under(self, parent: Element, name: str) -> Element:
        child = self._make(name)
        parent.append(child)
        return child

    def _value(self, parent: Element, name: str, value: str) -> None:
        self._under(parent, name).set(f"{self._w}val", value)
