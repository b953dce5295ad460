"""What every book has from its first moment: its identity, the system's own office and user, the triggers."""

from __future__ import annotations

import uuid

from django.db import connections

from duikou.store import triggers
from duikou.store.payload import PAYLOAD_VERSION

SYSTEM = "system"


def found_book(using: str = "default", **_: object) -> None:
    """After every `migrate`: whatever is absent is put there, nothing that stands is changed, but for the
    payload version, which rises to what this program writes."""
    from duikou.store.models import Book, Office, User

    connection = connections[using]
    if Book._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to nothing
    if not Book.objects.using(using).exists():
        Book.objects.using(using).create(uuid=uuid.uuid4(), version=PAYLOAD_VERSION)
    Book.objects.using(using).filter(version__lt=PAYLOAD_VERSION).update(version=PAYLOAD_VERSION)
    Office.objects.using(using).get_or_create(
        key=SYSTEM, defaults={"name": "Duikou", "level": Office.Level.SYSTEM}
    )
    # "!" is Django's mark of a password that nothing matches: nobody signs in as the system.
    User.objects.using(using).get_or_create(username=SYSTEM, defaults={"password": "!", "is_active": False})
    triggers.install(connection)
