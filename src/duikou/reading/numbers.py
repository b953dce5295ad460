"""Where numbers stand in a text: a numeral with the words that make it vague, before any unit is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from duikou.reading.lists import rows
from duikou.reading.numerals import Numeral, parse

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HAN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_SCALE = "十百千万亿"
# 千 of 千米, 千克 … belongs to the unit.
_BIG = "(?:[百万亿]|千(?![米克瓦伏卡]))"
_INSIDE = {row["word"]: row["code"] for row in rows("qualifier_words") if row["side"] == "inside"}
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d.])(?P<arabic>{_ARABIC}(?:{_BIG}+(?:{_ARABIC}{_BIG}+)?)?)(?P<q1>[余多来])?(?P<more>{_BIG}+)?(?P<q2>[余多])?"
    rf"|(?P<vague>[数几上成])(?P<scale>[{_SCALE}]+)(?P<q3>[余多])?"
    rf"|(?P<han>[{_HAN}]+)(?P<q4>[余多来几])?(?P<han_more>[{_SCALE}]+)?(?P<q5>[余多])?"
)
_DIGITS = "一二三四五六七八九"
_NEIGHBOURS = re.compile(rf"(?P<head>[{_HAN}]*?)(?P<low>[{_DIGITS}两])(?P<high>[{_DIGITS}])(?P<tail>[{_SCALE}]*)")


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral in the text. `high`: upper end where two neighbouring digits say a range (三四十, 两三).

    `code`: qualifier code of the words inside it (余 多 几 数 上), else "". `text`: the numeral without them.
    """

    start: int
    end: int
    numeral: Numeral
    high: Numeral | None
    code: str
    text: str

    @property
    def han(self) -> bool:
        """Whether it is written in Chinese digits only."""
        return not any(sign.isdigit() and sign.isascii() for sign in self.text)

    @property
    def bare_scale(self) -> bool:
        """Whether it is a multiplier alone (万, 千, 百万)."""
        return all(sign in "百千万亿" for sign in self.text)


def numbers(text: str) -> Iterator[Number]:
    """Every numeral of `text`, in order. Linear."""
    for match in _NUMBER.finditer(text):
        number = _number(match)
        if number is not None:
            yield number


def _number(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    if match["vague"]:
        numeral = parse(match["scale"])
        inside = match["q3"] or match["vague"]
        words = match["scale"]
        code = "over"
        high = None
    else:
        first, second = ("q1", "q2") if match["arabic"] else ("q4", "q5")
        more = match["more" if match["arabic"] else "han_more"] or ""
        words = (match["arabic"] or match["han"]) + more
        inside = match[first] or match[second] or ""
        code = _INSIDE.get(inside, "")
        numeral, high = _value(words)
    if numeral is None:
        return None
    return Number(start, end, numeral, high, code if inside else "", words)


def _value(words: str) -> tuple[Numeral | None, Numeral | None]:
    numeral = parse(words)
    if len(words) > 12 or words[0].isdigit():
        return numeral, None
    match = _NEIGHBOURS.fullmatch(words)
    if match is None:
        return numeral, None
    low_digit = _DIGITS.find(match["low"].replace("两", "二")) + 1
    high_digit = _DIGITS.find(match["high"]) + 1
    if high_digit != low_digit + 1 and (low_digit, high_digit) != (3, 5):
        return numeral, None
    low = parse(match["head"] + match["low"] + match["tail"])
    high = parse(match["head"] + match["high"] + match["tail"])
    return (low, high) if low and high and low.value < high.value else (numeral, None)


def decimal_text(value: Decimal) -> str:
    """`value` written out without exponent or trailing zeros (`548000000`, `10.03`)."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
