"""Proposals for problems with more atoms than can be laid at once: cells are added until none helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from duikou.book import AXES, Box
from duikou.checks.cells import Cells, Floats, Ints
from duikou.checks.masses import cuts, placed
from duikou.checks.model import ALL_AXES, Material, Model, base
from duikou.checks.problem import Problem
from duikou.checks.propose import Proposal, solve
from duikou.checks.rows import build
from duikou.checks.terms import LEAST, Side
from duikou.checks.watch import Stopwatch

# so many boxes cut the space into few enough atoms to lay them all
FEW_BOXES = 100
ROUNDS = 200
# one part in so many of what is relaxed counts as nothing
RELAXED = 1e-9


def is_large(material: Material) -> bool:
    """Whether cells should be laid on demand: many boxes, masses that add up along every axis."""
    return material.adds_over == ALL_AXES and len(material.bases()) > FEW_BOXES


def propose_large_conflict(problem: Problem, watch: Stopwatch) -> Proposal:
    """As `propose.propose_conflict`, over all atoms, with only some of them laid."""
    return _Growing(problem, None, LEAST).settle(watch, relax=True)


def propose_large_bound(problem: Problem, box: Box, side: Side, watch: Stopwatch) -> Proposal:
    """As `propose.propose_bound`; the evidence must fit together."""
    growing = _Growing(problem, box, side)
    proposal = growing.settle(watch, relax=False)
    if proposal.status == "infeasible" and growing.settle(watch, relax=True).status == "optimal":
        proposal = growing.settle(watch, relax=False)  # the first cells were too few to hold what is stated
    return proposal


class _Growing:
    def __init__(self, problem: Problem, target: Box | None, side: Side) -> None:
        self.problem = problem
        self.target = target
        self.sign = 1 if side == LEAST else -1
        self.material = problem.material([target] if target else [])
        self.bases = self.material.bases()
        self.numbers = {box: number for number, box in enumerate(self.bases)}
        voids = [void for void in self.material.voids if any(cuts(void, box) for box in self.bases)]
        self.cells = Cells(self.bases, voids)
        known = np.array(problem.cells, dtype=np.int64).reshape(-1, len(AXES))
        self.atoms, self.points = self.cells.masks(np.concatenate((self.cells.seeds(), known)))
        if self.material.entries:
            groups = self.material.entries(self.bases)
            homes = (home for group in groups for home in placed(group, self.bases)[0] or ())
            self.atoms = list(dict.fromkeys((*self.atoms, *homes)))

    def settle(self, watch: Stopwatch, relax: bool) -> Proposal:
        for _ in range(ROUNDS):
            model = build(replace(self.material, atoms=self.atoms))
            objective = {} if relax else self._objective(model)
            proposal = solve(model, objective, relax, watch.left)
            if proposal.status != "optimal" or (relax and proposal.value <= RELAXED):
                return proposal
            points = self.cells.heaviest(*self._weights(model, proposal.duals, relax))
            if not self._grow(points):
                return proposal
            if not watch.left:
                break
        return Proposal("unsettled")

    def _objective(self, model: Model) -> dict[int, int]:
        assert self.target
        return {column: self.sign * factor for column, factor in model.mass[self.target].items()}

    def _weights(self, model: Model, duals: Sequence[float], relax: bool) -> tuple[Floats, list[Floats]]:
        """What another atom would gain by the boxes around it, and on each layer."""
        weights = np.zeros(len(self.bases))
        layers: dict[str, Floats] = {}
        for row, dual in zip(model.rows, duals, strict=True):
            for box, factor in row.over if dual else ():
                many = box.layer and len(model.mass[box]) != 1
                into = layers.setdefault(box.layer, np.zeros(len(self.bases))) if many else weights
                if not box.layer or many:
                    into[self.numbers[base(box)]] += dual * factor
        if not relax and self.target:
            if self.target.layer:
                own = layers.setdefault(self.target.layer, np.zeros(len(self.bases)))
                own[self.numbers[base(self.target)]] -= self.sign
            else:
                weights[self.numbers[self.target]] -= self.sign
        return weights, list(layers.values())

    def _grow(self, points: Ints) -> bool:
        """Lay the atoms around these points; False where there is none that is new."""
        atoms, points = self.cells.masks(points)
        known = set(self.atoms)
        new = [(atom, point) for atom, point in zip(atoms, points, strict=True) if atom not in known]
        self.atoms += [atom for atom, _ in new]
        self.problem.cells.extend(tuple(point) for _, point in new)
        return bool(new)
