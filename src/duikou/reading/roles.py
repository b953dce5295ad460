"""On which side a place stands: the words around its mentions, the side of its province, its programme."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from duikou.reading.lexicon import Found, Row
from duikou.reading.lists import rows
from duikou.reading.types import Mention
from duikou.words import Vocabulary

_AWAY = re.compile("(?:[、和][\u4e00-\u9fff]{2,4}){0,6}等地")
_BREAK = re.compile("[，。；：！？,;!?\n]")
UPPER = ("country", "province", "union")


def settle(found: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Each mention with one code: among several places of one name, one near places named for sure."""
    places = vocabulary.places
    sure = {m.codes[0] for m in found if len(m.codes) == 1 and places[m.codes[0]].level != "union"}
    provinces = {code[:2] for code in sure}
    prefectures = {code[:4] for code in sure}
    settled: list[Mention] = []
    for mention in found:
        codes = mention.codes
        if len(codes) > 1 and not (
            len(places[codes[0]].name) == len(mention.text) and is_upper(codes[0], vocabulary)
        ):
            near = (
                [c for c in codes if c in sure]
                or [c for c in codes if c[:4] in prefectures]
                or [c for c in codes if c[:2] in provinces]
            )
            top = tuple(c for c in codes if is_upper(c, vocabulary))
            codes = (top or tuple(near) or (() if mention.site else codes))[:1]
        settled.append(replace(mention, codes=codes[:1]))
    return settled


def is_upper(code: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.places[code].level in UPPER


def scores_of(
    text: str, found: Sequence[Mention], cues: Found[tuple[Row, ...]]
) -> list[defaultdict[str, float]]:
    """The scores of every mention; what follows 在 and the like stands for the whole list behind it."""
    scores: list[defaultdict[str, float]] = []
    located, last = False, 0
    before: tuple[Mention, bool] = (Mention((0, 0), "", ()), True)
    for mention in found:
        start = mention.span[0]
        if last == 0 or text[last:start] not in ("", "、", "和", "与", "及"):
            located = _located(text, start)
        score = _cue_scores(text, mention, cues, located)
        if located and scores and not before[1] and not _BREAK.search(text, before[0].span[1], start):
            scores[-1]["donor"] += 1.5 if start - before[0].span[1] <= 24 else 0.0
        if located and _AWAY.match(text, mention.span[1]):
            score["away"] = 1.0
        scores.append(score)
        before = (mention, located)
        last = mention.span[1]
    return scores


def _located(text: str, start: int) -> bool:
    """Whether a place stands behind 在, 到, 向 and the like (but not 作为, 从…再到)."""
    if text[max(0, start - 1) : start] not in ("在", "到", "赴", "向", "为", "给", "对"):
        return False
    return text[max(0, start - 2) : start] not in (
        "作为",
        "成为",
        "因为",
        "认为",
        "称为",
        "再到",
        "得到",
        "受到",
    )


def _cue_scores(
    text: str, mention: Mention, cues: Found[tuple[Row, ...]], located: bool
) -> defaultdict[str, float]:
    """How far the words around a mention make it a donor or a recipient."""
    start, end = mention.span
    score: defaultdict[str, float] = defaultdict(float)
    if mention.inside in ("school", "hospital", "street", "programme"):
        return score
    best: dict[tuple[str, str], float] = {}
    for hit in cues.within(max(0, start - 10), end + 14):
        for row in hit.value:
            gap = (hit.end, start) if row["where"] == "before" else (end, hit.start)
            if not 0 <= gap[1] - gap[0] <= int(row["reach"]) or _BREAK.search(text, *gap):
                continue
            if (
                row["where"] == "after"
                and int(row["reach"]) > 2
                and located
                and "下" not in text[hit.end : hit.end + 5]
            ):
                continue
            key = (row["where"], row["role"])
            best[key] = max(best.get(key, 0.0), float(row["weight"]))
    if located:
        best["before", "recipient"] = max(best.get(("before", "recipient"), 0.0), 1.5)
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
    """Donor or recipient for each place: words around it, the usual its province is on, the programme."""
    total: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mention, score in zip(found, scores, strict=True):
        for code in mention.codes:
            for role, weight in score.items():
                total[code][role] += weight
            total[code][""] += 0
    balances: dict[str, float] = {}
    for code, score in total.items():
        place = vocabulary.places[code]
        usual = side(code)
        if place.level == "union":
            usual = -4.0
        elif place.level == "country":
            continue
        elif place.level in ("county", "prefecture") and vocabulary.programme_of(code) is not None:
            usual = -3.0
        elif place.level == "county":
            usual /= 2
        balances[code] = score["donor"] - score["recipient"] + usual
    if balances and min(balances.values()) > 0 and len(balances) > 1:
        lowest = min(balances, key=lambda code: balances[code])
        if balances[lowest] < max(balances.values()) - 0.9:
            balances[lowest] = -0.5
    roles = {code: "donor" if balance > 0 else "recipient" for code, balance in balances.items() if balance}
    _follow_the_whole(roles, total, vocabulary)
    return roles


def _follow_the_whole(
    roles: dict[str, str], total: Mapping[str, Mapping[str, float]], vocabulary: Vocabulary
) -> None:
    """A place inside one whose role is well said has that role unless its own words say otherwise."""
    places = vocabulary.places
    for code in list(roles):
        if places[code].level == "union":
            continue
        for above in places.path(code)[:-1]:
            if above not in roles or roles[above] == roles[code]:
                continue
            own = abs(total[code].get("donor", 0) - total[code].get("recipient", 0))
            whole = abs(total[above].get("donor", 0) - total[above].get("recipient", 0))
            same_side = roles[above] == "recipient" and side(code) < 0
            if (own < 2 and whole > own) or (same_side and own <= 4):
                roles[code] = roles[above]
