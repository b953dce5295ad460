"""Pages of the register and of the records over a synthetic book: times, and the slowest query of each."""

from __future__ import annotations

import math
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from duikou.book import LIFE_CYCLE, Activity, Project, Step, natural_key
from duikou.cli.benches.measuring import Report, Table, machine

GOAL = 300.0  # milliseconds, p95
AT_ONCE = 5_000
COLD = "first list after the start"
TOWNS = ("长岭", "龙宝", "白羊", "乌杨", "新田", "孙家", "大周", "罗田", "太龙", "高峰")
WORKS = (
    "饮水工程",
    "卫生院住院楼",
    "小学教学楼",
    "道路硬化",
    "文化广场",
    "柑橘基地",
    "污水处理站",
    "人行吊桥",
)
_START = date(2008, 1, 1)


@dataclass(slots=True)
class Seen:
    """Queries of one request: how many, and the slowest with its parameters."""

    count: int = 0
    slowest: float = 0.0
    sql: str = ""
    params: Any = None

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            self.count += 1
            if took > self.slowest:
                self.slowest, self.sql, self.params = took, sql, params


@dataclass(slots=True)
class Page:
    """Times of one kind of address in milliseconds, by the clock and of this process's processor."""

    name: str
    times: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)

    def row(self) -> tuple[object, ...]:
        ranks = [rank(times, part) for times in (self.times, self.busy) for part in (0.5, 0.95)]
        shown = tuple(f"{value:.0f} ms" for value in (*ranks, max(self.times)))
        return (self.name, *shown, self.seen.count, f"{self.seen.slowest * 1000:.0f} ms")


def rank(times: list[float], part: float) -> float:
    """The nearest-rank percentile."""
    return sorted(times)[max(0, math.ceil(len(times) * part) - 1)]


def measure(projects: int, rounds: int, seed: int, server: str, say: Callable[[str], None]) -> Report:
    """Build the book, then ask each page `rounds` times, each time for something else."""
    with TemporaryDirectory() as folder, _database(server) as url, _opened(Path(folder), url):
        began = time.perf_counter()
        _build(projects, random.Random(seed), say)
        say(f"  built in {time.perf_counter() - began:.0f} s")
        pages = _ask(rounds, random.Random(seed + 1), say)
        plans = tuple(f"{page.name}: {plan}" for page in pages for plan in [_plan(page.seen)] if plan)
        rows = tuple(page.row() for page in pages)
    table = Table(
        f"{projects} projects and as many records, {'PostgreSQL' if server else 'SQLite'}",
        ("page", "p50", "p95", "processor p50", "processor p95", "slowest", "queries", "slowest query"),
        rows,
        (f"goal: p95 below {GOAL:.0f} ms", *plans),
    )
    return Report("register", machine("django"), [table])


@contextmanager
def _database(server: str) -> Iterator[str]:
    """A database of this run's own on a PostgreSQL server; "" = an embedded one."""
    if not server:
        yield ""
        return
    import psycopg

    name = f"duikou_bench_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _opened(home: Path, url: str) -> Iterator[None]:
    import os

    from duikou.store.opening import open_book

    os.environ["DUIKOU_HOME"] = str(home)
    os.environ["DUIKOU_DATABASE_URL"] = url
    os.environ["DUIKOU_IDLE_MINUTES"] = "600"
    open_book(create=True)
    from django.db import connection

    yield
    connection.close()


def _build(number: int, chance: random.Random, say: Callable[[str], None]) -> None:
    from duikou.actions.add_people import add_office, add_user
    from duikou.actions.record_activity import record_activities
    from duikou.actions.register_project import register_projects
    from duikou.store.actors import system_actor
    from duikou.words import load

    system = system_actor()
    for key, level, place in (("city", "municipal", ""), ("county", "county", "500101")):
        add_office(key, key, level, actor=system, place=place)
        add_user(key, "", actor=system, duties={key: ["enter"]}, must_change=False)
    words = load()
    districts = (words.places[code] for code in words.places if code.startswith("5001") and len(code) == 6)
    counties = sorted(place.code for place in districts if place.current)
    donors = ["310000", "320000", "330000", "370000", "220000", "120000", "440000", "350000"]
    sectors = sorted(words.sector)
    for start in range(0, number, AT_ONCE):
        some = range(start, min(number, start + AT_ONCE))
        register_projects([_project(n, chance, counties, donors, sectors) for n in some], actor=system)
        record_activities([_record(n, chance, counties, donors) for n in some], actor=system)
        say(f"  {some.stop} of {number}")


def _project(
    n: int, chance: random.Random, counties: list[str], donors: list[str], sectors: list[str]
) -> Project:
    reached = chance.randint(0, len(LIFE_CYCLE) - 1)
    day = _START + timedelta(days=chance.randint(0, 6_200))
    steps = []
    for number, stage in enumerate(LIFE_CYCLE[: reached + 1]):
        if stage not in ("payment", "audit"):
            steps.append(Step(stage, (day + timedelta(days=60 * number)).isoformat()))
    return Project(
        f"P-bench-{n:06}",
        f"{chance.choice(TOWNS)}镇{chance.choice(WORKS)}（{n}）",
        frozenset(chance.sample(donors, chance.choice((1, 1, 1, 2)))),
        chance.choice(counties),
        frozenset({chance.choice(sectors)}),
        chance.choice(("grant", "cooperation", "")),
        steps=tuple(steps),
        budget=chance.randint(10, 5_000) * 1_000_000,
        note="合成数据",
    )


def _record(n: int, chance: random.Random, counties: list[str], donors: list[str]) -> Activity:
    first = _START + timedelta(days=chance.randint(0, 6_200))
    last = first + timedelta(days=chance.randint(0, 10))
    title = f"{chance.choice(TOWNS)}镇培训班（{n}）"
    return Activity(
        natural_key("A", "bench", str(n)),
        "training",
        title,
        first,
        last,
        frozenset({chance.choice(donors)}),
        chance.choice(counties),
        values=(("persons", str(chance.randint(10, 90))),),
        note="合成数据",
    )


def _ask(rounds: int, chance: random.Random, say: Callable[[str], None]) -> list[Page]:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    browsers = {}
    for name in ("city", "county"):
        browsers[name] = Client(SERVER_NAME="localhost")
        browsers[name].force_login(get_user_model().objects.get(username=name))
    pages = []
    for name, address in _addresses(chance):
        page = Page(name)
        browser = browsers["county" if "county" in name else "city"]
        for _ in range(1 if name == COLD else rounds):
            seen, asked = Seen(), address()
            began, busy = time.perf_counter(), time.process_time()
            with connection.execute_wrapper(seen):
                answer = browser.get(asked)
            page.times.append((time.perf_counter() - began) * 1000)
            page.busy.append((time.process_time() - busy) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{asked}: {answer.status_code}")
            if seen.slowest > page.seen.slowest:
                page.seen = seen
        say(f"  {name}: p95 {page.row()[2]}, processor {page.row()[4]}")
        pages.append(page)
    return pages


def _addresses(chance: random.Random) -> list[tuple[str, Callable[[], str]]]:
    """Kinds of address; each call gives another one."""

    def number(most: int) -> int:
        return chance.randint(1, most)

    counties = ("万州区", "忠县", "巫溪县", "云阳县", "奉节县", "开州区")
    donors = ("上海市", "山东省", "吉林省", "江苏省", "浙江省")
    return [
        (COLD, lambda: "/projects/"),
        ("list, any page", lambda: f"/projects/?page={number(2_000)}"),
        ("list, county's own", lambda: f"/projects/?page={number(50)}"),
        (
            "place and donor",
            lambda: f"/projects/?recipient={chance.choice(counties)}&donor={chance.choice(donors)}",
        ),
        ("stage and year", lambda: f"/projects/?stage={chance.choice(LIFE_CYCLE)}&year={2008 + number(16)}"),
        ("late ones", lambda: f"/projects/?late=1&page={number(500)}"),
        ("search", lambda: f"/projects/?q={chance.choice(TOWNS)}+{chance.choice(WORKS)}"),
        ("search, one hit", lambda: f"/projects/?q=（{number(90_000)}）"),
        ("board", lambda: f"/projects/board/?recipient={chance.choice(counties)}"),
        ("one project", lambda: f"/projects/of/P-bench-{number(900):06}/"),
        ("records, any page", lambda: f"/records/?page={number(2_000)}"),
        ("records, county's own", lambda: f"/records/?page={number(50)}"),
        ("records, donor and year", lambda: f"/records/?donor=310000&year={2008 + number(16)}"),
        ("records, search", lambda: f"/records/?text={chance.choice(TOWNS)}+（{number(99)}"),
    ]


def _plan(seen: Seen) -> str:
    """How the database goes about the slowest query, on one line."""
    from django.db import connection

    if not seen.sql.lstrip().upper().startswith("SELECT"):
        return ""
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + seen.sql, seen.params)
        lines = [str(row[-1]).strip() for row in cursor.fetchall()]
    return f"{' '.join(seen.sql.split())[:160]} | {' · '.join(lines)[:400]}"
