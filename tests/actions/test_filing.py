"""A filing from call to closing: who moves it, what enters the book when, and what never does half."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from duikou.actions.accept_filing import accept_filing
from duikou.actions.add_people import add_office, add_user
from duikou.actions.correct_activity import correct_activity, withdraw_activity
from duikou.actions.fill_filing import drop_records, explain, put_records, put_workbook
from duikou.actions.gather import gathering
from duikou.actions.hand_in_filing import hand_in_filing, recall_filing
from duikou.actions.import_workbook import import_workbook, preview_import
from duikou.actions.make_call import end_call, make_call
from duikou.actions.record_activity import record_activity
from duikou.actions.reopen_register import close_again, reopen_register
from duikou.actions.return_filing import return_filing
from duikou.answers.workbook import office_workbook
from duikou.book import Activity, BookError, Document, FiledRow
from duikou.checks.filing import check_filing
from duikou.store import audit, closings, filings, selectors
from duikou.store.actors import Actor, actor_of, system_actor
from duikou.store.filing_ground import ground_of
from duikou.store.verification import verify

KEY = "2026Q3"
DAY = date(2026, 8, 5)
TODAY = date(2026, 10, 8)
PAPER = "voucher"


def sale(title: str = "专柜销售", amount: str = "1000", day: date = DAY, **others: Any) -> Activity:
    fields = {"donors": frozenset({"310000"}), "recipient": "500101", "values": (("sales", amount),)}
    return Activity(f"A-{title}", "consumption", title, day, day, **(fields | others))


def put_people() -> None:
    system = system_actor()
    add_office("city", "市水利局", "municipal", actor=system)
    add_office("wz", "万州区水利局", "county", actor=system, place="500101")
    add_office("zx", "忠县水利局", "county", actor=system, place="500233")
    people = {
        "li": {"wz": ["enter"]},
        "wang": {"wz": ["review"]},
        "zhong": {"zx": ["enter", "review"]},
        "zhao": {"city": ["approve"]},
        "qian": {"city": ["review", "approve"]},
    }
    for name, duties in people.items():
        add_user(name, "", actor=system, duties=duties)


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    book.active.title = "消费帮扶"
    for row in [["名称", "支援方", "受援地", "开始日期", "销售额（万元）"], *rows]:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def take(found: Any, clerk: Actor) -> None:
    import_workbook(found, actor=clerk, accept="all")


@pytest.fixture
def offices(db: None) -> None:
    put_people()


@pytest.fixture
def call(offices: None) -> str:
    return make_call(
        "三季度报送", KEY, date(2026, 10, 10), ["wz", "zx"], ["sales"], actor=actor_of("zhao")
    ).key


def version(office: str = "wz") -> int:
    return filings.filing(KEY, office).version


def put(*rows: Activity, reason: str = "", **others: Any) -> None:
    filed = [FiledRow(row, others.pop("expected", 0), reason=reason) for row in rows]
    put_records(filed, KEY, "wz", actor=actor_of("li"), **others)


def hand_in(**others: Any) -> None:
    filing = filings.filing(KEY, "wz")
    found = check_filing(ground_of(filing, filings.lines(filing.id), TODAY))
    said = {one.mark: "已核实" for one in found if one.severity == "doubt"}
    hand_in_filing(
        KEY, "wz", actor=actor_of("wang"), seen=filing.version, **({"explanations": said} | others)
    )


def accept(name: str = "zhao") -> Any:
    return accept_filing(KEY, "wz", actor=actor_of(name), seen=version())


def refused(code: str, work: Callable[[], object]) -> BookError:
    before = selectors.head()
    with pytest.raises(BookError) as caught:
        work()
    assert caught.value.code == code
    assert selectors.head() == before
    return caught.value


@pytest.mark.usefixtures("call")
def test_nothing_is_in_the_book_before_it_is_accepted_and_all_at_once_after() -> None:
    put(sale(), sale("直播带货", "500"))
    hand_in()
    assert selectors.head() is None
    assert selectors.entries() == ()
    receipt = accept()
    assert filings.filing(KEY, "wz").state == "accepted"
    assert [entry.amount for entry in selectors.entries()] == [100_000, 50_000]
    assert {row.key for row in selectors.activities()} == {"A-专柜销售", "A-直播带货"}
    (closing,) = closings.standing()
    assert closing.scope.series == ("sales", "CNY", "")
    assert (closing.scope.window.start, closing.scope.window.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert closing.scope.recipients == {"500101"}
    (posting,) = selectors.postings()
    assert (posting.number, posting.action, posting.office) == (receipt.number, "accept_filing", "city")
    assert filings.of_postings([posting.number])[posting.number].office == "wz"
    assert verify().whole
    refused("filing.state", accept)
    happened = [one.event for one in audit.happenings(audit.Looked(who=f"{KEY} wz"))]
    assert happened == ["filing_accepted", "filing_filed", "filing_begun"]


@pytest.mark.usefixtures("call")
def test_a_returned_filing_is_mended_and_filed_again() -> None:
    put(sale(), sale("重复"))
    refused("duty.missing", lambda: hand_in_filing(KEY, "wz", actor=actor_of("li"), seen=1))
    hand_in()
    refused("filing.state", lambda: put(sale(amount="1")))
    refused("filing.no_remark", lambda: return_filing(KEY, "wz", actor=actor_of("qian"), seen=version()))
    said = {"A-专柜销售": "金额与凭证不符", "A-重复": "与上一条重复"}
    return_filing(KEY, "wz", actor=actor_of("qian"), seen=version(), remarks=said, words="请核")
    refused("filing.state", accept)
    put(sale(amount="900"))
    drop_records(["A-重复"], KEY, "wz", actor=actor_of("li"))
    filing = filings.filing(KEY, "wz")
    assert filing.state == "returned"
    assert filings.remarks(filings.events(filing.id)) == said
    hand_in()
    accept()
    assert [entry.amount for entry in selectors.entries()] == [90_000]
    verbs = [event.verb for event in filings.events(filing.id)]
    assert verbs == ["put", "file", "return", "put", "put", "file", "accept"]


@pytest.mark.usefixtures("call")
def test_each_step_is_for_whom_it_is_for() -> None:
    refused("reach.missing", lambda: put_records([], KEY, "zx", actor=actor_of("li")))
    foreign = FiledRow(sale("外县", recipient="500233"))
    refused("reach.missing", lambda: put_records([foreign], KEY, "wz", actor=actor_of("li")))
    put(sale())
    hand_in()
    seen = version()
    refused("reach.missing", lambda: accept_filing(KEY, "wz", actor=actor_of("zhong"), seen=seen))
    outsider = Actor("qian", "city", frozenset({"enter", "review"}))
    refused("duty.missing", lambda: accept_filing(KEY, "wz", actor=outsider, seen=seen))
    both = Actor("wang", "city", frozenset({"approve"}))
    refused("filing.own", lambda: accept_filing(KEY, "wz", actor=both, seen=seen))
    recall_filing(KEY, "wz", actor=actor_of("wang"), seen=seen)
    late = refused(
        "filing.meanwhile.recall", lambda: accept_filing(KEY, "wz", actor=actor_of("zhao"), seen=seen)
    )
    assert late.params["who"] == "wang"
    refused("unknown.filing", lambda: accept_filing("2026", "wz", actor=actor_of("zhao"), seen=0))


@pytest.mark.usefixtures("call")
def test_what_is_called_for_comes_by_the_filing_alone() -> None:
    clerk = actor_of("li")
    error = refused("filing.called", lambda: record_activity(sale(), actor=clerk))
    assert error.params["call"] == "三季度报送"
    record_activity(sale("上季", day=date(2026, 6, 30)), actor=clerk)  # not called for
    visit = Activity("A-v", "visit", "互访", DAY, DAY, frozenset({"310000"}), "500101")
    record_activity(visit, actor=clerk)
    end_call(KEY, "口径有变", actor=actor_of("zhao"))
    record_activity(sale(), actor=clerk)
    refused("call.ended", lambda: put(sale("再来")))


@pytest.mark.usefixtures("call")
def test_a_closed_register_refuses_until_it_is_opened_and_then_corrects_by_reversal() -> None:
    put(sale())
    hand_in()
    accept()
    clerk = actor_of("li")
    error = refused("closing.closed", lambda: record_activity(sale("补报"), actor=clerk))
    assert (error.params["closing"], error.params["start"]) == ("三季度报送", "2026-07-01")
    wrong = sale(amount="800")
    refused("closing.closed", lambda: correct_activity(wrong, "凭证", actor=clerk))
    refused("closing.closed", lambda: withdraw_activity("A-专柜销售", "重复", actor=clerk))
    record_activity(replace(sale("跨期"), last_day=date(2026, 10, 1)), actor=clerk)
    paper = Document("voucher", "凭证", form="voucher")
    with gathering(actor=clerk, action="post") as basket:
        basket.documents([paper])
    correct_activity(sale(note="附言", papers=("voucher",)), "补凭证", actor=clerk)  # counts nothing else
    (key,) = (one.key for one in closings.standing())
    city = actor_of("zhao")
    refused("closing.reason", lambda: reopen_register([key], " ", actor=city))
    refused("duty.missing", lambda: reopen_register([key], "x", actor=clerk))
    refused("reach.missing", lambda: reopen_register([key], "x", actor=replace(clerk, duties=city.duties)))
    reopen_register([key], "审计要求更正", actor=city)
    (open_one,) = closings.closings()
    last = open_one.last
    assert (open_one.open, last.reason, last.actor) == (True, "审计要求更正", "zhao")
    correct_activity(wrong, "按凭证", actor=clerk)
    amounts = [entry.amount for entry in selectors.entries() if entry.activity == "A-专柜销售"]
    assert amounts == [100_000, -100_000, 100_000, -100_000, 80_000]
    close_again([key], actor=city)
    refused("closing.closed", lambda: correct_activity(sale(amount="1"), "再改", actor=clerk))
    assert [step.opened for one in closings.closings([key]) for step in one.steps] == [False, True, False]
    assert verify().whole


@pytest.mark.usefixtures("call")
def test_a_workbook_fills_a_filing_and_names_the_closed_register_at_its_cell() -> None:
    clerk = actor_of("li")
    rows = [["专柜", "上海市", "万州区", "2026-08-05", 3], ["坏行", "上海市", "万洲区", "2026-08-05", 1]]
    again = [["专柜", "上海市", "万州区", "2026-08-05", "约4"], ["上季", "上海市", "万州区", "2026-05", 1]]
    for sent, number in ((rows, 1), (again, 2), (again, 2)):
        found = preview_import(workbook(sent), "台账.xlsx", actor=clerk)
        refused("import.faulty" if sent is rows else "filing.called", lambda found=found: take(found, clerk))
        put_workbook(found, KEY, "wz", actor=clerk)
        lines = filings.lines(filings.filing(KEY, "wz").id)
        assert len(lines) == number
    assert version() == 2, "the same workbook once more changes nothing"
    assert [one.code for one in lines[0].filed.problems] == ["number.about"]
    sheet = load_workbook(BytesIO(office_workbook("wz", ["consumption"], KEY)))["消费帮扶"]
    assert {sheet["C4"].value, sheet["C5"].value} == {"专柜", "上季"}
    taken = preview_import(office_workbook("wz", call=KEY), "取出.xlsx", actor=clerk)
    codes = [one.problem.code for one in taken.problems if one.problem.severity == "doubt"]
    assert codes == ["number.about"], "what was rounded is not exact because it went through the filing"
    drop_records([lines[0].filed.key], KEY, "wz", actor=clerk)
    hand_in()
    accept()
    late = preview_import(workbook(rows[:1]), "台账.xlsx", actor=clerk)
    assert [(one.cell, one.problem.code) for one in late.problems if one.problem.severity == "error"] == [
        ("D2", "filing.closed")
    ]


@pytest.mark.usefixtures("call")
def test_what_changed_in_the_book_meanwhile_is_not_overwritten() -> None:
    end_call(KEY, "先补录", actor=actor_of("zhao"))
    record_activity(sale(), actor=actor_of("li"))
    again = make_call("三季度", KEY, date(2026, 10, 10), ["wz"], ["sales"], actor=actor_of("zhao")).key
    assert again == "2026Q3-2"
    changed = FiledRow(sale(amount="700"), 1, reason="核对")
    put_records([changed], again, "wz", actor=actor_of("li"))
    correct_activity(sale(note="由市级补注"), "补注", actor=Actor("zhao", "city", frozenset({"enter"})))
    filing = filings.filing(again, "wz")
    found = check_filing(ground_of(filing, filings.lines(filing.id), TODAY))
    assert [one.problem.code for one in found if one.severity == "error"] == ["filing.stale"]
    said = {one.mark: "x" for one in found}
    refused(
        "filing.errors",
        lambda: hand_in_filing(again, "wz", actor=actor_of("wang"), seen=filing.version, explanations=said),
    )


@pytest.mark.usefixtures("call")
def test_a_record_is_in_one_filing_only() -> None:
    put(sale())
    year = make_call("年度", "2026", date(2027, 1, 10), ["wz"], ["sales"], actor=actor_of("zhao")).key
    put_records([FiledRow(sale())], year, "wz", actor=actor_of("li"))
    refused("filing.errors", hand_in)
    drop_records(["A-专柜销售"], year, "wz", actor=actor_of("li"))
    hand_in()


@pytest.mark.usefixtures("call")
def test_the_same_is_not_called_for_twice() -> None:
    city = actor_of("zhao")

    def again(**others: Any) -> object:
        usual = {"period": KEY, "offices": ["zx"], "measures": ["sales", "fund"]} | others
        return make_call("又一次", deadline=date(2026, 10, 10), actor=city, **usual)

    said = refused("call.twice", again)
    assert said.params == {"office": "忠县水利局", "call": "三季度报送"}
    again(measures=["training.person_time"])
    again(period="2026-09")
    end_call(KEY, "重发", actor=city)
    again()


@pytest.mark.usefixtures("call")
def test_what_has_remarks_is_not_accepted() -> None:
    put(sale())
    hand_in()
    now = version()
    said = {"A-专柜销售": "单价有误"}
    city = actor_of("zhao")
    refused("filing.remarked", lambda: accept_filing(KEY, "wz", actor=city, seen=now, remarks=said))
    accept_filing(KEY, "wz", actor=city, seen=now, remarks={"A-专柜销售": " "})


@pytest.mark.usefixtures("call")
def test_a_doubt_needs_a_word_and_nothing_to_report_is_one() -> None:
    refused("filing.doubts", lambda: hand_in(explanations={}))
    filing = filings.filing(KEY, "wz")
    (doubt,) = check_filing(ground_of(filing, (), TODAY))
    explain({doubt.mark: "本季度无消费帮扶"}, KEY, "wz", actor=actor_of("li"))
    hand_in(explanations={})
    accept()
    assert selectors.entries() == ()
    assert len(closings.standing()) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"period": "2026Q5"}, "call.period"),
        ({"deadline": date(2026, 1, 1)}, "call.deadline"),
        ({"offices": []}, "call.offices"),
        ({"offices": ["city"]}, "office.no_county"),
        ({"offices": ["nowhere"]}, "unknown.office"),
        ({"measures": []}, "call.series"),
        ({"measures": ["sails"]}, "unknown.measure"),
        ({"title": " "}, "name.empty"),
        ({"actor": Actor("li", "wz", frozenset({"approve"}))}, "reach.missing"),
        ({"actor": Actor("qian", "city", frozenset({"enter"}))}, "duty.missing"),
    ],
)
@pytest.mark.usefixtures("offices")
def test_a_call_that_cannot_be_made(changed: dict[str, Any], code: str) -> None:
    usual = {
        "title": "三季度",
        "period": KEY,
        "deadline": date(2026, 10, 10),
        "offices": ["wz"],
        "measures": ["sales"],
        "actor": actor_of("qian"),
    }
    refused(code, lambda: make_call(**(usual | changed)))
    assert filings.calls() == ()
