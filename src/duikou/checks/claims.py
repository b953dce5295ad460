"""Statements as claims: what each says of which mass, as far as certain assumptions are granted.

An assumption has a key (code, statement). `Granted` says which keys are taken for granted: none of them
is the strict reading, all of them the natural one; proofs are searched for the few they need.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from duikou.book import Axes, Box, Figure, Interval, Pairing, Scope, Statement
from duikou.book.box import EVER, TIME
from duikou.checks.starts import Starts
from duikou.checks.terms import Assumption
from duikou.words import Reading, UnknownCode, Vocabulary

ARRIVED = "arrived"
PLANNED = "planned"
# measures that gather unlike things: two figures of one of them are not about one quantity
CATCH_ALL = frozenset({"other", "context", "medical.indicator", "growth", "share"})
_FIELD_CODES = {
    "stage": "stage_assumed",
    "kind": "kind_assumed",
    "donor": "donor_assumed",
    "recipient": "recipient_assumed",
    "sector": "sector_assumed",
    "from": "start_assumed",
    "to": "until_assumed",
}
COUNTED_ONCE = "counted_once"
PARTS_APART = "parts_apart"
STAGE_ORDER = "stage_order"
PROGRAMME_START = "start_of_programme"
START_RANGE = "start_range"
USUAL_ROUNDING = "usual_rounding"
USUAL_WORDS = "usual_words"

COMPARISONS = frozenset({"growth_of", "fall_of", "more_than", "less_than", "share_of"})

AssumptionKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Granted:
    """Which assumptions are taken for granted: all but `refused`, or only `allowed`."""

    all: bool
    refused: frozenset[AssumptionKey] = frozenset()
    allowed: frozenset[AssumptionKey] = frozenset()

    def __contains__(self, key: AssumptionKey) -> bool:
        return key not in self.refused if self.all else key in self.allowed

    def refuse(self, keys: Iterable[AssumptionKey]) -> Granted:
        return replace(self, refused=self.refused | set(keys))

    def about(self, keys: Collection[str]) -> Granted:
        """What of it concerns the statements of these keys: the rest says nothing of them."""
        concerned = frozenset(key for key in self.refused if not key[1] or key[1] in keys)
        return self if len(concerned) == len(self.refused) else replace(self, refused=concerned)


STRICT = Granted(False)
NATURAL = Granted(True)


def granted_by(reading: Reading) -> Granted:
    return NATURAL if reading is Reading.NATURAL else STRICT


@dataclass(frozen=True, slots=True)
class Space:
    """Masses that may be compared and added: measure, unit, stage, and for a stock its date.

    `family`: the key of a whole whose text leaves the stage unsaid: its parts are compared with it alone.
    """

    measure: str
    unit: str
    stage: str
    date: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How the value of a claim hangs on that of another scope (`core`, `hull`):
    low/scale · other + least ≤ value ≤ high/scale · other + most; None = not said."""

    core: Box | None
    hull: Box
    low: int | None
    high: int | None
    scale: int
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What one statement says: least ≤ value ≤ most, mass(core) ≤ value ≤ mass(hull).

    `space` None: not comparable as far as is granted. `tie`: it compares the value with that of another
    scope and says no amount of its own.
    """

    statement: Statement
    space: Space | None
    core: Box | None
    hull: Box
    interval: Interval
    tie: Tie | None = None

    @property
    def key(self) -> str:
        return self.statement.key


class Reader:
    """Reads statements as claims. Holds the vocabulary and the statements that others refer to."""

    __slots__ = ("_boxes", "_families", "_intervals", "_kin", "_known", "_starts", "axes", "words")

    def __init__(
        self,
        words: Vocabulary,
        axes: Axes,
        statements: Sequence[Statement],
        pairings: Sequence[Pairing] = (),
    ) -> None:
        self.words = words
        self.axes = axes
        self._starts = Starts(axes, pairings)
        self._known = {statement.key: statement for statement in statements}
        self._boxes: dict[Scope, Box] = {}
        self._intervals: dict[tuple[str, Figure | None, bool], Interval] = {}
        self._families: dict[str, list[Statement]] = {}
        self._kin: dict[str, frozenset[str]] = {}
        for statement in statements:
            if root := self.root(statement):
                self._families.setdefault(root, []).append(statement)

    def known(self, key: str) -> Statement | None:
        """The statement of that key, where the reader was given it."""
        return self._known.get(key)

    def root(self, statement: Statement) -> str:
        """Key of the outermost known whole of a statement that is part of one or has parts; else ""."""
        seen = {statement.key}
        here = statement
        while here.part_of in self._known and here.part_of not in seen:
            here = self._known[here.part_of]
            seen.add(here.key)
        return here.key

    def family(self, statement: Statement) -> list[Statement]:
        """The whole, its parts and theirs, the statement itself among them."""
        return self._families.get(self.root(statement), [statement])

    def kin(self, statement: Statement) -> frozenset[str]:
        """Keys of the statements on whose reading that of this one may hang, its own among them."""
        found = self._kin.get(statement.key)
        if found is None:
            others = (self._known.get(key) for _, key in statement.relations)
            families = (self.family(one) for one in (statement, *filter(None, others)))
            found = frozenset(kin.key for family in families for kin in family)
            self._kin[statement.key] = found
        return found

    def box(self, scope: Scope) -> Box:
        """The box of a scope."""
        if scope not in self._boxes:
            self._boxes[scope] = self.axes.box(scope)
        return self._boxes[scope]

    def voids(self) -> tuple[Box, ...]:
        """Where nothing can lie: before a programme or pairing began."""
        return self._starts.voids()

    def start_of(self, scope: Scope) -> int:
        """Day number on which support of `scope` began, by its pairing or programme; 0 = not known."""
        return self._starts.of(scope)

    def interval(self, statement: Statement, granted: Granted) -> Interval:
        """What the words allow, counts of whole things drawn in to whole numbers."""
        natural = (words_code(statement), statement.key) in granted
        key = (statement.key, statement.figure, natural)
        if key not in self._intervals:
            reading = Reading.NATURAL if natural else Reading.STRICT
            self._intervals[key] = self._whole(statement, statement.interval(reading, self.words))
        return self._intervals[key]

    def _whole(self, statement: Statement, interval: Interval) -> Interval:
        try:
            unit = self.words.unit_of(statement.scope.measure, statement.scope.unit)
        except UnknownCode:
            return interval
        if not unit.whole:
            return interval
        least = None if interval.least is None else -(-interval.least // unit.scale) * unit.scale
        most = None if interval.most is None else interval.most // unit.scale * unit.scale
        return Interval.inclusive(least, most)

    def assumptions(self, statement: Statement) -> list[Assumption]:
        """Everything the natural reading of this statement takes for granted."""
        key, scope = statement.key, statement.scope
        found: list[Assumption] = []
        found += [
            Assumption(*self._field_key(statement, field), {"scope": scope, "field": field})
            for field in sorted(statement.assumed)
        ]
        if scope.window.start_latest and scope.window.start:
            found.append(Assumption(START_RANGE, key, {"scope": scope}))
        if self.interval(statement, STRICT) != self.interval(statement, NATURAL):
            found.append(Assumption(words_code(statement), key, {"surface": statement.surface}))
        return found

    def _field_key(self, statement: Statement, field: str) -> AssumptionKey:
        window = statement.scope.window
        if field == "from":
            start = window.start
            if not start or start.toordinal() <= self.start_of(statement.scope):
                return PROGRAMME_START, statement.key
        if field == "stage" and statement.scope.stage == ARRIVED:
            return "stage_arrived", statement.key
        return _FIELD_CODES[field], statement.key

    def claim(self, statement: Statement, granted: Granted) -> Claim:
        """Core, hull and interval as far as is granted. Raises `UnknownCode`."""
        open_fields = {
            field for field in statement.assumed if self._field_key(statement, field) not in granted
        }
        region = statement.region_without(frozenset(open_fields), (START_RANGE, statement.key) in granted)
        core = self.box(region.core) if region.core else None
        hull = self.box(region.hull)
        if self._unnamed_part(statement):
            core = None
        space = self._space(statement, open_fields, granted)
        if space and space.date:
            hull = hull.along(TIME, EVER)
            core = core.along(TIME, EVER) if core else None
        return Claim(statement, space, core, hull, self.interval(statement, granted))

    def _unnamed_part(self, statement: Statement) -> bool:
        """Whether it is a part of a whole of the very same scope: what sets it apart was not understood."""
        whole = self._known.get(statement.part_of)
        return whole is not None and self.box(whole.scope) == self.box(statement.scope)

    def _space(self, statement: Statement, open_fields: set[str], granted: Granted) -> Space | None:
        scope, stage, family = statement.scope, statement.scope.stage, ""
        if scope.measure in CATCH_ALL or statement.nature in ("rate", "rule") or compares(statement):
            return None
        if "stage" in open_fields:
            stage = self._family_stage(statement, granted)
            family = "" if stage else self.root(statement)
        date = ""
        if statement.nature == "stock":
            if "to" in open_fields or not scope.window.end:
                return None
            date = scope.window.end.isoformat()
        return Space(scope.measure, scope.unit, stage, date, family)

    def _family_stage(self, statement: Statement, granted: Granted) -> str:
        """The stage that another of the family has: part and whole are of one stage."""
        for other in self.family(statement):
            said = "stage" not in other.assumed or self._field_key(other, "stage") in granted
            if said and other.scope.stage:
                return other.scope.stage
        return ""


def compares(statement: Statement) -> bool:
    """Whether a statement says how an amount hangs on another one (同比增长…, 比上年多…, 占…的…)."""
    return any(relation in COMPARISONS for relation, _ in statement.relations)


def words_code(statement: Statement) -> str:
    """Which assumption the natural reading of a statement's words is."""
    exact = statement.figure is None or statement.figure.qualifier == "exact"
    return USUAL_ROUNDING if exact else USUAL_WORDS


def scope_space(scope: Scope, words: Vocabulary) -> Space:
    """Where a question about `scope` is answered: flows, or stocks at the window's last day."""
    stock = words.measure_of(scope.measure).nature == "stock"
    date = scope.window.end.isoformat() if stock and scope.window.end else ""
    return Space(scope.measure, scope.unit, scope.stage, date)


def cumulative(box: Box) -> Box:
    """The same box from the very beginning on."""
    return box.along(TIME, ((0, box.spans[TIME][-1][1]),))
