"""What really happened in a synthetic programme, and what any scope of it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from random import Random

import numpy as np

from duikou.book.scope import Scope
from duikou.book.synthetic.cast import FIRST_YEAR, LAST_YEAR, TALENT, Cast
from duikou.book.synthetic.chance import Bools, Chance, Ints
from duikou.words import Tree, Vocabulary

FUND = ("fund", "CNY", "arrived")
AGREED = ("fund", "CNY", "agreed")
PROJECTS = ("project.count", "count", "arrived")
TRAINED = ("training.person_time", "person_time", "")
SERIES = (FUND, AGREED, PROJECTS, TRAINED)
ARRIVED_ROW, AGREED_ROW, PROJECT_ROW, TRAINED_ROW = range(4)

LAST_DAY = date(LAST_YEAR, 12, 31).toordinal()
RECORDED_SHARE = 0.7
CLOSED_SHARE = 0.15
JOINT_SHARE = 0.08
BELOW_SHARE = 0.25
# 万元 a payment, and how often
PAYMENTS = {
    1: 2,
    2: 3,
    5: 6,
    10: 10,
    20: 14,
    30: 12,
    50: 14,
    80: 10,
    100: 10,
    150: 6,
    300: 6,
    800: 4,
    3000: 1,
}
PAYMENT_COUNTS = {1: 20, 2: 22, 3: 18, 4: 12, 5: 10, 6: 7, 8: 6, 12: 5}
AGREED_PERCENT = (100, 105, 110, 120, 150)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened. `shares`: donor code → scaled amount, two where it was joint."""

    series: tuple[str, str, str]
    amount: int
    day: date
    kind: str
    shares: tuple[tuple[str, int], ...]
    recipient: str
    sector: str
    recorded: bool


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """n facts in columns of positions in `SERIES` and in the cast's lists. `second`: the other donor of a
    joint fact, -1 where there is none; `own`: what of `amount` is the first donor's."""

    series: Ints
    recipient: Ints
    donor: Ints
    second: Ints
    sector: Ints
    kind: Ints
    day: Ints
    amount: Ints
    own: Ints
    recorded: Bools

    def take(self, rows: Ints) -> Columns:
        return Columns(*(getattr(self, column.name)[rows] for column in fields(self)))


class Truth:
    """All facts, in the order of their days. `closed`: for each recipient the day number up to which its
    register is complete, 0 = it is not."""

    def __init__(self, cast: Cast, columns: Columns, closed: tuple[int, ...], words: Vocabulary) -> None:
        self.cast = cast
        self.columns = columns
        self.closed = closed
        self._words = words
        self._members: dict[tuple[str, frozenset[str]], Bools] = {}

    def __len__(self) -> int:
        return len(self.columns.day)

    def facts(self) -> Iterator[Fact]:
        cast = self.cast
        for row in zip(*(getattr(self.columns, c.name).tolist() for c in fields(Columns)), strict=True):
            series, recipient, donor, second, sector, kind, day, amount, own, recorded = row
            shares = [(cast.donors[donor], own)]
            if second >= 0:
                shares.append((cast.donors[second], amount - own))
            yield Fact(
                SERIES[series],
                amount,
                date.fromordinal(day),
                cast.kinds[kind],
                tuple(shares),
                cast.recipients[recipient],
                cast.sectors[sector],
                recorded,
            )

    def amount(self, scope: Scope) -> int:
        """What the facts in `scope` come to, scaled. Subjects are not heeded: no fact has one."""
        words, columns = self._words, self._ordered
        rows = self._rows(scope)
        own, amount = columns.own[rows], columns.amount[rows]
        if scope.donors:
            given = self._inside("donor", words.parties, self.cast.donors, scope.donors)
            rest = np.where(given[columns.second[rows]], amount - own, 0)
            found = np.where(given[columns.donor[rows]], own, 0) + rest
        else:
            found = amount
        chosen = np.ones(len(rows), dtype=np.bool_)
        if scope.sectors:
            chosen &= self._inside("sector", words.sectors, self.cast.sectors, scope.sectors)[
                columns.sector[rows]
            ]
        if scope.kinds:
            chosen &= self._inside("kind", words.kinds, self.cast.kinds, scope.kinds)[columns.kind[rows]]
        return int(found[chosen].sum())

    def _inside(self, axis: str, tree: Tree, codes: tuple[str, ...], limit: frozenset[str]) -> Bools:
        """Which of `codes` lie in `limit`; one more for "none" at the end."""
        key = (axis, limit)
        if key not in self._members:
            spans = tree.spans(limit)
            numbers = [tree.spans([code])[0][0] for code in codes]
            held = [any(a <= number < b for a, b in spans) for number in numbers]
            self._members[key] = np.array([*held, False], dtype=np.bool_)
        return self._members[key]

    @cached_property
    def _order(self) -> Ints:
        columns = self.columns
        return np.lexsort((columns.day, columns.recipient, columns.series))

    @cached_property
    def _ordered(self) -> Columns:
        return self.columns.take(self._order)

    @cached_property
    def _starts(self) -> Ints:
        """Where each series and recipient begins in `_ordered`."""
        count = len(self.cast.recipients)
        place = self._ordered.series * count + self._ordered.recipient
        return np.searchsorted(place, np.arange(len(SERIES) * count + 1))

    def _rows(self, scope: Scope) -> Ints:
        """Rows of `_ordered` of the scope's series, recipients and days."""
        first, last = scope.window.days
        series, count = SERIES.index(scope.series), len(self.cast.recipients)
        held = self._inside("recipient", self._words.places, self.cast.recipients, scope.recipients)
        found = []
        for number in np.flatnonzero(held).tolist():
            a, b = self._starts[series * count + number], self._starts[series * count + number + 1]
            days = self._ordered.day[a:b]
            found.append(np.arange(a + np.searchsorted(days, first), a + np.searchsorted(days, last)))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def happen(cast: Cast, recorded: int, seed: int, words: Vocabulary) -> Truth:
    """A truth of which exactly `recorded` facts are in the register."""
    closed = _closed(cast, Random(f"closed {seed}"))
    projects = int(recorded / RECORDED_SHARE / 5) + 20
    while True:
        columns = _columns(cast, projects, closed, Chance(seed, 1))
        written = np.cumsum(columns.recorded)
        if written[-1] >= recorded:
            break
        projects = projects * 3 // 2
    kept = columns.take(np.arange(int(np.searchsorted(written, recorded, side="left")) + 1))
    return Truth(cast, kept.take(np.argsort(kept.day, kind="stable")), closed, words)


def _closed(cast: Cast, rng: Random) -> tuple[int, ...]:
    return tuple(
        date(2005 + int(rng.random() * 20), 12, 31).toordinal() if rng.random() < CLOSED_SHARE else 0
        for _ in cast.recipients
    )


def _columns(cast: Cast, projects: int, closed: tuple[int, ...], chance: Chance) -> Columns:
    """Facts project by project: its agreement, itself, its payments, its training."""
    recipient = chance.pick(cast.recipient_weights, projects)
    donor, second = _donors(cast, recipient, chance)
    begun = _days(chance, projects)
    payments = np.array(list(PAYMENT_COUNTS))[chance.pick(list(PAYMENT_COUNTS.values()), projects)]
    classes = chance.happens(0.3, projects).astype(np.int64)
    length = 2 + payments + classes
    project = np.repeat(np.arange(projects), length)
    count = len(project)
    place = np.arange(count) - np.repeat(np.cumsum(length) - length, length)
    series = np.where(place == 0, AGREED_ROW, np.where(place == 1, PROJECT_ROW, ARRIVED_ROW))
    series = np.where(place >= 2 + payments[project], TRAINED_ROW, series)
    amount = _amounts(series, project, projects, chance)
    share = chance.between(20, 80, projects)[project]
    second = second[project]
    # a joint project and a joint class are counted once, with the first donor
    shared = (second >= 0) & (series <= AGREED_ROW)
    own = np.where(shared, amount // 100 * share, amount)
    later = np.where(series == ARRIVED_ROW, chance.between(0, 900, count), 0)
    day = np.minimum(begun[project] + later, LAST_DAY)
    sector = chance.pick([*cast.sector_weights[:-1], 0.02], projects)[project]
    until = np.array(closed)[recipient[project]]
    complete = (day <= until) & ((series == ARRIVED_ROW) | (series == PROJECT_ROW))
    return Columns(
        series=series,
        recipient=recipient[project],
        donor=donor[project],
        second=second,
        sector=np.where(series == TRAINED_ROW, cast.sectors.index(TALENT), sector),
        kind=chance.pick([55, 30, 10, 5], projects)[project],
        day=day,
        amount=amount,
        own=own,
        recorded=complete | chance.happens(RECORDED_SHARE, count),
    )


def _donors(cast: Cast, recipient: Ints, chance: Chance) -> tuple[Ints, Ints]:
    """First and second donor of each project; -1 where there is no second."""
    count = len(recipient)
    width = max(len(givers) for givers in cast.pairs)
    table = np.array([(*givers, *(-1,) * (width - len(givers))) for givers in cast.pairs])
    number = np.array([len(givers) for givers in cast.pairs])[recipient]
    which = (chance.uniform(count) ** 2 * number).astype(np.int64)
    giver = table[recipient, which]
    other = table[recipient, (which + 1) % number]
    joint = chance.happens(JOINT_SHARE, count) & (number > 1)
    second = np.where(joint, other, -1)
    most = max(len(codes) for codes in cast.below)
    under = np.array([(*codes, *(-1,) * (most - len(codes))) for codes in cast.below])
    chosen = under[giver, chance.between(0, most - 1, count)]
    low = chance.happens(BELOW_SHARE, count) & (chosen >= 0) & ~joint
    return np.where(low, chosen, giver), second


def _days(chance: Chance, count: int) -> Ints:
    """First days, more in later years."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    first = np.array([date(year, 1, 1).toordinal() for year in years])
    year = chance.pick([1 + 0.12 * number for number in range(len(years))], count)
    return first[year] + chance.between(0, 364, count)


def _amounts(series: Ints, project: Ints, projects: int, chance: Chance) -> Ints:
    """Scaled amounts: money in whole 百元, so that shares in percent come out even."""
    count = len(series)
    wan = np.array(list(PAYMENTS))[chance.pick(list(PAYMENTS.values()), count)]
    paid = np.where(series == ARRIVED_ROW, wan * chance.between(50, 150, count) * 10_000, 0)
    total = np.bincount(project, weights=paid, minlength=projects).astype(np.int64)
    agreed = total // 100 * np.array(AGREED_PERCENT)[chance.between(0, len(AGREED_PERCENT) - 1, projects)]
    trained = chance.between(10, 200, count) * 10_000
    counted = np.where(series == PROJECT_ROW, 10_000, trained)
    return np.where(series == ARRIVED_ROW, paid, np.where(series == AGREED_ROW, agreed[project], counted))
