"""What a filing is held against before it is sent in, read from the book."""

from __future__ import annotations

from datetime import date

from duikou.book import Call, ClosedRegisters
from duikou.book.filing import ACCEPTED
from duikou.checks.filing import Ground
from duikou.store import closings, filings, selectors
from duikou.store.holdings import Holdings, holdings


def ground_of(
    filing: filings.FilingView, rows: tuple[filings.Line, ...], today: date, held: Holdings | None = None
) -> Ground:
    """The book as it stands now, as far as the filing's office goes."""
    held = held or holdings(filing.office)
    words = selectors.vocabulary()
    inside = [code for code in words.places if filing.place and words.places.inside(code, filing.place)]
    return Ground(
        filing.call,
        tuple(line.filed for line in rows),
        held.records,
        held.versions,
        selectors.entries_received(inside),
        ClosedRegisters(closings.standing(), words),
        last_call(filing),
        words,
        today,
        elsewhere(filing),
    )


def elsewhere(filing: filings.FilingView) -> dict[str, str]:
    """Key of a record → the call of another filing of the office that holds it and is not accepted yet."""
    others = {
        one.id: one.call.title
        for one in filings.filings(office=filing.office, open_only=True)
        if one.id != filing.id
    }
    return {key: others[number] for number, key in filings.held_keys(others)}


def last_call(filing: filings.FilingView) -> Call | None:
    """The call of the same kind of period whose filing by the same office was accepted last before."""
    here = filing.call
    before = [
        one.call
        for one in filings.filings(office=filing.office)
        if one.state == ACCEPTED and one.call.period == here.period and one.call.last_day < here.first_day
    ]
    return max(before, key=lambda call: call.last_day, default=None)
