"""What the vocabulary has against a row: unknown codes, units that do not belong, dates that are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from duikou.book import (
    Activity,
    BookError,
    Document,
    Entry,
    Pairing,
    Project,
    Statement,
    Subject,
    parse_amount,
    parse_period,
)
from duikou.store.word import Word
from duikou.words import UnknownCode, Vocabulary
from duikou.words.vocabulary import shipped_tables

_DIGEST = re.compile(r"[0-9a-f]{64}")
# Measures that hold what nothing else does take any unit.
_ANY_UNIT = {"other", "context"}
MONEY_SCALE = 100
# The shortest column that holds a code.
LONGEST_CODE = 32


def checks(vocabulary: Vocabulary) -> Mapping[str, Callable[[Any], Iterator[BookError]]]:
    """Table → function from a core row to the problems with it."""
    codes = _Codes(vocabulary)
    return {
        "entry": lambda row: check_entry(row, codes),
        "statement": lambda row: check_statement(row, codes),
        "document": lambda row: check_document(row),
        "pairing": lambda row: check_pairing(row, codes),
        "project": lambda row: check_project(row, codes),
        "activity": lambda row: check_activity(row, codes),
        "subject": lambda row: check_subject(row, codes),
    }


class _Codes:
    """Asks the vocabulary once for each code, however many rows bear it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: set[tuple[str, str]] = set()
        self._series: set[tuple[str, str, str, bool]] = set()

    def check(self, table: str, codes: Iterable[str], field: str) -> Iterator[BookError]:
        """`unknown.<table>` for each code that is not there; "" passes."""
        for code in codes:
            if code and (table, code) not in self._known:
                try:
                    _look_up(self.vocabulary, table, code)
                except UnknownCode as error:
                    near = error.suggestions or _near(self.vocabulary, table, code)
                    yield BookError(f"unknown.{table}", field, value=code, suggestions=near)
                else:
                    self._known.add((table, code))

    def check_series(self, measure: str, unit: str, stage: str, one_fact: bool) -> Iterator[BookError]:
        """Measure, unit and stage together; `one_fact`: an entry, which must say its stage."""
        series = (measure, unit, stage, one_fact)
        if series not in self._series:
            found = list(self._series_problems(*series))
            if not found:
                self._series.add(series)
            yield from found

    def _series_problems(self, measure: str, unit: str, stage: str, one_fact: bool) -> Iterator[BookError]:
        unknown = [
            *self.check("measure", [measure], "measure"),
            *self.check("unit", [unit], "unit"),
            *self.check("stage", [stage], "stage"),
        ]
        if not measure or not unit:
            yield BookError("series.empty", "measure" if not measure else "unit")
        yield from unknown
        if unknown or not measure or not unit:
            return
        row = self.vocabulary.measure[measure]
        if row.base:
            yield BookError("measure.not_base", "measure", measure=measure, base=row.base, kind=row.kind)
        own, given = self.vocabulary.unit[row.unit], self.vocabulary.unit[unit]
        money = (own.scale == MONEY_SCALE, given.scale == MONEY_SCALE)
        if measure not in _ANY_UNIT and money[0] != money[1]:
            yield BookError("unit.strange", "unit", measure=measure, unit=unit, own=row.unit)
        if one_fact and row.staged and not stage:
            yield BookError("stage.missing", "stage", measure=measure)
        if one_fact and stage and not row.staged:
            yield BookError("stage.not_wanted", "stage", measure=measure, stage=stage)


def _look_up(vocabulary: Vocabulary, table: str, code: str) -> object:
    match table:
        case "place":
            return vocabulary.places[code]
        case "party":
            return vocabulary.parties[code]
        case _:
            rows: Mapping[str, object] = getattr(vocabulary, table)
            if code not in rows:
                raise UnknownCode(table, code)
            return rows[code]


def _near(vocabulary: Vocabulary, table: str, code: str) -> tuple[str, ...]:
    """What may have been meant: a name instead of a code first of all."""
    try:
        match table:
            case "place":
                return (vocabulary.places.resolve(code).code,)
            case "party":
                return (vocabulary.parties.resolve(code).code,)
            case "measure" | "sector" | "kind" | "stage":
                return (getattr(vocabulary, f"{table}_of")(code).code,)
    except UnknownCode as error:
        return error.suggestions
    return ()


def check_entry(row: Entry, codes: _Codes) -> Iterator[BookError]:
    yield from codes.check_series(row.measure, row.unit, row.stage, one_fact=True)
    yield from codes.check("kind", [row.kind], "kind")
    yield from codes.check("party", row.donors, "donors")
    yield from codes.check("place", [row.recipient], "recipient")
    yield from codes.check("sector", [row.sector], "sector")


def check_statement(row: Statement, codes: _Codes) -> Iterator[BookError]:
    scope = row.scope
    yield from codes.check_series(scope.measure, scope.unit, scope.stage, one_fact=False)
    yield from codes.check("kind", scope.kinds, "kinds")
    yield from codes.check("party", scope.donors, "donors")
    yield from codes.check("place", scope.recipients, "recipients")
    yield from codes.check("sector", scope.sectors, "sectors")
    if row.figure:
        yield from codes.check("qualifier", [row.figure.qualifier], "qualifier")
    if row.start < 0 or row.end < row.start:
        yield BookError("statement.span", "start", start=row.start, end=row.end)


def check_document(row: Document) -> Iterator[BookError]:
    if row.digest and not _DIGEST.fullmatch(row.digest):
        yield BookError("document.digest", "digest", digest=row.digest[:20])
    if row.copy_of == row.key:
        yield BookError("document.copy_of_itself", "copy_of", value=row.key)
    yield from _dates(dated=row.dated)


def check_pairing(row: Pairing, codes: _Codes) -> Iterator[BookError]:
    yield from codes.check("party", sorted(row.donors), "donors")
    yield from codes.check("place", sorted(row.recipients), "recipients")
    yield from codes.check("programme", [row.programme], "programme")
    bad = list(_dates(start=row.start, end=row.end))
    yield from bad
    if not bad and row.start and row.end and parse_period(row.start)[0] > parse_period(row.end)[1]:
        yield BookError("period.reversed", "end", start=row.start, end=row.end)


def check_project(row: Project, codes: _Codes) -> Iterator[BookError]:
    if not row.name.strip():
        yield BookError("name.empty", "name")
    yield from codes.check("party", sorted(row.donors), "donors")
    yield from codes.check("place", [row.recipient], "recipient")
    yield from codes.check("sector", sorted(row.sectors), "sectors")
    yield from codes.check("kind", [row.kind], "kind")
    yield from codes.check("target", sorted(row.targets), "targets")
    yield from codes.check("unit", [output.unit for output in row.outputs], "outputs")
    for step in row.steps:
        yield from _dates(**{step.stage: step.date})


def check_activity(row: Activity, codes: _Codes) -> Iterator[BookError]:
    yield from codes.check("activity", [row.type], "type")
    yield from codes.check("party", sorted(row.donors), "donors")
    yield from codes.check("place", [row.recipient], "recipient")
    yield from codes.check("sector", [row.sector], "sector")
    kind = codes.vocabulary.activity.get(row.type)
    for name, text in row.values:
        field = kind.field(name) if kind else None
        if kind and field is None:
            yield BookError("field.unknown", name, type=row.type)
        elif field and field.number:
            parse_amount(text, codes.vocabulary.unit[field.unit].scale, name)


def check_subject(row: Subject, codes: _Codes) -> Iterator[BookError]:
    if not row.name.strip():
        yield BookError("name.empty", "name")
    yield from codes.check("place", [row.place], "place")
    yield from codes.check("sector", [row.sector], "sector")


def check_word(word: Word, number: int) -> None:
    """Raises BookError `word.table`, `word.columns`, `key.empty`."""
    heads = _heads()
    if word.table not in heads:
        raise BookError("word.table", "table", row=number, table=word.table, known=", ".join(heads))
    if sorted(name for name, _ in word.cells) != sorted(heads[word.table]):
        wanted = ", ".join(heads[word.table])
        raise BookError("word.columns", "cells", row=number, table=word.table, columns=wanted)
    if not word.code.strip("/"):
        raise BookError("key.empty", "code", row=number, key="")
    if word.table != "place_names" and len(word.code) > LONGEST_CODE:
        raise BookError("text.too_long", "code", row=number, key=word.code[:20], most=LONGEST_CODE)


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    return {name: tuple(rows[0]) for name, rows in shipped_tables().items() if rows}


def _dates(**days: str) -> Iterator[BookError]:
    for field, text in days.items():
        if text:
            try:
                parse_period(text, field)
            except BookError as error:
                yield error
