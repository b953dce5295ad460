"""One table as CSV and Excel: the same numbers, and nothing that a spreadsheet would reckon with."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import load_workbook

from duikou.files.sheets import Sheet, write_csv, write_xlsx

SHEET = Sheet(
    "援助资金[2025]",
    ("无偿援助资金（到位）", "单位：万元"),
    ("支援方", "2024", "合计"),
    (("=上海市", Decimal("1234.50"), "≥1,300.00"), ("合计", Decimal("7.00"), "—")),
    frozenset({1}),
    ("据台账记录统计。",),
)


def test_csv_opens_in_excel_and_holds_no_formula():
    content = write_csv(SHEET)
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[:3] == [list(SHEET.head), ["'=上海市", "1234.50", "≥1,300.00"], ["合计", "7.00", "—"]]
    assert [row[0] for row in rows[4:]] == [*SHEET.above, *SHEET.below]


def test_excel_holds_numbers_in_the_format_shown():
    book = load_workbook(BytesIO(write_xlsx([SHEET, SHEET])))
    assert book.sheetnames == ["援助资金 2025", "援助资金 2025 2"]
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[3] == SHEET.head
    assert rows[4] == ("=上海市", 1234.5, "≥1,300.00")
    cell = sheet["B5"]
    assert (cell.data_type, cell.number_format) == ("n", "#,##0.00")
    assert sheet["A5"].data_type == "s", "a name is never a formula"
    assert sheet["A6"].font.bold
    assert not sheet["A5"].font.bold
    assert rows[7][0] == "据台账记录统计。"
