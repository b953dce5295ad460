"""Numerals: Arabic, Chinese and mixed, as one value with the worth of its last digits.

The signs are rows of `data/numerals.csv`. Exact decimals throughout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from duikou.reading.lists import rows

DIGIT = {row["sign"]: row["value"] for row in rows("numerals") if row["role"] == "digit"}
SMALL = {row["sign"]: int(row["value"]) for row in rows("numerals") if row["role"] == "small"}
LARGE = {row["sign"]: int(row["value"]) for row in rows("numerals") if row["role"] == "large"}
# No figure is longer; what is, is a serial number or noise.
LONGEST = 24
_ONE = Decimal(1)
_TOKEN = re.compile(rf"\d+(?:\.\d+)?|[{''.join(DIGIT)}]+点[{''.join(DIGIT)}]+|.", re.ASCII | re.S)


@dataclass(frozen=True, slots=True)
class Numeral:
    """`value`; `last`: one unit of the last printed digit; `round`: one unit of the last non-zero digit.

    `8300万`: value 83,000,000, last 10,000, round 1,000,000. Of 0 both are the unit of its last digit.
    """

    value: Decimal
    last: Decimal
    round: Decimal

    def times(self, factor: Decimal) -> Numeral:
        return Numeral(self.value * factor, self.last * factor, self.round * factor)


@lru_cache(maxsize=4096)
def parse(text: str) -> Numeral | None:
    """The number written as `text` (`4,715`, `1.2万亿`, `1千`, `三百二十`, `十`, `2亿3000万`, `二〇二一`,
    `三点五`). None where the text is no number or longer than 24 signs.

    A multiplier without a digit counts as one (`万` = 10,000); `一万二` is 12,000, `一百零二` 102.
    """
    text = text.replace(",", "")
    if not text or len(text) > LONGEST:
        return None
    if len(text) > 1 and all(sign in DIGIT for sign in text):
        return _plain("".join(DIGIT[sign] for sign in text))
    sections = _Sections()
    for token in _TOKEN.findall(text):
        if not sections.take(token):
            return None
    return sections.result()


def _plain(text: str) -> Numeral:
    last = _ONE.scaleb(-len(text.partition(".")[2]))
    value = Decimal(text)
    return Numeral(value, last, _round(value, last))


def _round(value: Decimal, last: Decimal) -> Decimal:
    """One unit of the last non-zero digit of `value`, whose last printed digit is worth `last`."""
    count = int(value / last)
    zeros = len(str(count)) - len(str(count).rstrip("0")) if count else 0
    return last * Decimal(10**zeros)


class _Sections:
    """Adds digits and multipliers from left to right: sections of 千百十, each closed by 万 or 亿."""

    def __init__(self) -> None:
        self.total = self.section = Decimal(0)
        self.digit: Numeral | None = None  # a digit that waits for its multiplier
        self.last = _ONE
        self.previous = 0  # the multiplier before
        self.zero = False  # a 零 stands between

    def take(self, token: str) -> bool:
        """Add one token; False where it does not fit."""
        if token in SMALL:
            self._small(SMALL[token])
        elif token in LARGE:
            self._large(LARGE[token])
        elif "点" in token[1:]:
            return self._digit("".join("." if sign == "点" else DIGIT[sign] for sign in token))
        elif token in DIGIT or (token[0].isascii() and token[0].isdigit()):
            return self._digit(DIGIT.get(token, token))
        else:
            return False
        return True

    def _digit(self, text: str) -> bool:
        if self.digit is not None and self.digit.value != 0:
            return False
        self.zero = self.zero or text == "0"
        self.digit = _plain(text)
        return True

    def _small(self, worth: int) -> None:
        digit = self.digit or Numeral(_ONE, _ONE, _ONE)
        self.section += digit.value * worth
        self._close(digit.last * worth, worth)

    def _large(self, worth: int) -> None:
        section = self.section
        if self.digit is not None:
            section += self.digit.value
            self.last = self.digit.last
        elif not section and self.total and worth > self.previous:  # 万 of 万亿 stands in the total
            section, self.total = self.total, Decimal(0)
        elif not section:
            section, self.last = _ONE, _ONE
        self.total += section * worth
        self.section = Decimal(0)
        self._close(self.last * worth, worth)

    def _close(self, last: Decimal, worth: int) -> None:
        self.last, self.previous, self.digit, self.zero = last, worth, None, False

    def result(self) -> Numeral:
        """The number read so far; a digit left over is worth a tenth of 百, 千, 万 before it (一万二)."""
        if self.digit is not None:
            spoken = self.previous >= 100 and not self.zero and self.digit.value < 10 and self.digit.last == 1
            worth = Decimal(self.previous) / 10 if spoken else _ONE
            self.section += self.digit.value * worth
            self.last = self.digit.last * worth
        value = self.total + self.section
        return Numeral(value, self.last, _round(value, self.last))
