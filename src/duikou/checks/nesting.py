"""Bounds from parts and wholes, for books too large to solve.

How all boxes of a space lie to each other, and what the entries sum to in them, is worked out once; a
question is then a look at the parts of its box, at what holds it, and at what lies beside it in there. The
bounds are true, though a linear program over all statements at once might find better ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from duikou.book import AXES, Box, EntryGroup, EntrySums
from duikou.checks.chain import Chain
from duikou.checks.grid import Bools, Grid, Ints, pack
from duikou.checks.model import ALL_AXES, Material
from duikou.checks.terms import LEAST, MOST, Side
from duikou.checks.watch import Stopwatch

# wholes that are looked into, those that allow least first
MOST_WHOLES = 6
FAR = 2**62
Four = tuple[int, int, int, int]
NO_ENTRIES: Four = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """The entries of one series, but those of some documents."""

    sums: EntrySums
    series: tuple[str, str, str]
    without: frozenset[str]

    @property
    def count(self) -> int:
        return self.sums.count(self.series)

    def within(self, boxes: Sequence[Box]) -> list[Four]:
        return self.sums.within(self.series, boxes, self.without)

    def groups(self, boxes: Sequence[Box]) -> list[EntryGroup]:
        return self.sums.groups(self.series, boxes, self.without)

    def keys(self, inside: Box, apart: Sequence[Box]) -> Sequence[str]:
        return self.sums.keys(self.series, inside, apart, self.without)


class Nesting:
    """Of the claims and closings of `material`; `entries` count where masses add up along all axes."""

    def __init__(self, material: Material, entries: Recorded | None) -> None:
        self.claims = list(material.claims)
        self.closings = [claim for claim in material.closings if claim.core and not claim.core.layer]
        self.keys = [claim.key for claim in self.claims]
        self.by_key = {claim.key: claim for claim in self.claims}
        self.adds = sorted(material.adds_over)
        self.entries = entries if material.adds_over == ALL_AXES else None
        count = len(self.claims)
        hulls = [claim.hull for claim in self.claims]
        cores = [claim.core or claim.hull for claim in self.claims]
        closed = [claim.core for claim in self.closings if claim.core]
        self.grid = Grid([*hulls, *cores, *closed])
        self.hulls, self.cores = slice(0, count), slice(count, 2 * count)
        self.closed = slice(2 * count, None)
        self.least = [claim.interval.least for claim in self.claims]
        self.most = [claim.interval.most for claim in self.claims]
        self.least_of = np.array([least or 0 for least in self.least], dtype=np.int64)
        self.most_of = np.array([most or 0 for most in self.most], dtype=np.int64)
        self.asks = np.array([bool(least and least > 0) for least in self.least], dtype=np.bool_)
        self.caps = np.array([c.core is not None and c.interval.most is not None for c in self.claims], bool)
        self.lowest = int(self.most_of[self.caps].min()) if self.caps.any() else FAR
        self.layers = np.array([claim.hull.layer for claim in self.claims], dtype=object)
        self._recorded: dict[Box, Four] = {}
        self._looked: dict[bytes, int] = {}
        self._record([*hulls, *cores, *closed])
        certain = [max(0, self._recorded.get(hull, NO_ENTRIES)[2]) for hull in hulls]
        self.gains = self.least_of - np.array(certain, dtype=np.int64)
        self.places = {box: number for number, box in enumerate([*hulls, *cores, *closed])}
        self.beyond, self.short, self.apart = self._relations()
        self._rests: dict[int, Bools] = {}

    def _record(self, boxes: Iterable[Box]) -> None:
        fresh = [box for box in dict.fromkeys(boxes) if box not in self._recorded]
        if self.entries and fresh:
            self._recorded.update(zip(fresh, self.entries.within(fresh), strict=True))

    def _relations(self) -> tuple[Bools, Bools, Bools]:
        """(axes, boxes, claims), whose hulls stick out of each box along an axis; (axes, boxes, claims and
        closings), out of whose cores each box sticks; and (boxes, boxes), which have nothing in common on an
        axis along which masses add up."""
        held = [places.astype(np.float32) for places in self.grid.held]
        beyond = np.stack([(1 - places).T @ places[:, self.hulls] > 0 for places in held])
        capped = slice(self.cores.start, None)
        short = np.stack([places.T @ (1 - places[:, capped]) > 0 for places in held])
        apart = np.zeros((len(beyond[0]), len(beyond[0])), dtype=np.bool_)
        for axis in self.adds:
            apart |= held[axis].T @ held[axis] == 0
        return beyond, short, apart

    def rests(self, axis: int) -> Bools:
        """(claims, claims), which hulls do not stick out of which caps but along this axis."""
        if axis not in self._rests:
            short = self.short[:, self.hulls, : len(self.claims)]
            found = short.sum(axis=0, dtype=np.int8) == short[axis]
            found &= self.caps & ((self.layers == "") | (self.layers == self.layers[:, None]))
            np.fill_diagonal(found, val=False)
            self._rests[axis] = found
        return self._rests[axis]

    def recorded(self, box: Box) -> Four:
        """What the entries sum to in a box."""
        self._record([box])
        return self._recorded.get(box, NO_ENTRIES)

    def among(self, keys: Collection[str]) -> Bools:
        """(claims,), which of them are these."""
        return np.fromiter((key in keys for key in self.keys), dtype=np.bool_, count=len(self.keys))

    def best(self, box: Box, side: Side, active: Bools, over: int = 0) -> tuple[Chain, int] | None:
        """The chain of active claims that says most of `box`, and the end it proves; None where nothing is
        said. `over`: of the least only what is above this."""
        asked = _Asked(self, box, active)
        found = list(asked.least(over) if side == LEAST else asked.most())
        return found[-1] if found else None  # each is better than the one before

    def proves(self, chain: Chain, value: int) -> bool:
        """Whether the chain holds, looked at once more by itself."""
        return chain.value(self.by_key, self.adds) == value

    def clash(self, active: Bools, watch: Stopwatch) -> tuple[tuple[Chain, str] | None, bool]:
        """A chain of active claims that asks for more than another one of them (its key) or a closing ("")
        allows, or None; and whether all were looked at in time. What was looked at once need not be again.

        Asking what each claim allows is enough: parts that leave another too little exceed their whole.
        """
        name = active.tobytes()
        for number in np.flatnonzero(active & self.caps).tolist():
            if number < self._looked.get(name, 0):
                continue
            if not watch.left:
                return None, False
            claim, others = self.claims[number], active.copy()
            others[number] = False
            assert claim.core
            found = self.best(claim.core, LEAST, others, max(0, int(self.most_of[number])))
            if found and self.proves(*found):
                return (found[0], claim.key), True
            self._looked[name] = number + 1
        return (self._overfull(active) if self.entries else None), True

    def _overfull(self, active: Bools) -> tuple[Chain, str] | None:
        """A chain that asks for more in a closing's core than the entries there."""
        for closing in self.closings:
            assert closing.core
            found = self.best(closing.core, LEAST, active, max(0, self.recorded(closing.core)[3]))
            if found and found[0].lower and self.proves(*found):
                return found[0], ""
        return None


def _any(rows: Bools) -> Bools:
    """Whether any row is true, column by column."""
    found: Bools = np.logical_or.reduce(rows, axis=0)
    return found


class _Asked:
    """One box among all others: of each axis, which hulls stick out of it and out of which cores it does
    itself; and which it has nothing in common with."""

    def __init__(self, nesting: Nesting, box: Box, active: Bools) -> None:
        self.nesting, self.box, self.active = nesting, box, active
        self.known = known = nesting.places.get(box)
        if known is not None:
            self.out, self.over = nesting.beyond[:, known], nesting.short[:, known]
            self.apart = nesting.apart[known]
            return
        held, capped = nesting.grid.held, slice(nesting.cores.start, None)
        self.out = np.stack([_any(of[~by, nesting.hulls]) for of, by in zip(held, self.filled, strict=True)])
        self.over = np.stack([_any(~of[by, capped]) for of, by in zip(held, self.reach, strict=True)])
        self.apart = np.zeros(len(nesting.apart), dtype=np.bool_)
        for axis in nesting.adds:
            self.apart |= ~_any(held[axis][self.reach[axis]])

    @cached_property
    def reach(self) -> list[Bools]:
        """Of each axis the places where the box has a point."""
        grid = self.nesting.grid
        return grid.reach(self.box) if self.known is None else [of[:, self.known] for of in grid.held]

    @cached_property
    def filled(self) -> list[Bools]:
        """Of each axis the places that the box holds wholly: those of the grid's own boxes it does."""
        return self.nesting.grid.fill(self.box) if self.known is None else self.reach

    def least(self, over: int) -> Iterable[tuple[Chain, int]]:
        """What the box holds at least: each more than the one before, and than `over`."""
        nest, box = self.nesting, self.box
        certain = nest.recorded(box)[0]
        if certain > over:
            yield Chain(box, LEAST, entries=certain), certain
            over = certain
        on_layer = np.full(len(self.active), True) if not box.layer else nest.layers == box.layer
        usable = self.active & nest.asks & on_layer
        sticking = self.out.sum(axis=0)
        parts = np.flatnonzero(usable & (sticking == 0))
        for chain, value in self._packed(parts, certain, over):
            yield chain, value
            over = value
        wholes = usable & (sticking == 1) & ~self.apart[nest.hulls] & (nest.least_of - nest.lowest > over)
        for axis in range(len(AXES)):
            here = np.flatnonzero(wholes & self.out[axis])
            if len(here) and (found := self._rest_of(here, axis, over)):
                yield found
                over = found[1]

    def _packed(self, parts: Ints, certain: int, over: int) -> Iterable[tuple[Chain, int]]:
        """Parts that are apart from each other, with the entries beside them or without."""
        nest = self.nesting
        if not len(parts):
            return
        for gains, beside in self._counted(certain):
            if beside + np.maximum(gains[parts], 0).sum() <= over:
                continue
            chosen = self._choose(parts, gains)
            value = beside + int(gains[chosen].sum())
            if chosen and value > over:
                counted = tuple(nest.claims[number].hull for number in chosen)
                entries = value - int(nest.least_of[chosen].sum())
                yield Chain(self.box, LEAST, self._names(chosen), entries=entries, counted=counted), value
                over = value

    def _counted(self, certain: int) -> Iterable[tuple[Ints, int]]:
        """What each claim adds to the entries, beside these; then what it asks for without them."""
        if self.nesting.entries:
            yield self.nesting.gains, certain
        yield self.nesting.least_of, 0

    def _choose(self, parts: Ints, gains: Ints) -> list[int]:
        """Greedily those that gain most."""
        nest = self.nesting
        chosen: list[int] = []
        free = np.full(len(nest.claims), True)
        worth = parts[gains[parts] > 0]
        for number in worth[np.argsort(-gains[worth], kind="stable")].tolist():
            if free[number]:
                chosen.append(number)
                free &= nest.apart[number, nest.hulls]
        return chosen

    def _names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.nesting.keys[number] for number in numbers)

    def _rest_of(self, wholes: Ints, axis: int, over: int) -> tuple[Chain, int] | None:
        """Of wholes that stick out along this axis, less a cap that covers what sticks out, the best that
        leaves more than `over`."""
        nest = self.nesting
        fits = nest.rests(axis)[wholes] & self.active
        fits &= nest.least_of[wholes][:, None] - nest.most_of > over
        whole, cap = np.nonzero(fits)
        words = nest.grid.words[axis]
        rest = words[wholes] & ~pack(self.filled[axis])
        covered = ~(rest[whole] & ~words[nest.cores][cap]).any(axis=1)
        whole, cap = wholes[whole[covered]], cap[covered]
        if not len(whole):
            return None
        value = nest.least_of[whole] - nest.most_of[cap]
        best = int(np.argmax(value))
        names = self._names([int(whole[best])]), self._names([int(cap[best])])
        return Chain(self.box, LEAST, *names), int(value[best])

    def most(self) -> Iterable[tuple[Chain, int]]:
        """What the box holds at most: each less than the one before."""
        under = FAR
        for chain, value in self._ceilings():
            if value < under:
                yield chain, value
                under = value
        nest = self.nesting
        caps = self.active & nest.caps & ((nest.layers == "") | (nest.layers == self.box.layer))
        for chain, value in self._two_caps(caps, under):
            yield chain, value

    def _ceilings(self) -> Iterable[tuple[Chain, int]]:
        """A closed register, and what holds the box."""
        nest, box = self.nesting, self.box
        over = _any(self.over)
        count = len(nest.claims)
        for closing in np.flatnonzero(~over[count:]) if nest.entries else ():
            possible = nest.recorded(box)[3]
            yield Chain(box, MOST, entries=possible, closing=nest.closings[closing].key), possible
        caps = self.active & nest.caps & ((nest.layers == "") | (nest.layers == box.layer))
        wholes = np.flatnonzero(caps & ~over[:count]).tolist()
        wholes.sort(key=lambda number: nest.most[number] or 0)
        for whole in wholes[:MOST_WHOLES]:
            yield from self._beside(whole)

    def _beside(self, whole: int) -> Iterable[tuple[Chain, int]]:
        """A whole, less what lies in it beside the box."""
        nest, box = self.nesting, self.box
        core, most = nest.claims[whole].core, nest.most[whole]
        assert core
        assert most is not None
        yield Chain(box, MOST, (), self._names([whole])), most
        if core.spans == box.spans:
            return
        same = np.full(len(self.active), True) if not core.layer else nest.layers == core.layer
        inside = ~_any(nest.beyond[:, nest.cores.start + whole])
        parts = self.active & nest.asks & same & self.apart[nest.hulls] & inside
        parts[whole] = False
        certain = max(0, nest.recorded(core)[0] - max(0, nest.recorded(box)[2]))
        for gains, beside in self._counted(certain):
            chosen = self._choose(np.flatnonzero(parts), gains)
            less = beside + int(gains[chosen].sum())
            if less > 0:
                counted = (*(nest.claims[number].hull for number in chosen), core)
                entries = less - int(nest.least_of[chosen].sum())
                names = self._names(chosen)
                chain = Chain(box, MOST, names, self._names([whole]), entries, counted=counted)
                yield chain, most - less

    def _two_caps(self, caps: Bools, under: int) -> Iterable[tuple[Chain, int]]:
        """Two caps that cover the box together, each lacking some of it on the same axis, where they allow
        less than `under`."""
        nest = self.nesting
        over = self.over[:, : len(nest.claims)]
        near = np.flatnonzero(caps & (over.sum(axis=0) == 1) & ~self.apart[nest.cores])
        for axis in range(len(AXES)):
            here = near[over[axis][near]]
            one, other = np.nonzero(nest.most_of[here][:, None] + nest.most_of[here] < under)
            if not len(one):
                continue
            bare = pack(self.reach[axis]) & ~nest.grid.words[axis][nest.cores][here]
            covers = ~(bare[one] & bare[other]).any(axis=1)
            one, other = here[one[covers]], here[other[covers]]
            if len(one):
                together = nest.most_of[one] + nest.most_of[other]
                best = int(np.argmin(together))
                under = int(together[best])
                yield Chain(self.box, MOST, (), self._names([int(one[best]), int(other[best])])), under
