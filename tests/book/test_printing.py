"""What is printed never says more than what is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Interval
from duikou.book.printing import printed
from duikou.words import Reading
from duikou.words.vocabulary import load

WORDS = load()
FEN = 10**10  # 分 in a 亿


@given(
    unit=st.sampled_from(("CNY", "count", "person", "m2")),
    least=st.one_of(st.none(), st.integers(1, 10**13)),
    width=st.one_of(st.none(), st.integers(0, 10**12)),
)
def test_the_words_allow_all_that_is_known(unit: str, least: int | None, width: int | None) -> None:
    known = WORDS.unit[unit]
    if known.whole:  # whole things have whole bounds
        least = least and least // known.scale * known.scale
        width = width and width // known.scale * known.scale
    most = None if width is None else (least or 0) + width
    shown = printed(Interval.inclusive(least, most), known, WORDS)
    if shown is None:
        assert not least
        assert not most
        return
    for reading in Reading:
        allowed = shown.figure.interval(reading, WORDS)
        assert Interval.inclusive(least or 0, most).within(allowed) or (
            most is not None and allowed.low is not None and most > 3 * (least or 0)
        )
        assert allowed.low is None or allowed.low <= (least or 0)


@pytest.mark.parametrize(
    ("unit", "least", "most", "expected"),
    [
        ("CNY", 99150000000, 99249999999, ("exact", 99200000000, 10**8)),  # 9.92亿元
        ("CNY", 91987654321, 91987654321, ("exact", 92000000000, 10**8)),  # 9.20亿元, zero kept
        ("CNY", 5083000000, 5083000000, ("exact", 5083000000, 10**6)),  # 5083万元
        ("CNY", 8300000000, 8399999999, ("over", 8300000000, 10**8)),  # 8300余万元
        ("CNY", 54 * FEN // 10, 6 * FEN - 1, ("nearly", 6 * FEN, FEN)),  # 近6亿元
        ("CNY", 218100000000, 270267499993, ("exact", 218000000000, 10**9)),
        ("CNY", 1607600000000, None, ("at_least", 1607600000000, 10**8)),
        ("CNY", None, 5 * FEN, ("at_most", 5 * FEN, FEN)),
        ("CNY", FEN, 4 * FEN, ("at_least", FEN, FEN)),  # too far apart for a range
        ("count", 3260000, 3260000, ("exact", 3260000, 10**4)),
        ("person_time", 30000000, 39990000, ("over", 30000000, 10**7)),
    ],
)
def test_as_papers_print_it(
    unit: str, least: int | None, most: int | None, expected: tuple[str, int, int]
) -> None:
    shown = printed(Interval.inclusive(least, most), WORDS.unit[unit], WORDS)
    assert shown
    figure = shown.figure
    if shown.between:
        assert figure.value <= (least or 0)
        assert most is not None
        assert figure.upper is not None
        assert most <= figure.upper
        assert figure.upper - figure.value < 1.02 * (most - (least or 0))
        return
    digit = figure.last if figure.qualifier == "exact" else figure.round
    assert (figure.qualifier, figure.value, digit) == expected


def test_nothing_known_is_not_printed() -> None:
    assert printed(Interval(), WORDS.unit["CNY"], WORDS) is None
    assert printed(Interval.inclusive(0, None), WORDS.unit["CNY"], WORDS) is None
