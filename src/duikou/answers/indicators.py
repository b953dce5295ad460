"""Before and after: what is known of one indicator at two times, from published figures and, for an office,
from the records in its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from duikou.answers.amounts import number_text
from duikou.answers.evidence import Evidence, evidence
from duikou.answers.questions import scope_text
from duikou.book import PUBLIC, Activity, Scope, Sight, Statement, Window
from duikou.store.holdings import holdings
from duikou.store.wording_filling import label
from duikou.words import ActivityField, ActivityType, Unit, Vocabulary

BEFORE, AFTER = "_before", "_after"
INDICATORS = "indicator"  # type of the records, and first part of the measures, that tell how a county fares


@dataclass(frozen=True, slots=True)
class Known:
    """A value of an indicator: plain decimal in base units, in words, when, and what says so (`source`: key
    of a statement or a record, `document`: of the statement)."""

    value: str
    text: str
    when: str
    source: str
    document: str


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator before and after. `change`: in words."""

    label: str
    before: Known
    after: Known
    change: str


def changes(*, sight: Sight = PUBLIC, office: str = "") -> tuple[Change, ...]:
    """Statements first, then the records of `office`, whose own they are."""
    book = evidence(sight=sight)
    found = list(_stated(book))
    if office:
        found += _recorded(office, book.vocabulary)
    return tuple(found)


def _stated(book: Evidence) -> Iterator[Change]:
    """The earliest and the latest figure on each scope, of rates and of what is measured of a county."""
    groups: dict[Scope, list[Statement]] = {}
    for row in book.statements.values():
        rate = row.nature == "rate" or row.scope.measure.split(".")[0] == INDICATORS
        if rate and row.form == "published" and row.figure and row.scope.window.end and not row.relations:
            groups.setdefault(replace(row.scope, window=Window()), []).append(row)
    for scope, rows in groups.items():
        rows.sort(key=lambda row: (row.scope.window.end, row.key))
        first, last = rows[0], rows[-1]
        if first.scope.window.end == last.scope.window.end:
            continue
        unit = book.vocabulary.unit[scope.unit]
        named = scope_text(scope, book.vocabulary, book.subjects)
        yield _change(named, _of_statement(first, unit), _of_statement(last, unit), unit)


def _of_statement(row: Statement, unit: Unit) -> Known:
    assert row.figure
    assert row.scope.window.end
    value = Decimal(row.figure.value) / unit.scale
    return Known(
        f"{value:f}", row.surface.replace("\n", ""), str(row.scope.window.end.year), row.key, row.document
    )


def _recorded(office: str, words: Vocabulary) -> Iterator[Change]:
    """Fields of a record that come in pairs, and yearly indicators of a county."""
    rows = [row for row in holdings(office).records.values() if isinstance(row, Activity)]
    for row in rows:
        kind = words.activity[row.type]
        for before, after in _pairs(kind):
            values = row.value(before.name), row.value(after.name)
            if all(values):
                unit = words.unit[after.unit]
                named = " · ".join(filter(None, (_place(row, words), row.title, label(after))))
                first, last = (
                    Known(value, number_text(Decimal(value), unit), when, row.key, "")
                    for value, when in zip(
                        values, (_("before"), _("after {year}").format(year=row.year)), strict=True
                    )
                )
                yield _change(named, first, last, unit)
    yield from _yearly([row for row in rows if row.type == INDICATORS], words)


def _pairs(kind: ActivityType) -> Iterator[tuple[ActivityField, ActivityField]]:
    fields: Mapping[str, ActivityField] = {field.name: field for field in kind.fields}
    for name, field in fields.items():
        if name.endswith(BEFORE) and (other := fields.get(name.removesuffix(BEFORE) + AFTER)):
            yield field, other


def _yearly(rows: Iterable[Activity], words: Vocabulary) -> Iterator[Change]:
    by_place: dict[str, list[Activity]] = {}
    for row in rows:
        by_place.setdefault(row.recipient, []).append(row)
    for records in by_place.values():
        records.sort(key=lambda row: (row.last_day, row.key))
        for field in words.activity[INDICATORS].fields:
            told = [row for row in records if field.number and row.value(field.name)]
            if len(told) < 2 or told[0].year == told[-1].year:
                continue
            unit = words.unit[field.unit]
            first, last = (
                Known(
                    row.value(field.name),
                    number_text(Decimal(row.value(field.name)), unit),
                    str(row.year),
                    row.key,
                    "",
                )
                for row in (told[0], told[-1])
            )
            named = " · ".join(filter(None, (_place(told[0], words), label(field))))
            yield _change(named, first, last, unit)


def _place(row: Activity, words: Vocabulary) -> str:
    return words.places[row.recipient].name if row.recipient else ""


def _change(named: str, before: Known, after: Known, unit: Unit) -> Change:
    """In percentage points for percents, else in times where it grew much, in percent otherwise."""
    first, last = Decimal(before.value), Decimal(after.value)
    if unit.code == "percent":
        text = _("{points} points").format(points=f"{last - first:+.2f}")
    elif not first:
        text = "—"
    elif last >= 3 * first:
        text = _("{times} times as much").format(times=f"{last / first:.1f}")
    else:
        text = f"{(last - first) / first * 100:+.1f}%"
    return Change(named, before, after, text)
