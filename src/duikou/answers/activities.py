"""The records of an office: lists with filters, one record with its history, and what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from duikou.answers.amounts import amount_text
from duikou.answers.errors import NotFound
from duikou.answers.shower import Shower
from duikou.answers.views import Choice
from duikou.answers.wording import listed
from duikou.book import Activity, BookError, Entry, filling_of
from duikou.store import selectors
from duikou.store.holdings import Holdings, holdings
from duikou.store.wording_filling import label
from duikou.words import ActivityType, Vocabulary


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is limited to: codes or parts of words, "" = not limited."""

    type: str = ""
    recipient: str = ""
    donor: str = ""
    year: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One record in a list. `values`: the counted fields that have one, as (label, amount in words)."""

    key: str
    type: str
    title: str
    donors: str
    recipient: str
    days: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list. `types`, `recipients`, `donors`, `years`: what can be chosen, with counts in
    labels."""

    rows: tuple[Listed, ...]
    total: int
    types: tuple[Choice, ...]
    recipients: tuple[Choice, ...]
    donors: tuple[Choice, ...]
    years: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One entry of a record, in words."""

    key: str
    measure: str
    stage: str
    amount: str


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One version: when and by whom, why, and what changed as (label, before, after)."""

    version: int
    recorded_at: datetime
    actor: str
    office: str
    reason: str
    withdrawn: bool
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record. `fields`: (label, text with its unit) of those that have a value. `version`: the one
    shown."""

    key: str
    type: str
    type_label: str
    title: str
    fields: tuple[tuple[str, str], ...]
    counted: tuple[Counted, ...]
    story: tuple[StoryStep, ...]
    version: int
    withdrawn: bool


def list_activities(office: str, filters: Filters, start: int = 0, size: int = 50) -> ListView:
    """Newest first. Raises BookError `unknown.office`."""
    held = holdings(office)
    shower = Shower(held.near)
    every = [row for row in held.records.values() if isinstance(row, Activity)]
    found = [row for row in every if _matches(row, filters)]
    found.sort(key=lambda row: (row.last_day, row.first_day, row.key), reverse=True)
    words = shower.words
    kinds = Counter(row.type for row in every)
    return ListView(
        tuple(_listed(row, shower) for row in found[start : start + size]),
        len(found),
        tuple(
            Choice(code, f"{label(kind)} {kinds[code] or ''}".strip())
            for code, kind in words.activity.items()
            if kind.core == "activity"
        ),
        tuple(
            Choice(code, words.places[code].name) for code in sorted({row.recipient for row in every} - {""})
        ),
        tuple(
            Choice(code, words.parties[code].name)
            for code in sorted({d for row in every for d in row.donors})
        ),
        tuple(Choice(str(year), str(year)) for year in sorted({row.year for row in every}, reverse=True)),
    )


def _matches(row: Activity, filters: Filters) -> bool:
    return (
        (not filters.type or row.type == filters.type)
        and (not filters.recipient or row.recipient == filters.recipient)
        and (not filters.donor or filters.donor in row.donors)
        and (not filters.year or str(row.year) == filters.year)
        and (not filters.text or filters.text in f"{row.title} {row.site} {row.note} {row.key}")
    )


def record_view(office: str, key: str) -> RecordView:
    """Raises NotFound for a record that is not there, or not the office's."""
    held = holdings(office)
    history = selectors.history("activity", key) if key in held.records else _ended(key, held)
    last = history[-1]
    shower = Shower(held.near)
    kind = shower.words.activity[last.row.type]
    return RecordView(
        key,
        kind.code,
        label(kind),
        last.row.title,
        tuple(shower.fields(kind, filling_of(last.row))),
        tuple(_counted(entry, shower.words) for entry in selectors.counted([key]).get(key, ())),
        tuple(_story(kind, history, shower)),
        last.version,
        last.withdrawn,
    )


def _ended(key: str, held: Holdings) -> tuple[selectors.Version, ...]:
    """The history of a record that was taken back, if it was the office's."""
    try:
        history = selectors.history("activity", key)
    except BookError as error:
        raise NotFound("activity", key) from error
    if key in held.elsewhere or not held.concerns(history[-1].row):
        raise NotFound("activity", key)
    return history


def _listed(row: Activity, shower: Shower) -> Listed:
    kind = shower.words.activity[row.type]
    filling = filling_of(row)
    values = tuple(
        (label(field), shower.text(kind, field.name, filling[field.name]))
        for field in kind.counted
        if filling.get(field.name)
    )
    donors = listed(shower.words.parties[code].name for code in sorted(row.donors))
    place = shower.words.places[row.recipient].name if row.recipient else ""
    return Listed(row.key, label(kind), row.title, donors, place, days_text(row), values)


def _counted(entry: Entry, words: Vocabulary) -> Counted:
    measure, stage = words.measure[entry.measure], words.stage.get(entry.stage)
    amount = amount_text(entry.amount, words.unit[entry.unit])
    return Counted(entry.key, label(measure), label(stage) if stage else "", amount)


def _story(kind: ActivityType, history: tuple[selectors.Version, ...], shower: Shower) -> Iterator[StoryStep]:
    before: Mapping[str, str] | None = None
    for version in history:
        after = filling_of(version.row)
        yield StoryStep(
            version.version,
            version.recorded_at,
            version.actor,
            version.office,
            version.reason,
            version.withdrawn,
            tuple(shower.changes(kind, before, after)) if before is not None else (),
        )
        before = after


def days_text(row: Activity) -> str:
    first, last = row.first_day.isoformat(), row.last_day.isoformat()
    if first == last:
        return first
    if first[:4] == last[:4] and (first[5:], last[5:]) == ("01-01", "12-31"):
        return first[:4]
    return f"{first} – {last}"
