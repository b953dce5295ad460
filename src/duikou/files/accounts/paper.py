"""What is laid out: the account with the texts of its notes and the words around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from duikou.book.account import Account, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the frame, in the account's language. `units`: unit code → name; `axis`: what an axis of money
    is counted in, 亿元."""

    sources: str
    table_notes: str
    remarks: str
    figures: str
    columns: tuple[str, ...]
    axis: str
    axis_unit: str
    open_end: str


@dataclass(frozen=True, slots=True)
class Paper:
    """`notes`: the text of each figure's note, in their order; `cells`: the rows of the sheet of figures."""

    account: Account
    notes: tuple[str, ...]
    labels: Labels
    cells: tuple[tuple[str, ...], ...]

    @property
    def moment(self) -> datetime:
        """The day that files are dated with, so that the same account is the same file."""
        return datetime.fromisoformat(self.account.as_of)

    def fields(self) -> Mapping[str, str]:
        """The fields of one line that a template may hold."""
        account = self.account
        return {
            "title": account.title,
            "subtitle": account.subtitle,
            "as_of": account.as_of,
            "digest": account.digest[:12],
            "book": f"{account.book}:{account.posting}",
        }


def noted_in_text(account: Account) -> set[int]:
    """Figures that stand in running text; the others stand in tables and charts alone."""
    found: set[int] = set()
    for section in account.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.update(piece for piece in block.pieces if isinstance(piece, int))
    return found


def table_figures(table: Table) -> Iterator[int]:
    """The figures of a table in the order of its cells."""
    for row in table.rows:
        yield from (cell for cell in row if isinstance(cell, int))
