"""Is the register open for what a posting would count? Asked under the lock of the chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from duikou.actions.references import at_row
from duikou.book import BookError, Entry, Reversal, Statement, asks, closed_by, figure_of
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
    closed = closings.standing()
    called = [one.call for one in filings.filings(office=actor.office, open_only=True)]
    if not closed and not called:
        return
    for entry in _changed(entries):
        if closing := closed_by(entry, closed, words):
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
    for wish in wishes:
        row = wish.row
        try:
            taken_back = isinstance(row, Reversal)
            entry = selectors.entry(row.entry) if isinstance(row, Reversal) else row
        except BookError as error:
            raise at_row(error, wish.number, "") from error
        figures[figure_of(entry)] += -1 if taken_back else 1
    return (figure for figure, number in figures.items() if number)
