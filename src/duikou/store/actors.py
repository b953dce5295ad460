"""On whose behalf something is done."""

from __future__ import annotations

from dataclasses import dataclass

from duikou.book import BookError
from duikou.store.founding import SYSTEM

DUTIES = ("enter", "review", "approve", "audit", "administer", "secure")


@dataclass(frozen=True, slots=True)
class Actor:
    """A user acting for an office, with the duties held there."""

    user: str
    office: str
    duties: frozenset[str] = frozenset()

    def must(self, duty: str) -> None:
        """Raises BookError `duty.missing`."""
        if duty not in self.duties:
            raise BookError("duty.missing", "actor", user=self.user, office=self.office, duty=duty)


def system_actor() -> Actor:
    """The program itself: loads the sample, and acts for whoever runs commands on the server."""
    return Actor(SYSTEM, SYSTEM, frozenset({"enter", "administer"}))


def actor_of(username: str, office: str = "") -> Actor:
    """The user in `office`, or in the only office where the user has duties.

    Raises BookError `unknown.user`, `unknown.office`, `office.unclear`.
    """
    from duikou.store.models import Duty, Office, User

    if not User.objects.filter(username=username, is_active=True).exists():
        raise BookError("unknown.user", "user", value=username)
    duties: dict[str, set[str]] = {}
    for key, kind in Duty.objects.filter(user__username=username).values_list("office_id", "kind"):
        duties.setdefault(key, set()).add(kind)
    if not office:
        if len(duties) != 1:
            raise BookError("office.unclear", "office", user=username, known=", ".join(sorted(duties)))
        office = next(iter(duties))
    elif not Office.objects.filter(key=office).exists():
        raise BookError("unknown.office", "office", value=office)
    return Actor(username, office, frozenset(duties.get(office, ())))
