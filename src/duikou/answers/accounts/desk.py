"""The desk at which the figures of one account are reckoned, numbered and put into print."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from duikou.answers.accounts.wording import measure_word, printed_text
from duikou.answers.amounts import decimal_bounds
from duikou.answers.evidence import Evidence
from duikou.answers.phrases import bare_assumption, surface
from duikou.answers.questions import scope_text
from duikou.answers.totals import definition
from duikou.answers.wording import listed
from duikou.book import Interval, Scope, Window, describe_fields
from duikou.book.account import AccountFigure, Source
from duikou.book.printing import Print, printed
from duikou.checks import Bounds
from duikou.words import Reading

MOST_SOURCES = 500  # rows that one figure names; of more entries the first
MOST_KEYS = 12  # in a line of words


class Desk:
    """Keeps the figures of one account in the order in which they were first printed."""

    def __init__(self, book: Evidence) -> None:
        self.book = book
        self.figures: list[AccountFigure] = []
        self.scopes: list[Scope] = []
        self._stated: list[Interval] = []
        self._numbers: dict[Scope, int] = {}

    def known(self, scope: Scope) -> Print | None:
        """How what the book proves of a scope is printed; None where it does not prove that there was any: a
        mere upper bound is no news."""
        interval = self._bounds(scope, Reading.NATURAL).interval
        return printed(interval, self._unit(scope), self.book.vocabulary) if interval.least else None

    def width(self, scope: Scope) -> float:
        """How much the bounds leave open, beside the least; infinite where an end is open."""
        interval = self._bounds(scope, Reading.NATURAL).interval
        if interval.most is None or interval.least is None:
            return float("inf")
        return (interval.most - interval.least) / max(1, interval.most)

    def figure(self, scope: Scope) -> int:
        """The number of the figure that says how much; the same scope is one figure."""
        if scope not in self._numbers:
            shown = self.known(scope)
            if shown is None:
                raise ValueError("nothing is known of the scope")
            self.figures.append(self._figure(scope, shown, len(self.figures) + 1))
            self.scopes.append(scope)
            self._stated.append(shown.figure.interval(Reading.NATURAL, self.book.vocabulary))
            self._numbers[scope] = len(self.figures)
        return self._numbers[scope]

    def stated(self, number: int) -> Interval:
        """Between what the words of a figure, naturally read, let it lie."""
        return self._stated[number - 1]

    def _unit(self, scope: Scope):
        return self.book.vocabulary.unit[scope.unit]

    def _bounds(self, scope: Scope, reading: Reading) -> Bounds:
        reckoner = self.book.reckoner
        return (reckoner.planned if scope.stage == "planned" else reckoner.bounds)(scope, reading)

    def _figure(self, scope: Scope, shown: Print, number: int) -> AccountFigure:
        book, unit = self.book, self._unit(scope)
        natural, strict = (self._bounds(scope, reading) for reading in (Reading.NATURAL, Reading.STRICT))
        stated = shown.figure.interval(Reading.NATURAL, book.vocabulary)
        end = scope.window.end
        undated = replace(scope, window=Window()) if end is None else scope
        return AccountFigure(
            number=number,
            scope=describe_fields(scope),
            scope_text=scope_text(undated, book.vocabulary, book.subjects),
            unit=scope.unit,
            as_of=end.isoformat() if end else "",
            printed=printed_text(shown, unit, measure_word(scope, book)),
            qualifier="between" if shown.between else shown.figure.qualifier,
            state=_state(natural.interval, shown),
            natural=decimal_bounds(natural.interval, unit),
            strict=decimal_bounds(strict.interval, unit),
            stated=decimal_bounds(stated, unit),
            definition=definition(scope, book),
            assuming=_granted(natural, book),
            sources=self._sources(natural),
            aside=natural.aside[:MOST_KEYS],
        )

    def _sources(self, bounds: Bounds) -> tuple[Source, ...]:
        """What the bounds rest on, statements with their documents; of many entries the first."""
        keys: dict[tuple[str, str], None] = {}
        for reason in bounds.because:
            for key in reason.keys if reason.source == "entries" else (reason.key,):
                keys.setdefault((reason.source, key))
        return tuple(self._source(*pair) for pair in keys)[:MOST_SOURCES]

    def _source(self, source: str, key: str) -> Source:
        book = self.book
        if source == "entries":
            entry = book.entries[key]
            document = book.documents.get(entry.document)
            words = printed_text(
                Print(_exactly(entry.amount, book.vocabulary.unit[entry.unit].scale), 1),
                book.vocabulary.unit[entry.unit],
                "",
            )
            kind = "entry"
        else:
            row = book.statements[key]
            document = book.documents.get(row.document)
            words, kind = surface(row), "statement"
        return Source(
            key,
            kind,
            words,
            document.key if document else "",
            document.title if document else "",
            document.dated if document else "",
        )


def _granted(bounds: Bounds, book: Evidence) -> tuple[str, ...]:
    """What is taken for granted, each once with the keys of the statements: their figures are not quoted, a
    note is no place for other figures."""
    found: dict[str, list[str]] = {}
    for one in bounds.assuming:
        keys = found.setdefault(bare_assumption(one, book), [])
        if one.statement and one.statement not in keys:
            keys.append(one.statement)
    return tuple(
        _("{assumption} ({keys})").format(assumption=text, keys=listed(keys[:MOST_KEYS])) if keys else text
        for text, keys in found.items()
    )


def _exactly(value: int, scale: int):
    from duikou.book import Figure

    return Figure(value, 1 if value % scale else scale, 1, whole=value % scale == 0)


def _state(interval: Interval, shown: Print) -> str:
    if interval.most is None:
        return "least"
    if not interval.least:
        return "most"
    return "range" if shown.between else "settled"
