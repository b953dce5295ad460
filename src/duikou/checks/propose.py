"""A floating-point solver (HiGHS) proposes which statements matter; exact arithmetic decides afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

import highspy
import numpy as np

from duikou.checks.model import Model

# right-hand sides are scaled to at most this, so that the solver's tolerance of 1e-7 is about one 分 in
# a hundred 亿元 and the largest sums still have all their digits
LARGEST = 1e6
NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Proposal:
    """`status`: optimal, unbounded, infeasible or unsettled. `keys`: the statements (and closings) whose
    rows carry the proof. `value`: about the optimum, in unscaled amounts. `duals`: multipliers by row."""

    status: str
    keys: frozenset[str] = frozenset()
    value: float = 0.0
    duals: tuple[float, ...] = ()


def propose_bound(model: Model, objective: Mapping[int, int], seconds: float) -> Proposal:
    """Whose rows limit the minimum of `objective`?"""
    return solve(model, objective, False, seconds)


def propose_conflict(model: Model, seconds: float) -> Proposal:
    """Whose rows cannot hold together? The rows of statements are all relaxed by one amount, the least of
    which is sought: an extreme point of its dual is an irreducible set (Gleeson and Ryan 1990). `value`
    is that amount; 0 means that all of them hold together."""
    return solve(model, {}, True, seconds)


def solve(model: Model, objective: Mapping[int, int], relax: bool, seconds: float) -> Proposal:
    """Minimum of `objective`; with `relax` of the one amount by which the stated ends are relaxed."""
    scale = _scale(model)
    solver = _solver(_program(model, objective, relax, scale), seconds)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        solver.setOptionValue("presolve", "off")  # which of the two, presolve did not find out
        solver.run()
    return _read(solver, model, scale)


class Standing:
    """A model that is asked for one minimum after the other: the solver goes on from where it was."""

    def __init__(self, model: Model) -> None:
        self._columns, self._scale = model.columns, _scale(model)
        self._solver = _solver(_program(model, {}, False, self._scale), 1.0)
        self._every = np.arange(model.columns, dtype=np.int32)
        self._lock = Lock()

    def minimum(self, objective: Mapping[int, int], seconds: float) -> float | None:
        """About the minimum of `objective`, unscaled; None where none was found in time."""
        cost = np.zeros(self._columns)
        for column, factor in objective.items():
            cost[column] = factor
        with self._lock:
            solver = self._solver
            solver.setOptionValue("time_limit", solver.getRunTime() + max(seconds, 0.01))
            solver.changeColsCost(self._columns, self._every, cost)
            solver.run()
            if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            return float(solver.getInfo().objective_function_value * self._scale)


def _scale(model: Model) -> float:
    return max((abs(row.bound) for row in model.rows), default=0) / LARGEST or 1.0


def _program(model: Model, objective: Mapping[int, int], relax: bool, scale: float) -> highspy.HighsLp:
    rows, columns = model.rows, model.columns + int(relax)
    starts, index, factors, lower = [0], [], [], []
    for row in rows:
        for column, factor in row.terms.items():
            index.append(column)
            factors.append(float(factor))
        if relax and row.source is not None and row.source.side:
            index.append(model.columns)
            factors.append(1.0)
        starts.append(len(index))
        lower.append(row.bound / scale)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows)
    cost = np.zeros(columns)
    for column, factor in objective.items():
        cost[column] = factor
    if relax:
        cost[model.columns] = 1.0
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.full(columns, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.array(lower), np.full(len(rows), highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(factors)
    return lp


def _solver(program: highspy.HighsLp, seconds: float) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("time_limit", max(seconds, 0.01))):
        solver.setOptionValue(name, value)
    solver.passModel(program)
    return solver


def _read(solver: highspy.Highs, model: Model, scale: float) -> Proposal:
    status = solver.getModelStatus()
    known = highspy.HighsModelStatus
    if status == known.kUnbounded:
        return Proposal("unbounded")
    if status == known.kInfeasible:
        return Proposal("infeasible")
    if status != known.kOptimal:
        return Proposal("unsettled")
    duals = solver.getSolution().row_dual
    keys = {
        row.source.key
        for row, dual in zip(model.rows, duals, strict=True)
        if abs(dual) > NOTHING and row.source and row.source.key
    }
    value = solver.getInfo().objective_function_value * scale
    return Proposal("optimal", frozenset(keys), value, tuple(duals))
