"""Whether an older and a newer figure of one definition fit each other, given what the newer document states
for the time between. Pure: no words, only codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duikou.book import Interval, Statement
from duikou.words import Reading, Vocabulary


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold between two figures.

    `code`: restated (a figure told again is the same), keeps (a running total does not fall), adds_up (old +
    what came since = new), at_least and at_most (the same where what is stated covers only a part of the time
    since, or more than it). `verdict`: holds, doubtful or contradicted. `expected`: what the newer figure may
    naturally be. `between`: keys of what is stated for the time since.
    """

    code: str
    verdict: str
    expected: Interval
    between: tuple[str, ...] = ()


def running(one: Statement) -> bool:
    """Whether a figure counts from a start that its text does not say."""
    return one.scope.window.start is None or "from" in one.assumed


def checks(
    old: Statement, new: Statement, relation: str, beside: Sequence[Statement], words: Vocabulary
) -> Iterator[Check]:
    """What must hold between two figures in that relation (see `matching`). `beside`: the newer document's
    figures of the same definition."""
    if relation == "restated":
        yield _check("restated", old, new, (), words)
    if relation != "running":
        return
    yield _check("keeps", old, new, (), words)
    first, last = old.scope.window.end, new.scope.window.end
    if first is None or last is None:
        return
    spans = [one for one in beside if one is not new and one.nature == "flow" and _from_to(one)]
    inside = _apart([one for one in spans if _within(one, first, last)])
    adds = "time" in words.adds_over(new.scope.measure, new.scope.unit)
    whole = sum(_length(one) for one in inside) == (last - first).days
    if inside and adds:
        yield _check("adds_up" if whole else "at_least", old, new, inside, words)
    elif inside and whole:
        yield _check("at_most", old, new, inside, words)
    for one in spans:
        if not _within(one, first, last) and _covers(one, first, last):
            yield _check("at_most", old, new, (one,), words)


def _from_to(one: Statement) -> bool:
    return bool(not running(one) and one.scope.window.end)


def _within(one: Statement, first: date, last: date) -> bool:
    start, end = one.scope.window.days
    return first.toordinal() < start and end <= last.toordinal() + 1


def _covers(one: Statement, first: date, last: date) -> bool:
    """Whether a period holds all days behind `first` up to `last`, but did not go on before for ever."""
    start, end = one.scope.window.days
    return start <= first.toordinal() + 1 and end > last.toordinal()


def _length(one: Statement) -> int:
    start, end = one.scope.window.days
    return end - start


def _apart(flows: Sequence[Statement]) -> tuple[Statement, ...]:
    """Periods without a day in common, of those that overlap the longest."""
    chosen: list[Statement] = []
    for one in sorted(flows, key=_length, reverse=True):
        a, b = one.scope.window.days
        if all(b <= x or y <= a for x, y in (other.scope.window.days for other in chosen)):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.scope.window.days))


def _check(
    code: str, old: Statement, new: Statement, between: tuple[Statement, ...], words: Vocabulary
) -> Check:
    """Contradicted only where the words alone exclude it and all that matters is said."""
    said = not any(one.assumed for one in (old, new, *between))
    strict, natural = (
        (_expected(code, old, between, reading, words), new.interval(reading, words))
        for reading in (Reading.STRICT, Reading.NATURAL)
    )
    verdict = "holds"
    if (strict[0] & strict[1]).empty and said:
        verdict = "contradicted"
    elif (natural[0] & natural[1]).empty:
        verdict = "doubtful"
    return Check(code, verdict, natural[0], tuple(one.key for one in between))


def _expected(
    code: str, old: Statement, between: Sequence[Statement], reading: Reading, words: Vocabulary
) -> Interval:
    total = old.interval(reading, words)
    for one in between:
        total = total + one.interval(reading, words)
    if code in ("keeps", "at_least"):
        return Interval(total.low, None)
    return Interval(None, total.high) if code == "at_most" else total
