"""Rows of the smaller vocabulary tables, as frozen types."""

from __future__ import annotations

from dataclasses import dataclass, replace

PERSON = "person"  # a unit, as person_time is another


@dataclass(frozen=True, slots=True)
class Unit:
    """A base unit. One of it is `scale` integers inside (元 → 100 分; all others 10,000).

    `distinct`: it counts things that can be the same ones again (人, 户), so sums over years, sectors
    and donors are upper bounds only.
    """

    code: str
    zh: str
    en: str
    scale: int
    distinct: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. `adds_over`: the coordinates over which parts add to the whole whatever is meant;
    over the others it is a distinct count (largest part ≤ union ≤ sum of parts).

    `base` and `kind`: for a code of the marks that is one kind of another measure (`fund.grant` is
    `fund` of kind `grant`); "" otherwise. `nature`: flow, stock or rate. `staged`: has a stage coordinate.
    """

    code: str
    zh: str
    en: str
    unit: str
    nature: str
    adds_over: frozenset[str]
    base: str = ""
    kind: str = ""
    staged: bool = False

    def counting(self, unit: str) -> Measure:
        """The same under the name that it has in a unit: 培训人次, of persons 培训人数."""
        return replace(self, zh=self.zh.replace("人次", "人数")) if unit == PERSON else self


@dataclass(frozen=True, slots=True)
class Sector:
    code: str
    parent: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Kind of assistance; `synonyms` are older and other terms of the same meaning."""

    code: str
    parent: str
    zh: str
    en: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of money or projects; `order` rises from planned to spent, `mark` is its code in the marks."""

    code: str
    zh: str
    en: str
    order: int
    mark: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period with a name (“十三五”): ISO days, both inside."""

    name: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Programme:
    """An assistance programme: `recipients` are place or union codes; `start` is when it began (ISO)."""

    code: str
    zh: str
    en: str
    start: str
    recipients: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class StepRule:
    """What is expected of one step of a project's life: within `days` (None = no term) of the step `after`,
    shown by a paper of this name."""

    code: str
    zh: str
    en: str
    after: str
    days: int | None
    paper_zh: str
    paper_en: str


@dataclass(frozen=True, slots=True)
class Target:
    """A group that assistance is for (移民, 干部 …)."""

    code: str
    zh: str
    en: str
    synonyms: tuple[str, ...]
