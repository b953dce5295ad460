"""Who is known to help whom (`data/pairings.csv`): it tells sides apart and adds no party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from duikou.reading.geography import level, path
from duikou.reading.lexicon import split_cell
from duikou.reading.lists import rows
from duikou.words import Vocabulary

KNOWN, AROUND = 3.0, 1.5  # what a known pairing weighs for its own places, and for those that hold them


@lru_cache(maxsize=4)
def pairings(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Donor and recipient codes of every known pairing. Raises `UnknownCode` for a name that is none."""
    found: list[tuple[str, str]] = []
    for row in rows("pairings"):
        donor = vocabulary.parties.resolve(row["donor"]).code
        found.extend((donor, vocabulary.places.resolve(name).code) for name in split_cell(row["recipients"]))
    return tuple(found)


def known(vocabulary: Vocabulary, donor: str, recipient: str) -> bool:
    """Whether a pairing holds the donor and the recipient."""
    takers = path(vocabulary, recipient)
    return any((giver, taker) in _set_of(vocabulary) for giver in path(vocabulary, donor) for taker in takers)


@lru_cache(maxsize=4)
def _set_of(vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    return frozenset(pairings(vocabulary))


def sides(vocabulary: Vocabulary, codes: Iterable[str]) -> Mapping[str, tuple[float, float]]:
    """For each of `codes` that a known pairing joins with another of them: how surely it gives, and takes.

    A place that a pairing names itself stands on that side, though another names what holds it (武汉市 gives
    to 秭归县; 湖北省 takes). Linear in the number of codes.
    """
    below: dict[str, list[str]] = defaultdict(list)
    named = set(codes)
    for code in named:
        for step in path(vocabulary, code):
            below[step].append(code)
    give: dict[str, float] = defaultdict(float)
    take: dict[str, float] = defaultdict(float)
    exact: dict[str, set[str]] = {"give": set(), "take": set()}
    for giver, taker in pairings(vocabulary):
        givers, takers = _of(vocabulary, giver, named, below), _of(vocabulary, taker, named, below)
        if givers and takers:
            exact["give"].add(giver)
            exact["take"].add(taker)
            for code, weight in givers.items():
                give[code] = max(give[code], min(weight, max(takers.values())))
            for code, weight in takers.items():
                take[code] = max(take[code], min(weight, max(givers.values())))
    return {
        code: (
            0.0 if code in exact["take"] - exact["give"] else give[code],
            0.0 if code in exact["give"] - exact["take"] else take[code],
        )
        for code in {*give, *take}
    }


@lru_cache(maxsize=256)
def near_takers(vocabulary: Vocabulary, giver: str) -> frozenset[str]:
    """The prefectures and counties that the pairings of one giver name."""
    return frozenset(
        taker
        for one, taker in pairings(vocabulary)
        if one == giver and level(vocabulary, taker) in ("prefecture", "county")
    )


def _of(
    vocabulary: Vocabulary, party: str, named: set[str], below: Mapping[str, list[str]]
) -> dict[str, float]:
    """The named codes that stand for one side of a pairing, and how surely."""
    found = dict.fromkeys(below.get(party, ()), KNOWN)
    for outer in path(vocabulary, party)[:-1]:
        if outer in named and level(vocabulary, outer) != "country":
            found.setdefault(outer, AROUND)
    return found
