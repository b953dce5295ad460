"""Boxes on a common grid: each axis cut where one of them begins or ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from duikou.book import AXES, Box

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]


class Grid:
    """`edges[axis]`: where the places of an axis begin; `held[axis]`: (places, boxes), which boxes hold
    them. `words[axis]`: (boxes, words), the same in bits."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self.edges: list[Ints] = []
        self.held: list[Bools] = []
        for axis in range(len(AXES)):
            ends = {end for box in boxes for span in box.spans[axis] for end in span}
            edges = np.array(sorted(ends | {0}), dtype=np.int64)
            held = np.zeros((len(edges), len(boxes)), dtype=np.bool_)
            for number, box in enumerate(boxes):
                for first, last in box.spans[axis]:
                    held[np.searchsorted(edges, first) : np.searchsorted(edges, last), number] = True
            self.edges.append(edges)
            self.held.append(held)
        self.words = [pack(held.T) for held in self.held]

    def meets(self, some: slice, others: slice) -> Bools:
        """(some, others), which boxes have a point in common."""
        axes = [held.astype(np.float32) for held in self.held]
        found: Bools = np.logical_and.reduce([held[:, some].T @ held[:, others] > 0 for held in axes])
        return found

    def reach(self, box: Box) -> list[Bools]:
        """Of each axis (places,): where the box has a point."""
        found = []
        for edges, spans in zip(self.edges, box.spans, strict=True):
            places = np.zeros(len(edges), dtype=np.bool_)
            for first, last in spans:
                start = max(0, int(np.searchsorted(edges, first, side="right")) - 1)
                places[start : np.searchsorted(edges, last)] = True
            found.append(places)
        return found

    def fill(self, box: Box) -> list[Bools]:
        """Of each axis (places,): what the box holds wholly."""
        found = []
        for edges, spans in zip(self.edges, box.spans, strict=True):
            places = np.zeros(len(edges), dtype=np.bool_)
            for first, last in spans:
                start, stop = np.searchsorted(edges, first), np.searchsorted(edges, last, side="right") - 1
                places[start : max(start, stop)] = True
            found.append(places)
        return found

    def near(self, reach: Sequence[Bools]) -> Bools:
        """(boxes,), which meet a box that reaches so far."""
        found: Bools = np.logical_and.reduce(
            [held[places].any(axis=0) for held, places in zip(self.held, reach, strict=True)]
        )
        return found

    def hold(self, box: Box, points: Ints) -> Bools:
        """Whether `box` holds the first point of these places."""
        found = np.full(points.shape[:-1], True)
        for axis, (edges, spans) in enumerate(zip(self.edges, box.spans, strict=True)):
            at = edges[points[..., axis]]
            found &= np.logical_or.reduce([(first <= at) & (at < last) for first, last in spans])
        return found


def pack(rows: Bools) -> Words:
    """Bits of each row, 64 in a word."""
    padded = np.zeros((*rows.shape[:-1], -(-rows.shape[-1] // 64) * 64), dtype=np.bool_)
    padded[..., : rows.shape[-1]] = rows
    return np.packbits(padded, axis=-1).view(np.uint64)
