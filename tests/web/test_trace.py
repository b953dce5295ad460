"""From a figure to its entries to its papers, and the chain as the auditor sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duikou.actions.post import post
from duikou.actions.reverse import reverse
from duikou.actions.save_project import save_project
from duikou.book import Project, Reversal
from duikou.store import audit, selectors
from duikou.store.actors import actor_of, system_actor
from duikou.store.audit import Looked

from .cast import ENTRIES, EVERYBODY, PROJECTS

pytestmark = pytest.mark.django_db
Stage = Callable[[str], Client]
TOP = {"zhaomin", "sunlei"}
# who sees which entry of the cast's book
VIEWERS = (
    frozenset(EVERYBODY),
    TOP | {"lifang", "chenjing", "liuyang"},
    TOP | {"wangqiang", "chenjing"},
    TOP | {"wangqiang"},
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path))


def text_of(answer) -> str:
    return answer.content.decode()


def keys() -> list[str]:
    """Keys of the cast's entries in their order."""
    return [row.key for row in selectors.entries()[: len(ENTRIES)]]


@pytest.mark.parametrize("username", EVERYBODY)
def test_no_entry_leaks_by_guessing_its_key(as_person: Stage, username: str) -> None:
    browser = as_person(username)
    for key, viewers in zip(keys(), VIEWERS, strict=True):
        answer = browser.get(f"/entries/{key}/")
        assert answer.status_code == (200 if username in viewers else 404), key
        assert browser.get(f"/entries/{key}/paper/").status_code == 404, "no file is kept"
    for strange in ("E9999-1", "x", "E1-99999999999999999999"):
        assert browser.get(f"/entries/{strange}/").status_code == 404
    named = "<dd>系统 · Duikou</dd>" in text_of(browser.get(f"/entries/{keys()[0]}/"))
    seeing = frozenset().union(*VIEWERS[1:])
    assert named == (username in seeing), "who recorded it is no business of the public"


def test_an_entry_says_all_that_it_stands_on(as_person: Stage) -> None:
    browser = as_person("lifang")
    page = " ".join(text_of(browser.get(f"/entries/{keys()[1]}/")).split())
    posting = selectors.posting(int(keys()[1][1:].partition("-")[0]))
    for shown in ("上海市", "万州区", "无偿援助", "到位", "10.00 元", "2024-05-01", posting.digest):
        assert shown in page, shown
    assert 'href="/documents/voucher-wanzhou/"' in page
    assert 'href="/projects/of/p-wanzhou/"' in page
    assert "/chain/" not in page, "the chain is the auditor's"
    (query,) = re.findall(r'href="(/question/\?[^"]+)"', page)
    assert f"/entries/{keys()[1]}/" in text_of(browser.get(query.replace("&amp;", "&")))
    assert "/chain/" in text_of(as_person("sunlei").get(f"/entries/{keys()[1]}/"))


def test_one_taken_back_and_what_took_it_back_lead_to_each_other(as_person: Stage) -> None:
    key = keys()[1]
    reverse([Reversal(key, "重复入账")], actor=system_actor())
    taking = selectors.entries()[-1].key
    browser = as_person("lifang")
    for here, there in ((key, taking), (taking, key)):
        page = text_of(browser.get(f"/entries/{here}/"))
        assert f'href="/entries/{there}/"' in page
        assert "重复入账" in page
        assert as_person("wangqiang").get(f"/entries/{here}/").status_code == 404
        assert as_person("").get(f"/entries/{here}/").status_code == 404


def test_the_paper_goes_to_whose_the_entry_is(as_person: Stage) -> None:
    clerk = as_person("lifang")
    file = SimpleUploadedFile("拨款单.pdf", b"%PDF-1.4 scan")
    sent = {"stage": "payment", "date": "2024-05", "seen": "1", "title": "拨款单", "file": file}
    clerk.post("/projects/of/p-wanzhou/step/", sent)
    paper = next(row.key for row in selectors.documents() if row.key.startswith("paper-"))
    post([replace(ENTRIES[1], document=paper)], actor=actor_of("lifang"))
    key = selectors.entries()[-1].key
    assert f'href="/entries/{key}/paper/"' in text_of(clerk.get(f"/entries/{key}/"))
    for username in EVERYBODY:
        answer = as_person(username).get(f"/entries/{key}/paper/")
        assert answer.status_code == (200 if username in VIEWERS[1] else 404), username
    answer = clerk.get(f"/entries/{key}/paper/")
    assert answer.content == b"%PDF-1.4 scan"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_every_figure_is_two_clicks_from_its_paper(as_person: Stage) -> None:
    browser = as_person("lifang")
    key = keys()[1]
    for address in ("/question/?measure=fund&kind=grant", "/projects/of/p-wanzhou/"):
        assert f'href="/entries/{key}/"' in text_of(browser.get(address)), address


def test_the_history_tells_of_papers_money_and_mergers(as_person: Stage) -> None:
    clerk = as_person("lifang")
    file = SimpleUploadedFile("验收.pdf", b"%PDF-1.4")
    sent = {"stage": "acceptance", "date": "2024-06", "seen": "1", "title": "验收报告", "file": file}
    clerk.post("/projects/of/p-wanzhou/step/", sent)
    save_project(
        Project("twin", "万州内部项目（重）", frozenset({"310000"}), "500101"), 0, actor=system_actor()
    )
    post([replace(ENTRIES[1], project="twin", amount=777_00)], actor=system_actor())
    settled = {"keep": "p-wanzhou", "gone": "twin", "seen-p-wanzhou": "2", "seen-twin": "1", "do": "merge"}
    clerk.post("/projects/alike/settle/", settled | {"money": "own", "reason": "同一项目"})
    reverse([Reversal(keys()[1], "重复入账")], actor=system_actor())
    page = " ".join(text_of(clerk.get("/projects/of/p-wanzhou/")).split())
    story = page[page.index('id="history"') :]
    assert re.search(r"<ins>验收 2024-06 [^<]*</ins> <a href=\"/projects/of/p-wanzhou/papers/paper-", story)
    assert "“万州内部项目（重）”（twin）已并入本条" in story
    assert "同一项目" in story
    assert re.search(r"入账</span> 到位 <ins>777元</ins>", story), "carried over"
    assert re.search(r"撤回</span> 到位 <del>10元</del>", story)
    assert "重复入账" in story
    assert "合并项目" in story
    assert "李芳 · 万州区水利局" in story
    shown = text_of(as_person("liuyang").get("/projects/of/p-wanzhou/"))
    assert "重复入账" in shown, "its own firm's"
    save_project(replace(PROJECTS["p-open"], note="改"), 1, actor=system_actor())
    post([replace(ENTRIES[1], project="p-open", amount=888_00)], actor=system_actor())
    assert "888元" in text_of(clerk.get("/projects/of/p-open/"))
    assert "888元" not in text_of(as_person("").get("/projects/of/p-open/"))


def test_the_auditor_reads_the_chain_back_to_front(as_person: Stage) -> None:
    auditor = as_person("sunlei")
    page = text_of(auditor.get("/chain/"))
    numbers = [int(number) for number in re.findall(r'<a href="/chain/(\d+)/">', page)]
    assert numbers == sorted(numbers, reverse=True)
    number = int(keys()[0][1:].partition("-")[0])
    page = text_of(auditor.get(f"/chain/{number}/"))
    manifest = selectors.posting(number).manifest
    for _table, key, digest in manifest[:5]:
        assert key in page
        assert digest in page
    assert f'href="/entries/{keys()[0]}/"' in page
    assert auditor.get("/chain/99999/").status_code == 404


def test_verifying_says_when_and_what_and_is_logged(as_person: Stage) -> None:
    auditor = as_person("sunlei")
    receipt = auditor.get("/chain/receipt/")
    assert receipt["Content-Disposition"].startswith("attachment;")
    kept = receipt.content.decode().strip()
    assert kept == str(selectors.head())
    page = text_of(auditor.post("/chain/verify/", {"receipt": kept}))
    assert "完整" in page
    assert "与此回执相符" in page
    file = SimpleUploadedFile("r.txt", f"\ufeff\n{kept}\n".encode())
    assert "与此回执相符" in text_of(auditor.post("/chain/verify/", {"file": file}))
    forged = kept[:-4] + ("0000" if not kept.endswith("0000") else "1111")
    page = text_of(auditor.post("/chain/verify/", {"receipt": forged}))
    assert "有改动" in page
    assert "被重新计算" in page
    assert "不是回执" in text_of(auditor.post("/chain/verify/", {"receipt": "nonsense"}))
    assert audit.count(Looked(event="chain_verified")) == 3


BUDGETS = {"entry": 11, "/chain/": 13, "/chain/1/": 18}


@pytest.mark.parametrize("page", BUDGETS)
def test_pages_ask_the_database_little(
    as_person: Stage, page: str, django_assert_max_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    browser = as_person("sunlei")
    address = f"/entries/{keys()[1]}/" if page == "entry" else page
    browser.get(address)
    with django_assert_max_num_queries(BUDGETS[page]):
        assert browser.get(address).status_code == 200
