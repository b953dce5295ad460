"""An account as its page shows it: figures that lead to their notes, charts as bars."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from duikou.answers.accounts.papers import note_text
from duikou.book.account import Account, AccountFigure, Chart, Paragraph, Piece, Table


@dataclass(frozen=True, slots=True)
class Shown:
    """Words, or a figure (`number` > 0)."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class ShownBar:
    """`percent`: how long, of the longest; `open_percent`: how much further it may reach."""

    label: str
    text: str
    number: int
    percent: str
    open_percent: str


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """`kind`: paragraph, table or chart."""

    kind: str
    title: str = ""
    note: str = ""
    pieces: tuple[Shown, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()
    bars: tuple[ShownBar, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSection:
    title: str
    level: int
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class Note:
    figure: AccountFigure
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page of an account."""

    account: Account
    sections: tuple[ShownSection, ...]
    notes: tuple[Note, ...] = field(default=())
    others: tuple[AccountFigure, ...] = ()


def sheet(account: Account) -> Sheet:
    sections = tuple(
        ShownSection(section.title, section.level, tuple(_block(block, account) for block in section.blocks))
        for section in account.sections
    )
    notes = tuple(Note(figure, note_text(figure)) for figure in account.figures)
    return Sheet(account, sections, notes, tuple(map(account.figure, account.others)))


def _piece(piece: Piece, account: Account) -> Shown:
    return Shown(account.words(piece), piece if isinstance(piece, int) else 0)


def _block(block: Paragraph | Table | Chart, account: Account) -> ShownBlock:
    match block:
        case Paragraph():
            return ShownBlock("paragraph", pieces=tuple(_piece(piece, account) for piece in block.pieces))
        case Table():
            rows = tuple(tuple(_piece(cell, account) for cell in row) for row in block.rows)
            return ShownBlock("table", block.title, block.note, head=block.head, rows=rows)
        case Chart():
            return ShownBlock("chart", block.title, bars=tuple(_bars(block, account)))


def _bars(chart: Chart, account: Account) -> list[ShownBar]:
    ends = []
    for bar in chart.bars:
        least, most = account.figure(bar.figure).natural
        low = Decimal(least or 0)
        ends.append((low, Decimal(most) if most else low))
    longest = max((high for _low, high in ends), default=Decimal(1)) or Decimal(1)
    return [
        ShownBar(
            bar.label,
            account.figure(bar.figure).printed,
            bar.figure,
            f"{low / longest * 100:.2f}",
            f"{(high - low) / longest * 100:.2f}",
        )
        for bar, (low, high) in zip(chart.bars, ends, strict=True)
    ]
