"""Codes of the book's own vocabulary and their names, for forms and lists."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from duikou.answers.views import Choice
from duikou.answers.wording import chinese
from duikou.book import LIFE_CYCLE
from duikou.store import selectors
from duikou.words import Unit, UnknownCode, Vocabulary
from duikou.words.tables import Target


@dataclass(frozen=True, slots=True)
class RegisterChoices:
    """What forms of the register suggest."""

    donors: tuple[Choice, ...]
    recipients: tuple[Choice, ...]
    sectors: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    targets: tuple[Choice, ...]


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


def step_name(code: str, words: Vocabulary) -> str:
    """The name of a step of a project's life, "" for none."""
    row = words.step.get(code)
    return str(getattr(row, _label())) if row else code


def step_choices(words: Vocabulary) -> list[tuple[str, str]]:
    """(code, name) of the steps in their order."""
    return [(code, getattr(words.step[code], _label())) for code in LIFE_CYCLE if code in words.step]


def _label() -> str:
    return "zh" if chinese() else "en"


def vocabulary() -> Vocabulary:
    """The book's words as they are now."""
    return selectors.vocabulary()


def sector_code(text: str) -> str:
    """Raises UnknownCode with near names."""
    return selectors.vocabulary().sector_of(text.strip()).code


def register_choices(words: Vocabulary) -> RegisterChoices:
    """What forms of the register suggest: donors and recipients of the pairings, kinds, sectors, and
    groups of people."""
    pairings = selectors.pairings()
    label = _label()
    donors = sorted({code for row in pairings for code in row.donors})
    recipients = sorted({code for row in pairings for code in row.recipients})
    return RegisterChoices(
        donors=tuple(Choice(words.parties[code].name, words.parties[code].name) for code in donors),
        recipients=tuple(Choice(words.places[code].name, words.places[code].name) for code in recipients),
        sectors=tuple(Choice(getattr(row, label), getattr(row, label)) for row in words.sector.values()),
        kinds=tuple(Choice(row.code, getattr(row, label)) for row in words.kind.values()),
        targets=tuple(Choice(getattr(row, label), getattr(row, label)) for row in words.target.values()),
    )


def target_code(text: str) -> str:
    """Raises UnknownCode with near names."""
    return _by_name("target", selectors.vocabulary().target, text.strip())


def unit_code(text: str) -> str:
    """Raises UnknownCode with near names."""
    return _by_name("unit", selectors.vocabulary().unit, text.strip())


def _by_name(table: str, rows: Mapping[str, Target] | Mapping[str, Unit], text: str) -> str:
    for code, row in rows.items():
        if text in (code, row.zh, row.en, *getattr(row, "synonyms", ())):
            return code
    raise UnknownCode(table, text, difflib.get_close_matches(text, [row.zh for row in rows.values()], n=3))
