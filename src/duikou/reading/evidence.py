"""Evidence for who gives and who receives, and the ladder on which it is ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duikou.reading.heads import Head
from duikou.reading.party_index import PartyIndex
from duikou.reading.things import Thing
from duikou.reading.topics import Article
from duikou.reading.types import Because, Span
from duikou.reading.zones import Zones

SAID, ASSUMED = "said", "assumed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Parties and the words that name them. `rule`: where it differs from the rung's. `sure`: the words say
    who, else they only name a place in passing. `is_open`: more are meant than are named (`等省市`)."""

    codes: tuple[str, ...]
    span: Span | None = None
    rule: str = ""
    sure: bool = True
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure whose parties are asked for.

    `begin`: where what is said of it begins; `part`: where the part of the sentence begins that names a party
    of its own. `thing`: the named thing it is about. `before`: the donors of the figure before in the
    sentence, and where that ends. `donors`: its own, once they are found.
    """

    index: PartyIndex
    zones: Zones
    head: Head
    article: Article
    begin: int
    part: int
    thing: tuple[Thing, Span] | None = None
    before: tuple[tuple[str, ...], int] | None = None
    donors: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.index.outline.text

    @property
    def at(self) -> int:
        return self.zones.quantity.start


Rung = tuple[str, str, Callable[[Asked], Evidence | None]]


def first(asked: Asked, ladder: Sequence[Rung]) -> tuple[Evidence, Because]:
    """The evidence of the first rung that has any, and why; a ladder's last rung always has some."""
    for basis, rule, rung in ladder:
        found = rung(asked)
        if found is not None:
            return found, Because(basis, found.rule or rule, found.span)
    return Evidence(()), Because(ASSUMED, "nobody")
