"""Lines of a pivot: which donors, counties, years … make its rows or columns, and how each limits a scope.

Lines of one axis have nothing in common: no fact lies surely in two of them. What is known more finely is
counted in the line above it (a district in its city); what is known less finely stands in no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date

from duikou.book import BookError, Entry, Scope, Window, parse_day
from duikou.book.box import DONOR, KIND, RECIPIENT, SECTOR, TIME, Spans
from duikou.book.rows import Glance
from duikou.words import NamedPeriod, Tree, Vocabulary

STAGE, YEAR, PERIOD = "stage", "year", "period"
# name of a pivot's axis → number of the axis that it cuts, -1 for stages, which are no coordinate
AXIS = {
    "donor": DONOR,
    "recipient": RECIPIENT,
    "sector": SECTOR,
    "kind": KIND,
    STAGE: -1,
    YEAR: TIME,
    PERIOD: TIME,
}
LIMITS = {"donor": "donors", "recipient": "recipients", "sector": "sectors", "kind": "kinds"}
# what lies in lines: entries, perhaps at a glance, and scopes of statements
Thing = Entry | Glance | Scope
# so many years stand side by side; where there are more, only those that occur
LONGEST = 60


def check_axes(rows: str, columns: str, staged: bool) -> None:
    """Raises BookError `pivot.axis` for an unknown axis, `pivot.twice` for two that cut the same coordinate,
    `pivot.stages` where the measure has none."""
    for field, axis in (("rows", rows), ("columns", columns)):
        if axis not in AXIS and (axis or field == "rows"):
            raise BookError("pivot.axis", field, axis=axis, known=", ".join(AXIS))
        if axis == STAGE and not staged:
            raise BookError("pivot.stages", field)
    if columns and AXIS[rows] == AXIS[columns]:
        raise BookError("pivot.twice", "columns", rows=rows, columns=columns)


def limited(scope: Scope, axis: str, line: str, words: Vocabulary) -> Scope:
    """`scope` as far as it lies in one line of `axis`."""
    if axis in LIMITS:
        return replace(scope, **{LIMITS[axis]: frozenset({line})})  # type: ignore[arg-type]
    if axis == STAGE:
        return replace(scope, stage=line)
    first, last = span_of(axis, line, words)
    start, end = scope.window.start, scope.window.end
    window = Window(max(first, start) if start else first, min(last, end) if end else last)
    return replace(scope, window=window)


def crossed(rows: Iterable[Scope], axis: str, columns: Sequence[Scope]) -> list[Scope]:
    """Each of `rows` as far as it lies in each of `columns`, both of them one scope limited, by other axes;
    `axis` is that of the columns."""
    name = LIMITS.get(axis, "stage" if axis == STAGE else "window")
    limits = [getattr(one, name) for one in columns]
    # thousands: `replace` would look at every field of each
    said = [{field.name: getattr(row, field.name) for field in fields(Scope)} for row in rows]
    return [Scope(**{**one, name: limit}) for one in said for limit in limits]


def span_of(axis: str, line: str, words: Vocabulary) -> tuple[date, date]:
    """First and last day of a year or a named period."""
    if axis == YEAR:
        return date(int(line), 1, 1), date(int(line), 12, 31)
    return _days(words.period[line])


def _days(period: NamedPeriod) -> tuple[date, date]:
    start, end = parse_day(period.start), parse_day(period.end, last=True)
    assert start is not None
    assert end is not None
    return start, end


def lines_of(axis: str, scope: Scope, met: Iterable[Thing], words: Vocabulary) -> tuple[str, ...]:
    """The lines of `axis` that a table of `scope` has, in order: those in which something of `met` lies, the
    entries and scopes of statements that meet it. Where `scope` names one place, donor or sector, they are
    what lies one level beneath it, if anything is known of that."""
    things = list(met)
    if axis == STAGE:
        stages = {thing.stage for thing in things} - {""}
        return tuple(code for code in words.stage if code in stages)
    if axis == YEAR:
        return tuple(_years(things, scope.window))
    if axis == PERIOD:
        return tuple(_periods(things, scope.window, words))
    codes = [found for thing in things if (found := _codes(axis, thing))]
    tree, level = _LEVELS[axis](words)
    limits = getattr(scope, LIMITS[axis])
    return _members(axis, codes, limits, tree, level)


def _codes(axis: str, thing: Thing) -> frozenset[str]:
    if isinstance(thing, Scope):
        found: frozenset[str] = getattr(thing, LIMITS[axis])
        return found
    if axis == "donor":
        donors: frozenset[str] = thing.donors
        return donors
    code = getattr(thing, axis)
    return frozenset({code} if code else ())


Level = Callable[[str], str]


def _places(words: Vocabulary) -> tuple[Tree, Level]:
    def county(code: str) -> str:
        found = words.places.county_of(code)
        return found if words.places[found].level == "county" else ""

    return words.places, county


def _beneath_root(tree: Tree) -> Level:
    def level(code: str) -> str:
        path = tree.path(code)
        return path[1] if len(path) > 1 else ""

    return level


_LEVELS: dict[str, Callable[[Vocabulary], tuple[Tree, Level]]] = {
    "donor": lambda words: (words.parties, _beneath_root(words.parties)),
    "recipient": _places,
    "sector": lambda words: (words.sectors, _beneath_root(words.sectors)),
    "kind": lambda words: (words.kinds, _beneath_root(words.kinds)),
}


def _members(
    axis: str, codes: Iterable[frozenset[str]], limits: frozenset[str], tree: Tree, level: Level
) -> tuple[str, ...]:
    """Several codes at once make lines for donors alone: who gives jointly is named, a union of places is
    not."""
    inside = tree.spans(limits)
    named = list(_nodes(limits, tree))
    only = named[0] if len(named) == 1 else ""
    found: set[str] = set()
    for group in codes:
        nodes = list(_nodes(group, tree))
        if axis == "donor" or len(nodes) == 1:
            found.update(
                _line(code, only, inside, tree, level) for code in nodes if _held(tree, code, inside)
            )
    found.discard("")
    if only and len(found) > 1:
        found.discard(only)
    return tuple(sorted(found, key=lambda code: _order(axis, code, tree)))


def _line(code: str, only: str, inside: Spans, tree: Tree, level: Level) -> str:
    """The line that a code is counted in, "" for none."""
    line, path = level(code), tree.path(code)
    if line and _held(tree, line, inside) and line != only:
        return line
    if only and code != only:
        return path[path.index(only) + 1]
    return next((step for step in path if _held(tree, step, inside)), "") if line else ""


def _nodes(codes: Iterable[str], tree: Tree) -> Iterator[str]:
    """The nodes that codes stand for, unions by their members; none for the whole tree."""
    for first, last in tree.spans(codes) if codes else ():
        if (first, last) == (0, len(tree)):
            return
        while first < last:
            code = tree.at(first)
            yield code
            first = tree.span(code)[1]


def _held(tree: Tree, code: str, inside: Spans) -> bool:
    first, last = tree.span(code)
    return any(a <= first and last <= b for a, b in inside)


def _order(axis: str, code: str, tree: Tree) -> tuple[object, ...]:
    """Donors and places by code, provinces before cities that give for themselves; the rest as listed."""
    if axis == "donor":
        return (not code.isdigit(), not code.endswith("0000"), code)
    return (code,) if axis == "recipient" else (tree.span(code)[0],)


def _years(things: Iterable[Thing], window: Window) -> Iterator[str]:
    years = set()
    for first, last in filter(None, map(_placed, things)):
        if first.year == last.year:
            years.add(first.year)
    years = {year for year in years if _meets(date(year, 1, 1), date(year, 12, 31), window)}
    if years and max(years) - min(years) < LONGEST:
        years = set(range(min(years), max(years) + 1))
    return map(str, sorted(years))


def _periods(things: Iterable[Thing], window: Window, words: Vocabulary) -> Iterator[str]:
    spans = list(filter(None, map(_placed, things)))
    for name, period in words.period.items():
        first, last = _days(period)
        if _meets(first, last, window) and any(first <= a and b <= last for a, b in spans):
            yield name


def _placed(thing: Thing) -> tuple[date, date] | None:
    """The days of a fact, None where they are open."""
    if not isinstance(thing, Scope):
        return thing.first_day, thing.last_day
    start, end = thing.window.start, thing.window.end
    return (start, end) if start and end else None


def _meets(first: date, last: date, window: Window) -> bool:
    return (window.start is None or window.start <= last) and (window.end is None or window.end >= first)
