"""Users at the pages of a big book, for locust; docs/reference/benchmarks.md says how to run it.

    locust -f tools/load_pages.py --headless -u 10 -r 10 -t 2m --host http://127.0.0.1:8000

Seven in ten read as the public does, three are signed in at a municipal office (account `load`, password in
LOAD_PASSWORD; without it all are the public). Whoever has a page waits LOAD_WAIT seconds, "1,3" unless said
otherwise, before the next. Documents, entries, donors and counties are taken from the pages themselves.
A page that is not 200, or shows none of what it is for, counts as an error. With LOAD_ONCE=1 each goes
through every page LOAD_ROUNDS times without waiting, and stops: a warm server, and times without others
(name `Public` or `Municipal` at the end of the command to have one kind of reader alone).
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from itertools import count
from urllib.parse import urlencode

from gevent.lock import Semaphore
from locust import HttpUser, between, constant, task
from locust.exception import StopUser

PASSWORD = os.environ.get("LOAD_PASSWORD", "")
ONCE = os.environ.get("LOAD_ONCE") == "1"
ROUNDS = int(os.environ.get("LOAD_ROUNDS") or 5)
LEAST, MOST = (float(one) for one in (os.environ.get("LOAD_WAIT") or "1,3").split(","))
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPTION = re.compile(r'<option value="([^"]+)"')
SEEDS = count()
LOOKED: dict[str, str] = {}
LOOKING = Semaphore()

# a name for the table of results → fields that are chosen anew each time; * = any of the book's
QUESTIONS = {
    "question: donor, county": {"measure": "fund", "kind": "grant", "donor": "*", "recipient": "*"},
    "question: county, to a day": {"measure": "fund", "recipient": "*", "to": "*"},
    "question: donor, a year": {"measure": "fund", "donor": "*", "from": "*year", "to": "*year"},
    "question: projects of a county": {"measure": "project.count", "recipient": "*"},
    "question: everything": {"measure": "fund"},
}
TABLES = {
    "statistics: donor × county": {"rows": "donor", "columns": "recipient", "kind": "grant"},
    "statistics: county × stage": {"rows": "recipient", "columns": "stage"},
    "statistics: kind × period": {"rows": "kind", "columns": "period"},
    "statistics: one donor by year": {"rows": "recipient", "columns": "year", "donor": "*"},
}


class Reader(HttpUser):
    """Somebody at the pages; `pages` are (name, address)."""

    abstract = True
    wait_time = constant(0) if ONCE else between(LEAST, MOST)
    signed_in = False

    def on_start(self) -> None:
        self.client.trust_env = False  # no proxy stands between
        self.chance = random.Random(next(SEEDS))
        if self.signed_in:
            self._sign_in()
        self.documents = self._found("/documents/", r'href="(/documents/[^"/]+/)"')
        listed = self._found("/statistics/?basis=entries", r'href="(/statistics/entries/\?[^"]+)"')
        self.cells = [one.replace("&amp;", "&") for one in listed]
        self.entries = self._found(self.cells[0], r'href="(/entries/[^"/]+/)"') if self.cells else []
        form = self._text("/question/")
        self.donors = OPTION.findall(form.partition('id="options-donor"')[2].partition("</datalist>")[0])
        self.counties = OPTION.findall(
            form.partition('id="options-recipient"')[2].partition("</datalist>")[0]
        )
        self.order = self._rounds() if ONCE else None

    def _found(self, address: str, pattern: str) -> list[str]:
        return sorted(set(re.findall(pattern, self._text(address))))

    def _text(self, address: str) -> str:
        """Of a page that is asked for once for all users."""
        with LOOKING:
            if address not in LOOKED:
                LOOKED[address] = self.client.get(address, name="(getting ready)").text
            return LOOKED[address]

    def _sign_in(self) -> None:
        page = self.client.get("/sign-in/", name="sign-in, form").text
        token = TOKEN.search(page)
        fields = {"name": "load", "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}
        with self.client.post("/sign-in/", fields, name="sign-in", catch_response=True) as answer:
            if not answer.ok or "/account/" not in answer.text:
                answer.failure("not signed in")
                raise StopUser

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every kind of page once, each for something drawn by lot."""
        raise NotImplementedError

    def _drawn(self, fields: dict[str, str]) -> str:
        year = str(self.chance.randint(2005, 2024))
        lots = {
            "donor": self.chance.choice(self.donors),
            "recipient": self.chance.choice(self.counties),
            "to": f"{year}-{self.chance.randint(1, 12):02}",
        }
        drawn = {k: year if v == "*year" else lots[k] if v == "*" else v for k, v in fields.items()}
        return urlencode(drawn)

    def _public(self) -> Iterator[tuple[str, str]]:
        yield "overview", "/"
        yield "documents", "/documents/"
        if self.documents:
            yield "one document", self.chance.choice(self.documents)
        for name, fields in QUESTIONS.items():
            yield name, f"/question/?{self._drawn(fields)}"
        for name, fields in TABLES.items():
            yield name, "/statistics/?" + self._drawn({"measure": "fund", "basis": "entries"} | fields)
        if self.cells:
            yield "entries of a cell", self.chance.choice(self.cells)
        if self.entries:
            yield "one entry", self.chance.choice(self.entries)
        course = {"measure": "fund", "recipient": "*"}
        yield "course of a county", f"/course/?{self._drawn(course)}"
        for name in ("findings", "targets", "accounts", "projects"):
            yield name, f"/{name}/"

    def _rounds(self) -> Iterator[tuple[str, str]]:
        for _ in range(ROUNDS):
            yield from self.pages()

    @task
    def read(self) -> None:
        if self.order is not None:
            one = next(self.order, None)
            if one is None:
                self.environment.runner.quit()
                raise StopUser
        else:
            one = self.chance.choice(list(self.pages()))
        name, address = one
        label = f"{'office' if self.signed_in else 'public'} · {name}"
        with self.client.get(address, name=label, catch_response=True) as answer:
            if answer.status_code != 200 or "</html>" not in answer.text:
                answer.failure(f"{answer.status_code} {address}")


class Public(Reader):
    weight = 7

    def pages(self) -> Iterator[tuple[str, str]]:
        yield from self._public()


class Municipal(Reader):
    """Signed in; with a few pages of the public's, which show such a person more."""

    weight = 3 if PASSWORD else 0
    signed_in = True

    def pages(self) -> Iterator[tuple[str, str]]:
        yield "overview", "/"
        for name in ("projects", "records", "calls", "review", "closings", "findings"):
            yield name, f"/{name}/"
        yield "board", "/projects/board/"
        yield "question", f"/question/?{self._drawn(QUESTIONS['question: donor, county'])}"
