"""The hash chain as an auditor reads it: its postings, the rows of each, and whether all of it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from duikou.answers.errors import NotFound
from duikou.book import BookError, Receipt, Sight
from duikou.store import selectors
from duikou.store.filings import FilingView, of_postings
from duikou.store.tracing import Link, PostedLine, chain, links, posted
from duikou.store.verification import verify
from duikou.store.wording import say_fault


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found. `faults`: one line each; `receipt`: what it was held against, "" = nothing;
    `head`: receipt of the chain's end."""

    began: datetime
    ended: datetime
    postings: int
    rows: int
    faults: tuple[str, ...]
    receipt: str
    head: str

    @property
    def whole(self) -> bool:
        return not self.faults

    @property
    def seconds(self) -> float:
        return (self.ended - self.began).total_seconds()


def size(*, sight: Sight) -> int:
    """How many postings there are. Raises NotFound as all of these where not everything may be seen."""
    _whole(sight)
    return selectors.upto()


def postings(start: int, most: int, *, sight: Sight) -> tuple[Link, ...]:
    """Newest first, `most` of them after the first `start`."""
    _whole(sight)
    return chain(start, most)


def posting(number: int, *, sight: Sight) -> Link:
    """Raises NotFound."""
    _whole(sight)
    found: Mapping[int, Link] = links([number])
    if number not in found:
        raise NotFound("posting", str(number))
    return found[number]


def filings_of(numbers: Iterable[int], *, sight: Sight) -> dict[int, FilingView]:
    """Number of a posting → the filing whose acceptance wrote it."""
    _whole(sight)
    return of_postings(numbers)


def rows(number: int, start: int, most: int, *, sight: Sight) -> tuple[PostedLine, ...]:
    """Rows of a posting in order, `most` of them after the first `start`."""
    _whole(sight)
    return posted(number, start + 1, start + most)


def head(*, sight: Sight) -> Receipt | None:
    """The receipt of the last posting."""
    _whole(sight)
    return selectors.head()


def verified(receipt: str = "", *, sight: Sight) -> Verified:
    """Recompute the chain and every row, as `duikou verify` does; `receipt`: the text of one that was kept.

    Raises BookError `receipt.unreadable`, `book.…`.
    """
    _whole(sight)
    given = Receipt.parse(receipt) if receipt.strip() else None
    began = timezone.now()
    report = verify(given)
    said = tuple(
        say_fault(one.code, posting=one.posting, table=one.table, key=one.key, **dict(one.params))
        for one in report.faults
    )
    head = str(report.head) if report.head else ""
    return Verified(
        began, timezone.now(), report.postings, report.rows, said, str(given) if given else "", head
    )


def receipt_in(text: str) -> str:
    """The receipt in a text file or in what was pasted: the first line that is one. Raises BookError
    `receipt.unreadable`."""
    for line in text.lstrip("\ufeff").splitlines():
        try:
            return str(Receipt.parse(line))
        except BookError:
            continue
    raise BookError("receipt.unreadable", "receipt", text=text.strip()[:80])


def _whole(sight: Sight) -> None:
    """The chain names rows of every office."""
    if not sight.whole:
        raise NotFound("chain", "")
