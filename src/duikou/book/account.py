"""An account (报告): sections of sentences, tables and charts whose figures are reckoned, with their proofs.

Plain frozen data in the language it was written in: `files` lays it out as Word, Excel and PDF, `store` keeps
it as it was published. Amounts are decimal strings of base units (元, 人 …), bounds inclusive, None = open.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = ("county", "donor", "pairing", "programme", "words", "tables", "brief")
# how much is known: everything, one end, both ends apart, nothing
STATES = ("settled", "least", "most", "range", "unknown")
VERSION = 1

Ends = tuple[str | None, str | None]
Piece = str | int  # words, or the number of a figure


@dataclass(frozen=True, slots=True)
class Source:
    """A statement or an entry that a figure rests on."""

    key: str
    kind: str
    surface: str
    document: str = ""
    title: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class AccountFigure:
    """One figure. `number`: of its note; `scope`: plain JSON as in `describe_fields`; `printed`: the words it
    is printed with; `stated`: between what these words, naturally read, let it lie (never narrower than
    `natural`, what the book proves); `assuming`: what is taken for granted; `aside`: keys of statements on it
    that contradict others and prove nothing."""

    number: int
    scope: Mapping[str, object]
    scope_text: str
    unit: str
    as_of: str
    printed: str
    qualifier: str
    state: str
    natural: Ends
    strict: Ends
    stated: Ends
    definition: str
    assuming: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def proof(self) -> str:
        """The id by which the proof can be called up: a digest of scope, bounds and what they rest on."""
        held = [dict(self.scope), self.natural, self.strict, [source.key for source in self.sources]]
        text = json.dumps(held, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: words and figures in order."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: cells are words or figures; `note`: a line below it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Piece, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: its name and the figure it draws."""

    label: str
    figure: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of figures of one unit; what is open between two bounds is drawn as such."""

    title: str
    unit: str
    bars: tuple[Bar, ...]


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """`level`: 1 for a chapter, 2 for a part of one."""

    title: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """`request`: what was asked for, in codes and ISO days, enough to make the account anew; `book`,
    `posting`: the state of the book it was made from; `others`: figures that are known but that no sentence
    brings back to a reader, told on the page and in the workbook alone."""

    kind: str
    title: str
    subtitle: str
    language: str
    as_of: str
    request: Mapping[str, str]
    book: str
    posting: int
    sections: tuple[Section, ...]
    figures: tuple[AccountFigure, ...] = field(default=())
    remarks: tuple[str, ...] = ()
    others: tuple[int, ...] = ()

    def figure(self, number: int) -> AccountFigure:
        return self.figures[number - 1]

    def words(self, piece: Piece) -> str:
        """A piece as it is printed."""
        return self.figure(piece).printed if isinstance(piece, int) else piece

    @property
    def digest(self) -> str:
        """Of all it says."""
        return hashlib.sha256(account_text(self).encode("utf-8")).hexdigest()


def account_text(account: Account) -> str:
    """The account as canonical JSON."""
    return json.dumps(
        {"version": VERSION, **asdict(account)}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def parse_account(text: str) -> Account:
    """The account from its JSON. Raises ValueError, KeyError or TypeError for what is none."""
    held: dict[str, Any] = json.loads(text)
    if held.pop("version", None) != VERSION:
        raise ValueError("an account of another version")
    held["sections"] = tuple(_section(row) for row in held["sections"])
    held["figures"] = tuple(_figure(row) for row in held["figures"])
    held["remarks"], held["others"] = tuple(held["remarks"]), tuple(held["others"])
    return Account(**held)


def _figure(row: dict[str, Any]) -> AccountFigure:
    ends = {name: (row[name][0], row[name][1]) for name in ("natural", "strict", "stated")}
    lists = {name: tuple(row[name]) for name in ("assuming", "aside")}
    sources = tuple(Source(**one) for one in row["sources"])
    return AccountFigure(**{**row, **ends, **lists, "sources": sources})


def _section(row: dict[str, Any]) -> Section:
    return Section(row["title"], row["level"], tuple(_block(one) for one in row["blocks"]))


def _block(row: dict[str, Any]) -> Block:
    if "pieces" in row:
        return Paragraph(tuple(row["pieces"]))
    if "bars" in row:
        return Chart(row["title"], row["unit"], tuple(Bar(**bar) for bar in row["bars"]))
    return Table(row["title"], tuple(row["head"]), tuple(map(tuple, row["rows"])), row["note"])


def lines(account: Account) -> Iterator[str]:
    """The running text with its headings, tables between `|`: what a reader of the paper reads."""
    yield f"# {account.title}"
    yield account.subtitle
    for section in account.sections:
        yield "#" * (section.level + 1) + f" {section.title}"
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield "".join(map(account.words, block.pieces))
            elif isinstance(block, Table):
                yield block.title
                rows = [block.head, *([account.words(cell) for cell in row] for row in block.rows)]
                yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
                if block.note:
                    yield block.note
    yield from account.remarks
