"""问数: a question as an address, its answer with what it stands on, and one clear line for bad input."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from duikou.answers.questions import Question
from duikou.web.pages import question as page_module
from duikou.web.pages.question import command, names, question_from

ASKED = "/question/?measure=fund&kind=grant&donor=上海市&recipient=万州区&to=2025-05"
WORDS = {
    "zh-hans": ("通常读法", "严格读法", "默认前提", "口径", "依据", "截至"),
    "en": ("Natural reading", "Strict reading", "Taken for granted", "Definition", "Proof", "As of"),
}


def test_both_readings_with_all_they_stand_on(in_language: Client, language: str) -> None:
    page = in_language.get(ASKED).content.decode()
    shown = ("9.92亿元", "不少于9.915亿元", "累计自1992年起算", "累计的起点未载明", "2025-05-31", "只计一次")
    for word in (*WORDS[language], *shown, "未指明阶段"):
        assert word in page
    assert 'href="/documents/004/#004-057"' in page


def test_without_a_question_nothing_is_asked(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "ask", None)
    page = reader.get("/question/").content.decode()
    for example in re.findall(r'<a href="/question/\?(.*?)"', page):
        assert QueryDict(unescape(example))["measure"]
    assert "可从这些问题开始" in page


def test_the_form_shows_what_was_asked(reader: Client) -> None:
    page = reader.get(ASKED + "&from=2021&known_at=2025-07-31").content.decode()
    assert '<option value="grant" selected>' in page
    for name, value in (("donor", "上海市"), ("from", "2021"), ("to", "2025-05"), ("known_at", "2025-07-31")):
        assert re.search(f'name="{name}" value="{value}"', page)


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("measure=fund&recipient=万洲区", "万州区"),
        ("measure=fund&known_at=2025-02-30", "“2025-02-30”不是日期"),
    ],
)
def test_bad_input_gets_one_clear_line(reader: Client, query: str, line: str) -> None:
    page = reader.get(f"/question/?{query}").content.decode()
    alert = re.search(r'<div class="alert[^>]*role="alert">(.*?)</div>', page, re.DOTALL)
    assert alert
    assert line in unescape(alert[1])
    assert 'id="field-measure"' in page


def test_the_same_question_elsewhere(reader: Client) -> None:
    page = unescape(reader.get(ASKED).content.decode())
    assert "duikou sum fund --kind grant --donor 上海市 --recipient 万州区 --to 2025-05" in page
    shown = re.search(r'<code id="json">(.*?)</code>', page, re.DOTALL)
    assert shown
    found = json.loads(shown[1])
    assert found["natural"]["bounds"] == ["991500000.00", "992499999.99"]
    assert found["strict"]["bounds"] == ["991500000.00", None]
    assert found["natural"]["because"][0]["statement"] == "004-057"
    assert found["natural"]["because"][1]["entry"] == "e-0007"
    assert found["strict"]["open_because"]


def test_htmx_gets_the_answer_alone_and_history_the_whole_page(reader: Client) -> None:
    part = reader.get(ASKED, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "9.92亿元" in part.content.decode()
    assert "HX-Request" in part["Vary"]
    restored = reader.get(ASKED, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_names_one_by_one_or_in_one_field() -> None:
    assert names(["山东省、沈阳市", "山东省", " "]) == ("山东省", "沈阳市")


def test_older_names_of_fields_are_understood() -> None:
    asked = question_from(QueryDict("measure=fund&since=2021&until=2025-05&known-at=2025-07-31"))
    assert (asked.since, asked.until, asked.known_at) == ("2021", "2025-05", date(2025, 7, 31))


def test_a_command_quotes_what_a_shell_would_split() -> None:
    assert (
        command(Question("fund", subject="大桥 二期; rm -rf /"))
        == "duikou sum fund --subject '大桥 二期; rm -rf /'"
    )
