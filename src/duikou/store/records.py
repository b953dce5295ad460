"""Lists of records: narrowed by sight, filtered, ordered and cut into pages by the database."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from duikou.book import Sight
from duikou.book.sight import owns
from duikou.store.models import ActivityIndex
from duikou.store.selectors import state
from duikou.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Limits:
    """What a list is limited to: codes or words, each of which must be found; "" = not limited."""

    type: str = ""
    recipient: str = ""
    donor: str = ""
    year: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """What there is to choose from: types with how many of each, recipients, donors, years."""

    types: Mapping[str, int]
    recipients: tuple[str, ...]
    donors: tuple[str, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The records that one sight has of one state of the book. `recipients`, `donors`: those codes and lists
    of donors (as stored) that are its own; `projects`: keys of projects whose records are."""

    sight: Sight
    recipients: tuple[str, ...]
    donors: tuple[str, ...]
    projects: tuple[str, ...]
    facets: Facets
    every_donors: tuple[str, ...]

    def page(self, limits: Limits, start: int, size: int) -> tuple[int, tuple[str, ...]]:
        """How many there are, and the keys of `size` of them after the first `start`, newest first."""
        rows = self._limited(limits)
        total = rows.count()
        ordered = rows.order_by("-last_day", "-first_day", "-key")
        return total, tuple(ordered.values_list("key", flat=True)[start : start + size])

    def _limited(self, limits: Limits) -> QuerySet[ActivityIndex]:
        rows = _own(self.sight, self.recipients, self.donors, self.projects)
        for name in ("type", "recipient"):
            if value := getattr(limits, name):
                rows = rows.filter(**{name: value})
        if limits.year:
            rows = rows.filter(year=int(limits.year)) if limits.year.isdecimal() else rows.none()
        if limits.donor:
            rows = rows.filter(
                donors__in=[text for text in self.every_donors if limits.donor in _codes(text)]
            )
        for word in limits.text.lower().split():
            rows = rows.filter(text__contains=word)
        return rows


_KEPT = 32
_held: OrderedDict[tuple[str, Sight], Records] = OrderedDict()
_lock = threading.Lock()


def records(sight: Sight, words: Vocabulary, projects: Callable[[], Iterable[str]] = lambda: ()) -> Records:
    """As the book stands now. `projects`: gives the projects that firms of the sight carry out, asked only
    where it has any. Kept as long as nothing is posted."""
    digest, _number = state()
    key = (digest, sight)
    with _lock:
        if key not in _held:
            for old in [one for one in _held if one[0] != digest]:
                del _held[old]
            _held[key] = _records(sight, words, tuple(projects()) if sight.firms else ())
            while len(_held) > _KEPT:
                _held.popitem(last=False)
        return _held[key]


def _records(sight: Sight, words: Vocabulary, projects: tuple[str, ...]) -> Records:
    every = ActivityIndex.objects.order_by()
    donors = tuple(every.values_list("donors", flat=True).distinct())
    recipients: tuple[str, ...] = ()
    own_donors: tuple[str, ...] = ()
    if not sight.whole:
        here = every.values_list("recipient", flat=True).distinct()
        recipients = tuple(code for code in here if code and owns(sight, words, recipients=[code]))
        own_donors = tuple(text for text in donors if owns(sight, words, donors=_codes(text)))
    rows = _own(sight, recipients, own_donors, projects)
    facets = Facets(
        dict(rows.values_list("type").annotate(Count("key")).order_by()),
        tuple(sorted(set(rows.values_list("recipient", flat=True).distinct()) - {""})),
        tuple(sorted({c for text in rows.values_list("donors", flat=True).distinct() for c in _codes(text)})),
        tuple(sorted(rows.values_list("year", flat=True).distinct(), reverse=True)),
    )
    return Records(sight, recipients, own_donors, projects, facets, donors)


def _own(
    sight: Sight, recipients: Iterable[str], donors: Iterable[str], projects: Iterable[str]
) -> QuerySet[ActivityIndex]:
    rows = ActivityIndex.objects.order_by()
    if sight.whole:
        return rows
    return rows.filter(
        Q(recipient__in=list(recipients)) | Q(donors__in=list(donors)) | Q(project__in=list(projects))
    )


def _codes(text: str) -> list[str]:
    return list(json.loads(text))
