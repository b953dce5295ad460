"""Random columns that are the same on every machine and with every version of NumPy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


class Chance:
    """Only the raw stream of a bit generator is promised to stay as it is (NEP 19), so only that is used."""

    __slots__ = ("_bits",)

    def __init__(self, *seed: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(list(seed)))

    def uniform(self, count: int) -> Floats:
        """(count,) of [0, 1)."""
        raw = np.asarray(self._bits.random_raw(count), dtype=np.uint64)
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def happens(self, share: float, count: int) -> Bools:
        """(count,) true in about `share` of the cases."""
        return self.uniform(count) < share

    def between(self, least: int, most: int, count: int) -> Ints:
        """(count,) whole numbers, both ends among them."""
        return least + (self.uniform(count) * (most - least + 1)).astype(np.int64)

    def pick(self, weights: Sequence[float], count: int) -> Ints:
        """(count,) positions in `weights`, as often as these say."""
        steps = np.cumsum(np.asarray(weights, dtype=np.float64))
        found = np.searchsorted(steps, self.uniform(count) * steps[-1], side="right")
        picked: Ints = np.minimum(found, len(steps) - 1).astype(np.int64)
        return picked
