"""Where numbers stand in a text: a numeral with the words inside it that make it vague, no unit yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from duikou.reading.lists import rows
from duikou.reading.numerals import Numeral, parse

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HAN_DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
# 千 of 千米, 千克 … belongs to the unit; 百 of 百分点 too.
_BIG = "(?:[万亿]|百(?!分)|千(?![米克瓦伏卡]))"
_SCALE = rf"(?:十|{_BIG})"
_HAN = rf"(?:[{_HAN_DIGITS}拾佰仟]|{_SCALE})"
_INSIDE_ROWS = {row["word"]: row for row in rows("qualifier_words") if row["side"] == "inside"}
_INSIDE = {word: row["code"] for word, row in _INSIDE_ROWS.items()}
# 数万, 几十, 上千: words before a multiplier, barred after the characters of their `not_after` (人数, 网上).
_VAGUE = "|".join(
    (f"(?<![{row['not_after']}])" if row["not_after"] else "") + word
    for word, row in _INSIDE_ROWS.items()
    if word in ("好几", "数", "几", "上")
)
_NUMBER = re.compile(
    rf"(?<![\d.])(?P<arabic>{_ARABIC}(?:{_BIG}+(?:{_ARABIC}{_BIG}+)?)?)"
    rf"(?P<q1>[余多来几])?(?P<more1>{_BIG}+)?(?P<q2>[余多])?"
    rf"|(?P<vague>{_VAGUE})(?P<scale>{_SCALE}+)(?P<q3>[余多])?"
    rf"|(?P<han>{_HAN}+(?:点[{_HAN_DIGITS}]+{_BIG}*)?)(?P<q4>[余多来几])?(?P<more2>{_SCALE}+)?(?P<q5>[余多])?"
)
_DIGITS = "一二三四五六七八九"
_ROW = "一二三四五六七八九两"
_NEIGHBOURS = re.compile(
    rf"(?P<head>[{_HAN_DIGITS}十百千万亿]*?)(?P<low>[{_DIGITS}两])(?P<high>[{_DIGITS}])(?P<tail>[十百千万亿]*)"
)


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
        return not self.text[0].isascii()

    @property
    def bare_scale(self) -> bool:
        """Whether it is a multiplier alone (万, 千, 百万)."""
        return all(sign in "百千万亿" for sign in self.text)

    @property
    def scaled(self) -> bool:
        """Whether it ends with 万 or 亿."""
        return self.text[-1] in "万亿"


def numbers(text: str) -> Iterator[Number]:
    """Every numeral of `text`, in order. Linear."""
    for match in _NUMBER.finditer(text):
        number = _number(match)
        if number is not None:
            yield number


def _number(match: re.Match[str]) -> Number | None:
    start, end = match.span()
    high = None
    if match["vague"]:
        words, code = match["scale"], "over"
        numeral = parse(words)
    else:
        arabic = match["arabic"]
        words = (arabic or match["han"]) + (match["more1"] or match["more2"] or "")
        inside = match["q1"] or match["q4"] or match["q2"] or match["q5"] or ""
        if (inside == "来" and words[-1] not in "0十百") or (
            inside == "几" and words[-1] not in "十百千万亿"
        ):
            return _cut(match, words)
        code = _INSIDE[inside] if inside else ""
        numeral, high = _value(words)
    return Number(start, end, numeral, high, code, words) if numeral else None


def _cut(match: re.Match[str], words: str) -> Number | None:
    """`3来`, `5几`: the word after the numeral is none of its own."""
    words = match["arabic"] or match["han"]
    numeral, high = _value(words)
    start = match.start()
    return Number(start, start + len(words), numeral, high, "", words) if numeral else None


def _value(words: str) -> tuple[Numeral | None, Numeral | None]:
    numeral = parse(words)
    if len(words) > 12 or words[0].isascii():
        return numeral, None
    match = _NEIGHBOURS.fullmatch(words)
    if match is None:
        # Digits in a row without 十百千 (六一, 二三四) say a day or a list; with a zero they are a number.
        row_of_digits = len(words) > 1 and all(sign in _ROW for sign in words)
        return (None if row_of_digits else numeral), None
    low_digit = _DIGITS.find(match["low"].replace("两", "二")) + 1
    high_digit = _DIGITS.find(match["high"]) + 1
    if high_digit != low_digit + 1 and (low_digit, high_digit) != (3, 5):
        return (None if not match["head"] and not match["tail"] else numeral), None
    low = parse(match["head"] + match["low"] + match["tail"])
    high = parse(match["head"] + match["high"] + match["tail"])
    return (low, high) if low and high and low.value < high.value else (numeral, None)


def decimal_text(value: Decimal) -> str:
    """`value` written out without exponent or trailing zeros (`548000000`, `10.03`)."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
