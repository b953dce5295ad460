"""Numerals: values, the worth of the last digits, and what is no number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.reading.numerals import parse


@pytest.mark.parametrize(
    ("text", "value", "last", "rounded"),
    [
        ("4,715", 4715, 1, 1),
        ("1885万", 18_850_000, 10_000, 10_000),
        ("8300万", 83_000_000, 10_000, 1_000_000),
        ("1.2万亿", 1_200_000_000_000, 100_000_000_000, 100_000_000_000),
        ("2亿3000万", 230_000_000, 10_000, 10_000_000),
        ("5万3千", 53_000, 1000, 1000),
        ("10.03", "10.03", "0.01", "0.01"),
        ("3.80", "3.8", "0.01", "0.1"),
        ("120", 120, 1, 10),
        ("0", 0, 1, 1),
        ("十", 10, 10, 10),
        ("十五", 15, 1, 1),
        ("二十", 20, 10, 10),
        ("三百二十", 320, 10, 10),
        ("一百零二", 102, 1, 1),
        ("一万二", 12_000, 1000, 1000),
        ("三千五", 3500, 100, 100),
        ("五千八百万", 58_000_000, 1_000_000, 1_000_000),
        ("十万零五百", 100_500, 100, 100),
        ("二〇二一", 2021, 1, 1),
        ("三点五", "3.5", "0.1", "0.1"),
        ("一点二亿", 120_000_000, 10_000_000, 10_000_000),
        ("壹仟贰佰万", 12_000_000, 1_000_000, 1_000_000),
        ("万", 10_000, 10_000, 10_000),
        ("1千", 1000, 1000, 1000),
    ],
)
def test_a_numeral(text, value, last, rounded):
    numeral = parse(text)
    assert numeral is not None
    assert (numeral.value, numeral.last, numeral.round) == (Decimal(value), Decimal(last), Decimal(rounded))


@pytest.mark.parametrize("text", ["", "1.2.3", "三四", "个", "5五", "1" * 25, "٣", "①", "点五", "-5"])
def test_no_numeral(text):
    if text == "三四":  # digits in a row are read one by one: what they mean is for `numbers` to say
        assert parse(text).value == 34
    else:
        assert parse(text) is None


@given(st.integers(min_value=0, max_value=10**15))
def test_arabic_whole_numbers(value):
    assert parse(str(value)).value == value
    assert parse(f"{value:,}").value == value


DIGITS = "零一二三四五六七八九"


def spell(value):
    """`value` below 10,000 in Chinese digits, as one says it."""
    words, gap = "", False
    for worth, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, worth)
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + sign
        gap = not digit if words else False
    return words or "零"


@given(st.integers(min_value=0, max_value=9999))
def test_spoken_numbers(value):
    assert parse(spell(value)).value == value


@given(st.integers(1, 9999), st.integers(1000, 9999))
def test_spoken_ten_thousands(high, low):
    assert parse(f"{spell(high)}万{spell(low)}").value == high * 10_000 + low


@given(st.text(max_size=40))
def test_any_text_is_taken(text):
    numeral = parse(text)
    assert numeral is None or numeral.last > 0
