"""An account as a workbook: the text, its tables, and every figure with its definition, bounds and proof."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from duikou.book.account import Chart, Paragraph, Table
from duikou.files.accounts.paper import Paper

TEXT_WIDTH = 100
COLUMN_WIDTHS = (6, 22, 44, 14, 20, 20, 20, 20, 44, 60, 16)


def excel(paper: Paper) -> bytes:
    """The workbook. Figures are words as printed; the sheet of figures has the bounds as numbers."""
    import xlsxwriter

    out = BytesIO()
    # nothing that a text says may become a formula or an address
    plain = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, plain) as book:
        book.set_properties({"title": paper.account.title, "author": "Duikou", "created": paper.moment})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _text(book.add_worksheet(paper.labels.columns[0]), paper, bold, wrap)
        _tables(book, paper, bold, wrap)
        _figures(book.add_worksheet(paper.labels.sources), paper, bold, wrap)
    return out.getvalue()


def _page(sheet: Any) -> None:
    """One page wide on A4 lying down."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _text(sheet: Any, paper: Paper, bold: Any, wrap: Any) -> None:
    account = paper.account
    _page(sheet)
    sheet.set_column(0, 0, TEXT_WIDTH)
    lines = [(account.title, bold), (account.subtitle, wrap)]
    for section in account.sections:
        lines.append((section.title, bold))
        lines += [
            ("".join(map(account.words, block.pieces)), wrap)
            for block in section.blocks
            if isinstance(block, Paragraph)
        ]
    lines += [(text, wrap) for text in account.remarks]
    for row, (words, form) in enumerate(lines):
        sheet.write_string(row, 0, words, form)


def _tables(book: Any, paper: Paper, bold: Any, wrap: Any) -> None:
    tables = [
        block
        for section in paper.account.sections
        for block in section.blocks
        if not isinstance(block, Paragraph)
    ]
    number = 0
    for block in tables:
        if isinstance(block, Chart):
            continue
        number += 1
        sheet = book.add_worksheet(f"{paper.labels.columns[1]}{number}")
        _table(sheet, block, paper, bold, wrap)


def _table(sheet: Any, block: Table, paper: Paper, bold: Any, wrap: Any) -> None:
    _page(sheet)
    sheet.set_column(0, len(block.head), 18)
    sheet.write_string(0, 0, block.title, bold)
    for column, words in enumerate(block.head):
        sheet.write_string(1, column, words, bold)
    for row, cells in enumerate(block.rows, start=2):
        for column, piece in enumerate(cells):
            sheet.write_string(row, column, paper.account.words(piece), wrap)
            if isinstance(piece, int):
                sheet.write_comment(row, column, paper.notes[piece - 1], {"x_scale": 2.5, "y_scale": 2.5})
    sheet.write_string(2 + len(block.rows), 0, block.note, wrap)
    sheet.freeze_panes(2, 0)


def _figures(sheet: Any, paper: Paper, bold: Any, wrap: Any) -> None:
    """One row a figure, headed as `Labels.columns` from the third on says."""
    head = paper.labels.columns[2:]
    _page(sheet)
    for column, width in zip(range(len(head)), COLUMN_WIDTHS, strict=False):
        sheet.set_column(column, column, width)
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, bold)
    for row, cells in enumerate(paper.cells, start=1):
        for column, words in enumerate(cells):
            if column in (4, 5) and words:
                sheet.write_number(row, column, float(words), wrap)
            else:
                sheet.write_string(row, column, words, wrap)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(paper.cells), len(head) - 1)
