"""What is wrong with a filled-in row, in words, and what to do about it.

One line for each code of `book.Problem`; placeholders are its params. Params that name fields of the type are
shown by the fields' own labels. Codes that `wording` knows are said there.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy, pgettext

from duikou.book import BookError, Problem
from duikou.store.wording import say
from duikou.words import ActivityField, ActivityType

SEVERITY_NAMES = {
    "error": gettext_lazy("error"),
    "doubt": gettext_lazy("doubt"),
    "note": gettext_lazy("note"),
}
_RULES = {
    "field.required": gettext_lazy("{field} is missing; fill it in."),
    "date.range": gettext_lazy("{text} lies outside {first} to {last}; correct the year."),
    "date.early": gettext_lazy("{text} is before {year}; confirm or correct the year."),
    "date.future": gettext_lazy("{text} is still to come; what has not happened is not counted."),
    "part.over_whole": gettext_lazy(
        "The part {part} is larger than the whole {total} ({whole}); correct one."
    ),
    "whole.missing": gettext_lazy("{part} is given but not the whole; fill in {field} too."),
    "parts.over_whole": gettext_lazy(
        "The parts add up to {parts}, the whole is {total}; correct one of them."
    ),
    "persons.over_times": gettext_lazy(
        "{persons} persons but {times} person-times ({other}): whoever came was there at least once."
    ),
    "stage.over": gettext_lazy("{amount} is more than {earlier} ({least}); confirm or correct it."),
    "percent.over": gettext_lazy("A share of {value} percent exceeds the whole; confirm or correct it."),
    "amount.unit": gettext_lazy("{value} yuan in one record: was yuan typed in a column of 10,000 yuan?"),
    "nothing.counted": gettext_lazy("No amount or number is given: the record counts nothing."),
    "total.running": gettext_lazy(
        "“{text}” sounds like a running total; record what happened in the period."
    ),
    "pairing.none": gettext_lazy(
        "{donor} is not paired with {recipient} in the book; confirm or correct it."
    ),
}
_CELLS = {
    "number.unreadable": gettext_lazy("“{text}” is not a number; write digits only."),
    "number.negative": gettext_lazy("{text} is below zero; correct the record that it is to reduce."),
    "number.not_whole": gettext_lazy("{text} is not a whole number of {unit}."),
    "number.unit": gettext_lazy("“{text}” is in another unit than {unit}; convert it."),
    "number.about": gettext_lazy("“{text}” is a rounded figure; write the exact one from the voucher."),
    "number.rounded": gettext_lazy("{text} was rounded to {value}."),
    "percent.fraction": gettext_lazy("{text} was taken as a percentage; was {times} meant?"),
    "number.error": gettext_lazy("The cell holds the error {text}; mend the formula or write the value."),
    "number.date": gettext_lazy("The cell is formatted as a date ({text}); format it as a number."),
    "date.guessed": gettext_lazy("“{text}” was read as {date}."),
    "choice.unknown": gettext_lazy("“{text}” is not one of {known}."),
    "text.cut": gettext_lazy("The text has {length} characters, {most} are taken; shorten it."),
    "cell.formula_empty": gettext_lazy(
        "The cell holds a formula without a value; open and save the file in Excel."
    ),
    "cell.converted": gettext_lazy("“{text}” was taken as {value} {unit}."),
    "cell.merged": gettext_lazy("The cell is merged over several rows; each took the value {text}."),
    "place.ambiguous": gettext_lazy("“{text}” can be {names}; write the full name."),
}
_SHEETS = {
    "sheet.unknown": gettext_lazy("No type of record fits the heads of this sheet; it was left out."),
    "sheet.empty": gettext_lazy("The sheet holds no records."),
    "sheet.hidden": gettext_lazy("The sheet is hidden; its rows were read."),
    "sheet.guessed": gettext_lazy("The sheet was read as “{type}” by its heads."),
    "column.unknown": gettext_lazy("No field is called “{text}”; the column was left out."),
    "column.twice": gettext_lazy("“{text}” stands over two columns; the first one with the field was taken."),
    "column.missing": gettext_lazy("The column {field} is missing; without it no new record can be taken."),
    "column.unit": gettext_lazy("The head says {unit}; the amounts were converted."),
    "column.unit_unknown": gettext_lazy("The unit “{unit}” in the head does not belong to {field}."),
    "column.formulas": gettext_lazy(
        "{number} cells of the column hold formulas; their last computed values were taken."
    ),
    "column.unit_assumed": gettext_lazy("No unit is given; {unit} was taken for granted."),
    "row.total": gettext_lazy("A row of totals; it was left out."),
    "row.footer": gettext_lazy("A line below the table; it was left out."),
    "sheet.hidden_rows": gettext_lazy(
        "{number} rows are hidden or filtered out; they were read like the others."
    ),
    "row.twice": gettext_lazy("The same as row {other}; give both what tells them apart, or delete one."),
    "row.stale": gettext_lazy(
        "The record was changed after this workbook was made (version {here}, now {present}); "
        "take a new workbook."
    ),
    "row.gone": gettext_lazy(
        "The record {key} does not stand in the book any more; empty the key to add it anew."
    ),
    "row.missing": gettext_lazy(
        "{title} stands in the book but not in the workbook; it stays unless withdrawn."
    ),
    "row.similar": gettext_lazy("Much like {title} ({key}) in the book; the same? Then change that one."),
    "row.outside": gettext_lazy("Records of {field} are not for this office to bring; correct it."),
    "row.foreign": gettext_lazy("The record {key} does not concern this office."),
    "book.other": gettext_lazy("The workbook was made from another book; its keys were not used."),
    "file.external_links": gettext_lazy(
        "The workbook links to other files; the values last stored were taken."
    ),
}
_FILINGS = {
    "filing.nothing": gettext_lazy("The filing holds no records: is there really nothing to report?"),
    "filing.stale": gettext_lazy(
        "{title} has been changed in the book since it was put in here; put it in anew."
    ),
    "filing.elsewhere": gettext_lazy("Is in “{call}” too; take it out of one of the two."),
    "filing.no_project": gettext_lazy("The project {project} is neither in the book nor in this filing."),
    "filing.withdrawn": gettext_lazy("Is taken back: {reason}"),
    "filing.not_asked": gettext_lazy("Lies outside what is called for; it enters the book all the same."),
    "filing.closed": gettext_lazy(
        "The register is closed here (“{closing}”); take the record out, or have it opened again."
    ),
    "figure.fell": gettext_lazy("{field} falls from {before} to {after}."),
    "total.fell": gettext_lazy("{measure} falls from {before} (“{last}”) to {after}."),
    "project.over": gettext_lazy("More {stage} ({amount}) than {earlier_stage} ({least}) in all."),
    "project.no_arrival": gettext_lazy("Money was paid out or spent, but none has arrived by the book."),
    "money.idle": gettext_lazy("{amount} arrived more than {months} months ago and is not paid out."),
    "acceptance.late": gettext_lazy("Complete since {since}; acceptance is {over} days overdue."),
    "papers.missing": gettext_lazy("No paper is named: {records} ({papers})."),
}
MESSAGES: Mapping[str, object] = _RULES | _CELLS | _SHEETS | _FILINGS
# Params that are amounts of the field, in base units.
_AMOUNTS = ("amount", "least", "part", "parts", "total")
_FIELD_PARAMS = ("whole", "part", "other", "earlier")


def label(row: ActivityField | ActivityType | object) -> str:
    """The name of a row of the vocabulary in the present language."""
    chinese = (get_language() or "zh").startswith("zh")
    zh, en = str(getattr(row, "zh", "")), str(getattr(row, "en", ""))
    return zh if chinese else (en or zh)


def unit_label(field: ActivityField, units: Mapping[str, object]) -> str:
    """The unit in which a field is typed: 万元, 亿元, 人次; "" where it has none."""
    if not field.number:
        return ""
    chinese = (get_language() or "zh").startswith("zh")
    base = label(units[field.unit])
    if field.factor == 1:
        return base
    return (
        {10_000: "万", 100_000_000: "亿"}.get(field.factor, f"{field.factor} ") + base
        if chinese
        else (f"{field.factor:,} {base}")
    )


def say_problem(
    found: Problem, kind: ActivityType | None = None, units: Mapping[str, object] | None = None
) -> str:
    """One line in the present language: what is wrong and what to do. With `units` (code → row) amounts are
    said in the unit of the field."""
    params = dict(found.params)
    field = kind.field(found.field) if kind else None
    message = MESSAGES.get(found.code)
    if message is None:
        return say(BookError(found.code, label(field) if field else found.field, **params))
    shown: dict[str, object] = {"field": label(field) if field else found.field}
    for name, value in params.items():
        named = kind.field(str(value)) if kind and name in _FIELD_PARAMS else None
        if named:
            shown[name] = label(named)
        elif field and field.number and units and name in _AMOUNTS:
            shown[name] = f"{(Decimal(str(value)) / field.factor).normalize():f}{unit_label(field, units)}"
        else:
            shown[name] = _plain(value)
    return str(message).format_map(_Shown(shown))


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return pgettext("list", ", ").join(map(str, value))
    return str(value)


class _Shown(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "?"
