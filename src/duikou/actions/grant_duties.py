"""Give a person a duty in an office, or take it away."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from duikou.book import BookError
from duikou.book.duties import DUTIES, conflict
from duikou.store import audit
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import Duty, Office, User


def grant_duty(username: str, office: str, kind: str, *, actor: Actor) -> None:
    """Raises BookError `duty.missing`, `duty.own`, `duty.unknown`, `duty.conflict`, `unknown.user`,
    `unknown.office`."""
    with clear_faults(), transaction.atomic():
        put_duties(_user(username, actor), [(office, kind)], actor)


def withdraw_duty(username: str, office: str, kind: str, *, actor: Actor) -> None:
    """From the next page on. A duty that is not held is withdrawn already. Raises BookError `duty.missing`,
    `duty.own`, `unknown.user`."""
    actor.must("secure")
    with clear_faults(), transaction.atomic():
        user = _user(username, actor)
        gone, _ = Duty.objects.filter(user=user, office_id=office, kind=kind).delete()
        if gone:
            _record("duty_withdrawn", actor, username, office, kind)


def put_duties(user: User, wanted: Sequence[tuple[str, str]], actor: Actor) -> None:
    """Add (office, duty) pairs inside the caller's transaction; those held already stay. Raises as
    `grant_duty`."""
    actor.must("secure")
    if strange := {kind for _, kind in wanted} - set(DUTIES):
        raise BookError("duty.unknown", "kind", value=", ".join(sorted(strange)), known=", ".join(DUTIES))
    offices = set(Office.objects.values_list("key", flat=True))
    if unknown := {office for office, _ in wanted} - offices:
        raise BookError("unknown.office", "office", value=", ".join(sorted(unknown)))
    # Locks the person's row, so that two duties granted at once cannot slip past the rule together.
    User.objects.select_for_update().get(pk=user.pk)
    held = set(Duty.objects.filter(user=user).values_list("office_id", "kind"))
    if clash := conflict({kind for _, kind in held.union(wanted)}):
        raise BookError("duty.conflict", "kind", first=clash[0], second=clash[1])
    for office, kind in sorted(set(wanted) - held):
        Duty.objects.create(user=user, office_id=office, kind=kind)
        _record("duty_granted", actor, user.username, office, kind)


def _user(username: str, actor: Actor) -> User:
    if username == actor.user:
        raise BookError("duty.own", "user")
    user = User.objects.filter(username=username).first()
    if user is None:
        raise BookError("unknown.user", "user", value=username)
    return user


def _record(event: str, actor: Actor, target: str, office: str, kind: str) -> None:
    audit.record(
        event,
        user=actor.user,
        office=actor.office,
        address=actor.address,
        target=target,
        duty=kind,
        at_office=office,
    )
