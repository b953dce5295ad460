"""Figures that stand in tables of whole files, read with their row and their columns as scope."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from pdf_maker import make_pdf

from duikou.files import LoadedText, Place, load_bytes
from duikou.reading import ReadFigure, read
from duikou.words import load

TITLE = "山东省对口支援忠县等区县情况表"
HEADS = [
    ["受援区县", "2023年", "2023年", "2024年", "2024年"],
    ["受援区县", "无偿援助资金（万元）", "援建项目（个）", "无偿援助资金（万元）", "援建项目（个）"],
]
DATA = [
    ["忠县", "1,200", "12", "1,350.5", "13"],
    ["万州区", "800", "8", "约900", "9"],
    ["合计", "2,000", "20", "2,250.5", "22"],
]
MERGED = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]  # from row, column to row, column
ZHONG, WANZHOU = "500233", "500101"


def word() -> bytes:
    document = Document()
    document.add_heading(TITLE, 1)
    table = document.add_table(len(HEADS) + len(DATA), len(HEADS[0]))
    for row, texts in enumerate([*HEADS, *DATA]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for first, left, last, right in MERGED:
        words = table.cell(first, left).text
        table.cell(first, left).merge(table.cell(last, right)).text = words
    document.add_paragraph("注：合计含两地。")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def page() -> bytes:
    head = (
        "<tr><th rowspan=2>受援区县<th colspan=2>2023年<th colspan=2>2024年</tr>"
        f"<tr>{''.join(f'<th>{text}' for text in HEADS[1][1:])}</tr>"
    )
    rows = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}</tr>" for row in DATA)
    return f"<h1>{TITLE}</h1><table>{head}{rows}</table><p>注：合计含两地。</p>".encode()


def pdf() -> bytes:
    lines = [(100, 800, TITLE)]
    for number, row in enumerate([*HEADS, *DATA]):
        lines += [(40 + 110 * column, 760 - 20 * number, text) for column, text in enumerate(row)]
    return make_pdf([lines], size=9)


FILES = {"a.docx": word, "a.html": page, "a.pdf": pdf}


def read_file(name: str) -> tuple[LoadedText, tuple[ReadFigure, ...]]:
    loaded = load_bytes(FILES[name](), name)
    return loaded, read(loaded.text, dated="2025-03", vocabulary=load())


def wanted() -> Iterator[tuple[str, str, str, tuple[str, ...], str]]:
    """Value, unit, measure, recipients and year of every cell, in reading order."""
    for label, *cells in DATA:
        places = {"忠县": (ZHONG,), "万州区": (WANZHOU,), "合计": (ZHONG, WANZHOU)}[label]
        for column, cell in enumerate(cells, start=1):
            number = cell.lstrip("约").replace(",", "")
            money = column % 2 == 1
            value = str(round(float(number) * 10_000)) if money else number
            kind = ("CNY", "fund.grant") if money else ("count", "project.count")
            yield value, *kind, places, HEADS[0][column].removesuffix("年")


@pytest.mark.parametrize("name", FILES)
def test_every_cell_has_the_scope_of_its_row_and_its_columns(name: str) -> None:
    _, figures = read_file(name)
    found = [(f.value, f.unit, f.measure, f.recipient, f.since) for f in figures]
    assert found == list(wanted())
    assert {f.donor for f in figures} == {("370000",)}
    assert all(f.since == f.until for f in figures)
    assert [f.qualifier for f in figures if f.qualifier != "exact"] == ["about"]


def test_the_deciding_words_stand_in_the_cells() -> None:
    loaded, figures = read_file("a.docx")
    cell = figures[6]
    assert loaded.text[cell.start : cell.end] == "约900"
    assert loaded.where(cell.start) == Place("cell", (1, 4, 4), 0)
    for field, words, place in (
        ("recipient", "万州区", (1, 4, 1)),
        ("from", "2024年", (1, 1, 4)),
        ("measure", "无偿", (1, 2, 4)),
    ):
        span = cell.because[field].span
        assert span is not None
        assert loaded.text[slice(*span)].startswith(words)
        assert loaded.where(span[0]).numbers == place
