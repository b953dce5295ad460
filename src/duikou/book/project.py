"""Projects (援建项目) and their life cycle."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from duikou.book.errors import BookError

# DOMAIN.md, "Life cycle and papers"
LIFE_CYCLE = (
    "pool",
    "plan",
    "agreement",
    "approval",
    "start",
    "payment",
    "completion",
    "acceptance",
    "handover",
    "review",
    "audit",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a project's life: ISO date of any precision or "", paper that shows it (document key)."""

    stage: str
    date: str = ""
    paper: str = ""

    def __post_init__(self) -> None:
        """Raises BookError `project.stage`."""
        if self.stage not in LIFE_CYCLE:
            raise BookError("project.stage", "stage", stage=self.stage)


@dataclass(frozen=True, slots=True)
class Project:
    """A project. Codes as in `Scope`; "" or empty = not known.

    `delivery`: by_donor (交钥匙), by_money (交支票) or "". `programme`: key of the concentrated programme
    (集中式) it belongs to. `steps` in life-cycle order; `payment` may recur.
    """

    key: str
    name: str
    donors: frozenset[str] = frozenset()
    recipient: str = ""
    sectors: frozenset[str] = frozenset()
    kind: str = ""
    subject: str = ""
    delivery: str = ""
    programme: str = ""
    targets: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Raises BookError `project.order` where a dated step comes before an earlier one of the cycle."""
        dated = [(step.date, LIFE_CYCLE.index(step.stage), step.stage) for step in self.steps if step.date]
        dated.sort(key=lambda item: item[1])
        for (before, _, first), (after, _, second) in pairwise(dated):
            shared = min(len(before), len(after))
            if before[:shared] > after[:shared]:
                raise BookError("project.order", "steps", first=first, second=second, project=self.key)

    @property
    def stage(self) -> str:
        """The furthest step reached, "" where none is known."""
        reached = [LIFE_CYCLE.index(step.stage) for step in self.steps]
        return LIFE_CYCLE[max(reached)] if reached else ""
