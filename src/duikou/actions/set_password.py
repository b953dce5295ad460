"""Set a password: one's own, or one that serves another person for a single sign-in."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from duikou.book import BookError
from duikou.store import audit
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import User

# Neither letters nor digits that are mistaken for one another when read out or copied from paper.
_SIGNS = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789")
_LENGTH = 14


def new_password() -> str:
    """A random one that keeps the rules: 14 signs with capitals, small letters and digits."""
    every = "".join(_SIGNS)
    chance = secrets.SystemRandom()
    signs = [chance.choice(some) for some in _SIGNS] + [chance.choice(every) for _ in range(_LENGTH - 3)]
    chance.shuffle(signs)
    return "".join(signs)


def checked_password(password: str, user: User) -> str:
    """The password, where it keeps the rules. Raises BookError `user.password` with the rule in words."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BookError("user.password", "password", said=" ".join(error.messages)) from error
    return password


def change_password(username: str, old: str, new: str, *, address: str = "") -> None:
    """One's own. Raises BookError `unknown.user`, `user.old_password`, `user.same_password`,
    `user.password`."""
    with clear_faults(), transaction.atomic():
        user = _active(username)
        if not user.check_password(old):
            raise BookError("user.old_password", "old")
        if old == new:
            raise BookError("user.same_password", "password")
        user.set_password(checked_password(new, user))
        user.must_change = False
        user.save(update_fields=["password", "must_change"])
        audit.record("password_changed", user=username, address=address, target=username)


def reset_password(username: str, *, actor: Actor) -> str:
    """A new random password of another person, to be changed at the first sign-in; it is told once and kept
    nowhere. Raises BookError `duty.missing`, `duty.own`, `unknown.user`."""
    actor.must("secure")
    if username == actor.user:
        raise BookError("duty.own", "user")
    with clear_faults(), transaction.atomic():
        user = User.objects.filter(username=username).exclude(username=actor.user).first()
        if user is None or not user.has_usable_password():
            raise BookError("unknown.user", "user", value=username)
        password = new_password()
        user.set_password(password)
        user.must_change = True
        user.save(update_fields=["password", "must_change"])
        audit.record(
            "password_reset", user=actor.user, office=actor.office, address=actor.address, target=username
        )
        return password


def _active(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise BookError("unknown.user", "user", value=username)
    return user
