"""Numbers of sections and notes: headings as official papers number them, figures in the order of print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from duikou.answers.wording import chinese
from duikou.book.account import AccountFigure, Block, Chart, Paragraph, Piece, Section, Table

DIGITS = "一二三四五六七八九十"


class Part(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def blocks(self) -> tuple[Block, ...]: ...
    @property
    def level(self) -> int: ...


def headed(parts: Iterable[Part]) -> tuple[Section, ...]:
    """Sections with their numbers: `一、`, below it `（一）`; in English 1, 1.1."""
    chapter, below = 0, 0
    sections = []
    for part in parts:
        if part.level == 1:
            chapter, below = chapter + 1, 0
            number = f"{numeral(chapter)}、" if chinese() else f"{chapter} "
        else:
            below += 1
            number = f"（{numeral(below)}）" if chinese() else f"{chapter}.{below} "
        sections.append(Section(number + part.title, part.level, part.blocks))
    return tuple(sections)


def numeral(number: int) -> str:
    """1 to 99 in Chinese digits."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones - 1]
    return ("" if tens == 1 else DIGITS[tens - 1]) + "十" + (DIGITS[ones - 1] if ones else "")


def renumbered(
    sections: Sequence[Section], figures: Sequence[AccountFigure], others: Sequence[int]
) -> tuple[tuple[Section, ...], tuple[AccountFigure, ...], tuple[int, ...]]:
    """Figures numbered in the order in which they stand in the account, behind them the `others` that stand
    nowhere; the rest left out."""
    order: dict[int, int] = {}

    def piece(one: Piece) -> Piece:
        return order.setdefault(one, len(order) + 1) if isinstance(one, int) else one

    def block(one: Block) -> Block:
        match one:
            case Paragraph():
                return Paragraph(tuple(map(piece, one.pieces)))
            case Table():
                return replace(one, rows=tuple(tuple(map(piece, row)) for row in one.rows))
            case Chart():
                bars = (replace(bar, figure=order.setdefault(bar.figure, len(order) + 1)) for bar in one.bars)
                return replace(one, bars=tuple(bars))

    done = tuple(replace(section, blocks=tuple(map(block, section.blocks))) for section in sections)
    standing = len(order)
    for number in others:
        order.setdefault(number, len(order) + 1)
    kept = sorted(order.items(), key=lambda pair: pair[1])
    rest = tuple(range(standing + 1, len(order) + 1))
    return done, tuple(replace(figures[old - 1], number=new) for old, new in kept), rest
