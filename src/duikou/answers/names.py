"""Codes of the book's own vocabulary and their names, for forms and lists."""

from __future__ import annotations

from duikou.store import selectors
from duikou.words import UnknownCode


def place_code(text: str) -> str:
    """Raises UnknownCode with near names."""
    return selectors.vocabulary().places.resolve(text.strip()).code


def party_code(text: str) -> str:
    """Raises UnknownCode with near names."""
    return selectors.vocabulary().parties.resolve(text.strip()).code


def firms() -> list[tuple[str, str]]:
    """(key, name) of the subjects that are firms, by name; the administrator may see them all."""
    return sorted(
        ((row.key, row.name) for row in selectors.subjects() if row.form == "firm"), key=lambda pair: pair[1]
    )


def name_of(place: str = "", party: str = "", firm: str = "") -> str:
    """What an office answers for, in words; a code that is unknown as it stands."""
    words = selectors.vocabulary()
    try:
        if place:
            return words.places[place].name
        if party:
            return words.parties[party].name
    except UnknownCode:
        return place or party
    return dict(firms()).get(firm, firm)
