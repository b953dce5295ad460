"""A new Word document laid out from a text, with comments: for drafts that came as something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from duikou.files.problems import Limits
from duikou.files.word.comments import Byline, Remark, commented
from duikou.files.word.leaves import SPACE, Leaf, LeafMap, Stretch
from duikou.files.word.package import Element, Package
from duikou.files.word.story import body_of

FONT = "宋体"
_BOLD = re.compile(r"\*\*")
_HEADING = re.compile(r"(#{1,6}) +")
_ITEM = re.compile(r"[-*+] +")
_RULE = re.compile(r"\|[\s|:\-]+")
MOST_COLUMNS = 63


def compose_docx(text: str, remarks: Iterable[Remark], byline: Byline, name: str = "draft.docx") -> bytes:
    """A document of the lines of `text`, a paragraph each, with a comment for each remark.

    `#` before a line makes it a heading, `- ` an item of a list, lines between `|` a table, `**` bold type;
    these signs are not in the document. Remarks speak of characters of `text`. Raises FileProblem
    `file.comments`.
    """
    package = Package(_blank(byline), name, Limits())
    root, w = body_of(package)
    body = root.find(f"{w}body")
    page = body[-1]
    body.clear()
    layout = _Layout(w)
    body.extend(layout.blocks(text))
    body.append(page)
    return commented(package, root, LeafMap(layout.stretches), remarks, byline, name)


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
    """Makes the paragraphs and tables of a text and remembers where its characters went."""

    def __init__(self, w: str) -> None:
        self._w = w
        self.stretches: list[Stretch] = []
        self._story = 0

    def blocks(self, text: str) -> Iterator[Element]:
        rows: list[Element] = []
        for match in re.finditer(r"[^\r\n]+", text):
            line, start = match[0].rstrip(), match.start()
            indent = len(line) - len(line.lstrip(" \t"))
            if line.startswith("|", indent):
                if not _RULE.fullmatch(line, indent):
                    rows.append(self._row(line, start, indent))
                continue
            if rows:
                yield from self._table(rows)
                rows = []
            if line.strip():
                yield self._line(line, start, indent)
        if rows:
            yield from self._table(rows)

    def _line(self, line: str, start: int, indent: int) -> Element:
        style = ""
        if mark := _HEADING.match(line, indent):
            style, indent = f"Heading{len(mark[1])}", mark.end()
        elif mark := _ITEM.match(line, indent):
            style, indent = "ListBullet", mark.end()
        return self._paragraph(line[indent:], start + indent, style)

    def _paragraph(self, text: str, start: int, style: str = "") -> Element:
        """A paragraph whose first character stands at `start` of the text."""
        self._story += 1
        paragraph = self._make("p")
        if style:
            self._value(self._under(paragraph, "pPr"), "pStyle", style)
        at, bold = 0, False
        for end in (*(match.start() for match in _BOLD.finditer(text)), len(text)):
            if words := text[at:end]:
                paragraph.append(self._run(words, start + at, bold))
            at, bold = end + 2, not bold
        return paragraph

    def _run(self, words: str, start: int, bold: bool) -> Element:
        run = self._make("r")
        if bold:
            self._under(self._under(run, "rPr"), "b")
        text = self._under(run, "t")
        text.text = words
        text.set(SPACE, "preserve")
        leaf = Leaf(text, len(words), False, self._story, None)
        self.stretches.append(Stretch(start, range(len(words)), (0,), (leaf,)))
        return run

    def _row(self, line: str, start: int, indent: int) -> Element:
        row = self._make("tr")
        at = indent + 1
        for text in line[at:].removesuffix("|").split("|")[:MOST_COLUMNS]:
            lead = len(text) - len(text.lstrip())
            self._under(row, "tc").append(self._paragraph(text.strip(), start + at + lead))
            at += len(text) + 1
        return row

    def _table(self, rows: Sequence[Element]) -> Iterator[Element]:
        """The table, and the paragraph without which two tables would become one."""
        table = self._make("tbl")
        properties = self._under(table, "tblPr")
        self._value(properties, "tblStyle", "TableGrid")
        grid = self._under(table, "tblGrid")
        for _ in range(max(map(len, rows))):
            self._under(grid, "gridCol")
        table.extend(rows)
        yield table
        yield self._make("p")

    def _make(self, name: str) -> Element:
        from lxml import etree

        return etree.Element(f"{self._w}{name}", nsmap={"w": self._w.strip("{}")})

    def _under(self, parent: Element, name: str) -> Element:
        child = self._make(name)
        parent.append(child)
        return child

    def _value(self, parent: Element, name: str, value: str) -> None:
        self._under(parent, name).set(f"{self._w}val", value)
