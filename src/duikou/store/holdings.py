"""What of the book concerns an office: the records in its workbook, and those it may bring. `book.sight`
decides which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from duikou.book import Activity, BookError, Document, Pairing, Project, Sight, Subject
from duikou.book.sight import owns, owns_activity, owns_project
from duikou.store import selectors
from duikou.store.actors import WIDE_LEVELS, reach_of
from duikou.store.models import DocumentRow, Office, SubjectRow
from duikou.words import Vocabulary

Record = Activity | Project


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office. `place`, `party`: the codes it answers for, `firm`: the subject that it is; "" = none."""

    key: str
    name: str
    level: str
    place: str
    party: str
    firm: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The records of an office. `versions`: key → the version that stands. `elsewhere`: keys of all others.
    `near`: places that its records are about as a rule. `subjects`, `documents`: what it may
    name, since it is published, its records name it already, or it brought it itself. `concerns`: whether a
    record is one of its own."""

    office: OfficeView
    records: Mapping[str, Record]
    versions: Mapping[str, int]
    elsewhere: frozenset[str]
    pairings: tuple[Pairing, ...]
    near: frozenset[str]
    subjects: tuple[Subject, ...]
    documents: tuple[Document, ...]
    concerns: Callable[[Record], bool]


_VIEW = ("key", "name", "level", "place", "party", "firm")


def office_view(key: str) -> OfficeView:
    """Raises BookError `unknown.office`."""
    found = Office.objects.filter(key=key).values_list(*_VIEW).first()
    if found is None:
        known = tuple(Office.objects.order_by("key").values_list("key", flat=True)[:8])
        raise BookError("unknown.office", "office", value=key, suggestions=known)
    return OfficeView(*found)


def holdings(office: str, sight: Sight | None = None) -> Holdings:
    """As the book stands now; `sight`: of who asks, by default what the office reaches. Raises BookError
    `unknown.office`."""
    view = office_view(office)
    words = selectors.vocabulary()
    reach = reach_of(view.level, view.place, view.party, view.firm)
    projects = {row.key: row for row in selectors.projects()}
    mine = concerns(reach if sight is None else sight, words, projects)
    every: dict[str, Record] = {row.key: row for row in selectors.activities()}
    every |= projects
    own = {key: row for key, row in every.items() if mine(row)}
    versions = selectors.versions("activity", own) | selectors.versions("project", own)
    pairings = selectors.pairings()
    return Holdings(
        view,
        own,
        versions,
        frozenset(every.keys() - own.keys()),
        pairings,
        near(view, words, pairings),
        _subjects(view, reach, own.values(), words),
        _documents(view, reach, own.values()),
        mine,
    )


def _documents(office: OfficeView, reach: Sight, own: Iterable[Record]) -> tuple[Document, ...]:
    every = selectors.documents()
    if reach.whole:
        return every
    named = set(DocumentRow.objects.filter(posting__office=office.key).values_list("key", flat=True))
    for row in own:
        named.update(row.papers if isinstance(row, Activity) else (step.paper for step in row.steps))
    return tuple(row for row in every if row.public or row.key in named)


def _subjects(
    office: OfficeView, reach: Sight, own: Iterable[Record], words: Vocabulary
) -> tuple[Subject, ...]:
    every = selectors.subjects()
    if reach.whole:
        return every
    named = set(SubjectRow.objects.filter(posting__office=office.key).values_list("key", flat=True))
    named |= reach.firms
    for record in own:
        named.add(record.subject)
        named.update(record.implementers if isinstance(record, Project) else ())
    return tuple(
        row
        for row in every
        if row.published or row.key in named or (row.place and owns(reach, words, recipients=[row.place]))
    )


def concerns(sight: Sight, words: Vocabulary, projects: Mapping[str, Project]) -> Callable[[Record], bool]:
    """Whether a record is an office's own, by its coordinates or by the firms of the project it names."""

    def mine(row: Record) -> bool:
        if isinstance(row, Project):
            return owns_project(sight, row, words)
        project = projects.get(row.project)
        return owns_activity(sight, row, words, project.implementers if project else ())

    return mine


def near(office: OfficeView, words: Vocabulary, pairings: tuple[Pairing, ...]) -> frozenset[str]:
    """The county itself; for others the recipients that are paired with the party, or paired at all."""
    if office.level not in WIDE_LEVELS and office.place:
        return frozenset((office.place,))
    given = Sight(parties=frozenset({office.party} - {""}))
    return frozenset(
        place
        for pairing in pairings
        for place in pairing.recipients
        if not office.party or owns(given, words, donors=pairing.donors)
    )
