"""Units that depend on the words beside the number: 元一斤, 亩产…斤, 每年…万元, 日…吨."""

from __future__ import annotations

import re
from dataclasses import replace

from duikou.reading.found import Found

_AFTER = (
    (re.compile(r"(?:/|每|一)(?:市)?斤"), "CNY", "CNY/jin"),
    (re.compile(r"(?:/|每|一)亩"), "CNY", "CNY/mu"),
    (re.compile(r"(?:/|每|一)亩"), "jin", "jin/mu"),
    (re.compile(r"(?:/|每)年"), "CNY", "CNY/a"),
    (re.compile(r"(?:/|每)年"), "t", "t/a"),
    (re.compile(r"(?:/|每)[日天]"), "t", "t/d"),
)
_BEFORE = (
    (re.compile(r"每斤|斤价"), "CNY", "CNY/jin"),
    (re.compile(r"每亩|亩均|亩产值|亩收"), "CNY", "CNY/mu"),
    (re.compile(r"亩产|每亩|亩均"), "jin", "jin/mu"),
    (re.compile(r"每年|年均|年产值|年增收|年收入|年销售|年人均|年营业|年创|年利|年纳税|年产"), "CNY", "CNY/a"),
    (re.compile(r"年产|每年|年处理|年加工"), "t", "t/a"),
    (re.compile(r"日供水|日处理|每天|每日|日产|日均|日供"), "t", "t/d"),
)
_CLAUSE_START = re.compile(r".*[，。；！？、\n]", re.S)
_SINGLE_YEAR = re.compile(r"(?:19|20)\d\d年|今年|去年|前年|当年")


def refine(text: str, found: Found) -> Found:
    """`found` with the base unit that the words beside it make of its unit."""
    code = found.unit.code
    for pattern, unit, rate in _AFTER:
        if code == unit and (match := pattern.match(text, found.unit_span[1])):
            end = max(found.end, match.end())
            suffix = re.compile("左右|以上|上下").match(text, end)
            qualifier = found.qualifier
            if suffix and found.end <= match.start() + 1:
                end = suffix.end()
                qualifier = {"左右": "about", "上下": "about", "以上": "over"}[suffix[0]]
            return replace(found, code=rate, end=end, qualifier=qualifier)
    window = text[max(0, found.start - 30):found.start]
    clause = _CLAUSE_START.sub("", window)
    for pattern, unit, rate in _BEFORE:
        if code == unit and pattern.search(clause) and not (rate == "CNY/a" and _SINGLE_YEAR.search(clause)):
            return replace(found, code=rate)
    return found
