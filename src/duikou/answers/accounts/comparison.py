"""An account as it was published, held against what is known now: which figures would be others, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from duikou.answers.accounts.compose import compose
from duikou.answers.accounts.request import AccountRequest
from duikou.answers.evidence import Evidence, evidence, evidence_at
from duikou.book import PUBLIC, BookError, Sight
from duikou.book.account import Account, AccountFigure
from duikou.store import accounts
from duikou.store.accounts import Published

STATUSES = ("changed", "moved", "gone", "new", "same")


@dataclass(frozen=True, slots=True)
class Cause:
    """A statement or entry that stands now and did not then (`added`), or the other way round (`ended`)."""

    what: str
    kind: str
    key: str
    words: str
    title: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure then and now. `status`: changed (it would be printed otherwise), moved (printed alike, the
    bounds are others), gone, new or same."""

    status: str
    scope_text: str
    as_of: str
    then: str
    now: str
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountComparison:
    """`rows`: those that differ first; `counts`: how many of each status."""

    published: Published
    account: Account
    rows: tuple[Difference, ...]
    counts: Mapping[str, int]


def seen(kept: Published, sight: Sight, office: str) -> bool:
    """Whether somebody may see a published account: public ones all, others their office and who sees all."""
    return kept.public or sight.whole or kept.office == office


def list_published(*, sight: Sight = PUBLIC, office: str = "") -> tuple[Published, ...]:
    """Newest first."""
    return tuple(kept for kept in accounts.published() if seen(kept, sight, office))


def open_published(number: int, *, sight: Sight = PUBLIC, office: str = "") -> tuple[Published, Account]:
    """Raises BookError `unknown.account` also where it is not to be seen."""
    kept, account = accounts.published_account(number)
    if not seen(kept, sight, office):
        raise BookError("unknown.account", "account", value=str(number))
    return kept, account


def compare_published(number: int, *, sight: Sight = PUBLIC, office: str = "") -> AccountComparison:
    """Made anew for the same days, as the book is known now, from what the account was made from: the public
    book for a public one. Raises as `open_published`."""
    kept, old = open_published(number, sight=sight, office=office)
    seen_by = PUBLIC if kept.public else sight
    fields = {**old.request, "known_at": ""}
    new = compose(AccountRequest(**fields), sight=seen_by)
    before, after = evidence_at(old.posting, sight=seen_by), evidence(sight=seen_by)
    rows = sorted(_rows(old, new, before, after), key=lambda row: STATUSES.index(row.status))
    counts = {status: sum(row.status == status for row in rows) for status in STATUSES}
    return AccountComparison(kept, old, tuple(rows), counts)


def _rows(old: Account, new: Account, before: Evidence, after: Evidence) -> list[Difference]:
    was, now = (
        {json.dumps(dict(figure.scope), sort_keys=True): figure for figure in account.figures}
        for account in (old, new)
    )
    found = []
    for scope in dict.fromkeys((*was, *now)):
        one, other = was.get(scope), now.get(scope)
        known = one or other
        assert known
        status = _status(one, other)
        causes = () if status == "same" else tuple(_causes(one, other, before, after))
        found.append(
            Difference(
                status,
                known.scope_text,
                known.as_of,
                one.printed if one else "",
                other.printed if other else "",
                causes,
            )
        )
    return found


def _status(one: AccountFigure | None, other: AccountFigure | None) -> str:
    if one is None or other is None:
        return "new" if one is None else "gone"
    if one.printed != other.printed:
        return "changed"
    return "same" if one.natural == other.natural else "moved"


def _causes(one: AccountFigure | None, other: AccountFigure | None, before: Evidence, after: Evidence):
    """What the figures rest on that only one of the two states of the book holds."""
    for figure, what, here, there in ((other, "added", after, before), (one, "ended", before, after)):
        for source in figure.sources if figure else ():
            table = "entries" if source.kind == "entry" else "statements"
            row = getattr(here, table).get(source.key)
            if row is not None and getattr(there, table).get(source.key) != row:
                yield Cause(what, source.kind, source.key, source.surface, source.title)
