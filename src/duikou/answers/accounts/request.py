"""What account is asked for, in names as typed → places, parties and days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from duikou.answers.evidence import Evidence
from duikou.book import BookError, parse_day, parse_period
from duikou.book.account import KINDS

NEEDS: Mapping[str, tuple[str, ...]] = {
    "county": ("recipient",),
    "donor": ("donor",),
    "pairing": ("donor", "recipient"),
    "programme": (),
    "words": ("recipient",),
    "tables": (),
    "brief": ("recipient",),
}


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """`kind`: one of `KINDS`; `recipient`, `donor`: names or codes; `year`: the year accounted for, "" = the
    year of `as_of`; `as_of`: ISO day through which is counted, "" = the end of the year, or as far as the
    book reaches. `known_at`: the book as it stood at the end of that day, "" = now."""

    kind: str
    recipient: str = ""
    donor: str = ""
    year: str = ""
    as_of: str = ""
    known_at: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The same understood: codes, first and last day of the year, last day counted."""

    kind: str
    recipients: frozenset[str]
    donors: frozenset[str]
    first: date
    until: date
    known_at: date | None

    @property
    def year(self) -> int:
        return self.first.year

    def as_fields(self) -> dict[str, str]:
        """What makes the account anew."""
        return {
            "kind": self.kind,
            "recipient": next(iter(self.recipients), ""),
            "donor": next(iter(self.donors), ""),
            "year": str(self.year),
            "as_of": self.until.isoformat(),
            "known_at": self.known_at.isoformat() if self.known_at else "",
        }


def known_at_of(request: AccountRequest) -> date | None:
    """Raises BookError for what is no date."""
    return parse_day(request.known_at, "known-at", last=True)


def understand(request: AccountRequest, book: Evidence) -> Plan:
    """Raises `UnknownCode` with near names; BookError `account.kind`, `account.wanted`, `account.year` and
    for what is no date."""
    if request.kind not in KINDS:
        raise BookError("account.kind", "kind", kind=request.kind, known=", ".join(KINDS))
    given = {"recipient": request.recipient, "donor": request.donor}
    for name in NEEDS[request.kind]:
        if not given[name]:
            raise BookError("account.wanted", name, kind=request.kind)
    words = book.vocabulary
    place = words.places.resolve(request.recipient).code if request.recipient else ""
    party = words.parties.resolve(request.donor).code if request.donor else ""
    first, until = _days(request, book)
    return Plan(
        request.kind,
        frozenset({place}) - {"", "CN"},
        frozenset({party}) - {"", "ALL"},
        first,
        until,
        known_at_of(request),
    )


def _days(request: AccountRequest, book: Evidence) -> tuple[date, date]:
    until = parse_day(request.as_of, "as-of", last=True)
    if request.year:
        if not (len(request.year) == 4 and request.year.isdigit()):
            raise BookError("account.year", "year", year=request.year)
        first, end = parse_period(request.year, "year")
        known = reach(book)
        until = until or (min(end, known) if known >= first else end)
        if not first <= until:
            raise BookError("period.reversed", "as-of", start=first.isoformat(), end=until.isoformat())
        return first, until
    until = until or reach(book)
    return date(until.year, 1, 1), until


def reach(book: Evidence) -> date:
    """The last day of which anything published or entered speaks."""
    ends = [
        row.scope.window.end
        for row in book.statements.values()
        if row.form == "published" and row.scope.window.end
    ]
    dated = [parse_day(row.dated, last=True) for row in book.documents.values() if row.form != "sample"]
    ends += [day for day in dated if day]
    codes, days = book.entries.column("first_day")
    ends += [days[code] for code in np.unique(codes).tolist()]
    return max(ends, default=date(1992, 12, 31))
