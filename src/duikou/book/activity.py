"""Activities (台账事项): trainings, firms, payments, visits … one record with the fields of its type."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from duikou.book.amount import parse_amount
from duikou.book.entry import Entry
from duikou.book.errors import BookError
from duikou.words import ActivityField, ActivityType, Vocabulary


@dataclass(frozen=True, slots=True)
class Activity:
    """One record of one `type` (a code of `words.activity`).

    `donors`, `recipient`, `sector`: codes; `site`: words (township, village). `subject`, `project`,
    `papers`: keys of the book. `first_day`..`last_day`: when it went on, or the days it can fall on.
    `values`: (field, value) in the order of the names, empty ones left out: numbers as decimal strings in
    base units (元, 人, 吨), days ISO, choices as codes parted by `;`, all else as written.
    """

    key: str
    type: str
    title: str
    first_day: date
    last_day: date
    donors: frozenset[str] = frozenset()
    recipient: str = ""
    site: str = ""
    sector: str = ""
    subject: str = ""
    project: str = ""
    values: tuple[tuple[str, str], ...] = ()
    papers: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Raises BookError `period.reversed`, `name.empty`."""
        if self.first_day > self.last_day:
            raise BookError(
                "period.reversed", "last_day", start=str(self.first_day), end=str(self.last_day), key=self.key
            )
        if not self.title.strip():
            raise BookError("name.empty", "title")

    @property
    def year(self) -> int:
        """The year in which it ended."""
        return self.last_day.year

    def value(self, name: str) -> str:
        return dict(self.values).get(name, "")


def natural_key(kind: str, *identity: str, nth: int = 1) -> str:
    """A key that the same thing gets whoever records it, however often: `kind` and a digest of what tells it
    from others. `nth`: of several that are alike in all of this, which one."""
    text = "\n".join((*identity, str(nth)) if nth > 1 else identity)
    return f"{kind}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:12]}"


def entries_of(activity: Activity, kind: ActivityType, words: Vocabulary) -> tuple[Entry, ...]:
    """What the book counts of an activity: an entry for each counted field that has a value above zero,
    and one where every record of the type counts as one. Raises BookError `amount.…` for a value that is
    no number."""
    found = []
    if kind.counts:
        measure = words.measure[kind.counts]
        found.append(_entry(activity, kind, kind.counts, measure.unit, words.unit[measure.unit].scale))
    for field in kind.counted:
        if text := activity.value(field.name):
            amount = parse_amount(text, words.unit[field.unit].scale, field.name)
            if amount:
                entry = _entry(activity, kind, field.measure, field.unit, amount, field)
                found.append(entry)
    return tuple(found)


def _entry(
    activity: Activity,
    kind: ActivityType,
    measure: str,
    unit: str,
    amount: int,
    field: ActivityField | None = None,
) -> Entry:
    return Entry(
        measure,
        unit,
        field.stage if field else "",
        amount,
        activity.first_day,
        activity.last_day,
        kind=_kind_of(activity, field),
        donors=activity.donors,
        recipient=activity.recipient,
        sector=activity.sector or kind.sector,
        subject=activity.subject,
        project=activity.project,
        document=activity.papers[0] if activity.papers else "",
        activity=activity.key,
    )


def _kind_of(activity: Activity, field: ActivityField | None) -> str:
    if field is None:
        return ""
    return activity.value(field.kind[1:]) if field.kind.startswith("@") else field.kind
