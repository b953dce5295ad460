"""The audit log: written by `actions` and at the web's edge, read by the auditor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from duikou.store.models import AuditRow
from duikou.store.payload import canonical

EVENTS = (
    "sign_in",
    "sign_in_failed",
    "sign_in_locked",
    "sign_out",
    "session_expired",
    "released",
    "refused",
    "password_changed",
    "password_reset",
    "office_chosen",
    "office_added",
    "office_changed",
    "user_added",
    "user_locked",
    "user_unlocked",
    "duty_granted",
    "duty_withdrawn",
    "call_made",
    "call_ended",
    "filing_begun",
    "filing_filed",
    "filing_recalled",
    "filing_returned",
    "filing_accepted",
    "register_reopened",
    "register_closed",
    "log_exported",
    "evidence_exported",
    "chain_verified",
    "account_published",
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of the log; see `models.AuditRow`."""

    number: int
    at: datetime
    event: str
    user: str
    office: str
    address: str
    target: str
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody looks for in the log: "" and None = anything. `who`: acting or concerned; the days are
    inside."""

    event: str = ""
    who: str = ""
    address: str = ""
    since: date | None = None
    until: date | None = None


def record(
    event: str, *, user: str = "", office: str = "", address: str = "", target: str = "", **detail: str
) -> None:
    """Add one row, in the transaction of the caller where there is one. Texts too long are cut."""
    AuditRow.objects.create(
        at=timezone.now(),
        event=event,
        user=user[:150],
        office=office[:64],
        address=address[:64],
        target=target.replace("\0", "")[:200],
        detail=canonical({name: value.replace("\0", "") for name, value in detail.items()}),
    )


def count(looked: Looked) -> int:
    return _rows(looked).count()


def happenings(looked: Looked, start: int = 0, most: int | None = None) -> Iterator[Happening]:
    """Newest first; `most` rows from `start`."""
    rows = _rows(looked).order_by("-id")[start : None if most is None else start + most]
    names = ("id", "at", "event", "user", "office", "address", "target", "detail")
    for number, at, *said, detail in rows.values_list(*names).iterator(chunk_size=2_000):
        event, user, office, address, target = said
        yield Happening(number, at, event, user, office, address, target, json.loads(detail))


def failures(since: datetime, *, name: str = "", address: str = "") -> int:
    """Failed sign-ins after `since` under a name or from an address, and after the last release of it; for a
    name also after the last time that it succeeded."""
    rows = AuditRow.objects.filter(at__gt=since)
    if name:
        rows = rows.filter(target=name)
        ends = Q(event__in=("sign_in", "released"))
    else:
        rows = rows.filter(Q(address=address) | Q(event="released", target=address))
        ends = Q(event="released", target=address)
    ended = rows.filter(ends).order_by("-id").values_list("id", flat=True).first() or 0
    return rows.filter(event="sign_in_failed", id__gt=ended).count()


def _rows(looked: Looked) -> QuerySet[AuditRow]:
    rows = AuditRow.objects.all()
    if looked.event:
        rows = rows.filter(event=looked.event)
    if looked.who:
        rows = rows.filter(Q(user=looked.who) | Q(target=looked.who))
    if looked.address:
        rows = rows.filter(address=looked.address)
    if looked.since:
        rows = rows.filter(at__gte=_midnight(looked.since))
    if looked.until:
        rows = rows.filter(at__lt=_midnight(looked.until + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
