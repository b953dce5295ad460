"""On which side a place stands: the words around its mentions, the side of its province, its programme."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from duikou.reading.geography import is_upper, level, path
from duikou.reading.lexicon import Found, Row
from duikou.reading.lists import rows
from duikou.reading.pairings import KNOWN, sides
from duikou.reading.types import Mention, Span
from duikou.words import Vocabulary

NO_EVIDENCE = ("school", "hospital", "street", "water", "programme", "compound", "press", "venue", "origin")
_AND_ELSEWHERE = re.compile("等(?:地|省|市)")
_CLAUSE_STARTS = ("", "\n", "，", "。", "；", "：", "　", " ")
_SOURCE = re.compile(
    "[^，。；\n]{0,10}(?:介绍|表示|说|获悉|发布|印发|批复|要求|部署|通报|调研|部长|司|局|厅|研究院)"
)
_NO_LIST = {"programme", "press"}
_UNDER = re.compile("[^，。；\n]{0,10}下(?=[，,])")
_AND = ("和", "与", "及", "以及")
_AT = ("在", "到", "赴", "向", "为", "给", "对")
_THERE = "在到赴"  # says where, not for whom
_NOT_AT = ("作为", "成为", "因为", "认为", "称为", "再到", "得到", "受到")
_BELOW_PROVINCE = {"prefecture": 0.75, "county": 0.5}  # how far a place is on the side of its province
REACH = 24  # so far around a place words are looked at
_PAIRED = ("：", "）", "结对", "协作", "对口")  # behind two places that a dash joins: not a flight or a train
_DASH = re.compile("[—–~－-]{1,2}")
_BREAK = re.compile("[，。；：！？,;!?\n]")
OF_PROGRAMME = -3.0  # the side of a county or prefecture that a programme is for
MAKES_A_PARTY = 2  # words of this weight make a place a party by themselves


def settle(found: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Each mention with one code: the place named in full; of several of one short name (昌吉市, 昌吉州) the
    one more often named for sure, else the prefecture, else one near places named for sure.
    """
    places = vocabulary.places
    exact = [_named_in_full(mention, vocabulary) for mention in found]
    sure = Counter(
        codes[0]
        for mention, codes in zip(found, exact, strict=True)
        if len(codes) == 1 and codes[0] in places and not mention.site
    )
    provinces = {code[:2] for code in sure}
    prefectures = {code[:4] for code in sure}
    settled: list[Mention] = []
    for mention, codes in zip(found, exact, strict=True):
        if len(codes) > 1:
            top = [c for c in codes if is_upper(c, vocabulary)]
            ranked = sorted(codes, key=lambda c: (-sure[c], level(vocabulary, c) != "prefecture"))
            clear = sure[ranked[0]] > 0 or level(vocabulary, ranked[0]) == "prefecture"
            near = [c for c in codes if c[:4] in prefectures] or [c for c in codes if c[:2] in provinces]
            codes = tuple(top or (ranked if clear else near)) or (() if mention.site else codes)
        elif mention.site and codes and provinces and codes[0][:2] not in provinces:
            codes = ()  # a township of the same name in another province
        settled.append(replace(mention, codes=codes[:1]))
    return _with_counties(settled, vocabulary)


def _named_in_full(mention: Mention, vocabulary: Vocabulary) -> tuple[str, ...]:
    places = vocabulary.places
    full = tuple(code for code in mention.codes if code in places and places[code].name == mention.text)
    return full or mention.codes


def _with_counties(found: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Townships and villages with the county after which the text names them once (`永宁县闽宁镇`)."""
    county: dict[str, tuple[str, ...]] = {}
    for before, mention in itertools.pairwise(found):
        follows = mention.site and before.codes and not before.site and before.span[1] == mention.span[0]
        if follows and level(vocabulary, before.codes[0]) == "county":
            county.setdefault(mention.site, before.codes)
    return [
        replace(mention, codes=county[mention.site])
        if not mention.codes and mention.site in county
        else mention
        for mention in found
    ]


def scores_of(
    text: str, found: Sequence[Mention], cues: Found[tuple[Row, ...]]
) -> list[defaultdict[str, float]]:
    """The scores of every mention: donor, recipient, `away`. What is said of a list is said of all in it."""
    scores: list[defaultdict[str, float]] = [defaultdict(float) for _ in found]
    lists = [one for one in lists_of(text, found) if found[one[0]].inside not in _NO_LIST]
    begins = [found[first].span[0] for first, _ in lists]
    opposite = ""  # what a dash makes of the next list (`常州市—安康市`)
    for number, (first, last) in enumerate(lists):
        start, end = begins[number], found[last].span[1]
        if any(found[one].inside in NO_EVIDENCE for one in (first, last)):
            continue
        before = found[lists[number - 1][1]].span[1] if number else 0
        after = begins[number + 1] if number + 1 < len(lists) else len(text)
        located = _located(text, start)
        score = _cue_scores(text, (start, end), (before, after), cues, located)
        if found[first].inside == "body" and text[start - 1 : start] in _CLAUSE_STARTS:
            score["donor"] += 0 if _SOURCE.match(text, end) else MAKES_A_PARTY
        if (
            after - end <= REACH
            and found[last].inside != "body"
            and _located(text, after)
            and not located
            and not _BREAK.search(text, end, after)
        ):
            score["donor"] += MAKES_A_PARTY
        if opposite:
            score[opposite] += MAKES_A_PARTY
        opposite = ""
        joined = number + 1 < len(lists) and _DASH.fullmatch(text, end, after)
        if joined and text.startswith(_PAIRED, found[lists[number + 1][1]].span[1]):
            one_side, opposite = _apart(found[first], found[lists[number + 1][0]])
            score[one_side] += MAKES_A_PARTY if one_side else 0
        if located and not _UNDER.match(text, end):
            score["away"] = 2.0 if last > first or _AND_ELSEWHERE.match(text, end) else 1.0
        for one in range(first, last + 1):
            scores[one] = score
    return scores


def lists_of(text: str, found: Sequence[Mention], start: int = 0) -> list[tuple[int, int]]:
    """First and last of the mentions that stand in one list; one alone is a list too. `start`: where `text`
    begins.

    与 and the like join places of one side only (`北京与内蒙古` are two).
    """
    lists: list[tuple[int, int]] = []
    for number, mention in enumerate(found):
        before = found[number - 1] if lists else None
        if (
            before is not None
            and not {before.inside, mention.inside} & _NO_LIST
            and not (before.site or mention.site)
            and (before.inside == "compound") == (mention.inside == "compound")  # 内蒙古自治区京蒙协作资金
        ):
            joint = text[before.span[1] - start : mention.span[0] - start]
            if joint in ("", "、") or (joint in _AND and _one_side(before, mention)):
                lists[-1] = lists[-1][0], number
                continue
        lists.append((number, number))
    return lists


def _one_side(a: Mention, b: Mention) -> bool:
    return bool(a.codes) and bool(b.codes) and side(a.codes[0]) * side(b.codes[0]) > 0


def _apart(a: Mention, b: Mention) -> tuple[str, str]:
    """The roles of two places that a dash joins, where their provinces stand on different sides."""
    if not a.codes or not b.codes or side(a.codes[0]) * side(b.codes[0]) >= 0:
        return "", ""
    return ("donor", "recipient") if side(a.codes[0]) > 0 else ("recipient", "donor")


def _located(text: str, start: int) -> bool:
    """Whether a place stands behind 在, 到, 向 and the like (but not 作为, 从…再到)."""
    return text.endswith(_AT, max(0, start - 1), start) and not text.endswith(
        _NOT_AT, max(0, start - 2), start
    )


def _cue_scores(
    text: str, span: Span, between: Span, cues: Found[tuple[Row, ...]], located: bool
) -> defaultdict[str, float]:
    """How far the words around a list of places make it a side; `between`: where the places around stand."""
    start, end = span
    mutual = between[0] and text[start - 1] in _AND  # 甲与乙结对: neither is told from the other
    best: dict[tuple[str, str], float] = {}
    for hit in cues.within(max(between[0], start - REACH), min(end + REACH, between[1])):
        for row in hit.value:
            behind, reach = row["where"] == "after", int(row["reach"])
            gap = (end, hit.start) if behind else (hit.end, start)
            if not 0 <= gap[1] - gap[0] <= reach or _BREAK.search(text, *gap):
                continue
            if behind and mutual and row["role"] == "donor":
                continue
            if behind and reach > 2 and located and "下" not in text[hit.end : hit.end + 5]:
                continue
            key = (row["where"], row["role"])
            best[key] = max(best.get(key, 0.0), float(row["weight"]))
    if located:
        weight = 1.5 if text[start - 1] in _THERE else 2.0
        best["before", "recipient"] = max(best.get(("before", "recipient"), 0.0), weight)
    score: defaultdict[str, float] = defaultdict(float)
    for (_, role), weight in best.items():
        score[role] += weight
    return score


@cache
def _sides() -> Mapping[str, float]:
    return {row["code"]: float(row["weight"]) for row in rows("sides")}


def side(code: str) -> float:
    """The side a place's province usually stands on: donor > 0 > recipient."""
    return _sides().get(code[:2] + "0000", 0.0)


def roles_of(
    found: Sequence[Mention], scores: Sequence[Mapping[str, float]], vocabulary: Vocabulary
) -> dict[str, str]:
    """Donor or recipient for each place: the words around it, then known pairings, then the usual side of
    its province."""
    total: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mention, score in zip(found, scores, strict=True):
        for code in mention.codes:
            for role, weight in score.items():
                total[code][role] += weight
            total[code][""] += 0
    paired = {code: give - take for code, (give, take) in sides(vocabulary, total).items()}
    balances: dict[str, float] = {}
    for code, score in total.items():
        prior = paired.get(code, 0.0)
        if not prior or (abs(prior) < KNOWN and level(vocabulary, code) == "province"):
            prior += _usual(code, vocabulary)  # 福建 gives, though 三明 in it takes
        said = score["donor"] - score["recipient"] if level(vocabulary, code) != "union" else 0.0
        if prior == OF_PROGRAMME:
            said = min(said, -OF_PROGRAMME / 2)  # 忠县实施援建项目 makes it no donor
        balances[code] = prior if abs(prior) >= KNOWN and code in paired else said + prior
    if balances and min(balances.values()) > 0 and len(balances) > 1:
        lowest = min(balances, key=lambda code: balances[code])
        least = max(balances.values()) - 0.9
        for code, balance in balances.items():
            beside = code == lowest or (level(vocabulary, code) == level(vocabulary, lowest) == "county")
            if beside and balance < least:
                balances[code] = -0.5
    taking = {code[:4] for code, balance in balances.items() if balance < 0}
    for code, balance in balances.items():
        if 0 < balance < MAKES_A_PARTY and code[:4] in taking and level(vocabulary, code) == "county":
            balances[code] = -0.5  # the county next to a recipient is on its side
    roles = {code: "donor" if balance > 0 else "recipient" for code, balance in balances.items() if balance}
    _follow_the_whole(roles, total, vocabulary)
    return roles


def _usual(code: str, vocabulary: Vocabulary) -> float:
    """The side on which a place stands where neither words nor a pairing tell."""
    rank = level(vocabulary, code)
    if rank == "union":
        return -4.0
    if rank == "body":
        return 2.0
    if rank in ("county", "prefecture") and vocabulary.programme_of(code) is not None:
        return OF_PROGRAMME
    return side(code) * _BELOW_PROVINCE.get(rank, 1.0)


def _follow_the_whole(
    roles: dict[str, str], total: Mapping[str, Mapping[str, float]], vocabulary: Vocabulary
) -> None:
    """A place inside one whose role is well said has that role unless its own words say otherwise."""
    for code in list(roles):
        for above in path(vocabulary, code)[:-1]:
            if above not in roles or roles[above] == roles[code]:
                continue
            own = abs(total[code].get("donor", 0) - total[code].get("recipient", 0))
            whole = abs(total[above].get("donor", 0) - total[above].get("recipient", 0))
            same_side = roles[above] == "recipient" and side(code) < 0
            if (own < 2 and whole > own) or (same_side and own <= 4):
                roles[code] = roles[above]
