from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.book import (
    BookError,
    Entry,
    Figure,
    Interval,
    Pairing,
    Project,
    Receipt,
    Reversal,
    Scope,
    Statement,
    Step,
    Window,
    format_amount,
    parse_amount,
    parse_day,
    parse_period,
)
from duikou.words import Reading

ends = st.one_of(st.none(), st.integers(-50, 50))
intervals = st.builds(Interval, ends, ends)
members = st.integers(-60, 60)


@given(intervals, intervals, members)
def test_intersection_holds_what_both_hold(a: Interval, b: Interval, x: int) -> None:
    assert (x in (a & b)) == (x in a and x in b)


@given(intervals, intervals, members, members)
def test_sums_and_differences_of_members_are_members(a: Interval, b: Interval, x: int, y: int) -> None:
    if x in a and y in b:
        assert x + y in a + b
        assert x - y in a - b


@given(intervals.filter(lambda i: not i.empty), intervals)
def test_within_means_every_member(a: Interval, b: Interval) -> None:
    assert a.within(b) == ((a & b) == a)


@given(st.integers(-(10**15), 10**15), st.sampled_from([100, 10_000]))
def test_amounts_survive_printing(amount: int, scale: int) -> None:
    assert parse_amount(format_amount(amount, scale), scale) == amount


def test_amounts_outside_are_decimals_of_yuan() -> None:
    assert format_amount(99_150_000_000, 100) == "991500000.00"
    assert format_amount(123_000, 10_000) == "12.3"
    assert parse_amount(Decimal("0.01"), 100) == 1
    for text, code in (
        ("一百", "amount.unreadable"),
        ("0.001", "amount.too_fine"),
        ("NaN", "amount.unreadable"),
    ):
        with pytest.raises(BookError) as error:
            parse_amount(text, 100)
        assert error.value.code == code


def test_a_month_as_an_end_means_its_last_day() -> None:
    assert parse_day("2025-05", last=True) == date(2025, 5, 31)
    assert parse_day("2024-02", last=True) == date(2024, 2, 29)
    assert parse_period("2021") == (date(2021, 1, 1), date(2021, 12, 31))
    assert parse_day("") is None


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13", "0000", "2025-00"])
def test_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(BookError, match=r"date\.impossible"):
        parse_period(text)


@pytest.mark.parametrize("text", ["25-05", "2025年5月", "今年", "2025-5-"])
def test_unreadable_dates_are_refused(text: str) -> None:
    with pytest.raises(BookError, match=r"date\.unreadable"):
        parse_period(text)


def statement(**changes: object) -> Statement:
    scope = Scope(
        "fund", "CNY", "arrived", frozenset({"grant"}), frozenset({"310000"}), frozenset({"500101"}),
        window=Window(date(2021, 1, 1), date(2025, 5, 31), changes.pop("start_latest", None)),
    )  # fmt: skip
    return Statement("x-1", scope, Figure(100, 1, 100), **changes)


def test_naturally_a_statement_speaks_of_its_scope() -> None:
    region = statement(assumed=frozenset({"from"})).region(Reading.NATURAL)
    assert region.core == region.hull
    assert region.hull.window == Window(date(2021, 1, 1), date(2025, 5, 31))


def test_strictly_an_assumed_start_leaves_no_core_and_an_open_hull() -> None:
    region = statement(assumed=frozenset({"from", "kind"})).region(Reading.STRICT)
    assert region.core is None
    assert region.hull.window.start is None
    assert not region.hull.kinds
    assert region.hull.donors == {"310000"}


def test_a_start_range_narrows_only_the_strict_core() -> None:
    given_ = statement(start_latest=date(2021, 12, 31))
    region = given_.region(Reading.STRICT)
    assert region.core is not None
    assert region.core.window.start == date(2021, 12, 31)
    assert region.hull.window.start == date(2021, 1, 1)
    assert given_.region(Reading.NATURAL).core == given_.region(Reading.NATURAL).hull


def test_more_donors_than_named_leave_the_hull_open() -> None:
    region = statement(open_donors=True).region(Reading.NATURAL)
    assert region.core is not None
    assert region.core.donors == {"310000"}
    assert region.hull.donors == frozenset()


def test_rules_of_single_facts() -> None:
    day = date(2020, 1, 1)
    with pytest.raises(BookError, match=r"entry\.negative"):
        Entry("fund", "CNY", "arrived", -1, day, day)
    assert Entry("fund", "CNY", "arrived", -1, day, day, reverses="E1-1").amount == -1
    with pytest.raises(BookError, match=r"period\.reversed"):
        Entry("fund", "CNY", "arrived", 1, date(2021, 1, 1), day)
    with pytest.raises(BookError, match=r"reversal\.reason"):
        Reversal("E1-1", "  ")
    with pytest.raises(BookError, match=r"pairing\.empty"):
        Pairing("p", frozenset(), frozenset({"500101"}))
    with pytest.raises(BookError, match=r"statement\.figure"):
        Statement("c-1", Scope("fund", "CNY"), None)
    with pytest.raises(BookError, match=r"period\.reversed"):
        Window(date(2021, 1, 1), day)


def test_a_projects_steps_keep_the_order_of_its_life() -> None:
    project = Project("p", "桥", steps=(Step("agreement", "2018"), Step("completion", "2019-05")))
    assert project.stage == "completion"
    with pytest.raises(BookError, match=r"project\.order"):
        Project("p", "桥", steps=(Step("agreement", "2020"), Step("completion", "2019-05")))
    with pytest.raises(BookError, match=r"project\.stage"):
        Step("opening")


def test_a_receipt_is_read_back() -> None:
    receipt = Receipt("b1", 12, "a" * 64)
    assert Receipt.parse(f" {receipt}\n") == receipt
    for text in ("", "b1:12", "b1:x:" + "a" * 64, "b1:1:abc"):
        with pytest.raises(BookError, match=r"receipt\.unreadable"):
            Receipt.parse(text)
