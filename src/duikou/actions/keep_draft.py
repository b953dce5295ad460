"""Keep a workbook between its preview and its acceptance. No posting."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from duikou.store.actors import Actor
from duikou.store.faults import clear_faults
from duikou.store.models import ImportDraft, User

KEPT = timedelta(days=7)
_LONGEST_NAME = 200


def keep_draft(raw: bytes, name: str, *, actor: Actor) -> UUID:
    """The key under which `store.drafts` finds it; those older than a week are let go. Raises BookError
    `duty.missing`, `book.…`."""
    actor.must("enter")
    with clear_faults(), transaction.atomic():
        ImportDraft.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
        user = User.objects.get(username=actor.user)
        kept = ImportDraft.objects.create(
            office_id=actor.office, user=user, name=name[-_LONGEST_NAME:], content=raw
        )
        return kept.id


def drop_draft(key: UUID, *, actor: Actor) -> None:
    """Let a draft of the actor's office go."""
    actor.must("enter")
    with clear_faults():
        ImportDraft.objects.filter(id=key, office=actor.office).delete()
