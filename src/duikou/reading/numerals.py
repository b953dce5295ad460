"""Numerals: Arabic, Chinese and mixed, as one value with the worth of its last digits.

The signs are rows of `data/numerals.csv`. Exact decimals throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from duikou.reading.lists import rows

DIGIT = {row["sign"]: int(row["value"]) for row in rows("numerals") if row["role"] == "digit"}
SMALL = {row["sign"]: int(row["value"]) for row in rows("numerals") if row["role"] == "small"}
LARGE = {row["sign"]: int(row["value"]) for row in rows("numerals") if row["role"] == "large"}
# No figure is longer; what is, is a serial number or noise.
LONGEST = 24


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


def parse(text: str) -> Numeral | None:
    """The number written as `text` (`4,715`, `1.2万亿`, `1千`, `三百二十`, `十`, `2亿3000万`, `二〇二一`).

    None where the text is no number or longer than 24 signs. A multiplier without a digit counts as one
    (`万` = 10,000). `一万二` is 12,000, `一百零二` 102.
    """
    text = text.replace(",", "")
    if not text or len(text) > LONGEST:
        return None
    if all(sign in DIGIT for sign in text) and len(text) > 1:
        return _arabic("".join(str(DIGIT[sign]) for sign in text))
    return _mixed(text)


def _arabic(text: str) -> Numeral | None:
    if not all("0" <= sign <= "9" or sign == "." for sign in text) or text.count(".") > 1 or text == ".":
        return None
    value = Decimal(text)
    last = Decimal(1).scaleb(-len(text.partition(".")[2]))
    return Numeral(value, last, last_nonzero(value, last))


def last_nonzero(value: Decimal, last: Decimal) -> Decimal:
    """One unit of the last non-zero digit of `value`, whose last printed digit is worth `last`."""
    if value == 0:
        return last
    count = int(value / last)
    zeros = len(str(count)) - len(str(count).rstrip("0"))
    return last * 10**zeros


def _mixed(text: str) -> Numeral | None:
    """Digits and multipliers in falling order: sections of 千百十 closed by 万 and 亿."""
    total = section = Decimal(0)
    pending: Decimal | None = None
    pending_last = last = Decimal(1)
    previous = 0
    after_zero = False
    position = 0
    while position < len(text):
        sign = text[position]
        end = position + 1
        if sign.isascii():
            while end < len(text) and text[end].isascii():
                end += 1
            number = _arabic(text[position:end])
            if number is None or pending is not None:
                return None
            pending, pending_last = number.value, number.last
        elif sign in DIGIT:
            if pending is not None and pending != 0:
                return None
            pending, pending_last = Decimal(DIGIT[sign]), Decimal(1)
            after_zero = after_zero or pending == 0
        elif sign in SMALL:
            worth = SMALL[sign]
            section += (Decimal(1) if pending is None else pending) * worth
            last, pending, previous, after_zero = pending_last * worth, None, worth, False
            pending_last = Decimal(1)
        elif sign in LARGE:
            worth = LARGE[sign]
            section += pending or 0
            open_part = total + section if worth > previous and total and section == 0 else section
            if open_part is not section:
                total = Decimal(0)
            if pending is not None:
                last = pending_last
            elif section == 0 and open_part == 0:
                open_part, last = Decimal(1), Decimal(1)
            total += open_part * worth
            last *= worth
            section, pending, pending_last, previous, after_zero = (
                Decimal(0), None, Decimal(1), worth, False,
            )
        else:
            return None
        position = end
    if pending is not None:
        colloquial = previous >= 100 and not after_zero and pending < 10 and pending_last == 1
        worth_of_last = Decimal(previous) / 10 if colloquial and text[-1] in DIGIT else Decimal(1)
        section += pending * worth_of_last
        last = pending_last * worth_of_last
    value = total + section
    return Numeral(value, last, last_nonzero(value, last)) if last else None
