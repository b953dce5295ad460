"""Processor time of the pages that load_pages.py asks for, one after the other in one process.

    DUIKOU_HOME=DIR [DUIKOU_DATABASE_URL=postgresql://…] python tools/load_alone.py [ROUNDS] [Municipal]

On a machine that others use the clock says nothing; this says what each page costs, the first time and later
(milliseconds), what loading the book takes, and how much memory. With LOAD_KEEP=DIR each page is kept as a
file there, without its tokens, so that two versions of the program can be compared.
"""

from __future__ import annotations

import hashlib
import os
import re
import resource
import sys
from pathlib import Path
from time import process_time
from typing import Any

TOKENS = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')


class Browser:
    """What load_pages.py needs of a client of locust, by Django's own."""

    def __init__(self, signed_in: bool) -> None:
        from django.test import Client

        from duikou.store.models import User

        self._client = Client()
        if signed_in:
            self._client.force_login(User.objects.get(username="load"))

    def get(self, address: str, **_named: Any) -> Page:
        answer = self._client.get(address, follow=True)
        return Page(answer.status_code, answer.content.decode())


class Page:
    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text


def main(rounds: int, kind: str) -> None:
    import load_pages

    from duikou.store.opening import open_book

    book = open_book()
    os.environ["LOAD_ONCE"] = "1"
    from django.conf import settings

    from duikou.answers.warming import warm_up

    settings.ALLOWED_HOSTS = ["*"]
    begun = process_time()
    warm_up()
    print(f"{book.home}: ready after {process_time() - begun:.1f} s of the processor, {_memory():.2f} GB")
    made = getattr(load_pages, kind)
    reader = object.__new__(made)
    reader.client = Browser(made.signed_in)
    reader._sign_in = lambda: None
    reader.on_start()
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, address in reader.pages():
            begun = process_time()
            page = reader.client.get(address)
            times.setdefault(name, []).append((process_time() - begun) * 1000)
            assert page.status == 200, (page.status, address)
            if kept := os.environ.get("LOAD_KEEP"):
                digest = hashlib.sha1(address.encode(), usedforsecurity=False).hexdigest()[:12]
                Path(kept, f"{digest}.html").write_text(f"{address}\n{TOKENS.sub('', page.text)}", "utf-8")
    print(f"{'page':40}{'first':>7}{'middle':>8}{'most':>7}")
    for name, each in sorted(times.items()):
        print(f"{name:40}{each[0]:7.0f}{sorted(each)[len(each) // 2]:8.0f}{max(each):7.0f}")
    print(f"{_memory():.2f} GB")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["5"])[0]), (sys.argv[2:] or ["Public"])[0])
