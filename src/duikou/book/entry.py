"""Entries: single facts with evidence, added in postings and never changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from duikou.book.errors import BookError


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: so much of a measure, at a place, on a day, from these donors.

    `amount`: scaled integer, negative only in a reversal. `rounding`: half a unit of the last printed digit
    where the evidence is a printed figure, 0 for vouchers: the true amount lies in [amount − rounding,
    amount + rounding]. `first_day`..`last_day`: the days the fact can fall on (a whole year where only the
    year is known). `donors`: more than one = joint without known shares, one imprecise coordinate; empty =
    not known. `recipient`, `sector`, `kind`, `subject`, `project`: code or "" where not known; a county
    code where the township is not known, and so on: the entry's box is what its coordinates leave open.
    `key` is given when the entry is posted (`E12-3`: third row of posting 12). `reverses`: key of the entry
    this one takes back. `activity`: key of the activity whose field it counts, "" for an entry of its own.
    """

    measure: str
    unit: str
    stage: str
    amount: int
    first_day: date
    last_day: date
    kind: str = ""
    donors: frozenset[str] = frozenset()
    recipient: str = ""
    sector: str = ""
    subject: str = ""
    project: str = ""
    document: str = ""
    statement: str = ""
    rounding: int = 0
    note: str = ""
    key: str = ""
    reverses: str = ""
    activity: str = ""

    def __post_init__(self) -> None:
        """Raises BookError `period.reversed`, `entry.negative`, `entry.rounding`."""
        if self.first_day > self.last_day:
            raise BookError("period.reversed", "date", start=str(self.first_day), end=str(self.last_day))
        if self.amount < 0 and not self.reverses:
            raise BookError("entry.negative", "amount", amount=self.amount)
        if self.rounding < 0:
            raise BookError("entry.rounding", "rounding", rounding=self.rounding)


def figure_of(entry: Entry) -> Entry:
    """What an entry counts, without what it rests on: the same figure with another paper is the same."""
    return replace(entry, key="", document="", statement="", note="", reverses="")


def entry_key(posting: int, line: int) -> str:
    """The key that an entry is given with its place in the book."""
    return f"E{posting}-{line}"


def place_of_entry(key: str) -> tuple[int, int] | None:
    """Posting and line of an entry's key; None where it is not one."""
    posting, dash, line = key.removeprefix("E").partition("-")
    if not (
        key.startswith("E")
        and dash
        and posting.isascii()
        and posting.isdigit()
        and line.isascii()
        and line.isdigit()
    ):
        return None
    return int(posting), int(line)


@dataclass(frozen=True, slots=True)
class Reversal:
    """The wish to take back one posted entry. `reason` is required and shown with it."""

    entry: str
    reason: str

    def __post_init__(self) -> None:
        """Raises BookError `reversal.reason`."""
        if not self.reason.strip():
            raise BookError("reversal.reason", "reason", entry=self.entry)


@dataclass(frozen=True, slots=True)
class Posting:
    """One link of the chain: what was added to the book at once, by whom, when.

    `manifest`: (table, key, digest) of every row, in order. `digest` covers all of it and `previous`.
    """

    number: int
    recorded_at: datetime
    actor: str
    office: str
    action: str
    payload_version: int
    manifest: tuple[tuple[str, str, str], ...]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Head of the chain at a moment, to be kept outside the book: book id, posting number, digest."""

    book: str
    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.book}:{self.number}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> Receipt:
        """From `book:number:digest`. Raises BookError `receipt.unreadable`."""
        parts = text.strip().split(":")
        if len(parts) != 3 or not parts[1].isdigit() or len(parts[2]) != 64:
            raise BookError("receipt.unreadable", "receipt", text=text.strip()[:80])
        return cls(parts[0], int(parts[1]), parts[2])
