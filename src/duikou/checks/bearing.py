"""Which statements bear on a question: the others can be left out, and the answer stays the same.

A *cap* is a core whose mass is limited from above. A hull that reaches a point outside all caps is *free*:
any amount can lie there, so what the statement asks for at least is met without touching anything else. The
least of a box is therefore decided by the hulls that are not free outside it, by the caps that these meet, by
further such hulls in these caps, and so on; the most by the caps that meet the box, and on from there. A box
with a point outside all caps can hold any amount.

A comparison limits both scopes it speaks of: no amount can lie in either without its saying something of it.

Free points are sought, not enumerated: one that is missed only leaves more statements in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duikou.book import AXES, Box
from duikou.checks.claims import Claim
from duikou.checks.grid import Bools, Grid, Ints
from duikou.checks.model import Material
from duikou.checks.terms import MOST, Side

ORDERS = (tuple(range(len(AXES))), tuple(reversed(range(len(AXES)))), (2, 1, 5, 0, 3, 4))


class Bearing:
    """Of the claims of `material`. `ties`: pairs of keys of claims that speak of each other."""

    def __init__(self, material: Material, ties: Sequence[tuple[str, str]]) -> None:
        claims = list(material.claims)
        self.keys = [claim.key for claim in claims]
        self.tied = _tied(self.keys, ties)
        tied = [(number, box) for number, claim in enumerate(claims) if claim.tie for box in _compared(claim)]
        hulls = [(number, claim.hull) for number, claim in enumerate(claims)] + tied
        cores = [(number, claim.core) for number, claim in enumerate(claims) if claim.core] + tied
        self.owners = (_owners(hulls, len(claims)), _owners(cores, len(claims)))
        closed = [claim.core for claim in material.closings if claim.core]
        self.grid = Grid([*(box for _, box in (*hulls, *cores)), *closed, *material.voids])
        self.hulls, self.caps = slice(0, len(hulls)), slice(len(hulls), None)
        limited = [
            claims[n].tie is not None or claims[n].interval.most is not None or self.tied[n].sum() > 1
            for n, _ in cores
        ]
        self.limited = np.array([*limited, *(True for _ in (*closed, *material.voids))], dtype=np.bool_)
        self.points, self.free = self._free_points(len(hulls))
        of_hulls, of_cores = self.owners
        pairs = self.grid.meets(self.hulls, slice(len(hulls), len(hulls) + len(cores)))
        self.meets = of_hulls @ pairs @ of_cores.T
        self.loose, self.loose_boxes = self._loose_entries(material, [*hulls, *cores])

    def _free_points(self, count: int) -> tuple[Ints, Bools]:
        """(orders, hulls, axes) points of hulls, and (orders, hulls) whether they lie in no cap."""
        start = np.broadcast_to(self.limited, (count, len(self.limited)))
        inside = [held[:, self.hulls] for held in self.grid.held]
        points, free = zip(*(self._descend(inside, start, order) for order in ORDERS), strict=True)
        return np.stack(points), np.stack(free)

    def _descend(self, inside: Sequence[Bools], capped: Bools, order: Sequence[int]) -> tuple[Ints, Bools]:
        """Axis by axis the place that the fewest caps hold. `inside`: (places, boxes) of each axis, where a
        box reaches; `capped`: (boxes, caps) those that count."""
        points = np.zeros((len(capped), len(AXES)), dtype=np.int64)
        for axis in order:
            held = self.grid.held[axis][:, self.caps]
            crowd = held.astype(np.float32) @ capped.T.astype(np.float32)
            chosen = points[:, axis] = np.argmin(np.where(inside[axis], crowd, np.inf), axis=0)
            capped = capped & held[chosen]
        free: Bools = np.logical_not(capped.any(axis=1))
        return points, free

    def _loose_entries(
        self, material: Material, boxes: Sequence[tuple[int, Box]]
    ) -> tuple[Bools, list[Box | None]]:
        """(groups, claims): the claims among whose boxes entries lie loosely, and where these may be."""
        groups = material.entries([box for _, box in boxes]) if material.entries else []
        loose = [group for group in groups if group.inside != group.meets]
        touched = np.zeros((len(loose), len(self.keys)), dtype=np.bool_)
        for number, group in enumerate(loose):
            touched[number, [boxes[met][0] for met in group.meets]] = True
        return touched, [group.box for group in loose]

    def on(self, box: Box, side: Side) -> frozenset[str] | None:
        """Keys of the claims that bear on the least (or most) mass of `box`; None: nothing limits it."""
        reach = self.grid.reach(box)
        if side == MOST:
            inside = [places[:, None] for places in reach]
            if any(self._descend(inside, self.limited[None], order)[1].any() for order in ORDERS):
                return None
        of_hulls, of_cores = self.owners
        near = self.grid.near(reach)
        elsewhere = self.free & ~self.grid.hold(box, self.points)
        bound: Bools = of_hulls @ ~elsewhere.any(axis=0)
        kept: Bools = bound & (of_hulls @ near[self.hulls])
        if side == MOST:
            kept |= of_cores @ near[self.caps][: of_cores.shape[1]]
        met = [at is None or box.meets(at) for at in self.loose_boxes]
        kept |= self.loose[met].any(axis=0)
        return frozenset(self.keys[number] for number in np.flatnonzero(self._closure(kept, bound)))

    def _closure(self, kept: Bools, bound: Bools) -> Bools:
        while True:
            grown = kept | self.meets[kept].any(axis=0) | (bound & self.meets[:, kept].any(axis=1))
            grown |= self.loose[self.loose[:, grown].any(axis=1)].any(axis=0)
            grown |= self.tied[grown].any(axis=0)
            if np.array_equal(grown, kept):
                return kept
            kept = grown


def _compared(claim: Claim) -> list[Box]:
    """The boxes of the two scopes that a comparison speaks of."""
    assert claim.tie
    boxes = (claim.core, claim.hull, claim.tie.core, claim.tie.hull)
    return [box for box in dict.fromkeys(boxes) if box]


def _owners(pieces: Sequence[tuple[int, Box]], count: int) -> Bools:
    """(claims, pieces), whose piece each is."""
    owners = np.array([owner for owner, _ in pieces], dtype=np.int64)
    found: Bools = np.arange(count)[:, None] == owners[None]
    return found


def _tied(keys: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Bools:
    """(claims, claims), which speak of each other, directly or through others; of itself everyone."""
    numbers = {key: number for number, key in enumerate(keys)}
    roots = list(range(len(keys)))

    def root(number: int) -> int:
        while roots[number] != number:
            roots[number] = number = roots[roots[number]]
        return number

    for one, other in pairs:
        if one in numbers and other in numbers:
            roots[root(numbers[one])] = root(numbers[other])
    every = np.array([root(number) for number in range(len(keys))], dtype=np.int64)
    found: Bools = every[:, None] == every[None]
    return found
