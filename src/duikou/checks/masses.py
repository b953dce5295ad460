"""Masses that add up: one column an atom, entries and closings among them."""

from __future__ import annotations

from collections.abc import Sequence

from duikou.book import Box, EntryGroup
from duikou.book.box import TIME
from duikou.checks.atoms import Mask, members, signatures
from duikou.checks.model import AskGroups, Material, Model, Source, base


def lay_masses(model: Model, material: Material) -> None:
    """Columns and structural rows for all boxes of `material`, and the rows of entries and closings."""
    _Masses(model, material).lay()


class _Masses:
    def __init__(self, model: Model, material: Material) -> None:
        self.model = model
        self.material = material
        self.boxes = material.boxes()
        self.bases = material.bases()
        self.bits = {box: number for number, box in enumerate(self.bases)}
        self.layers: dict[str, list[Box]] = {}
        for box in self.boxes:
            if box.layer:
                self.layers.setdefault(box.layer, []).append(box)
        self.columns: dict[Mask, int] = {}
        self.layer_columns: dict[tuple[str, Mask], int] = {}

    def lay(self) -> None:
        for mask in self._masks():
            self.columns[mask] = self.model.column()
        for box in self.bases:
            self.model.mass[box] = {}
        for mask, column in self.columns.items():
            for bit in members(mask):
                self.model.mass[self.bases[bit]][column] = 1
        for layer, boxes in self.layers.items():
            self._lay_layer(layer, boxes)
        if self.material.entries:
            _Entries(self).lay(self.material.entries)
        elif self.material.closings:
            _Entries(self).lay(lambda boxes: [])

    def _masks(self) -> list[Mask]:
        if self.material.atoms is not None:
            return list(self.material.atoms)
        voids = [void for void in self.material.voids if any(cuts(void, box) for box in self.bases)]
        everything = (1 << len(self.bases)) - 1
        return [mask for mask in signatures([*self.bases, *voids]) if mask <= everything]

    def _lay_layer(self, layer: str, boxes: Sequence[Box]) -> None:
        """A group's own masses: each at most what the atom holds."""
        if len(boxes) == 1:
            column = self.model.column()
            self.model.mass[boxes[0]] = {column: 1}
            here = base(boxes[0])
            self.model.add({**self.model.mass[here], column: -1}, over=((here, 1),))
            return
        wanted = [1 << self.bits[base(box)] for box in boxes]
        for mask, column in self.columns.items():
            if any(mask & bit for bit in wanted):
                own = self.model.column()
                self.layer_columns[layer, mask] = own
                self.model.add({column: 1, own: -1})
        for box, bit in zip(boxes, wanted, strict=True):
            self.model.mass[box] = {
                own: 1 for (name, mask), own in self.layer_columns.items() if name == layer and mask & bit
            }


def cuts(void: Box, box: Box) -> bool:
    """Whether a box meets a void otherwise than by simply reaching back without limit."""
    return box.spans[TIME][0][0] > 0 and box.spans[TIME][0][0] <= void.spans[TIME][0][1]


def placed(group: EntryGroup, bases: Sequence[Box]) -> tuple[list[Mask] | None, bool]:
    """The atoms in which entries may lie (None: any between surely inside and possibly inside), and
    whether they may lie outside all boxes."""
    inside, meets = ({number for number in of if number < len(bases)} for of in (group.inside, group.meets))
    if inside == meets:
        return [sum(1 << number for number in inside)], False
    if group.box is None:
        return None, not inside
    met = [(number, part) for number in sorted(meets) if (part := group.box & bases[number])]
    cells = signatures([group.box, *(part for _, part in met)])
    homes = [sum(1 << met[bit - 1][0] for bit in members(cell) if bit) for cell in cells if cell & 1]
    return [mask for mask in homes if mask], 0 in homes


class _Entries:
    """Rows that say what the entries put into the atoms.

    A group of entries that fits one atom only is a constant there; one that fits several gets a column for
    its share in each.
    """

    def __init__(self, masses: _Masses) -> None:
        self.masses = masses
        self.model = masses.model
        self.low: dict[int, int] = {}
        self.high: dict[Mask, int] = {}
        self.keys: dict[int, list[str]] = {}
        self.shares: dict[int, list[int]] = {}

    def lay(self, ask: AskGroups) -> None:
        layered = [box for box in self.masses.boxes if box.layer]
        groups: list[EntryGroup] = ask([*self.masses.bases, *layered])
        for group in groups:
            self._place(group, layered)
        for column in sorted(self.low.keys() | self.shares.keys()):
            shares = dict.fromkeys(self.shares.get(column, ()), -1)
            keys = tuple(self.keys.get(column, ()))
            source = Source("entries", "", "least", keys) if keys else None
            self.model.add({column: 1, **shares}, self.low.get(column, 0), source)
        for closing in self.masses.material.closings:
            if closing.core and not closing.core.layer:
                self._close(closing.key, closing.core)

    def _place(self, group: EntryGroup, layered: Sequence[Box]) -> None:
        count = len(self.masses.bases)
        inside = sum(1 << number for number in group.inside if number < count)
        meets = sum(1 << number for number in group.meets if number < count)
        about = {layered[number - count].layer for number in group.inside if number >= count}
        homes, outside = placed(group, self.masses.bases)
        if homes is None:
            fits = [mask for mask in self.masses.columns if mask & inside == inside and mask & ~meets == 0]
        else:
            fits = [mask for mask in homes if mask in self.masses.columns]
        low = max(0, group.low)
        for number in group.inside:
            if number >= count and (single := self._single(layered[number - count])) is not None:
                self.low[single] = self.low.get(single, 0) + low
                self.keys.setdefault(single, []).extend(group.keys)
        if not outside and len(fits) == 1:
            self._constant(fits[0], low, group, about)
            return
        shares = {mask: self.model.column() for mask in fits}
        source = Source("entries", "", "least", group.keys)
        if not outside and fits:
            self.model.add(dict.fromkeys(shares.values(), 1), low, source)
        self.model.add(dict.fromkeys(shares.values(), -1), -group.high, source)
        for mask, share in shares.items():
            for column in self._homes(mask, about):
                self.shares.setdefault(column, []).append(share)

    def _constant(self, mask: Mask, low: int, group: EntryGroup, about: set[str]) -> None:
        self.high[mask] = self.high.get(mask, 0) + group.high
        for column in self._homes(mask, about):
            self.low[column] = self.low.get(column, 0) + low
            self.keys.setdefault(column, []).extend(group.keys)

    def _homes(self, mask: Mask, about: set[str]) -> list[int]:
        """The atom's column, and the group's own where the entries are about it."""
        own = [self.masses.layer_columns.get((layer, mask)) for layer in sorted(about)]
        return [self.masses.columns[mask], *(column for column in own if column is not None)]

    def _single(self, box: Box) -> int | None:
        """The one column of a group that only one box is about."""
        if len(self.masses.layers[box.layer]) > 1:
            return None
        return next(iter(self.model.mass[box]))

    def _close(self, key: str, core: Box) -> None:
        """Within a closing's core nothing lies but entries."""
        bit = 1 << self.masses.bits[core]
        for mask, column in self.masses.columns.items():
            if mask & bit:
                shares = dict.fromkeys(self.shares.get(column, ()), 1)
                source = Source("closing", key, "most")
                self.model.add({**shares, column: -1}, -self.high.get(mask, 0), source)
