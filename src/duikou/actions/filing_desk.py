"""Moving a filing: one step, once, by who may take it; the verbs have modules of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from duikou.book import BookError, Call
from duikou.book.filing import ABOVE, DRAFT, MOVES, OPEN, OWN, moved
from duikou.store import audit, filings
from duikou.store.actors import WIDE_LEVELS, Actor
from duikou.store.faults import clear_faults
from duikou.store.models import FilingEvent, FilingRow, Office, User
from duikou.store.payload import canonical


@dataclass(slots=True)
class Desk:
    """A filing while somebody takes a step: set `words`, `payload` and `posting`; they are kept with it.
    `silent`: the step turned out to change nothing and is not noted."""

    filing: filings.FilingView
    actor: Actor
    words: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    posting: int | None = None
    silent: bool = False

    @property
    def call(self) -> Call:
        return self.filing.call


@contextmanager
def moving(call: str, office: str, verb: str, *, actor: Actor, seen: int | None = None) -> Iterator[Desk]:
    """Lock the filing, yield it, note the step when the block ends: all in one transaction, with whatever
    the block writes. `seen`: the version that the step was decided on.

    Raises BookError `unknown.filing`, `reach.missing`, `duty.missing`, `call.ended`,
    `filing.meanwhile.<verb>` where somebody was faster, `filing.state` where the step is not open, `book.…`.
    """
    with clear_faults(), transaction.atomic():
        locked = FilingRow.objects.select_for_update(of=("self",))
        row = locked.filter(call__key=call, office=office).first()
        if row is None:
            raise BookError("unknown.filing", "filing", value=f"{call} {office}")
        now = filings.filing(call, office)
        _check_side(verb, office, actor)
        if now.call.ended:
            raise BookError("call.ended", "call", call=now.call.title)
        if seen is not None and seen != now.version:
            raise _meanwhile(now)
        after = moved(now.state, verb)
        desk = Desk(now, actor)
        yield desk
        if desk.silent:
            return
        FilingEvent.objects.create(
            filing=row,
            version=now.version + 1,
            verb=verb,
            words=desk.words,
            payload=canonical(desk.payload),
            posting_id=desk.posting,
            actor_id=actor.user,
            office_id=actor.office,
        )
        row.state, row.version = after, now.version + 1
        row.save(update_fields=["state", "version"])
        if now.state == OPEN and after == DRAFT:
            note("filing_begun", desk)
        if verb in PAST:
            note(f"filing_{PAST[verb]}", desk)


PAST = {"file": "filed", "recall": "recalled", "return": "returned", "accept": "accepted"}


def note(event: str, desk: Desk) -> None:
    """Into the audit log."""
    posting = {"posting": str(desk.posting)} if desk.posting else {}
    audit.record(
        event,
        user=desk.actor.user,
        office=desk.actor.office,
        address=desk.actor.address,
        target=f"{desk.call.key} {desk.filing.office}",
        call=desk.call.title,
        at_office=desk.filing.office,
        reason=desk.words,
        **posting,
    )


def _check_side(verb: str, office: str, actor: Actor) -> None:
    move = MOVES[verb]
    if move.side == OWN and actor.office != office:
        raise BookError("reach.missing", "office", office=actor.office)
    if move.side == ABOVE:
        level = Office.objects.filter(key=actor.office).values_list("level", flat=True).first()
        if level not in WIDE_LEVELS:
            raise BookError("reach.missing", "office", office=actor.office)
    if actor.duties.isdisjoint(move.duties):
        actor.must(sorted(move.duties)[0])


def _meanwhile(now: filings.FilingView) -> BookError:
    """Who was faster, and what they did."""
    last = filings.events(now.id)[-1]
    name = User.objects.filter(username=last.actor).values_list("first_name", flat=True).first()
    return BookError(f"filing.meanwhile.{last.verb}", "filing", who=name or last.actor)
