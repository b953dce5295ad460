"""On whose behalf something is done, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass, field

from duikou.book import EVERYTHING, PUBLIC, BookError, Sight
from duikou.book.duties import WORK
from duikou.store.founding import SYSTEM

WIDE_LEVELS = frozenset({"national", "municipal", "system"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A user acting for an office, with the duties held there and what they let see. `address`: the machine
    that asks, for the audit log."""

    user: str
    office: str
    duties: frozenset[str] = frozenset()
    sight: Sight = PUBLIC
    address: str = field(default="", compare=False)

    def must(self, duty: str) -> None:
        """Raises BookError `duty.missing`."""
        if duty not in self.duties:
            raise BookError("duty.missing", "actor", user=self.user, office=self.office, duty=duty)


@dataclass(frozen=True, slots=True)
class Post:
    """An office in which somebody has duties."""

    office: str
    name: str
    level: str
    duties: frozenset[str]
    reach: Sight

    @property
    def sight(self) -> Sight:
        """The auditor sees everything; who only runs the system sees what is published."""
        if "audit" in self.duties:
            return EVERYTHING
        return self.reach if self.duties & WORK else PUBLIC


def system_actor() -> Actor:
    """The program itself: loads the sample, and acts for whoever runs commands on the server."""
    return Actor(SYSTEM, SYSTEM, frozenset({"enter", "administer", "secure"}), EVERYTHING)


def reach_of(level: str, place: str = "", party: str = "", firm: str = "") -> Sight:
    """What is the own of an office of this level."""
    if level in WIDE_LEVELS:
        return EVERYTHING
    own = {
        "county": Sight(places=frozenset({place} - {""})),
        "donor": Sight(parties=frozenset({party} - {""})),
        "implementer": Sight(firms=frozenset({firm} - {""})),
    }
    return own.get(level, PUBLIC)


def posts_of(username: str) -> tuple[Post, ...]:
    """The offices where an active user has duties, by key; none for a user who is not there or locked."""
    from duikou.store.models import Duty

    office = ("office__name", "office__level", "office__place", "office__party", "office__firm")
    rows = Duty.objects.filter(user__username=username, user__is_active=True).order_by("office_id")
    found: dict[str, Post] = {}
    for key, kind, name, level, place, party, firm in rows.values_list("office_id", "kind", *office):
        before = found[key].duties if key in found else frozenset()
        found[key] = Post(key, name, level, before | {kind}, reach_of(level, place, party, firm))
    return tuple(found.values())


def actor_of(username: str, office: str = "") -> Actor:
    """The user in `office`, or in the only office where the user has duties.

    Raises BookError `unknown.user`, `unknown.office`, `office.unclear`.
    """
    from duikou.store.models import Office, User

    posts = {post.office: post for post in posts_of(username)}
    if not posts and not User.objects.filter(username=username, is_active=True).exists():
        raise BookError("unknown.user", "user", value=username)
    if not office:
        if len(posts) != 1:
            raise BookError("office.unclear", "office", user=username, known=", ".join(sorted(posts)))
        office = next(iter(posts))
    elif office not in posts:
        if not Office.objects.filter(key=office).exists():
            raise BookError("unknown.office", "office", value=office)
        return Actor(username, office)
    return Actor(username, office, posts[office].duties, posts[office].sight)
