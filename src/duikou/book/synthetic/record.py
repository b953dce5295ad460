"""The register of a synthetic programme: its recorded facts as entries, some of them imprecise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache

import numpy as np

from duikou.book.entry import Entry
from duikou.book.synthetic.chance import Chance
from duikou.book.synthetic.truth import AGREED_ROW, SERIES, TRAINED_ROW, Columns, Truth
from duikou.words import Vocabulary

WAN = 1_000_000  # 分
# How often an entry leaves something open.
YEAR_ONLY, BROADER_SECTOR, NO_KIND, PROVINCE_ONLY, NO_DONOR, ROUNDED = 0.15, 0.06, 0.04, 0.01, 0.01, 0.05


def register_key(year: int) -> str:
    """Key of the register's document of one year."""
    return f"syn-register-{year}"


def write_entries(truth: Truth, seed: int, words: Vocabulary) -> Iterator[Entry]:
    """Entries of the recorded facts by day, keys "". Each holds the fact in what its coordinates leave open;
    where a register is complete only day, sector and kind are ever imprecise."""
    columns = truth.columns.take(np.flatnonzero(truth.columns.recorded))
    count = len(columns.day)
    chance = Chance(seed, 2)
    open_to = np.array(truth.closed)[columns.recipient] < columns.day
    vague = (
        chance.happens(YEAR_ONLY, count),
        chance.happens(BROADER_SECTOR, count),
        chance.happens(NO_KIND, count) | (columns.series == TRAINED_ROW),
        chance.happens(PROVINCE_ONLY, count) & open_to,
        chance.happens(NO_DONOR, count) & open_to,
        chance.happens(ROUNDED, count) & (columns.series <= AGREED_ROW) & (columns.amount >= 10 * WAN),
    )
    rows = zip(*(getattr(columns, column.name).tolist() for column in fields(Columns)), strict=True)
    marks = zip(*(column.tolist() for column in vague), strict=True)
    writer = _Writer(truth, words)
    for row, mark in zip(rows, marks, strict=True):
        yield writer.entry(row, mark)


class _Writer:
    """Turns positions into codes; what many entries share is made once."""

    __slots__ = ("_broader", "_cast", "_givers", "_provinces")

    def __init__(self, truth: Truth, words: Vocabulary) -> None:
        self._cast = truth.cast
        self._broader = [words.sectors.parent(code) for code in self._cast.sectors]
        self._provinces = [
            next(step for step in words.places.path(code) if words.places[step].level == "province")
            for code in self._cast.recipients
        ]
        self._givers: dict[tuple[int, int], frozenset[str]] = {}

    def entry(self, row: tuple[int, ...], vague: tuple[bool, ...]) -> Entry:
        series, recipient, donor, second, sector, kind, day, amount, _own, _recorded = row
        year_only, broader, no_kind, province_only, no_donor, rounded = vague
        measure, unit, stage = SERIES[series]
        fact_day = _day(day)
        first, last = _year(fact_day.year) if year_only else (fact_day, fact_day)
        return Entry(
            measure=measure,
            unit=unit,
            stage=stage,
            amount=(amount + WAN // 2) // WAN * WAN if rounded else amount,
            first_day=first,
            last_day=last,
            kind="" if no_kind else self._cast.kinds[kind],
            donors=_NOBODY if no_donor else self._donors(donor, second),
            recipient=self._provinces[recipient] if province_only else self._cast.recipients[recipient],
            sector=self._broader[sector] if broader else self._cast.sectors[sector],
            document=register_key(fact_day.year),
            rounding=WAN // 2 if rounded else 0,
        )

    def _donors(self, donor: int, second: int) -> frozenset[str]:
        if (donor, second) not in self._givers:
            every = (donor,) if second < 0 else (donor, second)
            self._givers[donor, second] = frozenset(self._cast.donors[number] for number in every)
        return self._givers[donor, second]


_NOBODY: frozenset[str] = frozenset()


@cache
def _day(number: int) -> date:
    return date.fromordinal(number)


@cache
def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)
