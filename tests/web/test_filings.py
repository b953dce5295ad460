"""报送, 关账: who sees which filing, what each may do there by button, what pages ask of the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from duikou.actions.fill_filing import put_records
from duikou.book import FiledRow, Problem, Project
from duikou.store import audit, filings, selectors
from duikou.store.actors import actor_of

from .cast import EVERYBODY, NOBODY, SALE

pytestmark = pytest.mark.django_db
Stage = Callable[[str], Client]
PAGE = "/filings/2026Q3/wanzhou/"
SEE = {"lifang", "zhaomin", "sunlei"}
UNDER = ("", f"records/{SALE.key}/")


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def reviewer(stage: None, db: None) -> Client:
    """Somebody in 万州 who reviews."""
    from duikou.actions.add_people import add_user
    from duikou.store.actors import system_actor
    from duikou.store.models import User

    add_user("fuhe", "", actor=system_actor(), name="傅核", duties={"wanzhou": ["review"]}, must_change=False)
    browser = Client()
    browser.force_login(User.objects.get(username="fuhe"))
    return browser


def step(browser: Client, do: str, **typed: str) -> Any:
    seen = filings.filing("2026Q3", "wanzhou").version
    return browser.post(f"{PAGE}move/", {"do": do, "seen": seen} | typed, follow=True)


def doubts(page: str) -> dict[str, str]:
    return dict.fromkeys(re.findall(r'name="(doubt:\w+)"', page), "已核实")


@pytest.mark.parametrize("username", EVERYBODY)
def test_who_sees_a_filing_and_who_may_touch_it(as_person: Stage, username: str) -> None:
    browser = as_person(username)
    answer = browser.get(PAGE)
    expected = (
        200 if username in SEE else 302 if username == NOBODY else 404 if username == "wangqiang" else 403
    )
    assert answer.status_code == expected
    if username not in SEE:
        assert SALE.title not in text_of(answer)
    for under in ("move/", "drop/", f"records/{SALE.key}/"):
        sent = {"do": "file", "seen": "1", "key": SALE.key}
        answer = browser.post(f"{PAGE}{under}", sent)
        if under == "move/" or username != "lifang":
            assert answer.status_code == (
                302 if username == NOBODY else 404 if username == "wangqiang" else 403
            )
    listed = text_of(browser.get("/calls/"))
    assert ("万州区水利局" in listed) == (username in SEE)
    assert selectors.counts()["activities"] == 0


def test_from_draft_to_accepted_by_button(as_person: Stage, reviewer: Client) -> None:
    clerk, city = as_person("lifang"), as_person("zhaomin")
    page = text_of(clerk.get(PAGE))
    assert "填报中" in page
    assert "由具有复核职责的人员报送" in page
    page = text_of(reviewer.get(PAGE))
    said = doubts(page)
    assert said, "no paper is named"
    assert "没有说明" in text_of(step(reviewer, "file", words="请审"))
    assert "请审" in text_of(step(reviewer, "file", words="请审")), "what was typed stays"
    assert "已报送" in text_of(step(reviewer, "file", **said))
    assert f'href="{PAGE}"' in text_of(city.get("/calls/")), "what waits for a decision is listed"
    assert "通过并关账" in text_of(city.get(PAGE))
    assert "记录下面写有意见" in text_of(step(city, "accept", **{f"remark:{SALE.key}": "单价有误"}))
    assert "请写明退回意见" in text_of(step(city, "return"))
    step(city, "return", **{f"remark:{SALE.key}": "单价有误"})
    page = text_of(clerk.get(PAGE))
    assert "单价有误" in page
    assert ">1</span>" in page, "the menu counts what waits"
    form = clerk.get(f"{PAGE}records/{SALE.key}/")
    assert 'value="平湖专柜"' in text_of(form)
    typed = dict(re.findall(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', form.content.decode()))
    typed |= {
        "donors": "上海市",
        "recipient": "万州区",
        "sales": "2",
        "first_day": "2026-08-05",
        "last_day": "",
    }
    answer = clerk.post(f"{PAGE}records/{SALE.key}/", typed, follow=True)
    assert "2万元" in text_of(answer)
    assert SALE.title in text_of(answer)
    assert len(filings.lines(filings.filing("2026Q3", "wanzhou").id)) == 1, "the mended one stands instead"
    step(reviewer, "file", **doubts(text_of(reviewer.get(PAGE))))
    done = text_of(step(city, "accept"))
    assert str(selectors.head()) in done
    assert "已通过" in done
    assert "万州区" in text_of(city.get("/closings/"))
    auditor, link = as_person("sunlei"), f'href="{PAGE}"'
    assert link in text_of(auditor.get("/chain/"))
    assert link in text_of(auditor.get(f"/chain/{selectors.head().number}/"))
    asked = "/question/?measure=sales&recipient=万州区&from=2026-07&to=2026-09"
    assert re.search(r"2万元.*?确数|确数.*?2万元", text_of(city.get(asked)), re.DOTALL), "nothing but this"
    assert "没有" not in text_of(clerk.get("/closings/")).split("<main")[1][:400]
    assert {one.event for one in audit.happenings(audit.Looked(who="2026Q3 wanzhou"))} == {
        "filing_begun",
        "filing_filed",
        "filing_returned",
        "filing_accepted",
    }
    typed = {
        "title": "补报",
        "donors": "上海市",
        "recipient": "万州区",
        "first_day": "2026-09-01",
        "sales": "1",
    }
    refused = text_of(clerk.post("/records/new/consumption/", typed))
    assert "台账已关账" in refused
    key = re.search(r'name="key" value="([^"]+)"', city.get("/closings/").content.decode())
    assert key
    sent = {"key": key[1], "do": "open"}
    assert "须写明理由" in text_of(city.post("/closings/change/", sent, follow=True))
    city.post("/closings/change/", sent | {"reason": "审计更正"})
    assert "审计更正" in text_of(clerk.get("/closings/"))
    assert clerk.post("/records/new/consumption/", typed).status_code == 302
    city.post("/closings/change/", {"key": key[1], "do": "close"})
    assert "台账已关账" in text_of(clerk.post("/records/new/consumption/", typed | {"title": "再补"}))


def test_a_form_puts_what_is_called_for_into_the_filing(as_person: Stage) -> None:
    clerk = as_person("lifang")
    typed = {
        "title": "直播",
        "donors": "上海市",
        "recipient": "万州区",
        "first_day": "2026-09-01",
        "sales": "3",
    }
    answer = clerk.post("/records/new/consumption/", typed, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "直播" in text_of(answer)
    assert selectors.counts()["activities"] == 0
    outside = clerk.post("/records/new/consumption/", typed | {"first_day": "2026-06-01"})
    assert outside["Location"].startswith("/records/A-")


def test_a_project_is_mended_where_it_stands_in_the_filing(as_person: Stage) -> None:
    row = Project("p-new", "饮水工程", frozenset({"310000"}), "500101", budget=100_00, site="甘宁镇")
    doubts = (Problem("doubt", "amount.unit", "budget", (("value", "100"),)),)
    doubts += (Problem("doubt", "date.guessed", "start", (("text", "去年"), ("date", "2025"))),)
    put_records([FiledRow(row, problems=doubts)], "2026Q3", "wanzhou", actor=actor_of("lifang"))
    clerk, address = as_person("lifang"), f"{PAGE}records/p-new/"
    assert f'href="{address}"' in text_of(clerk.get(PAGE))
    form = text_of(clerk.get(address))
    assert 'value="饮水工程"' in form
    assert f'href="{PAGE}">取消' in form
    typed = {"name": "饮水工程", "donors": "上海市", "recipient": "万洲区", "budget": "100", "seen": "0"}
    assert "未知地名" in text_of(clerk.post(address, typed))
    assert "已在报送中更正" in text_of(clerk.post(address, typed | {"recipient": "万州区"}, follow=True))
    lines = {one.filed.key: one.filed for one in filings.lines(filings.filing("2026Q3", "wanzhou").id)}
    mended = lines["p-new"]
    assert isinstance(mended.row, Project)
    assert mended.row.budget == 1_000_000_00
    assert [one.code for one in mended.problems] == ["date.guessed"], "what was in doubt and is not mended"
    assert "p-new" not in {one.key for one in selectors.projects()}
    assert as_person("wangqiang").get(address).status_code == 404


def test_a_call_is_made_and_taken_back_on_the_page(as_person: Stage) -> None:
    city = as_person("zhaomin")
    typed = {
        "title": "年度报送",
        "period": "2026年",
        "deadline": "2027-01-31",
        "offices": ["wuxi"],
        "measures": ["fund"],
        "stages": ["arrived"],
        "kinds": ["grant"],
    }
    assert "checked" not in text_of(city.get("/calls/new/")), "what is ticked gets closed"
    assert "不是报送期" in text_of(city.post("/calls/new/", typed))
    page = text_of(city.post("/calls/new/", typed | {"period": "2026"}, follow=True))
    assert "巫溪县水利局" in page
    assert "无偿援助" in page
    assert as_person("lifang").get("/calls/of/2026/").status_code == 404
    city.post("/calls/of/2026/end/", {"reason": "与国家口径合并"})
    county = as_person("wangqiang")
    assert "与国家口径合并" in text_of(county.get("/calls/of/2026/"))
    assert "/filings/2026/" not in text_of(county.get("/calls/")), "nobody is asked for it any more"


@pytest.mark.parametrize(("day", "meant"), [("2026-08-05", True), ("2026-04-05", False)])
def test_a_row_of_another_period_is_not_urged_into_a_call(
    as_person: Stage, reviewer: Client, day: str, meant: bool
) -> None:
    book = Workbook()
    book.active.title = "培训"
    book.active.append(["名称", "支援方", "受援地", "开始日期", "培训人次（人次）"])
    book.active.append(["柑橘培训", "上海市", "万州区", day, 120])
    file = BytesIO()
    book.save(file)
    sent = {"file": SimpleUploadedFile("培训.xlsx", file.getvalue())}
    page = text_of(as_person("lifang").post("/import/", sent, follow=True))
    assert ('class="btn btn-primary" name="into" value="2026Q3"' in page) == meant
    assert 'name="into" value="2026Q3"' in page


BUDGETS = {"/calls/": 10, "/calls/of/2026Q3/": 12, PAGE: 36, "/closings/": 9, "/calls/new/": 8}


@pytest.mark.parametrize("address", BUDGETS)
def test_pages_ask_the_database_little(
    as_person: Stage, address: str, django_assert_max_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    browser = as_person("zhaomin")
    browser.get(address)
    with django_assert_max_num_queries(BUDGETS[address]):
        assert browser.get(address).status_code == 200
