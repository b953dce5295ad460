"""Unit words after a number, and what is counted where the unit is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from duikou.reading.context import clause_before
from duikou.reading.lists import any_of, rows


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit as written. One `word` is `factor` of the base unit `code`. `kind`: money, counter, measure,
    duration, share or grade; `elided` where the text leaves it out (`word` is "" then)."""

    word: str
    code: str
    factor: Decimal
    kind: str


_WORDS = {
    row["word"]: UnitWord(row["word"], row["unit"], Decimal(row["factor"]), row["kind"])
    for row in rows("unit_words")
}


def _pattern() -> re.Pattern[str]:
    """All unit words, longest first, each barred before the characters of its `not_before` (a pattern)."""
    parts = []
    for row in sorted(rows("unit_words"), key=lambda row: (-len(row["word"]), row["word"])):
        barred = [row["not_before"]] if row["not_before"] else []
        if row["word"][-1].isascii() and row["word"][-1].isalnum():
            barred.append("[A-Za-z]")
        parts.append(re.escape(row["word"]) + (f"(?!{'|'.join(barred)})" if barred else ""))
    return re.compile("|".join(parts))


_UNIT = _pattern()
_NOUN_UNITS = {row["noun"]: row["unit"] for row in rows("counted_nouns")}
_NOUN = re.compile(any_of(_NOUN_UNITS))
# Up to six characters of a describing word, no verb among them.
_FAR_NOUN = re.compile(
    r"(?:建档立卡)?(?:(?![助给为让使带用帮惠于及在了向解促支建受就])[\u4e00-\u9fff]){0,6}?"
    rf"(?P<noun>{any_of(noun for noun in _NOUN_UNITS if len(noun) > 1)})"
)
_HEADS = {row["head"]: row["unit"] for row in rows("elided_heads")}
# Words between what is counted and its number (`产值已突破5亿`).
_FILLERS = (
    "总额 总量 总数 总计 总 额 数 规模 分别 累计 合计 共计 共 约 近 超过 超 突破 逾 实现 已 将 可 高达 多达 "
    "达到 达 增长到 增加到 增至 升至 提高到 提高至 为 到 了 ： 过 破 不足 不到 至少"
).split()
_HEAD_BEFORE = re.compile(rf"(?P<head>{any_of(_HEADS)})(?:{any_of(_FILLERS)})*$")
_MONEY_WORDS = frozenset(head for head, unit in _HEADS.items() if unit == "CNY")
_SHARED = frozenset({"CNY", "person", "person_time", "household"})
_TO_ZERO = re.compile(r"率[^，。；]{0,16}(?:降至|降到|降为|下降到|下降至|归|为|由|从)$")
_ENDS = re.compile(r"[，。；、！？）\n”和及与]|$|用于|元")


def unit_at(text: str, position: int) -> UnitWord | None:
    """The unit word that begins at `position`, longest first; None where there is none."""
    match = _UNIT.match(text, position)
    return _WORDS[match[0]] if match else None


def money_head(name: str) -> bool:
    """Whether `name` ends with a word for money (资金, 投资额)."""
    return money_before(name, len(name)) or name.endswith("元")


def money_before(text: str, position: int) -> bool:
    """Whether a word for money leads up to `position` (投资, 产值达)."""
    head = _HEAD_BEFORE.search(clause_before(text, position, 24))
    return bool(head and head["head"] in _MONEY_WORDS)


def elided_unit(text: str, start: int, end: int, vague: bool, before: str = "") -> UnitWord | None:
    """The unit where the text leaves it out of the number in [start, end). `before`: the unit of the figure
    before in the sentence, which a number that ends with 万 or 亿 shares where nothing else is said.

    `vague`: the number ends with 万 or 亿 or has 余 or 多; then its noun may stand a few characters on
    (`近12万城区居民`) or before it (`产值超10亿`), else at once after it (`38项目`).
    """
    if vague and _ENDS.match(text, end):
        head = _HEAD_BEFORE.search(clause_before(text, start, 24))
        code = _HEADS[head["head"]] if head else before if before in _SHARED else ""
        return _elided(code) if code else None
    if vague and money_before(text, start):
        return _elided("CNY")
    if text[start:end] in ("0", "零") and _TO_ZERO.search(clause_before(text, start, 24)):
        return _elided("percent")
    match = _FAR_NOUN.match(text, end) if vague else _NOUN.match(text, end)
    if match is None:
        return None
    return _elided(_NOUN_UNITS[match["noun"] if vague else match[0]])


def _elided(code: str) -> UnitWord:
    return UnitWord("", code, Decimal(1), "elided")
