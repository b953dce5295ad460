"""The places an article is about: from how much it says of each, its donors and its recipients."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence, Set

from duikou.reading.geography import inside, is_upper, path
from duikou.reading.pairings import pairings
from duikou.reading.types import Mention
from duikou.words import Vocabulary

_COUNTED = re.compile(
    r"([二两三四五六七八九]|十[一二三四五六七八九]?|\d{1,2})个?(?:对口支援|支援|援建|东部)?(?:省区市|省市区|省市|省区|省份)"
)
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
FEW = 3
MOST = 3  # more than these, not counted by the text, are no one topic
FLOOR = 0.34  # a donor of the heading said less than this share of the most said one is beside the topic
RIVAL = 0.7  # another donor said so much leaves open whose article it is
SHARE = 0.6  # a place on which this share of the whole's weight lies is what the text is about
SEVERAL = 2  # so many others that head items of a list leave open whose article it is
SELDOM = 0.25  # a whole with less than this share of its own is only where its parts lie
AMONG_MANY = 0.1  # the same where many parts are named

Weights = Mapping[str, float]


def main_donors(
    text: str,
    found: Sequence[Mention],
    start: int,
    weight: Weights,
    joint: Sequence[Set[str]],
    titled: Set[str],
    acting: Set[str],
    labels: Set[str],
    vocabulary: Vocabulary,
) -> tuple[str, ...]:
    """The donor most said and those that give with it; as many as the text counts (`七省市`).

    `weight`: of every donor; `found`: the mentions of `text`, which begins at `start`; `joint`: donors that
    the text names as giving together; `titled`: those of the headings; `acting`: those of which the text
    itself tells what they do; `labels`: places whose names head items of a list. None where two that do not
    give together are said about equally often, or where a list goes through several.
    """
    donors = _without_kin(sorted(weight, key=lambda c: -weight[c]), weight, acting, vocabulary)
    if not donors:
        return ()
    listed = _listed_donors(text, found, start)
    if listed:
        return listed
    counted = _COUNTED.search(text)
    if counted:
        number = number_of(counted.group(1))
        if 2 <= number <= len(donors):
            return tuple(donors[:number])
        if number > len(donors) >= FEW and donors[0] not in titled:
            return ()  # 全国20个省区市, of whom a few are named
    top = donors[0]
    partners = {code for group in joint if top in group for code in group}
    if top in titled:
        partners |= {code for code in titled if weight.get(code, 0) >= FLOOR * weight[top]}
    partners -= {c for c in partners if top in titled and c not in titled and inside(vocabulary, top, c)}
    main = (top, *(code for code in donors[1:] if code in partners))
    rivals = [code for code in donors if code not in main and weight[code] >= RIVAL * weight[top]]
    others = [code for code in donors if code in labels and code not in main]
    if len(others) >= SEVERAL and not titled & set(main):
        return ()  # a list that goes through the donors is about none of them alone
    return () if rivals or (len(main) > MOST and not titled & set(main)) else main


def _without_kin(
    donors: Sequence[str], weight: Weights, acting: Set[str], vocabulary: Vocabulary
) -> list[str]:
    """Of a party and one inside it (福建省, 泉州市) only the one that is said more; the one inner party
    that acts where the outer only stands in headings and does nothing itself."""
    pairs = [(code, outer) for code in donors for outer in _outer(code, vocabulary) if outer in weight]
    nested = {code for code, outer in pairs if outer in acting}
    inner = Counter(outer for code, outer in pairs if code in acting and code not in nested)
    lesser = {
        outer
        if code in acting and outer not in acting and inner[outer] == 1
        else min((code, outer), key=lambda c: (weight[c], c))
        for code, outer in pairs
    }
    return [code for code in donors if code not in lesser]


def _outer(code: str, vocabulary: Vocabulary) -> list[str]:
    """What holds a donor, as a party or on the map (广东省, of which 深圳市 is a party of its own)."""
    parties = vocabulary.parties
    held = parties.path(code)[:-1] if code in parties else ()
    return list(dict.fromkeys([*held, *path(vocabulary, code)[:-1]]))


def number_of(word: str) -> int:
    """The count a numeral up to 十九 or of two digits says."""
    if word.isdigit():
        return int(word)
    return 10 + _NUMERALS[word[1]] if len(word) == 2 else _NUMERALS[word]


def _listed_donors(text: str, found: Sequence[Mention], start: int) -> tuple[str, ...]:
    """The parties named before a count of them (`上海、天津、福建三省市`), where the count fits."""
    ends = [mention.span[1] for mention in found]
    for match in _COUNTED.finditer(text):
        row: list[str] = []
        last = start + match.start()
        before = bisect_right(ends, last)
        for mention in reversed(found[max(0, before - 40) : before]):
            between = text[mention.span[1] - start : last - start]
            if not mention.codes or (
                between not in ("", "、", "和", "与", "及", "，") and (row or between != "等")
            ):
                break
            row.append(mention.codes[0])
            last = mention.span[0]
        if len(row) == number_of(match.group(1)):
            return tuple(reversed(row))
    return ()


def main_recipients(
    weight: Weights, donors: Sequence[str], titled: Set[str], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """What the text is about on the receiving side. `weight`: of every recipient; `donors`: the main ones;
    `titled`: wide places that a heading names for themselves.

    From the widest place down: to the part on which most of the weight lies; to the parts themselves where
    the whole is hardly named; else the whole.
    """
    known = {taker for giver, taker in pairings(vocabulary) if giver in donors}
    tree = _Tree(weight, known | titled, vocabulary)
    found = tree.chosen(tree.roots)
    whole = [code for code in found if code in titled]
    return tuple(c for c in found if c in whole or not any(_holds(union, c, vocabulary) for union in whole))


class _Tree:
    """Places by the places named that hold them."""

    def __init__(self, weight: Weights, known: Set[str], vocabulary: Vocabulary) -> None:
        """`known`: places that a pairing names as recipients of the donors."""
        self.weight = weight
        self.known = known
        self.total = dict(weight)
        self.parts: dict[str, list[str]] = defaultdict(list)
        self.roots: list[str] = []
        wide = [code for code in weight if is_upper(code, vocabulary)]
        for code in weight:
            holders = _path(code, weight, vocabulary)
            unions = sorted((u for u in wide if _holds(u, code, vocabulary)), key=_size(vocabulary))
            for holder in (*holders, *unions):
                self.total[holder] += weight[code]
            for holder in (*holders[:1], *unions[:1]):
                self.parts[holder].append(code)
            if not holders and not unions:
                self.roots.append(code)

    def chosen(self, codes: Sequence[str]) -> tuple[str, ...]:
        """What stands out of `codes`: at most `MOST`, none where too many do."""
        if not codes:
            return ()
        ranked = sorted(codes, key=lambda code: -self.total[code])
        most = self.total[ranked[0]]
        best = [code for code in ranked if self.total[code] >= SHARE * most]
        if len(best) > MOST:
            return ()
        return tuple(dict.fromkeys(found for code in best for found in self._within(code)))

    def _leaves(self, whole: str) -> set[str]:
        """The places inside `whole` that hold no other named one."""
        inner = [self._leaves(part) or {part} for part in self.parts[whole]]
        return {code for found in inner for code in found}

    def _within(self, whole: str) -> tuple[str, ...]:
        parts = self.parts[whole]
        if not parts:
            return (whole,)
        narrow = [code for code in parts if self.total[code] >= SHARE * self.total[whole]]
        seldom = AMONG_MANY if len(self._leaves(whole)) > MOST else SELDOM
        named = whole in self.known or self.weight[whole] >= seldom * self.total[whole]
        if named and not narrow:
            return (whole,)
        return self.chosen(narrow or parts) or (whole,)


def _size(vocabulary: Vocabulary) -> Callable[[str], int]:
    return lambda union: len(vocabulary.places.members(union))


def _path(code: str, weight: Weights, vocabulary: Vocabulary) -> list[str]:
    """The named places that hold a place, or all members of a union, the narrowest first."""
    places = vocabulary.places
    first, *others = [path(vocabulary, member) for member in places.members(code)]
    shared = [step for step in first if step != code and all(step in other for other in others)]
    return [step for step in reversed(shared) if step in weight]


def _holds(union: str, code: str, vocabulary: Vocabulary) -> bool:
    """Whether a union holds a place or a smaller union."""
    places = vocabulary.places
    if union == code or places[union].level != "union":
        return False
    if places[code].level == "union":
        return set(places.members(code)) < set(places.members(union))
    return inside(vocabulary, code, union)
