"""Entries in columns are the entries that went in."""

from datetime import date

import numpy as np
import pytest

from duikou.book import Entry
from duikou.book.rows import EntryRows, PostedKeys

DAYS = (date(2020, 1, 1), date(2021, 12, 31))


def entry(key: str, amount: int, **more: object) -> Entry:
    return Entry("fund", "CNY", "arrived", amount, *DAYS, key=key, **more)  # type: ignore[arg-type]


ENTRIES = {
    row.key: row
    for row in (
        entry("E1-1", 5, donors=frozenset({"310000"}), recipient="500101"),
        entry("E1-2", 6, recipient="500101", rounding=1),
        entry("E1-3", 7, donors=frozenset({"310000"}), recipient="500101", note="again"),
        entry("E2-1", -5, reverses="E1-1"),
    )
}
ROWS = EntryRows.of(ENTRIES)


def test_they_are_what_went_in() -> None:
    assert ROWS == ENTRIES
    assert tuple(ROWS.in_order) == tuple(ENTRIES.values()) == tuple(ROWS.values())
    assert ROWS.in_order[1:3] == tuple(ENTRIES.values())[1:3]
    assert "E3-1" not in ROWS
    with pytest.raises(KeyError):
        ROWS["E3-1"]
    assert EntryRows.of({}) == {}


def test_some_of_them_have_their_own_keys() -> None:
    some = ROWS.take(np.array([3, 1]))
    assert list(some) == ["E2-1", "E1-2"]
    assert some["E1-2"] == ENTRIES["E1-2"]
    assert list(ROWS.standing()) == ["E1-2", "E1-3"]


def test_alike_ones_are_one_group() -> None:
    first, group = ROWS.groups(("recipient", "donors"))
    assert (sorted(first.tolist()), group[0] == group[2], group[0] == group[1]) == ([0, 1, 3], True, False)
    split = np.array([False, False, True, False])
    assert len(ROWS.groups(("recipient", "donors"), [split])[0]) == 4
    assert ROWS.mask("donors", [frozenset()]).tolist() == [False, True, False, True]


def test_posted_keys_are_found_and_must_rise() -> None:
    keys = PostedKeys(np.array([1, 1, 12]), np.array([1, 3, 2]))
    assert list(keys) == ["E1-1", "E1-3", "E12-2"]
    assert [keys.find(key) for key in ("E1-3", "E12-2", "E1-2", "E01-1", "x", f"E{2**40}-1")] == [
        1,
        2,
        -1,
        -1,
        -1,
        -1,
    ]
    assert list(keys.take(np.array([0, 2]))) == ["E1-1", "E12-2"]
    with pytest.raises(ValueError, match="order"):
        PostedKeys(np.array([2, 1]), np.array([1, 1]))
