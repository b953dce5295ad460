"""A table that only grows."""

from __future__ import annotations

from dataclasses import dataclass

BOOK = "store_book"


@dataclass(frozen=True, slots=True)
class Guarded:
    """`unique`: each set of columns that no two rows share, with the SQL condition that limits it or ""."""

    table: str
    unique: tuple[tuple[tuple[str, ...], str], ...]
