"""Is the register open for what a posting would count? Asked under the lock of the chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from duikou.actions.references import at_row
from duikou.book import BookError, ClosedRegisters, Entry, Reversal, Statement, asks, figure_of
from duikou.store import closings, filings, selectors
from duikou.store.actors import Actor
from duikou.words import Vocabulary

if TYPE_CHECKING:
    from duikou.actions.gather import Wish


def check_open(wishes: Iterable[Wish], words: Vocabulary, actor: Actor) -> None:
    """Raises BookError `closing.closed` for an entry, or the taking back of one, in a closed register, and
    `filing.called` for one that a call asks the actor's office to file."""
    entries = [wish for wish in wishes if isinstance(wish.row, (Entry, Reversal))]
    if not entries:
        return
    closed = ClosedRegisters(closings.standing(), words)
    called = [one.call for one in filings.filings(office=actor.office, open_only=True)]
    if not closed and not called:
        return
    for entry in _changed(entries):
        if closing := closed.of(entry):
            raise closed_error(closing)
        for call in called:
            if asks(call, entry, words):
                raise BookError("filing.called", "filing", call=call.title)


def closed_error(closing: Statement) -> BookError:
    """That the register is closed, and by what."""
    window = closing.scope.window
    return BookError(
        "closing.closed",
        "recipient",
        closing=closing.note or closing.key,
        start=window.start.isoformat() if window.start else "…",
        end=window.end.isoformat() if window.end else "…",
    )


def _changed(wishes: Iterable[Wish]) -> Iterator[Entry]:
    """The figures that are added or taken back; one that is taken back and added with another paper is
    neither."""
    figures: Counter[Entry] = Counter()
    rows = [(wish, wish.row) for wish in wishes]
    named = selectors.entries_keyed(row.entry for _, row in rows if isinstance(row, Reversal))
    for wish, row in rows:
        if not isinstance(row, Reversal):
            figures[figure_of(row)] += 1
        elif row.entry in named:
            figures[figure_of(named[row.entry])] -= 1
        else:
            raise at_row(BookError("unknown.entry", "entry", value=row.entry), wish.number, "")
    return (figure for figure, number in figures.items() if number)
