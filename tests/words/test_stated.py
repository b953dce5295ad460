"""Words are intervals: the table of qualifiers against numbers that were rounded on purpose."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.words import Printed, Reading, load, stated_bounds

YI, WAN = 10_000_000_000, 1_000_000  # 亿元 and 万元 in 分
RULES = load().qualifier


def bounds(printed: Printed, qualifier: str, reading: Reading) -> tuple[int | None, int | None]:
    return stated_bounds(printed, qualifier, reading, RULES)


@pytest.mark.parametrize(
    ("printed", "qualifier", "strict", "natural"),
    [
        # 9.92亿元
        (Printed(992 * YI // 100, None, YI // 100, YI // 100), "exact", (99_150_000_000, 99_300_000_000),
         (99_150_000_000, 99_250_000_000)),
        # 326个
        (Printed(3_260_000, None, 10_000, 60_000, whole=True), "exact", (3_260_000, 3_260_001),
         (3_260_000, 3_260_001)),
        # 8300余万元
        (Printed(8300 * WAN, None, WAN, 100 * WAN), "over", (8300 * WAN, None), (8300 * WAN, 8400 * WAN)),
        # 近140万元: not more than a tenth below
        (Printed(140 * WAN, None, WAN, 10 * WAN), "nearly", (None, 140 * WAN), (130 * WAN, 140 * WAN)),
        # 近5万元
        (Printed(5 * WAN, None, WAN, WAN), "nearly", (None, 5 * WAN), (5 * WAN - WAN // 2, 5 * WAN)),
        # 约78亿元
        (Printed(78 * YI, None, YI, YI), "about", (None, None), (77 * YI, 79 * YI + 1)),
        # 1亿元以上, as an aim
        (Printed(YI, None, YI, YI), "at_least", (YI, None), (YI, None)),
        # 80元到120元
        (Printed(8_000, 12_000, 100, 1_000), "exact", (7_950, 12_100), (7_950, 12_050)),
    ],
)  # fmt: skip
def test_the_table(printed, qualifier, strict, natural) -> None:
    assert bounds(printed, qualifier, Reading.STRICT) == strict
    assert bounds(printed, qualifier, Reading.NATURAL) == natural


@given(st.integers(0, 10**15), st.sampled_from([1, 2, 100, 10_000, 10**6, 10**8]))
def test_a_rounded_number_allows_what_it_was_rounded_from(truth: int, last: int) -> None:
    rounded = (2 * truth + last) // (2 * last) * last
    cut = truth // last * last
    low, high = bounds(Printed(rounded, None, last, last), "exact", Reading.NATURAL)
    assert low is not None
    assert high is not None
    assert low <= truth < high
    low, high = bounds(Printed(cut, None, last, last), "exact", Reading.STRICT)
    assert low is not None
    assert high is not None
    assert low <= truth < high


@given(
    st.integers(1, 10**12),
    st.sampled_from(sorted(set(RULES) - {"whole"})),
    st.sampled_from([1, 100, 10_000]),
    st.integers(0, 6),
)
def test_natural_never_allows_what_strict_forbids(value: int, qualifier: str, last: int, zeros: int) -> None:
    printed = Printed(value * last, None, last, last * 10**zeros)
    strict_low, strict_high = bounds(printed, qualifier, Reading.STRICT)
    low, high = bounds(printed, qualifier, Reading.NATURAL)
    assert strict_low is None or (low is not None and low >= strict_low)
    assert strict_high is None or (high is not None and high <= strict_high)


def test_bounds_take_the_first_integer_that_is_not_below() -> None:
    low, high = bounds(Printed(5, None, 1, 1), "exact", Reading.NATURAL)
    assert (low, high) == (5, 6)
    assert Fraction(9, 2) <= 5 < Fraction(11, 2)
