"""Freeze an account as it is published: kept whole with its digest, who did it, and the head of the chain."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from duikou.book.account import Account, account_text
from duikou.store import audit, selectors
from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import PublishedAccount


def publish_account(account: Account, *, public: bool, actor: Actor) -> int:
    """The number under which it is kept. `public`: shown to everybody, so it must have been made from what is
    published alone; else it is shown to the actor's office. Raises BookError `duty.missing`, `book.…`."""
    actor.must("approve")
    with clear_faults(), transaction.atomic():
        kept = PublishedAccount.objects.create(
            actor_id=actor.user,
            office_id=actor.office,
            kind=account.kind,
            title=account.title[:300],
            as_of=date.fromisoformat(account.as_of),
            public=public,
            receipt=str(selectors.head() or ""),
            digest=account.digest,
            payload=account_text(account),
        )
        audit.record(
            "account_published",
            user=actor.user,
            office=actor.office,
            address=actor.address,
            target=account.title,
            digest=account.digest,
        )
    return int(kept.id)
