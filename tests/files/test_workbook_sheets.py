"""Sheets as offices keep them: heads wherever they stand, units, totals, hidden rows; files meant to harm."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from duikou.book import Activity, Project
from duikou.files import FileProblem, Limits
from duikou.files.workbook.grid import open_workbook
from duikou.files.workbook.heads import OwnHeads, find_layout, suggestions

from .workbook_maker import WORDS, book_of, codes, held_against, template_of, with_part

TRAINING = ["培训班名称", "支援方", "受援地", "开始日期", "培训人数（人）", "培训人次（人次）"]
ROW = ["电商培训", "上海市", "万州区", "2025年3月", 50, 600]


def records(raw: bytes, **others: Any) -> list[Activity]:
    found = held_against(raw, **others)
    assert not [each for each in codes(found) if each[2] == "error"], codes(found)
    return [row.record for row in found.rows if isinstance(row.record, Activity)]


def test_an_old_xls_with_merged_heads_and_a_total() -> None:
    raw = (Path(__file__).parent / "old_register.xls").read_bytes()
    rows = records(raw, name="old_register.xls")
    assert [(row.title, dict(row.values)) for row in rows] == [
        ("电商带头人培训", {"persons": "50", "person_times": "600"}),
        ("干部能力提升班", {"persons": "40", "person_times": "40"}),
    ]
    assert [row.first_day.isoformat() for row in rows] == ["2025-03-05", "2025-05-01"]


def test_columns_may_stand_in_any_order_among_others() -> None:
    heads, row = ["序号", *reversed(TRAINING), "经办人"], [1, *reversed(ROW), "某某"]
    raw = book_of({"台账": [["万州区2025年培训台账"], [], heads, row, []]})
    (found,) = records(raw)
    assert (found.title, found.value("persons"), found.value("person_times")) == ("电商培训", "50", "600")
    assert ("台账", "H3", "note", "column.unknown") in codes(held_against(raw))


@pytest.mark.parametrize(
    ("title", "head", "cell", "amount"),
    [
        ("", "到位资金（万元）", 120, "1200000.00"),
        ("", "到位资金（元）", 1200000, "1200000.00"),
        ("", "到位资金\n(亿元)", 0.012, "1200000.00"),
        ("单位：元", "到位资金", 1200000, "1200000.00"),
        ("单位：万元", "到位金额", "120", "1200000.00"),
        ("", "到账资金（万元）", "120万元", "1200000.00"),
    ],
)
def test_the_unit_of_a_head_or_sheet_holds(title: str, head: str, cell: object, amount: str) -> None:
    project = Project("p", "桥", frozenset({"310000"}), "500101", kind="grant")
    raw = book_of({"资金": [[title], ["资金批次", "项目名称", "日期", head], ["第一批", "桥", "2025", cell]]})
    found = held_against(raw, project)
    (row,) = found.rows
    assert isinstance(row.record, Activity)
    assert row.record.value("arrived") == amount
    assert row.record.value("kind") == "grant"


def test_money_without_any_unit_is_in_doubt() -> None:
    raw = book_of(
        {
            "企业": [
                ["企业名称", "支援方", "受援地", "日期", "协议投资"],
                ["某公司", "上海市", "万州区", 2024, 3000],
            ]
        }
    )
    assert ("企业", "E1", "doubt", "column.unit_assumed") in codes(held_against(raw))


def test_two_rows_of_heads_are_read_together() -> None:
    def merge(book: Any) -> None:
        book["引进企业"].merge_cells("E1:F1")
        for column in "ABCD":
            book["引进企业"].merge_cells(f"{column}1:{column}2")

    heads = ["企业名称", "支援方", "受援地", "时间", "投资（万元）", ""]
    rows = [heads, ["", "", "", "", "协议", "到位"], ["某公司", "上海市", "万州区", "2024年", 3000, 300]]
    (found,) = records(book_of({"引进企业": rows}, merge))
    assert (found.value("agreed"), found.value("arrived")) == ("30000000.00", "3000000.00")


def test_blank_total_footer_hidden_and_merged_rows() -> None:
    def change(book: Any) -> None:
        page = book["培训"]
        page.row_dimensions[3].hidden = True
        page.merge_cells("B2:B3")
        page.auto_filter.ref = "A1:F3"

    rows = [TRAINING, ROW, ["干部培训", "", "万州区", "2025.4.1", 30, 30], [], ["小 计", "", "", "", 80, 630]]
    rows += [["合计", "", "", "", 80, 630], ["填表人：某某", "", "", "审核：某某"]]
    raw = book_of({"培训": rows}, change)
    assert [(row.title, row.donors) for row in records(raw)] == [
        ("电商培训", frozenset({"310000"})),
        ("干部培训", frozenset({"310000"})),
    ]
    assert codes(held_against(raw)) >= {
        ("培训", "5:5", "note", "row.total"),
        ("培训", "6:6", "note", "row.total"),
        ("培训", "7:7", "note", "row.footer"),
        ("培训", "3:3", "note", "sheet.hidden_rows"),
        ("培训", "B3", "note", "cell.merged"),
    }


def test_a_sheet_that_is_no_register_is_left_out() -> None:
    found = held_against(book_of({"通讯录": [["姓名", "电话"], ["某某", "1"]], "培训": [TRAINING, ROW]}))
    assert ("通讯录", "", "note", "sheet.unknown") in codes(found)
    assert len(found.rows) == 1


def test_a_register_with_heads_of_its_own_is_mapped_once() -> None:
    raw = book_of(
        {
            "表一": [
                ["班名", "哪里来帮", "开始日期", "受援地", "来了几个人"],
                ["电商培训", "上海市", "2025", "万州区", 5],
            ]
        }
    )
    assert not held_against(raw).rows or held_against(raw).counts["new"] == 0
    own = OwnHeads(
        {"表一": "training"}, {"training": {"班名": "title", "哪里来帮": "donors", "来了几个人": "persons"}}
    )
    (found,) = records(raw, heads=own)
    assert (found.title, found.donors, found.value("persons")) == ("电商培训", frozenset({"310000"}), "5")


def test_heads_are_suggested_by_likeness() -> None:
    found = suggestions(WORDS.activity["training"], ["培训班的名称", "参加培训人次", "经办电话"])
    assert found == {"培训班的名称": "title", "参加培训人次": "person_times"}


@pytest.mark.parametrize("code", list(WORDS.activity))
def test_every_type_is_known_by_its_own_heads(code: str) -> None:
    grid = next(g for g in open_workbook(template_of(types=[code]), "x.xlsx").grids)
    layout = find_layout(grid, WORDS)
    assert layout is not None
    assert layout.type.code == code
    assert [column.field.name for column in layout.columns] == [
        each.name for each in WORDS.activity[code].fields
    ]
    assert all(column.factor == column.field.factor for column in layout.columns)


RISKY = ["=1+1", "+8613", "-2+3", "@SUM(A1)", '=cmd|" /C calc"!A0']


def test_nothing_of_the_book_becomes_a_formula() -> None:
    rows = [
        Project(f"p{n}", name, frozenset({"310000"}), "500101", note=name) for n, name in enumerate(RISKY)
    ]
    raw = template_of(*rows)
    with ZipFile(BytesIO(raw)) as archive:
        pages = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in page for page in pages)
    page = load_workbook(BytesIO(raw))["援建项目"]
    cells = [cell for row in page.iter_rows(min_row=4, max_row=8) for cell in row if cell.value in RISKY]
    assert len(cells) >= 2 * len(RISKY)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert held_against(raw, *rows, marked=frozenset({row.key for row in rows})).counts["unchanged"] == len(
        RISKY
    )


def test_the_template_guards_its_keys_and_guides_its_reader() -> None:
    project = Project("p1", "桥", frozenset({"310000"}), "500101")
    book = load_workbook(BytesIO(template_of(project)))
    page = book["援建项目"]
    assert page.protection.sheet
    assert page["A4"].value == "p1"
    assert page["A4"].protection.locked
    assert not page["C4"].protection.locked
    assert page.column_dimensions["A"].hidden
    assert page.freeze_panes == "D4"
    assert page.page_setup.orientation == "landscape"
    assert book["_duikou"].sheet_state == "veryHidden"
    assert "万元" in "".join(str(cell.value) for cell in book["项目资金"][3])
    rules = book["培训"].data_validations.dataValidation
    assert sum(rule.type == "list" for rule in rules) >= 4
    assert book.sheetnames[0] == "填表说明"


def zip_bomb(said: int = 66 * 2**24) -> bytes:
    """A workbook with a part that unpacks to 1.1 GB; its directory may lie about that."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeezer.compress(b" " * 2**24) + squeezer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 66 + b"\x03\x00"
    file = BytesIO(book_of({"培训": [TRAINING]}))
    with ZipFile(file, "a") as archive:
        archive.writestr("xl/worksheets/sheet9.xml", packed)
    raw = bytearray(file.getvalue())
    for head, method, size in ((raw.rfind(b"PK\x03\x04"), 8, 22), (raw.rfind(b"PK\x01\x02"), 10, 24)):
        raw[head + method : head + method + 2] = (8).to_bytes(2, "little")
        raw[head + size : head + size + 4] = said.to_bytes(4, "little")
    return bytes(raw)


def lying_bomb() -> bytes:
    return zip_bomb(1000)


def corner() -> bytes:
    return book_of({"培训": [TRAINING, ROW]}, lambda book: book["培训"].cell(1_048_576, 16_384, "x"))


def sheet_xml(rows: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return with_part(
        book_of({"培训": [TRAINING, ROW]}),
        "xl/worksheets/sheet1.xml",
        f"{head}{rows}</sheetData></worksheet>".encode(),
    )


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (zip_bomb, "x.xlsx", "file.expands"),
        (lying_bomb, "x.xlsx", "file.damaged"),
        (corner, "x.xlsx", "file.cells"),
        (lambda: sheet_xml("<x:row><x:c r = 'ZZZ1'><v>1</v></x:c></x:row>"), "x.xlsx", "file.cells"),
        (lambda: with_part(book_of({"a": [[1]]}), "xl/vbaProject.bin", b"x"), "x.xlsx", "file.macros"),
        (lambda: book_of({"a": [[1]]}), "x.xlsm", "file.macros"),
        (lambda: book_of({"a": [[1]]}), "x.csv", "file.form"),
        (lambda: b"PK\x03\x04 no zip", "x.xlsx", "file.damaged"),
        (lambda: b"", "x.xlsx", "file.empty"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "x.xls", "file.damaged"),
        (lambda: with_part(book_of({"a": [[1]]}), "xl/a.xml", b"<!DOCTYPE a><a/>"), "x.xlsx", "file.unsafe"),
        (lambda: with_part(book_of({"a": [[1]]}), "xl/workbook.xml", b"<a"), "x.xlsx", "file.damaged"),
    ],
)  # fmt: skip
def test_files_meant_to_harm_are_refused(make: Any, name: str, code: str) -> None:
    with pytest.raises(FileProblem) as caught:
        open_workbook(make(), name)
    assert caught.value.code == code


def test_a_file_larger_than_is_taken_is_refused() -> None:
    with pytest.raises(FileProblem) as caught:
        open_workbook(b"PK" * 600, "x.xlsx", Limits(file_bytes=1000))
    assert caught.value.code == "file.too_large"


def test_a_million_empty_rows_do_no_harm() -> None:
    row = '<row r="{}"><c r="A{}" s="0"/></row>'
    written = "".join(row.format(n, n) for n in range(1, 1_048_577))
    found = open_workbook(sheet_xml(written), "x.xlsx")
    assert len(found.grids[0].rows) == 0


def test_formulas_give_the_value_last_stored_and_links_lead_nowhere() -> None:
    cells = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABCDEF", TRAINING, strict=True)
    )
    values = "".join(
        f'<c r="{letter}2" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABCD", ROW[:4], strict=True)
    )
    formula = '<c r="E2"><f>WEBSERVICE("http://evil")</f><v>50</v></c><c r="F2"><f>[1]S!A1</f></c>'
    raw = with_part(
        sheet_xml(f'<row r="1">{cells}</row><row r="2">{values}{formula}</row>'),
        "xl/externalLinks/externalLink1.xml",
        b"<a/>",
    )
    found = held_against(raw)
    assert codes(found) >= {
        ("", "", "note", "file.external_links"),
        ("培训", "E1", "note", "column.formulas"),
        ("培训", "F2", "error", "cell.formula_empty"),
    }
    assert found.rows[0].row.filling["persons"] == "50"
