"""What is wrong, or doubtful, with a row that somebody fills in."""

from __future__ import annotations

from dataclasses import dataclass

ERROR, DOUBT, NOTE = "error", "doubt", "note"
SEVERITIES = (ERROR, DOUBT, NOTE)


@dataclass(frozen=True, slots=True)
class Problem:
    """`severity`: error (the row cannot be taken), doubt (it can, if somebody confirms it) or note (it is
    taken; how it was read is said). `code` names the rule, `params` fill its message, `field` is
    where."""

    severity: str
    code: str
    field: str = ""
    params: tuple[tuple[str, object], ...] = ()


def problem(severity: str, code: str, field: str = "", **params: object) -> Problem:
    return Problem(severity, code, field, tuple(params.items()))
