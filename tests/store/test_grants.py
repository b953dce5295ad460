"""The grants that docs/reference/storage.md gives for production do what it says."""

import re
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from duikou.actions.post import post
from duikou.store import selectors
from duikou.store.actors import system_actor

DOCUMENT = Path(__file__).parents[2] / "docs/reference/storage.md"


@pytest.mark.postgres
def test_the_server_s_role_can_post_and_cannot_undo(own_book, grant) -> None:
    import psycopg

    post([grant(1)], actor=system_actor())
    (sql,) = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    role = f"duikou_{uuid.uuid4().hex[:8]}"
    with own_book.raw() as raw:
        try:
            raw.execute(f"CREATE ROLE {role}_probe")
            raw.execute(f"DROP ROLE {role}_probe")
        except psycopg.errors.InsufficientPrivilege:
            pytest.skip("this role may not make roles")
        for command in sql.replace("duikou_server", role).split(";"):
            if command.strip():
                raw.execute(command)
        raw.execute(f"ALTER ROLE {role} PASSWORD 'secret'")
    try:
        parts = urlsplit(own_book.url)
        url = parts._replace(netloc=f"{role}:secret@{parts.netloc.rpartition('@')[2]}").geturl()
        _post_and_verify(own_book, url)
        with own_book.raw() as raw:
            raw.execute(f"SET ROLE {role}")
            for command in (
                "DELETE FROM store_entryrow",
                "UPDATE store_posting SET action = ''",
                "UPDATE store_book SET version = 9",
                "TRUNCATE store_entryrow",
                "DROP TRIGGER duikou_row ON store_entryrow",
                "ALTER TABLE store_entryrow DISABLE TRIGGER ALL",
                "DROP TABLE store_entryrow",
                "SET session_replication_role = replica",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    raw.execute(command)
    finally:
        with own_book.raw() as raw:
            raw.execute(f"DROP OWNED BY {role}")
            raw.execute(f"DROP ROLE {role}")


def _post_and_verify(own_book, url: str) -> None:
    from datetime import date

    from django.db import connections

    from duikou.book import Entry
    from duikou.store.databases import postgres_settings
    from duikou.store.opening import turn_to
    from duikou.store.verification import verify

    turn_to(postgres_settings(url))
    try:
        day = date(2024, 5, 1)
        receipt = post([Entry("fund", "CNY", "arrived", 2, day, day)], actor=system_actor())
        assert receipt.number == 2
        assert verify(receipt).whole
        assert selectors.counts()["entries"] == 2
    finally:
        connections["default"].close()
        turn_to(postgres_settings(own_book.url))
