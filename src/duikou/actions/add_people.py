"""Make offices, users and their duties known. No posting: it changes who may write, not what is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from duikou.book import BookError
from duikou.store.actors import DUTIES, Actor
from duikou.store.faults import clear_faults
from duikou.store.models import Duty, Office, User


def add_office(key: str, name: str, level: str, *, actor: Actor, place: str = "", party: str = "") -> None:
    """Raises BookError `duty.missing`, `key.taken`, `office.level`, `key.empty`."""
    actor.must("administer")
    if not key.strip() or not name.strip():
        raise BookError("key.empty", "key", key=key)
    if level not in Office.Level.values:
        raise BookError("office.level", "level", level=level, known=", ".join(Office.Level.values))
    with clear_faults(), transaction.atomic():
        if Office.objects.filter(key=key).exists():
            raise BookError("key.taken", "office", key=key)
        Office.objects.create(key=key, name=name, level=level, place=place, party=party)


def add_user(
    username: str,
    password: str,
    *,
    actor: Actor,
    name: str = "",
    duties: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """`duties`: office key → duties there. An empty password lets nobody sign in.

    Raises BookError `duty.missing`, `duty.unknown`, `key.taken`, `key.empty`, `unknown.office`,
    `user.password`.
    """
    actor.must("administer")
    if not username.strip():
        raise BookError("key.empty", "username", key=username)
    wanted = [(office, kind) for office, kinds in (duties or {}).items() for kind in kinds]
    if strange := {kind for _, kind in wanted} - set(DUTIES):
        raise BookError("duty.unknown", "duties", value=", ".join(sorted(strange)), known=", ".join(DUTIES))
    with clear_faults(), transaction.atomic():
        if User.objects.filter(username=username).exists():
            raise BookError("key.taken", "user", key=username)
        offices = set(Office.objects.values_list("key", flat=True))
        if strange := {office for office, _ in wanted} - offices:
            raise BookError("unknown.office", "office", value=", ".join(sorted(strange)))
        user = User(username=username, first_name=name)
        if password:
            try:
                validate_password(password, user)
            except ValidationError as error:
                raise BookError("user.password", "password", said=" ".join(error.messages)) from error
        user.set_password(password or None)
        user.save()
        Duty.objects.bulk_create([Duty(user=user, office_id=office, kind=kind) for office, kind in wanted])
