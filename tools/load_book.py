"""Put a synthetic book into the database that the environment names, with one account to sign in with.

    DUIKOU_HOME=DIR [DUIKOU_DATABASE_URL=postgresql://…] python tools/load_book.py 1000000 200

`duikou generate` always writes an embedded file; this goes where the server will read. The account is
`load`, of a municipal office; its password is made anew and kept in DIR/load-password. For measuring only.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(entries: int, statements: int) -> None:
    from duikou.store.opening import open_book

    book = open_book(create=True)
    from duikou.actions.add_people import add_office, add_user
    from duikou.actions.generate import generate
    from duikou.actions.set_password import new_password
    from duikou.book.synthetic import Size, synthesize
    from duikou.store.actors import system_actor
    from duikou.words import load

    system = system_actor()
    made = synthesize(Size(entries, statements, 0), load())
    receipt = generate(made, actor=system, tell=lambda n: print(f"  {n:>10} / {entries}", file=sys.stderr))
    password = new_password()
    add_office("load", "load", "municipal", actor=system)
    duties = {"load": ["enter", "review", "approve"]}
    add_user("load", password, actor=system, name="load", duties=duties, must_change=False)
    path = Path(book.home) / "load-password"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(password + "\n")
    print(receipt)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
