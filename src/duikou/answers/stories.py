"""A project's history as a story, and its money: who, when, what, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from duikou.answers.amounts import amount_text
from duikou.answers.wording import chinese, listed
from duikou.book import PUBLIC, BookError, Entry, Project, Sight, Step
from duikou.book.sight import owns, sees_project
from duikou.store import selectors
from duikou.words import UnknownCode, Vocabulary

FIELD_NAMES = {
    "name": pgettext_lazy("field of a project", "name"),
    "donors": pgettext_lazy("field of a project", "donors"),
    "recipient": pgettext_lazy("field of a project", "place"),
    "sectors": pgettext_lazy("field of a project", "sectors"),
    "kind": pgettext_lazy("field of a project", "kind of funds"),
    "subject": pgettext_lazy("field of a project", "named subject"),
    "delivery": pgettext_lazy("field of a project", "delivery"),
    "programme": pgettext_lazy("field of a project", "programme"),
    "targets": pgettext_lazy("field of a project", "for whom"),
    "steps": pgettext_lazy("field of a project", "steps"),
    "source": pgettext_lazy("field of a project", "source"),
    "note": pgettext_lazy("field of a project", "note"),
    "shares": pgettext_lazy("field of a project", "shares"),
    "implementers": pgettext_lazy("field of a project", "implementers"),
    "site": pgettext_lazy("field of a project", "site"),
    "budget": pgettext_lazy("field of a project", "planned funds"),
    "outputs": pgettext_lazy("field of a project", "outputs"),
    "served": pgettext_lazy("field of a project", "people served"),
    "published": pgettext_lazy("field of a project", "published"),
    "distinct_from": pgettext_lazy("field of a project", "not the same as"),
}
DELIVERIES = {
    "by_donor": pgettext_lazy("delivery", "by the donor (turnkey)"),
    "by_money": pgettext_lazy("delivery", "by money (the recipient builds)"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, in words before and after; "" where there was or is nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One posting in the life of a row. `actor` is "" for who may not know people's names."""

    posting: int
    when: datetime
    actor: str
    office: str
    action: str
    version: int
    withdrawn: bool
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """Money of a project: one standing entry in words."""

    key: str
    when: datetime
    stage: str
    kind: str
    donors: str
    period: str
    amount: str
    document: str
    note: str


def story(key: str, words: Vocabulary, *, sight: Sight = PUBLIC) -> tuple[Chapter, ...]:
    """The versions of a project that somebody may see, oldest first, each as what it changed."""
    chapters: list[Chapter] = []
    before: Project | None = None
    for version in selectors.history("project", key):
        if sees_project(sight, version.row, words):
            changes = () if version.withdrawn else tuple(differences(before, version.row, words))
            chapters.append(
                Chapter(
                    version.number,
                    version.recorded_at,
                    "" if sight == PUBLIC else version.actor,
                    version.office,
                    version.action,
                    version.version,
                    version.withdrawn,
                    version.reason,
                    changes,
                )
            )
            before = version.row
    return tuple(chapters)


def differences(before: Project | None, after: Project, words: Vocabulary) -> Iterator[Change]:
    """Field by field, in words; for a first version everything it says."""
    for one in fields(Project):
        if one.name == "key" or (before and getattr(before, one.name) == getattr(after, one.name)):
            continue
        was = in_words(before, one.name, words) if before else ""
        now = in_words(after, one.name, words)
        if was != now:
            yield Change(str(FIELD_NAMES[one.name]), was, now)


def in_words(row: Project, field: str, words: Vocabulary) -> str:
    """One field of a project as a reader would write it, "" where nothing is known."""
    label = "zh" if chinese() else "en"
    value = getattr(row, field)
    match field:
        case "donors":
            return listed(_name(words.parties, code) for code in sorted(value))
        case "recipient":
            return _name(words.places, value) if value else ""
        case "sectors" | "targets":
            table = words.sector if field == "sectors" else words.target
            return listed(getattr(table[code], label) if code in table else code for code in sorted(value))
        case "kind":
            return getattr(words.kind[value], label) if value in words.kind else value
        case "delivery":
            return str(DELIVERIES.get(value, value))
        case "steps":
            return listed(_step(step, words, label) for step in value)
        case "shares":
            return listed(f"{_name(words.parties, s.donor)} {s.part / 100:g}%" for s in value)
        case "outputs":
            return listed(f"{one.name} {_amount(one.amount, one.unit, words)}" for one in value)
        case "budget":
            return _amount(value, "CNY", words) if value else ""
        case "served":
            return f"{value:,}" if value else ""
        case "published":
            return _("yes") if value else ""
        case "subject" | "implementers":
            return subject_names([value] if isinstance(value, str) else sorted(value))
        case "distinct_from":
            return listed(sorted(value))
    return str(value)


def subject_names(keys: Iterable[str]) -> str:
    """Names of subjects; one that is not in the book as its key."""
    wanted = [key for key in keys if key]
    names = selectors.names_of_subjects(wanted) if wanted else {}
    return listed(names.get(key, key) for key in wanted)


def money(
    key: str, words: Vocabulary, *, sight: Sight = PUBLIC, firms: Iterable[str] = ()
) -> tuple[Payment, ...]:
    """Standing entries of a project that somebody may see: all in the office's place, a donor's own money,
    all for the firm that carries the project out (`firms`), else what rests on published papers."""
    label = "zh" if chinese() else "en"
    rows = selectors.entries_of_project(key)
    papers = {row.document for row, _when in rows if row.document}
    public = selectors.public_documents(papers) if papers and not sight.whole else set()
    found = []
    for row, when in rows:
        own = owns(sight, words, recipients=filter(None, [row.recipient]), donors=row.donors, firms=firms)
        if own or row.document in public:
            found.append(_payment(row, when, words, label))
    return tuple(found)


def _payment(row: Entry, when: datetime, words: Vocabulary, label: str) -> Payment:
    first, last = row.first_day.isoformat(), row.last_day.isoformat()
    return Payment(
        key=row.key,
        when=when,
        stage=getattr(words.stage[row.stage], label) if row.stage in words.stage else row.stage,
        kind=getattr(words.kind[row.kind], label) if row.kind in words.kind else "",
        donors=listed(_name(words.parties, code) for code in sorted(row.donors)),
        period=first if first == last else f"{first} – {last}",
        amount=_amount(row.amount, row.unit, words),
        document=row.document,
        note=row.note,
    )


def _amount(amount: int, unit: str, words: Vocabulary) -> str:
    return amount_text(amount, words.unit[unit]) if unit in words.unit else str(amount)


def _step(step: Step, words: Vocabulary, label: str) -> str:
    name = getattr(words.step[step.stage], label) if step.stage in words.step else step.stage
    return " ".join(filter(None, (name, step.date, _("(with a paper)") if step.paper else "")))


def _name(tree, code: str) -> str:
    try:
        return tree[code].name
    except (UnknownCode, BookError):
        return code


def version_of(key: str, version: int) -> Project | None:
    """A project as it stood at one version; None where there was none."""
    rows = (one.row for one in selectors.history("project", key) if one.version == version)
    return next(rows, None)
