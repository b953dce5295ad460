"""Units that depend on the words beside the number: 元一斤, 亩产…斤, 每年…万元, 日…吨, 培训…期.

The rules are rows of `data/rates.csv` (a pattern right after the unit, or before it in the clause) and
`data/unit_contexts.csv` (words in the sentence that tell what a measure word counts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from duikou.reading.context import clause_before, sentence_around, sentence_before
from duikou.reading.found import Found
from duikou.reading.lists import any_of, rows

_SUFFIX_CODES = {row["word"]: row["code"] for row in rows("qualifier_words") if row["side"] == "suffix"}
_SUFFIX = re.compile(any_of(_SUFFIX_CODES))
# A single named year makes of a yearly amount the amount of that year.
_YEAR = r"(?:(?:19|20)\d\d年(?!以?来|起|至今|开始|后)|今年(?!以来)|去年|前年|当年)"
_SINGLE_YEAR = re.compile(_YEAR)
_OPENING_YEAR = re.compile(rf"{_YEAR}[底末]?，")
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
_FILLER = r"(?:约|近|达到|达|超过|超|共计|共|累计|总计|了|：)*$"


@dataclass(frozen=True, slots=True)
class _Context:
    """Words right before the figure, right after its unit, or anywhere in its sentence; all that are set."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    around: re.Pattern[str] | None
    unit: str


def _contexts() -> dict[str, list[_Context]]:
    found: dict[str, list[_Context]] = {}
    for row in rows("unit_contexts"):
        before = re.compile(f"(?:{row['before']}){_FILLER}") if row["before"] else None
        after = re.compile(row["after"]) if row["after"] else None
        around = re.compile(row["around"]) if row["around"] else None
        found.setdefault(row["word"], []).append(_Context(before, after, around, row["unit"]))
    return found


_CONTEXTS = _contexts()


def refine(text: str, found: Found) -> Found:
    """`found` with the base unit that the words beside it make of its unit."""
    if found.unit.word in _CONTEXTS:
        return _in_context(text, found)
    for rule in _AFTER.get(found.unit.code, ()):
        if match := rule.pattern.match(text, found.unit_span[1]):
            return _per_unit(text, found, rule, match.end())
    rules = _BEFORE.get(found.unit.code, ())
    clause = clause_before(text, found.start, _REACH) if rules else ""
    for rule in rules:
        if rule.pattern.search(clause):
            yearly = rule.rate in ("CNY/a", "t/a")
            return found if yearly and _of_one_year(text, found, clause) else _at_rate(found, rule)
    return found


def _at_rate(found: Found, rule: _Rule) -> Found:
    return replace(found, code=rule.rate, factor=rule.factor)


def _of_one_year(text: str, found: Found, clause: str) -> bool:
    """Whether a single year is named in the clause or opens the sentence (`2019年，`)."""
    sentence = sentence_before(text, found.start)
    return bool(_SINGLE_YEAR.search(clause) or _OPENING_YEAR.match(sentence))


def _per_unit(text: str, found: Found, rule: _Rule, end: int) -> Found:
    """`元一斤`: the unit goes on, and a qualifier may follow it."""
    changed = replace(found, code=rule.rate, factor=rule.factor, end=max(found.end, end))
    suffix = _SUFFIX.match(text, end)
    if suffix is None or found.end > end:
        return changed
    qualifier = _SUFFIX_CODES[suffix[0]] if found.qualifier == "exact" else found.qualifier
    return replace(changed, end=suffix.end(), qualifier=qualifier)


def _in_context(text: str, found: Found) -> Found:
    sentence = sentence_around(text, found.start, found.end)
    for context in _CONTEXTS[found.unit.word]:
        before, after, around = context.before, context.after, context.around
        if before is not None or after is not None:
            stands = bool(before and before.search(text, max(0, found.start - 12), found.start)) or bool(
                after and after.match(text, found.end)
            )
            if not stands:
                continue
        if around is None or around.search(sentence):
            return replace(found, code=context.unit)
    return found
