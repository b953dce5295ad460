"""A scope's full evidence as one file: whole, checkable, and no more than its asker may see."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from duikou.actions.post import post
from duikou.actions.save_project import Upload, add_step
from duikou.answers import dossier
from duikou.book import Step
from duikou.store import audit, selectors
from duikou.store.actors import system_actor
from duikou.store.audit import Looked

from .cast import DOCUMENTS, ENTRIES, EVERYBODY, PROJECTS
from .test_trace import VIEWERS

pytestmark = pytest.mark.django_db
Stage = Callable[[str], Client]
ADDRESS = "/question/evidence.zip?measure=fund&kind=grant"
SYSTEM = system_actor()
SCAN = b"%PDF-1.4 acceptance"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path))


def taken(browser: Client, address: str = ADDRESS) -> dict[str, bytes]:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="duikou-fund-')
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


@pytest.fixture
def with_paper(stage: None, db: None) -> str:
    """Key of an entry of Wanzhou whose paper is kept."""
    upload = Upload("=拨款单.pdf", SCAN, "=HYPERLINK(1)")
    add_step(PROJECTS["p-wanzhou"], 1, Step("payment", "2024-05"), actor=SYSTEM, upload=upload)
    paper = next(row.key for row in selectors.documents() if row.key.startswith("paper-"))
    post([replace(ENTRIES[1], document=paper, note="=1+1 内部备注")], actor=SYSTEM)
    return selectors.entries()[-1].key


@pytest.mark.parametrize("username", EVERYBODY)
def test_it_holds_what_its_asker_may_see_and_nothing_else(
    as_person: Stage, with_paper: str, username: str
) -> None:
    files = taken(as_person(username))
    keys = [row.key for row in selectors.entries()[: len(ENTRIES)]]
    seen = {key for key, viewers in zip(keys, VIEWERS, strict=True) if username in viewers}
    owner = username in VIEWERS[1]
    assert {row[0] for row in rows(files["entries.csv"])} == seen | ({with_paper} if owner else set())
    assert (SCAN in files.values()) == owner
    everything = b"".join(files.values()).decode("utf-8", "replace")
    for document, viewers in zip(DOCUMENTS[1:], (VIEWERS[1], VIEWERS[2]), strict=True):
        assert (document.title in everything) == (username in viewers), document.key
    assert ("内部备注" in everything) == owner
    assert any(name.startswith("manifests/") for name in files) == (username in {"zhaomin", "sunlei"})
    assert audit.count(Looked(event="evidence_exported")) == bool(username)


def test_everything_in_it_can_be_checked(as_person: Stage, with_paper: str) -> None:
    files = taken(as_person("zhaomin"))
    for line in files["MANIFEST.sha256"].decode().splitlines():
        digest, _, path = line.partition("  ")
        assert hashlib.sha256(files[path]).hexdigest() == digest
    assert files.keys() - {"MANIFEST.sha256"} == {
        line.partition("  ")[2] for line in files["MANIFEST.sha256"].decode().splitlines()
    }
    assert files["receipt.txt"].decode().strip() == str(selectors.head())
    for line in map(json.loads, files["rows.jsonl"].decode().splitlines()):
        hashed = hashlib.sha256(f"{line['head']}\n{line['payload']}".encode()).hexdigest()
        manifest = json.loads(files[f"manifests/{line['posting']}.json"])
        assert manifest[line["line"] - 1] == [line["table"], line["key"], hashed] == [
            line["table"], line["key"], line["digest"]
        ]  # fmt: skip
    for row in rows(files["documents.csv"]):
        if row[6]:
            assert hashlib.sha256(files[row[6]]).hexdigest() == row[5]
    assert json.loads(files["answer.json"])["natural"]["bounds"][0] == "1121.00"
    assert "1121" in files["answer.html"].decode()
    cells = {cell for name in files if name.endswith(".csv") for row in rows(files[name]) for cell in row}
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_the_same_question_gives_the_same_bytes(as_person: Stage, with_paper: str) -> None:
    browser = as_person("lifang")
    first, second = (b"".join(browser.get(ADDRESS).streaming_content) for _ in range(2))
    assert first == second


def test_what_cannot_be_answered_says_so(as_person: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = as_person("zhaomin")
    answer = browser.get("/question/evidence.zip?measure=fund&recipient=万洲区")
    assert answer.status_code == 400
    assert "万州区" in answer.content.decode()
    assert browser.get("/question/evidence.zip").status_code == 400
    monkeypatch.setattr(dossier, "MOST_ROWS", 1)
    assert "缩小范围" in browser.get(ADDRESS).content.decode()


def test_too_many_papers_are_left_out_and_the_table_says_so(
    as_person: Stage, with_paper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier, "MOST_BYTES", 3)
    files = taken(as_person("lifang"))
    assert SCAN not in files.values()
    assert hashlib.sha256(SCAN).hexdigest() in {row[5] for row in rows(files["documents.csv"])}
