"""Amounts as officials write them: 亿元 and 万元, counts with their measure word, bounds in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from duikou.answers.wording import chinese
from duikou.book import Interval, format_amount
from duikou.words import Unit

YI, WAN = Decimal(100_000_000), Decimal(10_000)
ROUND = 10_000  # 分: a hundred 元
TENTH = 10  # ten-thousandths
MONEY = "CNY"  # what the codes of units of money begin with
FINE = 50  # so many times narrower than its least, an interval is a value with its last digit open


def amount_text(amount: int, unit: Unit) -> str:
    """A scaled integer in words: `9.92亿元`, `5083万元`, `326个`; English: `CNY 992 million`.

    The one 分, or ten-thousandth, by which half-open bounds miss a round amount is not shown.
    """
    money = unit.code.startswith(MONEY)
    if (money and abs(amount) > ROUND) or not (money or unit.whole):
        step = ROUND if money else TENTH
        near = round(amount / step) * step
        amount = near if abs(near - amount) == 1 else amount
    return number_text(Decimal(amount) / unit.scale, unit)


def number_text(number: Decimal, unit: Unit) -> str:
    """A number of base units in words, shortened to what 亿 and 万 show exactly to the hundredth of a 万."""
    if not chinese():
        return _english(number, unit)
    word = unit.zh
    if word == "%":
        return f"{_plain(number)}%"
    size = abs(number)
    if size >= YI:
        return f"{_plain(number / YI, 6)}亿{word}"
    if size >= WAN and (not unit.whole or number % WAN == 0 or size >= 10 * WAN):
        return f"{_plain(number / WAN, 6)}万{word}"
    return f"{_plain(number)}{word}"


def interval_text(interval: Interval, unit: Unit) -> str:
    """Bounds in words: one value where it is settled, a rounded one where it is settled to a digit, else
    `不少于…`, `不超过…`, `…至…`."""
    interval = whole_things(interval, unit)
    least, most = interval.least, interval.most
    if most is None and not least:
        return _("not known")
    if least is not None and least == most:
        return amount_text(least, unit)
    if most is None:
        assert least is not None
        return _("at least {value}").format(value=amount_text(least, unit))
    if not least:
        return _("at most {value}").format(value=amount_text(most, unit))
    if (value := settled_value(least, most)) is not None:
        return amount_text(value, unit)
    low, high = amount_text(least, unit), amount_text(most, unit)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def whole_things(interval: Interval, unit: Unit) -> Interval:
    """The same drawn in to whole things where the unit counts such: 600余人 are 699 at most."""
    least, most = interval.least, interval.most
    if not unit.whole or (least is not None and most is not None and most - least < unit.scale):
        return interval
    return Interval.inclusive(
        None if least is None else -(-least // unit.scale) * unit.scale,
        None if most is None else most // unit.scale * unit.scale,
    )


def decimal_bounds(interval: Interval, unit: Unit) -> tuple[str | None, str | None]:
    """Inclusive bounds as decimal strings of base units, None = open (the JSON of every command)."""
    least, most = interval.least, interval.most
    end = None if most is None else format_amount(most, unit.scale)
    if least == most:
        return end, end
    return None if least is None else format_amount(least, unit.scale), end


def settled_value(least: int, most: int) -> int | None:
    """The value to the digit that the bounds settle, where all between them rounds to it; else None.

    Either they are near each other, or they are just what the value, printed with two digits or more, may be
    rounded from (2.25 to 2.35 is 2.3).
    """
    width = most - least + 1
    if least <= 0:
        return None
    middle = (least + most + 1) // 2
    digit = 10 ** _trailing_zeros(middle)
    narrow = width * FINE <= least and width <= digit
    printed = width == digit and middle - least == digit // 2 and middle >= 10 * digit
    return middle if narrow or printed else None


def _trailing_zeros(number: int) -> int:
    digits = str(number)
    return len(digits) - len(digits.rstrip("0"))


def _plain(number: Decimal, places: int = 4) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize()
    return f"{rounded:f}"


def _english(number: Decimal, unit: Unit) -> str:
    if unit.code == "percent":
        return f"{_plain(number)}%"
    money = unit.code.startswith(MONEY)
    word = unit.en.removeprefix("yuan").strip() if money else unit.en
    if abs(number) >= 1_000_000_000:
        shown = f"{_plain(number / 1_000_000_000, 6)} billion"
    elif abs(number) >= 1_000_000:
        shown = f"{_plain(number / 1_000_000, 6)} million"
    else:
        shown = f"{Decimal(_plain(number)):,}"
    return " ".join(part for part in ("CNY" if money else "", shown, word) if part)
