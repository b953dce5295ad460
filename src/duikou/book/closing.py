"""Closing the register (关账): a statement that it is complete, and what may no longer be written then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duikou.book.entry import Entry
from duikou.book.filing import Call, Series, kinded, kinds_meet
from duikou.book.period import Window
from duikou.book.scope import Scope
from duikou.book.statement import Statement
from duikou.words import UnknownCode, Vocabulary

PREFIX = "C"


def closings_of(call: Call, office: str, place: str, words: Vocabulary) -> Iterator[Statement]:
    """What accepting a filing of `office`, which answers for `place`, declares complete: a closing for each
    series of the call."""
    with_kinds = kinded(words)
    for series in call.series:
        measure, unit, stage = series
        kinds = call.kinds if measure in with_kinds else frozenset()
        window = Window(call.first_day, call.last_day)
        scope = Scope(measure, unit, stage, kinds, recipients=frozenset({place}), window=window)
        yield Statement(closing_key(call.key, office, series), scope, None, form="closing", note=call.title)


def closing_key(call: str, office: str, series: Series) -> str:
    return "-".join((PREFIX, call, office, *filter(None, series)))


class ClosedRegisters:
    """The closings that hold, to be asked of many entries."""

    def __init__(self, closings: Iterable[Statement], words: Vocabulary) -> None:
        self.words = words
        self._by_series: dict[Series, list[Statement]] = {}
        for closing in closings:
            self._by_series.setdefault(closing.scope.series, []).append(closing)
        self._near: dict[tuple[object, ...], list[Statement]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_series)

    def of(self, entry: Entry) -> Statement | None:
        """The closing whose register an entry would add to; None where it is open.

        An entry belongs to the period in which its last day falls, and to a county where its recipient lies
        inside; a kind that is not known may be any.
        """
        series = (entry.measure, entry.unit, entry.stage)
        where = (series, entry.kind, entry.recipient, entry.donors)
        if where not in self._near:
            self._near[where] = [one for one in self._by_series.get(series, ()) if self._may_hold(one, entry)]
        return next((one for one in self._near[where] if _in_time(one.scope.window, entry)), None)

    def _may_hold(self, closing: Statement, entry: Entry) -> bool:
        scope = closing.scope
        return (
            kinds_meet(scope.kinds, entry.kind, self.words)
            and _inside(entry.recipient, scope.recipients, self.words)
            and _donors_meet(scope.donors, entry.donors, self.words)
        )


def _in_time(window: Window, entry: Entry) -> bool:
    return (window.start is None or window.start <= entry.last_day) and (
        window.end is None or entry.last_day <= window.end
    )


def _inside(place: str, outer: frozenset[str], words: Vocabulary) -> bool:
    if not outer:
        return True
    try:
        members = words.places.members(place) if place else ()
        wide = [one for code in outer for one in words.places.members(code)]
        return bool(members) and all(
            any(words.places.inside(one, other) for other in wide) for one in members
        )
    except UnknownCode:
        return False


def _donors_meet(some: frozenset[str], others: frozenset[str], words: Vocabulary) -> bool:
    if not some or not others:
        return True
    try:
        first, second = words.parties.spans(some), words.parties.spans(others)
    except UnknownCode:
        return True
    return any(a < d and c < b for a, b in first for c, d in second)
