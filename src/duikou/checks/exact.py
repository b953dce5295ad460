"""Linear programs in exact integers: the last word before anyone is accused.

min c·x subject to A·x ≥ b, x ≥ 0, all integers. The simplex dictionary is kept as integers over one
common denominator (Edmonds 1967; Bareiss 1968), so nothing is ever rounded. Meant for the few rows that
matter to one proof; a floating-point solver may propose which ones these are, it never decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Terms = Mapping[int, int]
Objects = npt.NDArray[np.object_]
# after so many pivots the least-index rule (Bland 1977) takes over, which cannot cycle
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status`: optimal (`value` is the minimum), infeasible, unbounded or stopped.

    `multipliers` of rows, all ≥ 0: for optimal they prove c·x ≥ value; for infeasible they add up to
    0 ≥ something positive.
    """

    status: str
    value: Fraction | None = None
    multipliers: dict[int, Fraction] = field(default_factory=dict)


def minimise(
    columns: int, rows: Sequence[tuple[Terms, int]], objective: Terms, pivots: int = 5000
) -> Outcome:
    """Minimum of `objective` over x ≥ 0 with terms·x ≥ bound for every row, in at most so many `pivots`."""
    table = _Dictionary(columns, rows, objective)
    return table.solve(pivots)


class _Dictionary:
    """basic_i = (T[i,0] + Σ T[i,k]·nonbasic_k) / D; the last row is the objective.

    Variables 0..n-1 are the columns, n..n+m-1 the slacks.
    """

    def __init__(self, columns: int, rows: Sequence[tuple[Terms, int]], objective: Terms) -> None:
        count = len(rows)
        table = np.zeros((count + 1, columns + 1), dtype=object)
        for i, (terms, bound) in enumerate(rows):
            table[i, 0] = -bound
            for column, factor in terms.items():
                table[i, column + 1] = factor
        for column, factor in objective.items():
            table[count, column + 1] = factor
        self.table: Objects = table
        self.columns = columns
        self.denominator = 1
        self.basic = list(range(columns, columns + count))
        self.nonbasic = list(range(columns))

    def solve(self, pivots: int) -> Outcome:
        for step in range(pivots):
            row = self._infeasible_row(step > PATIENCE)
            if row is None:
                return self._optimise(pivots - step)
            column = self._entering(row, step > PATIENCE)
            if column is None:
                return Outcome("infeasible", None, self._farkas(row))
            self._pivot(row, column)
        return Outcome("stopped")

    def _infeasible_row(self, bland: bool) -> int | None:
        constants = self.table[:-1, 0].tolist()
        wrong = [i for i, value in enumerate(constants) if value < 0]
        if not wrong:
            return None
        return min(wrong, key=lambda i: self.basic[i] if bland else constants[i])

    def _entering(self, row: int, bland: bool) -> int | None:
        line = self.table[row].tolist()
        fit = [k for k in range(1, len(line)) if line[k] > 0]
        if not fit:
            return None
        return min(fit, key=lambda k: self.nonbasic[k - 1]) if bland else max(fit, key=lambda k: line[k])

    def _farkas(self, row: int) -> dict[int, Fraction]:
        line = self.table[row]
        found = {}
        if self.basic[row] >= self.columns:
            found[self.basic[row] - self.columns] = Fraction(1)
        for k, variable in enumerate(self.nonbasic, start=1):
            if variable >= self.columns and line[k]:
                found[variable - self.columns] = Fraction(-int(line[k]), self.denominator)
        return found

    def _optimise(self, pivots: int) -> Outcome:
        for step in range(pivots):
            costs = self.table[-1].tolist()
            better = [k for k in range(1, len(costs)) if costs[k] < 0]
            if not better:
                return Outcome("optimal", Fraction(int(costs[0]), self.denominator), self._duals())
            if step > PATIENCE:
                column = min(better, key=lambda k: self.nonbasic[k - 1])
            else:
                column = min(better, key=lambda k: costs[k])
            row = self._leaving(column)
            if row is None:
                return Outcome("unbounded")
            self._pivot(row, column)
        return Outcome("stopped")

    def _leaving(self, column: int) -> int | None:
        best: tuple[Fraction, int] | None = None
        chosen = None
        for i, slope in enumerate(self.table[:-1, column].tolist()):
            if slope < 0:
                ratio = (Fraction(int(self.table[i, 0]), -slope), self.basic[i])
                if best is None or ratio < best:
                    best, chosen = ratio, i
        return chosen

    def _duals(self) -> dict[int, Fraction]:
        costs = self.table[-1]
        return {
            variable - self.columns: Fraction(int(costs[k]), self.denominator)
            for k, variable in enumerate(self.nonbasic, start=1)
            if variable >= self.columns and costs[k]
        }

    def _pivot(self, row: int, column: int) -> None:
        table, old = self.table, self.denominator
        line, slopes = table[row].copy(), table[:, column].copy()
        pivot, sign = line[column], 1 if line[column] > 0 else -1
        touched = np.flatnonzero(slopes)
        if abs(pivot) == old:  # most by far: what the pivot does not touch stays as it is
            fresh, wide = table, np.flatnonzero(line)
            fresh[np.ix_(touched, wide)] -= np.outer(slopes[touched], line[wide] * sign) // old
        else:
            fresh = table * abs(pivot)
            fresh[touched] -= np.outer(slopes[touched], line * sign)
            if old != 1:
                fresh //= old
        fresh[:, column] = slopes * sign
        fresh[row] = line * -sign
        fresh[row, column] = old * sign
        self.table, self.denominator = fresh, abs(pivot)
        self.basic[row], self.nonbasic[column - 1] = self.nonbasic[column - 1], self.basic[row]
