"""The text of a file: what is kept to the character, what is laid out anew, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from duikou.book import BookError
from duikou.files import load_text

SENTENCE = "截至2024年底，甲省向乙县援助资金1.5亿元。"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_plain_text_is_kept_to_the_character(file: Callable[[str, bytes], Path], name: str) -> None:
    text = f"# 题\r\n\r\n{SENTENCE}\r\n　次行\n"
    loaded = load_text(file(name, text.encode()))
    assert (loaded.text, loaded.form) == (text, "text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_the_encodings_of_chinese_offices(file: Callable[[str, bytes], Path], encoding: str) -> None:
    assert load_text(file("a.txt", SENTENCE.encode(encoding))).text == SENTENCE


def test_html_shows_what_a_reader_sees(file: Callable[[str, bytes], Path]) -> None:
    page = """<html><head><title>No</title><style>p {}</style><body><script>var x = "1亿元"</script>
      <h2>一、成效</h2><p>截至2024年底，<b>甲省</b>向乙县
      援助资金1.5亿元。<ul><li>其中&nbsp;&lt;教育&gt;</ul>
      <table><tr><th>县</th><th>资金</th></tr><tr><td><p>乙县</p></td><td>1.5亿元</td></tr></table>"""
    loaded = load_text(file("a.html", page.encode()))
    assert loaded.form == "html"
    expected = f"## 一、成效\n\n{SENTENCE}\n\n- 其中\xa0<教育>\n\n|县|资金|\n|乙县|1.5亿元|\n"
    assert loaded.text.replace("乙县 援助", "乙县援助") == expected


def test_word_paragraphs_headings_lists_and_tables_in_order(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading("题", 0)
    document.add_heading("成效", 2)
    document.add_paragraph(SENTENCE)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "乙县", "1.5亿元"
    document.add_paragraph("学校3所", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    loaded = load_text(tmp_path / "a.docx")
    assert loaded.form == "docx"
    assert loaded.text == f"# 题\n\n## 成效\n\n{SENTENCE}\n\n|乙县|1.5亿元|\n\n- 学校3所\n"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "file.not_text"),
        ("a.txt", b"\xff\xff\xff", "file.not_text"),
        ("a.docx", b"no zip at all", "file.damaged"),
        ("a.docx", b"PK\x03\x04broken", "file.damaged"),
        ("a.txt", b"  \n\n", "file.empty"),
        ("a.html", b"<html><script>1</script></html>", "file.empty"),
        ("a.xlsx", b"PK", "file.form"),
        ("a", b"text", "file.form"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    file: Callable[[str, bytes], Path], name: str, content: bytes, code: str
) -> None:
    with pytest.raises(BookError) as caught:
        load_text(file(name, content))
    assert caught.value.code == code
    assert caught.value.params["path"].endswith(name)  # type: ignore[attr-defined]


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.txt", "file.missing"), (tmp_path, "file.unreadable")):
        with pytest.raises(BookError) as caught:
            load_text(path)
        assert caught.value.code == code


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    with pytest.raises(BookError) as caught:
        load_text(path)
    assert caught.value.code == "file.too_large"
