"""Keys of entries that are looked up when somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from duikou.book import Entry
from duikou.rollups.columns import Ints


class KeyList(Sequence[str]):
    """Keys of some rows, looked up when asked for: of very many entries few are ever named."""

    __slots__ = ("_entries", "_rows")

    def __init__(self, entries: Sequence[Entry], rows: Ints) -> None:
        self._entries, self._rows = entries, rows

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return tuple(self._entries[row].key for row in self._rows[place].tolist())
        return self._entries[int(self._rows[place])].key

    def __len__(self) -> int:
        return len(self._rows)

    def at(self, places: Ints) -> KeyList:
        """Those at some places, in that order."""
        return KeyList(self._entries, self._rows[places])

    def but(self, others: KeyList) -> KeyList:
        """These without those of `others`, which are of the same rows."""
        return KeyList(self._entries, np.setdiff1d(self._rows, others._rows, assume_unique=True))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))
