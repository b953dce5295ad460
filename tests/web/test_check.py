"""核对: a draft pasted or sent as a file, its verdicts, and what is refused."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from duikou.web.uploads import LARGEST_FILE, LARGEST_TEXT

from .fakes import TEXT


def alert(page: str) -> str:
    found = re.search(r'<div class="alert alert-danger" role="alert">(.*?)</div>', page, re.DOTALL)
    assert found
    return unescape(found[1])


def test_the_form(in_language: Client) -> None:
    page = in_language.get("/check/").content.decode()
    assert '<textarea class="form-control" id="text" name="text"' in page
    assert "csrfmiddlewaretoken" in page


def test_a_pasted_draft_gets_its_verdicts(reader: Client) -> None:
    page = reader.post("/check/", {"text": TEXT, "dated": "2025-07", "title": "年度总结"}).content.decode()
    assert 'data-figure="004-005" data-verdict="contradicted"' in page
    assert "年度总结" in page
    assert 'value="2025-07"' in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_in_any_usual_encoding(reader: Client, encoding: str) -> None:
    file = SimpleUploadedFile("工作总结.txt", TEXT.encode(encoding))
    page = reader.post("/check/", {"file": file}).content.decode()
    assert 'data-verdict="contradicted"' in page
    assert "工作总结" in page


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("总结.docx", b"PK\x03\x04", "已损坏"),
        ("总结.docm", b"PK\x03\x04", "含有宏"),
        ("总结.doc", b"\xd0\xcf", "另存为"),
        ("照片.txt", b"\x89PNG\0\0", "不是文本文件"),
        ("乱码.txt", b"\xff\xff\xff", "不是文本文件"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_clear_line(
    reader: Client, name: str, content: bytes, line: str
) -> None:
    for address in ("/check/", "/check/word/"):
        page = reader.post(address, {"file": SimpleUploadedFile(name, content)}).content.decode()
        assert line in alert(page)
        assert name in alert(page)


def test_nothing_and_too_much_are_said(reader: Client) -> None:
    assert "没有可核对的内容" in alert(reader.post("/check/", {"text": " \n"}).content.decode())
    long = reader.post("/check/", {"text": "万" * (LARGEST_TEXT // 3 + 1)}).content.decode()
    assert "超过 1 MB" in alert(long)
    longer = reader.post("/check/", {"text": "万" * LARGEST_TEXT}).content.decode()
    assert "超过 1 MB" in alert(longer)
    large = SimpleUploadedFile("过大.txt", b"a" * (LARGEST_FILE + 1))
    assert "过大.txt超过20 MB" in alert(reader.post("/check/", {"file": large}).content.decode())
    claimed = reader.post("/check/", {"text": TEXT}, headers={"content-length": str(LARGEST_FILE * 3)})
    assert "超过 20 MB" in alert(claimed.content.decode())


def test_an_upload_is_never_written_to_the_disk(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a draft went to the disk")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile.__init__", refuse)
    text = TEXT + "山高水长。" * 50_000
    page = reader.post("/check/", {"file": SimpleUploadedFile("长.txt", (text + " " * 3_000_000).encode())})
    assert "超过 1 MB" in alert(page.content.decode())
    page = reader.post("/check/", {"file": SimpleUploadedFile("长.txt", text.encode())})
    assert 'data-verdict="contradicted"' in page.content.decode()


def test_the_answer_may_be_stored_nowhere(reader: Client) -> None:
    for address in ("/check/", "/check/word/"):
        stored = reader.post(address, {"text": TEXT})["Cache-Control"]
        assert "no-store" in stored
        assert "private" in stored


def test_htmx_gets_the_part_with_the_verdicts(reader: Client) -> None:
    page = reader.post("/check/", {"text": TEXT}, headers={"HX-Request": "true"}).content.decode()
    assert 'data-figure="004-005"' in page
    assert "<html" not in page
    assert "<form" not in page


def test_the_figure_that_would_be_right_is_shown(reader: Client) -> None:
    page = reader.post("/check/", {"text": TEXT}).content.decode()
    assert re.search(r"应为</span> <strong>59个</strong>", page)


def word_with(text: str) -> bytes:
    out = BytesIO()
    document = Document()
    document.add_paragraph("").add_run(text).bold = True
    document.save(out)
    return out.getvalue()


def test_the_document_comes_back_with_comments(in_language: Client, language: str) -> None:
    raw = word_with(TEXT.split("\n")[2])
    file = SimpleUploadedFile("工作总结.docx", raw)
    answer = in_language.post("/check/word/", {"file": file, "dated": "2025-07"})
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    name = unquote(re.search(r"filename\*=utf-8''(\S+)", answer["Content-Disposition"])[1])  # type: ignore[index]
    assert name == {"zh-hans": "工作总结（核对）.docx", "en": "工作总结 checked.docx"}[language]
    assert Document(BytesIO(answer.content)).paragraphs[0].runs[0].bold


def test_what_does_not_fit_alone_is_commented_on_where_that_is_asked(reader: Client) -> None:
    counts = []
    for comment in ("", "flagged"):
        answer = reader.post("/check/word/", {"text": TEXT, "comment": comment})
        counts.append(len(list(Document(BytesIO(answer.content)).comments)))
    assert counts == [7, 3]


def test_a_table_of_the_draft_is_a_table_of_the_page(reader: Client) -> None:
    page = reader.post("/check/", {"text": TEXT + "\n|县|项目数|\n|--|--|\n|忠县|<b>|\n"}).content.decode()
    assert '<tr><th scope="col">县</th>' in page
    assert "<td>忠县</td><td>&lt;b&gt;</td>" in page


def test_a_draft_without_figures_says_so(reader: Client) -> None:
    assert "没有识别到数字" in reader.post("/check/", {"text": "山高水长。"}).content.decode()


def test_a_draft_from_elsewhere_is_refused(made_up: None) -> None:
    for address in ("/check/", "/check/word/", "/check/compare/"):
        assert Client(enforce_csrf_checks=True).post(address, {"text": TEXT}).status_code == 403
