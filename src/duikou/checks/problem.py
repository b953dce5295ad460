"""One space with its evidence: the material of every proof about it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from duikou.book import AXES, Box, EntryGroup, EntrySums, Statement
from duikou.book.box import TIME
from duikou.checks.bearing import Bearing
from duikou.checks.claims import (
    COUNTED_ONCE,
    PARTS_APART,
    PROGRAMME_START,
    STAGE_ORDER,
    AssumptionKey,
    Claim,
    Granted,
    Reader,
    Space,
    compares,
    cumulative,
)
from duikou.checks.grid import Bools
from duikou.checks.ground import Ground
from duikou.checks.model import ALL_AXES, Material, Model
from duikou.checks.nesting import Nesting, Recorded
from duikou.checks.rows import build, cliques
from duikou.checks.terms import Assumption, Side
from duikou.checks.ties import read_tie

MANY_ENTRIES = 20_000


@dataclass(frozen=True, eq=False)
class Problem:
    """Evidence on one space: statements (targets and rules are not among them), closings and entries.

    `granted` says what is taken for granted; `without` names documents whose entries do not count.
    """

    reader: Reader
    space: Space
    granted: Granted
    statements: Sequence[Statement]
    closings: Sequence[Statement] = ()
    entries: EntrySums | None = None
    without: frozenset[str] = frozenset()
    # shared by all problems made from this one: what was read, and the cells found useful
    _claims: dict[tuple[str, Granted], tuple[Claim, ...]] = field(default_factory=dict)
    cells: list[tuple[int, ...]] = field(default_factory=list)
    # masses laid once, by the names of the problems; shared by all of a body of evidence
    grounds: dict[Hashable, Ground | None] = field(default_factory=dict)
    # the larger problem that this one is a part of: what was found of its boxes holds here too
    _whole: Problem | None = None

    def granting(self, granted: Granted) -> Problem:
        """The same evidence under other assumptions."""
        return replace(self, granted=granted, _whole=None)

    @cached_property
    def many_entries(self) -> bool:
        """Whether there are too many entries to lay them out among the boxes of statements."""
        return self.recorded is not None and self.recorded.count > MANY_ENTRIES

    @cached_property
    def recorded(self) -> Recorded | None:
        """The entries that lie in this space."""
        space = self.space
        if self.entries is None or space.family or space.date:
            return None
        return Recorded(self.entries, (space.measure, space.unit, space.stage), self.without)

    @cached_property
    def nesting(self) -> Nesting:
        """How the boxes of the larger problem lie to each other."""
        return self._whole.nesting if self._whole else Nesting(self.material(), self.recorded)

    @property
    def name(self) -> Hashable:
        """Alike where the same statements, closings and entries are read alike."""
        keys = frozenset(statement.key for statement in self.statements)
        closings = frozenset(closing.key for closing in self.closings)
        return self.reader, self.space, self.granted, keys, closings, self.without, self.entries is None

    @cached_property
    def active(self) -> Bools:
        """Which claims of `nesting` are of this problem."""
        return self.nesting.among({statement.key for statement in self.statements})

    @cached_property
    def _bearing(self) -> Bearing:
        pairs = [(s.key, s.part_of) for s in self.statements if s.part_of]
        pairs += [(s.key, other) for s in self.statements for _, other in s.relations]
        return Bearing(self.material(), pairs)

    def bearing_on(self, box: Box, side: Side) -> Problem | None:
        """Only the statements that bear on the least (or most) mass of `box`, which stays the same; None
        where nothing limits it. The evidence must be free of conflicts."""
        if self.adds_over != ALL_AXES:
            return self
        keys = self._bearing.on(box, side)
        return None if keys is None else self.among(keys)

    def among(self, keys: Iterable[str]) -> Problem:
        """Only these statements (and all closings and entries)."""
        wanted = set(keys)
        chosen = [s for s in self.statements if s.key in wanted]
        return replace(self, statements=chosen, _whole=self._whole or self)

    def read_by(self, reader: Reader, statements: Sequence[Statement]) -> Problem:
        """Other statements in the same circumstances, read anew."""
        return replace(self, reader=reader, statements=statements, _claims={}, _whole=None)

    def closing(self, closings: Sequence[Statement]) -> Problem:
        """The same evidence with other closings."""
        return replace(self, closings=closings, _whole=None)

    def leaving_out(self, documents: frozenset[str]) -> Problem:
        """The same evidence without what comes from these documents."""
        closings = [c for c in self.closings if c.document not in documents]
        recorded = self.entries is not None and self.entries.have(documents)
        same = len(closings) == len(self.closings) and not recorded
        return replace(
            self,
            statements=[s for s in self.statements if s.document not in documents],
            closings=closings,
            without=self.without | documents,
            _whole=self._whole or self if same else None,
        )

    @cached_property
    def claims(self) -> list[Claim]:
        """What the statements say of this space."""
        return [claim for statement in self.statements for claim in self._claims_of(statement)]

    def _claims_of(self, statement: Statement) -> tuple[Claim, ...]:
        key = (statement.key, self.granted.about(self.reader.kin(statement)))
        if key not in self._claims:
            self._claims[key] = tuple(self._read(statement))
        return self._claims[key]

    def _read(self, statement: Statement) -> list[Claim]:
        if compares(statement):
            tie = read_tie(self.reader, statement, self.granted)
            return [tie] if tie and tie.space == self.space else []
        claim = self.reader.claim(statement, self.granted)
        if claim.space == self.space:
            return [claim]
        if claim.space and (STAGE_ORDER, "") in self.granted:
            return self._from_other_stage(claim, claim.space)
        return []

    def _from_other_stage(self, claim: Claim, space: Space) -> list[Claim]:
        """协议 ≥ 到位 ≥ 拨付 ≥ 支出, cumulatively: earlier ones limit from above, later ones from below."""
        here, there = self._order(self.space.stage), self._order(space.stage)
        same = replace(space, stage=self.space.stage) == self.space
        if not same or space.date or not here or not there:
            return []
        if there < here:
            start = self.reader.start_of(claim.statement.scope)
            if not claim.core or claim.core.spans[TIME][0][0] > start:
                return []
            most = replace(claim.interval, low=None)
            return [replace(claim, space=self.space, interval=most)]
        least = replace(claim.interval, high=None)
        return [replace(claim, space=self.space, core=None, hull=cumulative(claim.hull), interval=least)]

    def _order(self, stage: str) -> int:
        row = self.reader.words.stage.get(stage)
        return row.order if row else 0

    @property
    def adds_over(self) -> frozenset[int]:
        """The axes along which masses of this space add up."""
        if (COUNTED_ONCE, "") in self.granted:
            return ALL_AXES
        return self.surely_adds_over

    @property
    def surely_adds_over(self) -> frozenset[int]:
        adds = self.reader.words.adds_over(self.space.measure, self.space.unit)
        found = {number for number, axis in enumerate(AXES) if axis in adds}
        if self.space.date:  # all of it at one date
            found.add(AXES.index("time"))
        return frozenset(found)

    def material(self, targets: Sequence[Box] = ()) -> Material:
        """What the rows are made of, with `targets` among the boxes."""
        claims = self.claims
        closings = [self.reader.claim(closing, self.granted) for closing in self.closings]
        return Material(
            claims,
            targets,
            [claim for claim in closings if claim.space == self.space],
            self._groups if self.recorded and self.recorded.count else None,
            self.adds_over,
            self._families(claims),
            self.reader.voids() if (PROGRAMME_START, "") in self.granted else (),
        )

    def model(self, targets: Sequence[Box] = ()) -> Model:
        """The rows, with a mass for each of `targets`."""
        return build(self.material(targets))

    def _groups(self, boxes: Sequence[Box]) -> list[EntryGroup]:
        assert self.recorded
        return self.recorded.groups(boxes)

    def _families(self, claims: Sequence[Claim]) -> list[tuple[str, tuple[str, ...]]]:
        by_key = {claim.key: claim for claim in claims}
        parts: dict[str, list[Claim]] = {}
        for claim in by_key.values():
            if claim.statement.part_of in by_key:
                parts.setdefault(claim.statement.part_of, []).append(claim)
        found = []
        for whole, members in parts.items():
            apart = frozenset(
                frozenset((one.key, other.key))
                for number, one in enumerate(members)
                for other in members[number + 1 :]
                if self._apart(one, other, whole)
            )
            found += [(whole, clique) for clique in cliques([m.key for m in members], apart)]
        return found

    def _apart(self, one: Claim, other: Claim, whole: str) -> bool:
        """Whether two parts of a whole surely share nothing, or are listed as different things."""
        adds = self.adds_over
        for axis, (a, b) in enumerate(zip(one.hull.spans, other.hull.spans, strict=True)):
            if axis in adds and not any(x < w and v < y for x, y in a for v, w in b):
                return True
        named = one.hull.layer and other.hull.layer and one.hull.layer != other.hull.layer
        return bool(named) and (PARTS_APART, whole) in self.granted

    def assumptions(self) -> list[Assumption]:
        """Everything that may be taken for granted about this evidence, the words of figures first."""
        found: list[Assumption] = []
        for statement in self.statements:
            found += self.reader.assumptions(statement)
        found.sort(key=lambda a: not a.code.startswith("usual"))
        keys = {statement.key for statement in self.statements}
        wholes = sorted({s.part_of for s in self.statements if s.part_of in keys})
        series = {"measure": self.space.measure, "unit": self.space.unit}
        found += [Assumption(PARTS_APART, whole) for whole in wholes]
        found.append(Assumption(PROGRAMME_START, "", series))
        found.append(Assumption(STAGE_ORDER, "", series))
        if self.surely_adds_over != ALL_AXES:
            found.append(Assumption(COUNTED_ONCE, "", series))
        return [assumption for assumption in found if assumption.key in self.granted]

    def about(self, assumption: Assumption) -> tuple[set[str], list[Claim]]:
        """Keys of the statements that an assumption may concern, and what they say."""
        concerned = [
            statement
            for statement in self.statements
            if not assumption.statement or assumption.statement in self.reader.kin(statement)
        ]
        claims = [claim for statement in concerned for claim in self._claims_of(statement)]
        return {statement.key for statement in concerned}, claims

    def refuse(self, keys: Iterable[AssumptionKey]) -> Problem:
        """The same evidence without taking these for granted."""
        return self.granting(self.granted.refuse(keys))
