"""Where a running amount comes to if it goes on as it has so far."""

from __future__ import annotations

from datetime import date

from duikou.book import Interval


def forecast(done: Interval, start: date, as_of: date, end: date) -> Interval | None:
    """What `done` from `start` through `as_of` comes to at `end`, the same every day; rounded outward. None
    where nothing is done yet, or no day is over. After the end it is what is done."""
    if as_of < start or not done.least:
        return None
    if as_of >= end:
        return done
    over, whole = (as_of - start).days + 1, (end - start).days + 1
    most = None if done.most is None else -(-done.most * whole // over)
    return Interval.inclusive(done.least * whole // over, most)


def elapsed(start: date, as_of: date, end: date) -> float:
    """The share of a period that is over at the end of a day, from 0 to 1."""
    return min(1.0, max(0.0, ((as_of - start).days + 1) / ((end - start).days + 1)))
