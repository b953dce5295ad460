"""总览: totals with as-of dates and links to their proof, years, pairings, findings, documents."""

from __future__ import annotations

import json
import re

from django.test import Client

from duikou.answers.views import PairingCell, YearBar
from duikou.web.pages.overview import matrix, yearly_chart

from .fakes import overview

WORDS = {
    "zh-hans": ("累计无偿援助资金", "结对关系", "未载明", "存疑", "资料截至 2025-07", "舍入值", "下限"),
    "en": (
        "Grants received so far",
        "Who is paired",
        "not stated",
        "Doubt",
        "sources through 2025-07",
        "rounded",
        "at least",
    ),
}


def test_says_what_it_is_in_both_languages(in_language: Client, language: str) -> None:
    page = in_language.get("/").content.decode()
    assert "全国对口支援三峡库区" in page
    for word in WORDS[language]:
        assert word in page
    assert f'<html lang="{"zh-Hans" if language == "zh-hans" else "en"}"' in page


def test_every_total_has_its_day_and_leads_to_its_proof(reader: Client) -> None:
    page = reader.get("/").content.decode()
    for row in overview().totals:
        assert row.as_of in page
        link = f'<a class="amount" href="/question/?{row.query.replace("&", "&amp;")}">{row.shown}</a>'
        assert link in page
    assert "29 + 30 = 59 &gt; 38" in page
    assert 'href="/documents/004/#004-003"' in page


def test_the_pairings_are_a_table_of_donors_and_recipients() -> None:
    table = matrix(overview().pairings)
    assert table.recipients == ("忠县", "万州区")
    assert [row.donor for row in table.rows] == ["山东省", "沈阳市", "上海市"]
    assert [[len(cell) for cell in row.cells] for row in table.rows] == [[1, 0], [1, 0], [0, 1]]


def test_two_pairings_of_the_same_two_share_a_cell() -> None:
    first, second = (PairingCell("吉林省", "巫溪县", since, "province", "") for since in ("1992", ""))
    assert matrix((first, second)).rows[0].cells == ((first, second),)


def test_the_chart_leaves_no_year_out_and_invents_no_end(reader: Client) -> None:
    page = reader.get("/").content.decode()
    found = re.search(r'<script id="years-data" type="application/json">(.*?)</script>', page)
    assert found
    rows = json.loads(found[1])["rows"]
    assert [row["year"] for row in rows] == ["2019", "2020", "2021"]
    assert (rows[0]["least"], rows[0]["most"]) == (1.2, 3.0)
    assert rows[1]["text"] == "未载明"
    assert rows[2]["open"]
    assert rows[2]["most"] is None
    for row in rows:
        assert f'<th scope="row">{row["year"]}</th><td class="text-end">{row["text"]}</td>' in page


def test_a_chart_of_nothing_is_empty() -> None:
    assert yearly_chart(())["rows"] == []
    assert yearly_chart((YearBar(2020, "1.00", "1.00"),))["rows"][0]["text"] == "1元"
