"""One space with its evidence: the material of every proof about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from duikou.book import AXES, Box, EntryGroup, EntrySums, Statement
from duikou.book.box import TIME
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
from duikou.checks.model import ALL_AXES, Material, Model
from duikou.checks.rows import build, cliques
from duikou.checks.terms import Assumption
from duikou.checks.ties import read_tie


@dataclass(frozen=True, slots=True, eq=False)
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

    def granting(self, granted: Granted) -> Problem:
        """The same evidence under other assumptions."""
        return replace(self, granted=granted)

    def among(self, keys: Iterable[str]) -> Problem:
        """Only these statements (and all closings and entries)."""
        wanted = set(keys)
        return replace(self, statements=[s for s in self.statements if s.key in wanted])

    @property
    def claims(self) -> list[Claim]:
        """What the statements say of this space."""
        return [claim for statement in self.statements for claim in self._claims_of(statement)]

    def _claims_of(self, statement: Statement) -> tuple[Claim, ...]:
        key = (statement.key, self.granted)
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
            self._groups if self.entries else None,
            self.adds_over,
            self._families(claims),
            self.reader.voids() if (PROGRAMME_START, "") in self.granted else (),
        )

    def model(self, targets: Sequence[Box] = ()) -> Model:
        """The rows, with a mass for each of `targets`."""
        return build(self.material(targets))

    def _groups(self, boxes: Sequence[Box]) -> list[EntryGroup]:
        assert self.entries
        space = self.space
        if space.family:
            return []
        groups = self.entries.groups((space.measure, space.unit, space.stage), boxes, self.without)
        return groups if not space.date else []

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

    def refuse(self, keys: Iterable[AssumptionKey]) -> Problem:
        """The same evidence without taking these for granted."""
        return self.granting(self.granted.refuse(keys))
