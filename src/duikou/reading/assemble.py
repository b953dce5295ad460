"""From a numeral to an expression: its unit, its range, its qualifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from duikou.reading.context import sentence_before
from duikou.reading.found import Found
from duikou.reading.lists import any_of, rows
from duikou.reading.numbers import Number
from duikou.reading.numerals import Numeral
from duikou.reading.units import UnitWord, elided_unit, unit_at

_PREFIX = {row["word"]: row["code"] for row in rows("qualifier_words") if row["side"] == "prefix"}
_NOT_AFTER = {row["word"]: row["not_after"] for row in rows("qualifier_words") if row["side"] == "prefix"}
_SUFFIX_CODES = {row["word"]: row["code"] for row in rows("qualifier_words") if row["side"] == "suffix"}
_LONGEST_PREFIX = max(map(len, _PREFIX))
_OF_SCALES = ("过", "破")  # 过亿, 破万: qualifiers of a bare multiplier only
_SUFFIX = re.compile(any_of(_SUFFIX_CODES))
_RANGE = re.compile(r"[-—–~]{1,2}|至|到")
_LIST = re.compile(r"以及|[、和与及]")
_AFTER_UNIT = re.compile(r"[余多](?=[，。；、！？）\n]|$)")
_FROM = re.compile(r"[从由自][^，。；]{0,12}$")
_CHANGES = re.compile(
    r"(?:下降|降低|降|上升|升|提高|提升|增加|增长|增|减少|减|扩大|缩短|缩小)(?:至|到|为)了?(?:约|近|不足|不到|超过)?"
)
# Words of an aim, a forecast or a norm: 以上 is then a floor that is set, not a rounding.
_AIM = re.compile(
    r"力争|争取|预计|目标|确保|要求|规划|计划到|计划用|拟|到20\d\d年|有望|必须|应当|原则上|规定|不得|严格|坚持"
    r"|可(?:释放|实现|带动|增|解决|提供|减少|节约|达|使|满足|容纳|覆盖|惠及|吸纳|帮|为|年|新|让)"
)
_NORM = re.compile(r"[^，。；]{0,6}(?:资金|经费)[^，。；]{0,4}(?:用于|投向|投入|向|安排)")
_IN_BRACKETS = re.compile(r"（(?:(?:[个项所家座处台套批次人件条头只匹株户]|班次)、?){1,3}）")
_BELOW_ZERO = re.compile(r"零下$|(?<![\d%℃A-Za-z-])-$")
_SPOKEN_MORE = re.compile(r"个[多余](?=小时|学时|课时|百分点|亿)")
_SPOKEN_HALF = re.compile(r"个半(?=小时|学时|课时|工作日)")
LONGEST_CHAIN = 12
NEAR = 120


@dataclass(frozen=True, slots=True)
class _Measured:
    """Value and unit: what stands between the qualifiers."""

    number: Number
    high: Numeral | None
    unit: UnitWord
    unit_start: int
    code: str


def read_at(text: str, every: Sequence[Number], index: int, previous: Found | None) -> Found | None:
    """The expression about number `index` of `every`, `previous` being the figure before; None where the
    number has no unit."""
    left = previous.end if previous else 0
    near = (
        previous is not None
        and every[index].start - left < NEAR
        and not any(sign in text[left : every[index].start] for sign in "。！？\n")
    )
    before = previous.unit.code if previous is not None and near else ""
    measured = _ranged(text, every, index) or _single(text, every, index, before)
    if measured is None:
        return None
    end = measured.unit_start + len(measured.unit.word)
    if doubled := _IN_BRACKETS.match(text, end):  # 44个（项）
        end = doubled.end()
    number = measured.number
    draft = Found(
        number.start,
        end,
        number,
        measured.high,
        measured.unit,
        (measured.unit_start, end),
        measured.code or "exact",
    )
    return qualified(text, _signed(text, draft), left)


def _signed(text: str, draft: Found) -> Found:
    """`零下20℃`, `增长-3.5%`: below zero."""
    if draft.unit.word not in ("℃", "摄氏度", "%"):
        return draft
    sign = _BELOW_ZERO.search(text, max(0, draft.start - 3), draft.start)
    if sign is None:
        return draft
    numeral = draft.number.numeral
    number = replace(draft.number, numeral=replace(numeral, value=-numeral.value))
    return replace(draft, start=sign.start(), number=number)


def _single(text: str, every: Sequence[Number], index: int, before: str) -> _Measured | None:
    number = every[index]
    if unit := unit_at(text, number.end):
        return _Measured(number, number.high, unit, number.end, number.code)
    if (half := _SPOKEN_HALF.match(text, number.end)) and (unit := unit_at(text, half.end())):  # 2个半小时
        value = number.numeral.value + Decimal("0.5")
        numeral = Numeral(value, Decimal("0.5"), Decimal("0.5"))
        return _Measured(replace(number, numeral=numeral), None, unit, half.end(), number.code)
    if (spoken := _SPOKEN_MORE.match(text, number.end)) and (
        unit := unit_at(text, spoken.end())
    ):  # 3个多小时
        return _Measured(number, number.high, unit, spoken.end(), "over")
    if shared := _shared(text, every, index) or _changing(text, every, index):
        return shared
    vague = number.scaled or number.code != ""
    if number.han and not vague and number.text != "零":  # 两企业, 三村: who takes part, not a figure
        return None
    unit = elided_unit(text, number.start, number.end, vague, before)
    return _Measured(number, number.high, unit, number.end, number.code) if unit else None


def _ranged(text: str, every: Sequence[Number], index: int) -> _Measured | None:
    """`80元到120元`, `30—40家`, `7、8个`: lower end, join, upper end with the unit of both."""
    number = every[index]
    if index + 1 == len(every) or number.high is not None:
        return None
    above = every[index + 1]
    own = unit_at(text, number.end)
    after = number.end + (len(own.word) if own else 0)
    if above.start - after > 2 or above.start == after:
        return None
    join = text[after : above.start]
    spoken = own is None and join == "、" and _are_neighbours(number, above)
    if not spoken and not _RANGE.fullmatch(join):
        return None
    unit = unit_at(text, above.end)
    if unit is None or (own is not None and (own.code, own.kind) != (unit.code, unit.kind)):
        return None
    if join in "至到" and own is not None and _FROM.search(text, max(0, number.start - 14), number.start):
        return None
    low = _scaled_as(number, above) if own is None else number.numeral
    if own is not None and own.factor != unit.factor:
        low = low.times(own.factor / unit.factor)
    if low.value >= above.numeral.value:
        return None
    code = number.code or above.code
    return _Measured(replace(number, numeral=low), above.numeral, unit, above.end, code)


def _are_neighbours(number: Number, above: Number) -> bool:
    """`7、8个`: two digits one apart say about how many."""
    return len(number.text) == len(above.text.rstrip("十百千万亿")) == 1 and (
        int(above.numeral.value / (above.numeral.last or 1)) == int(number.numeral.value) + 1
    )


def _scaled_as(number: Number, other: Number) -> Numeral:
    """The numeral of `number`, in the 万 or 亿 of `other` where it has none of its own (3—5万)."""
    scale = {"万": 10_000, "亿": 100_000_000}.get(other.text[-1])
    if scale is None or number.scaled:
        return number.numeral
    if other.text.endswith("万亿"):
        scale = 1_000_000_000_000
    return number.numeral.times(Decimal(scale))


def _changing(text: str, every: Sequence[Number], index: int) -> _Measured | None:
    """`由十五点三降至百分之一点二`, `从15.3下降到1.2%`: the old value has the unit of the new one."""
    number = every[index]
    change = _CHANGES.match(text, number.end)
    if change is None or not _FROM.search(text, max(0, number.start - 14), number.start):
        return None
    if text.startswith("百分之", change.end()):
        share = UnitWord("", "percent", Decimal(1), "share")
        return _Measured(number, number.high, share, number.end, number.code)
    above = every[index + 1] if index + 1 < len(every) else None
    unit = unit_at(text, above.end) if above and above.start == change.end() else None
    if above is None or unit is None:
        return None
    own = replace(number, numeral=_scaled_as(number, above))
    return _Measured(own, number.high, replace(unit, word=""), number.end, number.code)


def _shared(text: str, every: Sequence[Number], index: int) -> _Measured | None:
    """`12.5、13.6和14.8万元`: the unit, and the 万 or 亿, of the last number of the row."""
    number = every[index]
    if number.start == 0 or text[number.start - 1] == "\n":  # `1、` is a list mark
        return None
    last = index
    while last + 1 < len(every) and last - index < LONGEST_CHAIN:
        join = text[every[last].end : every[last + 1].start]
        if len(join) > 2 or not _LIST.fullmatch(join):
            return None
        last += 1
        if unit := unit_at(text, every[last].end):
            numeral = _scaled_as(number, every[last])
            return _Measured(
                replace(number, numeral=numeral), number.high, replace(unit, word=""), number.end, number.code
            )
    return None


def qualified(text: str, draft: Found, left: int) -> Found:
    """`draft` with the qualifiers before and after; `left`: where they may begin at the earliest."""
    start, end, code = draft.start, draft.end, draft.qualifier
    span = None
    if prefix := _prefix(text, draft, left):
        before = _PREFIX[prefix]
        # 近20多家: the two contradict each other.
        code = before if code == "exact" else "about" if {before, code} == {"nearly", "over"} else code
        span = (start - len(prefix), start)
        start -= len(prefix)
    if draft.unit.kind in ("measure", "money", "share") and (more := _AFTER_UNIT.match(text, end)):
        code = "over" if code == "exact" else code
        span, end = span or more.span(), more.end()
    if suffix := _SUFFIX.match(text, end):
        after = _SUFFIX_CODES[suffix[0]]
        norm = draft.unit.code == "percent" and _NORM.match(text, suffix.end())
        if after == "over" and (norm or _AIM.search(sentence_before(text, start, 60).rpartition("；")[2])):
            after = "at_least"
        code = after if code == "exact" else code
        span, end = span or suffix.span(), suffix.end()
    return replace(draft, start=start, end=end, qualifier=code, qualifier_span=span)


def _prefix(text: str, draft: Found, left: int) -> str:
    """The longest qualifier that ends where the number begins, "" where there is none."""
    start = draft.start
    for length in range(min(_LONGEST_PREFIX, start - left), 0, -1):
        word = text[start - length : start]
        if word not in _PREFIX or (word in _OF_SCALES and not draft.number.bare_scale):
            continue
        before = start - length
        if before in (0, left) or text[before - 1] not in _NOT_AFTER[word]:
            return word
    return ""
