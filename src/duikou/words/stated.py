"""Words are intervals: which values a printed number with its qualifier leaves open.

The rules are rows of `data/qualifiers.csv` and nothing else: bounds written with
v (the printed value), w (the upper value of a range, else v), u (unit of the last printed digit) and
d (unit of the last non-zero digit). An empty bound is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache


class Reading(StrEnum):
    """How a text is read: `STRICT` uses only what is said, `NATURAL` adds what is taken for granted."""

    STRICT = "strict"
    NATURAL = "natural"


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, scaled to integers (see `Unit.scale`).

    `value`: the number; `upper`: the upper value of a range, else None; `last`: one unit of the last
    printed digit; `round`: one unit of the last non-zero digit (`8300万` → 100万). Both positive.
    `whole`: a count printed to the last unit (`326个`), which is not rounded.
    """

    value: int
    upper: int | None
    last: int
    round: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class QualifierRule:
    """One row of qualifiers.csv: bounds under both readings, as expressions over v, w, u and d."""

    code: str
    strict: tuple[str, str]
    natural: tuple[str, str]


def stated_bounds(
    printed: Printed, qualifier: str, reading: Reading, rules: Mapping[str, QualifierRule]
) -> tuple[int | None, int | None]:
    """Half-open integer bounds [low, high) of what is stated, None = open.

    `qualifier` is a code of qualifiers.csv; a whole count without qualifier takes the row `whole`.
    Raises KeyError for an unknown qualifier. Source of the rules: the table "Words are intervals" in
    docs/explanation/reckoning.md.
    """
    rule = rules["whole" if qualifier == "exact" and printed.whole else qualifier]
    low, high = rule.strict if reading is Reading.STRICT else rule.natural
    return _bound(low, printed), _bound(high, printed)


def _bound(expression: str, printed: Printed) -> int | None:
    if not expression:
        return None
    v = printed.value
    known = {
        "v": Fraction(v),
        "w": Fraction(v if printed.upper is None else printed.upper),
        "u": Fraction(printed.last),
        "d": Fraction(printed.round),
        "1": Fraction(1),
        "u/2": Fraction(printed.last, 2),
        "min(d,v/10)": min(Fraction(printed.round), Fraction(abs(v), 10)),
    }
    total = sum((sign * known[term] for sign, term in _terms(expression)), Fraction(0))
    return -(-total.numerator // total.denominator)  # rounded up: right for both ends


_TERM = re.compile(r"([+-]?)(min\(d,v/10\)|u/2|[vwud1])")


@cache
def _terms(expression: str) -> tuple[tuple[int, str], ...]:
    """Signed terms of a bound such as `v-min(d,v/10)`. Raises ValueError for anything else."""
    squeezed = expression.replace(" ", "")
    found = list(_TERM.finditer(squeezed))
    if "".join(match.group(0) for match in found) != squeezed:
        raise ValueError(f"qualifiers.csv: cannot read the bound {expression!r}")
    return tuple((-1 if match.group(1) == "-" else 1, match.group(2)) for match in found)


def check_rules(rules: Iterable[QualifierRule]) -> None:
    """Read every bound once, so that a bad row is found at load. Raises ValueError."""
    for rule in rules:
        for expression in (*rule.strict, *rule.natural):
            if expression:
                _terms(expression)
