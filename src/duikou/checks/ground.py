"""The masses of one problem, laid once: whether a box may be empty is asked of them again and again.

Most figures of a draft say nothing that the book asks for: the least of their scope is nothing. A box that is
none of the problem's own only divides atoms; of a divided one all may lie outside. So the box may be empty
where the atoms that lie wholly in it may be, and the solver goes on from its last answer.
"""

from __future__ import annotations

from duikou.book import Box
from duikou.checks.atoms import signatures
from duikou.checks.masses import cuts
from duikou.checks.model import ALL_AXES, Material, Model
from duikou.checks.propose import Standing
from duikou.checks.watch import Stopwatch

# what is left in a box at most, in base units, when nothing need lie in it
NOTHING = 0.5


class Ground:
    """Of `model`, as built from `material`."""

    def __init__(self, material: Material, model: Model) -> None:
        self.material = material
        self.bases = material.bases()
        self.atoms: dict[int, int] = {}
        for bit, base in enumerate(self.bases):
            for column in model.mass[base]:
                self.atoms[column] = self.atoms.get(column, 0) | 1 << bit
        self.columns = {mask: column for column, mask in self.atoms.items()}
        self.fit = material.adds_over == ALL_AXES and self._entries_stay()
        self.standing = Standing(model)

    def _entries_stay(self) -> bool:
        """Whether it is known of all entries in which atoms they may lie."""
        groups = self.material.entries(self.bases) if self.material.entries else []
        return all(group.inside == group.meets or group.box is not None for group in groups)

    def may_be_empty(self, box: Box, watch: Stopwatch) -> bool:
        """Whether nothing need lie in `box`; False also where this way does not tell."""
        if not self.fit or box.layer or (self.material.entries and self.material.entries([box])):
            return False
        bit = 1 << len(self.bases)
        divided = self._divided(box)
        if {mask & ~bit for mask in divided} - {0} != self.columns.keys():
            return False
        within = [mask & ~bit for mask in divided if mask & bit and mask & ~bit not in divided]
        cost = {self.columns[mask]: 1 for mask in within if mask}
        if not cost:
            return True
        least = self.standing.minimum(cost, watch.left)
        return least is not None and least < NOTHING

    def _divided(self, box: Box) -> set[int]:
        """The atoms as the box divides them, those of nothing but the box among them."""
        boxes = [*self.bases, box]
        voids = [void for void in self.material.voids if any(cuts(void, one) for one in boxes)]
        everything = (1 << len(boxes)) - 1
        return {mask for mask in signatures([*boxes, *voids]) if mask <= everything}
