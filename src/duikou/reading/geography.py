"""Inside and outside of places, unions among them, without exceptions."""

from __future__ import annotations

from functools import lru_cache

from duikou.words import Vocabulary

UPPER = ("country", "province", "union")


@lru_cache(maxsize=8192)
def level(vocabulary: Vocabulary, code: str) -> str:
    """The level of a place, `body` for a party that is no place."""
    body = code in vocabulary.parties and code not in vocabulary.places
    return "body" if body else vocabulary.places[code].level


def is_upper(code: str, vocabulary: Vocabulary) -> bool:
    """Whether a place is a province, a union of places or wider; a union of one stands for that one."""
    rank = level(vocabulary, code)
    return rank in UPPER and (rank != "union" or len(vocabulary.places.members(code)) > 1)


@lru_cache(maxsize=8192)
def path(vocabulary: Vocabulary, code: str) -> tuple[str, ...]:
    """The places from the country or province down to `code` itself; `code` alone where it is in no tree."""
    places = vocabulary.places
    return places.path(code) if code in places else (code,)


def inside(vocabulary: Vocabulary, inner: str, outer: str) -> bool:
    """Whether the place `inner` is `outer` or below it; a union as `outer` holds what its members hold.

    A union as `inner`, and codes that are not in the tree of places, are inside nothing.
    """
    if inner not in vocabulary.places or level(vocabulary, outer) == "body":
        return False
    return not _members(vocabulary, outer).isdisjoint(path(vocabulary, inner))


@lru_cache(maxsize=8192)
def _members(vocabulary: Vocabulary, code: str) -> frozenset[str]:
    return frozenset(vocabulary.places.members(code))


def party_inside(vocabulary: Vocabulary, inner: str, outer: str) -> bool:
    """Whether the party `inner` belongs to `outer` and is another; False for codes that are no parties."""
    parties = vocabulary.parties
    return inner != outer and inner in parties and outer in parties and parties.inside(inner, outer)
