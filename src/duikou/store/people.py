"""Offices and people as frozen rows: for the pages of the administrator and the security officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import pgettext

from duikou.book import BookError
from duikou.store.founding import SYSTEM
from duikou.store.models import Duty, Office, User


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office with what it answers for (codes, key of a subject) and how many people have duties there."""

    key: str
    name: str
    level: str
    place: str
    party: str
    firm: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person; `duties`: (office key, office name, duty) in order."""

    username: str
    name: str
    active: bool
    must_change: bool
    last_login: datetime | None
    duties: tuple[tuple[str, str, str], ...] = ()


def levels() -> tuple[str, ...]:
    """The levels of office that can be made by hand."""
    return tuple(level for level in Office.Level.values if level != Office.Level.SYSTEM)


def offices() -> tuple[OfficeView, ...]:
    """By level, then name."""
    people = Count("duties__user", distinct=True)
    names = ("key", "name", "level", "place", "party", "firm", "people")
    rows = [OfficeView(*row) for row in Office.objects.annotate(people=people).values_list(*names)]
    order = list(Office.Level.values)
    return tuple(sorted(rows, key=lambda row: (order.index(row.level), row.name, row.key)))


def office_names() -> dict[str, str]:
    """Key → name."""
    return dict(Office.objects.values_list("key", "name"))


def person_names() -> dict[str, str]:
    """User name → the person's name; commands on the server act as the system."""
    named = User.objects.exclude(first_name="").values_list("username", "first_name")
    return {SYSTEM: pgettext("who did it", "system"), **dict(named)}


def office(key: str) -> OfficeView:
    """Raises BookError `unknown.office`."""
    found = next((row for row in offices() if row.key == key), None)
    if found is None:
        raise BookError("unknown.office", "office", value=key)
    return found


def people(search: str = "", office: str = "") -> tuple[PersonView, ...]:
    """By user name; `search`: part of a user name or a name, `office`: key of one where they have duties."""
    rows = User.objects.exclude(username=SYSTEM).order_by("username")
    if search:
        rows = rows.filter(Q(username__icontains=search) | Q(first_name__icontains=search))
    if office:
        rows = rows.filter(duties__office=office).distinct()
    return _views(rows.values_list("username", "first_name", "is_active", "must_change", "last_login"))


def person(username: str) -> PersonView:
    """Raises BookError `unknown.user`."""
    rows = User.objects.filter(username=username).exclude(username=SYSTEM)
    found = _views(rows.values_list("username", "first_name", "is_active", "must_change", "last_login"))
    if not found:
        raise BookError("unknown.user", "user", value=username)
    return found[0]


def _views(rows: QuerySet) -> tuple[PersonView, ...]:
    listed = list(rows)
    held: dict[str, list[tuple[str, str, str]]] = {}
    names = [row[0] for row in listed]
    duties = Duty.objects.filter(user__username__in=names) if len(names) < 500 else Duty.objects.all()
    for name, *duty in duties.order_by("office_id", "kind").values_list(
        "user__username", "office_id", "office__name", "kind"
    ):
        held.setdefault(name, []).append((duty[0], duty[1], duty[2]))
    return tuple(
        PersonView(name, called, active, change, last, tuple(held.get(name, ())))
        for name, called, active, change, last in listed
    )
