"""`duikou report`: accounts of the sample book, derived anew by a script and fed back to the check."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
COUNTY = ("county", "--recipient", "万州区", "--year", "2025")
PAIRING = ("pairing", "--donor", "吉林省", "--recipient", "巫溪县", "--year", "2025")

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def in_chinese(ask: Any) -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def rederive() -> Any:
    spec = spec_from_file_location("rederive_account", ROOT / "tools" / "rederive_account.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_figure_is_derived_anew(ask: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "book.zip"
    assert ask("backup", copy).exit_code == 0
    script = rederive()
    for number, wanted in enumerate((COUNTY, PAIRING)):
        path = tmp_path / f"{number}.json"
        assert ask("report", *wanted, "-o", path).exit_code == 0
        assert script.main(path, copy) == 0, capsys.readouterr().out
    held = json.loads(path.read_text("utf-8"))
    held["figures"][0]["natural"][0] = "1.00"
    path.write_text(json.dumps(held), "utf-8")
    assert script.main(path, copy) == 1, "a figure that is another is found"


def test_fed_back_every_figure_is_backed(ask: Any, tmp_path: Path) -> None:
    path = tmp_path / "county.docx"
    assert ask("report", *COUNTY, "-o", path).exit_code == 0
    found = json.loads(ask("check", path, "--dated", "2025-07", "--format", "json").stdout)
    assert found["counts"].keys() == {"holds"}
    assert found["counts"]["holds"] > 80


def test_altered_figures_are_flagged_and_no_others(ask: Any) -> None:
    from duikou.answers.accounts import AccountRequest, compose
    from duikou.book import EVERYTHING
    from duikou.book.account import lines
    from duikou.cli.benches.accounts import alter, checked, text_of

    for kind, recipient, donor, rounds in (("county", "万州区", "", 1), ("pairing", "巫溪县", "吉林省", 1)):
        account = compose(AccountRequest(kind, recipient, donor, "2025"), sight=EVERYTHING)
        text, places = text_of(account)
        assert text.split() == "\n\n".join(lines(account)).split()
        assert all(text[p.start : p.end] == account.figure(p.figure).printed for p in places)
        if donor:
            whole = checked(text, "2025-07", places)
            assert all({row.verdict for row in rows} == {"holds"} for rows in whole.values())
        tally = alter(account, rounds, seed=7)
        assert tally.altered == 10 * rounds
        assert tally.found >= 0.95 * tally.outside, tally.missed
        assert tally.flagged <= 0.02 * tally.untouched, tally.accused


def test_other_forms(ask: Any, tmp_path: Path) -> None:
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        path = tmp_path / f"account.{form}"
        assert ask("report", *PAIRING, "-o", path).exit_code == 0
        first = path.read_bytes()
        assert first.startswith(start)
        assert ask("report", *PAIRING, "-o", path).exit_code == 0
        assert path.read_bytes() == first
    with zipfile.ZipFile(path) as archive:
        words = archive.read("xl/sharedStrings.xml").decode()
    assert "8300余万元" in words
    assert "001-002" in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("county", "-o", "x.docx"), "recipient"),
        (("county", "--recipient", "万洲区", "-o", "x.docx"), "万州区"),
        (("programme", "--year", "25", "-o", "x.docx"), "25"),
        (("programme", "-o", "x.doc"), ".docx"),
        (("programme",), "-o"),
        ((), "KIND"),
        (("--compare", "99"), "99"),
        (("programme", "--as-of", "2025-13", "-o", "x.pdf"), "2025-13"),
    ],
)
def test_one_line_for_what_cannot_be_made(ask: Any, words: tuple[str, ...], said: str) -> None:
    ended = ask("report", *words)
    assert ended.exit_code == 2
    assert said in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
