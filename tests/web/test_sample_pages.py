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
PAGES = ("/", "/documents/", "/documents/000/", "/documents/004/", ASKED, "/findings/", "/check/")
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


def test_every_statement_is_shown_in_its_document(client: Client) -> None:
    load_sample()
    shown = set()
    for document in ("000", "001", "002", "003", "004"):
        page = client.get(f"/documents/{document}/").content.decode()
        shown |= set(re.findall(r'data-panel="([^"]+)"', page))
    assert len(shown) == 291


def test_every_proof_of_the_findings_leads_somewhere(client: Client) -> None:
    load_sample()
    page = client.get("/findings/").content.decode()
    links = set(re.findall(r'href="(/documents/[^"#]+/)#([^"]+)"', page))
    assert links
    for address in {address for address, _ in links}:
        target = client.get(address).content.decode()
        for key in (key for where, key in links if where == address):
            assert f'id="{key}"' in target


def test_every_link_of_the_overview_leads_to_an_answer(client: Client) -> None:
    load_sample()
    page = client.get("/").content.decode()
    links = {unescape(link) for link in re.findall(r'href="(/question/\?[^"]+)"', page)}
    assert len(links) > 10
    for link in links:
        assert 'role="alert"' not in client.get(link).content.decode(), link
