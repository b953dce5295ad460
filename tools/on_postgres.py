"""Run a command with ``DUIKOU_DATABASE_URL`` naming a PostgreSQL server: ``on_postgres.py COMMAND …``.

The server is the one at ``DUIKOU_TEST_DATABASE_URL``, else one that answers on the local socket. Where there
is none the command is left out with a reason and exit status 0; with 1 where either that variable or
``DUIKOU_REQUIRE_ALL`` is set.
"""

import os
import subprocess
import sys
from urllib.parse import quote

import psycopg

SOCKET_DIRECTORIES = ("/var/run/postgresql", "/tmp")


def find_server() -> tuple[str | None, str]:
    """Return (URL of a server that answers, how it was found), or (None, why there is none)."""
    named = os.environ.get("DUIKOU_TEST_DATABASE_URL")
    if named:
        reason = refusal(named)
        return (named, "DUIKOU_TEST_DATABASE_URL") if reason is None else (None, reason)
    for directory in SOCKET_DIRECTORIES:
        url = f"postgresql://{quote(directory, safe='')}/postgres"
        if refusal(url) is None:
            return url, f"the local socket in {directory}"
    return None, "no server that lets us make databases at DUIKOU_TEST_DATABASE_URL or on the local socket"


def refusal(url: str) -> str | None:
    """Return None where the server lets this user make databases, else the reason in one line."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return None if row and row[0] else "this role may not make databases"


def main() -> int:
    command = sys.argv[1:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    url, how = find_server()
    if url is None:
        required = bool(os.environ.get("DUIKOU_REQUIRE_ALL") or os.environ.get("DUIKOU_TEST_DATABASE_URL"))
        print(f"PostgreSQL tests {'FAILED' if required else 'left out'}: {how}", file=sys.stderr)
        return 1 if required else 0
    print(f"On PostgreSQL, by {how}:", flush=True)
    return subprocess.run(command, env={**os.environ, "DUIKOU_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
