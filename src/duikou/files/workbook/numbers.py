"""Numbers as people put them into cells: 1,200 · 120万元 · 一百二十 · (5) · 约30 · 12.5%."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from decimal import Decimal

from duikou.book import DOUBT, ERROR, NOTE, Problem, format_amount, problem
from duikou.reading.numerals import DIGIT, LARGE, SMALL, parse
from duikou.reading.units import unit_at
from duikou.words import ActivityField, Unit, Vocabulary

_SIGNS = "".join(map(re.escape, (*DIGIT, *SMALL, *LARGE)))
_NUMBER = re.compile(rf"(?P<minus>[-−(])?(?P<number>[\d.,{_SIGNS}点]+)\)?(?P<unit>.*)", re.ASCII | re.S)
_ABOUT = re.compile(r"^(约|近|超过|超|逾|不足|不到|大约|达)|(余|多|左右|以上|以下|上下)(?=$|[^\d])")
_MONEY_SIGNS = re.compile(r"^(人民币|RMB|CNY|¥|￥)|(人民币|整)$", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "未填", "空", "N/A", "n/a", "*"})
_MULTIPLES = {"万": 10_000, "亿": 100_000_000, "千": 1_000, "百万": 1_000_000, "千万": 10_000_000}
_COUNTERS = frozenset({"count", "class", "batch", "train", "TEU", "parcel", "other"})
# As `reading` writes them: 人（次）.
_WIDE = str.maketrans("()", "（）")
# More digits than Excel keeps are noise of its binary numbers.
_DIGITS = 15


def squeezed(text: str) -> str:
    """Full-width signs as plain ones, no spaces, no invisible characters."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


def unit_factor(text: str, field: ActivityField, unit: Unit) -> int | None:
    """How many base units (`unit`) of `field` one `text` is: 万元 → 10,000 for money; None where it is no
    unit of it."""
    plain = squeezed(text).removeprefix("单位").lstrip(":")
    for multiple in sorted(_MULTIPLES, key=len, reverse=True):
        if plain.startswith(multiple) and (rest := _same_unit(plain[len(multiple) :], field, unit)):
            return _MULTIPLES[multiple] * rest
    return _same_unit(plain, field, unit)


def _same_unit(text: str, field: ActivityField, unit: Unit) -> int | None:
    if text in (unit.zh, unit.code):
        return 1
    written = text.translate(_WIDE)
    found = unit_at(written, 0)
    if found is None or found.word != written or found.factor != int(found.factor):
        return None
    both = {found.code, field.unit}
    if found.code == field.unit or (both <= _COUNTERS):
        return int(found.factor)
    return None


def unit_text(field: ActivityField, words: Vocabulary) -> str:
    """What one of a field is as people write it: 万元, 人次; "" for what is no number."""
    if not field.number:
        return ""
    return _multiple(field) + words.unit[field.unit].zh


def _multiple(field: ActivityField) -> str:
    return {1: "", 10_000: "万", 100_000_000: "亿"}.get(field.factor, str(field.factor))


def is_unit(text: str, units: Container[str] = ()) -> bool:
    """Whether `text` is a unit of anything (万元, 人次, %) or one of `units`."""
    plain = squeezed(text).removeprefix("单位").lstrip(":")
    for multiple in ("", *_MULTIPLES):
        rest = plain.removeprefix(multiple) if plain.startswith(multiple) else ""
        if rest in units or (rest and (found := unit_at(rest, 0)) and found.word == rest):
            return True
    return False


def read_number(
    value: str | int | float, field: ActivityField, unit: Unit, factor: int
) -> tuple[str, list[Problem]]:
    """A cell → decimal string in base units ("" = empty), and what is wrong or was taken for granted.

    `factor`: how many base units one is where the cell itself names no unit.
    """
    if isinstance(value, str):
        return _read_text(value, field, unit, factor)
    amount = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    found: list[Problem] = []
    if field.unit == "percent" and 0 < amount < 1:
        found.append(
            problem(DOUBT, "percent.fraction", field.name, text=str(amount), times=str(amount * 100))
        )
    return _finish(amount * factor, str(amount), field, unit, found)


def _read_text(text: str, field: ActivityField, unit: Unit, factor: int) -> tuple[str, list[Problem]]:
    plain = squeezed(text)
    if plain in _NOTHING:
        return "", []
    if plain.startswith("#"):
        return "", [problem(ERROR, "number.error", field.name, text=text.strip())]
    found: list[Problem] = []
    bare = _MONEY_SIGNS.sub("", plain)
    if _ABOUT.search(bare):
        found.append(problem(DOUBT, "number.about", field.name, text=text.strip()))
        bare = _ABOUT.sub("", bare)
    match = _NUMBER.fullmatch(bare)
    numeral = parse(match["number"]) if match else None
    if match is None or numeral is None:
        return "", [problem(ERROR, "number.unreadable", field.name, text=text.strip()[:60])]
    amount = numeral.value
    said = match["unit"]
    worth = _same_unit(said, field, unit) if said else None
    if said and worth is None:
        return "", [problem(ERROR, "number.unit", field.name, text=text.strip()[:60], unit=unit.zh)]
    multiplied = any(sign in match["number"] for sign in ("万", "亿"))
    if worth is None and not (multiplied and factor > 1):
        worth = factor
    amount *= worth or 1
    if match["minus"]:
        amount = -amount
    spoken = not re.fullmatch(r"[\d.,]+", match["number"])
    if (worth != factor or spoken) and not found:
        shown, one = _plain(amount / field.factor), _multiple(field) + unit.zh
        found.append(problem(NOTE, "cell.converted", field.name, text=text.strip(), value=shown, unit=one))
    return _finish(amount, text.strip(), field, unit, found)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _finish(
    amount: Decimal, text: str, field: ActivityField, unit: Unit, found: list[Problem]
) -> tuple[str, list[Problem]]:
    if amount < 0 and field.unit != "percent":
        return "", [*found, problem(ERROR, "number.negative", field.name, text=text)]
    if (field.form == "whole" or unit.whole) and amount != int(amount):
        return "", [*found, problem(ERROR, "number.not_whole", field.name, text=text, unit=unit.zh)]
    scaled = amount * unit.scale
    whole = int(scaled.to_integral_value())
    if whole != scaled:
        found.append(
            problem(NOTE, "number.rounded", field.name, text=text, value=format_amount(whole, unit.scale))
        )
    return format_amount(whole, unit.scale), found
