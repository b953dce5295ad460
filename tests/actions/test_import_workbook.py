"""A workbook taken in: one posting or none, twice the same, and never half."""

from __future__ import annotations

import os
import random
import signal
import time
from io import BytesIO
from typing import Any

import pytest
from django.db import connections
from openpyxl import Workbook, load_workbook

from duikou.actions.add_people import add_office
from duikou.actions.import_workbook import import_workbook, preview_import
from duikou.actions.map_heads import map_heads
from duikou.answers.workbook import marked_workbook, office_workbook
from duikou.book import BookError
from duikou.store import selectors
from duikou.store.actors import Actor, system_actor
from duikou.store.verification import verify

COUNTY = Actor("system", "wz", frozenset({"enter"}))
HEADS = ["培训班名称", "支援方", "受援地", "开始日期", "培训人数（人）", "培训人次（人次）"]
ROWS = [
    ["电商培训", "上海市", "万州区", "2025年3月", 50, 600],
    ["干部培训", "天津市", "万州区", "2025.5", 40, 40],
]


def workbook(rows: list[list[object]], sheet: str = "培训", heads: list[str] = HEADS) -> bytes:
    book = Workbook()
    book.active.title = sheet
    for row in [heads, *rows]:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def take(raw: bytes, accept: str = "", name: str = "台账.xlsx", **others: Any) -> Any:
    found = preview_import(raw, name, actor=COUNTY)
    return import_workbook(found, actor=COUNTY, accept=accept, **others)


@pytest.fixture
def county(db: None) -> None:
    add_office("wz", "万州区水利局", "county", actor=system_actor(), place="500101")


@pytest.mark.usefixtures("county")
def test_a_file_is_taken_once_however_often_it_comes() -> None:
    first = take(workbook(ROWS))
    assert (first.new, first.changed, first.left) == (2, 0, 0)
    assert selectors.postings()[-1].office == "wz"
    again = take(workbook(ROWS))
    assert (again.new, again.changed, again.receipt) == (0, 0, first.receipt)
    assert len(selectors.entries()) == 4
    assert verify().whole


@pytest.mark.usefixtures("county")
def test_a_changed_row_is_a_version_a_reversal_and_an_entry() -> None:
    take(workbook(ROWS))
    book = load_workbook(BytesIO(office_workbook("wz")))
    cell = next(cell for row in book["培训"].iter_rows(min_row=4) for cell in row if cell.value == 600)
    cell.value = 580
    file = BytesIO()
    book.save(file)
    done = take(file.getvalue(), name="更正.xlsx")
    assert (done.new, done.changed) == (0, 1)
    reversal, entry = selectors.entries()[-2:]
    assert (reversal.amount, reversal.note, entry.amount) == (-6_000_000, "更正.xlsx", 5_800_000)
    assert take(file.getvalue()).receipt == done.receipt


@pytest.mark.usefixtures("county")
def test_only_what_is_clean_is_taken_where_so_wished() -> None:
    raw = workbook(
        [*ROWS, ["坏行", "上海市", "万洲区", "2025", 1, 1], ["将来", "上海市", "万州区", "2099", 1, 1]]
    )
    for accept, code in (("", "import.faulty"), ("all", "import.faulty"), ("some", "import.accept")):
        with pytest.raises(BookError) as caught:
            take(raw, accept)
        assert caught.value.code == code
    assert selectors.head() is None
    done = take(raw, "clean")
    assert (done.new, done.left) == (2, 2)


@pytest.mark.usefixtures("county")
def test_rows_in_doubt_need_somebodys_word() -> None:
    raw = workbook([["约数", "上海市", "万州区", "2025", "约50", 60]])
    with pytest.raises(BookError) as caught:
        take(raw)
    assert caught.value.code == "import.doubts"
    assert take(raw, "all").new == 1


@pytest.mark.usefixtures("county")
def test_what_is_missing_stays_unless_taken_back() -> None:
    take(workbook(ROWS))
    book = load_workbook(BytesIO(office_workbook("wz")))
    book["培训"].delete_rows(4)
    file = BytesIO()
    book.save(file)
    found = preview_import(file.getvalue(), "x.xlsx", actor=COUNTY)
    (missing,) = found.missing
    import_workbook(found, actor=COUNTY)
    assert len(selectors.activities()) == 2
    assert import_workbook(found, actor=COUNTY, withdraw=[missing.key], reason="重复").withdrawn == 1
    assert missing.key not in {row.key for row in selectors.activities()}
    assert sum(entry.amount for entry in selectors.entries() if entry.activity == missing.key) == 0


@pytest.mark.usefixtures("county")
def test_two_people_with_one_workbook_do_not_overwrite_each_other() -> None:
    take(workbook(ROWS))
    mine, yours = (workbook([[*ROWS[0][:5], times]]) for times in (500, 400))
    seen = preview_import(mine, "mine.xlsx", actor=COUNTY)
    take(yours)
    with pytest.raises(BookError) as caught:
        import_workbook(seen, actor=COUNTY)
    assert caught.value.code == "row.meanwhile"
    assert {entry.amount for entry in selectors.entries(standing=True)} >= {4_000_000}


@pytest.mark.usefixtures("county")
def test_a_county_brings_only_its_own() -> None:
    found = preview_import(workbook([["外县", "上海市", "忠县", "2025", 1, 1]]), "x.xlsx", actor=COUNTY)
    assert found.counts["faulty"] == 1
    with pytest.raises(BookError) as caught:
        preview_import(workbook(ROWS), "x.xlsx", actor=Actor("system", "wz"))
    assert caught.value.code == "duty.missing"


@pytest.mark.usefixtures("county")
def test_heads_of_ones_own_are_said_once() -> None:
    raw = workbook(
        [["电商培训", "上海市", "2025", "万州区", 5]],
        "表一",
        ["班名", "哪里来帮", "开始日期", "受援地", "来了几个人"],
    )
    assert preview_import(raw, "x.xlsx", actor=COUNTY).counts["new"] == 0
    map_heads(
        {"表一": "training"},
        {"training": {"班名": "title", "哪里来帮": "donors", "来了几个人": "persons"}},
        actor=COUNTY,
    )
    map_heads({}, {"training": {"备注栏": ""}}, actor=COUNTY)
    assert take(raw).new == 1
    for types, columns, code in (
        ({"x": "circus"}, {}, "unknown.activity"),
        ({}, {"training": {"a": "tents"}}, "field.unknown"),
    ):
        with pytest.raises(BookError) as caught:
            map_heads(types, columns, actor=COUNTY)
        assert caught.value.code == code


@pytest.mark.usefixtures("county")
def test_problems_come_back_in_words() -> None:
    raw = workbook([["坏行", "上海市", "万洲区", "2025", 1, 1]])
    book = load_workbook(BytesIO(marked_workbook(preview_import(raw, "x.xlsx", actor=COUNTY))))
    assert "万州区" in book["培训"]["C2"].comment.text


def killed_after(seconds: float, work: Any) -> None:
    """`work` in a process of its own, killed after so long."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_an_import_killed_at_any_moment_is_there_or_not(own_book: Any) -> None:
    """kill -9 at twenty random moments: all rows with all their entries, or none."""
    add_office("wz", "万州区水利局", "county", actor=system_actor(), place="500101")
    raw = workbook([[f"第{n}期", "上海市", "万州区", "2025", 5, 60] for n in range(400)])
    found = preview_import(raw, "big.xlsx", actor=COUNTY)
    began = time.monotonic()
    preview_import(raw, "big.xlsx", actor=COUNTY)
    usual = time.monotonic() - began  # reading takes about as long as writing, on whatever machine
    for moment in sorted(random.uniform(0, usual) for _ in range(20)):
        killed_after(moment, lambda: import_workbook(found, actor=COUNTY))
        counts = selectors.counts()
        written = (counts["activities"], counts["entries"], counts["postings"])
        assert written in ((0, 0, 0), (400, 800, 1))
        assert verify(selectors.head()).whole
    take(raw)
    assert selectors.counts()["entries"] == 800
