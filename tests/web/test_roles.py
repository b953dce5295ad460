"""Every page × every role: who sees it, who may write, who gets 403, who is led to the sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from duikou.store import selectors
from duikou.web.urls import urlpatterns

from .cast import CAST, DOCUMENTS, EVERYBODY, NOBODY, PROJECTS

pytestmark = pytest.mark.django_db
Stage = Callable[[str], Client]

ALL = frozenset(EVERYBODY)
SIGNED_IN = ALL - {NOBODY}
ADMINISTRATOR, SECURITY, AUDITOR = {"zhoujie"}, {"wuxia"}, {"sunlei"}
OWNERS = {"lifang", "zhaomin"}  # clerks of the county of the project, and of the city
CLERKS = {"lifang", "wangqiang", "zhaomin"}
RUNNERS = ADMINISTRATOR | SECURITY
FILERS = CLERKS | AUDITOR
APPROVERS = {"zhaomin"}

# name of the page → (its address, who may open it)
READING = {
    "overview": ("/", ALL),
    "documents": ("/documents/", ALL),
    "document": ("/documents/news-1/", ALL),
    "question": ("/question/?measure=fund", ALL),
    "question_evidence": ("/question/evidence.zip?measure=fund", ALL),
    "findings": ("/findings/", ALL),
    "course": ("/course/?measure=fund", ALL),
    "statistics": ("/statistics/", ALL),
    "statistics_entries": ("/statistics/entries/?rows=donor&columns=recipient&row=310000&column=", ALL),
    "targets": ("/targets/", ALL),
    "activities": ("/records/", SIGNED_IN),
    "activity_new": ("/records/new/training/", CLERKS),
    "imports": ("/import/", CLERKS),
    "workbook": ("/import/workbook/", SIGNED_IN),
    "accounts": ("/accounts/", ALL),
    "account_show": ("/accounts/show/?kind=tables", ALL),
    "account_file": ("/accounts/file/json/?kind=tables", ALL),
    "check": ("/check/", ALL),
    "compare": ("/check/compare/", ALL),
    "projects": ("/projects/", ALL),
    "projects_board": ("/projects/board/", ALL),
    "project": ("/projects/of/p-open/", ALL),
    "project_new": ("/projects/new/", CLERKS),
    "project_edit": ("/projects/of/p-open/edit/", OWNERS),
    "duplicates": ("/projects/alike/", CLERKS),
    "calls": ("/calls/", FILERS),
    "call": ("/calls/of/2026Q3/", FILERS),
    "call_new": ("/calls/new/", APPROVERS),
    "closings": ("/closings/", FILERS),
    "account": ("/account/", SIGNED_IN),
    "password": ("/account/password/", SIGNED_IN),
    "people": ("/people/", RUNNERS),
    "person_new": ("/people/new/", ADMINISTRATOR),
    "person": ("/people/of/lifang/", RUNNERS),
    "offices": ("/offices/", RUNNERS),
    "office_new": ("/offices/new/", ADMINISTRATOR),
    "office": ("/offices/of/wanzhou/", ADMINISTRATOR),
    "log": ("/log/", AUDITOR),
    "log_export": ("/log/export/", AUDITOR),
    "chain": ("/chain/", AUDITOR),
    "chain_posting": ("/chain/1/", AUDITOR),
    "chain_receipt": ("/chain/receipt/", AUDITOR),
}
# name → (address, what is sent, who may send it, what they are answered)
WRITING = {
    "check": ("/check/", {"text": "上海市援助万州区1亿元。"}, ALL, 200),
    "check_word": ("/check/word/", {"text": "上海市援助万州区1亿元。"}, ALL, 200),
    "compare": (
        "/check/compare/",
        {"old_text": "上海市援助万州区1亿元。", "new_text": "上海市援助万州区2亿元。"},
        ALL,
        200,
    ),
    "account_publish": ("/accounts/publish/", {"kind": "tables", "public": "yes"}, {"zhaomin"}, 302),
    "language": ("/language/", {"language": "en"}, ALL, 302),
    "sign_in": ("/sign-in/", {"name": "nobody", "password": "x"}, frozenset(), 403),
    "sign_out": ("/sign-out/", {}, ALL, 302),
    "office_choice": ("/account/office/", {"office": "wuxi"}, SIGNED_IN, 302),
    "project_new": ("/projects/new/", {"name": "新", "recipient": "万州区", "seen": 0}, OWNERS, 302),
    "project_edit": (
        "/projects/of/p-open/edit/",
        {"name": "改", "recipient": "万州区", "seen": 1},
        OWNERS,
        302,
    ),
    "project_step": ("/projects/of/p-open/step/", {"stage": "plan", "date": "2024", "seen": 1}, OWNERS, 302),
    "project_step_drop": ("/projects/of/p-open/step/drop/", {"number": 0, "seen": 1}, OWNERS, 302),
    "duplicates_settle": ("/projects/alike/settle/", {"keep": "p-open", "gone": "p-open"}, OWNERS, 302),
    "call_new": ("/calls/new/", {"title": ""}, APPROVERS, 200),
    "call_end": ("/calls/of/2026Q3/end/", {"reason": "口径有变"}, APPROVERS, 302),
    "closings_change": ("/closings/change/", {"key": "C-x", "reason": "x"}, APPROVERS, 302),
    "password": ("/account/password/", {"old": "x"}, SIGNED_IN, 200),
    "person_new": ("/people/new/", {"username": "new", "name": "新人"}, ADMINISTRATOR, 200),
    "person_grant": ("/people/of/hemei/grant/", {"office": "reader", "kind": "enter"}, SECURITY, 302),
    "person_change": ("/people/of/hemei/change/", {"do": "lock", "reason": "离岗"}, SECURITY, 302),
    "office_new": (
        "/offices/new/",
        {"key": "fengjie", "name": "奉节县", "level": "county", "place": "奉节县"},
        ADMINISTRATOR,
        302,
    ),
    "office": ("/offices/of/wanzhou/", {"name": "万州区对口支援办"}, ADMINISTRATOR, 302),
    "chain_verify": ("/chain/verify/", {}, AUDITOR, 200),
}

# pages under a key, tried with what is theirs in test_reviews, test_activities, test_imports, test_trace,
# test_accounts and below
OWN_TESTS = {
    "entry",
    "entry_paper",
    "account_published",
    "account_published_file",
    "account_compare",
    "project_paper",
    "review",
    "reviews",
    "review_figure",
    "review_decide",
    "review_add",
    "review_undo",
    "review_remaining",
    "review_post",
    "activity",
    "activity_correct",
    "activity_withdraw",
    "activity_attach",
    "activity_paper",
    "filing",
    "filing_drop",
    "filing_move",
    "filing_row",
    "import",
    "import_problems",
    "import_heads",
}


def test_no_page_is_forgotten() -> None:
    names = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert names == READING.keys() | WRITING.keys() | OWN_TESTS


@pytest.mark.parametrize("username", EVERYBODY)
def test_who_sees_what(as_person: Stage, username: str) -> None:
    browser = as_person(username)
    for name, (address, readers) in READING.items():
        answer = browser.get(address)
        if username in readers:
            assert answer.status_code == 200, name
        elif username == NOBODY:
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("web:sign_in") + "?next=/"), name
        else:
            assert answer.status_code == 403, name
            assert "职责" in answer.content.decode()


@pytest.mark.parametrize("username", EVERYBODY)
@pytest.mark.parametrize("name", WRITING)
def test_who_may_write_what(as_person: Stage, username: str, name: str) -> None:
    address, sent, writers, answered = WRITING[name]
    answer = as_person(username).post(address, sent)
    if name == "project_new" and username in CLERKS - writers:
        assert "不属于" in answer.content.decode(), "a county registers nothing for another"
    elif username in writers:
        assert answer.status_code == answered
    elif name == "sign_in":
        assert answer.status_code == (403 if username == NOBODY else 302)
    elif username == NOBODY:
        assert answer["Location"].startswith(reverse("web:sign_in"))
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_menu_offers_only_what_opens(as_person: Stage, username: str) -> None:
    browser = as_person(username)
    page = browser.get("/documents/").content.decode()
    menu = re.findall(r'class="nav-link[^"]*" href="([^"]+)"', page)
    assert menu
    for address in menu:
        assert browser.get(address).status_code == 200, address


# who sees which paper that is not published
PAPERS = {
    "voucher-wanzhou": {"lifang", "zhaomin", "chenjing", "liuyang", "sunlei"},
    "voucher-wuxi": {"wangqiang", "zhaomin", "chenjing", "sunlei"},
}


@pytest.mark.parametrize("username", EVERYBODY)
def test_no_paper_leaks_by_guessing_its_key(as_person: Stage, username: str) -> None:
    browser = as_person(username)
    listed = browser.get("/documents/").content.decode()
    for document in DOCUMENTS:
        seen = username in PAPERS.get(document.key, ALL)
        answer = browser.get(f"/documents/{document.key}/")
        assert answer.status_code == (200 if seen else 404), document.key
        assert (document.title in listed) == seen
        if not seen:
            assert document.title not in answer.content.decode()
            unknown = browser.get("/documents/no-such-paper/").content.decode()
            hidden = answer.content.decode().replace(document.key, "no-such-paper")
            assert _without_tokens(hidden) == _without_tokens(unknown), "hidden looks like absent"


def _without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


VIEWERS = {
    "p-open": ALL,
    "p-wanzhou": {"lifang", "zhaomin", "chenjing", "liuyang", "sunlei"},
    "p-wuxi": {"wangqiang", "zhaomin", "sunlei"},
}
UNDER = ("", "edit/", "papers/voucher-wanzhou/")


@pytest.mark.parametrize("username", EVERYBODY)
def test_no_project_leaks_by_guessing_its_key(as_person: Stage, username: str) -> None:
    browser = as_person(username)
    listed = browser.get("/projects/").content.decode()
    board = browser.get("/projects/board/").content.decode()
    for key, viewers in VIEWERS.items():
        seen = username in viewers
        assert (PROJECTS[key].name in listed) == (PROJECTS[key].name in board) == seen
        page = browser.get(f"/projects/of/{key}/")
        assert page.status_code == (200 if seen else 404)
        if not seen:
            for under in UNDER:
                answer = browser.get(f"/projects/of/{key}/{under}")
                assert answer.status_code in (302, 403, 404)
                assert PROJECTS[key].name not in answer.content.decode()
            sent = {"stage": "plan", "seen": 1, "name": "x", "number": 0}
            for under in ("edit/", "step/", "step/drop/"):
                assert browser.post(f"/projects/of/{key}/{under}", sent).status_code in (302, 403, 404)
    assert selectors.project("p-wuxi") == PROJECTS["p-wuxi"]


@pytest.mark.parametrize("username", EVERYBODY)
def test_money_of_a_project_is_shown_to_whom_it_concerns(as_person: Stage, username: str) -> None:
    page = as_person(username).get("/projects/of/p-wanzhou/").content.decode()
    assert ("10元" in page) == (username in VIEWERS["p-wanzhou"])


# 分 that each proves for grants arrived, Shanghai and Jilin to both counties
SUMS = {
    NOBODY: "1.00",
    "hemei": "1.00",
    "zhoujie": "1.00",
    "wuxia": "1.00",
    "lifang": "11.00",
    "liuyang": "11.00",
    "chenjing": "111.00",
    "wangqiang": "1101.00",
    "zhaomin": "1111.00",
    "sunlei": "1111.00",
}


@pytest.mark.parametrize("username", EVERYBODY)
def test_no_amount_leaks_through_a_table(as_person: Stage, username: str) -> None:
    browser = as_person(username)
    asked = "measure=fund&kind=grant&rows=donor&columns=recipient&basis=entries"
    file = browser.get(f"/statistics/?{asked}&format=csv").content.decode("utf-8-sig")
    (total,) = (line for line in file.splitlines() if line.startswith("合计,"))
    assert float(total.split(",")[-1]) * 10_000 == float(SUMS[username])
    behind = browser.get(f"/statistics/entries/?{asked}&row=&column=").content.decode()
    assert ("巫溪拨款单" in behind) == (username in PAPERS["voucher-wuxi"])
    assert ("万州拨款单" in behind) == (username in PAPERS["voucher-wanzhou"])


@pytest.mark.parametrize("username", EVERYBODY)
def test_no_amount_leaks_through_a_sum(as_person: Stage, username: str) -> None:
    page = as_person(username).get("/question/?measure=fund&kind=grant").content.decode()
    (bounds,) = set(re.findall(r"&quot;bounds&quot;: \[\s*&quot;([\d.]+)&quot;", page))
    assert bounds == SUMS[username]


def test_the_cast_has_a_person_for_each_duty() -> None:
    assert {duty for person in CAST.values() for duty in person.duties} == {
        "read", "enter", "review", "approve", "audit", "administer", "secure",
    }  # fmt: skip
