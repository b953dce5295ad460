"""Proofs by parts and wholes: sums of stated ends that anyone can do by hand.

    least:  what lies in parts that are apart from each other is in the whole;
            a whole less what covers the rest of it lies in the part
    most:   a part has at most what covers it, less what surely lies elsewhere in there

A chain is checked by geometry alone, in integers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from duikou.book import Box
from duikou.book.box import spans_meet
from duikou.checks.atoms import signatures
from duikou.checks.claims import Claim
from duikou.checks.terms import LEAST, MOST, Side


@dataclass(frozen=True, slots=True)
class Chain:
    """`lower`: keys of the claims whose least value is added (for the most: taken away); `upper`: of those
    whose most is taken away (for the most: added). `closing`: key of a closing whose core holds the box, so
    that only entries are there. `entries`: what entries add to the least, or take away from the most, beside
    the boxes `counted`."""

    box: Box
    side: Side
    lower: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    entries: int = 0
    closing: str = ""
    counted: tuple[Box, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset((*self.lower, *self.upper))

    @property
    def places(self) -> tuple[Box, tuple[Box, ...]]:
        """Where the entries lie that count, and outside which boxes."""
        if self.side == LEAST or self.closing:
            return self.box, self.counted
        return self.counted[-1], (self.box, *self.counted[:-1])

    def value(
        self, claims: Mapping[str, Claim], adds_over: Collection[int], like: Mapping[str, Claim] | None = None
    ) -> int | None:
        """The end that the chain proves as these claims stand; None where it does not hold. `like`: claims as
        which it does hold."""
        lower = [claims[key] for key in self.lower if key in claims]
        upper = [claims[key] for key in self.upper if key in claims]
        least = [claim.interval.least for claim in lower if claim.interval.least is not None]
        most = [claim.interval.most for claim in upper if claim.interval.most is not None]
        hulls = [claim.hull for claim in lower]
        cores = [claim.core for claim in upper if claim.core]
        if len(least) < len(self.lower) or len(most) < len(self.upper) or len(cores) < len(self.upper):
            return None
        if self.entries and self.counted != (*hulls, *cores):
            return None
        if not self._still_holds(claims, like, adds_over) and not self._holds(hulls, cores, adds_over):
            return None
        more = -self.entries if self.side == MOST and not self.closing else self.entries
        return (sum(least) - sum(most)) * (1 if self.side == LEAST else -1) + more

    def _still_holds(
        self, claims: Mapping[str, Claim], like: Mapping[str, Claim] | None, adds_over: Collection[int]
    ) -> bool:
        """Whether what has moved since the chain held leaves it so; False also where that is not told."""
        if like is None or any(claims[key].core != like[key].core for key in self.upper):
            return False
        moved = {key: claims[key].hull for key in self.lower if claims[key].hull != like[key].hull}
        if not moved:
            return True
        if self.side == MOST or self.upper:
            return False
        return all(
            self.box.holds(hull)
            and (not self.box.layer or hull.layer == self.box.layer)
            and all(key == other or is_apart(hull, claims[other].hull, adds_over) for other in self.lower)
            for key, hull in moved.items()
        )

    def _holds(self, hulls: Sequence[Box], cores: Sequence[Box], adds_over: Collection[int]) -> bool:
        if not _on_layer(self.box, self.side, hulls, cores):
            return False
        if self.side == LEAST:
            if cores:
                return len(hulls) == 1 and covered(hulls[0], [self.box, *cores])
            return all(map(self.box.holds, hulls)) and all_apart(hulls, adds_over)
        if self.closing:
            return True
        if len(cores) == 1:
            inside = cores[0].holds(self.box) and all(map(cores[0].holds, hulls))
            return inside and all_apart([self.box, *hulls], adds_over)
        return not hulls and covered(self.box, cores)


def _on_layer(box: Box, side: Side, hulls: Sequence[Box], cores: Sequence[Box]) -> bool:
    """A group's mass is part of the mass below it: what is asked of a layer is proven only on that layer from
    below, and from above also by what lies under it."""
    if side == LEAST:
        same = all(hull.layer == box.layer for hull in hulls) or not box.layer
        return same and all(core.layer in ("", *{hull.layer for hull in hulls}) for core in cores)
    if any(core.layer not in ("", box.layer) for core in cores):
        return False
    return all(not core.layer or hull.layer == core.layer for core in cores for hull in hulls)


def all_apart(boxes: Sequence[Box], adds_over: Collection[int]) -> bool:
    """Whether any two have nothing in common on an axis along which masses add up."""
    return all(
        is_apart(one, other, adds_over) for number, one in enumerate(boxes) for other in boxes[number + 1 :]
    )


def is_apart(one: Box, other: Box, adds_over: Collection[int]) -> bool:
    return any(not spans_meet(one.spans[axis], other.spans[axis]) for axis in adds_over)


def covered(box: Box, by: Sequence[Box]) -> bool:
    """Whether every point of `box` lies in one of the others."""
    return all(not cell & 1 or cell > 1 for cell in signatures([box, *by]))
