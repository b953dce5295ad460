"""Where in a file each part of its text stands; tables of all formats with the scope of their cells."""

from io import BytesIO

import pytest
from docx import Document
from pdf_maker import make_pdf

from duikou.files import Place, load_bytes
from duikou.reading.clean import clean
from duikou.reading.quantities import quantities
from duikou.reading.split import split
from duikou.words import load

TABLE = [["县", "项目数（个）", "资金（万元）"], ["忠县", "38", "2,000"], ["万州区", "45", "3500.5"]]
SENTENCE = "截至2024年底，甲省向乙县援助资金1.5亿元。"


def word_with_a_table():
    document = Document()
    document.add_heading("成效", 1)
    document.add_paragraph(f"  {SENTENCE}")
    table = document.add_table(len(TABLE), 3)
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("学校3所", style="List Bullet")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def page_with_a_table():
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in TABLE)
    return f"<h1>成效</h1><p>{SENTENCE}</p><table>{rows}</table><ul><li>学校3所</li></ul>".encode()


def pdf_with_a_table():
    lines = [(100, 800, "成效"), (124, 780, SENTENCE)]
    for number, row in enumerate(TABLE):
        lines += [(100 + 150 * column, 740 - 20 * number, text) for column, text in enumerate(row)]
    return make_pdf([lines, [(100, 800, "学校3所")]])


FORMS = {"a.docx": word_with_a_table, "a.html": page_with_a_table, "a.pdf": pdf_with_a_table}


def figures(loaded):
    """Words in the file, value, unit and place of every quantity."""
    cleaned = clean(loaded.text)
    for quantity in quantities(cleaned, split(cleaned), load()):
        start, end = cleaned.origin[quantity.start], cleaned.origin[quantity.end - 1] + 1
        yield loaded.text[start:end], quantity.value, quantity.unit, loaded.where(start)


@pytest.mark.parametrize("name", FORMS)
def test_figures_in_a_table_are_read_with_their_units_in_every_format(name):
    loaded = load_bytes(FORMS[name](), name)
    assert [(words, value, unit) for words, value, unit, _ in figures(loaded)] == [
        ("1.5亿元", "150000000", "CNY"),
        ("38", "38", "count"),
        ("2,000", "20000000", "CNY"),
        ("45", "45", "count"),
        ("3500.5", "35005000", "CNY"),
        ("3所", "3", "count"),
    ]
    cleaned = clean(loaded.text)
    labels = [piece.label for piece in split(cleaned) if piece.label]
    assert labels == ["忠县受援", "万州区受援"]


def test_places_in_a_word_document():
    places = [place for *_, place in figures(load_bytes(word_with_a_table(), "a.docx"))]
    assert places == [
        Place("paragraph", (2,), 2 + SENTENCE.index("1.5亿元")),
        Place("cell", (1, 2, 2), 0),
        Place("cell", (1, 2, 3), 0),
        Place("cell", (1, 3, 2), 0),
        Place("cell", (1, 3, 3), 0),
        Place("paragraph", (3,), 2),
    ]


def test_places_in_a_pdf():
    places = [place for *_, place in figures(load_bytes(pdf_with_a_table(), "a.pdf"))]
    assert (places[0].kind, places[0].numbers) == ("page", (1, 2))
    assert places[0].character == SENTENCE.index("1.5亿元")
    assert places[-1] == Place("page", (2, 1), 2)
    assert [place.numbers for place in places[1:-1]] == [(1, 4), (1, 4), (1, 5), (1, 5)]


def test_places_in_plain_text_are_lines():
    loaded = load_bytes(f"题\n\n{SENTENCE}".encode("gb18030"), "a.txt")
    (found,) = figures(loaded)
    assert found[3] == Place("text", (3,), SENTENCE.index("1.5亿元"))
    with pytest.raises(IndexError):
        loaded.where(len(loaded.text))


def test_a_pdf_in_columns_is_read_column_by_column_and_without_page_numbers():
    left = ["某省对口支援某县，共投", "入资金一千二百万元，建", "成小学三所。"]
    right = ["与此同时，还选派医生五", "十名，开展手术二百例。"]
    page = [(72, 760 - 18 * n, text) for n, text in enumerate(left)]
    page += [(320, 760 - 18 * n, text) for n, text in enumerate(right)]
    loaded = load_bytes(make_pdf([[*page, (290, 30, "- 1 -")]]), "a.pdf")
    assert clean(loaded.text).text.split("\n") == ["".join(left), "".join(right)]


def test_html_tables_of_data_and_tables_of_layout():
    data = (
        "<table><tr><th rowspan=2>县<th colspan=2>2023</tr><tr><th>项目数（个）<th>资金（万元）</tr>"
        "<tr><td>忠县<td>38<td>2000</tr></table>"
    )
    loaded = load_bytes(data.encode(), "a.html")
    assert clean(loaded.text).text == "忠县受援：2023年项目数38个，2023年资金2000万元。"
    layout = f"<table><tr><td><p>{SENTENCE}</p><p>下一段。</p>{data}</td></tr></table>"
    loaded = load_bytes(layout.encode(), "a.html")
    assert loaded.text.startswith(f"{SENTENCE}\n\n下一段。\n\n|县|2023|2023|")


def test_html_leaves_out_what_is_not_seen():
    page = (
        "<head><title>5亿元</title></head><body><script>6亿元</script><p style='display: none'>7亿元</p>"
        "<!-- 8亿元 --><div>资金<b>9</b>亿元<br>下一行</div>尾巴"
    )
    assert load_bytes(page.encode(), "a.html").text == "资金9亿元\n\n下一行\n\n尾巴\n"
