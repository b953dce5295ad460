"""Figures of an older and of a newer document, matched by what they are about. Pure: no words, only codes.

Two figures are of one *definition* if measure, unit, nature, stage, kinds, donors, recipients, sectors and
subjects are the same; only such are compared. How their periods lie to each other is their *relation*:

| relation | |
|---|---|
| restated | the same period: the same figure told again |
| running | totals from the same start (or both from an unsaid one) to different days |
| dated | states at different dates |
| period | periods of one length, one after the other |
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from duikou.answers.adding_up import Check, checks, running
from duikou.book import Statement
from duikou.words import Vocabulary

RELATIONS = ("restated", "running", "dated", "period")
# measures that gather unlike things: two figures of one of them are not about one quantity
CATCH_ALL = frozenset({"other", "medical.indicator", "growth", "share"})
BACKGROUND = "context"  # areas, distances and the like: no account of anything
MOST_DIFFERENCES = 2
SLACK = 3  # days by which years and halves of years differ in length
Definition = tuple[object, ...]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Match:
    """An older and a newer figure of one definition, or (`differs`) of definitions that differ in the
    coordinates named: unit, stage, kind, donor, subject. One side None: nothing to match on that side."""

    old: Statement | None
    new: Statement | None
    relation: str = ""
    checks: tuple[Check, ...] = ()
    differs: tuple[str, ...] = ()


def match(
    old: Iterable[Statement], new: Iterable[Statement], words: Vocabulary, registered: Collection[str] = ()
) -> list[Match]:
    """Every figure of both documents in one match at least, in the order of the newer document; what has gone
    comes last. `registered`: keys of subjects that are single things, not mere descriptions."""
    olds, news = _once(old), _once(new)
    before = _groups(olds, _definition)
    pairs: dict[str, Match] = {}
    for definition, group in _groups(news, _definition).items():
        for o, n, found in _paired(before.get(definition, []), group):
            pairs[n.key] = Match(o, n, found, tuple(checks(o, n, found, group, words)))
    left_old = _unmatched(olds, (m.old for m in pairs.values()))
    left_new = _unmatched(news, (m.new for m in pairs.values()))
    places = _groups(left_old, _place)
    for place, group in _groups(left_new, _place).items():
        for o, n, found, differs in _near(places.get(place, []), group, words, registered):
            pairs[n.key] = Match(o, n, found, (), differs)
    gone = _unmatched(olds, (m.old for m in pairs.values()))
    return [pairs.get(n.key) or Match(None, n) for n in news] + [Match(o, None) for o in gone]


def _once(statements: Iterable[Statement]) -> list[Statement]:
    """Statements that state something of the assistance, each thing that is said several times alike once."""
    found: dict[object, Statement] = {}
    for one in statements:
        if one.figure is not None and one.nature != "rule" and one.scope.measure != BACKGROUND:
            found.setdefault((_definition(one), one.scope.window, one.figure), one)
    return list(found.values())


def _definition(one: Statement) -> Definition:
    scope = one.scope
    apart = one.key if scope.measure in CATCH_ALL and not scope.subjects else ""
    rest = (scope.kinds, scope.donors, one.open_donors, scope.recipients, scope.sectors, scope.subjects)
    return (*scope.series, one.nature, *rest, apart)


def _place(one: Statement) -> Definition:
    """What two figures have in common that are of one quantity, whatever else differs."""
    return (one.scope.measure, one.scope.recipients, one.scope.sectors)


def _groups(statements: Iterable[Statement], by: Callable[[Statement], Key]) -> dict[Key, list[Statement]]:
    groups: dict[Key, list[Statement]] = {}
    for one in statements:
        groups.setdefault(by(one), []).append(one)
    return groups


def _unmatched(every: Iterable[Statement], matched: Iterable[Statement | None]) -> list[Statement]:
    keys = {one.key for one in matched if one}
    return [one for one in every if one.key not in keys]


# ------------------------------------------------------------------ periods


def relation(old: Statement, new: Statement) -> str:
    """How the period of the newer figure lies to that of the older; "" where they are not to be compared."""
    a, b = old.scope.window, new.scope.window
    if old.nature != new.nature:
        return ""
    if (a.start, a.end) == (b.start, b.end):
        return "restated"
    if a.end is None or b.end is None or a.end >= b.end:
        return ""
    if old.nature == "stock":
        return "dated"
    if old.nature == "flow" and (a.start == b.start or (running(old) and running(new))):
        return "running"
    if a.start is None or b.start is None:
        return "period" if a.start is b.start else ""
    alike = abs((b.end - b.start) - (a.end - a.start)) <= timedelta(SLACK)
    return "period" if alike and a.end < b.start else ""


def _gap(old: Statement, new: Statement) -> int:
    a, b = old.scope.window.end, new.scope.window.end
    return (b - a).days if a and b else 0


def _paired(
    olds: Sequence[Statement], news: Sequence[Statement]
) -> Iterator[tuple[Statement, Statement, str]]:
    """Pairs of one definition. A figure told again is paired with itself; of the others each new one has the
    nearest older one, and each older one is compared once."""
    ranked = sorted(
        (RELATIONS.index(found), _gap(o, n), o.figure != n.figure, i, j)
        for i, o in enumerate(olds)
        for j, n in enumerate(news)
        if (found := relation(o, n))
    )
    taken_old: set[tuple[bool, int]] = set()
    taken_new: set[int] = set()
    for rank, _, _, i, j in ranked:
        again = RELATIONS[rank] == "restated"
        if (again, i) in taken_old or j in taken_new:
            continue
        taken_old.add((again, i))
        taken_new.add(j)
        yield olds[i], news[j], RELATIONS[rank]


# ------------------------------------------------------------------ definitions that differ


def _near(
    olds: Sequence[Statement], news: Sequence[Statement], words: Vocabulary, registered: Collection[str]
) -> Iterator[tuple[Statement, Statement, str, tuple[str, ...]]]:
    ranked = sorted(
        (len(differs), RELATIONS.index(found), _gap(o, n), i, j, differs)
        for i, o in enumerate(olds)
        for j, n in enumerate(news)
        if (found := relation(o, n)) and (differs := _differences(o, n, words, registered))
        if len(differs) <= MOST_DIFFERENCES and "" not in differs
    )
    taken: set[tuple[str, int]] = set()
    for _, rank, _, i, j, differs in ranked:
        if ("old", i) not in taken and ("new", j) not in taken:
            taken |= {("old", i), ("new", j)}
            yield olds[i], news[j], RELATIONS[rank], differs


def _differences(
    old: Statement, new: Statement, words: Vocabulary, registered: Collection[str]
) -> tuple[str, ...]:
    """The coordinates in which two definitions of one `_place` differ; "" among them where they are about two
    quantities: donors that have nothing in common, two kinds side by side, other registered subjects."""
    a, b = old.scope, new.scope
    if a.measure in CATCH_ALL:
        return ("",)
    found = ["unit"] if a.unit != b.unit else []
    if a.stage != b.stage:
        found.append("stage")
    if a.kinds != b.kinds:
        found.append("" if a.kinds and b.kinds else "kind")
    if a.donors != b.donors or old.open_donors != new.open_donors:
        found.append("donor" if _meet(a.donors, b.donors, words) else "")
    if a.subjects != b.subjects:
        described = not (a.subjects | b.subjects) & set(registered)
        found.append("subject" if described else "")
    return tuple(found)


def _meet(one: frozenset[str], other: frozenset[str], words: Vocabulary) -> bool:
    """Whether two sets of donors, both named, have one in common."""
    if not one or not other:
        return False
    spans = words.parties.spans(one), words.parties.spans(other)
    return any(a < y and x < b for a, b in spans[0] for x, y in spans[1])
