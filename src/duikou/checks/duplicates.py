"""Projects that may be one and the same, entered twice: by two offices, or once for each donor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from duikou.book import Project
from duikou.words import UnknownCode, Vocabulary

LEAST = 78  # of 100, from which two projects are offered as perhaps the same
# What the parts of the score weigh; a part that is not known of both is left out, the others weigh more.
NAME, SITE, AMOUNT = 60, 20, 20
FEWEST_SHARED = 2  # pairs of signs that two names must share before they are compared at all
CROWD = 200  # a pair of signs in more names than this (工程) tells nothing apart
_NOT_WORDS = re.compile(r"[\W_]+")
_NUMERALS = re.compile(r"[0-9〇一二三四五六七八九十百]+")
_GENERIC = ("建设项目", "工程", "项目", "建设")


@dataclass(frozen=True, slots=True)
class Likeness:
    """`first` < `second`: keys. `score`: 0 to 100. `reasons`: name, site, amount, subject, as far as they
    speak for it; `other_donors`: they name different ones, so that it may be joint funding."""

    first: str
    second: str
    score: int
    reasons: tuple[str, ...]
    other_donors: bool


def likely(projects: Iterable[Project], words: Vocabulary, least: int = LEAST) -> tuple[Likeness, ...]:
    """Pairs that score at least `least`, most alike first. Left out: what was marked as distinct, and a
    programme with its own sub-projects."""
    found = [
        likeness
        for first, second in _worth_comparing(projects, words)
        if (likeness := compare(first, second, words)).score >= least
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.first, one.second)))


def compare(a: Project, b: Project, words: Vocabulary) -> Likeness:
    """How alike two projects are; the order in which they are given does not matter."""
    first, second = sorted((a, b), key=lambda row: row.key)
    same_subject = bool(first.subject) and first.subject == second.subject
    parts: list[tuple[str, int, int]] = [("name", NAME, 100 if same_subject else _names(first, second))]
    if (site := _sites(first, second, words)) is not None:
        parts.append(("site", SITE, site))
    if first.budget and second.budget:
        parts.append(("amount", AMOUNT, _amounts(first.budget, second.budget)))
    weight = sum(weight for _, weight, _ in parts)
    score = sum(weight * value for _, weight, value in parts) // weight
    reasons = tuple(name for name, _, value in parts if value >= 80)
    if same_subject:
        reasons += ("subject",)
    other = bool(first.donors and second.donors) and first.donors != second.donors
    return Likeness(first.key, second.key, score, reasons, other)


def _worth_comparing(projects: Iterable[Project], words: Vocabulary) -> Iterator[tuple[Project, Project]]:
    """Pairs inside one county that share enough of their names, or a subject."""
    counties: dict[str, list[Project]] = defaultdict(list)
    for row in projects:
        counties[_county(row, words)].append(row)
    for rows in counties.values():
        shared: dict[tuple[int, int], int] = defaultdict(int)
        for numbers in _by_sign(rows).values():
            if len(numbers) <= CROWD:
                for pair in combinations(numbers, 2):
                    shared[pair] += 1
        for (one, other), count in shared.items():
            a, b = rows[one], rows[other]
            if count >= FEWEST_SHARED and not _apart(a, b):
                yield a, b


def _by_sign(rows: list[Project]) -> dict[str, list[int]]:
    """What is compared of a name → numbers of the rows that have it; a subject counts as enough."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for sign in _pairs(_core(row.name)):
            found[sign].append(number)
        if row.subject:
            for turn in range(FEWEST_SHARED):
                found[f"subject {turn} {row.subject}"].append(number)
    return found


def _apart(a: Project, b: Project) -> bool:
    return (
        b.key in a.distinct_from or a.key in b.distinct_from or a.programme == b.key or b.programme == a.key
    )


def _county(row: Project, words: Vocabulary) -> str:
    try:
        return words.places.county_of(row.recipient) if row.recipient else ""
    except UnknownCode:
        return row.recipient


def _core(name: str) -> str:
    """The name without signs and without what most names have."""
    text = _NOT_WORDS.sub("", name.lower())
    for word in _GENERIC:
        text = text.removesuffix(word) if text != word else text
    return text


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _names(a: Project, b: Project) -> int:
    """Share of pairs of neighbouring signs that both names have (Dice), 0 to 100. Names that number
    differently (一期, 二期) are of different things however alike they look."""
    one, other = _core(a.name), _core(b.name)
    left, right = _pairs(one), _pairs(other)
    alike = 200 * len(left & right) // (len(left) + len(right))
    if one != other and sorted(_NUMERALS.findall(one)) != sorted(_NUMERALS.findall(other)):
        return alike // 2
    return alike


def _sites(a: Project, b: Project, words: Vocabulary) -> int | None:
    """100 the same spot, 50 one place inside the other, 0 others; None where one has no place."""
    if not a.recipient or not b.recipient:
        return None
    if a.site and b.site and a.site != b.site:
        return 0
    if a.recipient == b.recipient:
        return 100
    try:
        inside = words.places.inside(a.recipient, b.recipient) or words.places.inside(
            b.recipient, a.recipient
        )
    except UnknownCode:
        return 0
    return 50 if inside else 0


def _amounts(a: int, b: int) -> int:
    """100 equal, falling to 0 where one is four fifths of the other or less."""
    return max(0, 100 - 500 * abs(a - b) // max(a, b))
