"""`duikou read`: a line of JSON a figure, with the fields of the marks and what is said and assumed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from duikou.cli import main

# the fields of figures/GUIDE.md, in its order
FIELDS = (
    "id start end surface value hi unit qualifier measure stage nature donor recipient site subject sector "
    "from to part_of note".split()
)
TEXT = (
    "# 山海相连\n\n截至2024年底，上海市在万州区累计到位各类资金43.3**亿元**，其中无偿援助资金9.92亿元，"
    "实施项目852个。\r\n"
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "017_draft.md"
    path.write_bytes(TEXT.encode())
    return path


def marks(*words: object) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, ["read", *map(str, words), "--format", "jsonl"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_has_exactly_the_fields_of_the_guide_and_what_is_said_and_assumed(draft: Path) -> None:
    found = marks(draft, "--dated", "2025-07")
    assert len(found) == 3
    for mark in found:
        assert list(mark) == [*FIELDS, "kind", "bodies", "said", "assumed"]
        assert not set(mark["said"]) & set(mark["assumed"])
        assert {*mark["said"], *mark["assumed"]} <= {*FIELDS, "kind"}
        assert all(isinstance(mark[name], list) for name in ("donor", "recipient", "said", "assumed"))
        assert all(isinstance(mark[name], int) for name in ("start", "end"))
        assert all(isinstance(mark[name], str) for name in ("value", "unit", "from", "to", "part_of", "kind"))


def test_what_is_read(draft: Path) -> None:
    whole, part, projects = marks(draft, "--dated", "2025-07")
    assert (whole["value"], whole["unit"], whole["kind"]) == ("4330000000", "CNY", "all")
    assert (part["value"], part["measure"], part["kind"]) == ("992000000", "fund.grant", "grant")
    assert (projects["value"], projects["measure"]) == ("852", "project.count")
    for mark in (whole, part, projects):
        assert (mark["donor"], mark["recipient"], mark["to"]) == (["上海市"], ["万州区"], "2024-12")
    assert "from" in part["assumed"]
    assert "donor" in part["said"]


def test_ids_begin_with_the_number_of_the_file_and_parts_name_their_whole(draft: Path) -> None:
    whole, part, _ = marks(draft, "--dated", "2025-07")
    assert [whole["id"], part["id"]] == ["017-001", "017-002"]
    assert part["part_of"] == whole["id"]


def test_offsets_are_characters_of_the_file(draft: Path) -> None:
    with draft.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    for mark in marks(draft, "--dated", "2025-07"):
        assert text[mark["start"] : mark["end"]] == mark["surface"]


@pytest.mark.documents
def test_a_real_page_keeps_its_offsets_too(documents_dir: Path) -> None:
    path = next(documents_dir.glob("000_*.txt"))
    with path.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    found = marks(path, "--dated", "2025-07")
    assert len(found) >= 15
    assert all(text[mark["start"] : mark["end"]] == mark["surface"] for mark in found)
    assert found[0]["id"] == "000-001"


def test_the_table_has_a_line_a_figure(draft: Path) -> None:
    result = CliRunner().invoke(main, ["read", str(draft), "--dated", "2025-07"])
    lines = result.stdout.splitlines()
    assert [line.split("\t")[1:3] for line in lines] == [
        ["43.3亿元", "上海市→万州区"],
        ["9.92亿元", "上海市→万州区"],
        ["852个", "上海市→万州区"],
    ]


def test_reading_needs_no_book(draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path / "nowhere"))
    assert marks(draft)
    assert not (tmp_path / "nowhere").exists()
