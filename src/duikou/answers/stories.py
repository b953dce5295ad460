"""A project's history as a story, and its money: who, when, what, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from duikou.answers.amounts import amount_text
from duikou.answers.wording import chinese, listed
from duikou.book import PUBLIC, BookError, Entry, Project, Sight, Step
from duikou.book.sight import owns, sees_project
from duikou.store import selectors
from duikou.store.tracing import ended, entries_naming, links
from duikou.words import UnknownCode, Vocabulary

MERGING = "merge_projects"
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
    """One field, in words before and after; "" where there was or is nothing. `paper`: key of the document
    that shows it, "" = none."""

    field: str
    before: str
    after: str
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that a posting brought, or took back: an entry in words. `taken_back`: key of the entry that it
    reverses, "" for a new one; `reason` of that."""

    key: str
    stage: str
    amount: str
    donors: str
    taken_back: str
    reason: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Another record of the project that ended in this one."""

    key: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One posting in the life of a project: what it changed in the row, what money it brought or took back,
    which other record it merged into this one. `actor` is "" for who may not know people's names; `version`
    is 0 where the row stayed as it was."""

    posting: int
    when: datetime
    actor: str
    office: str
    action: str
    version: int
    withdrawn: bool
    reason: str
    changes: tuple[Change, ...] = ()
    moved: tuple[Moved, ...] = ()
    merged: tuple[Merged, ...] = ()


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


def story(
    key: str, words: Vocabulary, *, sight: Sight = PUBLIC, firms: Iterable[str] = ()
) -> tuple[Chapter, ...]:
    """The postings in the life of a project that somebody may see, oldest first, each as what it changed;
    `firms`: that carry it out."""
    told = {chapter.posting: chapter for chapter in _versions(key, words, sight)}
    moved = _moved(key, words, sight, firms)
    known = links(moved.keys() - told.keys())
    for number, money_of in moved.items():
        if number not in told:
            one = known[number]
            who = "" if sight == PUBLIC else one.actor
            told[number] = Chapter(number, one.recorded_at, who, one.office, one.action, 0, False, "")
        told[number] = replace(told[number], moved=tuple(money_of))
    merging = [number for number, chapter in told.items() if chapter.action == MERGING]
    for number, reason, row in ended("project", merging) if merging else ():
        # Sub-projects of the record that ended are changed by the same posting.
        if f"({key}):" in reason.partition(" → ")[2] and sees_project(sight, row, words):
            merged = Merged(row.key, row.name, reason)
            told[number] = replace(told[number], merged=(*told[number].merged, merged))
    return tuple(chapter for _, chapter in sorted(told.items()))


def merged_into(key: str, words: Vocabulary, *, sight: Sight = PUBLIC) -> tuple[str, str]:
    """(name of a record that was merged away, key of the one that it became part of) for who might see both;
    "" and "" for others, and where nothing was merged."""
    gone = _history(key)[-1:]
    if not gone or not gone[0].withdrawn or gone[0].action != MERGING:
        return "", ""
    name, posting = gone[0].row.name, gone[0].number
    told = gone[0].reason.removeprefix(f"{name} ({key}) → ")
    for other in re.findall(r"\(([^()]+)\): ", told):  # names may hold such signs themselves
        for kept in _history(other):
            if kept.number == posting and told.startswith(f"{kept.row.name} ({other}): "):
                seen = sees_project(sight, gone[0].row, words) and sees_project(sight, kept.row, words)
                return (name, other) if seen else ("", "")
    return "", ""


def _history(key: str) -> tuple[Any, ...]:
    try:
        return selectors.history("project", key)
    except BookError:
        return ()


def _versions(key: str, words: Vocabulary, sight: Sight) -> Iterator[Chapter]:
    before: Project | None = None
    for version in selectors.history("project", key):
        if sees_project(sight, version.row, words):
            yield Chapter(
                version.number,
                version.recorded_at,
                "" if sight == PUBLIC else version.actor,
                version.office,
                version.action,
                version.version,
                version.withdrawn,
                version.reason,
                () if version.withdrawn else tuple(differences(before, version.row, words)),
            )
            before = version.row


def _moved(key: str, words: Vocabulary, sight: Sight, firms: Iterable[str]) -> dict[int, list[Moved]]:
    """Posting → the entries of it that somebody may see, by the same rule as `money`."""
    label = "zh" if chinese() else "en"
    found: dict[int, list[Moved]] = {}
    rows = entries_naming(key)
    papers = {row.document for _, row in rows if row.document}
    public = selectors.public_documents(papers) if papers and not sight.whole else set()
    for number, row in rows:
        own = _own_money(row, words, sight, firms)
        if own or row.document in public:
            reason = row.note if own and row.reverses else ""
            paid = _payment(replace(row, amount=abs(row.amount)), datetime.min, words, label)
            moved = Moved(row.key, paid.stage, paid.amount, paid.donors, row.reverses, reason)
            found.setdefault(number, []).append(moved)
    return found


def _own_money(row: Entry, words: Vocabulary, sight: Sight, firms: Iterable[str]) -> bool:
    return owns(sight, words, recipients=filter(None, [row.recipient]), donors=row.donors, firms=firms)


def differences(before: Project | None, after: Project, words: Vocabulary) -> Iterator[Change]:
    """Field by field, in words; for a first version everything it says."""
    for one in fields(Project):
        if one.name == "key" or (before and getattr(before, one.name) == getattr(after, one.name)):
            continue
        if one.name == "steps":
            yield from _steps(before.steps if before else (), after.steps, words)
            continue
        was = in_words(before, one.name, words) if before else ""
        now = in_words(after, one.name, words)
        if was != now:
            yield Change(str(FIELD_NAMES[one.name]), was, now)


def _steps(before: tuple[Step, ...], after: tuple[Step, ...], words: Vocabulary) -> Iterator[Change]:
    """Step by step: one that was corrected as before and after, others as gone or new."""
    label = "zh" if chinese() else "en"
    gone = [step for step in before if step not in after]
    for step in (step for step in after if step not in before):
        same = next((one for one in gone if one.stage == step.stage), None)
        if same:
            gone.remove(same)
        was = _step(same, words, label) if same else ""
        yield Change(str(FIELD_NAMES["steps"]), was, _step(step, words, label), step.paper)
    for step in gone:
        yield Change(str(FIELD_NAMES["steps"]), _step(step, words, label), "")


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
        if _own_money(row, words, sight, firms) or row.document in public:
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
