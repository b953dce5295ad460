"""An account as a Word document: the template filled, each figure with a real endnote, charts as pictures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from duikou.book.account import Block, Chart, Paragraph, Piece, Table
from duikou.files.accounts.charts import draw
from duikou.files.accounts.endnotes import Endnotes
from duikou.files.accounts.packing import repacked
from duikou.files.accounts.paper import Paper, noted_in_text, table_figures
from duikou.files.accounts.template import fill_lines, open_template, place_of

PICTURE = 158  # mm
CELL = 9  # points: a table has up to nine columns
PADDING = {
    "top": 40,
    "left": 100,
    "bottom": 40,
    "right": 100,
}  # twentieths of a point, border to text


def word(paper: Paper, template: bytes, name: str = "template.docx") -> bytes:
    """The document. `name`: of the template, for what is wrong with it. Raises FileProblem `template.…`."""
    document = open_template(template, name)
    _Maker(paper, document).make()
    about = document.core_properties
    about.title, about.author, about.last_modified_by = paper.account.title, "Duikou", "Duikou"
    about.created = about.modified = paper.moment
    about.revision = 1
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue())


class _Maker:
    """Puts one account into one opened template."""

    def __init__(self, paper: Paper, document: Any) -> None:
        self.paper = paper
        self.account = paper.account
        self.document = document
        self.notes = Endnotes(document)
        self.noted: set[int] = set()
        self.in_text = noted_in_text(paper.account)

    def make(self) -> None:
        fill_lines(self.document, self.paper.fields())
        if place := place_of(self.document, "body"):
            self._body(place)
        if place := place_of(self.document, "remarks"):
            self.at = place
            self._heading(self.paper.labels.remarks, 1)
            for text in self.account.remarks:
                self._paragraph((text,))
            self._remove(place)
        self.notes.save()

    def _body(self, place: Any) -> None:
        self.at = place
        for section in self.account.sections:
            self._heading(section.title, section.level)
            for block in section.blocks:
                self._block(block)
        self._remove(place)

    def _remove(self, paragraph: Any) -> None:
        paragraph._element.getparent().remove(paragraph._element)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._paragraph(block.pieces)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)

    def _heading(self, title: str, level: int) -> None:
        self._styled(self.at.insert_paragraph_before(title), f"Heading {level}")

    def _styled(self, paragraph: Any, *names: str) -> Any:
        """The first of these styles that the template has."""
        known = {style.name for style in self.document.styles}
        for name in names:
            if name in known:
                paragraph.style = self.document.styles[name]
                break
        return paragraph

    def _paragraph(self, pieces: tuple[Piece, ...]) -> None:
        paragraph = self._styled(self.at.insert_paragraph_before(), "Body Text", "Normal")
        for piece in pieces:
            if isinstance(piece, int):
                self._figure(paragraph, piece)
            else:
                paragraph.add_run(piece)

    def _figure(self, paragraph: Any, number: int) -> None:
        """The figure with its note; where it was noted before, it leads there."""
        words = self.account.figure(number).printed
        if number in self.noted:
            self.notes.link(paragraph, words, number)
            return
        paragraph.add_run(words)
        self.notes.note(paragraph, number, self.paper.notes[number - 1])
        self.noted.add(number)

    def _table(self, block: Table) -> None:
        self._styled(self.at.insert_paragraph_before(block.title), "Caption")
        table = self.document.add_table(rows=0, cols=len(block.head))
        if "Table Grid" in {style.name for style in self.document.styles}:
            table.style = self.document.styles["Table Grid"]
        for cell, words in zip(table.add_row().cells, block.head, strict=True):
            self._cell(cell, words).bold = True
        for row in block.rows:
            for cell, piece in zip(table.add_row().cells, row, strict=True):
                if isinstance(piece, str):
                    self._cell(cell, piece)
                else:
                    self.notes.link(cell.paragraphs[0], self.account.figure(piece).printed, piece, CELL)
        self._keep_rows(table)
        _pad(table)
        late = [
            n for n in dict.fromkeys(table_figures(block)) if n not in self.in_text and n not in self.noted
        ]
        self.at._element.addprevious(table._element)
        below = self._styled(self.at.insert_paragraph_before(block.note), "Caption")
        self._late(below, late)

    def _cell(self, cell: Any, words: str) -> Any:
        from docx.shared import Pt

        run = cell.paragraphs[0].add_run(words)
        run.font.size = Pt(CELL)
        return run

    def _late(self, paragraph: Any, numbers: list[int]) -> None:
        """Notes of figures that stand in no sentence: a note inside a row would cut the table in two for
        whoever reads it as text, so they stand below it."""
        if numbers:
            paragraph.add_run(
                f" {self.paper.labels.table_notes}" if paragraph.text else self.paper.labels.table_notes
            )
        for place, number in enumerate(numbers):
            if place:
                paragraph.add_run(" ")
            self.notes.note(paragraph, number, self.paper.notes[number - 1])
            self.noted.add(number)

    def _keep_rows(self, table: Any) -> None:
        """The head on every page, no row on two of them."""
        from docx.oxml import OxmlElement

        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _chart(self, block: Chart) -> None:
        from docx.shared import Mm

        picture = draw(block, self.paper, "png")
        late = [
            bar.figure
            for bar in block.bars
            if bar.figure not in self.in_text and bar.figure not in self.noted
        ]
        if picture:
            paragraph = self.at.insert_paragraph_before()
            paragraph.add_run().add_picture(BytesIO(picture), width=Mm(PICTURE))
            self._describe(paragraph, block)
        self._late(self._styled(self.at.insert_paragraph_before(block.title), "Caption"), late)

    def _describe(self, paragraph: Any, block: Chart) -> None:
        """What the picture shows, for those who cannot see it."""
        texts = [f"{bar.label} {self.account.figure(bar.figure).printed}" for bar in block.bars]
        for element in paragraph._element.iter():
            if element.tag.endswith("}docPr"):
                element.set("descr", f"{block.title}: {'; '.join(texts)}")
                element.set("name", block.title)


def _pad(table: Any) -> None:
    """Room between borders and text: Word's own table styles leave none above and below."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, width in PADDING.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    after = properties.find(qn("w:tblLook"))  # the schema wants it just before this one
    if after is None:
        properties.append(margins)
    else:
        after.addprevious(margins)
