"""对比: two documents sent together, and what is refused."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duikou.answers.comparisons import ComparisonView, RowView, Sent, SideView

SIDE = SideView("old-001", "9.5亿元", "截至2023", "截至2023年底<b>到位</b>9.5亿元。", 8, 13)
ROWS = (
    RowView(
        "changed", "上海市 → 万州区", SIDE, SIDE, "running", "doubtful", "减少1亿元", "-9.5%", ("勾稽不符。",)
    ),
    RowView("differs", "宁波市 → 万州区", SIDE, SIDE, "running", notes=("口径不同。",)),
    RowView("gone", "江苏省 → 忠县", SIDE, None),
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Sent]:
    """What the page asks to be compared; the answer is made up."""
    asked: list[Sent] = []

    def compare(old: Sent, new: Sent, **_: object) -> ComparisonView:
        asked[:] = [old, new]
        return ComparisonView(old, new, ROWS, {"doubtful": 1})

    monkeypatch.setattr("duikou.web.pages.compare.compare", compare)
    return asked


def post(client: Client, **fields: object) -> str:
    return client.post("/check/compare/", fields).content.decode()


def test_the_form(in_language: Client) -> None:
    page = in_language.get("/check/compare/").content.decode()
    for name in ("old_file", "old_text", "old_dated", "new_file", "new_text", "new_dated"):
        assert f'name="{name}"' in page


def test_a_file_and_a_pasted_text_are_compared(reader: Client, sent: list[Sent]) -> None:
    old = SimpleUploadedFile("上年.txt", "去年的账。".encode("gb18030"))
    page = post(reader, old_file=old, old_dated="2024-01", new_text="今年的账。", new_dated=" 2025-01 ")
    assert sent == [Sent("去年的账。", "2024-01", "上年"), Sent("今年的账。", "2025-01", "")]
    assert "上年 → 本文献" in page
    assert [unescape(text) for text in re.findall(r'<th scope="row">(.*?)</th>', page)] == [
        row.scope_text for row in ROWS
    ]
    for text in ("减少1亿元", "-9.5%", "勾稽不符。", "口径不同。", "未载明", "存疑 1", "&lt;b&gt;到位"):
        assert text in page


@pytest.mark.parametrize("missing", ["old", "new"])
def test_one_document_is_not_enough(reader: Client, sent: list[Sent], missing: str) -> None:
    page = post(reader, **{f"{side}_text": "账" for side in ("old", "new") if side != missing})
    assert "没有可核对的内容" in page
    assert sent == []


def test_the_answer_may_be_stored_nowhere(reader: Client, sent: list[Sent]) -> None:
    fields = {"old_text": "账", "new_text": "账"}
    assert "no-store" in reader.post("/check/compare/", fields)["Cache-Control"]


def test_htmx_gets_the_part_with_the_rows(reader: Client, sent: list[Sent]) -> None:
    fields = {"old_text": "账", "new_text": "账"}
    page = reader.post("/check/compare/", fields, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert page.count("<tr>") >= len(ROWS)
