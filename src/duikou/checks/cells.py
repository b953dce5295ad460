"""Cells on demand: where there are too many atoms to lay them all, only those that a program asks for.

A linear program over all atoms needs few of them in its optimum. Its multipliers weigh the boxes; a
further atom can only help where the boxes around some cell weigh more than it costs. Such cells are found
by cutting the space along the weighty boxes alone (column generation, Gilmore and Gomory 1961).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from duikou.book import AXES, Box

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
# cells given at once
MOST_CELLS = 400
# of these the heaviest are looked around
MOST_LOOKED_ROUND = 10
# sets of boxes kept between two axes: first a few, and only where these lead to nothing as many as needed
FEW_SETS = 15000
MOST_SETS = 60_000
NOTHING = 1e-7


class Cells:
    """The cells that `bases` and `voids` cut; a cell is one point, a number on each axis."""

    def __init__(self, bases: Sequence[Box], voids: Sequence[Box]) -> None:
        self.count = len(bases)
        boxes = [*bases, *voids]
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

    def masks(self, points: Ints) -> tuple[list[int], Ints]:
        """The sets of boxes (bit i = i-th of the bases) around points, each once, void and empty ones left
        out; and the points kept."""
        inside = np.ones((len(points), self.held[0].shape[1]), dtype=np.bool_)
        for axis, (edges, held) in enumerate(zip(self.edges, self.held, strict=True)):
            inside &= held[np.searchsorted(edges, points[:, axis], side="right") - 1]
        good = ~inside[:, self.count :].any(axis=1) & inside[:, : self.count].any(axis=1)
        packed = np.packbits(inside[good, : self.count], axis=1, bitorder="little")
        kept: dict[int, int] = {}
        numbers = np.flatnonzero(good)
        for number, row in zip(numbers, packed, strict=True):
            kept.setdefault(int.from_bytes(row.tobytes(), "little"), int(number))
        return list(kept), points[list(kept.values())]

    def seeds(self) -> Ints:
        """For every box a point in as few other boxes as can be chosen axis by axis, and one in as many."""
        found = []
        for number in range(self.count):
            few, many = [], []
            for edges, held in zip(self.edges, self.held, strict=True):
                here = np.flatnonzero(held[:, number])
                crowd = held[here].sum(axis=1)
                few.append(edges[here[np.argmin(crowd)]])
                many.append(edges[here[np.argmax(crowd)]])
            found += [few, many]
        return np.array(found, dtype=np.int64)

    def heaviest(self, weights: Floats, layers: Sequence[Floats]) -> Ints:
        """Points whose boxes weigh more than nothing together, the heaviest first.

        `weights` by base; each of `layers` by base too, counted only where it is to the good.
        """
        parts = np.stack([weights, *layers])
        active = np.flatnonzero(np.any(np.abs(parts) > NOTHING, axis=0))
        if not len(active):
            return np.zeros((0, len(AXES)), dtype=np.int64)
        parts = parts[:, active]
        found = self._search(active, parts, FEW_SETS)
        if not len(found):
            found = self._search(active, parts, MOST_SETS)
        return np.concatenate((found, self._beside(found[:MOST_LOOKED_ROUND], active, parts)))

    def _search(self, active: Ints, parts: Floats, most: int) -> Ints:
        """Axis by axis, keeping at most so many sets that can still come to more than nothing."""
        columns = np.concatenate((active, np.arange(self.count, self.held[0].shape[1])))
        promise = np.concatenate((np.clip(parts, 0, None).sum(axis=0), np.zeros(len(columns) - len(active))))
        sets = np.ones((1, len(columns)), dtype=np.bool_)
        points = np.zeros((1, len(AXES)), dtype=np.int64)
        for axis in self._order(columns):
            rows, choice = _distinct(self.held[axis][:, columns], self.held[axis].sum(axis=1))
            hope = (sets * promise.astype(np.float32)) @ rows.T.astype(np.float32)
            good = hope > NOTHING
            if np.count_nonzero(good) > most:
                good &= hope >= np.partition(hope, -most, axis=None)[-most]
            old, new = np.nonzero(good)
            sets, first = _distinct(sets[old] & rows[new], None)
            points = points[old[first]]
            points[:, axis] = self.edges[axis][choice[new[first]]]
        scores = _scores(sets, parts)
        order = np.argsort(-scores, kind="stable")[:MOST_CELLS]
        chosen: Ints = points[order[scores[order] > NOTHING]]
        return chosen

    def _beside(self, points: Ints, active: Ints, parts: Floats) -> Ints:
        """Points that differ from these on one axis and weigh more than nothing too: the weighty boxes do not
        tell them apart, others may."""
        columns = np.concatenate((active, np.arange(self.count, self.held[0].shape[1])))
        found = [points[:0]]
        for point in points:
            rows = [
                held[np.searchsorted(edges, point[axis], side="right") - 1, columns]
                for axis, (edges, held) in enumerate(zip(self.edges, self.held, strict=True))
            ]
            for axis, edges in enumerate(self.edges):
                others = np.logical_and.reduce([row for n, row in enumerate(rows) if n != axis])
                scores = _scores(self.held[axis][:, columns] & others, parts)
                good = edges[scores > NOTHING]
                fresh = np.repeat(point[None, :], len(good), axis=0)
                fresh[:, axis] = good
                found.append(fresh)
        return np.concatenate(found)

    def _order(self, columns: Ints) -> list[int]:
        """The axes, those first that tell most boxes apart at a glance: few distinct rows, each thin."""
        share = [float(held[:, columns].mean()) for held in self.held]
        return sorted(range(len(AXES)), key=lambda axis: share[axis])


def _scores(sets: Bools, parts: Floats) -> Floats:
    """What sets of weighty boxes weigh, layers only to the good; nothing where a void is among them."""
    count = parts.shape[1]
    scores: Floats = sets[:, :count] @ parts[0]
    for layer in parts[1:]:
        scores += np.clip(sets[:, :count] @ layer, 0, None)
    scores[sets[:, count:].any(axis=1)] = 0
    return scores


def _distinct(rows: Bools, crowd: npt.NDArray[np.int_] | None) -> tuple[Bools, npt.NDArray[np.int_]]:
    """Distinct rows and the number of one like each, the least crowded where that is given."""
    order = np.argsort(crowd, kind="stable") if crowd is not None else np.arange(len(rows))
    packed = np.packbits(rows[order], axis=1)
    view = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first = np.unique(view, return_index=True)
    numbers = order[first]
    return rows[numbers], numbers
