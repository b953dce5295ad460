"""Amounts as officials write them, and bounds in words that never say more than is proven."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from duikou.answers.amounts import amount_text, decimal_bounds, interval_text
from duikou.book import Interval
from duikou.words import Unit, load

pytestmark = pytest.mark.once

UNITS = load().unit
YUAN = UNITS["CNY"]


def yuan(text: str) -> int:
    return int(Decimal(text) * 100)


# ------------------------------------------------------------------ one amount


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (yuan("992000000"), "CNY", "9.92亿元"),
        (yuan("50830000"), "CNY", "5083万元"),
        (yuan("100000000"), "CNY", "1亿元"),
        (yuan("99999900"), "CNY", "9999.99万元"),
        (yuan("1800"), "CNY", "1800元"),
        (yuan("0.05"), "CNY", "0.05元"),
        (0, "CNY", "0元"),
        (yuan("-50830000"), "CNY", "-5083万元"),
        (yuan("992499999.99"), "CNY", "9.925亿元"),  # the fen that a half-open bound misses
        (326_0000, "count", "326个"),
        (34462_0000, "TEU", "34462标箱"),
        (3495_0000, "person_time", "3495人次"),
        (300000_0000, "person", "30万人"),
        (1269_0000_0000, "person", "1269万人"),
        (16_4700, "km", "16.47公里"),
        (9900, "percent", "0.99%"),
        (13_5000, "percent", "13.5%"),
        (16_4749, "km", "16.475公里"),  # the ten-thousandth that a half-open bound misses
        (4_1000_0000, "mu", "4.1万亩"),
    ],
)
def test_official_style(amount: int, unit: str, text: str) -> None:
    assert amount_text(amount, UNITS[unit]) == text


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (yuan("992000000"), "CNY", "CNY 992 million"),
        (yuan("9107000000"), "CNY", "CNY 9.107 billion"),
        (yuan("1800"), "CNY", "CNY 1,800"),
        (yuan("400000"), "CNY/a", "CNY 400,000 a year"),
        (326_0000, "count", "326 items"),
        (34462_0000, "TEU", "34,462 TEU"),
        (13_5000, "percent", "13.5%"),
    ],
)
def test_english(amount: int, unit: str, text: str) -> None:
    assert amount_text(amount, UNITS[unit]) == text


# ------------------------------------------------------------------ bounds


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        ("991500000.00", "992499999.99", "9.92亿元"),
        ("225000000.00", "234999999.99", "2.3亿元"),
        ("255000000.00", "264999999.99", "2.6亿元"),
        ("255000000.00", "265000000.00", "2.55亿元至2.65亿元"),
        ("95000000.00", "104999999.99", "9500万元至1.05亿元"),
        ("991500000.00", None, "不少于9.915亿元"),
        ("0", "405499999.99", "不超过4.055亿元"),
        (None, "405499999.99", "不超过4.055亿元"),
        ("17900000", "17900000", "1790万元"),
        ("0", "0", "0元"),
    ],
)
def test_bounds_in_words(least: str | None, most: str | None, text: str) -> None:
    assert interval_text(_interval(least, most), YUAN) == text


@pytest.mark.usefixtures("in_chinese")
@pytest.mark.parametrize("least", [None, "0"])
def test_nothing_known_is_said_so(least: str | None) -> None:
    assert interval_text(_interval(least, None), YUAN) == "不详"


@pytest.mark.parametrize(
    ("least", "most"), [("991500000.00", "993499999.99"), ("991000000.00", "992999999.99")]
)
def test_a_digit_that_the_bounds_leave_open_is_not_printed(least: str, most: str) -> None:
    """Twice as wide as what 9.92亿元 (or 9.925) would round from."""
    assert " to " in interval_text(_interval(least, most), YUAN)


def test_json_bounds_are_inclusive_decimal_strings() -> None:
    assert decimal_bounds(_interval("991500000.00", "992499999.99"), YUAN) == (
        "991500000.00",
        "992499999.99",
    )
    assert decimal_bounds(Interval(16_4650, 16_4750), UNITS["km"]) == ("16.465", "16.4749")
    assert decimal_bounds(Interval(), YUAN) == (None, None)


def _interval(least: str | None, most: str | None) -> Interval:
    return Interval.inclusive(None if least is None else yuan(least), None if most is None else yuan(most))


# ------------------------------------------------------------------ what is shown lies within what is proven

NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
BIG = {
    "亿": Decimal(10) ** 8,
    "万": Decimal(10) ** 4,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
}
FEN = Decimal("0.01")
AMOUNTS = st.integers(0, 10**6) | st.integers(0, 10**15) | st.integers(0, 10**9).map(lambda n: n * 10**5)


def shown_numbers(text: str) -> list[tuple[Decimal, Decimal]]:
    """Each number of a text in base units, and half a unit of the last digit that it may be rounded to."""
    found = []
    for match in NUMBER.finditer(text):
        word = text[match.end() :].lstrip().partition(" ")[0]
        factor = next((size for name, size in BIG.items() if word.startswith(name)), Decimal(1))
        number = Decimal(match[0].replace(",", ""))
        places = 6 if factor > 1 else 4
        found.append((number * factor, factor.scaleb(-places) / 2))
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("unit", ["CNY", "count", "person_time", "km"])
@given(amount=AMOUNTS)
def test_an_amount_is_shown_as_it_is_up_to_its_last_digit(language: str, unit: str, amount: int) -> None:
    row = UNITS[unit]
    with translation.override(language):
        ((value, rounding),) = shown_numbers(amount_text(amount, row))
    assert abs(value - Decimal(amount) / row.scale) <= rounding + FEN


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("unit", ["CNY", "count"])
@given(ends=st.tuples(AMOUNTS, AMOUNTS).map(sorted), open_end=st.sampled_from(["least", "most", ""]))
def test_bounds_in_words_never_leave_the_bounds(
    language: str, unit: str, ends: list[int], open_end: str
) -> None:
    row = UNITS[unit]
    interval = Interval.inclusive(
        None if open_end == "least" else ends[0], None if open_end == "most" else ends[1]
    )
    with translation.override(language):
        numbers = shown_numbers(interval_text(interval, row))
    for value, rounding in numbers:
        slack = rounding + FEN
        assert interval.least is None or value >= Decimal(interval.least) / row.scale - slack
        assert interval.most is None or value <= Decimal(interval.most) / row.scale + slack
    closed = [end for end in (interval.least, interval.most) if end]
    assert len(numbers) == len(closed) or len(numbers) == 1 or not any(closed)


@st.composite
def narrow_bounds(draw: st.DrawFn) -> tuple[int, int]:
    """Bounds about a value of few digits, about as wide as its last one."""
    value = draw(st.integers(1, 9999)) * 10 ** draw(st.integers(2, 9))
    digit = 10 ** draw(st.integers(1, 10))
    below, above = (draw(st.integers(0, digit)) for _ in range(2))
    return value - min(below, value - 1), value + above


@given(ends=narrow_bounds() | st.integers(1, 10**6).map(lambda n: (n * 10**6 - 500_000, n * 10**6 + 499_999)))
def test_one_rounded_value_stands_only_for_bounds_that_round_to_it(ends: tuple[int, int]) -> None:
    least, most = ends
    with translation.override("zh-hans"):
        text = interval_text(Interval.inclusive(least, most), YUAN)
    if "至" in text or least == most:
        return
    printed = NUMBER.search(text)
    assert printed
    _, _, decimals = printed[0].partition(".")
    factor = BIG["亿"] if "亿" in text else BIG["万"] if "万" in text else Decimal(1)
    half_a_digit = factor.scaleb(-len(decimals)) / 2
    if not decimals:  # 5080万元 may be settled to the last non-zero digit only
        half_a_digit *= 10 ** (len(printed[0]) - len(printed[0].rstrip("0")))
    value = Decimal(printed[0]) * factor
    assert value - half_a_digit - FEN <= Decimal(least) / 100
    assert Decimal(most) / 100 <= value + half_a_digit + FEN


def test_every_unit_can_be_shown() -> None:
    for unit in UNITS.values():
        assert isinstance(unit, Unit)
        for language in ("zh-hans", "en"):
            with translation.override(language):
                assert "1" in amount_text(unit.scale, unit)
