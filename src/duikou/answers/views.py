"""What answers look like: frozen rows ready to be shown or printed as JSON.

Amounts are decimal strings of base units (元, 人, 个 …), bounds inclusive, None = open. Texts are in the
language active when the answer was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Bounds = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class ProofView:
    """One statement or entry that an answer stands on.

    `kind`: statement or entry; `role`: what it does in the proof, in words. `span`: characters of the
    document; `text`: the sentence around, where the original lies at hand, else "".
    """

    kind: str
    key: str
    document: str
    title: str
    dated: str
    surface: str
    scope: str
    role: str
    span: tuple[int, int] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class AssumptionView:
    """Something taken for granted: message code, its parameters, and in words."""

    code: str
    params: Mapping[str, object]
    text: str


@dataclass(frozen=True, slots=True)
class BoundView:
    """A value or honest bounds under one reading. `shown`: in official style (`9.92亿元`, `不少于9.92亿元`).

    `aside`: statements about this scope that contradict others and so prove nothing here.
    `open_because`: in words, why an end is open; "" where none is. `settled` False: not worked out in time.
    """

    bounds: Bounds
    shown: str
    because: tuple[ProofView, ...] = ()
    assuming: tuple[AssumptionView, ...] = ()
    open_because: str = ""
    aside: tuple[ProofView, ...] = ()
    settled: bool = True


@dataclass(frozen=True, slots=True)
class TotalView:
    """Answer to one question. `scope`: plain JSON; `scope_text`: in words; `notes`: what was taken for the
    question itself (`未指明阶段，按到位口径`); `definition`: how the measure is counted."""

    scope: dict[str, object]
    scope_text: str
    unit: str
    as_of: str
    definition: str
    strict: BoundView
    natural: BoundView
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingBar:
    """One bar of a finding's picture, in base units. `role`: part (behind the parts before it: it starts
    at `begin`), sum, whole or other. `least`/`most`: what its words allow, None = open; `text`: that in
    words."""

    label: str
    key: str
    role: str
    begin: str
    least: str
    most: str | None
    text: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """`kind`: contradiction, doubt, remainder or agreement. `arithmetic`: `29 + 30 = 59 > 38`; `bars`: that
    as a picture; `repairs`: which figure at which value would make the rest fit, likeliest first."""

    kind: str
    statements: tuple[str, ...]
    documents: tuple[str, ...]
    arithmetic: str
    sentence: str
    assuming: tuple[AssumptionView, ...] = ()
    because: tuple[ProofView, ...] = ()
    known_since: str = ""
    bars: tuple[FindingBar, ...] = ()
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One statement on a scope. `running`: it counts from the start (or is a stock), so that it stands for
    its last day `as_of`; `bounds`: what its words naturally allow."""

    key: str
    document: str
    title: str
    dated: str
    surface: str
    period: str
    as_of: str
    running: bool
    bounds: Bounds
    shown: str


@dataclass(frozen=True, slots=True)
class BandPoint:
    """Between what a running total lies at the end of `day`, naturally read."""

    day: str
    bounds: Bounds
    shown: str


@dataclass(frozen=True, slots=True)
class CourseView:
    """All statements on one scope, and the band that all evidence leaves for it."""

    scope_text: str
    unit: str
    rows: tuple[CourseRow, ...]
    band: tuple[BandPoint, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One coordinate of a figure's scope: label, value in words, and whether the text says it."""

    name: str
    label: str
    value: str
    said: bool


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure of a document with its verdict.

    `verdict`: holds, contradicted, doubtful or open; `reading`: under which reading it was reached;
    `strict`/`natural`: what the words of the figure itself allow; `allowed`: what all the rest allows it to
    be; `leeway`: how far it could move before something breaks, in words; `right`: for a figure that does
    not fit, what would, in words ("" where that is not known). `sentence`: the verdict in words with its
    sources; `told`: without them.
    """

    key: str
    start: int
    end: int
    surface: str
    value: str
    unit: str
    scope_text: str
    fields: tuple[FieldView, ...]
    strict: Bounds
    natural: Bounds
    verdict: str
    reading: str
    sentence: str
    allowed: BoundView
    leeway: str
    because: tuple[ProofView, ...] = ()
    assuming: tuple[AssumptionView, ...] = ()
    right: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its figures in order. `text`: the original, "" where it does not lie at hand."""

    key: str
    title: str
    dated: str
    publisher: str
    form: str
    digest: str
    text: str
    figures: tuple[FigureView, ...]
    findings: tuple[FindingView, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One line of the overview's totals: a donor's (or the whole's) bounds with as-of date and link."""

    label: str
    donor: str
    recipient: str
    as_of: str
    shown: str
    bounds: Bounds
    query: str


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year of the yearly chart: what entries and statements of that single year prove (元)."""

    year: int
    least: str
    most: str | None


@dataclass(frozen=True, slots=True)
class PairingCell:
    donor: str
    recipient: str
    since: str
    level: str
    source: str
    shown: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """`counts`: rows in the book by table. `pairings`: every known pairing, for the matrix."""

    programme: str
    as_of: str
    counts: dict[str, int]
    totals: tuple[TotalRow, ...]
    years: tuple[YearBar, ...]
    pairings: tuple[PairingCell, ...]
    findings: tuple[FindingView, ...]
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the question form offers."""

    measures: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    donors: tuple[Choice, ...]
    recipients: tuple[Choice, ...]
    sectors: tuple[Choice, ...]
