"""What a figure says, field by field, and why: the reader's proposal, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from duikou.book import ASSUMABLE
from duikou.reading import ReadFigure
from duikou.words import Printed, Vocabulary

# In the order of the page; `amount` stands for value, hi, last, round and whole together.
FIELDS = (
    "amount",
    "unit",
    "qualifier",
    "measure",
    "kind",
    "stage",
    "nature",
    "donor",
    "recipient",
    "site",
    "subject",
    "sector",
    "from",
    "to",
    "part_of",
)
# Of these a person may say whether the text says them or a careful reader assumes them.
SAYABLE = tuple(name for name in FIELDS if name in ASSUMABLE)
_OF_READER = {"amount": "value"}
ALL_KINDS = "all"


@dataclass(frozen=True, slots=True)
class Fields:
    """What a figure says, as codes of the vocabulary; "" or () where nothing is said.

    `value`, `hi`: decimal texts in base units (`hi` of a range, else ""); `last`, `round`: one unit of the
    last printed and of the last non-zero digit, likewise; `whole` as in `words.Printed`. `measure` is a base
    measure. `recipient`: place codes; `site`: the name of a place inside. `subject`: the named or described
    thing in words, `link`: its key in the registry, `form`: what to register it as where it is new, else "".
    `part_of`: number of the figure that this one is a part of, 0 = none. `assumed`: the fields that the text
    leaves unsaid.
    """

    value: str
    hi: str = ""
    last: str = "1"
    round: str = "1"
    whole: bool = False
    unit: str = "count"
    qualifier: str = "exact"
    measure: str = "other"
    kind: str = ""
    stage: str = ""
    nature: str = "flow"
    donor: tuple[str, ...] = ()
    open_donors: bool = False
    recipient: tuple[str, ...] = ()
    site: str = ""
    subject: str = ""
    link: str = ""
    form: str = ""
    sector: str = ""
    since: str = ""
    until: str = ""
    part_of: int = 0
    assumed: frozenset[str] = frozenset()

    def printed(self, scale: int) -> Printed:
        """The number as printed, in 1/`scale` of its unit."""

        def scaled(text: str) -> int:
            return int(Decimal(text) * scale)

        return Printed(
            scaled(self.value),
            scaled(self.hi) if self.hi else None,
            max(1, scaled(self.last)),
            max(1, scaled(self.round)),
            self.whole,
        )


@dataclass(frozen=True, slots=True)
class Why:
    """Why a field was read so: `said` or `assumed`, the rule that decided, the deciding words [start, end) of
    the document (0, 0 where there are none)."""

    field: str
    basis: str
    rule: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A figure as read: where it stands, what it says, and why. `number`: 1 for the first of its document;
    `surface`: its words as they stand there."""

    number: int
    start: int
    end: int
    surface: str
    fields: Fields
    why: tuple[Why, ...] = ()

    @property
    def words(self) -> str:
        """The words of the figure without bold marks and line breaks."""
        return "".join(self.surface.replace("*", "").split())

    def why_of(self, field: str) -> Why | None:
        """Why `field` was read as it was; None where the reader says nothing of it."""
        return next((why for why in self.why if why.field == field), None)


def proposals(figures: Iterable[ReadFigure], vocabulary: Vocabulary) -> tuple[Proposal, ...]:
    """Figures as read, in order, each with its fields as the book knows them."""
    return tuple(proposal_of(figure, vocabulary) for figure in figures)


def proposal_of(figure: ReadFigure, vocabulary: Vocabulary) -> Proposal:
    """One figure as read, its fields as the book knows them."""
    return Proposal(
        number=figure.number,
        start=figure.start,
        end=figure.end,
        surface=figure.surface,
        fields=_fields(figure, vocabulary),
        why=_reasons(figure),
    )


def _fields(figure: ReadFigure, vocabulary: Vocabulary) -> Fields:
    measure = vocabulary.measure_of(figure.measure)
    scale = Decimal(vocabulary.unit[figure.unit].scale)
    assumed = {name for name, why in figure.because.items() if why.basis == "assumed"}
    return Fields(
        value=figure.value,
        hi=figure.hi,
        last=plain_decimal(figure.printed.last / scale),
        round=plain_decimal(figure.printed.round / scale),
        whole=figure.printed.whole,
        unit=figure.unit,
        qualifier=figure.qualifier,
        measure=measure.base or measure.code,
        kind=figure.kind or measure.kind,
        stage=_stage(figure.stage, vocabulary),
        nature=figure.nature,
        donor=figure.donor,
        open_donors=figure.open_donors,
        recipient=figure.recipient,
        site=figure.site,
        subject=figure.subject,
        sector=figure.sector,
        since=figure.since,
        until=figure.until,
        part_of=figure.part_of or 0,
        assumed=frozenset(assumed.intersection(SAYABLE)),
    )


def _stage(mark: str, words: Vocabulary) -> str:
    """The book's stage for a stage of the marks: the earliest of those that bear it."""
    stages = [stage for stage in words.stage.values() if mark and mark in (stage.mark, stage.code)]
    return min(stages, key=lambda stage: stage.order).code if stages else ""


def _reasons(figure: ReadFigure) -> tuple[Why, ...]:
    found = []
    for field in FIELDS:
        if why := figure.because.get(_OF_READER.get(field, field)):
            start, end = why.span or (0, 0)
            found.append(Why(field, why.basis, why.rule, start, end))
    return tuple(found)


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
