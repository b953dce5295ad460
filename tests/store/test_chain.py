"""One chain: unbroken under many writers, never half written."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from duikou.actions.post import post
from duikou.book import BookError
from duikou.store import selectors
from duikou.store.actors import Actor, system_actor
from duikou.store.chain import Addition, next_link, posting_digest, root_of
from duikou.store.tables import TABLES
from duikou.store.verification import verify

ACTOR = system_actor()
WRITER = """
import sys
from datetime import date
from duikou.store.opening import open_book
from duikou.book import Entry
open_book()
from duikou.actions.post import post
from duikou.store.actors import system_actor
print("ready", flush=True)
sys.stdin.readline()
day = date(2024, 5, 1)
for number in range(10):
    amount = int(sys.argv[1]) * 100 + number
    rows = [Entry("fund", "CNY", "arrived", amount, day, day) for _ in range(3)]
    print(post(rows, actor=system_actor()), flush=True)
"""


def test_fifty_postings_of_five_processes_make_one_chain(own_book) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(number)],
            env=own_book.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(5)
    ]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n", writer.stderr.read()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    receipts = []
    for writer in writers:
        out, err = writer.communicate(timeout=120)
        assert writer.returncode == 0, err
        receipts += out.split()
    assert len(receipts) == len(set(receipts)) == 50
    report = verify(selectors.head())
    assert report.whole, report.faults
    assert (report.postings, report.rows) == (50, 150)
    numbers = [posting.number for posting in selectors.postings()]
    assert numbers == list(range(1, 51))
    expected = sorted(writer * 100 + number for writer in range(5) for number in range(10) for _ in range(3))
    assert sorted(entry.amount for entry in selectors.entries()) == expected
    digests = {posting.number: posting.digest for posting in selectors.postings()}
    assert {r.split(":")[2] for r in receipts} == set(digests.values())


def test_the_links_hold_together(own_book, grant) -> None:
    receipts = [post([grant(number)], actor=ACTOR) for number in (1, 2, 3)]
    previous = root_of(receipts[0].book)
    for number, receipt in enumerate(receipts, start=1):
        link = selectors.posting(number)
        assert (receipt.number, receipt.digest) == (number, link.digest)
        assert link.previous == previous
        previous = link.digest


@pytest.mark.django_db
def test_a_clock_set_back_does_not_turn_the_order(grant, clock) -> None:
    clock("2025-06-02 12:00")
    post([grant(1)], actor=ACTOR)
    clock("2025-06-01 12:00")
    post([grant(2)], actor=ACTOR)
    first, second = selectors.postings()
    assert first.recorded_at == second.recorded_at


@pytest.mark.django_db
def test_whatever_the_header_says_is_in_the_digest() -> None:
    moment = datetime(2025, 6, 1, 4, tzinfo=UTC)
    known = ("book", 2, "previous", moment, "actor", "office", "post", 1, "[]")
    others = ("other", 3, "p", moment + timedelta(microseconds=1), "a", "o", "x", 2, "[1]")
    whole = posting_digest(*known)
    for place, other in enumerate(others):
        changed = list(known)
        changed[place] = other
        assert posting_digest(*changed) != whole
    same = moment.astimezone(datetime.now().astimezone().tzinfo)
    assert posting_digest(*known[:3], same, *known[4:]) == whole


def test_a_posting_that_fails_leaves_nothing(own_book, grant) -> None:
    from django.db import connection

    post([grant(1)], actor=ACTOR)
    before = selectors.state()

    def post_and_delete() -> None:
        with next_link(ACTOR, "post") as link, connection.cursor() as cursor:
            link.additions.append(Addition(TABLES["entry"], "", grant(2)))
            cursor.execute("DELETE FROM store_entryrow")

    with pytest.raises(BookError, match="only grows"):
        post_and_delete()
    assert selectors.state() == before
    assert selectors.counts()["entries"] == 1


@pytest.mark.django_db
def test_an_empty_posting_is_none(grant) -> None:
    first = post([grant(1)], actor=ACTOR)
    assert post([], actor=ACTOR) == first
    assert selectors.counts()["postings"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (Actor("system", "system"), "duty.missing"),
        (Actor("nobody", "system", frozenset({"enter"})), "unknown.user"),
        (Actor("system", "nowhere", frozenset({"enter"})), "unknown.office"),
    ],
)
def test_not_everybody_may_post(grant, actor: Actor, code: str) -> None:
    with pytest.raises(BookError) as caught:
        post([grant(1)], actor=actor)
    assert caught.value.code == code
    assert selectors.head() is None


def test_a_full_disk_says_so_and_leaves_nothing(own_book, grant, vendor: str) -> None:
    if vendor != "sqlite":
        pytest.skip("a page limit stands for the full disk, and only SQLite has one")
    from django.db import connection

    first = post([grant(1)], actor=ACTOR)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(BookError) as caught:
            post([grant(number, note="x" * 500) for number in range(2_000)], actor=ACTOR)
        assert caught.value.code == "book.disk_full"
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert selectors.head() == first
    assert verify(first).whole
    assert post([grant(2)], actor=ACTOR).number == 2


def test_a_lock_that_is_not_let_go_says_so(own_book, grant, vendor: str) -> None:
    from django.db import connection

    post([grant(1)], actor=ACTOR)
    with own_book.raw() as raw, connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 50")
            raw.execute("BEGIN IMMEDIATE")
        else:
            from duikou.store.chain import LOCK

            cursor.execute("SET lock_timeout = 50")
            raw.execute(f"SELECT pg_advisory_lock({LOCK})")
        with pytest.raises(BookError) as caught:
            post([grant(2)], actor=ACTOR)
    assert caught.value.code == "book.busy"
    assert post([grant(2)], actor=ACTOR).number == 2


def test_readers_do_not_wait_for_a_writer(own_book, grant) -> None:
    post([grant(1)], actor=ACTOR)
    with own_book.raw() as raw:
        raw.execute("BEGIN IMMEDIATE" if isinstance(raw, sqlite3.Connection) else "BEGIN")
        if not isinstance(raw, sqlite3.Connection):
            raw.execute("SELECT pg_advisory_xact_lock(1)")
        assert len(selectors.entries()) == 1
        assert verify(selectors.head()).whole


def test_a_killed_writer_leaves_nothing(own_book, grant) -> None:
    """The process ends without a word between the rows and the commit."""
    post([grant(1)], actor=ACTOR)
    dying = """
import os
from datetime import date
from duikou.store.opening import open_book
from duikou.book import Entry
open_book()
from duikou.store import chain
from duikou.actions.post import post
from duikou.store.actors import system_actor
insert = chain._insert
def insert_and_die(*words):
    insert(*words)
    os._exit(9)
chain._insert = insert_and_die
day = date(2024, 5, 1)
post([Entry("fund", "CNY", "arrived", 5, day, day)], actor=system_actor())
"""
    ended = subprocess.run([sys.executable, "-c", dying], env=own_book.environment, check=False)
    assert ended.returncode == 9
    report = verify(selectors.head())
    assert report.whole
    assert report.rows == 1
    assert post([grant(2)], actor=ACTOR).number == 2


@pytest.mark.postgres
def test_a_server_that_goes_away_says_so(own_book, grant) -> None:
    from django.db import connection

    post([grant(1)], actor=ACTOR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with own_book.raw() as raw:
        raw.execute(f"SELECT pg_terminate_backend({pid})")
    with pytest.raises(BookError) as caught:
        post([grant(2)], actor=ACTOR)
    assert caught.value.code == "book.unreachable"
    connection.close()
    assert post([grant(2)], actor=ACTOR).number == 2


def test_environments_of_other_processes_name_this_book(own_book) -> None:
    assert own_book.environment["DUIKOU_HOME"] == os.environ["DUIKOU_HOME"]
