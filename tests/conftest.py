"""Fixtures for all rooms, and what a test may count on.

A test that needs something this machine lacks (a browser, a PostgreSQL server) is skipped with its reason;
with ``DUIKOU_REQUIRE_ALL`` set it fails instead, so that continuous integration cannot go quietly blind.
The real documents are not ours to ship: where they are absent their tests are skipped in any case.
"""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
PURE_FOLDERS = {"words", "book", "reading", "rollups", "checks", "files", "tools"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRE_ALL = bool(os.environ.get("DUIKOU_REQUIRE_ALL"))
ON_POSTGRES = os.environ.get("DUIKOU_DATABASE_URL", "").startswith(("postgres:", "postgresql:"))

# In continuous integration the same examples every time; at a desk, new ones.
settings.register_profile("duikou", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("duikou")


def lack(reason: str) -> NoReturn:
    """Skip the test, or fail it where everything is required."""
    if REQUIRE_ALL:
        pytest.fail(f"DUIKOU_REQUIRE_ALL is set, but {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the folder they lie in: ``pure`` in a pure room's or tools, ``browser`` in browser."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in PURE_FOLDERS:
            item.add_marker("pure")
        if folder == "browser":
            item.add_marker("browser")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and not ON_POSTGRES:
        pytest.skip("needs DUIKOU_DATABASE_URL to name a PostgreSQL server, as `make suite-postgres` does")


@pytest.fixture(scope="session", autouse=True)
def home_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep commands that a test starts without naming a book away from the book of whoever runs the tests."""
    os.environ["DUIKOU_HOME"] = str(tmp_path_factory.mktemp("home"))


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
