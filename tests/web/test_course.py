"""走势: all statements on one scope, with the band, as data of the chart and as tables."""

from __future__ import annotations

import json
import re

from django.test import Client

ASKED = "/course/?measure=fund&kind=无偿援助&donor=上海市&recipient=万州区"


def test_statements_and_band_as_tables_and_as_data(in_language: Client) -> None:
    page = in_language.get(ASKED).content.decode()
    for words in ("9.92亿元", "5083万元", "2025-05-31", "不少于9.915亿元"):
        assert words in page
    assert 'href="/documents/004/#004-057"' in page
    found = re.search(r'<script id="course-data" type="application/json">(.*?)</script>', page)
    assert found
    data = json.loads(found[1])
    assert [row["key"] for row in data["rows"]] == ["004-057"], "a single period is no running total"
    assert [point["day"] for point in data["band"]] == ["2019-12-31", "2025-05-31"]
    assert data["band"][0]["ends"][0] == 0
    assert data["band"][1]["ends"][1] is None


def test_the_way_back_keeps_the_question(reader: Client) -> None:
    page = reader.get(ASKED).content.decode()
    assert 'href="/question/?measure=fund&amp;kind=' in page
    assert 'href="/course/?measure=fund' in reader.get(ASKED.replace("course", "question")).content.decode()


def test_a_scope_of_which_nothing_is_stated(reader: Client) -> None:
    page = reader.get("/course/?measure=job.person").content.decode()
    assert "course-data" not in page
    assert "没有恰为这一口径的陈述" in page


def test_what_cannot_be_asked_gets_one_clear_line(reader: Client) -> None:
    for query in ("measure=fund&recipient=月亮县", "measure=fund&known_at=never"):
        assert 'role="alert"' in reader.get(f"/course/?{query}").content.decode()


def test_without_a_measure_the_page_of_questions_opens(reader: Client) -> None:
    assert reader.get("/course/").headers["Location"] == "/question/"
