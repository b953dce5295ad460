"""Signing in and out in a browser's terms: cookies, where it leads, time-out, forced change, offices."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from duikou.actions.grant_duties import grant_duty
from duikou.store.actors import system_actor
from duikou.store.audit import Looked, happenings, record

from .cast import PASSWORD

pytestmark = pytest.mark.django_db
Stage = Callable[[str], Client]


def enter(browser: Client, name: str = "lifang", password: str = PASSWORD, **more: str):
    return browser.post("/sign-in/", {"name": name, "password": password, **more})


def test_in_and_out(as_person: Stage) -> None:
    browser = as_person("")
    answer = enter(browser, next="/documents/voucher-wanzhou/")
    assert (answer.status_code, answer["Location"]) == (302, "/documents/voucher-wanzhou/")
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    page = browser.get("/documents/voucher-wanzhou/")
    assert "李芳" in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert browser.post("/sign-out/").status_code == 302
    assert browser.get("/documents/voucher-wanzhou/").status_code == 404


def test_a_wrong_password_says_no_more_than_a_wrong_name(as_person: Stage) -> None:
    pages = {
        enter(as_person(""), name, "wrong").content.decode().replace(name, "")
        for name in ("lifang", "nobody-such")
    }
    texts = {page[page.index("<main") :].split('name="csrf')[0] for page in pages}
    assert len(texts) == 1
    page = pages.pop()
    assert "用户名或密码不正确" in page
    assert "尚未保存" not in page


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_it_leads_nowhere_else(as_person: Stage, elsewhere: str) -> None:
    assert enter(as_person(""), next=elsewhere)["Location"] == "/"


def test_after_too_many_failures_the_name_is_locked(as_person: Stage, settings) -> None:
    settings.DUIKOU_LOCKOUT = {"name": 2, "address": 9, "minutes": 5}
    for _ in range(2):
        enter(as_person(""), password="wrong")
    answer = enter(as_person(""))
    assert answer.status_code == 403
    assert "5 分钟" in answer.content.decode()
    assert next(happenings(Looked())).event == "sign_in_locked"


def test_forms_need_their_token(stage: None, db: None) -> None:
    assert enter(Client(enforce_csrf_checks=True)).status_code == 403


def test_idle_time_ends_the_session(as_person: Stage, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DUIKOU_IDLE_MINUTES = 10
    browser = as_person("lifang")
    assert browser.get("/account/").status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 9 * 60)
    assert browser.get("/account/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 18 * 60)
    assert browser.get("/account/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 29 * 60)
    answer = browser.get("/account/")
    assert answer["Location"] == "/sign-in/?next=/account/"
    assert "长时间未操作" in browser.get("/sign-in/").content.decode()
    assert next(happenings(Looked())).event == "session_expired"


def test_a_given_password_must_be_changed_before_anything_else(as_person: Stage) -> None:
    get_user_model().objects.filter(username="lifang").update(must_change=True)
    browser = as_person("")
    enter(browser)
    for address in ("/", "/account/", "/documents/"):
        assert browser.get(address)["Location"] == "/account/password/"
    wrong = {"old": PASSWORD, "password": "Ping-Hu-2025-An", "again": "Ping-Hu-2025"}
    assert "不一致" in browser.post("/account/password/", wrong).content.decode()
    other = as_person("lifang")
    right = {**wrong, "again": "Ping-Hu-2025-An"}
    assert browser.post("/account/password/", right)["Location"] == "/account/"
    assert browser.get("/documents/").status_code == 200
    assert other.get("/account/").status_code == 302, "other sessions of the person end"


def test_who_has_duties_in_several_offices_chooses(as_person: Stage) -> None:
    grant_duty("lifang", "wuxi", "read", actor=system_actor())
    browser = as_person("")
    assert enter(browser, next="/documents/")["Location"] == "/account/?next=%2Fdocuments%2F"
    assert browser.get("/documents/voucher-wanzhou/").status_code == 404, "none chosen: published only"
    browser.post("/account/office/", {"office": "shanghai"})
    assert browser.get("/documents/voucher-wanzhou/").status_code == 404, "not an office of hers"
    assert browser.post("/account/office/", {"office": "wanzhou", "next": "/documents/"}).status_code == 302
    assert browser.get("/documents/voucher-wanzhou/").status_code == 200
    browser.post("/account/office/", {"office": "wuxi"})
    assert browser.get("/documents/voucher-wanzhou/").status_code == 404
    assert browser.get("/documents/voucher-wuxi/").status_code == 200


def test_a_lock_and_a_withdrawn_duty_work_from_the_next_page_on(as_person: Stage) -> None:
    clerk, officer = as_person("lifang"), as_person("wuxia")
    assert clerk.get("/documents/voucher-wanzhou/").status_code == 200
    sent = {"do": "withdraw", "office": "wanzhou", "kind": "enter"}
    officer.post("/people/of/lifang/change/", sent)
    assert clerk.get("/documents/voucher-wanzhou/").status_code == 404
    officer.post("/people/of/lifang/change/", {"do": "lock", "reason": "离岗"})
    assert clerk.get("/account/").status_code == 302


def test_refusals_are_in_the_log_and_the_log_can_be_taken_away(as_person: Stage) -> None:
    as_person("lifang").get("/people/")
    record("sign_in_failed", target="=cmd()", address="10.0.0.1")
    auditor = as_person("sunlei")
    page = auditor.get("/log/?event=refused&who=lifang").content.decode()
    assert "/people/" in page
    assert "=cmd()" not in page
    export = auditor.get("/log/export/?address=10.0.0.1")
    assert export["Content-Disposition"].startswith("attachment;")
    rows = list(csv.DictReader(io.StringIO(b"".join(export.streaming_content).decode("utf-8-sig"))))
    assert [(row["event"], row["target"]) for row in rows] == [("sign_in_failed", "'=cmd()")]
    assert next(happenings(Looked(event="log_exported"))).user == "sunlei"


def test_passwords_are_shown_once_and_never_logged(as_person: Stage) -> None:
    page = as_person("zhoujie").post("/people/new/", {"username": "xin", "name": "新人"}).content.decode()
    password = page.split('<code id="once">')[1].split("<")[0]
    assert enter(as_person(""), "xin", password)["Location"] == "/"
    assert all(password not in str(one) for one in happenings(Looked()))
