"""我省, 我市: the place a text was written in, which it does not name each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from duikou.reading.types import Mention
from duikou.words import Vocabulary

_OF_RECIPIENTS = tuple("县州盟旗")  # who speaks of himself so is hardly ever the donor
_DATELINE = 3.0  # a dateline says more of where a text was written than one mention


def with_home(
    found: Sequence[Mention],
    scores: Sequence[Mapping[str, float]],
    roles: Mapping[str, str],
    vocabulary: Vocabulary,
) -> list[Mention]:
    """The mentions, those of home with the place they mean, where one is named on the side they speak for."""
    spoken = [(m, score) for m, score in zip(found, scores, strict=True) if m.inside == "home"]
    if not spoken:
        return list(found)
    weight: dict[str, float] = defaultdict(float)
    for mention in found:
        if mention.codes and mention.inside not in ("programme", "body", "origin"):
            weight[mention.codes[0]] += _DATELINE if mention.inside == "press" else 1.0
    meant = {}
    for word in {mention.text for mention, _ in spoken}:
        balance = sum(score["donor"] - score["recipient"] for m, score in spoken if m.text == word)
        side = "donor" if balance > 0 else "recipient" if balance < 0 or word.endswith(_OF_RECIPIENTS) else ""
        meant[word] = _named(word[-1], side, weight, roles, vocabulary)
    return [
        replace(m, codes=meant[m.text], inside="") if m.inside == "home" and meant[m.text] else m
        for m in found
    ]


def _named(
    rank: str, side: str, weight: Mapping[str, float], roles: Mapping[str, str], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The place of a rank (省, 市 …) that is named most on a side; without a side, on either."""
    fits = [
        code
        for code in weight
        if roles.get(code) and side in ("", roles[code]) and _ranks(code, rank, vocabulary)
    ]
    return (max(fits, key=lambda code: weight[code]),) if fits else ()


def _ranks(code: str, rank: str, vocabulary: Vocabulary) -> bool:
    return code in vocabulary.places and vocabulary.places[code].name.endswith(rank)
