"""`duikou table`: what it prints, its JSON and files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

ASKED = "fund --kind 无偿援助 --rows donor --columns recipient --basis entries --share".split()


def test_the_same_numbers_in_every_form(ask: Any, tmp_path: Path) -> None:
    shown = ask("table", *ASKED)
    assert shown.exit_code == 0, shown.output
    made = json.loads(ask("table", *ASKED, "--format", "json").stdout)
    lines = {line["label"]: line for line in made["lines"]}
    total = lines["total"]["total"]
    assert made["unit_label"] == "CNY million"
    assert made["heads"][0] == {"code": "500101", "label": "万州区"}
    assert all(text in shown.stdout for line in lines.values() for text in [line["total"]["text"]])
    assert lines["上海市"]["cells"][0]["bounds"] == ["50825000.00", "50835000.00"]
    file = tmp_path / "table.xlsx"
    assert ask("table", *ASKED, "--format", "xlsx", "-o", file).exit_code == 0
    rows = {row[0]: row for row in load_workbook(file).active.iter_rows(values_only=True)}
    assert rows["total"][-2:] == (total["text"], lines["total"]["share"])
    text = ask("table", *ASKED, "--format", "csv").stdout
    assert total["text"] in text


def test_joint_money_is_told_apart_from_what_each_gave(ask: Any) -> None:
    made = json.loads(ask("table", "fund", "--basis", "entries", "--format", "json").stdout)
    lines = {(line["kind"], line["label"]): line for line in made["lines"]}
    for name in ("山东省", "沈阳市"):
        assert lines["line", name]["total"]["bounds"] == ["0.00", "18005000.00"]
    (rest,) = (line for line in made["lines"] if line["kind"] == "rest")
    assert rest["total"]["bounds"] == ["17995000.00", "18005000.00"]
    assert any("several donors together" in note for note in made["notes"])


def test_stages_have_no_total(ask: Any) -> None:
    made = json.loads(
        ask("table", "fund", "--rows", "recipient", "--columns", "stage", "--format", "json").stdout
    )
    assert made["lines"]
    assert all("total" not in line for line in made["lines"])
    assert any("never added" in note for note in made["notes"])


def test_what_cannot_be_a_table_is_said_in_one_line(ask: Any) -> None:
    for words, said in (
        (["price"], "rates are never added"),
        (["fund", "--rows", "year", "--columns", "period"], "cut the same"),
        (["training.person_time", "--rows", "stage"], "no stages"),
        (["fund", "--format", "xlsx"], "-o FILE"),
        (["fnud"], "fund"),
    ):
        result = ask("table", *words)
        assert result.exit_code == 2, words
        assert said in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
