"""Make offices and users known. No posting: it changes who may write, not what is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from duikou.actions.grant_duties import put_duties
from duikou.actions.set_password import checked_password
from duikou.book import BookError
from duikou.store import audit, selectors
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import Office, User

LONGEST_NAME = 150


def add_office(
    key: str, name: str, level: str, *, actor: Actor, place: str = "", party: str = "", firm: str = ""
) -> None:
    """`place`, `party`: codes; `firm`: key of a subject. The level says which of them it needs.

    Raises BookError `duty.missing`, `key.taken`, `office.level`, `key.empty`, `office.of_nothing`,
    `unknown.place`, `unknown.party`, `unknown.subject`.
    """
    actor.must("administer")
    if not key.strip() or not name.strip():
        raise BookError("key.empty", "key" if not key.strip() else "name", key=key)
    if level not in Office.Level.values:
        raise BookError("office.level", "level", level=level, known=", ".join(Office.Level.values))
    with clear_faults(), transaction.atomic():
        if Office.objects.filter(key=key).exists():
            raise BookError("key.taken", "key", key=key)
        _check_own(level, place, party, firm)
        Office.objects.create(key=key, name=name, level=level, place=place, party=party, firm=firm)
        audit.record(
            "office_added", **_by(actor), target=key, level=level, place=place, party=party, firm=firm
        )


def rename_office(key: str, name: str, *, actor: Actor) -> None:
    """Raises BookError `duty.missing`, `key.empty`, `unknown.office`."""
    actor.must("administer")
    if not name.strip():
        raise BookError("key.empty", "name", key=key)
    with clear_faults(), transaction.atomic():
        before = Office.objects.filter(key=key).values_list("name", flat=True).first()
        if before is None:
            raise BookError("unknown.office", "office", value=key)
        if before != name:
            Office.objects.filter(key=key).update(name=name)
            audit.record("office_changed", **_by(actor), target=key, before=before, after=name)


def add_user(
    username: str,
    password: str,
    *,
    actor: Actor,
    name: str = "",
    duties: Mapping[str, Iterable[str]] | None = None,
    must_change: bool = True,
) -> None:
    """`duties`: office key → duties there; whoever gives any must be security officer as well. An empty
    password lets nobody sign in; `must_change`: it serves for the first sign-in only.

    Raises BookError `duty.missing`, `duty.unknown`, `duty.conflict`, `key.taken`, `key.empty`,
    `unknown.office`, `user.name`, `user.password`.
    """
    actor.must("administer")
    if not username.strip():
        raise BookError("key.empty", "username", key=username)
    if len(username) > LONGEST_NAME:
        raise BookError("text.too_long", "username", most=LONGEST_NAME)
    if any(sign.isspace() or not sign.isprintable() for sign in username):
        raise BookError("user.name", "username", name=username)
    with clear_faults(), transaction.atomic():
        if User.objects.filter(username=username).exists():
            raise BookError("key.taken", "username", key=username)
        user = User(username=username, first_name=name[:150], must_change=must_change and bool(password))
        user.set_password(checked_password(password, user) if password else None)
        user.save()
        audit.record("user_added", **_by(actor), target=username, name=name)
        if duties:
            put_duties(user, [(office, kind) for office, kinds in duties.items() for kind in kinds], actor)


def _check_own(level: str, place: str, party: str, firm: str) -> None:
    """What an office answers for must be there, and its level must have it."""
    words = selectors.vocabulary()
    if place and place not in words.places:
        raise BookError("unknown.place", "place", value=place)
    if party and party not in words.parties:
        raise BookError("unknown.party", "party", value=party)
    if firm:
        selectors.subject(firm)
    needed = {"county": ("place", place), "donor": ("party", party), "implementer": ("firm", firm)}
    if level in needed and not needed[level][1]:
        raise BookError("office.of_nothing", needed[level][0], level=level)


def _by(actor: Actor) -> dict[str, str]:
    return {"user": actor.user, "office": actor.office, "address": actor.address}
