"""Inside and outside of places, unions among them, without exceptions."""

from __future__ import annotations

from duikou.words import Vocabulary


def inside(vocabulary: Vocabulary, inner: str, outer: str) -> bool:
    """Whether the place `inner` is `outer` or below it; a union as `outer` holds what its members hold.

    A union as `inner`, and codes that are not in the tree of places, are inside nothing.
    """
    places = vocabulary.places
    if inner not in places:
        return False
    return any(member in places and places.inside(inner, member) for member in places.members(outer))


def party_inside(vocabulary: Vocabulary, inner: str, outer: str) -> bool:
    """Whether the party `inner` belongs to `outer` and is another; False for codes that are no parties."""
    parties = vocabulary.parties
    return inner != outer and inner in parties and outer in parties and parties.inside(inner, outer)
