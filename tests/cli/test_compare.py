"""`duikou compare`: two documents side by side, and the exit status that a script acts on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

OLD = "截至2023年底，上海市在万州区累计到位无偿援助资金9.5亿元。\n"
NEW = "截至2024年底，上海市在万州区累计到位无偿援助资金9.92亿元，实施项目852个。\n"


@pytest.fixture
def documents(tmp_path: Path) -> Any:
    def write(*texts: str) -> list[Path]:
        paths = [tmp_path / f"{number}.md" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    return write


def test_what_changed_is_printed(ask: Any, documents: Any) -> None:
    result = ask("compare", *documents(OLD, NEW), "--old-dated", "2024-01", "--new-dated", "2025-01")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[:2] == ["0 → 1", "In both 1  New 1"]
    assert lines[5].startswith("9.5亿元 (through 2023) → 9.92亿元 (through 2024): CNY 42 million more")
    assert lines[-1] == "— → 852个 (through 2024)"


def test_json_has_the_fields_of_the_reference(ask: Any, documents: Any) -> None:
    shown = json.loads(ask("compare", *documents(OLD, NEW), "--format", "json").stdout)
    assert list(shown) == ["old", "new", "counts", "rows"]
    assert shown["old"] == {"title": "0", "dated": ""}
    changed, new = shown["rows"]
    assert list(changed) == "status scope_text old new relation verdict change ratio notes".split()
    assert list(changed["old"]) == "key surface period sentence start end".split()
    assert (changed["status"], changed["relation"], changed["ratio"]) == ("changed", "running", "+4.4%")
    assert (new["status"], new["old"]) == ("new", None)


def test_status_1_where_something_is_contradicted(ask: Any, documents: Any) -> None:
    """The same year told twice, everything said: no reading saves it."""
    told = "2023年，上海市在万州区到位教育领域无偿援助资金{}万元。\n"
    result = ask("compare", *documents(told.format(4200), told.format(3800)))
    assert result.exit_code == 1, result.stdout
    assert "[Contradicted]" in result.stdout


def test_status_2_and_no_output_where_a_file_is_unusable(ask: Any, documents: Any, tmp_path: Path) -> None:
    (old,) = documents(OLD)
    out = tmp_path / "out.txt"
    for words in ((old, tmp_path / "none.md"), (old, old, "--new-dated", "2025-13")):
        result = ask("compare", *words, "-o", out)
        assert (result.exit_code, result.stdout) == (2, "")
        assert not out.exists()
