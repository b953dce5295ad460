"""Targets and rules: how far each has come by which year and where it is heading, and who keeps to the norms
by how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from duikou.answers.amounts import decimal_bounds, interval_text
from duikou.answers.evidence import Evidence, evidence, remember
from duikou.answers.phrases import message_text, surface
from duikou.answers.pivot_text import line_name
from duikou.answers.questions import scope_text, window_text
from duikou.answers.views import Bounds
from duikou.book import PUBLIC, Interval, Scope, Sight, Statement, Window
from duikou.book.box import TIME
from duikou.checks.forecast import elapsed, forecast
from duikou.rollups.lines import limited, lines_of
from duikou.words import Reading

PERCENT = 10_000  # one percent, scaled
MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class YearStep:
    """What had been reached from the beginning through a year (or the last known day in it), in words and in
    percent of what is wanted; None = open."""

    through: str
    shown: str
    percent: tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class TargetView:
    """`wanted`, `reached`, `heading`: in words, "" where it cannot be said; `heading_percent`: likewise in
    percent of what is wanted. `elapsed`: share of the time that is over, None for an undated target.
    `sentence`: the verdict. `query`: of the question whose answer proves what is reached."""

    key: str
    document: str
    title: str
    scope_text: str
    surface: str
    wanted: str
    verdict: str
    sentence: str
    reached: str
    percent: tuple[float, float | None]
    as_of: str
    heading: str
    heading_percent: tuple[float, float | None] | None
    elapsed: float | None
    years: tuple[YearStep, ...]
    query: str
    recipients: frozenset[str] = frozenset()
    donors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule held against one year, donor or county, or against all (`axis` ""). `slack`: by how many points
    it is surely kept or missed, in words."""

    axis: str
    label: str
    shown: str
    bounds: Bounds
    verdict: str
    slack: str
    part_query: str
    whole_query: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """`wanted`: as in the text; `least`: in percent."""

    key: str
    document: str
    title: str
    scope_text: str
    wanted: str
    least: float
    sentence: str
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class TargetsView:
    targets: tuple[TargetView, ...]
    rules: tuple[RuleView, ...]
    as_of: str


@remember
def targets(*, sight: Sight = PUBLIC) -> TargetsView:
    """All targets, those with an end first, and all rules."""
    book = evidence(sight=sight)
    rows = list(book.statements.values())
    aims = [_target(row, book) for row in rows if row.form == "target" and row.figure]
    aims.sort(key=lambda one: (one.elapsed is None, one.key))
    return TargetsView(
        tuple(aims),
        tuple(_rule(row, book) for row in rows if row.form == "rule" and row.figure),
        max((d.dated for d in book.documents.values() if d.form != "sample"), default=""),
    )


def _target(row: Statement, book: Evidence) -> TargetView:
    unit = book.vocabulary.unit[row.scope.unit]
    verdict = book.reckoner.verdict(row)
    wanted = row.interval(Reading.NATURAL, book.vocabulary)
    aim = book.reckoner.aim(row)
    reached = verdict.natural.interval
    window, as_of = row.scope.window, last_known(aim, book)
    heading = None
    over = None
    if window.start and window.end and as_of and row.nature == "flow":
        over = elapsed(window.start, as_of, window.end)
        heading = forecast(_through(aim, as_of, book), window.start, as_of, window.end)
    document = book.documents.get(row.document)
    return TargetView(
        key=row.key,
        document=row.document,
        title=document.title if document else "",
        scope_text=scope_text(aim, book.vocabulary, book.subjects),
        surface=surface(row),
        wanted=interval_text(wanted, unit),
        verdict=verdict.verdict,
        sentence=message_text(verdict.sentence, book),
        reached=interval_text(reached, unit) if reached.least or reached.most is not None else "",
        percent=_percents(reached, wanted) or (0.0, None),
        as_of=as_of.isoformat() if as_of else "",
        heading=interval_text(heading, unit) if heading else "",
        heading_percent=_percents(heading, wanted) if heading else None,
        elapsed=over,
        years=tuple(_years(row, aim, as_of, wanted, book)),
        query=query_of(aim, book),
        recipients=row.scope.recipients,
        donors=row.scope.donors,
    )


def _through(aim: Scope, day: date, book: Evidence) -> Interval:
    return book.reckoner.bounds(replace(aim, window=Window(aim.window.start, day)), Reading.NATURAL).interval


def _years(
    row: Statement, aim: Scope, as_of: date | None, wanted: Interval, book: Evidence
) -> Iterator[YearStep]:
    window, unit = row.scope.window, book.vocabulary.unit[row.scope.unit]
    if not (window.start and window.end and as_of) or row.nature != "flow":
        return
    last = min(window.end, as_of)
    for year in range(max(window.start.year, last.year - MOST_YEARS + 1), last.year + 1):
        day = min(date(year, 12, 31), last)
        known = _through(aim, day, book)
        yield YearStep(
            window_text(Window(None, day)),
            interval_text(known, unit) if known.least or known.most is not None else "",
            _percents(known, wanted) or (0.0, None),
        )


def last_known(scope: Scope, book: Evidence) -> date | None:
    """The last day of the scope's period through which anything is told of it."""
    box = book.reckoner.reader.box(scope)
    ends = [entry.last_day for entry in book.table.occurring(scope, TIME)]
    ends += [
        row.scope.window.end
        for row in book.statements.values()
        if row.form == "published" and row.scope.window.end and row.scope.series == scope.series
        if book.reckoner.reader.box(row.scope).meets(box)
    ]
    window = scope.window
    inside = [
        end
        for end in ends
        if (window.start is None or end >= window.start) and (window.end is None or end <= window.end)
    ]
    return max(inside, default=None)


def _percents(known: Interval, wanted: Interval) -> tuple[float, float | None] | None:
    goal = wanted.least if wanted.least is not None else wanted.most
    if not goal:
        return None
    most = None if known.most is None else round(known.most / goal * 100, 1)
    return round((known.least or 0) / goal * 100, 1), most


def query_of(scope: Scope, book: Evidence) -> str:
    """The question about a scope as a query string."""
    words = book.vocabulary
    window = scope.window
    named: dict[str, object] = {
        "measure": scope.measure,
        "unit": scope.unit if scope.unit != words.measure[scope.measure].unit else "",
        "kind": next(iter(sorted(scope.kinds)), ""),
        "stage": scope.stage,
        "donor": [words.parties[code].name for code in sorted(scope.donors)],
        "recipient": [words.places[code].name for code in sorted(scope.recipients)],
        "sector": next(iter(sorted(scope.sectors)), "") if len(scope.sectors) == 1 else "",
        "subject": next(iter(sorted(scope.subjects)), "") if len(scope.subjects) == 1 else "",
        "from": window.start.isoformat() if window.start else "",
        "to": window.end.isoformat() if window.end else "",
    }
    return urlencode({name: value for name, value in named.items() if value}, doseq=True)


def _rule(row: Statement, book: Evidence) -> RuleView:
    document = book.documents.get(row.document)
    wanted = row.interval(Reading.NATURAL, book.vocabulary)
    row = _through_known(row, book)
    whole = book.reckoner.verdict(row)
    return RuleView(
        key=row.key,
        document=row.document,
        title=document.title if document else "",
        scope_text=scope_text(row.scope, book.vocabulary, book.subjects),
        wanted=surface(row),
        least=(wanted.least or 0) / PERCENT,
        sentence=message_text(whole.sentence, book),
        lines=tuple(_rule_lines(row, wanted, book)),
    )


def _through_known(row: Statement, book: Evidence) -> Statement:
    """A rule without an end is held against what is known: through the last day that anything is told of."""
    window = row.scope.window
    last = None if window.end else last_known(_money(row.scope, book), book)
    if last is None:
        return row
    return replace(row, scope=replace(row.scope, window=Window(window.start, last)))


def _rule_lines(row: Statement, wanted: Interval, book: Evidence) -> Iterator[RuleLine]:
    """The rule as a whole, then by year, donor and county, as far as anything is told of their money."""
    money = _money(row.scope, book)
    yield _rule_line("", _("as a whole"), row, wanted, book)
    met = _met(money, book)
    for axis in ("year", "donor", "recipient"):
        found = lines_of(axis, money, met, book.vocabulary)
        if len(found) > 1 or (axis != "donor" and found):
            for code in found:
                one = replace(row, scope=limited(row.scope, axis, code, book.vocabulary))
                yield _rule_line(axis, line_name(axis, code, book.vocabulary), one, wanted, book)


def _money(scope: Scope, book: Evidence) -> Scope:
    """The whole that a rule's share is of."""
    words = book.vocabulary
    measure = (
        "fund"
        if scope.measure not in words.measure or not words.measure[scope.measure].staged
        else scope.measure
    )
    return replace(
        scope, measure=measure, unit=words.measure[measure].unit, stage="arrived", sectors=frozenset()
    )


def _met(scope: Scope, book: Evidence) -> Iterable:
    box = book.reckoner.reader.box(scope)
    every = [
        row.scope
        for row in book.statements.values()
        if row.form == "published"
        and row.scope.series == scope.series
        and row.scope.donors
        and book.reckoner.reader.box(row.scope).meets(box)
    ]
    return [*every, *(entry for axis in range(TIME + 1) for entry in book.table.occurring(scope, axis))]


def _rule_line(axis: str, label: str, row: Statement, wanted: Interval, book: Evidence) -> RuleLine:
    verdict = book.reckoner.verdict(row)
    known = verdict.natural.interval
    unit = book.vocabulary.unit[row.scope.unit]
    money = _money(row.scope, book)
    part = replace(money, sectors=row.scope.sectors)
    return RuleLine(
        axis,
        label,
        interval_text(known, unit) if known.least or known.most is not None else "",
        decimal_bounds(known, unit),
        verdict.verdict,
        _slack(known, wanted),
        query_of(part, book) if len(part.sectors) == 1 else "",
        query_of(money, book),
    )


def _slack(known: Interval, wanted: Interval) -> str:
    """In percentage points, of a rule that wants at least so much."""
    least = wanted.least
    if least is None:
        return ""
    if known.least is not None and known.least >= least:
        return _("{points} points over").format(points=f"{(known.least - least) / PERCENT:.1f}")
    if known.most is not None and known.most < least:
        return _("{points} points short").format(points=f"{(least - known.most) / PERCENT:.1f}")
    return ""
