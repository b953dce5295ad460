"""The records of an office: lists with filters, one record with its history, and what it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from duikou.answers.amounts import amount_text
from duikou.answers.errors import NotFound
from duikou.answers.register import register
from duikou.answers.shower import Shower
from duikou.answers.views import Choice
from duikou.answers.wording import listed
from duikou.book import Activity, BookError, Entry, Sight, filling_of
from duikou.book.sight import owns_activity
from duikou.store import selectors
from duikou.store.records import Limits, Records, records
from duikou.store.wording_filling import label
from duikou.words import ActivityType, Vocabulary


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


def list_activities(limits: Limits, start: int = 0, size: int = 50, *, sight: Sight) -> ListView:
    """The records that are somebody's own, newest first."""
    words = selectors.vocabulary()
    found = _records(sight, words)
    total, keys = found.page(limits, start, size)
    rows = {row.key: row for row in selectors.named("activity", keys)}
    shower = Shower(of=rows.values())
    facets = found.facets
    return ListView(
        tuple(_listed(rows[key], shower) for key in keys if key in rows),
        total,
        tuple(
            Choice(code, f"{label(kind)} {facets.types.get(code, '')}".strip())
            for code, kind in words.activity.items()
            if kind.core == "activity"
        ),
        tuple(Choice(code, words.places[code].name) for code in facets.recipients),
        tuple(Choice(code, words.parties[code].name) for code in facets.donors),
        tuple(Choice(str(year), str(year)) for year in facets.years),
    )


def _records(sight: Sight, words: Vocabulary) -> Records:
    def projects() -> Iterator[str]:
        """Those that the firms of the sight carry out."""
        for one in register().held.values():
            if not sight.firms.isdisjoint(one.project.implementers):
                yield one.project.key

    return records(sight, words, projects)


def record_view(key: str, *, sight: Sight, near: frozenset[str] = frozenset()) -> RecordView:
    """Raises NotFound for a record that is not there, or not somebody's own; one that was taken back is still
    theirs."""
    history = own_history(key, sight)
    last = history[-1]
    shower = Shower(near, [version.row for version in history])
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


def own_history(key: str, sight: Sight) -> tuple[selectors.Version, ...]:
    """The versions of a record that is somebody's own. Raises NotFound."""
    try:
        history = selectors.history("activity", key)
    except BookError as error:
        raise NotFound("activity", key) from error
    row: Activity = history[-1].row
    project = next(iter(selectors.named("project", [row.project])), None) if sight.firms else None
    firms = project.implementers if project else ()
    if not owns_activity(sight, row, selectors.vocabulary(), firms):
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
