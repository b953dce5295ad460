"""Projects that wait longer for their next step than is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from duikou.book import LIFE_CYCLE, Project, parse_period
from duikou.words.tables import StepRule


@dataclass(frozen=True, slots=True)
class Late:
    """`due`: the step that is awaited, `days` after the step `after`, which was on `since` (ISO as written);
    `over`: days past the term."""

    due: str
    after: str
    since: str
    days: int
    over: int


@dataclass(frozen=True, slots=True)
class Term:
    """A step that is awaited (`due`), `days` after the step `after`, which was on `since`, and the last day
    for it."""

    due: str
    after: str
    since: str
    days: int
    last: date

    def late(self, today: date) -> Late | None:
        """How it is late on a day; None where it is not."""
        over = (today - self.last).days
        return Late(self.due, self.after, self.since, self.days, over) if over > 0 else None


def late(project: Project, today: date, rules: Mapping[str, StepRule]) -> Late | None:
    """How a project is late on a day; None where it is not, or where that is not known."""
    found = term(project, rules)
    return found.late(today) if found else None


def term(project: Project, rules: Mapping[str, StepRule]) -> Term | None:
    """Until when a project's next step is expected; None where nothing is, or where that is not known.

    The term runs from the last day that the furthest step's date allows (`2024` = 31 December 2024), so that
    nobody is called late for a date that was written loosely. Steps that nothing is expected after, such as
    a payment, are passed over.
    """
    followed = {rule.after: rule for rule in rules.values() if rule.after and rule.days is not None}
    ends = {rule.code for rule in followed.values()}
    reached = [step for step in project.steps if step.stage in followed or step.stage in ends]
    if not reached:
        return None
    furthest = max(reached, key=lambda step: LIFE_CYCLE.index(step.stage))
    rule = followed.get(furthest.stage)
    if rule is None or rule.days is None or not furthest.date:
        return None
    _, last = parse_period(furthest.date)
    return Term(rule.code, furthest.stage, furthest.date, rule.days, last + timedelta(days=rule.days))
