"""Of what an account speaks: every scope on which something is stated or entered, in its places and days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from duikou.answers.evidence import Evidence
from duikou.book import Entry, Scope, Statement, Window
from duikou.words.parties import PartyTree
from duikou.words.places import PlaceTree

LEFT_OUT = ("context", "other", "growth", "share", "price")
NATURES = ("flow", "stock")
# of entries that are alike in these the same totals are made
PLACED = ("measure", "unit", "stage", "kind", "donors", "recipient", "sector")
DAYS = ("first_day", "last_day")
COUNTED = ("training.", "exchange.")  # what entries are summed up of, beside money and projects
PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Region:
    """Places and parties, codes; none = everywhere, everybody."""

    recipients: frozenset[str] = frozenset()
    donors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """`running`: it counts from the start (or is a state); `spoken`: the last day of which the newest
    statement on it speaks, None where only entries do."""

    scope: Scope
    running: bool
    spoken: date | None = None


def topics(book: Evidence, region: Region, until: date) -> list[Topic]:
    """In the order of the vocabulary; of a running total only the newest."""
    found: dict[Scope, Topic] = {}
    for topic in (*_stated(book, region, until), *_entered(book, region, until)):
        key = replace(topic.scope, window=Window()) if topic.running else topic.scope
        known = found.get(key)
        if known is None or (topic.spoken or date.min) > (known.spoken or date.min):
            found[key] = topic
    order = {code: number for number, code in enumerate(book.vocabulary.measure)}
    kinds = list(book.vocabulary.kind)
    return sorted(found.values(), key=lambda topic: _rank(topic, order, kinds))


def _rank(topic: Topic, order: dict[str, int], kinds: list[str]) -> tuple[object, ...]:
    scope = topic.scope
    return (
        order.get(scope.measure, 999),
        scope.unit,
        scope.stage != "arrived",
        scope.stage,
        sorted(map(kinds.index, scope.kinds)),
        sorted(scope.recipients),
        sorted(scope.donors),
        sorted(scope.sectors),
        sorted(scope.subjects),
        scope.window.start or date.min,
        scope.window.end or date.max,
    )


def _stated(book: Evidence, region: Region, until: date) -> Iterator[Topic]:
    for row in book.statements.values():
        end = row.scope.window.end
        if row.form != "published" or row.open_donors or end is None or end > until:
            continue
        if row.scope.measure in LEFT_OUT or not _nature_fits(row, book) or row.scope.stage == PLANNED:
            continue
        if not inside(row.scope, region, book) or not _named(row, book):
            continue
        running = row.nature == "stock" or counts_from_the_start(row, book)
        window = Window(None, end) if running else Window(row.scope.window.start, end)
        yield Topic(replace(row.scope, window=window), running, end)


def _nature_fits(row: Statement, book: Evidence) -> bool:
    return row.nature in NATURES and book.vocabulary.measure_of(row.scope.measure).nature in NATURES


def _named(row: Statement, book: Evidence) -> bool:
    """Whether what the figure is about can be named: nothing below its place, one thing, or a plain kind of
    facility. A mere description overlaps others and is left to its document."""
    if not row.scope.subjects:
        return True
    known = [book.subjects[key] for key in row.scope.subjects if key in book.subjects]
    if len(known) != 1:
        return False
    return known[0].single or row.scope.measure.startswith("facility.")


def counts_from_the_start(row: Statement, book: Evidence) -> bool:
    """Whether it counts from the very start, as a running total does."""
    start = row.scope.window.start
    return start is None or start.toordinal() <= book.reckoner.reader.start_of(row.scope)


def inside(scope: Scope, region: Region, book: Evidence) -> bool:
    """Whether all places of a scope lie in a region; of joint donors one inside is enough."""
    words = book.vocabulary
    if region.recipients and not (
        scope.recipients and covers(words.places, region.recipients, scope.recipients)
    ):
        return False
    return not region.donors or any(covers(words.parties, region.donors, [code]) for code in scope.donors)


def covers(tree: PlaceTree | PartyTree, wide: Iterable[str], narrow: Iterable[str]) -> bool:
    """Whether everything that `narrow` stands for lies inside `wide`; unions are their members, no codes are
    nothing."""
    codes = list(wide)
    outer = tree.spans(codes)
    return bool(codes) and all(any(a <= x and y <= b for a, b in outer) for x, y in tree.spans(narrow))


def _entered(book: Evidence, region: Region, until: date) -> Iterator[Topic]:
    """Running totals and years by measure, kind, donors and county of the entries."""
    seen: set[Scope] = set()
    rows = book.entries
    known = rows.take(np.flatnonzero(rows.mask("first_day", _until(rows.column("first_day")[1], until))))
    this_year = [day for name in DAYS for day in known.column(name)[1] if day.year == until.year]
    within = [known.mask(name, this_year) for name in DAYS]
    first, _group = known.groups(PLACED, within)
    for entry in map(known.at, np.sort(first).tolist()):
        if not entry.recipient or not entry.donors:
            continue
        if not (entry.stage or entry.measure.startswith(COUNTED)):
            continue
        for scope in _scopes(entry, book, until):
            if scope not in seen and inside(scope, region, book):
                seen.add(scope)
                yield Topic(scope, scope.window.start is None)


def _until(days: Iterable[date], last: date) -> list[date]:
    return [day for day in days if day <= last]


def _scopes(entry: Entry, book: Evidence, until: date) -> Iterable[Scope]:
    county = book.vocabulary.places.county_of(entry.recipient)
    whole = Scope(
        entry.measure,
        entry.unit,
        entry.stage,
        frozenset(filter(None, [entry.kind])),
        entry.donors,
        frozenset({county}),
        window=Window(None, until),
    )
    year = entry.first_day.year
    same = year == entry.last_day.year == until.year
    yield whole
    if same:
        yield replace(whole, window=Window(date(year, 1, 1), until))
    if entry.sector:
        yield replace(whole, sectors=frozenset({entry.sector}))
