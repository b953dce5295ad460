"""Distinct counts: the largest part ≤ the union ≤ the sum of the parts.

Where a count adds along some axes only (a project stands in one place, but can be counted in two sectors
and in several years), one column stands for the count of each region on the other axes, one such set of
columns for each atom of the axes that add. Rows say what holds for every count: a region counts no more
than one that holds it, and no more than regions together that cover it. That is a relaxation: all true
counts satisfy it, so nothing false is ever proven from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from duikou.book import AXES, Box
from duikou.book.box import DONOR, EVER, RECIPIENT, TIME, spans_hold
from duikou.checks.atoms import Mask, members, signatures
from duikou.checks.model import Material, Model, Source, base

MOST_COVERS = 12


def lay_counts(model: Model, material: Material) -> None:
    """Columns and structural rows for all boxes of `material`, and the rows of entries."""
    _Counts(model, material).lay()


class _Counts:
    def __init__(self, model: Model, material: Material) -> None:
        self.model = model
        self.material = material
        self.boxes = material.boxes()
        self.others = [axis for axis in range(len(AXES)) if axis not in material.adds_over]

    def lay(self) -> None:
        for box in (*self.boxes, *map(base, self.boxes)):
            self.model.mass.setdefault(box, {})
        bases = list(dict.fromkeys(map(base, self.boxes)))
        for mask in signatures(bases, sorted(self.material.adds_over)):
            self._lay_atom({bases[number] for number in members(mask)})
        if self.material.entries:
            self._entries()

    def _lay_atom(self, here: set[Box]) -> None:
        by_layer: dict[str, dict[Box, int]] = {"": {}}
        every = dict.fromkeys((*(b for b in self.boxes if base(b) in here), *sorted(here, key=repr)))
        for box in every:
            region = self._region(box)
            for layer in {"", box.layer}:
                known = by_layer.setdefault(layer, {})
                if region not in known:
                    known[region] = self.model.column()
            self.model.mass[box][by_layer[box.layer][region]] = 1
        for layer, known in by_layer.items():
            self._tie(known)
            if layer:
                for region, column in known.items():
                    self.model.add({by_layer[""][region]: 1, column: -1})

    def _region(self, box: Box) -> Box:
        box = self._reaching_back(box)
        spans = tuple(box.spans[axis] if axis in self.others else EVER for axis in range(len(AXES)))
        return Box(spans)

    def _reaching_back(self, box: Box) -> Box:
        """A box that starts where a void of its places and donors ends may as well start at the very
        beginning."""
        first, last = box.spans[TIME][0]
        for void in self.material.voids:
            around = (spans_hold(void.spans[axis], box.spans[axis]) for axis in (DONOR, RECIPIENT))
            if first <= void.spans[TIME][0][1] and all(around):
                return box.along(TIME, ((0, last),))
        return box

    def _tie(self, known: dict[Box, int]) -> None:
        regions = list(known)
        cells = signatures(regions, self.others)
        for number, region in enumerate(regions):
            bit = 1 << number
            mine = [cell & ~bit for cell in cells if cell & bit]
            for other, holder in enumerate(regions):
                if other != number and all(cell >> other & 1 for cell in mine):
                    self.model.add({known[holder]: 1, known[region]: -1})
            for cover in _covers(mine):
                if len(cover) > 1:
                    self.model.add({**{known[regions[i]]: 1 for i in cover}, known[region]: -1})

    def _entries(self) -> None:
        assert self.material.entries
        for group in self.material.entries(self.boxes):
            for number in group.inside:
                source = Source("entries", "", "least", group.keys)
                self.model.add(self.model.mass[self.boxes[number]], max(0, group.largest), source)


def _covers(cells: Sequence[Mask]) -> list[tuple[int, ...]]:
    """Small sets of regions that together meet every cell, up to `MOST_COVERS` of them."""
    found: list[Mask] = []

    def search(chosen: Mask, rest: Sequence[Mask]) -> None:
        if len(found) >= MOST_COVERS:
            return
        if not rest:
            if not any(other & chosen == other for other in found):
                found.append(chosen)
            return
        for number in members(min(rest, key=lambda cell: cell.bit_count())):
            bit = 1 << number
            search(chosen | bit, [cell for cell in rest if not cell & bit])

    if cells and all(cells):
        search(0, cells)
    return [tuple(members(mask)) for mask in found]
