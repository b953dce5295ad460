"""Statements that compare two amounts: growth on a year earlier, a difference, a share of a whole.

Each is linear in the masses of the two scopes, whatever is known of either: `12% more than a year before` is
1.115 · before ≤ after ≤ 1.125 · before.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from duikou.book import Interval, Statement, Window
from duikou.checks.arithmetic import divisor_for, write_number
from duikou.checks.claims import COMPARISONS, Claim, Granted, Reader, Tie
from duikou.checks.terms import Amount, Message, Reason

WHOLE = 100 * 10_000  # 100 percent, scaled
YEAR = 366
YEARLY = {"growth_of": "growth", "fall_of": "fall", "more_than": "more", "less_than": "less"}


def bases(statement: Statement) -> list[str]:
    """Keys of the statements that it compares with."""
    return [key for relation, key in statement.relations if relation in COMPARISONS]


def read_tie(reader: Reader, statement: Statement, granted: Granted) -> Claim | None:
    """What a comparing statement says of the two scopes; None where one of them is not known."""
    relation, key = next((r, k) for r, k in statement.relations if r in COMPARISONS)
    base = reader.known(key)
    if base is None or base.figure is None:
        return None
    one = base
    if relation == "share_of":
        part = next((reader.known(k) for r, k in statement.relations if r == "part"), None)
        one, other = part or _own_part(statement, base), base
    elif (before := earlier(base)) is not None:
        other = before
    else:
        return None
    claim, against = reader.claim(one, granted), reader.claim(other, granted)
    if claim.space is None or claim.space != against.space or claim.space.date:
        return None
    if relation == "share_of" and (claim.hull == against.hull or not against.hull.holds(claim.hull)):
        return None  # of what it is the share is not known
    tie = _tie(relation, reader.interval(statement, granted), against)
    return Claim(statement, claim.space, claim.core, claim.hull, Interval(), tie)


def _own_part(statement: Statement, whole: Statement) -> Statement:
    """The part of a share that stands alone: its own sectors, subjects or kinds of the whole's amount."""
    own, its = statement.scope, whole.scope
    scope = replace(own, measure=its.measure, unit=its.unit, stage=its.stage, window=its.window)
    return replace(statement, scope=scope, nature=whole.nature, relations=())


def earlier(statement: Statement) -> Statement | None:
    """The same scope a year before; None for a period that is not one year at most."""
    window = statement.scope.window
    if window.start is None or window.end is None or window.start_latest:
        return None
    if (window.end - window.start).days >= YEAR:
        return None
    before = Window(_year_before(window.start), _year_before(window.end, last=True))
    return replace(statement, scope=replace(statement.scope, window=before))


def _year_before(day: date, *, last: bool = False) -> date:
    """The same day a year before; the last of a month stays one."""
    length = calendar.monthrange(day.year - 1, day.month)[1]
    ends = last and day.day == calendar.monthrange(day.year, day.month)[1]
    return date(day.year - 1, day.month, length if ends else min(day.day, length))


def _tie(relation: str, said: Interval, other: Claim) -> Tie:
    """Ends of percentages are closed: the true share need not be a whole number of ten-thousandths."""
    low, high = said.low, said.high
    if relation == "fall_of":
        low, high = (None if high is None else -high), (None if low is None else -low)
    if relation in ("growth_of", "fall_of"):
        low, high = (None if end is None else max(0, WHOLE + end) for end in (low, high))
        return Tie(other.core, other.hull, low, high, WHOLE)
    if relation == "share_of":
        return Tie(other.core, other.hull, low, high, WHOLE)
    least, most = said.least, said.most
    if relation == "less_than":
        least, most = (None if most is None else -most), (None if least is None else -least)
    one = (None if least is None else 1), (None if most is None else 1)
    return Tie(other.core, other.hull, *one, 1, least or 0, most or 0)


def offset(claim: Claim, role: str) -> Fraction:
    """What the row of a tie adds to the gap of a proof."""
    if claim.tie is None:
        return Fraction(0)
    return Fraction((claim.tie.least if role == "lower" else -claim.tie.most) * claim.tie.scale)


def tell_tie(
    reader: Reader, kind: str, statements: Mapping[str, Statement], reasons: Iterable[Reason]
) -> tuple[Message, str] | None:
    """Sentence and arithmetic of a conflict with a comparing statement; None for one without."""
    reasons = list(reasons)
    tie = next((statements[r.key] for r in reasons if r.source == "tie"), None)
    if tie is None or tie.figure is None:
        return None
    relation, base = next((r, k) for r, k in tie.relations if r in COMPARISONS)
    value = Amount(tie.figure.value, tie.scope.unit)
    params: dict[str, object] = {"value": value, "scope": tie.scope}
    one = next((k for r, k in tie.relations if r == "part"), base if relation in YEARLY else "")
    others = [k for k in statements if k not in (tie.key, one) and statements[k].figure]
    if one not in statements or len(others) != 1 or (relation == "share_of" and others != [base]):
        return Message(f"{kind}.comparison", params), ""
    after, before = statements[one], statements[others[0]]
    assert after.figure
    assert before.figure
    unit = after.scope.unit
    params |= {"after": Amount(after.figure.value, unit), "before": Amount(before.figure.value, unit)}
    name = YEARLY.get(relation, "share")
    real = _real(name, after.figure.value, before.figure.value)
    params["real"] = Amount(real, tie.scope.unit)
    text = _written(reader, name, after, before, real, tie)
    return Message(f"{kind}.{name}", params), text


def _real(name: str, after: int, before: int) -> int:
    """What the printed amounts give: percent to a tenth (scaled), or their difference."""
    if name in ("more", "less"):
        return after - before if name == "more" else before - after
    share = Fraction(after * 1000, before) if before else Fraction(0)
    tenths = round(share if name == "share" else share - 1000 if name == "growth" else 1000 - share)
    return tenths * WHOLE // 1000


def _written(
    reader: Reader, name: str, after: Statement, before: Statement, real: int, tie: Statement
) -> str:
    assert after.figure
    assert before.figure
    assert tie.figure
    unit = after.scope.unit
    scale = reader.words.unit[unit].scale
    pair = (after.figure.value, before.figure.value)
    divisor = divisor_for(pair, reader.words.unit[unit])
    one, other = (write_number(amount, scale, divisor) for amount in pair)
    if name in ("more", "less"):
        gap, said = (write_number(amount, scale, divisor) for amount in (real, tie.figure.value))
        first, second = (one, other) if name == "more" else (other, one)
        return f"{first} − {second} = {gap} ≠ {said}"
    own = reader.words.unit[tie.scope.unit].scale
    percent, said = (write_number(amount, own, 1) for amount in (real, tie.figure.value))
    return f"{one} ÷ {other}: {percent}% ≠ {said}%"
