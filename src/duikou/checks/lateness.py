"""Projects that wait longer for their next step than is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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


def late(project: Project, today: date, rules: Mapping[str, StepRule]) -> Late | None:
    """How a project is late on a day; None where it is not, or where that is not known.

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
    over = (today - last).days - rule.days
    return Late(rule.code, furthest.stage, furthest.date, rule.days, over) if over > 0 else None
