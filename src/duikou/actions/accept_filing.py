"""Accept a filing (通过): what is in it enters the book, and the register is closed, in one posting."""

from __future__ import annotations

from collections.abc import Mapping

from duikou.actions.filing_desk import moving
from duikou.actions.fill_filing import basket_of
from duikou.actions.gather import write
from duikou.book import BookError, Receipt, closings_of
from duikou.store import filings, selectors
from duikou.store.actors import Actor
from duikou.store.models import FilingEvent, FilingLine


def accept_filing(
    call: str,
    office: str,
    *,
    actor: Actor,
    seen: int,
    words: str = "",
    remarks: Mapping[str, str] | None = None,
) -> Receipt:
    """One posting: the records of the filing with what they count, and a closing for each series of the call
    over its period. `seen`: the version of the filing that was looked at; `remarks`: what was written at its
    records, which is what returning is for.

    Raises BookError as `moving` (of two who accept, one gets `filing.meanwhile.accept`), `filing.own` for who
    worked on the filing, `filing.remarked` where there are remarks, `row.meanwhile` where a record has been
    changed in the book since, and as `write`.
    """
    if any(text.strip() for text in (remarks or {}).values()):
        raise BookError("filing.remarked", "filing")
    with moving(call, office, "accept", actor=actor, seen=seen) as desk:
        _check_stranger(desk.filing.id, actor)
        basket = basket_of([line.filed for line in filings.lines(desk.filing.id)])
        vocabulary = selectors.vocabulary()
        basket.statements(closings_of(desk.call, office, desk.filing.place, vocabulary), replace=True)
        receipt = write(basket, actor, "accept_filing")
        desk.words = words.strip()
        desk.posting = receipt.number
    return receipt


def _check_stranger(filing: int, actor: Actor) -> None:
    """Nobody accepts what they filled in or sent in themselves, in whatever office."""
    put = FilingLine.objects.filter(filing=filing, actor__username=actor.user)
    sent = FilingEvent.objects.filter(filing=filing, actor__username=actor.user, verb="file")
    if put.exists() or sent.exists():
        raise BookError("filing.own", "filing")
