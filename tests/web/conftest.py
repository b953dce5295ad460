"""Pages in front of made-up answers, and the sample book as the demo serves it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.test import Client

from ..conftest import made_once
from . import fakes
from .cast import put_on_stage

PAGES = "duikou.web.pages"
ASKED = {
    f"{PAGES}.overview.overview": fakes.overview,
    f"{PAGES}.documents.list_documents": fakes.list_documents,
    f"{PAGES}.documents.document": fakes.document,
    f"{PAGES}.question.ask": fakes.ask,
    f"{PAGES}.question.choices": fakes.choices,
    f"{PAGES}.findings.findings": fakes.findings,
    f"{PAGES}.findings.choices": fakes.choices,
    f"{PAGES}.findings.list_documents": fakes.list_documents,
    f"{PAGES}.course.course": fakes.course,
    f"{PAGES}.check.check_text": fakes.check_text,
}


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages get their answers from `fakes`; a page that asks anything else of the book touches a database
    that it has no leave to touch."""
    for target, fake in ASKED.items():
        monkeypatch.setattr(target, fake)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The cast and its book, for the tests of one module; undone after it."""
    from django.db import transaction

    from duikou.answers import evidence

    with django_db_blocker.unblock(), transaction.atomic():
        evidence._held.clear()
        put_on_stage()
        yield
        transaction.set_rollback(True)
    evidence._held.clear()


@pytest.fixture
def as_person(stage: None, db: None) -> Callable[[str], Client]:
    """A browser in which the named person of the cast is signed in; "" = nobody is."""
    from django.contrib.auth import get_user_model

    def signed_in(username: str) -> Client:
        browser = Client()
        if username:
            browser.force_login(get_user_model().objects.get(username=username))
        return browser

    return signed_in


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def reader(client: Client, made_up: None) -> Client:
    """Someone who opens pages without signing in."""
    return client


@pytest.fixture
def in_language(reader: Client, language: str) -> Client:
    reader.cookies["django_language"] = language
    return reader


PROGRAM = "import sys; from duikou.cli import main; sys.argv[0] = 'duikou'; main()"
PATIENCE = 60  # seconds until a demo must answer


@contextmanager
def serving(home: Path, *words: str) -> Iterator[str]:
    """`duikou demo` in a process of its own, on a copy of the book that it builds; gives its address."""
    shutil.copytree(made_once("demo", _build_demo), home, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, "demo", "--at", str(home), "--port", str(port), *words]
    log = home.with_suffix(".log")
    with (
        log.open("w") as output,
        subprocess.Popen(command, env=_environment(), stdout=output, stderr=output) as demo,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, demo, log)
            yield address
        finally:
            demo.terminate()


def _build_demo(home: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "demo", "--no-serve", "--at", str(home)]
    subprocess.run(command, env=_environment(), check=True, capture_output=True)


def _environment() -> dict[str, str]:
    unset = {"DUIKOU_DATABASE_URL", "DUIKOU_DOCUMENTS", "DUIKOU_LANGUAGE"}
    return {name: value for name, value in os.environ.items() if name not in unset}


def _wait(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and demo.poll() is None:
        try:
            with urlopen(f"{address}/check/"):
                return
        except URLError:
            time.sleep(0.2)
    pytest.fail(f"the demo did not come up:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo keeps its book, and the password of its sample people once it has come up."""
    return tmp_path_factory.mktemp("demo") / "book"


@pytest.fixture(scope="session")
def demo(demo_home: Path) -> Iterator[str]:
    """The sample book as shipped: without the originals of its documents."""
    with serving(demo_home) as address:
        yield address


@dataclass
class Tab:
    """A page of the browser, with what it asked for elsewhere and what it complained of."""

    page: Any
    address: str
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")

    def count(self, selector: str) -> int:
        return self.page.locator(selector).count()

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Any]:
    """One browser for the tests of a module; its event loop would be in Django's way beyond."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_tab(chromium: Any) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; at the end of the test none may have asked elsewhere or complained."""
    tabs: list[Tab] = []

    def opened(address: str, width: int = 1280, language: str = "zh-hans") -> Tab:
        height = 844 if width < 500 else 900
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        tab = Tab(context.new_page(), address)
        tab.page.on("request", lambda request: _note(tab, request.url))
        tab.page.on("console", lambda said: tab.complaints.append(said.text) if said.type != "log" else None)
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tabs.append(tab)
        return tab

    yield opened
    for tab in tabs:
        tab.page.context.close()
        assert tab.elsewhere == []
        assert tab.complaints == []


def _note(tab: Tab, url: str) -> None:
    if not url.startswith((tab.address + "/", "data:")):
        tab.elsewhere.append(url)


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go; DUIKOU_SCREENSHOTS names a folder that is kept."""
    named = os.environ.get("DUIKOU_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
