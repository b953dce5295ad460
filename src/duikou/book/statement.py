"""Statements: published figures, targets, rules and closings, all over a scope."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duikou.book.errors import BookError
from duikou.book.interval import Interval
from duikou.book.period import Window
from duikou.book.scope import Scope
from duikou.words import Printed, Reading, Vocabulary, stated_bounds

FORMS = ("published", "target", "rule", "closing")
NATURES = ("flow", "stock", "rate", "rule")
# fields of a scope that a text may leave unsaid
ASSUMABLE = ("stage", "kind", "donor", "recipient", "sector", "from", "to")

# what a figure says of another: `growth_of`/`fall_of` it grew or fell by so much on the year before;
# `more_than`/`less_than` it is so much more or less than the year before; `share_of` so much of it (`part`:
# the figure that is the share); `per` this is the product of those named; `same_as` it repeats that one
RELATIONS = ("growth_of", "fall_of", "more_than", "less_than", "share_of", "part", "per", "same_as")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as stated. `value`, `upper`, `last`, `round`: scaled integers, see `words.Printed`."""

    value: int
    last: int
    round: int
    qualifier: str = "exact"
    upper: int | None = None
    whole: bool = False

    def interval(self, reading: Reading, vocabulary: Vocabulary) -> Interval:
        """What the words leave open (DESIGN, "Words are intervals")."""
        printed = Printed(self.value, self.upper, self.last, self.round, self.whole)
        return Interval(*stated_bounds(printed, self.qualifier, reading, vocabulary.qualifier))


@dataclass(frozen=True, slots=True)
class Region:
    """Where a statement's mass lies: surely everything in `core` (None = nothing is sure), nothing outside
    `hull`. The stated value is at least what lies in the core and at most what lies in the hull."""

    core: Scope | None
    hull: Scope


@dataclass(frozen=True, slots=True)
class Statement:
    """One stated aggregate.

    `scope` is the natural reading, assumed coordinates filled in; `assumed` names the fields of it that the
    text does not say (`ASSUMABLE`). `open_donors`: more donors than named (`…等省市`). `part_of`: key of
    the statement of which the text says this is a part. `relations`: (relation, key) pairs to other
    statements of the text, relation one of `RELATIONS`. `start`/`end`: characters of
    the figure in the document; `surface`: the words at that place. `listed`: how many names the text lists
    beside the figure as all that it counts, 0 = it lists none. `form` closing: the register is complete
    over the scope; its figure is None.
    """

    key: str
    scope: Scope
    figure: Figure | None
    form: str = "published"
    nature: str = "flow"
    assumed: frozenset[str] = frozenset()
    open_donors: bool = False
    document: str = ""
    part_of: str = ""
    relations: tuple[tuple[str, str], ...] = ()
    surface: str = ""
    start: int = 0
    end: int = 0
    note: str = ""
    listed: int = 0

    def __post_init__(self) -> None:
        """Raises BookError `statement.form`, `statement.nature`, `statement.assumed`, `statement.figure`."""
        if self.form not in FORMS:
            raise BookError("statement.form", "form", form=self.form)
        if self.nature not in NATURES:
            raise BookError("statement.nature", "nature", nature=self.nature)
        if strange := self.assumed - set(ASSUMABLE):
            raise BookError("statement.assumed", "assumed", fields=", ".join(sorted(strange)))
        if (self.figure is None) != (self.form == "closing"):
            raise BookError("statement.figure", "figure", key=self.key)

    def interval(self, reading: Reading, vocabulary: Vocabulary) -> Interval:
        """Values that the words allow; everything for a closing."""
        return self.figure.interval(reading, vocabulary) if self.figure else Interval()

    def region(self, reading: Reading) -> Region:
        """Core and hull of the scope under a reading.

        Natural: the scope itself on both sides, a start range taken at its first day. Strict: an assumed
        coordinate leaves the core empty and the hull unlimited; a start known only to a range narrows the
        core to its last day. A strictly unsaid stage has no series: the caller drops such a statement.
        """
        if reading is Reading.NATURAL:
            return self.region_without(frozenset(), whole_range=True)
        return self.region_without(self.assumed, whole_range=False)

    def region_without(self, unsaid: frozenset[str], whole_range: bool) -> Region:
        """The same with only the fields `unsaid` not taken for granted (the others of `assumed` are).

        `whole_range`: a start known only to a range is taken at its first day; a range without first day
        (近年来) stays open whatever is granted. The core is also empty where a flow has no last day: what
        comes later is not in the figure.
        """
        window = self.scope.window
        whole = self.scope
        if window.start_latest:
            whole = replace(whole, window=Window(window.start, window.end))
        hull = replace(whole, donors=frozenset()) if self.open_donors else whole
        core: Scope | None = whole
        if window.start_latest and not (whole_range and window.start):
            core = replace(whole, window=Window(window.start_latest, window.end))
        if unsaid - {"stage"} or (self.nature == "flow" and window.end is None and self.form != "closing"):
            core = None
        return Region(core, _unlimited(hull, unsaid) if unsaid else hull)


def _unlimited(scope: Scope, assumed: frozenset[str]) -> Scope:
    window = scope.window
    start = None if "from" in assumed else window.start
    end = None if "to" in assumed else window.end
    return replace(
        scope,
        kinds=frozenset() if "kind" in assumed else scope.kinds,
        donors=frozenset() if "donor" in assumed else scope.donors,
        recipients=frozenset() if "recipient" in assumed else scope.recipients,
        sectors=frozenset() if "sector" in assumed else scope.sectors,
        window=Window(start, end),
    )
