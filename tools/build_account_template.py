"""Make the shipped template of accounts, src/duikou/files/accounts/account.docx: A4, the fonts of official
papers, page numbers, and the fields that an account is put into. Run after a change here."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from duikou.files.accounts.packing import repacked

TARGET = Path(__file__).resolve().parent.parent / "src/duikou/files/accounts/account.docx"
MADE = datetime(2026, 11, 27)
# style → western and Chinese font, points, bold, space before and behind
STYLES = {
    "Normal": ("Times New Roman", "仿宋", 14, False, 0, 0),
    "Body Text": ("Times New Roman", "仿宋", 14, False, 0, 4),
    "Title": ("Times New Roman", "黑体", 22, True, 0, 6),
    "Subtitle": ("Times New Roman", "楷体", 14, False, 0, 14),
    "Heading 1": ("Times New Roman", "黑体", 16, False, 14, 6),
    "Heading 2": ("Times New Roman", "楷体", 14, True, 8, 3),
    "Caption": ("Times New Roman", "黑体", 11, False, 6, 4),
}


def main() -> None:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(26)
    page.top_margin, page.bottom_margin = Mm(30), Mm(26)
    for name, look in STYLES.items():
        dress(document.styles[name], *look)
    document.styles["Body Text"].paragraph_format.first_line_indent = Pt(28)
    document.styles["Body Text"].paragraph_format.line_spacing = 1.5
    for name in ("Title", "Subtitle"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    borders = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        document.styles["Title"].element.pPr.remove(borders)
    document.add_paragraph("{{标题}}", style="Title")
    document.add_paragraph("{{副标题}}", style="Subtitle")
    document.add_paragraph("{{正文}}", style="Normal")
    document.add_paragraph("{{说明}}", style="Normal")
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    page_number(foot)
    foot.add_run(" —")
    small = page.footer.add_paragraph()
    small.alignment = WD_ALIGN_PARAGRAPH.CENTER
    small.add_run("校验码 {{校验码}}").font.size = Pt(8)
    about = document.core_properties
    about.author, about.title, about.comments = "Duikou", "", ""
    about.created = about.modified = MADE
    out = BytesIO()
    document.save(out)
    TARGET.write_bytes(repacked(out.getvalue()))


def dress(style, western, chinese, points, bold, before, behind) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = western, Pt(points), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    fonts.set(qn("w:eastAsia"), chinese)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(behind)


def page_number(paragraph) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        else:
            field = OxmlElement("w:instrText")
            field.text = text
        run.append(field)


if __name__ == "__main__":
    main()
