"""核对: a draft pasted or sent as a file, its verdicts, and what is refused."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duikou.web.pages.check import LARGEST

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
        ("总结.docx", b"PK\x03\x04", "另存为纯文本"),
        ("照片.txt", b"\x89PNG\0\0", "不是文本文件"),
        ("乱码.txt", b"\xff\xff\xff", "编码不是"),
        ("过大.txt", b"a" * (LARGEST + 1), "超过 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_clear_line(
    reader: Client, name: str, content: bytes, line: str
) -> None:
    page = reader.post("/check/", {"file": SimpleUploadedFile(name, content)}).content.decode()
    assert line in alert(page)
    assert name in alert(page)


def test_nothing_and_too_much_are_said(reader: Client) -> None:
    assert "没有可核对的内容" in alert(reader.post("/check/", {"text": " \n"}).content.decode())
    long = reader.post("/check/", {"text": "万" * (LARGEST // 3 + 1)}).content.decode()
    assert "超过 1 MB" in alert(long)


def test_a_draft_without_figures_says_so(reader: Client) -> None:
    assert "没有识别到数字" in reader.post("/check/", {"text": "山高水长。"}).content.decode()


def test_a_draft_from_elsewhere_is_refused(made_up: None) -> None:
    assert Client(enforce_csrf_checks=True).post("/check/", {"text": TEXT}).status_code == 403
