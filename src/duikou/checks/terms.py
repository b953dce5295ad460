"""What reckoning gives back: bounds, verdicts and findings, with their reasons. No words, only codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from duikou.book import Interval
from duikou.words import Reading

Side = str  # "least" or "most"
LEAST: Side = "least"
MOST: Side = "most"


@dataclass(frozen=True, slots=True)
class Amount:
    """A scaled amount in a message: the room above chooses 亿元 or 万元."""

    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the vocabulary in a message: its table and code."""

    table: str
    code: str


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be: `code` is a key of `checks.sentences.SENTENCES`, `params` fill it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the natural reading takes for granted. `code`: a key of `checks.sentences.ASSUMPTIONS`;
    `statement`: whose text leaves it unsaid, "" where it is about the series as a whole."""

    code: str
    statement: str = ""
    params: Mapping[str, object] = field(default_factory=dict, compare=False, hash=False)

    @property
    def key(self) -> tuple[str, str]:
        return self.code, self.statement


class EntryKeys(Sequence[str]):
    """Keys of many entries, looked up when someone asks for them."""

    def __init__(self, look_up: Callable[[], Sequence[str]]) -> None:
        self._look_up = look_up

    @cached_property
    def _keys(self) -> Sequence[str]:
        return self._look_up()

    def __getitem__(self, place: Any) -> Any:
        return self._keys[place]

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of a proof.

    `source`: statement (`key`) or entries (`keys`). `role`: upper = it limits from above, lower = from
    below. `side`: which end of the bounds it helps to prove (in a conflict: the end of its own that clashes).
    `multiplier`: how often it counts there.
    """

    key: str
    source: str
    role: str
    side: Side
    multiplier: Fraction = Fraction(1)
    keys: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Why an end is open though something speaks of it: these statements would close it if one could
    take the assumptions for granted."""

    side: Side
    statements: tuple[str, ...]
    assuming: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Proven bounds of a scope under one reading.

    `settled`: whether both ends were settled in the time allowed; an end that was not is open, or the
    best that was proven. `nested`: whether only parts and wholes were looked at, so that there may be
    better ends. `assuming`: what the proof takes for granted, nothing that it can do without.
    `aside`: statements about the scope that contradict others and were set aside.
    """

    interval: Interval
    because: tuple[Reason, ...] = ()
    assuming: tuple[Assumption, ...] = ()
    settled: bool = True
    nested: bool = False
    open_because: tuple[OpenEnd, ...] = ()
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leeway:
    """How far a figure could move before something breaks; None = any distance."""

    down: int | None
    up: int | None


@dataclass(frozen=True, slots=True)
class Repair:
    """Changing this one statement to a value in `interval` makes the rest hold. `change`: the smallest
    relative change that does."""

    statement: str
    interval: Interval
    change: Fraction


@dataclass(frozen=True, slots=True)
class Finding:
    """Statements that do not fit together, or do so remarkably well.

    `kind`: contradiction, doubt, remainder or agreement. `statements` in the order of the arithmetic;
    for the first two none can be left out. `arithmetic` counts in `divisor` base units of `unit`.
    `gap` (scaled): how far off, or the remainder. `repairs`: likeliest first. `suspect`: the one statement it
    speaks against, "" = any of them.
    """

    kind: str
    statements: tuple[str, ...]
    sentence: Message
    arithmetic: str = ""
    unit: str = ""
    divisor: int = 1
    assuming: tuple[Assumption, ...] = ()
    because: tuple[Reason, ...] = ()
    gap: int = 0
    repairs: tuple[Repair, ...] = ()
    settled: bool = True
    suspect: str = ""

    def accuses(self, key: str) -> bool:
        """Whether it speaks against this statement."""
        return key == self.suspect if self.suspect else key in self.statements


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one statement stands.

    `verdict`: holds, contradicted, doubtful or open. `basis`: evidence (entries and other documents),
    inner (its own document's arithmetic) or none. `reading`: the one that decided. `proven`: the evidence
    leaves no value outside what is stated. `leeway` for a figure that holds.
    """

    statement: str
    verdict: str
    reading: Reading
    basis: str
    strict: Bounds
    natural: Bounds
    stated: Interval
    sentence: Message
    leeway: Leeway | None = None
    because: tuple[Reason, ...] = ()
    assuming: tuple[Assumption, ...] = ()
    finding: Finding | None = None
    proven: bool = False
    settled: bool = True

    @property
    def nested(self) -> bool:
        """Whether it stands on bounds from parts and wholes alone, so that there may be better ones."""
        return self.basis != "inner" and (self.strict.nested or self.natural.nested)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A draft's verdicts, in its order, and what was found within it and against the book."""

    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
