"""Fixtures for all rooms, and what a test may count on.

A test that needs something this machine lacks (a browser, a PostgreSQL server) is skipped with its reason;
with ``DUIKOU_REQUIRE_ALL`` set it fails instead, so that continuous integration cannot go quietly blind.
The real documents are not ours to ship: where they are absent their tests are skipped in any case.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
PURE_FOLDERS = {"words", "book", "reading", "rollups", "checks", "review", "files", "tools"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRE_ALL = bool(os.environ.get("DUIKOU_REQUIRE_ALL"))
SERVER = os.environ.get("DUIKOU_DATABASE_URL", "")
ON_POSTGRES = SERVER.startswith(("postgres:", "postgresql:"))

# In continuous integration the same examples every time; at a desk, new ones.
settings.register_profile("duikou", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("duikou")


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what all processes of one run share; they find its name in their environment."""
    if not hasattr(config, "workerinput"):
        os.environ["DUIKOU_TEST_RUN"] = tempfile.mkdtemp(prefix="duikou-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("DUIKOU_TEST_RUN"), ignore_errors=True)


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first process of the run to ask fills by `make(folder)`; to copy from, not to use."""
    run = Path(os.environ["DUIKOU_TEST_RUN"])
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (run / name).exists():
            (run / f"{name}.new").mkdir()
            make(run / f"{name}.new")
            (run / f"{name}.new").rename(run / name)
    return run / name


def lack(reason: str) -> NoReturn:
    """Skip the test, or fail it where everything is required."""
    if REQUIRE_ALL:
        pytest.fail(f"DUIKOU_REQUIRE_ALL is set, but {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the folder they lie in: ``pure`` in a pure room's or tools, ``browser`` in browser,
    ``once`` in docs."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in PURE_FOLDERS:
            item.add_marker("pure")
        if folder == "browser":
            item.add_marker("browser")
        if folder == "docs":
            item.add_marker("once")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and not ON_POSTGRES:
        pytest.skip("needs DUIKOU_DATABASE_URL to name a PostgreSQL server, as `make suite-postgres` does")


@pytest.fixture(scope="session", autouse=True)
def home_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep commands that a test starts without naming a book away from the book of whoever runs the tests."""
    os.environ["DUIKOU_HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Hashing a password well takes long by design; tests hash many."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder with ``seeds/`` (the real documents) and ``figures/`` (what was marked in them)."""
    folder = Path(os.environ.get("DUIKOU_SHARED") or ROOT.parent / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip(f"the real documents are not at hand in {folder} (DUIKOU_SHARED names another folder)")
    return folder


@pytest.fixture(scope="session")
def documents_dir(shared_dir: Path) -> Path:
    """The folder of the real documents, one ``NNN_….txt`` each."""
    return shared_dir / "seeds"


@pytest.fixture(scope="session")
def figures_dir(shared_dir: Path) -> Path:
    """The folder of the figures marked in the real documents, one ``NNN.jsonl`` each."""
    return shared_dir / "figures"


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The executable of the browser that this machine has; nothing is ever downloaded."""
    named = os.environ.get("DUIKOU_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        lack("no Chromium was found (on Debian: apt-get install chromium; DUIKOU_CHROMIUM names another)")
    return found


@pytest.fixture(scope="session", autouse=True)
def flush_past_triggers() -> None:
    """Tests marked `transaction=True` are followed by a flush, which the triggers of the book would refuse:
    take them away first. The `post_migrate` that every flush ends with puts them back."""
    from django.db import connection
    from django.test import TransactionTestCase

    from duikou.store import triggers

    clean_up = TransactionTestCase._fixture_teardown

    def unlocked(case: TransactionTestCase) -> None:
        triggers.drop(connection)
        clean_up(case)

    TransactionTestCase._fixture_teardown = unlocked  # type: ignore[method-assign]


@dataclass(frozen=True)
class OwnBook:
    """A book of one test, in a database that really commits: SQLite or, on the second run, PostgreSQL.

    `environment` names it for other processes; in this process Django is turned to it.
    """

    home: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if name != "DUIKOU_DATABASE_URL"}
        named = {"DUIKOU_DATABASE_URL": self.url} if self.url else {}
        return {**others, **named, "DUIKOU_HOME": str(self.home), "DUIKOU_LANGUAGE": "en"}

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The command `duikou` in a process of its own."""
        program = "import sys; from duikou.cli import main; sys.argv[0] = 'duikou'; main()"
        return subprocess.run(
            [sys.executable, "-c", program, *words],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def raw(self) -> Any:
        """A connection past Django and past every setting of ours, each statement committed at once."""
        if self.url:
            import psycopg

            return closing(psycopg.connect(self.url, autocommit=True))
        import sqlite3

        return closing(sqlite3.connect(self.home / "book.sqlite3", isolation_level=None, timeout=20))


def _make(environment: dict[str, str]) -> None:
    made = "from duikou.store.opening import open_book; open_book(create=True)"
    subprocess.run([sys.executable, "-c", made], env={**os.environ, **environment}, check=True)


def _named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty migrated book to copy from: a path on SQLite, the name of a database on PostgreSQL."""
    home = tmp_path_factory.mktemp("empty")
    if not ON_POSTGRES:
        _make({"DUIKOU_HOME": str(home)})
        yield str(home / "book.sqlite3")
        return
    import psycopg

    name = f"duikou_empty_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        _make({"DUIKOU_HOME": str(home), "DUIKOU_DATABASE_URL": _named(SERVER, name)})
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_book(
    empty_book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any
) -> Iterator[OwnBook]:
    """An empty book of this test alone, with Django turned to it; see `OwnBook`."""
    from django.db import connections

    from duikou.store.databases import present_database
    from duikou.store.opening import turn_to

    home = tmp_path / "book"
    home.mkdir()
    url = _own_database(empty_book, home)
    monkeypatch.setenv("DUIKOU_HOME", str(home))
    monkeypatch.setenv("DUIKOU_DATABASE_URL", url)
    usual, usual_settings = connections["default"], connections.settings
    with django_db_blocker.unblock():
        turn_to(present_database())
        yield OwnBook(home, url)
        connections["default"].close()
    connections.settings = usual_settings
    connections["default"] = usual
    if url:
        _drop_database(url)


def _own_database(empty_book: str, home: Path) -> str:
    if not ON_POSTGRES:
        shutil.copy(empty_book, home / "book.sqlite3")
        return ""
    import psycopg

    name = f"duikou_own_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {empty_book}")
    return _named(SERVER, name)


def _drop_database(url: str) -> None:
    import psycopg

    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def book_apart(empty_book: str, tmp_path: Path) -> Iterator[OwnBook]:
    """An empty book of this test alone, for other processes; Django keeps its own."""
    home = tmp_path / "apart"
    home.mkdir()
    book = OwnBook(home, _own_database(empty_book, home))
    yield book
    if book.url:
        _drop_database(book.url)


@pytest.fixture(scope="session")
def sample_book(empty_book: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnBook]:
    """The sample book with our two articles beside it, for tests that only ask. Django keeps its own."""
    if not ON_POSTGRES:
        made = made_once("sample", lambda home: _load_sample(OwnBook(home, _own_database(empty_book, home))))
        yield OwnBook(shutil.copytree(made, tmp_path_factory.mktemp("sample") / "book"), "")
        return
    home = tmp_path_factory.mktemp("sample")
    book = OwnBook(home, _own_database(empty_book, home))
    _load_sample(book)
    yield book
    _drop_database(book.url)


def _load_sample(book: OwnBook) -> None:
    loaded = (
        "from duikou.store.opening import open_book; home = open_book().home; "
        "from duikou.actions.load_sample import lay_out_articles, load_sample; "
        "load_sample(); lay_out_articles(home)"
    )
    subprocess.run([sys.executable, "-c", loaded], env=book.environment, check=True)


@pytest.fixture
def vendor() -> str:
    """`sqlite` or `postgresql`: the database of this run."""
    return "postgresql" if ON_POSTGRES else "sqlite"
