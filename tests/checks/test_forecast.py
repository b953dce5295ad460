"""Where a running amount heads for, and what money lies idle."""

from __future__ import annotations

from datetime import date

import pytest

from duikou.book import Entry, Interval
from duikou.book.rows import EntryRows
from duikou.checks.forecast import elapsed, forecast
from duikou.checks.idle import Idle
from duikou.checks.idle import idle as idle_of

START, END = date(2021, 1, 1), date(2025, 12, 31)


def test_the_pace_so_far_goes_on_and_bounds_stay_bounds():
    day = date(2022, 12, 31)  # 730 of 1826 days
    assert forecast(Interval.exactly(730), START, day, END) == Interval.exactly(1826)
    assert forecast(Interval.inclusive(10, 20), START, day, END) == Interval.inclusive(25, 51)
    assert forecast(Interval(73), START, day, END) == Interval(182)
    assert forecast(Interval.exactly(9), START, date(2026, 5, 1), END) == Interval.exactly(9)
    assert elapsed(START, day, END) == pytest.approx(730 / 1826)


def test_nothing_is_foretold_of_nothing():
    assert forecast(Interval.exactly(0), START, date(2022, 1, 1), END) is None
    assert forecast(Interval(), START, date(2022, 1, 1), END) is None
    assert forecast(Interval.exactly(5), START, date(2020, 1, 1), END) is None


def paid(stage: str, amount: int, day: date, **more) -> Entry:
    first = more.pop("first", day)
    return Entry("fund", "CNY", stage, amount, first, day, **{"project": "p"} | more)


def idle(entries: list[Entry], today: date) -> list[Idle]:
    return idle_of(EntryRows.listed(entries), today)


TODAY = date(2025, 6, 15)
OLD, LAST = date(2023, 3, 1), date(2025, 3, 1)


def test_money_is_paid_out_in_the_order_in_which_it_arrived():
    heap = [
        paid("arrived", 100, OLD),
        paid("arrived", 50, date(2024, 6, 15)),
        paid("arrived", 900, LAST),
        paid("disbursed", 120, LAST),
    ]
    (one,) = idle(heap, TODAY)
    assert (one.project, one.amount, one.since) == ("p", 30, date(2024, 6, 15))
    assert idle(heap, date(2024, 6, 14)) == [], "100 arrived more than a year ago, 120 were paid"


def test_what_is_spent_was_paid_and_what_is_rounded_may_have_been():
    assert idle([paid("arrived", 100, OLD), paid("spent", 100, LAST)], TODAY) == []
    assert idle([paid("arrived", 100, OLD, rounding=5), paid("disbursed", 90, LAST, rounding=5)], TODAY) == []
    loose = paid("arrived", 100, date(2024, 12, 31), first=date(2024, 1, 1))
    assert idle([loose], TODAY) == [], "it may have arrived in December"


def test_money_without_a_project_is_taken_together_by_parties():
    here = {"project": "", "donors": frozenset({"310000"}), "recipient": "500101"}
    found = idle(
        [
            paid("arrived", 10, OLD, **here),
            paid("arrived", 5, OLD, **here),
            paid("disbursed", 9, LAST, **here),
            paid("arrived", 70, OLD, project="", donors=frozenset({"310000"}), recipient="500238"),
        ],
        TODAY,
    )
    assert [(one.recipient, one.amount) for one in found] == [("500238", 70), ("500101", 6)]
