"""Closed registers (关账): what is complete, since when and by whom, and what was opened again, for which
reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from duikou.answers.wording import listed
from duikou.book import Sight
from duikou.book.sight import owns
from duikou.store import closings, people, selectors
from duikou.store.wording_calls import series_text
from duikou.store.wording_filling import label
from duikou.words import Vocabulary


@dataclass(frozen=True, slots=True)
class ClosedSeries:
    """One closing. `open`: opened again, for `reason`; `at`, `actor`, `office`, `posting`: the last step."""

    key: str
    name: str
    open: bool
    reason: str
    at: datetime
    actor: str
    office: str
    posting: int


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """The closings of one place and period under one title. `steps`: every closing and opening, newest
    first, as (when, who, office, whether it was opened, reason, posting, series)."""

    title: str
    place: str
    start: date | None
    end: date | None
    series: tuple[ClosedSeries, ...]
    steps: tuple[tuple[datetime, str, str, bool, str, int, str], ...]

    @property
    def open(self) -> int:
        """How many of the series are open again."""
        return sum(one.open for one in self.series)


def closed_periods(*, sight: Sight) -> list[ClosedPeriod]:
    """Those that somebody's own scopes are in, newest period first."""
    words = selectors.vocabulary()
    names, offices = people.person_names(), people.office_names()
    groups: dict[tuple[object, ...], list[closings.Closing]] = {}
    for one in closings.closings():
        scope = one.row.scope
        if owns(sight, words, recipients=scope.recipients, donors=scope.donors):
            group = (one.row.note, scope.recipients, scope.window.start, scope.window.end)
            groups.setdefault(group, []).append(one)
    found = [_period(group, words, names, offices) for group in groups.values()]
    return sorted(found, key=lambda one: (one.end or date.max, one.title, one.place), reverse=True)


def _period(
    group: list[closings.Closing], words: Vocabulary, names: dict[str, str], offices: dict[str, str]
) -> ClosedPeriod:
    scope = group[0].row.scope
    series = tuple(
        ClosedSeries(
            one.row.key,
            _series_name(one, words),
            one.open,
            one.last.reason,
            one.last.at,
            names.get(one.last.actor, one.last.actor),
            offices.get(one.last.office, one.last.office),
            one.last.number,
        )
        for one in group
    )
    return ClosedPeriod(
        group[0].row.note,
        listed(words.places[code].name for code in sorted(scope.recipients)),
        scope.window.start,
        scope.window.end,
        series,
        tuple(_steps(group, words, names, offices)),
    )


def _series_name(one: closings.Closing, words: Vocabulary) -> str:
    name = series_text(one.row.scope.series, words)
    kinds = listed(label(words.kind[code]) for code in sorted(one.row.scope.kinds))
    return f"{name} · {kinds}" if kinds else name


def _steps(
    group: list[closings.Closing], words: Vocabulary, names: dict[str, str], offices: dict[str, str]
) -> Iterable[tuple[datetime, str, str, bool, str, int, str]]:
    """One step for each posting, its series together; none where nothing was opened again."""
    steps: dict[int, list[tuple[closings.Step, str]]] = {}
    for one in group:
        for step in one.steps if one.version > 1 else ():
            steps.setdefault(step.number, []).append((step, series_text(one.row.scope.series, words)))
    for number in sorted(steps, reverse=True):
        step = steps[number][0][0]
        yield (
            step.at,
            names.get(step.actor, step.actor),
            offices.get(step.office, step.office),
            step.opened,
            step.reason,
            number,
            listed(name for _, name in steps[number]),
        )
