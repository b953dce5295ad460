"""A scope is a box: which facts a figure speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from duikou.book.period import Window

COORDINATES = ("kind", "donor", "recipient", "sector", "subject", "time")


@dataclass(frozen=True, slots=True)
class Scope:
    """Measure, unit and stage name a *series*; the other coordinates limit it.

    Each set holds codes of its tree (or unions, which stand for their members); several codes mean all of
    them together, an empty set means no limit. `stage` is "" where the measure has none.
    `measure` is a base measure (`fund`, never `fund.grant`); `unit` a unit code.
    """

    measure: str
    unit: str
    stage: str = ""
    kinds: frozenset[str] = frozenset()
    donors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    window: Window = field(default_factory=Window)

    @property
    def series(self) -> tuple[str, str, str]:
        """Only scopes of one series may be compared or added."""
        return self.measure, self.unit, self.stage


def describe_fields(scope: Scope) -> dict[str, object]:
    """The scope as plain JSON values: codes sorted, days ISO, absent limits left out."""
    shown: dict[str, object] = {"measure": scope.measure, "unit": scope.unit}
    if scope.stage:
        shown["stage"] = scope.stage
    for name in ("kinds", "donors", "recipients", "sectors", "subjects"):
        if codes := getattr(scope, name):
            shown[name] = sorted(codes)
    for name, day in (
        ("from", scope.window.start),
        ("from_latest", scope.window.start_latest),
        ("to", scope.window.end),
    ):
        if day:
            shown[name] = day.isoformat()
    return shown
