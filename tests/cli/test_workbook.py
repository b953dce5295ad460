"""`duikou template` and `duikou import` in a book of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import translation
from openpyxl import Workbook, load_workbook

from duikou.cli import main

HEADS = ["培训班名称", "支援方", "受援地", "开始日期", "培训人数（人）", "培训人次（人次）"]


@pytest.fixture
def county(own_book: Any) -> Iterator[Any]:
    from duikou.actions.add_people import add_office
    from duikou.store.actors import system_actor

    add_office("wz", "万州区水利局", "county", actor=system_actor(), place="500101")
    with translation.override("en"):
        yield lambda *words: CliRunner().invoke(main, list(words), prog_name="duikou")


def write(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    book.active.title = "培训"
    for row in [HEADS, *rows]:
        book.active.append(row)
    book.save(path)
    return path


def test_out_and_in_and_out_again(county: Any, tmp_path: Path) -> None:
    raw = write(
        tmp_path / "a.xlsx",
        ["电商培训", "上海市", "万州区", "2025.3", 50, 600],
        ["坏行", "上海市", "万洲区", "2025", 1, 1],
    )
    problems = tmp_path / "problems.xlsx"
    seen = county("import", str(raw), "--office", "wz", "--dry-run", "--problems", str(problems))
    assert seen.exit_code == 1
    assert "1 new, 0 changed, 0 unchanged, 1 with errors" in seen.stdout
    assert "培训!C3  error" in seen.stdout
    assert load_workbook(problems)["培训"]["C3"].comment
    refused = county("import", str(raw), "--office", "wz")
    assert refused.exit_code == 1
    assert "Nothing was written" in refused.stdout
    taken = county("import", str(raw), "--office", "wz", "--accept", "clean", "--format", "json")
    assert taken.exit_code == 0, taken.stderr
    assert json.loads(taken.stdout)["taken"]["new"] == 1
    out = tmp_path / "wz.xlsx"
    assert county("template", "wz", "-o", str(out), "--type", "培训").exit_code == 0
    assert load_workbook(out)["培训"]["C4"].value == "电商培训"
    again = county("import", str(out))
    assert again.exit_code == 0
    assert "0 new, 0 changed, 1 unchanged" in again.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "none.xlsx"), "there is no such file"),
        (("import", "{text}"), "save it as one of .xlsx .xls"),
        (("import", "{book}", "--office", "nobody"), "Unknown office: nobody"),
        (("import", "{book}", "--sheet", "x"), "write NAME=TYPE"),
        (("import", "{book}", "--head", "training:x"), "write TYPE:HEAD=FIELD"),
        (("import", "{book}", "--sheet", "x=circus"), "Unknown record: circus"),
        (("template", "nobody", "-o", "{out}.xlsx"), "Unknown office: nobody"),
        (("template", "wz", "-o", "{out}.pdf"), "ends with .xlsx"),
        (("template", "wz", "-o", "{out}/none/x.xlsx"), "No such file or directory"),
        (("template", "wz", "-o", "{out}.xlsx", "--type", "马戏"), "马戏"),
    ],
)
def test_what_cannot_be_used_ends_with_one_line(
    county: Any, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    text = tmp_path / "a.txt"
    text.write_text("x", encoding="utf-8")
    names = {"text": text, "book": write(tmp_path / "b.xlsx"), "out": tmp_path / "out"}
    done = county(*(word.format(**names) for word in words))
    assert done.exit_code == 2, done.stdout
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_is_called_for_goes_into_the_filing(county: Any, tmp_path: Path) -> None:
    from duikou.actions.add_people import add_office
    from duikou.actions.make_call import make_call
    from duikou.store.actors import Actor, system_actor

    assert "Nobody has called" in county("calls").stdout
    add_office("city", "市水利局", "municipal", actor=system_actor())
    city = Actor("system", "city", frozenset({"approve"}))
    make_call("一季度", "2025Q1", date(2025, 4, 10), ["wz"], ["training.person_time"], actor=city)
    raw = write(
        tmp_path / "a.xlsx", ["电商培训", "上海市", "万州区", "2025.3", 50, 600], ["坏行", "", "", "", 1, 1]
    )
    refused = county("import", str(raw), "--office", "wz", "--accept", "clean")
    assert refused.exit_code == 2
    assert "put it into the filing" in refused.stderr
    filed = county("import", str(raw), "--office", "wz", "--call", "2025Q1", "--format", "json")
    assert json.loads(filed.stdout)["filed"] == {"call": "2025Q1", "changed": 1, "left": 1}
    (call,) = json.loads(county("calls", "--format", "json").stdout)
    assert (call["key"], call["states"], call["over"]) == ("2025Q1", {"draft": 1}, 1)
    (line,) = json.loads(county("filings", "--overdue", "--office", "wz", "--format", "json").stdout)
    assert (line["office"], line["state"], line["rows"]) == ("wz", "draft", 1)
    assert "wz 万州区水利局" in county("filings").stdout
    assert "Unknown office" in county("filings", "--office", "nowhere").stderr
    unknown = county("import", str(raw), "--office", "wz", "--call", "2024Q1")
    assert (unknown.exit_code, "2024Q1" in unknown.stderr) == (2, True)
