"""Real Word endnotes: python-docx has none, so their part is made here."""

from __future__ import annotations

from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = "http://www.w3.org/XML/1998/namespace"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
EMPTY = (
    f'<w:endnotes xmlns:w="{W}">'
    '<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
    '<w:endnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:endnote></w:endnotes>"
)
SMALL = "18"  # half points


class Endnotes:
    """The endnotes of one document. `note` adds one at the end of a paragraph, `link` leads to one."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._part = next(
            (
                rel.target_part
                for rel in document.part.rels.values()
                if rel.reltype == RELATION and not rel.is_external
            ),
            None,
        )
        self._root = self._parse(EMPTY.encode() if self._part is None else self._part.blob)
        ids = [int(note.get(f"{{{W}}}id", "0")) for note in self._root]
        self._next = max([*ids, 0]) + 1
        self._used = 0

    def _parse(self, blob: bytes) -> Any:
        from lxml import etree

        return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))

    def note(self, paragraph: Any, number: int, text: str) -> None:
        """A mark behind what the paragraph holds so far, bookmarked `figure<number>`, and its note."""
        key = str(self._next)
        self._next += 1
        self._used += 1
        element = paragraph._element
        element.append(self._make("bookmarkStart", id=str(1000 + number), name=f"figure{number}"))
        run = self._under(element, "r")
        self._under(self._under(run, "rPr"), "vertAlign", val="superscript")
        self._under(run, "endnoteReference", id=key)
        element.append(self._make("bookmarkEnd", id=str(1000 + number)))
        self._write(key, text)

    def link(self, paragraph: Any, words: str, number: int, points: int = 0) -> None:
        """Words that lead to the mark of a figure's note; `points`: their size, 0 = the paragraph's."""
        link = self._under(paragraph._element, "hyperlink", anchor=f"figure{number}", history="1")
        run = self._under(link, "r")
        if points:
            self._under(self._under(run, "rPr"), "sz", val=str(2 * points))
        self._text(run, words)

    def _write(self, key: str, text: str) -> None:
        note = self._under(self._root, "endnote", id=key)
        paragraph = self._under(note, "p")
        run = self._under(paragraph, "r")
        self._under(self._under(run, "rPr"), "vertAlign", val="superscript")
        self._under(run, "endnoteRef")
        run = self._under(paragraph, "r")
        self._under(self._under(run, "rPr"), "sz", val=SMALL)
        self._text(run, " " + text)

    def save(self) -> None:
        """Put the notes into the document; nothing where none were made."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        if not self._used:
            return
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self.document.part.package
        if self._part is None:
            part = Part(PackURI("/word/endnotes.xml"), CONTENT, blob, package)
            self.document.part.relate_to(part, RELATION)
        else:
            self._part._blob = blob
        self._arabic()

    def _arabic(self) -> None:
        """Notes numbered 1, 2, 3, not i, ii, iii."""
        settings = self.document.settings.element
        for old in settings.findall(f"{{{W}}}endnotePr"):
            settings.remove(old)
        section = self.document.element.body.sectPr
        for old in section.findall(f"{{{W}}}endnotePr"):
            section.remove(old)
        own = self._make("endnotePr")
        own.append(self._make("numFmt", val="decimal"))
        after = [
            child
            for child in section
            if child.tag.rsplit("}", 1)[1] in ("headerReference", "footerReference", "footnotePr")
        ]
        if after:
            after[-1].addnext(own)
        else:
            section.insert(0, own)

    def _make(self, tag: str, /, **attributes: str) -> Any:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        element = OxmlElement(f"w:{tag}")
        for key, value in attributes.items():
            element.set(qn(f"w:{key}"), value)
        return element

    def _under(self, parent: Any, tag: str, /, **attributes: str) -> Any:
        child = self._make(tag, **attributes)
        parent.append(child)
        return child

    def _text(self, run: Any, words: str) -> None:
        text = self._under(run, "t")
        text.text = words
        text.set(f"{{{XML}}}space", "preserve")
