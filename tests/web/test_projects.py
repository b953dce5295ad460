"""The register's pages: filters in the address, forms with words at the field, conflicts, papers, budgets."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duikou.actions.save_project import save_project
from duikou.answers.register import register
from duikou.book import EVERYTHING, Project, Share, Step
from duikou.store import selectors
from duikou.store.actors import system_actor

pytestmark = pytest.mark.django_db
Stage = Callable[[str], Client]
SYSTEM = system_actor()
TYPED = {
    "name": "长岭镇饮水工程",
    "recipient": "万州区",
    "donors": "上海市、江苏省",
    "shares": "上海市 60%\n江苏省：40%",
    "budget": "1,234.5万元",
    "sectors": "教育",
    "outputs": "管网 12.5 公里",
    "served": "3200",
    "targets": "移民",
    "implementers": "平湖建设公司",
    "kind": "grant",
    "delivery": "by_money",
    "seen": "0",
}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path))


def text_of(answer) -> str:
    return answer.content.decode()


def test_what_is_typed_is_what_is_registered_and_shown_again(as_person: Stage) -> None:
    browser = as_person("lifang")
    answer = browser.post("/projects/new/", TYPED)
    assert answer.status_code == 302, re.findall(r"field-error[^>]*>([^<]+)", text_of(answer))
    row = selectors.project(answer["Location"].rstrip("/").rpartition("/")[2])
    assert (row.recipient, row.donors, row.budget) == ("500101", {"310000", "320000"}, 1_234_500_000)
    assert row.shares == (Share("310000", 6_000), Share("320000", 4_000))
    assert (row.outputs[0].amount, row.served, row.implementers) == (125_000, 3_200, {"firm-pinghu"})
    form = text_of(browser.get(answer["Location"] + "edit/"))
    for shown in ("上海市、江苏省", "管网 12.5 公里", "1234.5", "平湖建设公司", "上海市 60%"):
        assert shown in form
    same = {**TYPED, "seen": "1"}
    before = selectors.upto()
    assert browser.post(answer["Location"] + "edit/", same).status_code == 302
    assert selectors.upto() == before, "saving what stands already posts nothing"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "必填"),
        ("recipient", "万洲区", "万州区"),
        ("donors", "上海是", "上海市"),
        ("shares", "上海市 一半", "上海市 60%"),
        ("shares", "广东省 10%", "本项目的支援方"),
        ("shares", "上海市 60%、江苏省 50%", "超过100%"),
        ("budget", "很多", "不是数"),
        ("budget", "-1", "不得小于零"),
        ("budget", "0.0000001", "小数"),
        ("outputs", "一条路", "道路 12.5 公里"),
        ("outputs", "道路 3 光年", "单位"),
        ("served", "-3", "0"),
        ("sectors", "教欲", "教育"),
        ("implementers", "平湖建设", "平湖建设公司"),
        ("programme", "no-such", "no-such"),
    ],
)
def test_a_field_that_will_not_do_says_so_in_words(
    as_person: Stage, field: str, typed: str, said: str
) -> None:
    before = selectors.upto()
    page = text_of(as_person("lifang").post("/projects/new/", TYPED | {field: typed}))
    (error,) = re.findall(rf'<p class="field-error" id="id_{field}_error">([^<]+)</p>', page)
    assert said in error
    assert TYPED["note" if field == "name" else "name"] in page if field != "name" else True
    assert selectors.upto() == before


def test_the_second_of_two_is_told_and_loses_nothing(as_person: Stage) -> None:
    first, second = as_person("lifang"), as_person("zhaomin")
    where = "/projects/of/p-wanzhou/edit/"
    mine = {"name": "李芳改的名", "recipient": "万州区", "donors": "上海市", "seen": "1"}
    theirs = {**mine, "name": "赵敏改的名", "note": "赵敏的备注"}
    assert first.post(where, mine).status_code == 302
    page = text_of(second.post(where, theirs))
    assert "他人已保存本项目" in page
    assert "李芳改的名" in page
    assert 'value="赵敏改的名"' in page
    assert "赵敏的备注" in page
    assert selectors.project("p-wanzhou").name == "李芳改的名"
    (seen,) = re.findall(r'name="seen" value="(\d+)"', page)
    assert second.post(where, {**theirs, "seen": seen}).status_code == 302
    row = selectors.project("p-wanzhou")
    assert (row.name, row.note) == ("赵敏改的名", "赵敏的备注")
    assert len(row.steps) == 2, "what the form does not show is kept"


def test_a_step_with_its_paper(as_person: Stage) -> None:
    browser = as_person("lifang")
    file = SimpleUploadedFile("验收报告.pdf", b"%PDF-1.4 <script>alert(1)</script>")
    sent = {"stage": "acceptance", "date": "2024-05", "seen": "1", "title": "验收报告", "file": file}
    assert browser.post("/projects/of/p-wanzhou/step/", sent).status_code == 302
    page = text_of(browser.get("/projects/of/p-wanzhou/"))
    (link,) = set(re.findall(r'href="(/projects/of/p-wanzhou/papers/paper-[0-9a-f]+/)"', page))
    paper = browser.get(link)
    assert paper["Content-Type"] == "application/octet-stream"
    assert paper["Content-Disposition"].startswith("attachment;")
    assert paper["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in paper["Content-Security-Policy"]
    assert as_person("liuyang").get(link).status_code == 200
    for stranger in ("", "hemei", "wangqiang", "zhoujie"):
        assert as_person(stranger).get(link).status_code == 404
    elsewhere = link.replace("p-wanzhou", "p-open")
    assert browser.get(elsewhere).status_code == 404, "a project serves its own papers only"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"stage": "acceptance", "date": "去年"}, "2025-07-01"),
        ({"stage": "approval", "date": "2023"}, "早于"),
        ({"stage": "acceptance", "file": SimpleUploadedFile("a.html", b"<html>")}, "不属于允许的格式"),
        ({"stage": "acceptance", "seen": "7"}, "已被他人修改"),
    ],
)
def test_a_step_that_will_not_do(as_person: Stage, sent: dict, said: str) -> None:
    answer = as_person("lifang").post("/projects/of/p-wanzhou/step/", {"seen": "1"} | sent)
    assert answer.status_code == 200
    assert said in text_of(answer)


def test_filters_stay_in_the_address(as_person: Stage) -> None:
    browser = as_person("zhaomin")

    def names(query: str) -> set[str]:
        return set(
            re.findall(r'<a href="/projects/of/([^/]+)/">', text_of(browser.get(f"/projects/?{query}")))
        )

    assert names("") == {"p-open", "p-wanzhou", "p-wuxi"}
    assert names("recipient=万州区") == names("donor=上海市") == {"p-open", "p-wanzhou"}
    assert names("stage=agreement&year=2024") == {"p-wanzhou"}
    assert names("stage=unknown") == {"p-open"}
    assert names("q=内部 巫溪") == {"p-wuxi"}
    assert names("late=1") == {"p-wanzhou", "p-wuxi"}
    assert "已超期" in text_of(browser.get("/projects/?late=1"))
    page = text_of(browser.get("/projects/?recipient=万洲区&q=内部"))
    assert "万州区" in page
    assert 'value="万洲区"' in page
    assert 'value="内部"' in text_of(browser.get("/projects/board/?q=内部"))


def test_long_lists_come_in_pages_and_filters_stay(as_person: Stage) -> None:
    from duikou.actions.register_project import register_projects

    register_projects([Project(f"q-{n:03}", "批量", recipient="500101") for n in range(120)], actor=SYSTEM)
    page = text_of(as_person("lifang").get("/projects/?q=批量&page=2"))
    assert "第 51–100 条，共 120 条" in page
    assert 'rel="next" href="?q=%E6%89%B9%E9%87%8F&amp;page=3"' in page
    assert "第 101–120 条" in text_of(as_person("lifang").get("/projects/?q=批量&page=99"))


def test_the_history_reads_as_a_story_and_tells_the_public_no_names(as_person: Stage) -> None:
    browser = as_person("lifang")
    browser.post(
        "/projects/of/p-open/edit/", {"name": "公开项目（更名）", "recipient": "万州区", "seen": "1"}
    )
    page = text_of(browser.get("/projects/of/p-open/"))
    assert "<del>公开项目</del> → <ins>公开项目（更名）</ins>" in page
    assert "李芳 · 万州区水利局" in " ".join(page.split())
    seen_by_all = text_of(as_person("").get("/projects/of/p-open/"))
    assert "<del>公开项目</del>" in seen_by_all
    assert "李芳" not in seen_by_all


def test_likely_duplicates_are_settled(as_person: Stage) -> None:
    for key, donor in (("d1", "310000"), ("d2", "320000")):
        save_project(Project(key, "龙宝镇卫生院住院楼", frozenset({donor}), "500101"), 0, actor=SYSTEM)
    browser = as_person("lifang")
    page = text_of(browser.get("/projects/alike/"))
    assert "支援方不同" in page
    assert "龙宝镇" not in text_of(as_person("wangqiang").get("/projects/alike/"))
    sent = {"keep": "d1", "gone": "d2", "seen-d1": "1", "seen-d2": "1", "do": "merge"}
    browser.post("/projects/alike/settle/", sent)
    assert "请说明两条记录" in text_of(browser.get("/projects/alike/"))
    browser.post("/projects/alike/settle/", {**sent, "money": "own", "reason": "联合援助"})
    assert selectors.project("d1").donors == {"310000", "320000"}
    assert "没有疑似重复" in text_of(browser.get("/projects/alike/"))
    old = browser.get("/projects/of/d2/", follow=True)
    assert old.redirect_chain == [("/projects/of/d1/", 302)]
    assert "“龙宝镇卫生院住院楼”（d2）已并入本项目" in text_of(old)
    for stranger in ("", "wangqiang"):
        assert as_person(stranger).get("/projects/of/d2/").status_code == 404


# page → statements that a signed-in clerk's visit asks of the database, whatever the size of the register
BUDGETS = {
    "/projects/": 10,
    "/projects/?q=内部&recipient=万州区&page=2": 10,
    "/projects/board/": 10,
    "/projects/of/p-wanzhou/": 25,
    "/projects/of/p-wanzhou/edit/": 12,
    "/projects/new/": 11,
    "/projects/alike/": 8,
    "/account/": 6,
}


@pytest.mark.parametrize("address", BUDGETS)
def test_pages_ask_the_database_little(
    as_person: Stage, address: str, django_assert_max_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    browser = as_person("lifang")
    browser.get(address)
    with django_assert_max_num_queries(BUDGETS[address]):
        assert browser.get(address).status_code == 200


def test_the_register_is_brought_up_to_date_by_what_was_posted_since(stage: None, db: None) -> None:
    before = register()
    save_project(Project("new", "新项目", recipient="500101"), 0, actor=SYSTEM)
    after = register()
    assert after.held["p-wuxi"] is before.held["p-wuxi"]
    assert after.held["new"].version == 1
    assert register() is after
    assert len(after.visible(EVERYTHING)) == len(before.visible(EVERYTHING)) + 1


def test_steps_without_a_date_are_shown_as_such(as_person: Stage) -> None:
    save_project(Project("u", "u", recipient="500101", steps=(Step("start"),)), 0, actor=SYSTEM)
    assert "日期不详" in text_of(as_person("lifang").get("/projects/of/u/"))
