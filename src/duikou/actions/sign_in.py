"""Let somebody in who knows the password, and nobody who guesses at it.

The audit log is the only memory: a name, or the machine it comes from, is locked out while the log holds too
many failures of late, until time passes or the security officer releases it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone

from duikou.book import BookError
from duikou.store import audit
from duikou.store.faults import clear_faults
from duikou.store.models import User


@dataclass(frozen=True, slots=True)
class Lockout:
    """So many failures within so many minutes lock a name out, or an address (from which a whole office may
    come, so it is allowed more)."""

    name: int = 5
    address: int = 30
    minutes: int = 30


def sign_in(request: HttpRequest, name: str, password: str, *, address: str, lockout: Lockout) -> User:
    """The person, who is then to be signed in.

    Raises BookError `sign_in.failed` (one answer for a wrong name, a wrong password and a locked person) or
    `sign_in.locked`, whatever the password was. Each attempt is logged.
    """
    with clear_faults():
        if locked_out(name, address, lockout):
            audit.record("sign_in_locked", address=address, target=name)
            raise BookError("sign_in.locked", "name", minutes=lockout.minutes)
        user = authenticate(request, username=name, password=password)
        if user is None:
            audit.record("sign_in_failed", address=address, target=name)
            raise BookError("sign_in.failed", "name")
        assert isinstance(user, User)
        audit.record("sign_in", user=name, address=address, target=name)
        return user


def locked_out(name: str, address: str, lockout: Lockout) -> bool:
    since = timezone.now() - timedelta(minutes=lockout.minutes)
    return audit.failures(since, name=name[:150]) >= lockout.name or (
        bool(address) and audit.failures(since, address=address) >= lockout.address
    )
