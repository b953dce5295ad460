"""Projects as offices edit them: on top of the version seen, with steps and papers, merged or kept apart."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from duikou.actions.merge_projects import mark_distinct, merge_projects, united
from duikou.actions.post import post
from duikou.actions.save_project import Upload, add_step, new_key, remove_step, save_project
from duikou.book import BookError, Output, Project, Share, Step
from duikou.store import selectors
from duikou.store.actors import system_actor
from duikou.store.papers import LARGEST_MB, keep_paper, paper

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
SCHOOL = Project("P1", "长春小学教学楼", frozenset({"310000"}), "500238", budget=100_000_000)
AGAIN = Project("P2", "长春小学教学楼工程", frozenset({"220000"}), "500238001", budget=100_000_000)
PDF = b"%PDF-1.4 report"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path))


def code_of(act) -> str:
    before = selectors.upto()
    with pytest.raises(BookError) as caught:
        act()
    assert selectors.upto() == before, "nothing half written"
    return caught.value.code


def test_two_people_edit_one_project_and_the_second_is_told() -> None:
    save_project(SCHOOL, 0, actor=SYSTEM)
    save_project(replace(SCHOOL, name="甲改"), 1, actor=SYSTEM)
    assert code_of(lambda: save_project(replace(SCHOOL, name="乙改"), 1, actor=SYSTEM)) == "row.meanwhile"
    assert selectors.project("P1").name == "甲改"
    save_project(replace(SCHOOL, name="乙改"), 2, actor=SYSTEM)
    assert [one.row.name for one in selectors.history("project", "P1")] == [SCHOOL.name, "甲改", "乙改"]


def test_a_new_project_does_not_overwrite_one_of_the_same_key() -> None:
    save_project(SCHOOL, 0, actor=SYSTEM)
    assert code_of(lambda: save_project(SCHOOL, 0, actor=SYSTEM)) == "row.meanwhile"
    assert len({new_key("500238") for _ in range(100)}) == 100


def test_a_step_brings_its_paper_in_one_posting() -> None:
    save_project(SCHOOL, 0, actor=SYSTEM)
    upload = Upload("验收 报告.pdf", PDF, "验收报告")
    receipt = add_step(SCHOOL, 1, Step("acceptance", "2024-05-01"), actor=SYSTEM, upload=upload)
    (step,) = selectors.project("P1").steps
    document = selectors.document(step.paper)
    assert (document.title, document.digest) == ("验收报告", hashlib.sha256(PDF).hexdigest())
    assert paper(document.digest) == PDF
    assert {table for table, _, _ in selectors.posting(receipt.number).manifest} == {"document", "project"}


def test_steps_stand_in_their_order_and_only_payments_recur() -> None:
    row, seen = SCHOOL, 0
    save_project(row, seen, actor=SYSTEM)
    for seen, (stage, day) in enumerate(
        [
            ("start", "2024-03"),
            ("payment", "2024-06"),
            ("plan", "2024-01"),
            ("payment", "2024-04"),
            ("start", "2024-02"),
        ],
        start=1,
    ):
        add_step(selectors.project("P1"), seen, Step(stage, day), actor=SYSTEM)
    steps = [(step.stage, step.date) for step in selectors.project("P1").steps]
    assert steps == [
        ("plan", "2024-01"),
        ("start", "2024-02"),
        ("payment", "2024-04"),
        ("payment", "2024-06"),
    ]
    remove_step(selectors.project("P1"), 6, 2, actor=SYSTEM)
    assert [step.date for step in selectors.project("P1").steps] == ["2024-01", "2024-02", "2024-06"]
    assert code_of(lambda: remove_step(selectors.project("P1"), 7, 9, actor=SYSTEM)) == "unknown.step"
    assert (
        code_of(lambda: add_step(selectors.project("P1"), 7, Step("agreement", "2026"), actor=SYSTEM))
        == "project.order"
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "paper.empty"),
        ("a.pdf", b"<html>", "paper.form"),
        ("a.html", b"<html>", "paper.form"),
        ("a.svg", b"<svg onload=alert(1)>", "paper.form"),
        ("a.exe", b"MZ", "paper.form"),
        ("a.xlsm", b"PK\x03\x04", "paper.form"),
        ("a.pdf", b"%PDF-" + b" " * (LARGEST_MB * 1024 * 1024), "paper.size"),
        ("../../a.pdf", PDF, ""),
        ("A.PDF", PDF, ""),
    ],
)
def test_which_papers_are_kept(name: str, content: bytes, code: str, tmp_path) -> None:
    if not code:
        digest = keep_paper(name, content)
        kept = tmp_path / "papers" / digest[:2] / digest
        assert kept.read_bytes() == content
        assert kept.stat().st_mode & 0o777 == 0o600
        return
    with pytest.raises(BookError) as caught:
        keep_paper(name, content)
    assert caught.value.code == code


def test_a_paper_that_was_changed_on_disk_is_not_served(tmp_path) -> None:
    digest = keep_paper("a.pdf", PDF)
    (tmp_path / "papers" / digest[:2] / digest).write_bytes(b"%PDF-1.4 forged")
    assert paper(digest) is None
    assert paper("0" * 64) is None


def test_what_was_entered_twice_is_counted_once(grant) -> None:
    save_project(SCHOOL, 0, actor=SYSTEM)
    save_project(AGAIN, 0, actor=SYSTEM)
    post([grant(5, project="P1"), grant(5, project="P2")], actor=SYSTEM)
    merge_projects(("P1", 1), ("P2", 1), "same", "同一项目", actor=SYSTEM)
    assert [row.amount for row in selectors.entries(standing=True)] == [5]
    assert [row.key for row in selectors.projects()] == ["P1"]
    kept = selectors.project("P1")
    assert (kept.donors, kept.recipient, kept.budget) == ({"310000", "220000"}, "500238001", 100_000_000)
    assert "同一项目" in selectors.history("project", "P2")[-1].reason


def test_what_is_jointly_funded_keeps_the_money_of_both(grant) -> None:
    save_project(SCHOOL, 0, actor=SYSTEM)
    save_project(AGAIN, 0, actor=SYSTEM)
    save_project(Project("P3", "附属操场", recipient="500238", programme="P2"), 0, actor=SYSTEM)
    post([grant(5, project="P1"), grant(7, project="P2")], actor=SYSTEM)
    merge_projects(("P1", 1), ("P2", 1), "own", "联合援助", actor=SYSTEM)
    assert sorted(row.amount for row, _ in selectors.entries_of_project("P1")) == [5, 7]
    assert selectors.entries_of_project("P2") == ()
    assert selectors.project("P1").budget == 200_000_000
    assert selectors.project("P3").programme == "P1"


@pytest.mark.parametrize(
    ("keep", "gone", "money", "reason", "code"),
    [
        (("P1", 1), ("P1", 1), "same", "x", "merge.same"),
        (("P1", 1), ("P2", 1), "", "x", "merge.money"),
        (("P1", 1), ("P2", 1), "own", " ", "merge.reason"),
        (("P1", 9), ("P2", 1), "own", "x", "row.meanwhile"),
        (("P1", 1), ("P2", 9), "own", "x", "row.meanwhile"),
        (("P1", 1), ("P9", 1), "own", "x", "unknown.project"),
    ],
)
def test_what_is_not_merged(keep, gone, money: str, reason: str, code: str) -> None:
    save_project(SCHOOL, 0, actor=SYSTEM)
    save_project(AGAIN, 0, actor=SYSTEM)
    assert code_of(lambda: merge_projects(keep, gone, money, reason, actor=SYSTEM)) == code


def test_places_apart_are_not_one_project_and_broken_shares_are_dropped() -> None:
    with pytest.raises(BookError, match=r"merge\.places"):
        united(SCHOOL, replace(AGAIN, recipient="500101"), "own")
    shared = replace(SCHOOL, shares=(Share("310000", 10_000),), outputs=(Output("楼", 10_000, "count"),))
    assert united(shared, AGAIN, "own").shares == ()
    assert united(shared, replace(AGAIN, donors=SCHOOL.donors), "own").shares == shared.shares


def test_two_that_only_look_alike_are_marked() -> None:
    save_project(SCHOOL, 0, actor=SYSTEM)
    save_project(AGAIN, 0, actor=SYSTEM)
    mark_distinct(("P1", 1), ("P2", 1), actor=SYSTEM)
    assert selectors.project("P1").distinct_from == {"P2"}
