"""Many rows of many tables in one posting: the way every other action writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from duikou.actions import closed, counting, references, validation
from duikou.actions.reach import check_reach
from duikou.book import (
    Activity,
    BookError,
    Document,
    Entry,
    Pairing,
    Project,
    Receipt,
    Reversal,
    Statement,
    Subject,
)
from duikou.store import selectors
from duikou.store.actors import Actor
from duikou.store.chain import Addition, next_link
from duikou.store.faults import clear_faults
from duikou.store.tables import TABLES
from duikou.store.word import Word
from duikou.words import UnknownCode, Vocabulary


@dataclass(slots=True)
class Wish:
    """One row that somebody wants in the book. `number`: its place in the call that brought it, from 1.

    `expected`: the version that it was made from, 0 = none; None = whatever stands.
    """

    table: str
    key: str
    row: Any
    number: int
    replace: bool = False
    withdrawn: bool = False
    reason: str = ""
    payload: str = ""
    expected: int | None = None


@dataclass(slots=True)
class Basket:
    """What is gathered for one posting. Rows may name each other; their order is the order of the lines."""

    wishes: list[Wish] = field(default_factory=list)
    receipt: Receipt | None = None

    def words(self, rows: Iterable[Word], *, replace: bool = False) -> None:
        self._add("word", rows, replace)

    def documents(self, rows: Iterable[Document], *, replace: bool = False) -> None:
        self._add("document", rows, replace)

    def subjects(self, rows: Iterable[Subject], *, replace: bool = False) -> None:
        self._add("subject", rows, replace)

    def pairings(self, rows: Iterable[Pairing], *, replace: bool = False) -> None:
        self._add("pairing", rows, replace)

    def projects(
        self,
        rows: Iterable[Project],
        *,
        replace: bool = False,
        reason: str = "",
        expected: Mapping[str, int] | None = None,
    ) -> None:
        self._add("project", rows, replace, reason, expected)

    def activities(
        self,
        rows: Iterable[Activity],
        *,
        replace: bool = False,
        reason: str = "",
        expected: Mapping[str, int] | None = None,
    ) -> None:
        """Activities; what they count follows by itself, reversed entries bear the `reason`."""
        self._add("activity", rows, replace, reason, expected)

    def statements(self, rows: Iterable[Statement], *, replace: bool = False) -> None:
        self._add("statement", rows, replace)

    def entries(self, rows: Iterable[Entry]) -> None:
        """New entries, keys "". Raises BookError `entry.key_given`."""
        for number, row in enumerate(rows, start=1):
            if row.key or row.reverses:
                raise BookError("entry.key_given", "key", row=number, key=row.key or row.reverses)
            self.wishes.append(Wish("entry", "", row, number))

    def reversals(self, rows: Iterable[Reversal]) -> None:
        self.wishes.extend(Wish("entry", "", row, number) for number, row in enumerate(rows, start=1))

    def withdrawals(
        self,
        table: str,
        keys: Iterable[str],
        reason: str,
        *,
        expected: Mapping[str, int] | None = None,
    ) -> None:
        """Raises BookError `withdrawal.reason`, `withdrawal.table`."""
        if not reason.strip():
            raise BookError("withdrawal.reason", "reason", table=table)
        if table not in TABLES or not TABLES[table].versioned:
            raise BookError("withdrawal.table", "table", table=table)
        for number, key in enumerate(keys, start=1):
            wish = Wish(table, key, None, number, withdrawn=True, reason=reason.strip())
            wish.expected = expected.get(key) if expected else None
            self.wishes.append(wish)

    def _add(
        self,
        table: str,
        rows: Iterable[Any],
        replace: bool,
        reason: str = "",
        expected: Mapping[str, int] | None = None,
    ) -> None:
        """`reason`: of a correction, kept with the new version. `expected`: key → version it was made
        from."""
        for number, row in enumerate(rows, start=1):
            wish = Wish(table, row.key, row, number, replace, reason=reason.strip())
            wish.expected = expected.get(row.key) if expected else None
            self.wishes.append(wish)


@contextmanager
def gathering(*, actor: Actor, action: str) -> Iterator[Basket]:
    """Yields a basket; what lies in it at the end of the block becomes one posting, `basket.receipt` its
    receipt. If nothing is new, nothing is written and the receipt is the head's.

    Raises the first `BookError` that stands against a row, with `row` (its place in the call that brought
    it) and `key` among its params; nothing is written then.
    """
    actor.must("enter")
    basket = Basket()
    yield basket
    with clear_faults():
        basket.receipt = write(basket, actor, action)


def write(basket: Basket, actor: Actor, action: str) -> Receipt:
    """Check everything, then write one posting. Raises as `gathering`."""
    for problem in problems(basket):
        raise problem
    for wish in basket.wishes:
        wish.payload = references.check_fits(wish.table, wish.key, wish.row, wish.number)
    with next_link(actor, action) as link:
        references.check_actor(actor)
        references.check_versions(basket.wishes)
        words = _vocabulary(basket)
        wishes = [*basket.wishes, *counting.wishes(basket.wishes, words)]
        closed.check_open(wishes, words, actor)
        references.check_named(wishes)
        present = references.present_payloads(wishes)
        check_reach(wishes, present, actor)
        link.additions = _additions(wishes, present)
    assert link.receipt is not None
    return link.receipt


def problems(basket: Basket) -> Iterator[BookError]:
    """All that the vocabulary and the rules of single rows have against the basket, in order. What the book's
    other rows have against it is found when it is written."""
    vocabulary = _vocabulary(basket)
    checks: Mapping[str, Callable[[Any], Iterator[BookError]]] = validation.checks(vocabulary)
    for wish in basket.wishes:
        if wish.row is None or isinstance(wish.row, (Reversal, Word)):
            continue
        for problem in checks[wish.table](wish.row):
            yield references.at_row(problem, wish.number, wish.key)


def _vocabulary(basket: Basket) -> Vocabulary:
    """As it will be after this posting. Raises BookError `word.table`, `word.columns`, `word.refused`."""
    added = [wish for wish in basket.wishes if wish.table == "word"]
    if not added:
        return selectors.vocabulary()
    standing = {word.key: word for word in selectors.words()}
    for wish in added:
        if wish.withdrawn:
            standing.pop(wish.key, None)
        else:
            validation.check_word(wish.row, wish.number)
            standing[wish.key] = wish.row
    try:
        return selectors.with_words(standing.values())
    except UnknownCode as error:
        raise BookError("word.refused", "word", row=added[0].number, said=str(error)) from error
    except ValueError as error:
        raise BookError("word.refused", "word", row=added[0].number, said=str(error)) from error


def _additions(listed: list[Wish], present: Mapping[tuple[str, str], str]) -> list[Addition]:
    """The rows to write: reversals made, unchanged rows left out. Raises BookError `key.taken`,
    `key.twice`, `unknown.…` and what a reversal may meet."""
    reversing = references.reversing_entries(listed)
    additions: list[Addition] = []
    seen: set[tuple[str, str]] = set()
    for wish in listed:
        table = TABLES[wish.table]
        if not table.versioned:
            row = reversing.get(id(wish), wish.row)
            additions.append(Addition(table, "", row, payload=wish.payload))
            continue
        if (wish.table, wish.key) in seen:
            raise BookError("key.twice", wish.table, row=wish.number, key=wish.key)
        seen.add((wish.table, wish.key))
        before = present.get((wish.table, wish.key))
        if wish.withdrawn:
            if before is None:
                raise BookError(f"unknown.{wish.table}", wish.table, row=wish.number, value=wish.key)
            additions.append(Addition(table, wish.key, table.read(before), True, wish.reason, before))
            continue
        addition = Addition(table, wish.key, wish.row, reason=wish.reason, payload=wish.payload)
        if before is not None and not wish.replace:
            raise BookError("key.taken", wish.table, row=wish.number, key=wish.key)
        if addition.payload != before:
            additions.append(addition)
    return additions
