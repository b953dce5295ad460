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
# Money is paid in advance, by progress and after the end; audits come when they come.
AT_ANY_TIME = frozenset({"payment", "audit"})
DELIVERIES = ("by_donor", "by_money")
WHOLE_SHARE = 10_000


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
class Share:
    """What one of several donors agreed to bear, in hundredths of a percent."""

    donor: str
    part: int

    def __post_init__(self) -> None:
        """Raises BookError `project.share`."""
        if not 0 < self.part <= WHOLE_SHARE:
            raise BookError("project.share", "shares", donor=self.donor)


@dataclass(frozen=True, slots=True)
class Output:
    """Something built or bought: `amount` in ten-thousandths of `unit` (code)."""

    name: str
    amount: int
    unit: str

    def __post_init__(self) -> None:
        """Raises BookError `project.output`."""
        if self.amount <= 0 or not self.name.strip():
            raise BookError("project.output", "outputs", name=self.name)


@dataclass(frozen=True, slots=True)
class Project:
    """A project. Codes as in `Scope`; "" or empty = not known.

    `delivery`: by_donor (交钥匙), by_money (交支票) or "". `programme`: key of the concentrated programme
    (集中式) it belongs to. `steps` in life-cycle order; `payment` and `audit` may recur and stand anywhere.
    `shares`: where the donors agreed on them. `implementers`: keys of the subjects that carry it out.
    `site`: the spot in words, inside `recipient`. `budget`: planned funds in 分, a plan and never counted;
    what was agreed, arrived, paid and spent are entries that name the project. `served`: people, 0 = not
    known. `published`: the row as it stands is open to everybody. `distinct_from`: projects that look alike
    and are known to be others.
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
    shares: tuple[Share, ...] = ()
    implementers: frozenset[str] = frozenset()
    site: str = ""
    budget: int = 0
    outputs: tuple[Output, ...] = ()
    served: int = 0
    published: bool = False
    distinct_from: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Raises BookError `project.order` where a dated step comes before an earlier one of the cycle,
        `project.delivery`, `project.share_of_whom`, `project.shares`, `project.negative`,
        `project.own_part`."""
        dated = [
            (step.date, LIFE_CYCLE.index(step.stage), step.stage)
            for step in self.steps
            if step.date and step.stage not in AT_ANY_TIME
        ]
        dated.sort(key=lambda item: item[1])
        for (before, _, first), (after, _, second) in pairwise(dated):
            shared = min(len(before), len(after))
            if before[:shared] > after[:shared]:
                raise BookError("project.order", "steps", first=first, second=second, project=self.key)
        if self.delivery and self.delivery not in DELIVERIES:
            raise BookError("project.delivery", "delivery", value=self.delivery)
        givers = [share.donor for share in self.shares]
        if set(givers) - self.donors or len(set(givers)) < len(givers):
            raise BookError("project.share_of_whom", "shares", project=self.key)
        if sum(share.part for share in self.shares) > WHOLE_SHARE:
            raise BookError("project.shares", "shares", project=self.key)
        if self.budget < 0 or self.served < 0:
            raise BookError("project.negative", "budget" if self.budget < 0 else "served", project=self.key)
        if self.programme == self.key:
            raise BookError("project.own_part", "programme", project=self.key)

    @property
    def stage(self) -> str:
        """The furthest step reached, "" where none is known."""
        reached = [LIFE_CYCLE.index(step.stage) for step in self.steps]
        return LIFE_CYCLE[max(reached)] if reached else ""

    @property
    def year(self) -> str:
        """The year of the first dated step, "" where none is dated."""
        return min((step.date for step in self.steps if step.date), default="")[:4]
