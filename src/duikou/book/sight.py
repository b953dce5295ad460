"""Sight: what somebody may see of the book. One rule, here; everybody else asks it.

Published rows are seen by all. An office sees besides what is its own: a county what has its recipient inside
its place, whoever gave; a donor what has a donor inside its party, wherever it went; an implementer the
projects that name its firm, and what is posted to them. Pairings and words are no secret. Of a
closed register (关账) a donor sees that its own account there is complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from duikou.book.activity import Activity
from duikou.book.document import Document
from duikou.book.entry import Entry
from duikou.book.project import Project
from duikou.book.rows import Bools, EntryRows
from duikou.book.scope import Scope
from duikou.book.statement import Statement
from duikou.book.subject import Subject
from duikou.words import UnknownCode, Vocabulary
from duikou.words.parties import PartyTree
from duikou.words.places import PlaceTree


@dataclass(frozen=True, slots=True)
class Sight:
    """`whole`: everything. Otherwise codes of places and parties, and keys of the subjects that are firms;
    nothing named = only what is published."""

    whole: bool = False
    places: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()

    def __or__(self, other: Sight) -> Sight:
        """Of somebody who sees both."""
        return Sight(
            self.whole or other.whole,
            self.places | other.places,
            self.parties | other.parties,
            self.firms | other.firms,
        )


PUBLIC = Sight()
EVERYTHING = Sight(whole=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """Rows of one state of the book by key: all of them, or those that a sight leaves."""

    documents: Mapping[str, Document]
    projects: Mapping[str, Project]
    statements: Mapping[str, Statement]
    entries: Mapping[str, Entry]
    subjects: Mapping[str, Subject]
    activities: Mapping[str, Activity] = field(default_factory=dict)


def owns(
    sight: Sight,
    words: Vocabulary,
    *,
    recipients: Iterable[str] = (),
    donors: Iterable[str] = (),
    firms: Iterable[str] = (),
) -> bool:
    """Whether a row with these coordinates is the office's own, published or not.

    All of several recipients must lie inside the places: whoever knows the sum of two and one of them knows
    the other. One of several donors is enough: what they gave jointly is each one's own.
    """
    if sight.whole:
        return True
    where = list(recipients)
    return (
        bool(where and sight.places and all(_inside(words.places, code, sight.places) for code in where))
        or bool(sight.parties and any(_inside(words.parties, code, sight.parties) for code in donors))
        or not sight.firms.isdisjoint(firms)
    )


def _inside(tree: PlaceTree | PartyTree, code: str, outer: frozenset[str]) -> bool:
    """A union is inside where all its members are; an unknown code is inside nothing."""
    try:
        return all(any(tree.inside(one, wide) for wide in outer) for one in tree.members(code))
    except UnknownCode:
        return False


def owns_project(sight: Sight, row: Project, words: Vocabulary) -> bool:
    return owns(
        sight, words, recipients=filter(None, [row.recipient]), donors=row.donors, firms=row.implementers
    )


def sees_project(sight: Sight, row: Project, words: Vocabulary) -> bool:
    return row.published or owns_project(sight, row, words)


def owns_activity(sight: Sight, row: Activity, words: Vocabulary, implementers: Iterable[str] = ()) -> bool:
    """Whether a record is the office's own; `implementers`: of the project that it names."""
    return owns(sight, words, recipients=filter(None, [row.recipient]), donors=row.donors, firms=implementers)


def owns_record(sight: Sight, row: Activity | Project, words: Vocabulary) -> bool:
    """Whether a record or a project is one of the office's own."""
    return owns_project(sight, row, words) if isinstance(row, Project) else owns_activity(sight, row, words)


def owns_entry(sight: Sight, row: Entry, words: Vocabulary, project: Project | None = None) -> bool:
    """Whether an entry is the office's own, or posted to a project of its own firm (`project`: the one that
    the entry names)."""
    firms = project.implementers if project else ()
    return owns(sight, words, recipients=filter(None, [row.recipient]), donors=row.donors, firms=firms)


def narrow(book: Seen, sight: Sight, words: Vocabulary) -> Seen:
    """What of `book` a sight leaves; rows are left out, and but for closings never changed.

    A statement is seen with its document, and a document that is not published only by whom everything
    stated in it concerns, or, where nothing is stated in it, by whoever sees an entry, a record or a project
    that names it as its paper. A record (activity) is seen by whose own it is. A closing is left out as well
    where an entry that is left out could lie in its scope: beside the entries that remain it would say that
    there are no others. A donor sees of it what closes over the donor's own, see `_closing`.
    """
    if sight.whole:
        return book
    projects = {key: row for key, row in book.projects.items() if sees_project(sight, row, words)}
    rows = EntryRows.of(book.entries)
    own = _own_entries(rows, book, projects.keys(), sight, words)
    activities = _own_activities(book, sight, words)
    papers = _named(rows, own, "document")
    documents = _documents(book, projects.values(), papers, activities.values(), sight, words)
    seen = own | rows.mask("document", [key for key, row in documents.items() if row.public])
    entries = rows.take(np.flatnonzero(seen)) if not seen.all() else rows
    hidden = _Hidden(_parties(rows, ~seen), sight, words)
    statements = {
        key: left
        for key, row in book.statements.items()
        if (not row.document or row.document in documents) and (left := _stated(row, sight, hidden, words))
    }
    named = _named(rows, seen, "subject") | {row.subject for row in activities.values()}
    subjects = _subjects(book, statements.values(), named, projects.values(), sight, words)
    return Seen(documents, projects, statements, entries, subjects, activities)


def _own_entries(
    rows: EntryRows, book: Seen, projects: Iterable[str], sight: Sight, words: Vocabulary
) -> Bools:
    """(n,) which entries are the office's own, or posted to a project of its own firm."""
    own_projects = {key for key in projects if not sight.firms.isdisjoint(book.projects[key].implementers)}
    # few different parties among very many entries
    first, group = rows.groups(("recipient", "donors"))
    own = [
        owns(sight, words, recipients=filter(None, [row.recipient]), donors=row.donors)
        for row in map(rows.at, first.tolist())
    ]
    return np.array(own, dtype=np.bool_)[group] | rows.mask("project", own_projects)


def _named(rows: EntryRows, chosen: Bools, name: str) -> set[str]:
    """What the chosen entries have in a column."""
    codes, values = rows.column(name)
    return {values[code] for code in np.unique(codes[chosen]).tolist()}


def _parties(rows: EntryRows, chosen: Bools) -> set[tuple[str, str, frozenset[str]]]:
    """Measure, recipient and donors that occur among the chosen entries."""
    some = rows.take(np.flatnonzero(chosen))
    first, _ = some.groups(("measure", "recipient", "donors"))
    return {(row.measure, row.recipient, row.donors) for row in map(some.at, first.tolist())}


def _own_activities(book: Seen, sight: Sight, words: Vocabulary) -> dict[str, Activity]:
    def firms(row: Activity) -> Iterable[str]:
        return book.projects[row.project].implementers if row.project in book.projects else ()

    return {key: row for key, row in book.activities.items() if owns_activity(sight, row, words, firms(row))}


def _concerns(sight: Sight, row: Statement, words: Vocabulary) -> bool:
    return owns(sight, words, recipients=row.scope.recipients, donors=row.scope.donors)


class _Hidden:
    """What is left out of the entries: where it went and whose it is, by measure. `near`: the part of it
    that may be of the sight's own parties, few of very many."""

    def __init__(
        self, left_out: Iterable[tuple[str, str, frozenset[str]]], sight: Sight, words: Vocabulary
    ) -> None:
        self.words = words
        self.all: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self.near: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self._known: dict[tuple[object, ...], bool] = {}  # a place is closed month by month
        for measure, recipient, donors in left_out:
            self.all.setdefault(measure, []).append((recipient, donors))
            if sight.parties and _meet(words.parties, donors, sight.parties):
                self.near.setdefault(measure, []).append((recipient, donors))

    def in_scope(self, scope: Scope) -> bool:
        """Whether something of it could lie there."""
        return self._some("all", scope)

    def near_in_scope(self, scope: Scope) -> bool:
        """The same of a scope over parties of the sight's own."""
        return self._some("near", scope)

    def _some(self, part: str, scope: Scope) -> bool:
        where = (part, scope.measure, scope.recipients, scope.donors)
        if where not in self._known:
            rows = (self.all if part == "all" else self.near).get(scope.measure, ())
            self._known[where] = any(self._meet(row, scope) for row in rows)
        return self._known[where]

    def _meet(self, row: tuple[str, frozenset[str]], scope: Scope) -> bool:
        recipient, donors = row
        return _meet(self.words.places, frozenset(filter(None, [recipient])), scope.recipients) and _meet(
            self.words.parties, donors, scope.donors
        )


def _stated(row: Statement, sight: Sight, hidden: _Hidden, words: Vocabulary) -> Statement | None:
    """A statement whose document, if it has one, is seen; None = left out."""
    concerned = bool(row.document) or _concerns(sight, row, words)
    if row.form != "closing":
        return row if concerned else None
    return row if concerned and not hidden.in_scope(row.scope) else _closing(row, sight, hidden, words)


def _closing(row: Statement, sight: Sight, hidden: _Hidden, words: Vocabulary) -> Statement | None:
    """Of a closing that covers more than one may see, the part that is over the donor's own: it says that
    this donor gave nothing else, and nothing of any other. A party for which an entry that is left out could
    count (its donor is not known, say) is not in it. None where nothing is left."""
    parts = (
        (code, replace(row.scope, donors=frozenset({code})))
        for code in _shared(row.scope.donors, sight.parties, words.parties)
    )
    free = frozenset(code for code, scope in parts if not hidden.near_in_scope(scope))
    return replace(row, scope=replace(row.scope, donors=free)) if free else None


def _shared(donors: frozenset[str], own: frozenset[str], tree: PartyTree) -> set[str]:
    """What of the parties of a scope (none = any) lies inside one's own."""
    given, mine = frozenset(_members(donors, tree)), frozenset(_members(own, tree))
    if not donors:
        return set(mine)
    return {code for code in given if _inside(tree, code, mine)} | {
        code for code in mine if _inside(tree, code, given)
    }


def _members(codes: Iterable[str], tree: PartyTree) -> Iterator[str]:
    """What unions stand for; unknown codes stand for nothing."""
    for code in codes:
        try:
            yield from tree.members(code)
        except UnknownCode:
            continue


def _meet(tree: PlaceTree | PartyTree, some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether anything may lie in both; no codes = anywhere."""
    if not some or not others:
        return True
    try:
        first, second = tree.spans(some), tree.spans(others)
    except UnknownCode:
        return True
    return any(a < d and c < b for a, b in first for c, d in second)


def _documents(
    book: Seen,
    projects: Iterable[Project],
    of_own: Iterable[str],
    activities: Iterable[Activity],
    sight: Sight,
    words: Vocabulary,
) -> dict[str, Document]:
    concerned: dict[str, bool] = {}
    for row in book.statements.values():
        concerned[row.document] = concerned.get(row.document, True) and _concerns(sight, row, words)
    papers = {step.paper for row in projects for step in row.steps}
    papers.update(of_own)
    papers.update(paper for row in activities for paper in row.papers)
    return {
        key: row for key, row in book.documents.items() if row.public or concerned.get(key, key in papers)
    }


def _subjects(
    book: Seen,
    statements: Iterable[Statement],
    counted: Iterable[str],
    projects: Iterable[Project],
    sight: Sight,
    words: Vocabulary,
) -> dict[str, Subject]:
    """Published ones, those that something seen names (`counted`: entries and records), those in the places,
    and what they are part of."""
    named = {key for row in statements for key in row.scope.subjects}
    named.update(counted)
    named.update(key for row in projects for key in (row.subject, *row.implementers))
    named.update(sight.firms)
    named.update(
        key
        for key, row in book.subjects.items()
        if row.published or (row.place and owns(sight, words, recipients=[row.place]))
    )
    pending = [key for key in named if key in book.subjects]
    seen: dict[str, Subject] = {}
    while pending:
        key = pending.pop()
        if key in book.subjects and key not in seen:
            seen[key] = book.subjects[key]
            pending.append(seen[key].part_of)
    return {key: row for key, row in book.subjects.items() if key in seen}
