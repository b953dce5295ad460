"""The pages before the sample book: they stand, say what the book says, and ask the database little."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape

import pytest
from django.test import Client

from duikou.actions.load_sample import load_sample

pytestmark = pytest.mark.django_db

ASKED = "/question/?measure=fund&kind=无偿援助&donor=上海市&recipient=万州区&to=2025-05"
ACCOUNT = "/accounts/show/?kind=tables&recipient=巫溪县"
TABLE = "/statistics/?measure=fund&rows=donor&columns=recipient&basis=entries"
PAGES = (
    "/",
    "/documents/",
    "/documents/000/",
    "/documents/004/",
    ASKED,
    "/findings/",
    "/check/",
    TABLE,
    f"{TABLE}&view=flow",
    "/statistics/entries/?measure=fund&rows=donor&columns=recipient&basis=entries&row=~&column=",
    "/targets/",
    ACCOUNT,
)
QUERIES = 6  # of a page whose state of the book is already in memory


def test_pages_stand_and_ask_little(
    client: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    load_sample()
    for tongue in ("zh-hans", "en"):
        client.cookies["django_language"] = tongue
        for page in PAGES:
            assert client.get(page).status_code == 200, page
            with django_assert_max_num_queries(QUERIES):
                client.get(page)
    page = unescape(client.get(ASKED).content.decode())
    assert '"991500000.00",\n      "992499999.99"' in page
    assert "004-057" in page


def test_a_table_says_what_is_wrong_with_its_address_and_links_to_what_it_shows(client: Client) -> None:
    load_sample()
    for address, said in (
        ("measure=fnud", "fnud"),
        ("rows=weather", "weather"),
        ("rows=year&columns=period", "period"),
        ("measure=price", "比率"),
        ("to=2025-13", "2025-13"),
        ("known_at=yesterday", "yesterday"),
        ("basis=rumour", "rumour"),
    ):
        page = client.get(f"/statistics/?{address}").content.decode()
        assert 'role="alert"' in page, address
        assert said in page
    assert 'role="alert"' in client.get("/statistics/entries/?row=440000&basis=entries").content.decode()
    table = unescape(client.get(TABLE).content.decode())
    links = set(re.findall(r'href="(/statistics/entries/\?[^"]+)"', table))
    assert len(links) > 5
    for link in links:
        assert "E1-" in client.get(link).content.decode(), link


def test_every_link_leads_to_what_it_names(client: Client) -> None:
    load_sample()
    documents = {
        f"/documents/{key}/": client.get(f"/documents/{key}/").content.decode()
        for key in ("000", "001", "002", "003", "004")
    }
    shown = [re.findall(r'data-panel="([^"]+)"', page) for page in documents.values()]
    assert sum(map(len, shown)) == 291
    pages = [*documents.values(), client.get("/findings/").content.decode(), client.get("/").content.decode()]
    proofs = {link for page in pages for link in re.findall(r'href="(/documents/[^"#]+/)#([^"]+)"', page)}
    assert len(proofs) > 20
    for address, key in proofs:
        assert f'id="{key}"' in documents[address]
    questions = {unescape(link) for link in re.findall(r'href="(/question/\?[^"]+)"', pages[-1])}
    assert len(questions) > 10
    for link in questions:
        assert 'role="alert"' not in client.get(link).content.decode(), link
