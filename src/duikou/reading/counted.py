"""Numbers that count a list beside them: `上海、天津等…八省市`, `3个县：忠县、奉节县、巫溪县`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duikou.reading.clean import clean
from duikou.reading.numerals import parse
from duikou.reading.types import Clean, Span
from duikou.words import Place, Vocabulary

_LEVELS = {
    "省区市|省市区|省市|省区|省份|省": ("province", "prefecture"),
    "市": ("province", "prefecture", "county"),
    "区县|县区|县市|市县|县|区": ("county",),
    "乡镇|镇乡|乡|镇|街道": ("township",),
    "村": ("village",),
}
_NOUN = "|".join(_LEVELS)
_NUMBER = r"(?:[1-9]\d?|[两二三四五六七八九]|十[一二三四五六七八九]?|二十[一二三四五六七八九]?)"
# a further number after the noun (三省一市) counts on
_COUNT = re.compile(
    rf"(?<![\d十百千万第])(?P<number>{_NUMBER})个?(?P<noun>{_NOUN})(?![一两二三四五六七八九\d])"
)
_AFTER = re.compile(r"(?:[：:（(]|——|，?(?:即|包括|分别是|分别为|有))(?P<names>[^。；;！？!?：:\n（()）]*)")
_JOINT = re.compile("、|以及|[和与]")
_BREAK = re.compile(r"[，,。；;：:！？!?\n（）()“”]")
LONGEST_NAME = 12
REACH = 160


@dataclass(frozen=True, slots=True)
class CountedList:
    """`start`..`end`: the counting words in the original; `names`: how many different places are listed."""

    start: int
    end: int
    count: int
    names: int


def counted_lists(text: str, vocabulary: Vocabulary) -> tuple[CountedList, ...]:
    """Every number of places (省市, 区县, 乡镇, 村) with a list of them right before or after it, all of
    whose names are known, of that level, and not left open by 等. Deterministic and linear in the text."""
    cleaned = clean(text)
    found = []
    for match in _COUNT.finditer(cleaned.text):
        number = parse(match["number"].replace("两", "二"))
        levels = next(levels for nouns, levels in _LEVELS.items() if match["noun"] in nouns.split("|"))
        names = _before(cleaned.text, match.start(), vocabulary, levels) or _after(
            cleaned.text, match.end(), vocabulary, levels
        )
        if number is not None and len(names) > 1:
            start, end = _original(cleaned, match.span())
            found.append(CountedList(start, end, int(number.value), len(set(names))))
    return tuple(found)


def plain_list(text: str, start: int) -> int:
    """How many things are named, joined by 、 and 和, right before `start` of the original; 0 where fewer
    than two are, or 等 leaves the list open."""
    words = re.split(_BREAK, text[max(0, start - REACH) : start])[-1]
    if "、" not in words or re.search("等", words):
        return 0
    items = [item for item in _JOINT.split("".join(words.split())) if item]
    return len(items) if len(items) > 1 else 0


def _before(text: str, at: int, words: Vocabulary, levels: Sequence[str]) -> list[str]:
    start = max(0, at - REACH)
    breaks = list(_BREAK.finditer(text, start, at))
    first = breaks[-1].end() if breaks else start
    items = _JOINT.split(text[first:at])
    if breaks and breaks[-1][0] in "，," and _ending(text[start : breaks[-1].start()], words, levels):
        return []  # the list goes on before the comma
    codes = [_ending(items[0], words, levels), *(_whole(item, words, levels) for item in items[1:])]
    return codes if all(codes) else []


def _after(text: str, at: int, words: Vocabulary, levels: Sequence[str]) -> list[str]:
    match = _AFTER.match(text, at)
    if not match or "等" in match["names"]:
        return []
    names, comma, rest = match["names"].partition("，")
    if comma and _whole(re.split(_JOINT, rest)[0].split("，")[0], words, levels):
        return []  # the list goes on behind the comma
    codes = [_whole(item, words, levels) for item in _JOINT.split(names)]
    return codes if all(codes) else []


def _whole(name: str, words: Vocabulary, levels: Sequence[str]) -> str:
    """Code of the place of one of the levels that is called so; "" where there is none."""
    name = name.strip()
    return next((p.code for p in _places(name, words) if p.level in levels), "")


def _ending(text: str, words: Vocabulary, levels: Sequence[str]) -> str:
    """The same for the longest name that the text ends with."""
    for length in range(min(LONGEST_NAME, len(text)), 1, -1):
        if code := _whole(text[-length:], words, levels):
            return code
    return ""


def _places(name: str, words: Vocabulary) -> tuple[Place, ...]:
    return words.places.find(name) if len(name) > 1 and not name.isdigit() else ()


def _original(cleaned: Clean, span: Span) -> Span:
    return cleaned.origin[span[0]], cleaned.origin[span[1] - 1] + 1
