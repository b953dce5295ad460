"""The sums that every account opens with, and honest words for those that are not known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from duikou.answers.accounts.desk import Desk
from duikou.answers.accounts.topics import Topic
from duikou.answers.accounts.wording import when_text
from duikou.answers.evidence import Evidence
from duikou.answers.wording import chinese, listed
from duikou.book import Scope, Window

# measure, unit, stage, kinds; in the order in which papers tell them
ASKED = (
    ("fund", "CNY", "arrived", ()),
    ("fund", "CNY", "arrived", ("grant",)),
    ("fund", "CNY", "arrived", ("cooperation",)),
    ("project.count", "count", "arrived", ()),
    ("training.person_time", "person_time", "", ()),
)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums that are known, and the scopes of those of which nothing is."""

    known: tuple[Topic, ...]
    unknown: tuple[Scope, ...]


def sums(desk: Desk, donors: frozenset[str], recipients: frozenset[str], window: Window) -> Sums:
    """The usual sums over all of these donors and recipients."""
    known: list[Topic] = []
    unknown: list[Scope] = []
    for measure, unit, stage, kinds in ASKED:
        sectors = frozenset({"talent"}) if measure.startswith("training.") else frozenset()
        scope = Scope(measure, unit, stage, frozenset(kinds), donors, recipients, sectors, window=window)
        forms = [scope, replace(scope, unit="person")] if unit == "person_time" else [scope]
        found = [form for form in forms if desk.known(form)]
        known += [Topic(form, window.start is None, window.end) for form in found]
        unknown += [] if found else [scope]
    return Sums(tuple(known), tuple(unknown))


def unknown_line(found: Sums, book: Evidence) -> str:
    """`2025年，无偿援助资金（到位）、… 暂无数据。`"""
    label = "zh" if chinese() else "en"
    names = []
    for scope in found.unknown:
        kind = next(iter(scope.kinds), "")
        name = next(
            (
                row
                for row in book.vocabulary.measure.values()
                if kind and (row.base, row.kind) == (scope.measure, kind)
            ),
            book.vocabulary.measure[scope.measure],
        )
        names.append(str(getattr(name, label)))
    return _("{when}, no data on: {names}.").format(
        when=when_text(found.unknown[0].window), names=listed(names)
    )
