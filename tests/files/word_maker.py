"""Word documents as offices make them: bold inside numbers, runs cut anywhere, notes, text boxes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W}
HEAD = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def run(text: str, properties: str = "") -> str:
    """A run; `properties` as XML."""
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str) -> Any:
    return parse_xml(f"<w:p {HEAD}>{''.join(inside)}</w:p>")


def text_box(text: str) -> str:
    """A run with a text box as Word writes it: the same for new programmes and, once more, for old ones."""
    content = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0" distB="0" '
        'distL="0" distR="0"><wp:extent cx="2520000" cy="720000"/><wp:docPr id="7" name="Text Box 7"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2520000" '
        'cy="720000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape style='width:198pt;height:57pt'>"
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def note_mark(kind: str, number: int) -> str:
    """The run in the text that refers to a note (`footnote` or `endnote`)."""
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def add_notes(document: Any, kind: str, texts: list[str]) -> None:
    """The part with the notes, numbered from 1 behind the two that separate them from the text."""
    apart = "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p></w:{kind}>'
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    notes = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{run(text)}</w:p></w:{kind}>'
        for number, text in enumerate(texts, start=1)
    )
    content = f"<w:{kind}s {HEAD}>{apart}{notes}</w:{kind}s>"
    part = Part(
        PackURI(f"/word/{kind}s.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml",
        content.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.__dict__[f"{kind.upper()}S"])


def add_data(document: Any) -> None:
    """A part that has nothing to do with the text."""
    part = Part(PackURI("/customXml/item9.xml"), CONTENT_TYPE.XML, b"<a>\n <b/></a>", document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def bare(*inside: str) -> bytes:
    """The least that is a Word document: one paragraph, no styles, nothing that refers to other parts."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIP_TYPE.OFFICE_DOCUMENT}" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"<w:document {HEAD}><w:body><w:p>{''.join(inside)}</w:p></w:body></w:document>",
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def append(document: Any, *blocks: Any) -> None:
    """Put paragraphs before the end of the body."""
    for block in blocks:
        document.element.body.sectPr.addprevious(block)


def formatted(lines: list[str]) -> bytes:
    """A document of `lines` as somebody formatted it by hand: every run is cut after 7 characters, so in the
    middle of words and numbers; digits are bold, and half of a number in another colour; every third
    paragraph is a row of a table, the fifth has a footnote, the sixth an endnote."""
    document = Document()
    document.core_properties.title = "稿"
    document.sections[0].header.paragraphs[0].text = "内部稿"
    foot, end = ["本页数字截至成稿之日。"], ["援建学校5所。"]
    for number, line in enumerate(lines):
        runs = [_colourful(line[at : at + 7], at) for at in range(0, len(line), 7)]
        if number % 3 == 2:
            table = document.add_table(1, 2, style="Table Grid")
            table.cell(0, 0).text = f"第{number}段"
            table.cell(0, 1)._tc.append(paragraph(*runs))
            continue
        if number == 5:
            runs.append(note_mark("footnote", 1))
        if number == 6:
            runs.append(note_mark("endnote", 1))
        append(document, paragraph('<w:pPr><w:jc w:val="both"/></w:pPr>', *runs))
    add_notes(document, "footnote", foot)
    add_notes(document, "endnote", end)
    add_data(document)
    return saved(document)


def _colourful(text: str, at: int) -> str:
    parts = re.split(r"(\d+)", text)
    colour = '<w:color w:val="C00000"/>' if at % 2 else ""
    return "".join(run(part, f"<w:b/>{colour}" if part.isdigit() else "") for part in parts if part)


# ------------------------------------------------------------------ looking at what came out


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tree(raw: bytes, part: str = "word/document.xml") -> Any:
    return etree.fromstring(parts_of(raw)[part])


def comments(raw: bytes) -> dict[str, list[str]]:
    """Paragraphs of each comment by its number."""
    return {
        one.get(w("id")): ["".join(p.itertext()) for p in one.iter(w("p"))]
        for one in tree(raw, "word/comments.xml").iter(w("comment"))
    }


def ranges(raw: bytes) -> dict[str, str]:
    """By the number of each comment the text between its two marks, text boxes and deleted text left out."""
    found: dict[str, str] = {}
    open_now: set[str] = set()
    for element in tree(raw).iter():
        if element.tag == w("commentRangeStart"):
            found[element.get(w("id"))] = ""
            open_now.add(element.get(w("id")))
        elif element.tag == w("commentRangeEnd"):
            open_now.remove(element.get(w("id")))
        elif element.tag == w("t") and not any(p.tag == w("txbxContent") for p in element.iterancestors()):
            for key in open_now:
                found[key] += element.text or ""
    assert not open_now
    return found


def without_comments(raw: bytes) -> bytes:
    """The document with the marks of comments taken out and runs formatted alike put together again."""
    root = tree(raw)
    for name in ("commentRangeStart", "commentRangeEnd"):
        for mark in list(root.iter(w(name))):
            mark.getparent().remove(mark)
    for mark in list(root.iter(w("commentReference"))):
        mark.getparent().getparent().remove(mark.getparent())
    for one in list(root.iter(w("r"))):
        before = one.getprevious()
        if before is not None and before.tag == w("r") and _alike(before, one):
            _join(before, one)
    for text in root.iter(w("t")):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
    return etree.tostring(root, method="c14n")


def _alike(one: Any, other: Any) -> bool:
    properties = [element.find("w:rPr", NS) for element in (one, other)]
    texts = [etree.tostring(p, method="c14n") if p is not None else b"" for p in properties]
    return texts[0] == texts[1] and dict(one.attrib) == dict(other.attrib)


def _join(first: Any, second: Any) -> None:
    for child in list(second):
        if child.tag == w("rPr"):
            continue
        last = first[-1]
        if child.tag == last.tag == w("t"):
            last.text = (last.text or "") + (child.text or "")
        else:
            first.append(child)
    second.getparent().remove(second)
