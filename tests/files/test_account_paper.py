"""Accounts in Word: templates of an office, real endnotes, links; what is wrong with a template."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from docx import Document

from duikou.book.account import (
    Account,
    AccountFigure,
    Paragraph,
    Section,
    Source,
    Table,
    account_text,
    parse_account,
)
from duikou.files import FileProblem, load_bytes
from duikou.files.accounts import Labels, Paper, shipped_template, word

FIGURES = tuple(
    AccountFigure(
        number,
        {"measure": "fund", "unit": "CNY"},
        "上海市 → 万州区",
        "CNY",
        "2024-12-31",
        printed,
        "exact",
        "settled",
        ("1.00", "2.00"),
        ("1.00", None),
        ("1.00", "2.00"),
        "援助资金",
        ("前提",),
        (Source("S1", "statement", "1亿元", "d1", "平湖日报", "2024-05"),),
    )
    for number, printed in ((1, "1.00亿元"), (2, "2.00亿元"))
)
ACCOUNT = Account(
    "county",
    "万州区报告",
    "（截至2024年底）",
    "zh-hans",
    "2024-12-31",
    {"kind": "county"},
    "book",
    3,
    (
        Section("一、总体", 1, (Paragraph(("到位", 1, "。")),)),
        Section("二、表", 1, (Table("表", ("支援方", "资金"), (("上海市", 1), ("天津市", 2)), "注"),)),
    ),
    FIGURES,
    ("说明一。",),
)
LABELS = Labels("来源", "本表数字注释：", "说明", "数字", ("正文", "表"), "亿元", "亿元", "未定")
PAPER = Paper(ACCOUNT, ("注文甲。", "注文乙。"), LABELS, ())


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for part in line.split("|"):  # Word cuts what is typed into runs as it likes
            paragraph.add_run(part)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_an_account_survives_being_kept() -> None:
    assert parse_account(account_text(ACCOUNT)) == ACCOUNT
    with pytest.raises(ValueError, match="version"):
        parse_account('{"version": 0}')


def test_every_figure_has_its_note_and_the_text_reads_as_written() -> None:
    made = word(PAPER, shipped_template())
    assert made == word(PAPER, shipped_template())
    with zipfile.ZipFile(BytesIO(made)) as archive:
        body, notes = (archive.read(f"word/{name}.xml").decode() for name in ("document", "endnotes"))
    assert body.count("<w:endnoteReference ") == 2
    assert 'w:anchor="figure1"' in body
    assert re.search(r"<w:tblCellMar><w:top .*?</w:tblCellMar><w:tblLook ", body), "no text on the borders"
    assert "注文甲。" in notes
    assert "注文乙。" in notes
    text = load_bytes(made, "account.docx").text
    assert "到位1.00亿元。" in text.replace("\n", "")
    assert "|天津市|2.00亿元|" in text


def test_an_office_brings_its_own_letterhead() -> None:
    made = word(PAPER, template("某某局文件", "{{ti|tle}}  {{截止日}}", "{{正文}}", "落款"), "own.docx")
    lines = [paragraph.text for paragraph in Document(BytesIO(made)).paragraphs]
    assert lines[0] == "某某局文件"
    assert lines[1] == "万州区报告  2024-12-31"
    assert lines[-1] == "落款"
    assert "一、总体" in lines
    assert not any("{{" in line for line in lines)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"no zip", "template.unreadable"),
        (template("{{title}}"), "template.no_body"),
        (template("{{正文}}", "{{表头}}"), "template.field"),
        (template("见 {{正文}}"), "template.not_alone"),
    ],
)
def test_a_template_that_will_not_do(raw: bytes, code: str) -> None:
    with pytest.raises(FileProblem) as refused:
        word(PAPER, raw, "own.docx")
    assert refused.value.code == code
