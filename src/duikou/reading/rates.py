"""Units that depend on the words beside the number: 元一斤, 亩产…斤, 每年…万元, 日…吨, 培训…期.

The rules are rows of `data/rates.csv` (a pattern right after the unit, or before it in the clause) and
`data/unit_contexts.csv` (words in the sentence that tell what a measure word counts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from duikou.reading.context import clause_before, sentence_around
from duikou.reading.found import Found
from duikou.reading.lists import any_of, rows

_SUFFIX_CODES = {row["word"]: row["code"] for row in rows("qualifier_words") if row["side"] == "suffix"}
_SUFFIX = re.compile(any_of(_SUFFIX_CODES))
# A single named year makes of a yearly amount the amount of that year.
_SINGLE_YEAR = re.compile(r"(?:19|20)\d\d年(?!以?来|起|至今|开始)|今年(?!以来)|去年|前年|当年")
_REACH = 40


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    unit: str
    rate: str
    factor: Decimal


def _rules(side: str) -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for row in rows("rates"):
        if row["side"] == side:
            rule = _Rule(re.compile(row["words"]), row["unit"], row["rate"], Decimal(row["factor"]))
            found.setdefault(rule.unit, []).append(rule)
    return found


_AFTER = _rules("after")
_BEFORE = _rules("before")
_CONTEXTS: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _row in rows("unit_contexts"):
    _CONTEXTS.setdefault(_row["word"], []).append((re.compile(_row["near"]), _row["unit"]))


def refine(text: str, found: Found, left: int = 0) -> Found:
    """`found` with the base unit that the words beside it make of its unit. `left`: where the figure before ended."""
    if found.unit.word in _CONTEXTS:
        return _in_context(text, found)
    for rule in _AFTER.get(found.unit.code, ()):
        if match := rule.pattern.match(text, found.unit_span[1]):
            return _per_unit(text, found, rule, match.end())
    rules = _BEFORE.get(found.unit.code, ())
    if rules:
        clause = clause_before(text, found.start, _REACH)
        for rule in rules:
            if rule.pattern.search(clause) and not (
                rule.rate in ("CNY/a", "t/a") and _SINGLE_YEAR.search(text, max(0, found.start - 60), found.start)
            ):
                return replace(found, code=rule.rate, factor=rule.factor)
    return found


def _per_unit(text: str, found: Found, rule: _Rule, end: int) -> Found:
    """`元一斤`: the unit goes on, and a qualifier may follow it."""
    changed = replace(found, code=rule.rate, factor=rule.factor, end=max(found.end, end))
    suffix = _SUFFIX.match(text, end)
    if suffix is None or found.end > end:
        return changed
    qualifier = _SUFFIX_CODES[suffix[0]] if found.qualifier == "exact" else found.qualifier
    return replace(changed, end=suffix.end(), qualifier=qualifier)


def _in_context(text: str, found: Found) -> Found:
    around = sentence_around(text, found.start, found.end)
    for pattern, unit in _CONTEXTS[found.unit.word]:
        if pattern.search(around):
            return replace(found, code=unit)
    return found
