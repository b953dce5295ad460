"""Bounds from parts and wholes, for books too large to solve.

How all boxes of a space lie to each other, and what the entries sum to in them, is worked out once; a
question is then a look at the parts of its box, at what holds it, and at what lies beside it in there. The
bounds are true, though a linear program over all statements at once might find better ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

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

    def keys(self, inside: Box, apart: Sequence[Box]) -> tuple[str, ...]:
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
        self.layers = np.array([claim.hull.layer for claim in self.claims], dtype=object)
        self._recorded: dict[Box, Four] = {}
        self._looked: dict[bytes, int] = {}
        self._record([*hulls, *cores, *closed])
        self.gains = [
            (least or 0) - max(0, self._recorded.get(hull, NO_ENTRIES)[2])
            for least, hull in zip(self.least, hulls, strict=True)
        ]
        self.places = {box: number for number, box in enumerate([*hulls, *cores, *closed])}
        self.out, self.apart = self._relations()

    def _record(self, boxes: Iterable[Box]) -> None:
        fresh = [box for box in dict.fromkeys(boxes) if box not in self._recorded]
        if self.entries and fresh:
            self._recorded.update(zip(fresh, self.entries.within(fresh), strict=True))

    def _relations(self) -> tuple[Bools, Bools]:
        """(axes, boxes, boxes), which stick out of which along an axis; and (boxes, boxes), which have
        nothing in common on an axis along which masses add up."""
        held = [places.astype(np.float32) for places in self.grid.held]
        out = np.stack([places.T @ (1 - places) > 0 for places in held])
        apart = np.zeros(out.shape[1:], dtype=np.bool_)
        for axis in self.adds:
            apart |= held[axis].T @ held[axis] == 0
        return out, apart

    def recorded(self, box: Box) -> Four:
        """What the entries sum to in a box."""
        self._record([box])
        return self._recorded.get(box, NO_ENTRIES)

    def among(self, keys: Collection[str]) -> Bools:
        """(claims,), which of them are these."""
        return np.fromiter((key in keys for key in self.keys), dtype=np.bool_, count=len(self.keys))

    def best(self, box: Box, side: Side, active: Bools) -> tuple[Chain, int] | None:
        """The chain of active claims that says most of `box`, and the end it proves; None where nothing is
        said."""
        asked = _Asked(self, box, active)
        if side == LEAST:
            return max(asked.least(), key=lambda found: found[1], default=None)
        return min(asked.most(), key=lambda found: found[1], default=None)

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
            found = self.best(claim.core, LEAST, others)
            if found and found[1] > self.most_of[number] and self.proves(*found):
                return (found[0], claim.key), True
            self._looked[name] = number + 1
        return (self._overfull(active) if self.entries else None), True

    def _overfull(self, active: Bools) -> tuple[Chain, str] | None:
        """A chain that asks for more in a closing's core than the entries there."""
        for closing in self.closings:
            assert closing.core
            found = self.best(closing.core, LEAST, active)
            full = found and found[1] > self.recorded(closing.core)[3]
            if found and full and found[0].lower and self.proves(*found):
                return found[0], ""
        return None


def _any(rows: Bools) -> Bools:
    """Whether any row is true, column by column."""
    found: Bools = np.logical_or.reduce(rows, axis=0)
    return found


class _Asked:
    """One box among all others: of each axis, which boxes stick out of it and out of which it does itself;
    and which it has nothing in common with."""

    def __init__(self, nesting: Nesting, box: Box, active: Bools) -> None:
        self.nesting, self.box, self.active = nesting, box, active
        grid = nesting.grid
        self.reach, self.filled = grid.reach(box), grid.fill(box)
        known = nesting.places.get(box)
        if known is not None:
            self.out, self.over = nesting.out[:, :, known], nesting.out[:, known]
            self.apart = nesting.apart[known]
            return
        axes = list(zip(grid.held, self.reach, self.filled, strict=True))
        self.out = np.stack([_any(held[~filled]) for held, _, filled in axes])
        self.over = np.stack([_any(~held[reach]) for held, reach, _ in axes])
        self.apart = np.zeros(self.out.shape[1], dtype=np.bool_)
        for axis in nesting.adds:
            held, reach, _ = axes[axis]
            self.apart |= ~_any(held[reach])

    def least(self) -> Iterable[tuple[Chain, int]]:
        nest, box = self.nesting, self.box
        certain = nest.recorded(box)[0]
        if certain > 0:
            yield Chain(box, LEAST, entries=certain), certain
        on_layer = np.full(len(self.active), True) if not box.layer else nest.layers == box.layer
        usable = self.active & nest.asks & on_layer
        parts = np.flatnonzero(usable & ~_any(self.out)[nest.hulls])
        yield from self._packed(parts, certain)
        wholes = usable & (self.out.sum(axis=0)[nest.hulls] == 1) & ~self.apart[nest.hulls]
        for axis in range(len(AXES)):
            here = np.flatnonzero(wholes & self.out[axis, nest.hulls])
            if len(here):
                yield from self._rest_of(here, axis)

    def _packed(self, parts: Ints, certain: int) -> Iterable[tuple[Chain, int]]:
        """Parts that are apart from each other, with the entries beside them or without."""
        nest = self.nesting
        for gains, beside in ((nest.gains, certain), (nest.least, 0)) if nest.entries else ((nest.least, 0),):
            chosen = self._choose(parts, gains)
            value = beside + sum(gains[number] or 0 for number in chosen)
            taken = sum(nest.least[number] or 0 for number in chosen)
            if chosen and value > 0:
                counted = tuple(nest.claims[number].hull for number in chosen)
                names = self._names(chosen)
                yield Chain(self.box, LEAST, names, entries=value - taken, counted=counted), value

    def _choose(self, parts: Ints, gains: Sequence[int | None]) -> list[int]:
        """Greedily those that gain most."""
        chosen: list[int] = []
        free = np.full(len(self.nesting.claims), True)
        for number in sorted(parts.tolist(), key=lambda number: -(gains[number] or 0)):
            if (gains[number] or 0) > 0 and free[number]:
                chosen.append(number)
                free &= self.nesting.apart[number, self.nesting.hulls]
        return chosen

    def _names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.nesting.keys[number] for number in numbers)

    def _rest_of(self, wholes: Ints, axis: int) -> Iterable[tuple[Chain, int]]:
        """Of wholes that stick out along this axis, less a cap that covers what sticks out, the best."""
        nest = self.nesting
        words = nest.grid.words[axis]
        rest = words[wholes] & ~pack(self.filled[axis])
        fits = ~(rest[:, None] & ~words[nest.cores]).any(axis=2)
        fits &= ~np.delete(nest.out, axis, axis=0)[:, wholes, nest.cores].any(axis=0)
        fits &= self.active & nest.caps
        fits &= (nest.layers == "") | (nest.layers == nest.layers[wholes][:, None])
        fits[np.arange(len(wholes)), wholes] = False
        value = np.where(fits, nest.least_of[wholes][:, None] - nest.most_of, -1)
        whole, cap = np.unravel_index(int(np.argmax(value)), value.shape)
        if value[whole, cap] > 0:
            names = self._names([int(wholes[whole])]), self._names([int(cap)])
            yield Chain(self.box, LEAST, *names), int(value[whole, cap])

    def most(self) -> Iterable[tuple[Chain, int]]:
        nest, box = self.nesting, self.box
        over = _any(self.over)
        for closing in np.flatnonzero(~over[nest.closed]) if nest.entries else ():
            possible = nest.recorded(box)[3]
            yield Chain(box, MOST, entries=possible, closing=nest.closings[closing].key), possible
        caps = self.active & nest.caps & ((nest.layers == "") | (nest.layers == box.layer))
        wholes = np.flatnonzero(caps & ~over[nest.cores]).tolist()
        wholes.sort(key=lambda number: nest.most[number] or 0)
        for whole in wholes[:MOST_WHOLES]:
            yield from self._beside(whole)
        yield from self._two_caps(caps)

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
        inside = ~nest.out[:, nest.hulls, nest.cores.start + whole].any(axis=0)
        parts = self.active & nest.asks & same & self.apart[nest.hulls] & inside
        parts[whole] = False
        certain = max(0, nest.recorded(core)[0] - max(0, nest.recorded(box)[2]))
        for gains, beside in ((nest.gains, certain), (nest.least, 0)) if nest.entries else ((nest.least, 0),):
            chosen = self._choose(np.flatnonzero(parts), gains)
            less = beside + sum(gains[number] or 0 for number in chosen)
            taken = sum(nest.least[number] or 0 for number in chosen)
            if less > 0:
                counted = (*(nest.claims[number].hull for number in chosen), core)
                names = self._names(chosen)
                chain = Chain(box, MOST, names, self._names([whole]), less - taken, counted=counted)
                yield chain, most - less

    def _two_caps(self, caps: Bools) -> Iterable[tuple[Chain, int]]:
        """Two caps that cover the box together, each lacking some of it on the same axis."""
        nest = self.nesting
        over = self.over[:, nest.cores]
        near = np.flatnonzero(caps & (over.sum(axis=0) == 1) & ~self.apart[nest.cores])
        for axis in range(len(AXES)):
            here = near[over[axis][near]]
            bare = pack(self.reach[axis]) & ~nest.grid.words[axis][nest.cores][here]
            fits = ~(bare[:, None] & bare).any(axis=2)
            together = np.where(fits, nest.most_of[here][:, None] + nest.most_of[here], FAR)
            if together.size and together.min() < FAR:
                one, other = np.unravel_index(int(np.argmin(together)), together.shape)
                names = self._names([int(here[one]), int(here[other])])
                yield Chain(self.box, MOST, (), names), int(together[one, other])
