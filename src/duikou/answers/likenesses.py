"""Likely duplicates among the projects that somebody keeps, with what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.answers.register import Held, register
from duikou.answers.stories import FIELD_NAMES, in_words
from duikou.book import Sight
from duikou.book.sight import owns_project
from duikou.checks.duplicates import Likeness, likely

COMPARED = ("name", "recipient", "site", "donors", "kind", "budget", "sectors", "steps", "programme")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records: its key, version and name."""

    key: str
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class PairView:
    """Two records side by side; `rows`: field, first, second, and whether they say the same."""

    first: Side
    second: Side
    rows: tuple[tuple[str, str, str, bool], ...]


_found: dict[tuple[str, Sight], tuple[Likeness, ...]] = {}


def likenesses(*, sight: Sight) -> tuple[Likeness, ...]:
    """Most alike first; worked out once for a state of the book and a sight."""
    book = register()
    if (book.digest, sight) not in _found:
        for key in [key for key in _found if key[0] != book.digest]:
            _found.pop(key, None)
        own = [
            one.project for one in book.visible(sight) if owns_project(sight, one.project, book.vocabulary)
        ]
        _found[book.digest, sight] = likely(own, book.vocabulary)
    return _found[book.digest, sight]


def pair_view(likeness: Likeness) -> PairView:
    book = register()
    first, second = book.held[likeness.first], book.held[likeness.second]
    rows = []
    for name in COMPARED:
        one, other = (in_words(held.project, name, book.vocabulary) for held in (first, second))
        if one or other:
            rows.append((str(FIELD_NAMES[name]), one, other, one == other))
    return PairView(_side(first), _side(second), tuple(rows))


def _side(held: Held) -> Side:
    return Side(held.project.key, held.version, held.project.name)
