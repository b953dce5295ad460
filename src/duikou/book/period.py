"""Days and periods: `2025-05` as an end means through 31 May."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from duikou.book.errors import BookError

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `start` to `end`, both inside; None = not limited on that side.

    `start_latest`: where only a range is known for the start (`4年来` said in July 2025: some day of 2021),
    its last possible day; `start` is then the first. With `start` None nothing is known of the first
    (`近年来`).
    """

    start: date | None = None
    end: date | None = None
    start_latest: date | None = None

    def __post_init__(self) -> None:
        """Raises BookError `period.reversed`."""
        first = self.start_latest or self.start
        if first and self.end and first > self.end:
            raise BookError("period.reversed", "from", start=first.isoformat(), end=self.end.isoformat())

    @property
    def days(self) -> tuple[int, int]:
        """Half-open span of day numbers (`date.toordinal`); open ends are 0 and 2**31."""
        first = self.start.toordinal() if self.start else 0
        return first, (self.end.toordinal() + 1 if self.end else 2**31)

    def contains(self, other: Window) -> bool:
        a, b = self.days
        x, y = other.days
        return a <= x and y <= b


def parse_period(text: str, field: str = "date") -> tuple[date, date]:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` → its first and last day.

    Raises BookError `date.unreadable` or `date.impossible`.
    """
    match = _ISO.fullmatch(text.strip())
    if not match:
        raise BookError("date.unreadable", field, text=text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise BookError("date.impossible", field, text=text) from error


def parse_day(text: str, field: str = "date", *, last: bool = False) -> date | None:
    """First (or last) day of an ISO text of any precision; None for "". Raises as `parse_period`."""
    if not text:
        return None
    first, end = parse_period(text, field)
    return end if last else first
