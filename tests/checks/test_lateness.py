"""Late projects: the term runs from the last day a date allows, and only where a step is expected."""

from __future__ import annotations

from datetime import date

import pytest

from duikou.book import LIFE_CYCLE, Project, Step
from duikou.checks.lateness import Late, late
from duikou.words import load

RULES = load().step


def test_the_rules_know_every_step_and_no_other() -> None:
    assert tuple(RULES) == LIFE_CYCLE
    assert all(not rule.after or rule.after in RULES for rule in RULES.values())


def overdue(since: str, days: int, over: int) -> Late:
    return Late("acceptance", "completion", since, days, over)


@pytest.mark.parametrize(
    ("steps", "today", "expected"),
    [
        ([("completion", "2024-01-10")], "2024-07-08", None),
        ([("completion", "2024-01-10")], "2024-07-09", overdue("2024-01-10", 180, 1)),
        ([("completion", "2024-01")], "2024-07-29", None),
        ([("completion", "2024-01")], "2024-07-30", overdue("2024-01", 180, 1)),
        ([("completion", "")], "2030-01-01", None),
        ([("start", "2020"), ("completion", "")], "2030-01-01", None),
        ([("completion", "2020"), ("payment", "2021")], "2021-12-31", overdue("2020", 180, 185)),
        ([("payment", "2020")], "2030-01-01", None),
        ([("review", "2020")], "2030-01-01", None),
        ([("completion", "2020"), ("audit", "2021")], "2021-12-31", overdue("2020", 180, 185)),
        ([], "2030-01-01", None),
    ],
)  # fmt: skip
def test_when_a_project_is_late(steps, today: str, expected: Late | None) -> None:
    project = Project("p", "p", steps=tuple(Step(stage, day) for stage, day in steps))
    assert late(project, date.fromisoformat(today), RULES) == expected
