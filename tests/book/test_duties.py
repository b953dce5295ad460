"""三员分立: which duties one person must not hold together."""

from itertools import combinations

import pytest

from duikou.book.duties import DUTIES, GUARDS, WORK, conflict


@pytest.mark.parametrize("pair", list(combinations(DUTIES, 2)))
def test_two_duties_of_one_person(pair: tuple[str, str]) -> None:
    both_work = set(pair) <= WORK
    assert (conflict(pair) is None) == both_work


def test_all_work_may_be_one_persons_and_each_guard_stands_alone() -> None:
    assert conflict(WORK) is None
    assert all(conflict({guard}) is None for guard in GUARDS)
    assert conflict(()) is None
