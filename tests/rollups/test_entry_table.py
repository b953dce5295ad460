"""Sums of entries over scopes."""

from dataclasses import replace
from datetime import date

import pytest

from duikou.book import BookError, Entry, Interval, Scope, Subject, Window
from duikou.rollups import EntryTable, index
from duikou.words import load

JILIN, SHANDONG, SHENYANG, LIAONING = "220000", "370000", "210100", "210000"
WUXI, ZHONG = "500238", "500233"
YUAN = 100


def entry(amount: int, donors: set[str], recipient: str = ZHONG, **more) -> Entry:
    first = more.pop("first", date(2020, 1, 1))
    last = more.pop("last", date(2020, 12, 31))
    return Entry(
        "fund",
        "CNY",
        "arrived",
        amount * YUAN,
        first,
        last,
        donors=frozenset(donors),
        recipient=recipient,
        **more,
    )


def scope(donors: set[str] = frozenset(), recipients: set[str] = frozenset(), **more) -> Scope:
    return Scope("fund", "CNY", "arrived", donors=frozenset(donors), recipients=frozenset(recipients), **more)


def table(*entries: Entry, subjects: tuple[Subject, ...] = ()) -> EntryTable:
    return EntryTable.build(entries, load(), subjects)


def inclusive(least: int, most: int) -> Interval:
    return Interval.inclusive(least * YUAN, most * YUAN)


def test_joint_money_is_certain_for_the_pair_and_only_possible_for_each():
    both, one = table(entry(400, {SHANDONG, SHENYANG}, key="E1")).sums(
        [scope({SHANDONG, SHENYANG}), scope({SHANDONG})]
    )
    assert (both.certain, both.keys) == (inclusive(400, 400), ("E1",))
    assert (one.certain, one.possible) == (inclusive(0, 0), inclusive(0, 400))
    assert (one.keys, one.possible_keys) == ((), ("E1",))


def test_a_province_does_not_swallow_a_city_that_gives_for_itself():
    (found,) = table(entry(100, {SHENYANG})).sums([scope({LIAONING})])
    assert found.possible == inclusive(0, 0)


def test_a_year_without_day_is_only_possible_in_half_a_year():
    half = scope(window=Window(date(2020, 1, 1), date(2020, 6, 30)))
    whole = scope(window=Window(None, date(2020, 12, 31)))
    first, second = table(entry(100, {JILIN})).sums([half, whole])
    assert (first.certain, first.possible) == (inclusive(0, 0), inclusive(0, 100))
    assert second.certain == inclusive(100, 100)


def test_rounding_widens_the_sum():
    (found,) = table(entry(100, {JILIN}, rounding=5 * YUAN)).sums([scope()])
    assert found.certain == inclusive(95, 105)


def test_a_reversed_entry_counts_neither_way():
    first = table(entry(100, {JILIN}, key="E1"), entry(30, {JILIN}, key="E2"))
    second = first.extend(
        [
            Entry(
                "fund",
                "CNY",
                "arrived",
                -100 * YUAN,
                date(2020, 1, 1),
                date(2020, 12, 31),
                donors=frozenset({JILIN}),
                recipient=ZHONG,
                key="E3",
                reverses="E1",
            )
        ]
    )
    assert second.sums([scope()])[0].certain == inclusive(30, 30)
    assert first.sums([scope()])[0].certain == inclusive(130, 130)


def test_entries_of_a_document_can_be_left_out():
    made = table(entry(100, {JILIN}, document="a"), entry(30, {JILIN}, document="b"))
    assert made.sums([scope()], without=frozenset({"a"}))[0].certain == inclusive(30, 30)


def test_a_subject_is_certain_only_where_the_entry_names_it():
    bridge = Subject("bridge", "桥", "project")
    made = table(entry(10, {JILIN}, subject="bridge"), entry(20, {JILIN}), subjects=(bridge,))
    (found,) = made.sums([scope(subjects=frozenset({"bridge"}))])
    assert (found.certain, found.possible) == (inclusive(10, 10), inclusive(10, 30))


def test_groups_tell_how_entries_lie_to_boxes():
    from duikou.book import Axes

    axes = Axes(load())
    boxes = [axes.box(scope({SHANDONG})), axes.box(scope({SHANDONG, SHENYANG}))]
    made = table(
        entry(400, {SHANDONG, SHENYANG}, key="E1"), entry(7, {SHANDONG}, key="E2"), entry(1, {JILIN})
    )
    groups = {group.keys: group for group in made.groups(("fund", "CNY", "arrived"), boxes)}
    assert groups["E1",].inside == {1}
    assert groups["E1",].meets == {0, 1}
    assert (groups["E2",].inside, groups["E2",].low) == ({0, 1}, 7 * YUAN)
    assert len(groups) == 2


def test_cube():
    made = table(entry(100, {JILIN}, WUXI), entry(30, {SHANDONG, SHENYANG}), entry(5, {JILIN}, WUXI))
    cells = made.cube("fund", "CNY", "arrived", ("year", "donor"))
    assert [(c.coordinates, c.amount, c.count) for c in cells] == [
        (("2020", "210100+370000"), 30 * YUAN, 1),
        (("2020", "220000"), 105 * YUAN, 2),
    ]
    with pytest.raises(BookError, match=r"cube\.coordinate"):
        made.cube("fund", "CNY", "arrived", ("weather",))


def test_rows_are_sorted_another_way_once_that_would_have_spared_looking_at_all_of_them(monkeypatch):
    monkeypatch.setattr(index, "FEW", 0)
    days = [date(2001 + number % 20, 1 + number % 12, 1) for number in range(400)]
    donors = [("310000", "210000", "370000", "440000")[number % 4] for number in range(400)]
    rows = [
        Entry(
            "fund", "CNY", "arrived", 1, day, day, donors=frozenset({donor}), recipient="500101", key=f"E{n}"
        )
        for n, (day, donor) in enumerate(zip(days, donors, strict=True))
    ]
    table = EntryTable.build(rows, load())
    of_all = Scope("fund", "CNY", "arrived", window=Window(date(2001, 1, 1), None))
    of_one = replace(of_all, donors=frozenset({"310000"}))

    def ways() -> set[tuple[int, ...]]:
        [[(_, made)]] = table._indexes.values()
        return set(made._projections)

    assert [found.low for found in table.sums([of_all])] == [400]
    assert ways() == {()}
    assert [found.low for found in table.sums([of_one])] == [100]
    assert ways() == {()}, "one question is not worth sorting for"
    assert {found.low for found in table.sums([of_one] * 3)} == {100}
    assert ways() > {()}
