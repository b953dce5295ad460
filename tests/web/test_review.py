"""审阅: taken in, looked at, decided on, posted; with htmx and without script."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duikou.actions.add_people import add_office, add_user
from duikou.store import reviews, selectors
from duikou.store.actors import system_actor

from .test_access import ELSEWHERE, INLINE

pytestmark = pytest.mark.django_db
TEXT = (
    "# 山东对口支援忠县情况\n\n2021年以来，山东省向忠县无偿援助资金**2000余\n万元**，"
    "其中教育资金300万元。\n\n"
    "截至2024年底，援建学校3所。\n\n|县区|2023年资金（万元）|\n|---|---|\n|忠县|2,000|\n|万州区|3500.5|\n"
)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client, django_user_model) -> Client:
    """A clerk of the city."""
    add_office("city", "重庆市水利局", "municipal", actor=system_actor())
    add_user("zhao", "", actor=system_actor(), duties={"city": ["enter"]})
    client.force_login(django_user_model.objects.get(username="zhao"))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def taken(desk: Client) -> Client:
    """The same with a document under review."""
    sent = desk.post("/review/", {"text": TEXT, "dated": "2025-07", "form": "newspaper"})
    assert sent.status_code == 302
    assert sent["Location"] == "/review/D001/"
    return desk


def page(answer) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def states() -> list[str]:
    return [one.state for one in reviews.review("D001").figures]


def test_without_a_duty_nothing_is_open(client: Client, django_user_model) -> None:
    assert client.get("/review/")["Location"] == "/sign-in/?next=/review/"
    assert client.post("/review/", {"text": TEXT})["Location"].startswith("/sign-in/")
    user = django_user_model.objects.create_user("reader", password="x")
    client.force_login(user)
    assert client.get("/review/").status_code == 403
    assert selectors.head() is None


def test_people_review_for_their_office(client: Client, django_user_model) -> None:
    add_office("zhong", "忠县水利局", "county", actor=system_actor(), place="500233")
    add_user("li", "", actor=system_actor(), duties={"zhong": ["enter"]})
    client.force_login(django_user_model.objects.get(username="li"))
    client.post("/review/", {"text": TEXT, "dated": "2025-07"})
    client.post("/review/D001/figures/1/decision/", {"verb": "confirm", "version": "0"})
    last = reviews.review("D001").figures[0].last
    assert last is not None
    assert (last.actor, last.office) == ("li", "zhong")


def test_a_document_that_is_not_public_is_reviewed_by_who_took_it_in(desk: Client, django_user_model) -> None:
    for key, place in (("zhong", "500233"), ("wan", "500101")):
        add_office(key, key, "county", actor=system_actor(), place=place)
        add_user(f"clerk-{key}", "", actor=system_actor(), duties={key: ["enter"]})
    clerks = {}
    for key in ("zhong", "wan"):
        clerks[key] = Client()
        clerks[key].force_login(django_user_model.objects.get(username=f"clerk-{key}"))
    clerks["zhong"].post(
        "/review/", {"text": TEXT, "title": "内部报告", "dated": "2025-07", "form": "report"}
    )
    for browser, seen in ((clerks["zhong"], True), (desk, True), (clerks["wan"], False)):
        assert ("内部报告" in browser.get("/review/").content.decode()) == seen
        for address in ("/review/D001/", "/review/D001/figures/1/", "/review/D001/remaining/"):
            assert browser.get(address).status_code == (200 if seen else 404)
    sent = {"verb": "confirm", "version": "0"}
    for address in ("figures/1/decision/", "undo/", "post/", "remaining/"):
        assert clerks["wan"].post(f"/review/D001/{address}", sent).status_code == 404
    assert reviews.review("D001").figures[0].last is None


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        ({"text": " "}, "There is nothing to take in"),
        ({"text": "山高水长。"}, "No figure was read"),
        ({"text": TEXT, "dated": "昨天"}, "is not a date"),
        ({"file": SimpleUploadedFile("a.docx", b"PK")}, "a.docx is damaged"),
        ({"file": SimpleUploadedFile("a.xls", b"x")}, "a.xls: save it as one of"),
    ],
)
def test_what_cannot_be_taken_in_is_said_in_one_line(desk: Client, sent, line: str) -> None:
    shown = page(desk.post("/review/", sent))
    alert = re.search(r'role="alert">(.*?)</div>', shown, re.DOTALL)
    assert alert
    assert line in alert[1]
    assert selectors.counts()["documents"] == 0


def test_a_document_taken_in_twice_leads_to_the_first(taken: Client) -> None:
    shown = page(taken.post("/review/", {"text": TEXT, "dated": "2025-07"}))
    assert "in the book already, as document D001" in shown
    assert 'href="/documents/D001/"' in shown


def test_a_reprint_says_of_what(taken: Client) -> None:
    assert '<option value="D001">D001 · 山东对口支援忠县情况</option>' in page(taken.get("/review/"))
    taken.post("/review/", {"text": f"{TEXT}（转载）", "dated": "2025-08", "copy_of": "D001"})
    assert selectors.document("D002").copy_of == "D001"
    refused = page(taken.post("/review/", {"text": f"{TEXT}（再）", "copy_of": "D009"}))
    assert "Unknown document: D009" in refused


def test_the_list_and_the_page(taken: Client) -> None:
    assert "5 figures to do" in page(taken.get("/review/"))
    shown = page(taken.get("/review/D001/"))
    assert "0 of 5 decided" in shown
    assert re.findall(r'data-number="(\d)" data-state="(\w+)"', shown) == [
        (str(n), "open") for n in range(1, 6)
    ]
    assert '<p class="prose-heading">' in shown
    assert '<th scope="col">' in shown
    assert "**" not in shown
    assert "|" not in re.sub(r"<[^>]*>", "", shown)
    assert 'value="2000余万元"' in shown
    assert not INLINE.search(shown)
    assert not ELSEWHERE.search(shown)
    assert page(taken.get("/documents/D001/")).count("山东省向忠县") > 0


def test_runs_know_where_they_stand(taken: Client) -> None:
    shown = taken.get("/review/D001/").content.decode()
    for start, words in re.findall(r'<span data-at="(\d+)">([^<]*)</span>', shown):
        assert TEXT[int(start) :].startswith(unescape(words))
    field = re.search(r'data-field="donor" data-from="(\d+)" data-to="(\d+)"', shown)
    assert field
    assert TEXT[int(field[1]) : int(field[2])] == "山东省"


def test_every_input_has_a_label(taken: Client) -> None:
    shown = taken.get("/review/D001/").content.decode()
    ids = re.findall(r'\sid="([^"]*)"', shown)
    assert len(ids) == len(set(ids))
    named = set(re.findall(r'<label[^>]* for="([^"]*)"', shown))
    inside = re.findall(r"<label[^>]*>\s*<input[^>]*>", shown)
    for tag in re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*>', shown):
        found = re.search(r'\sid="([^"]*)"', tag)
        assert (found and found[1] in named) or any(tag in label for label in inside), tag


def test_a_decision_without_script_leads_to_the_next_figure(taken: Client) -> None:
    sent = taken.post("/review/D001/figures/1/decision/", {"verb": "confirm", "version": "0"})
    assert sent["Location"] == "/review/D001/?figure=2&show="
    taken.post("/review/D001/figures/2/decision/", {"verb": "reject", "version": "0"})
    assert states() == ["confirmed", "rejected", "open", "open", "open"]
    taken.post("/review/D001/undo/", {})
    assert states() == ["confirmed", "open", "open", "open", "open"]


def test_htmx_gets_the_next_panel_and_the_mark_of_the_decided(taken: Client) -> None:
    shown = page(
        taken.post("/review/D001/figures/1/decision/", {"verb": "confirm", "version": "0"}, headers=HTMX)
    )
    assert "<html" not in shown
    assert 'data-panel="2"' in shown
    assert re.search(r'id="figure-1"[^>]*data-state="confirmed"[^>]*hx-swap-oob="true"', shown)
    assert re.search(r'id="review-progress" hx-swap-oob="true"', shown)
    assert "1 of 5 decided" in shown


def test_mistakes_stand_beside_their_fields_with_what_was_typed(taken: Client) -> None:
    sent = {"verb": "confirm", "version": "0", "amount": "不少", "donor": ["山冬省"], "shown": "amount donor"}
    for headers in (HTMX, {}):
        shown = page(taken.post("/review/D001/figures/1/decision/", sent, headers=headers))
        assert 'value="不少"' in shown
        assert 'id="review-problem-amount">不少 is not one amount' in shown
        assert "Did you mean" in shown
        assert 'aria-invalid="true"' in shown
    assert states()[0] == "open"


def test_what_somebody_else_decided_is_shown_instead(taken: Client) -> None:
    taken.post("/review/D001/figures/1/decision/", {"verb": "reject", "version": "0"})
    sent = {"verb": "confirm", "version": "0"}
    shown = page(taken.post("/review/D001/figures/1/decision/", sent, headers=HTMX))
    assert "Somebody else (zhao) has decided on figure 1 meanwhile" in shown
    assert 'name="version" value="1"' in shown
    assert states()[0] == "rejected"


def test_several_are_confirmed_after_asking(taken: Client) -> None:
    shown = page(taken.get("/review/D001/remaining/?of=fund"))
    pairs = re.findall(r'name="figure" value="([^"]*)"', shown)
    assert pairs == ["1:0", "2:0", "4:0", "5:0"]
    assert states() == ["open"] * 5
    taken.post("/review/D001/remaining/?of=fund", {"figure": pairs[:3]})
    assert states() == ["confirmed", "confirmed", "open", "confirmed", "open"]
    stale = taken.post("/review/D001/remaining/?of=fund", {"figure": ["5:0", "1:0"]})
    assert "meanwhile" in page(stale)
    assert states()[4] == "open"
    assert "No open figure" in page(taken.get("/review/D001/remaining/?of=price"))


def test_posting_makes_statements_and_shows_the_receipt(taken: Client) -> None:
    taken.post("/review/D001/figures/1/decision/", {"verb": "confirm", "version": "0"})
    sent = taken.post("/review/D001/post/")
    assert sent.status_code == 302
    assert str(selectors.head()) in page(taken.get(sent["Location"]))
    assert [row.key for row in selectors.statements()] == ["D001-001"]
    assert "already all" in page(taken.post("/review/D001/post/"))


def test_an_emptied_field_is_emptied(taken: Client) -> None:
    sent = {"verb": "confirm", "version": "0", "shown": "donor sector"}
    taken.post("/review/D001/figures/1/decision/", sent)
    fields = reviews.review("D001").figures[0].fields
    assert (fields.donor, fields.sector) == ((), "")
    assert fields.recipient == ("500233",)


@pytest.mark.parametrize("path", ["/review/D009/", "/review/D001/?figure=99", "/review/D001/figures/99/"])
def test_what_is_not_there(taken: Client, path: str) -> None:
    assert taken.get(path).status_code == 404


def test_both_languages(taken: Client) -> None:
    taken.cookies["django_language"] = "zh-hans"
    shown = page(taken.get("/review/D001/"))
    for words in ("已处理 0 / 5", "确认", "更正", "剔除", "撤回", "支援方", "本句写明", "明示", "推定"):
        assert words in shown


def test_a_missed_figure_is_added_without_script_and_told_of_on_its_panel(taken: Client) -> None:
    told = page(taken.get("/review/D001/"))
    assert 'action="/review/D001/add/"' in told
    refused = page(taken.post("/review/D001/add/", {"words": "九百所"}))
    assert "stands nowhere in the text" in refused
    assert 'value="九百所"' in refused
    sent = taken.post("/review/D001/add/", {"words": "2024年", "here": "1"})
    number = len(states())
    assert sent["Location"] == f"/review/D001/?figure={number}"
    shown = page(taken.get(sent["Location"]))
    assert "added by a person" in shown
    assert f'id="figure-{number}"' in shown
    assert states()[-1] == "open"
    again = page(taken.post("/review/D001/add/", {"start": "0", "end": "60"}))
    assert "Select fewer words" in again
