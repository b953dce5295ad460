"""What of the book concerns an office: the records in its workbook, and those it may bring.

The one seam between workbooks and who may see what: whoever decides on sight decides in `concerns`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duikou.book import Activity, BookError, Pairing, Project
from duikou.store import selectors
from duikou.store.models import Office
from duikou.words import UnknownCode, Vocabulary

Record = Activity | Project
_SEES_ALL = ("national", "municipal", "system")


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office. `place`, `party`: the codes it answers for, "" = none."""

    key: str
    name: str
    level: str
    place: str
    party: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """The records of an office. `versions`: key → the version that stands. `elsewhere`: keys of all others.
    `near`: places that its records are about as a rule. `concerns`: whether a record is one of its own."""

    office: OfficeView
    records: Mapping[str, Record]
    versions: Mapping[str, int]
    elsewhere: frozenset[str]
    pairings: tuple[Pairing, ...]
    near: frozenset[str]
    concerns: Callable[[Record], bool]


def office_view(key: str) -> OfficeView:
    """Raises BookError `unknown.office`."""
    found = Office.objects.filter(key=key).values_list("key", "name", "level", "place", "party").first()
    if found is None:
        known = tuple(Office.objects.order_by("key").values_list("key", flat=True)[:8])
        raise BookError("unknown.office", "office", value=key, suggestions=known)
    return OfficeView(*found)


def holdings(office: str) -> Holdings:
    """As the book stands now. Raises BookError `unknown.office`."""
    view = office_view(office)
    words = selectors.vocabulary()
    mine = concerns(view, words)
    every: dict[str, Record] = {row.key: row for row in selectors.activities()}
    every |= {row.key: row for row in selectors.projects()}
    own = {key: row for key, row in every.items() if mine(row)}
    versions = selectors.versions("activity", own) | selectors.versions("project", own)
    pairings = selectors.pairings()
    return Holdings(
        view,
        own,
        versions,
        frozenset(every.keys() - own.keys()),
        pairings,
        _near(view, words, pairings),
        mine,
    )


def concerns(office: OfficeView, words: Vocabulary) -> Callable[[Record], bool]:
    """A county's records are those that its place receives, a donor's those that its party gives; offices
    above the counties see all of them."""
    if office.level in _SEES_ALL:
        return lambda row: True

    def mine(row: Record) -> bool:
        if office.place and row.recipient and _inside(words, row.recipient, office.place):
            return True
        return bool(office.party) and any(_given_by(words, donor, office.party) for donor in row.donors)

    return mine


def _inside(words: Vocabulary, place: str, outer: str) -> bool:
    try:
        return any(words.places.inside(each, outer) for each in words.places.members(place))
    except UnknownCode:
        return False


def _given_by(words: Vocabulary, donor: str, party: str) -> bool:
    try:
        return any(words.parties.inside(each, party) for each in words.parties.members(donor))
    except UnknownCode:
        return False


def _near(office: OfficeView, words: Vocabulary, pairings: tuple[Pairing, ...]) -> frozenset[str]:
    """The county itself; for others the recipients that are paired with the party, or paired at all."""
    if office.level not in _SEES_ALL and office.place:
        return frozenset((office.place,))
    return frozenset(
        place
        for pairing in pairings
        for place in pairing.recipients
        if not office.party or any(_given_by(words, donor, office.party) for donor in pairing.donors)
    )
