"""事项 and 导入: who may open them, forms made from types, an import from file to receipt."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from duikou.actions.add_people import add_office, add_user
from duikou.store import selectors
from duikou.store.actors import system_actor
from duikou.store.models import User

HEADS = ["培训班名称", "支援方", "受援地", "开始日期", "培训人数（人）", "培训人次（人次）"]
ROWS = [["电商培训", "上海市", "万州区", "2025.3.5", 50, 600], ["坏行", "上海市", "万洲区", "2025", 1, 1]]
FORM = {
    "title": "=教师培训",
    "donors": "上海市",
    "recipient": "万州区",
    "first_day": "2025年3月",
    "persons": "五十",
    "person_times": "600",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> dict[str, Client]:
    """A clerk of 万州区 and an auditor there, a clerk of 忠县; each signed in."""
    system = system_actor()
    for key, name, place in (("wz", "万州区水利局", "500101"), ("zx", "忠县水利局", "500233")):
        add_office(key, name, "county", actor=system, place=place)
    clients = {}
    for user, office, duty in (("wan", "wz", "enter"), ("shen", "wz", "audit"), ("zhong", "zx", "enter")):
        add_user(user, "", actor=system, duties={office: [duty]})
        clients[user] = Client()
        clients[user].force_login(User.objects.get(username=user))
    return clients


def workbook(rows: list[list[object]], sheet: str = "培训", heads: list[str] = HEADS) -> SimpleUploadedFile:
    book = Workbook()
    book.active.title = sheet
    for row in [heads, *rows]:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("台账.xlsx", file.getvalue())


def record(client: Client, **changed: str) -> str:
    """Address of a record made by the form."""
    answer = client.post("/records/new/training/", FORM | changed)
    assert answer.status_code == 302, unescape(answer.content.decode())
    return str(answer["Location"])


PAGES = [
    "/records/",
    "/records/A-0/",
    "/records/new/training/",
    "/records/A-0/correct/",
    "/import/",
    "/import/workbook/",
]


@pytest.mark.parametrize("page", PAGES)
def test_who_may_open_a_page(people: dict[str, Client], page: str) -> None:
    assert Client().get(page)["Location"].startswith("/sign-in/")
    writes = "new" in page or "correct" in page or page == "/import/"
    assert people["shen"].get(page).status_code == (403 if writes else 404 if "A-0" in page else 200)
    assert people["wan"].get(page).status_code == (404 if "A-0" in page else 200)


def test_another_countys_record_is_not_there(people: dict[str, Client]) -> None:
    page = record(people["wan"])
    assert people["zhong"].get(page).status_code == 404
    assert people["zhong"].get(f"{page}correct/").status_code == 404
    assert people["zhong"].post(f"{page}withdraw/", {"reason": "x"}).status_code == 404
    assert "教师培训" not in people["zhong"].get("/records/").content.decode()


def test_a_record_is_added_found_corrected_and_taken_back(people: dict[str, Client]) -> None:
    clerk = people["wan"]
    page = record(clerk)
    shown = clerk.get(page).content.decode()
    assert "600人次" in shown
    assert "=教师培训" in shown
    for query, found in (
        ("type=training&year=2025", 1),
        ("text=教师", 1),
        ("type=firm", 0),
        ("donor=120000", 0),
    ):
        assert clerk.get(f"/records/?{query}").content.decode().count(page) == found
    form = clerk.get(f"{page}correct/").content.decode()
    assert 'value="600"' in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    changed = FORM | {"person_times": "580", "version": version[1]}
    assert "更正记录须写明理由" in clerk.post(f"{page}correct/", changed).content.decode()
    assert clerk.post(f"{page}correct/", changed | {"reason": "按签到册核对"}).status_code == 302
    again = clerk.post(
        f"{page}correct/", changed | {"reason": "又改", "person_times": "1000"}
    ).content.decode()
    assert "已被他人修改" in again
    story = clerk.get(page).content.decode()
    assert "按签到册核对" in story
    assert "<del>600人次</del>" in story
    assert clerk.post(f"{page}withdraw/", {"reason": "重复"}).status_code == 302
    assert "已撤回" in clerk.get(page).content.decode()
    assert selectors.entries(standing=True) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "缺少“培训班名称”"),
        ({"recipient": "万洲区"}, "万州区"),
        ({"recipient": "忠县"}, "不属本单位填报范围"),
        ({"persons": "50人次"}, "单位"),
        ({"persons": "601"}, "人数601大于人次600"),
        ({"first_day": "2025-02-30"}, "没有这个日期"),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    people: dict[str, Client], changed: dict[str, str], said: str
) -> None:
    answer = people["wan"].post("/records/new/training/", FORM | changed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert said in page
    assert 'value="2025年3月"' in page or "first_day" in changed
    assert selectors.activities() == ()


def test_a_doubt_is_confirmed_before_it_is_saved(people: dict[str, Client]) -> None:
    typed = FORM | {"persons": "约50"}
    page = unescape(people["wan"].post("/records/new/training/", typed).content.decode())
    assert "约数" in page
    assert 'name="confirmed"' in page
    assert people["wan"].post("/records/new/training/", typed | {"confirmed": "yes"}).status_code == 302


def test_the_same_record_is_not_recorded_twice(people: dict[str, Client]) -> None:
    record(people["wan"])
    page = unescape(people["wan"].post("/records/new/training/", FORM).content.decode())
    assert "很相似" in page


def token(page: str) -> str:
    found = re.search(r'name="token" value="(\w+)"', page)
    assert found
    return found[1]


def test_an_import_from_file_to_receipt(people: dict[str, Client]) -> None:
    clerk = people["wan"]
    preview = clerk.post("/import/", {"file": workbook(ROWS)})
    assert preview.status_code == 302
    address = preview["Location"]
    page = unescape(clerk.get(address).content.decode())
    assert '<td class="cell">C3</td>' in page
    assert "只导入无问题的1行" in page
    marked = clerk.get(f"{address}problems/")
    assert "attachment" in marked["Content-Disposition"]
    assert load_workbook(BytesIO(b"".join(marked)))["培训"]["C3"].comment
    assert people["zhong"].get(address).status_code == 404
    assert "有1行存在错误" in clerk.post(address, {"token": token(page), "accept": "all"}).content.decode()
    done = clerk.post(address, {"token": token(page), "accept": "clean"}).content.decode()
    assert str(selectors.head()) in done
    assert len(selectors.activities()) == 1
    back = clerk.get(address)
    assert back.status_code == 404
    assert "此预览已结束" in back.content.decode(), "who goes back is told that it is done"


def test_a_preview_that_is_no_longer_true_is_not_accepted(people: dict[str, Client]) -> None:
    clerk = people["wan"]
    address = clerk.post("/import/", {"file": workbook(ROWS[:1])})["Location"]
    seen = token(clerk.get(address).content.decode())
    record(clerk, title="电商培训", first_day="2025-03-05")
    answer = clerk.post(address, {"token": seen, "accept": "all"}).content.decode()
    assert "预览之后台账已有变动" in answer
    assert len(selectors.activities()) == 1


def test_missing_records_are_asked_about(people: dict[str, Client]) -> None:
    clerk = people["wan"]
    key = record(clerk).rstrip("/").rpartition("/")[2]
    book = load_workbook(BytesIO(b"".join(clerk.get("/import/workbook/"))))
    book["培训"].delete_rows(4)
    file = BytesIO()
    book.save(file)
    address = clerk.post("/import/", {"file": SimpleUploadedFile("x.xlsx", file.getvalue())})["Location"]
    page = clerk.get(address).content.decode()
    assert f'name="withdraw" value="{key}"' in page
    clerk.post(address, {"token": token(page), "accept": "all", "withdraw": key, "reason": "重复"})
    assert selectors.activities() == ()


def test_heads_of_ones_own_are_said_on_the_page(people: dict[str, Client]) -> None:
    clerk = people["wan"]
    heads = ["班名", "支援方", "受援地", "开始日期", "来了多少人"]
    sent = workbook([["护理进修", "上海市", "万州区", "2025", 12]], "自建表", heads)
    address = clerk.post("/import/", {"file": sent})["Location"]
    assert 'name="sheet:自建表"' in clerk.get(address).content.decode()
    clerk.post(f"{address}heads/", {"sheet:自建表": "training"})
    page = clerk.get(address).content.decode()
    assert 'name="head:training:来了多少人"' in page
    clerk.post(f"{address}heads/", {"head:training:班名": "title", "head:training:来了多少人": "persons"})
    assert "导入全部1行" in clerk.get(address).content.decode()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "请先选择工作簿"),
        (SimpleUploadedFile("a.txt", b"x"), ".xlsx .xls"),
        (SimpleUploadedFile("a.xlsx", b"x"), "已损坏"),
        (SimpleUploadedFile("a.xlsm", b"PK"), "宏"),
    ],
)
def test_a_file_that_cannot_be_used(people: dict[str, Client], file: Any, said: str) -> None:
    page = people["wan"].post("/import/", {"file": file} if file else {}).content.decode()
    assert said in unescape(page)
    assert selectors.head() is None


def test_htmx_is_led_to_the_preview(people: dict[str, Client]) -> None:
    answer = people["wan"].post("/import/", {"file": workbook(ROWS)}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/import/")


def test_who_only_runs_the_system_sees_no_records(people: dict[str, Client]) -> None:
    record(people["wan"])
    system = system_actor()
    add_office("rooms", "系统管理", "municipal", actor=system)
    for user, duty in (("guan", "administer"), ("shi", "audit"), ("du", "read")):
        add_user(user, "", actor=system, duties={"rooms": [duty]})
        browser = Client()
        browser.force_login(User.objects.get(username=user))
        page = browser.get("/records/").content.decode()
        assert ("教师培训" in page) == (user != "guan")
        sheet = load_workbook(BytesIO(browser.get("/import/workbook/").content))["培训"]
        titles = {cell.value for row in sheet for cell in row}
        assert ("=教师培训" in titles) == (user != "guan")


def test_a_paper_of_another_office_can_neither_be_named_nor_guessed(people: dict[str, Client]) -> None:
    from duikou.actions.add_document import add_document
    from duikou.actions.record_activity import record_activity
    from duikou.book import Activity, BookError, Document
    from duikou.store.actors import actor_of

    add_document(Document("voucher-zx", "忠县机密拨款单", form="voucher"), actor=actor_of("zhong"))
    page = people["wan"].post("/records/new/training/", FORM | {"papers": "忠县机密拨款"}).content.decode()
    assert "忠县机密拨款单" not in page
    page = people["wan"].post("/records/new/training/", FORM | {"papers": "voucher-zx"}).content.decode()
    assert 'name="papers"' in page, "unknown to this office"
    day = date(2025, 3, 1)
    row = Activity("A-1", "training", "x", day, day, frozenset({"310000"}), "500101", papers=("voucher-zx",))
    with pytest.raises(BookError) as refused:
        record_activity(row, actor=actor_of("wan"))
    assert refused.value.code == "reach.paper"
    assert people["wan"].get("/documents/voucher-zx/").status_code == 404


def test_the_list_is_filtered_and_paged_by_few_questions(
    people: dict[str, Client], django_assert_max_num_queries: Any
) -> None:
    from duikou.actions.record_activity import record_activities
    from duikou.book import Activity

    day = date(2025, 3, 1)
    rows = [
        Activity(f"A-{n:03}", "training", f"第{n}期", day, day, frozenset({"310000"}), "500101", note="Ab")
        for n in range(120)
    ]
    record_activities(rows, actor=system_actor())
    clerk = people["wan"]
    page = clerk.get("/records/?type=training&page=2").content.decode()
    assert "第 51–100 条，共 120 条" in page
    assert "type=training&amp;page=3" in page
    assert "第 101–120 条" in clerk.get("/records/?page=99").content.decode()
    assert "共 1 条" in clerk.get("/records/?text=第7期 aB").content.decode()
    assert "共 0 条" in clerk.get("/records/?year=x").content.decode()
    with django_assert_max_num_queries(15):
        clerk.get("/records/?donor=310000&recipient=500101&page=2")


def test_a_list_that_lies_is_found_out_and_mended(people: dict[str, Client]) -> None:
    from duikou.store.activity_index import renew
    from duikou.store.models import ActivityIndex
    from duikou.store.verification import verify

    record(people["wan"])
    assert verify().whole
    ActivityIndex.objects.update(recipient="500233")
    (fault,) = verify().faults
    assert fault.code == "index.stale"
    renew()
    assert verify().whole


def test_papers_are_attached_and_go_to_whose_the_record_is(
    people: dict[str, Client], tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path))
    clerk, stranger = people["wan"], people["zhong"]
    page = record(clerk)

    def sent(content: bytes, version: str = "1", name: str = "签到册.pdf") -> dict[str, object]:
        return {"file": SimpleUploadedFile(name, content), "title": "签到册", "version": version}

    assert stranger.post(f"{page}papers/", sent(b"%PDF-1.4")).status_code == 404
    assert people["shen"].post(f"{page}papers/", sent(b"%PDF-1.4")).status_code == 403
    assert "不属于允许的格式" in clerk.post(f"{page}papers/", sent(b"<html>")).content.decode()
    assert "已被他人修改" in clerk.post(f"{page}papers/", sent(b"%PDF-1.4", "7")).content.decode()
    assert "请先选择文件" in clerk.post(f"{page}papers/", {"version": "1"}).content.decode()
    assert clerk.post(f"{page}papers/", sent(b"%PDF-1.4 scan")).status_code == 302
    shown = clerk.get(page).content.decode()
    (link,) = set(re.findall(rf'href="({page}papers/paper-[0-9a-f]+/)"', shown))
    assert clerk.get(link).content == b"%PDF-1.4 scan"
    assert people["shen"].get(link).status_code == 200
    assert stranger.get(link).status_code == 404
    assert Client().get(link).status_code == 302
    standing = selectors.entries(standing=True)
    assert {entry.document for entry in standing} == {link.rstrip("/").rpartition("/")[2]}
    assert clerk.get(f"/entries/{standing[0].key}/paper/").content == b"%PDF-1.4 scan"
    assert stranger.get(f"/entries/{standing[0].key}/").status_code == 404
