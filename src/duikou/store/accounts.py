"""Published accounts as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from duikou.book import BookError
from duikou.book.account import Account, parse_account
from duikou.store.models import PublishedAccount

LISTED = ("id", "kind", "title", "public", "receipt", "digest", "actor__first_name", "actor_id", "office_id",
          "office__name", "recorded_at")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """`office`, `office_name`, `who`: who published it; see `models.PublishedAccount`."""

    number: int
    kind: str
    title: str
    public: bool
    receipt: str
    digest: str
    who: str
    office: str
    office_name: str
    at: datetime


def published(most: int = 200) -> tuple[Published, ...]:
    """Newest first."""
    rows = PublishedAccount.objects.order_by("-id").values_list(*LISTED)[:most]
    return tuple(map(_row, rows))


def published_account(number: int) -> tuple[Published, Account]:
    """Raises BookError `unknown.account`, and `account.damaged` where its text does not fit its digest."""
    found = PublishedAccount.objects.filter(id=number).values_list(*LISTED, "payload").first()
    if found is None:
        raise BookError("unknown.account", "account", value=str(number))
    *row, payload = found
    kept = _row(tuple(row))
    account = parse_account(payload)
    if account.digest != kept.digest:
        raise BookError("account.damaged", "account", number=number)
    return kept, account


def _row(values: tuple) -> Published:
    number, kind, title, public, receipt, digest, name, user, office, office_name, at = values
    return Published(number, kind, title, public, receipt, digest, name or user, office, office_name, at)
