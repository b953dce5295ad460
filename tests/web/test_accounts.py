"""Pages of accounts: what each sees in them, publishing, what changed since, files, how often they ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from duikou.actions.gather import gathering
from duikou.answers import evidence
from duikou.store.actors import system_actor

from .cast import NOBODY, _entry

pytestmark = pytest.mark.django_db
Stage = Callable[[str], Client]
SHOW = "/accounts/show/?kind=programme&as_of=2024-12-31"
WUXI = {"kind": "county", "recipient": "巫溪县", "as_of": "2024-12-31"}
QUERIES = 8


@pytest.fixture(autouse=True)
def afresh(stage: None) -> None:
    """What a test posts is undone after it, and its number used again."""
    yield  # type: ignore[misc]
    evidence._held.clear()


def printed(browser: Client, **wanted: str) -> set[str]:
    answer = browser.get("/accounts/file/json/", wanted)
    return {figure["printed"] for figure in json.loads(answer.content)["figures"]}


def test_everybody_sees_only_what_is_theirs(as_person: Stage) -> None:
    seen = {who: printed(as_person(who), **WUXI) for who in (NOBODY, "wangqiang", "zhaomin", "lifang")}
    assert seen["wangqiang"] == seen["zhaomin"] != seen[NOBODY]
    assert seen["wangqiang"] > seen["lifang"]
    assert seen["lifang"] == seen[NOBODY]


def test_every_figure_leads_to_its_note(
    as_person: Stage, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    browser = as_person("zhaomin")
    page = browser.get(SHOW).content.decode()
    numbers = set(map(int, _between(page, 'href="#note-', '"')))
    assert numbers
    assert numbers == set(map(int, _between(page, 'id="note-', '"')))
    assert "公开发布存档" in page
    assert "公开发布存档" not in as_person("lifang").get(SHOW).content.decode()
    for address in ("/accounts/", SHOW):
        with django_assert_max_num_queries(QUERIES):
            browser.get(address)


def _between(text: str, before: str, after: str) -> list[str]:
    return [part.partition(after)[0] for part in text.split(before)[1:]]


def test_published_it_stays_and_says_what_changed_since(as_person: Stage) -> None:
    browser = as_person("zhaomin")
    kept = browser.post("/accounts/publish/", WUXI | {"public": "no"})["Location"]
    then = json.loads(browser.get(f"{kept}file/json/").content)
    assert then["figures"]
    page = browser.get(f"{kept}compare/").content.decode()
    assert "未变" in page
    assert "此后入账" not in page
    with gathering(actor=system_actor(), action="post") as basket:
        basket.entries([_entry(77_000_000, "220000", "500238", "voucher-wuxi")])
    page = browser.get(f"{kept}compare/").content.decode()
    assert "数字有变" in page
    assert "此后入账" in page
    assert json.loads(browser.get(f"{kept}file/json/").content) == then


def test_what_is_kept_for_an_office_is_not_for_others(as_person: Stage) -> None:
    city = as_person("zhaomin")
    own = city.post("/accounts/publish/", WUXI | {"public": "no"})["Location"]
    public = city.post("/accounts/publish/", WUXI | {"public": "yes"})["Location"]
    for who, answered in ((NOBODY, 404), ("wangqiang", 404), ("sunlei", 200)):
        for page in (own, f"{own}file/md/", f"{own}compare/"):
            assert as_person(who).get(page).status_code == answered, (who, page)
    stranger = as_person(NOBODY)
    assert stranger.get(public).status_code == 200
    listed = stranger.get("/accounts/").content.decode()
    assert public in listed
    assert own not in listed
    assert (
        json.loads(stranger.get(f"{public}file/json/").content)["figures"]
        == json.loads(stranger.get("/accounts/file/json/", WUXI).content)["figures"]
    ), "what is published is made from what everybody sees"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=county", "受援方"),
        ("kind=county&recipient=万洲区", "万州区"),
        ("kind=poem", "poem"),
        ("kind=programme&year=25", "25"),
        ("kind=programme&as_of=2025-13", "2025-13"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_line(as_person: Stage, query: str, said: str) -> None:
    page = as_person(NOBODY).get(f"/accounts/show/?{query}").content.decode()
    assert 'role="alert"' in page
    assert said in page
    assert as_person(NOBODY).get("/accounts/file/exe/?kind=programme").status_code == 404
