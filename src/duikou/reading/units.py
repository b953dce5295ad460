"""Unit words after a number, and what is counted where the unit is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from duikou.reading.lists import any_of, rows


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit as written. One `word` is `factor` of the base unit `code`. `kind`: money, counter, measure,
    duration, share, grade; `elided` where the text leaves it out (`word` is "" then)."""

    word: str
    code: str
    factor: Decimal
    kind: str


_WORDS = {
    row["word"]: UnitWord(row["word"], row["unit"], Decimal(row["factor"]), row["kind"])
    for row in rows("unit_words")
    if row["kind"] != "nocount"
}


def _pattern() -> re.Pattern[str]:
    barred = {row["word"]: row["not_before"] for row in rows("unit_words")}
    parts = []
    for word in sorted(_WORDS, key=lambda w: (-len(w), w)):
        not_before = any_of(barred[word].split("|")) if barred[word] else ""
        if word[-1].isascii() and word[-1].isalnum():
            not_before = not_before + "|[A-Za-z]" if not_before else "[A-Za-z0-9]"
        parts.append(re.escape(word) + (f"(?!{not_before})" if not_before else ""))
    return re.compile("|".join(parts))


_UNIT = _pattern()
_NOUNS = {row["noun"]: row["unit"] for row in rows("counted_nouns")}
_ELIDED = re.compile(rf"[\u4e00-\u9fff]{{0,6}}?(?:{any_of(_NOUNS)})")
_NOUN = re.compile(rf"(?:{any_of(_NOUNS)})")
_PERSON = UnitWord("", "person", Decimal(1), "elided")


def unit_at(text: str, position: int) -> UnitWord | None:
    """The unit word that begins at `position`, longest first; None where there is none."""
    match = _UNIT.match(text, position)
    return _WORDS[match[0]] if match else None


def elided_at(text: str, position: int, near: bool) -> UnitWord | None:
    """The unit of the noun that follows where the text leaves the unit out (`500余居民`, `近12万城区居民`).

    `near`: the noun must follow at once (a plain number); else up to six characters may stand between.
    """
    match = (_NOUN if near else _ELIDED).match(text, position)
    if match is None:
        return None
    noun = _NOUN.search(match[0])
    code = _NOUNS[noun[0]] if noun else "person"
    return UnitWord("", code, Decimal(1), "elided")
