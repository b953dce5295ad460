"""A row that a book adds to the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One row of a vocabulary table: `table` is a file name of `words/data` without `.csv`, `cells` are
    (column, text) pairs, one for each column of its head."""

    table: str
    cells: tuple[tuple[str, str], ...]

    @property
    def row(self) -> dict[str, str]:
        return dict(self.cells)

    @property
    def code(self) -> str:
        """What tells the row from others of its table: its code, its name, or for names of places both."""
        row = self.row
        if self.table == "place_names":
            return f"{row.get('name', '')}/{row.get('code', '')}"
        return row.get("code") or row.get("name", "")

    @property
    def key(self) -> str:
        return f"{self.table}:{self.code}"
