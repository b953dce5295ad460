"""What a table of statistics looks like: frozen rows ready to be shown, drawn or written to a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duikou.answers.questions import Question
from duikou.answers.views import Bounds

# codes of what is no line of an axis: all of it, and what stands in no line
WHOLE, REST = "", "~"


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """`rows`, `columns`: axes (`rollups.lines.AXIS`), no columns = row totals alone. `basis`: entries,
    statements or "" = whichever the book knows more of. `share`, `growth`: with a column for them."""

    question: Question
    rows: str = "donor"
    columns: str = "year"
    basis: str = ""
    share: bool = False
    growth: bool = False


@dataclass(frozen=True, slots=True)
class CellView:
    """`row`, `column`: codes of its lines, WHOLE or REST. `tone`: exact, range, least, most, none (nothing
    there) or open (not known). `text`: as shown, in the table's unit; `number`: the same as a plain decimal,
    "" where it is no one number. `bounds`: inclusive, base units, None = open."""

    row: str
    column: str
    tone: str
    text: str
    number: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class LineView:
    """`kind`: line, rest (what stands in no line) or total. `total`: at the end of the row; `rest`: beside
    it, what stands in no column."""

    kind: str
    code: str
    label: str
    cells: tuple[CellView, ...]
    total: CellView | None = None
    rest: CellView | None = None
    share: str = ""
    growth: str = ""


@dataclass(frozen=True, slots=True)
class TableView:
    """`columns`: (code, label). `totals`, `rests`, `shares`, `grows`: which columns stand at the right;
    `grows` names the step. `notes`: what was taken for the question, and why lines and totals differ.
    `number`: the posting up to which the book was read. `per`: base units that make one of the table's."""

    asked: TableQuestion
    title: str
    scope: dict[str, object]
    measure: str
    unit: str
    unit_label: str
    per: int
    rows_label: str
    columns_label: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[LineView, ...]
    totals: bool
    rests: bool
    shares: bool
    grows: str
    basis: str
    notes: tuple[str, ...]
    definition: str
    as_of: str
    known_at: str
    number: int
    unsettled: int = 0

    @property
    def body(self) -> tuple[LineView, ...]:
        """The lines proper."""
        return tuple(line for line in self.lines if line.kind == "line")

    @property
    def every(self) -> Iterator[CellView]:
        """All numbers shown."""
        for line in self.lines:
            yield from line.cells
            yield from filter(None, (line.rest, line.total))
