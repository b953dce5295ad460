"""The disk is full, the database goes away, two are at it at once: nothing half written, a clear message."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from duikou.actions.accept_filing import accept_filing
from duikou.actions.add_people import add_office, add_user
from duikou.actions.fill_filing import put_records
from duikou.actions.hand_in_filing import hand_in_filing
from duikou.actions.make_call import make_call
from duikou.actions.save_project import save_project
from duikou.book import Activity, BookError, FiledRow, Project
from duikou.checks.filing import check_filing
from duikou.store import chain, filings, selectors
from duikou.store.actors import actor_of, system_actor
from duikou.store.filing_ground import ground_of
from duikou.store.models import User
from duikou.store.verification import verify

KEY = "2026Q3"
DAY = date(2026, 8, 5)
MANY = 300
TYPED = {"name": "安溪村饮水工程", "recipient": "万州区", "seen": 0}


def put_people() -> None:
    system = system_actor()
    add_office("city", "市水利局", "municipal", actor=system)
    add_office("wz", "万州区水利局", "county", actor=system, place="500101")
    for name, called, office, duties in (
        ("li", "李芳", "wz", ["enter", "review"]),
        ("zhao", "赵敏", "city", ["approve"]),
        ("qian", "钱进", "city", ["approve"]),
    ):
        add_user(name, "", actor=system, name=called, duties={office: duties}, must_change=False)


def file_many() -> None:
    """A filing of many records, sent in."""
    put_people()
    make_call("三季度", KEY, date(2026, 10, 10), ["wz"], ["sales"], actor=actor_of("zhao"))
    row = Activity(
        "", "consumption", "专柜", DAY, DAY, frozenset({"310000"}), "500101", values=(("sales", "9"),)
    )
    rows = [FiledRow(replace(row, key=f"A-{n}", title=f"专柜{n}")) for n in range(MANY)]
    put_records(rows, KEY, "wz", actor=actor_of("li"))
    filing = filings.filing(KEY, "wz")
    found = check_filing(ground_of(filing, filings.lines(filing.id), DAY))
    said = {one.mark: "已核实" for one in found}
    hand_in_filing(KEY, "wz", actor=actor_of("li"), seen=filing.version, explanations=said)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Each in a thread of its own, all at the same moment: what came of each, a value or a BookError."""
    start, ends = threading.Barrier(len(works)), dict[int, object]()

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            start.wait(10)
            ends[number] = work()
        except BookError as error:
            ends[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [ends[number] for number in range(len(works))]


def test_of_two_who_accept_one_filing_one_does(own_book: Any) -> None:
    file_many()
    seen = filings.filing(KEY, "wz").version
    actors = {name: actor_of(name) for name in ("zhao", "qian")}
    ends = at_once(
        *(lambda who=who: accept_filing(KEY, "wz", actor=who, seen=seen) for who in actors.values())
    )
    (refused,) = [end for end in ends if isinstance(end, BookError)]
    assert refused.code == "filing.meanwhile.accept"
    winner = "赵敏" if isinstance(ends[1], BookError) else "钱进"
    assert refused.params["who"] == winner
    counts = selectors.counts()
    assert (counts["postings"], counts["activities"], counts["entries"]) == (1, MANY, MANY)
    assert verify().whole


def test_of_two_who_save_one_project_one_does(own_book: Any) -> None:
    put_people()
    who = actor_of("li")
    save_project(Project("p", "饮水工程", recipient="500101"), 0, actor=who)
    ends = at_once(
        *(
            lambda note=note: save_project(
                Project("p", "饮水工程", recipient="500101", note=note), 1, actor=who
            )
            for note in ("甲", "乙")
        )
    )
    (refused,) = [end for end in ends if isinstance(end, BookError)]
    assert refused.code == "row.meanwhile"
    assert selectors.project("p").note == ("甲" if refused is ends[1] else "乙")
    assert len(selectors.history("project", "p")) == 2


@contextmanager
def full_disk() -> Iterator[None]:
    """The file of the book may not grow by a page, and has no free ones."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.once
def test_a_full_disk_leaves_the_book_as_it_was(own_book: Any) -> None:
    file_many()
    browser = signed_in("zhao")
    seen = filings.filing(KEY, "wz").version
    before = selectors.head()
    with full_disk():
        answer = browser.post(f"/filings/{KEY}/wz/move/", {"do": "accept", "seen": seen})
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "磁盘已满" in answer.content.decode()
        browser.cookies["django_language"] = "en"
        answer = browser.post(f"/filings/{KEY}/wz/move/", {"do": "accept", "seen": seen})
        assert "The disk is full; nothing was written" in answer.content.decode()
    assert selectors.head() == before
    filing = filings.filing(KEY, "wz")
    assert (filing.state, filing.version) == ("filed", seen)
    assert selectors.counts()["activities"] == 0
    assert browser.post(f"/filings/{KEY}/wz/move/", {"do": "accept", "seen": seen}).status_code == 302
    assert selectors.counts()["activities"] == MANY
    assert verify().whole


@pytest.mark.once
def test_a_form_keeps_what_was_typed_while_the_disk_is_full(own_book: Any) -> None:
    put_people()
    browser = signed_in("li")
    browser.get("/projects/new/")
    with full_disk():
        answer = browser.post("/projects/new/", TYPED | {"note": "长" * 4_000})
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "磁盘已满" in page
    assert 'value="安溪村饮水工程"' in page
    assert selectors.head() is None


@pytest.mark.once
def test_a_file_that_cannot_be_read_any_more(own_book: Any) -> None:
    put_people()
    browser = signed_in("li")
    connections.close_all()
    kept = own_book.home / "book.sqlite3"
    moved = kept.rename(own_book.home / "elsewhere")
    for aside in own_book.home.glob("book.sqlite3-*"):
        aside.unlink()
    kept.write_bytes(b"not a book at all " * 400)
    answer = browser.get("/projects/")
    assert answer.status_code == 503
    assert "该文件不是台账，或已损坏" in answer.content.decode()
    connections.close_all()
    moved.replace(kept)
    assert browser.get("/projects/").status_code == 200


@pytest.mark.postgres
def test_a_server_that_goes_away_in_the_middle_leaves_the_book_as_it_was(
    own_book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_many()
    browser = signed_in("zhao")
    seen = filings.filing(KEY, "wz").version
    write = chain._write

    def cut_off(*args: Any) -> Any:
        receipt = write(*args)  # all rows are sent, nothing is committed
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with own_book.raw() as raw:
            raw.execute("SELECT pg_terminate_backend(%s)", [pid])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return receipt

    monkeypatch.setattr(chain, "_write", cut_off)
    answer = browser.post(f"/filings/{KEY}/wz/move/", {"do": "accept", "seen": seen})
    assert answer.status_code == 503
    assert "数据库无响应" in answer.content.decode()
    monkeypatch.undo()
    connections["default"].close()
    assert selectors.head() is None
    assert selectors.counts()["activities"] == 0
    filing = filings.filing(KEY, "wz")
    assert (filing.state, filing.version) == ("filed", seen)
    assert browser.post(f"/filings/{KEY}/wz/move/", {"do": "accept", "seen": seen}).status_code == 302
    assert verify().whole


def signed_in(username: str) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(username=username))
    return browser
