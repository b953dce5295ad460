"""Lock a person out, let them in again, or release a lock-out after failed sign-ins."""

from __future__ import annotations

from django.db import transaction

from duikou.book import BookError
from duikou.store import audit
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.founding import SYSTEM
from duikou.store.models import User


def lock_user(username: str, reason: str, *, actor: Actor) -> None:
    """Ends what the person has open with the next page. Raises BookError `duty.missing`, `duty.own`,
    `unknown.user`, `user.reason`."""
    if not reason.strip():
        raise BookError("user.reason", "reason")
    _set_active(username, False, actor, reason)


def unlock_user(username: str, *, actor: Actor) -> None:
    """Raises BookError `duty.missing`, `duty.own`, `unknown.user`."""
    _set_active(username, True, actor, "")


def release(target: str, *, actor: Actor) -> None:
    """End the lock-out of a name or an address at once. Raises BookError `duty.missing`, `duty.own`."""
    actor.must("secure")
    if target == actor.user:
        raise BookError("duty.own", "user")
    with clear_faults():
        audit.record("released", user=actor.user, office=actor.office, address=actor.address, target=target)


def _set_active(username: str, active: bool, actor: Actor, reason: str) -> None:
    actor.must("secure")
    if username == actor.user:
        raise BookError("duty.own", "user")
    with clear_faults(), transaction.atomic():
        # The system's own user is no person; nothing signs in as it.
        changed = User.objects.filter(username=username).exclude(username=SYSTEM).update(is_active=active)
        if not changed:
            raise BookError("unknown.user", "user", value=username)
        audit.record(
            "user_unlocked" if active else "user_locked",
            user=actor.user,
            office=actor.office,
            address=actor.address,
            target=username,
            reason=reason,
        )
