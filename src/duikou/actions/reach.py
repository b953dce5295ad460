"""May an office write these rows? Asked under the lock, of the office as the book knows it then."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from duikou.actions.references import at_row
from duikou.book import Activity, BookError, Document, Entry, Project, Reversal, Sight, Statement, Subject
from duikou.book.sight import owns
from duikou.store import selectors
from duikou.store.actors import Actor, reach_of
from duikou.store.models import EntryRow, Office
from duikou.store.tables import TABLES
from duikou.words import Vocabulary

if TYPE_CHECKING:
    from duikou.actions.gather import Wish

SHARED = frozenset({"word", "pairing"})  # of the whole programme, not of one office


def check_reach(wishes: Iterable[Wish], present: Mapping[tuple[str, str], str], actor: Actor) -> None:
    """Every row, and the one it replaces or takes back, must be the office's own; what is open to everybody
    is decided by offices that answer for the whole.

    `present`: (table, key) → payload that stands. Raises BookError `unknown.office`, `reach.missing`,
    `reach.shared`, `reach.publishing`, `reach.paper`.
    """
    row = Office.objects.filter(key=actor.office).values_list("level", "place", "party", "firm").first()
    if row is None:
        raise BookError("unknown.office", "office", value=actor.office)
    level, place, party, _ = row
    # An implementer sees the projects of its firm and writes nothing to them.
    reach = reach_of(level, place, party)
    if reach.whole:
        return
    words = selectors.vocabulary()
    listed = list(wishes)
    brought = {wish.key for wish in listed if wish.table == "document"}
    for wish in listed:
        if wish.table in SHARED:
            raise at_row(BookError("reach.shared", wish.table, office=actor.office), wish.number, wish.key)
        before = present.get((wish.table, wish.key))
        standing = TABLES[wish.table].read(before) if before is not None else None
        for one in (standing, wish.row):
            if one is not None and not _may(reach, one, one is standing, wish, actor, words):
                problem = BookError("reach.missing", "recipient", office=actor.office)
                raise at_row(problem, wish.number, wish.key)
        if strange := _strange_papers(standing, wish.row, brought, reach, actor, words):
            problem = BookError("reach.paper", "papers", office=actor.office, paper=strange)
            raise at_row(problem, wish.number, wish.key)
        if getattr(wish.row, "published", False) and not getattr(standing, "published", False):
            problem = BookError("reach.publishing", "published", office=actor.office)
            raise at_row(problem, wish.number, wish.key)


def _may(reach: Sight, row: Any, standing: bool, wish: Wish, actor: Actor, words: Vocabulary) -> bool:
    """`standing`: the row is in the book already. A paper or a named thing without a place is anybody's to
    bring, and only theirs to change who brought it."""
    match row:
        case Document():
            return not standing or _brought(wish, actor)
        case Subject():
            if row.place and owns(reach, words, recipients=[row.place]):
                return True
            return _brought(wish, actor) if standing else not row.place
        case Reversal():
            return _may(reach, selectors.entry(row.entry), True, wish, actor, words)
        case Statement():
            return owns(reach, words, recipients=row.scope.recipients, donors=row.scope.donors)
        case _:
            recipients = [row.recipient] if row.recipient else []
            return owns(reach, words, recipients=recipients, donors=row.donors)


def _strange_papers(
    before: Any, row: Any, brought: set[str], reach: Sight, actor: Actor, words: Vocabulary
) -> str:
    """The first paper that a row newly names and that the office has no business with: whoever names a paper
    gets to see it. "" where there is none."""
    return next(
        (
            key
            for key in sorted(_papers(row) - _papers(before) - brought)
            if not _may_name(key, reach, actor, words)
        ),
        "",
    )


def _papers(row: Any) -> set[str]:
    match row:
        case Activity():
            return set(row.papers)
        case Project():
            return {step.paper for step in row.steps} - {""}
        case Entry(activity=""):
            return {row.document} - {""}
        case _:
            return set()


def _may_name(key: str, reach: Sight, actor: Actor, words: Vocabulary) -> bool:
    """A paper that is published, that the office brought, or that an entry of its own rests on."""
    if key in selectors.public_documents([key]):
        return True
    if actor.office in {version.office for version in selectors.history("document", key)}:
        return True
    rows = (
        EntryRow.objects.filter(document=key, document__gt="").values_list("recipient", "donors").distinct()
    )
    return any(
        owns(reach, words, recipients=filter(None, [recipient]), donors=json.loads(donors))
        for recipient, donors in rows
    )


def _brought(wish: Wish, actor: Actor) -> bool:
    """Whether the office posted every version of the row."""
    return {version.office for version in selectors.history(wish.table, wish.key)} == {actor.office}
