"""Which numbers with units are no figures: ordinals, articles, idioms, names."""

from __future__ import annotations

import re

from duikou.reading.found import Found
from duikou.reading.lists import any_of, words

_IDIOM = re.compile(any_of(words("not_figures")))
_ORDINAL = re.compile(r"第$|首$")
_CLAUSE_END = re.compile(r"[、，。；！？）”’…\n]|$|和|及|以及")
_NO_POST = re.compile(r"(?:[的了这那每某同任另唯有是其第上下前后哪又为成一]|唯一|不止|[仅只]有)$")
_ABSTRACT = re.compile(any_of(words("abstract_nouns")))


def is_figure(text: str, found: Found) -> bool:
    """Whether the number with its unit states a quantity."""
    start, number, unit = found.number.start, found.number, found.unit
    before = text[max(0, start - 8):start]
    if _ORDINAL.search(before) or unit.kind == "grade":
        return False
    if number.bare_scale and found.qualifier == "exact" and not before.endswith(("达", "近", "到")):
        return False
    if number.text == "一一":
        return False
    if number.text == "一" and unit.kind in ("counter", "elided") and found.high is None:
        return bool(_CLAUSE_END.match(text, found.end)) and not _NO_POST.search(before)
    if unit.kind == "duration" and re.match(r"内|后|前|来|里|以来|之内|间|时间", text[found.end:found.end + 2]):
        return False
    if number.han and unit.kind == "counter" and _ABSTRACT.match(text, found.end):
        return False
    return True
