"""Fill an empty book with synthetic rows, for load tests and benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from duikou.actions.gather import gathering
from duikou.actions.post import post
from duikou.book import BookError, Entry, Receipt
from duikou.book.synthetic import SyntheticBook
from duikou.store import selectors
from duikou.store.actors import Actor

# Entries of one posting: a few seconds of work, some hundred MB of memory.
AT_ONCE = 100_000
CLOSING = "closing"  # the form of a statement that a register is complete


def generate(
    book: SyntheticBook, *, actor: Actor, at_once: int = AT_ONCE, tell: Callable[[int], None] | None = None
) -> Receipt:
    """The documents, pairings and statements in one posting, then the entries in postings of `at_once`, and
    last the closings: nothing is written into a register that is closed.

    `tell` is called with the number of entries posted so far. If it is interrupted, the postings made so far
    stay. Raises BookError `synthetic.not_empty` for a book with postings, and as `gathering`.
    """
    _, head = selectors.state()
    if head:
        raise BookError("synthetic.not_empty", "book", number=head)
    with gathering(actor=actor, action="generate") as basket:
        basket.documents(book.documents)
        basket.pairings(book.pairings)
        basket.statements(row for row in book.statements if row.form != CLOSING)
    receipt = basket.receipt
    posted = 0
    for portion in portions(book.entries(), at_once):
        receipt = post(portion, actor=actor)
        posted += len(portion)
        if tell:
            tell(posted)
    if closings := [row for row in book.statements if row.form == CLOSING]:
        with gathering(actor=actor, action="generate") as basket:
            basket.statements(closings)
        receipt = basket.receipt
    assert receipt is not None
    return receipt


def portions(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """Lists of `size`, the last one shorter."""
    rest = iter(entries)
    while portion := list(islice(rest, size)):
        yield portion
