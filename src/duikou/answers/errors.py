"""What asking can fail with, besides what the vocabulary and the book refuse."""

from __future__ import annotations


class NotFound(LookupError):
    """There is no such row in the book. `table`: document, statement …; `key`: what was asked for."""

    def __init__(self, table: str, key: str) -> None:
        super().__init__(f"no {table} {key}")
        self.table = table
        self.key = key
