"""The entries of activities: what an activity counts follows from it, in the posting that changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from duikou.actions import references
from duikou.book import Activity, Entry, Reversal, entries_of
from duikou.store import selectors
from duikou.words import Vocabulary

if TYPE_CHECKING:
    from duikou.actions.gather import Wish


def wishes(wanted: Iterable[Wish], words: Vocabulary) -> list[Wish]:
    """For every activity among `wanted`: reversals of its entries that no longer hold, and entries for
    what they do not say yet. Asked under the lock of the chain."""
    changed = [wish for wish in wanted if wish.table == "activity"]
    standing = selectors.counted(wish.key for wish in changed)
    found: list[Wish] = []
    for wish in changed:
        row: Activity | None = wish.row
        due = Counter(entries_of(row, words.activity[row.type], words) if row else ())
        for entry in standing.get(wish.key, ()):
            bare = replace(entry, key="")
            if due[bare]:
                due[bare] -= 1
            else:
                found.append(_wish(wish, Reversal(entry.key, wish.reason or "corrected")))
        found.extend(_wish(wish, entry) for entry in due.elements())
    return found


def _wish(of: Wish, row: Entry | Reversal) -> Wish:
    made = type(of)("entry", "", row, of.number)
    made.payload = references.check_fits("entry", "", row, of.number)
    return made
