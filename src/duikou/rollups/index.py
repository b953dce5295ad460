"""Rows kept sorted, so that sums over boxes touch few of them.

A *projection* has the rows sorted by some axes and then by time. Where entries are dated loosely (a year,
a month), first and last days do not rise together; the dates are therefore split into *chains* in which
they do. Within a run of equal coordinates and one chain, what surely lies in a period is one stretch of
rows and what may lie in it another, both found by bisection, and summed by differences of running totals
where no other axis matters.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duikou.book import AXES
from duikou.book.box import DONOR, KIND, RECIPIENT, SECTOR, TIME
from duikou.rollups.columns import APART, INSIDE, Bools, Coder, Columns, Ints
from duikou.rollups.questions import Asked

# axes by which rows are sorted, one projection each; a box that is limited on no axis but these is summed
# without looking at a row
KEYS = (
    (),
    (RECIPIENT,),
    (DONOR,),
    (RECIPIENT, DONOR),
    (RECIPIENT, KIND),
    (RECIPIENT, SECTOR),
    (DONOR, KIND),
    (DONOR, SECTOR),
    (KIND, SECTOR),
)
# up to so many rows are not worth sorting in more than one way
FEW = 5_000
# rows looked at in one go: what is made of them stays in the processor's cache
AT_ONCE = 100_000
# looking up a run costs as much as looking at so many rows
RUN_COST = 20
# a projection is made when for want of it so many times all rows were looked at
IN_VAIN = 1.0
# so many possible pairs of coordinates are counted
MANY = 10_000_000
SHIFT = 32  # days have fewer bits


class Index:
    """Rows of one series that never change."""

    __slots__ = ("_columns", "_counts", "_dated", "_projections", "_runs", "_vain")

    def __init__(self, columns: Columns, coder: Coder) -> None:
        self._columns = columns
        self._dated = _Dated.of(columns.places[TIME], coder)
        self._counts = [np.bincount(columns.place(axis)) for axis in range(len(AXES))]
        self._projections: dict[tuple[int, ...], _Projection] = {}
        self._vain = np.zeros(len(KEYS))
        self._runs = [self._count_runs(keys) for keys in KEYS] if len(columns) > FEW else []

    def __len__(self) -> int:
        return len(self._columns)

    def sums(self, asked: Asked) -> Ints:
        """(q, 4): low and high of what is certain, low and high of all that is possible."""
        found = np.zeros((len(asked), 4), dtype=np.int64)
        choice = self._choose(asked)
        for number, keys in enumerate(KEYS):
            mine = np.flatnonzero(choice == number)
            if len(mine):
                mine = mine[np.argsort(asked.pattern[mine], kind="stable")]
                found[mine] = self._projection(keys).sums(asked, mine)
        return found

    def _choose(self, asked: Asked) -> Ints:
        """Which projection looks at fewest rows for each question, of those that are worth having."""
        if len(self) <= FEW:
            return np.zeros(len(asked), dtype=np.int64)
        shares = []
        for axis, relations in enumerate(asked.relations):
            counts = self._counts[axis]
            met = (relations[:, : len(counts)] > 0).astype(np.float64) @ counts
            shares.append(met[asked.numbers[axis]] / len(self))
        costs = []
        for keys, runs in zip(KEYS, self._runs, strict=True):
            share = np.prod([shares[axis] for axis in keys], axis=0) if keys else 1.0
            rows = np.where(asked.narrow(keys), len(self), 0)
            costs.append(share * (rows + runs * RUN_COST))
        return self._cheapest(np.stack(costs))

    def _cheapest(self, costs: npt.NDArray[np.float64]) -> Ints:
        """The number of the projection for each question; `costs` in rows, by projection and question."""
        made = [number for number, keys in enumerate(KEYS) if keys in self._projections]
        while len(made) < len(KEYS):
            spared = costs[made].min(axis=0) - costs if made else -costs
            vain = self._vain + np.maximum(spared, 0).sum(axis=1) if made else spared.sum(axis=1)
            vain[made] = -np.inf
            best = int(np.argmax(vain))
            if made and vain[best] <= IN_VAIN * len(self):
                self._vain = vain
                break
            self._projection(KEYS[best])
            made.append(best)
        chosen: Ints = np.array(made)[np.argmin(costs[made], axis=0)]
        return chosen

    def _count_runs(self, keys: tuple[int, ...]) -> int:
        """About how many runs a projection has."""
        group, size = np.zeros(len(self), dtype=np.int64), 1
        for axis in keys:
            group = group * len(self._counts[axis]) + self._columns.places[axis]
            size *= len(self._counts[axis])
        distinct = np.count_nonzero(np.bincount(group)) if size < MANY else len(self)
        return int(distinct) * (int(self._dated.chain.max(initial=0)) + 1)

    def _projection(self, keys: tuple[int, ...]) -> _Projection:
        if keys not in self._projections:
            self._projections[keys] = _Projection(self._columns, self._dated, keys)
        return self._projections[keys]


@dataclass(frozen=True, slots=True, eq=False)
class _Dated:
    """(n,) first and last days, chains in which both rise together, and the rows by chain and days."""

    first: Ints
    last: Ints
    chain: Ints
    order: Ints

    @classmethod
    def of(cls, times: Ints, coder: Coder) -> _Dated:
        first, last = coder.axes[TIME].ends[:, :, 0]
        chain = _chains(first, last)
        ranks = np.empty(len(first), dtype=np.int64)
        ranks[np.lexsort((last, first, chain))] = np.arange(len(first))
        return cls(first[times], last[times], chain[times], _stable(ranks[times]))


def _chains(first: Ints, last: Ints) -> Ints:
    """A chain for each period, as few as can be (patience sorting)."""
    chain = np.zeros(len(first), dtype=np.int64)
    tails: list[int] = []  # minus the last day of each chain, rising
    for value in np.lexsort((last, first)).tolist():
        end = -int(last[value])
        number = bisect_left(tails, end)
        chain[value] = number
        tails[number : number + 1] = [end]
    return chain


def _stable(values: Ints) -> Ints:
    """The order that sorts `values`, alike ones as they stand; small numbers are sorted digit by digit."""
    small = values.astype(np.uint16) if int(values.max(initial=0)) < 2**16 else values
    order: Ints = np.argsort(small, kind="stable")
    return order


class _Projection:
    """Rows sorted by `keys`, chain and days. A run has equal keys and one chain: `heads` are its
    coordinates."""

    def __init__(self, columns: Columns, dated: _Dated, keys: tuple[int, ...]) -> None:
        self.keys = keys
        order = dated.order
        for axis in reversed(keys):
            order = order[_stable(columns.places[axis][order])]
        changes = np.ones(len(order), dtype=np.bool_)
        changes[1:] = False
        for column in (dated.chain, *(columns.places[axis] for axis in keys)):
            here = column[order]
            changes[1:] |= here[1:] != here[:-1]
        starts = np.flatnonzero(changes)
        run = np.repeat(np.arange(len(starts)) << SHIFT, np.diff(starts, append=len(order)))
        self.heads = columns.places[:, order[starts]]
        self.first, self.last = run + dated.first[order], run + dated.last[order]
        self._columns, self._order = columns, order
        self._places: dict[int, npt.NDArray[np.int32]] = {}
        self.low_until, self.high_until = _until(columns.low[order]), _until(columns.high[order])

    def __len__(self) -> int:
        """How many runs there are."""
        return int(self.heads.shape[1])

    def _place(self, axis: int) -> npt.NDArray[np.int32]:
        """The rows' coordinates on an axis: taken along when first looked at, for many never are."""
        if axis not in self._places:
            self._places[axis] = self._columns.place(axis)[self._order].astype(np.int32)
        return self._places[axis]

    def sums(self, asked: Asked, mine: Ints) -> Ints:
        """(len(mine), 4), as `Index.sums`, of the questions numbered `mine`."""
        place, run, sure = self._runs(asked, mine)
        question = mine[place]
        first, last = (run << SHIFT) + asked.first[question], (run << SHIFT) + asked.last[question]
        around = np.stack(
            (np.searchsorted(self.last, first, side="right"), np.searchsorted(self.first, last))
        )
        within = np.zeros_like(around)
        within[0, sure] = np.searchsorted(self.first, first[sure])
        within[1, sure] = np.searchsorted(self.last, last[sure], side="right")
        narrow = asked.narrow(self.keys)[question]
        found = np.zeros((len(mine), 4), dtype=np.int64)
        for column, until, (start, stop) in (
            (0, self.low_until, within),
            (1, self.high_until, within),
            (2, self.low_until, around),
            (3, self.high_until, around),
        ):
            total = until[np.maximum(start, stop)] - until[start]
            np.add.at(found[:, column], place[~narrow], total[~narrow])
        self._look(asked, question[narrow], place[narrow], around[:, narrow], within[:, narrow], found)
        return found

    def _runs(self, asked: Asked, mine: Ints) -> tuple[Ints, Ints, Bools]:
        """Pairs of a question (its place in `mine`) and a run whose keys meet it, and whether surely."""
        if not self.keys:
            place, run = np.divmod(np.arange(len(mine) * len(self)), len(self))
            return place, run, np.full(len(run), True)
        axis = self.keys[0]
        kind, candidates = np.nonzero(asked.relations[axis][:, self.heads[axis]])
        ends = np.searchsorted(kind, np.arange(len(asked.relations[axis]) + 1))
        number = asked.numbers[axis][mine]
        place, at = spread(ends[number], ends[number + 1])
        run = candidates.take(at)
        sure = np.full(len(run), True)
        for axis in self.keys:
            state = asked.tables[axis].take(asked.starts(axis, mine).take(place) + self.heads[axis].take(run))
            kept = np.flatnonzero(state != APART)
            place, run = place.take(kept), run.take(kept)
            sure = sure.take(kept) & (state.take(kept) == INSIDE)
        return place, run, sure

    def _look(
        self, asked: Asked, question: Ints, place: Ints, around: Ints, within: Ints, found: Ints
    ) -> None:
        """Add to `found` what lies in stretches of rows, looking at every row's other coordinates."""
        used = np.flatnonzero(around[1] > around[0])
        until = np.cumsum((around[1] - around[0])[used])
        portions = np.searchsorted(until, np.arange(AT_ONCE, until[-1] if len(used) else 0, AT_ONCE))
        for some in np.split(used, portions):
            pair, row = spread(*around[:, some])
            sure = np.full(len(row), True)
            for axis in asked.mattering(question[some], self.keys):
                starts = asked.starts(axis, question[some])
                state = asked.tables[axis].take(starts.take(pair) + self._place(axis).take(row))
                kept = np.flatnonzero(state != APART)
                pair, row = pair.take(kept), row.take(kept)
                sure = sure.take(kept) & (state.take(kept) == INSIDE)
            pair = some.take(pair)
            sure &= (row >= within[0].take(pair)) & (row < within[1].take(pair))
            self._add(found[:, 2:], place.take(pair), row)
            kept = np.flatnonzero(sure)
            self._add(found, place.take(pair.take(kept)), row.take(kept))

    def _add(self, found: Ints, place: Ints, row: Ints) -> None:
        """Add the rows' lows and highs to the first two columns of `found`; alike places stand together."""
        starts = np.flatnonzero(np.diff(place, prepend=-1))
        if len(starts):
            at = self._order.take(row)
            found[place[starts], 0] += np.add.reduceat(self._columns.low.take(at), starts)
            found[place[starts], 1] += np.add.reduceat(self._columns.high.take(at), starts)


def spread(starts: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """All numbers of all stretches, each with the number of its stretch."""
    sizes = np.maximum(stops - starts, 0)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    shift = starts - np.cumsum(sizes) + sizes
    return owner, np.arange(len(owner)) + shift.take(owner)


def _until(values: Ints) -> Ints:
    """(n + 1,) the sum of all values before each."""
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(values)))
