"""Who may do what with a page: reading is free, nothing is written, nothing comes from or goes elsewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client

PAGES = (
    "/",
    "/documents/",
    "/documents/004/",
    "/documents/003/",
    "/question/?measure=fund",
    "/course/?measure=fund",
    "/findings/",
    "/check/",
)
READ_ONLY = PAGES[:-1]
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|application/json))", re.I
)
ELSEWHERE = re.compile(r"""(?:src|href|action|hx-get)=["'](?:https?:)?//""", re.I)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_open_to_read(reader: Client, page: str) -> None:
    answer = reader.get(page)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("page", READ_ONLY)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_only_answer(reader: Client, page: str, method: str) -> None:
    assert getattr(reader, method)(page).status_code == 405


@pytest.mark.parametrize("page", [*PAGES, "/documents/999/"])
def test_pages_keep_to_their_own_machine(reader: Client, page: str) -> None:
    answer = reader.get(page)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    shown = answer.content.decode()
    assert not INLINE.search(shown)
    assert not ELSEWHERE.search(shown)


def test_the_language_switch_keeps_the_page(reader: Client) -> None:
    here = "/question/?measure=fund&donor=上海市"
    assert "对口支援台账" in reader.get(here).content.decode()
    moved = reader.post("/language/", {"language": "en", "next": here})
    assert moved.status_code == 302
    assert moved["Location"].startswith("/question/?measure=fund")
    assert "the ledger of paired assistance" in reader.get(here).content.decode()


def test_the_language_switch_leads_nowhere_else(reader: Client) -> None:
    moved = reader.post("/language/", {"language": "en", "next": "https://example.org/"})
    assert "example.org" not in moved["Location"]


def test_chinese_comes_first_whatever_the_browser_prefers(reader: Client) -> None:
    page = reader.get("/", headers={"Accept-Language": "en-US,en"}).content.decode()
    assert '<html lang="zh-Hans"' in page


@pytest.mark.parametrize("page", PAGES)
def test_pages_can_be_used_without_a_mouse(reader: Client, page: str) -> None:
    shown = reader.get(page).content.decode()
    assert shown.index('class="skip-link" href="#content"') < shown.index("<header")
    assert '<main id="content"' in shown
    assert len(re.findall(r"<h1[\s>]", shown)) == 1
    ids = re.findall(r'\sid="([^"]*)"', shown)
    assert len(ids) == len(set(ids))
    named = set(re.findall(r'<label[^>]* for="([^"]*)"', shown))
    fields = re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*>", shown)
    for field in fields:
        found = re.search(r'\sid="([^"]*)"', field)
        assert found, field
        assert found[1] in named, field
