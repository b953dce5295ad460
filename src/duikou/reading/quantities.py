"""Third stage: numbers with their units, qualifiers and ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from duikou.reading.exclusions import is_figure
from duikou.reading.found import Found
from duikou.reading.lists import any_of, rows
from duikou.reading.numbers import Number, decimal_text, numbers
from duikou.reading.rates import refine
from duikou.reading.times import time_spans
from duikou.reading.types import Clean, Piece, Quantity, Span
from duikou.reading.units import UnitWord, elided_at, unit_at
from duikou.words import Printed, Vocabulary

_PREFIX = {row["word"]: row["code"] for row in rows("qualifier_words") if row["side"] == "prefix"}
_LONGEST_PREFIX = max(map(len, _PREFIX))
_SUFFIX = {row["word"]: row["code"] for row in rows("qualifier_words") if row["side"] == "suffix"}
_SUFFIX_AT = re.compile(any_of(_SUFFIX))
_JOIN = re.compile(r"[-—–~至到]{1,2}(?:近|约)?")
_AFTER_UNIT = re.compile(r"[余多]")
_BETWEEN = re.compile(r"[达到]")
_AIM = re.compile("力争|争取|预计|目标|确保|要求|规划|计划到|拟|到20\\d\\d年|将完成|有望")


def quantities(clean: Clean, pieces: Sequence[Piece], vocabulary: Vocabulary) -> tuple[Quantity, ...]:
    """Every number with its unit that is a figure, in order of the text. Linear in its length."""
    text = clean.text
    masked = time_spans(text)
    every = list(numbers(text))
    found: list[Quantity] = []
    position = mask = 0
    for index, number in enumerate(every):
        while mask < len(masked) and masked[mask][1] <= number.start:
            mask += 1
        if number.start < position or (mask < len(masked) and masked[mask][0] < number.end):
            continue
        draft = _found(text, number, every[index + 1] if index + 1 < len(every) else None, position)
        if draft is None or not is_figure(text, draft):
            continue
        draft = refine(text, draft)
        found.append(_finish(draft, vocabulary))
        position = draft.end
    return tuple(found)


def _found(text: str, number: Number, following: Number | None, left: int) -> Found | None:
    """The expression around one number; `left`: where the one before it ended."""
    unit = unit_at(text, number.end)
    unit_start = number.end
    high = number.high
    last = number
    if following is not None and high is None:
        ranged = _ranged(text, number, unit, following)
        if ranged is not None:
            last, unit = following, ranged
            unit_start = following.end
            number, high = _same_scale(number, following, bool(unit_at(text, number.end)))
    if unit is None:
        near = last.code == "" and not any(sign in "百千万亿" for sign in last.text[1:])
        unit = elided_at(text, last.end, near)
    if unit is None:
        return None
    end = unit_start + len(unit.word)
    code = number.code or last.code
    if code == "" and (match := _AFTER_UNIT.match(text, end)) and unit.word and unit.kind in ("measure", "money", "share"):
        code, end = "over", match.end()
    draft = Found(number.start, end, number, high, unit, (unit_start, unit_start + len(unit.word)), code or "exact")
    return _qualified(text, draft, left)


def _ranged(text: str, number: Number, unit: UnitWord | None, following: Number) -> UnitWord | None:
    """The unit of a range `80元到120元`, `30—40家` that begins with `number`; None where it is no range."""
    after = number.end + (len(unit.word) if unit else 0)
    joined = _JOIN.match(text, after)
    if joined is None or joined.end() != following.start:
        return None
    second = unit_at(text, following.end) or elided_at(text, following.end, True)
    if second is None or (unit is not None and unit.code != second.code):
        return None
    return second


def _same_scale(low: Number, high: Number, own_unit: bool) -> tuple[Number, object]:
    """`3—5万`: the lower end is 3万 too where it is the smaller number so and has no scale of its own."""
    scale = high.text.lstrip("0123456789.,")
    numeral = low.numeral
    if not own_unit and scale and low.text[-1] not in "百千万亿" and not low.han:
        factor = high.numeral.last if "." not in high.text else high.numeral.last * 10 ** len(high.text.partition(".")[2].rstrip("百千万亿"))
        if numeral.value * factor <= high.numeral.value:
            numeral = numeral.times(factor)
    return replace(low, numeral=numeral), high.numeral


def _qualified(text: str, draft: Found, left: int) -> Found:
    """Add the qualifiers before and after."""
    start, end, code = draft.start, draft.end, draft.qualifier
    span: Span | None = None
    for length in range(min(_LONGEST_PREFIX, start - left), 0, -1):
        word = text[start - length:start]
        if word in _PREFIX:
            prefix = _PREFIX[word]
            code = prefix if code == "exact" else ("about" if {prefix, code} == {"nearly", "over"} else code)
            span = (start - length, start)
            start -= length
            break
    suffix = _SUFFIX_AT.match(text, end)
    if suffix:
        after = _SUFFIX[suffix[0]]
        if after == "over" and _AIM.search(_sentence_before(text, start)):
            after = "at_least"
        code = after if code == "exact" else code
        span = span or suffix.span()
        end = suffix.end()
    return replace(draft, start=start, end=end, qualifier=code, qualifier_span=span)


def _sentence_before(text: str, position: int) -> str:
    """The sentence up to `position`, its last 60 characters at most."""
    near = text[max(0, position - 60) : position]
    return near[max(near.rfind(sign) for sign in "。！？\n") + 1 :]


def _finish(draft: Found, vocabulary: Vocabulary) -> Quantity:
    factor = draft.unit.factor
    unit = vocabulary.unit[draft.code or draft.unit.code]
    value = draft.number.numeral.times(factor)
    high = draft.high.times(factor) if draft.high else None
    scale = Decimal(unit.scale)
    last = high.last if high else value.last
    rounded = high.round if high else value.round
    printed = Printed(
        int(value.value * scale),
        int(high.value * scale) if high else None,
        max(1, int(last * scale)),
        max(1, int(rounded * scale)),
        unit.whole and value.last == 1 and draft.qualifier == "exact",
    )
    return Quantity(
        draft.start, draft.end,
        decimal_text(value.value), decimal_text(high.value) if high else "",
        unit.code, draft.qualifier, printed, draft.unit.word,
        (draft.number.start, draft.number.end), draft.unit_span, draft.qualifier_span,
    )
