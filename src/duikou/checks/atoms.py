"""Atoms: the cells into which boxes cut the space, alike ones taken together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duikou.book import AXES, Box

Mask = int


def signatures(boxes: Sequence[Box], axes: Iterable[int] = range(len(AXES))) -> list[Mask]:
    """Every non-empty set of boxes (bit i = box i) that some point lies in exactly, looking at `axes` only.

    Built axis by axis from elementary intervals, so only combinations that occur are ever made; the full
    product of the axes would be out of reach.
    """
    found: set[Mask] = {(1 << len(boxes)) - 1}
    for axis in axes:
        here = _along(boxes, axis)
        found = {one & other for one in found for other in here}
        found.discard(0)
    return sorted(found)


def _along(boxes: Sequence[Box], axis: int) -> set[Mask]:
    """The sets of boxes met along one axis, boundary by boundary."""
    edges: dict[int, Mask] = {}
    for number, box in enumerate(boxes):
        for first, last in box.spans[axis]:
            edges[first] = edges.get(first, 0) ^ (1 << number)
            edges[last] = edges.get(last, 0) ^ (1 << number)
    here, found = 0, set()
    for edge in sorted(edges):
        here ^= edges[edge]
        found.add(here)
    return found


def members(mask: Mask) -> list[int]:
    """The numbers of the set bits, rising."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
