"""What the stages of reading hand to each other. Offsets are characters of the *cleaned* text up to
attribution; `read` maps every span back to the original before it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duikou.words import Printed

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clean:
    """Text without line breaks inside sentences, bold marks, full-width digits …

    `origin[i]` is the offset in the original text of cleaned character i; `origin[len(text)]` its length.
    Offsets rise except where a caption that interrupted a sentence stands behind it.
    """

    text: str
    origin: Sequence[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the cleaned text. `kind`: heading, paragraph, caption, list_item, sentence or clause.
    `label`: the leading label of a list item (`上海：`; of a row of a table, its first cell), else "".
    `parts`: the next finer pieces."""

    kind: str
    start: int
    end: int
    label: str = ""
    parts: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. `value`/`hi`: decimal strings in base units, as GUIDE.md's marks have them;
    `printed`: the same scaled, with the units of the last printed and last non-zero digit.

    `number`, `unit_span`, `qualifier_span`: where these words stand ("" unit span is empty). `word`: the
    unit as written (`个`, `万元`, `人次`).
    """

    start: int
    end: int
    value: str
    hi: str
    unit: str
    qualifier: str
    printed: Printed
    word: str
    number: Span
    unit_span: Span
    qualifier_span: Span | None = None


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression resolved against the document's date.

    `role`: at (2021年, 上半年), since (自2021年以来, 4年来), until (截至2024年底),
    span (2014至2018年, “十四五”), now (截至目前, 目前), each_year (每年), yearly_run (连续3年),
    base (what is compared with: 比2022年), told (the date of the report itself: 7月8日电).
    `start`/`end`: GUIDE.md's date texts or "".
    """

    span: Span
    role: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A named place or party. `codes`: place (or union) codes it may stand for, best first; for a place below
    the county, `site` is its name and `codes` its county, () where not known. `role`: donor, recipient or "",
    what it is in its article. `inside`: the kind of institution whose name it begins (school, hospital, firm,
    street, agency), `compound` for one character of an abbreviation (渝甬班列), else "". `weight`: how much
    the words around it speak for its role."""

    span: Span
    text: str
    codes: tuple[str, ...]
    role: str = ""
    site: str = ""
    inside: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Because:
    """Why a field has its value: `said` or `assumed`, the rule that decided, and the deciding words."""

    basis: str
    rule: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """One figure with all the fields of GUIDE.md, kind added, and for each field why.

    `donor`/`recipient`: place codes (party codes are the same). `measure`: a code of the marks
    (`fund.grant`), `kind` the book's kind code or "". Offsets are of the original text. `number`: 1 for the
    first figure of the text; `part_of`: the number of the figure this one is a part of.
    """

    start: int
    end: int
    surface: str
    value: str
    hi: str
    unit: str
    qualifier: str
    printed: Printed
    measure: str
    stage: str
    nature: str
    kind: str
    donor: tuple[str, ...]
    recipient: tuple[str, ...]
    site: str
    subject: str
    sector: str
    since: str
    until: str
    number: int = 0
    part_of: int | None = None
    open_donors: bool = False
    because: Mapping[str, Because] = field(default_factory=dict)
