"""The register's further fields in the office's workbook: written, read back, changed, refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duikou.book import Output, Project, Share, Step, Subject, fill, filling_of
from duikou.files.workbook.grid import Mark, open_workbook
from duikou.files.workbook.names import Register
from duikou.files.workbook.rows import read_sheets
from duikou.files.workbook.template import Record, Sheet, write_template
from duikou.words import load

WORDS = load()
KIND = WORDS.activity["project"]
TODAY = date(2026, 1, 31)
FIRM = Subject("firm-1", "平湖建设公司", form="firm")
WHOLE = Project(
    "p-whole",
    "长岭镇集中式项目",
    frozenset({"310000", "320000"}),
    "500101",
    frozenset({"education"}),
    "grant",
    delivery="by_money",
    targets=frozenset({"migrant"}),
    shares=(Share("310000", 6_050), Share("320000", 3_950)),
    implementers=frozenset({"firm-1"}),
    site="长岭镇",
    budget=1_234_500_000,
    outputs=(Output("道路：主线", 125_000, "km"), Output("设备", 1_200_000, "batch")),
    served=3_200,
    steps=(Step("plan", "2024"),),
)
PART = replace(WHOLE, key="p-part", name="分项", programme="p-whole", shares=(), outputs=())


def register() -> Register:
    return Register.of(WORDS, (WHOLE, PART), (FIRM,), (), frozenset({"500101"}))


def test_what_is_written_is_read_back_as_it_stands() -> None:
    records = [Record(row.key, 1, filling_of(row)) for row in (WHOLE, PART)]
    raw = write_template([Sheet(KIND, records)], register(), Mark("b", "o", 1, {}), "区县", TODAY)
    (sheet,) = read_sheets(open_workbook(raw, "a.xlsx"), register())
    for row, core in zip(sheet.rows, (WHOLE, PART), strict=True):
        assert [each.code for each in row.problems] == []
        assert row.filling.items() <= (dict.fromkeys(row.filling, "") | filling_of(core)).items()
        assert fill(KIND, row.filling, WORDS, TODAY, core).row == core


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("shares", "上海市60%、江苏省 40%", (Share("310000", 6_000), Share("320000", 4_000))),
        ("shares", "上海市：６０.5％", (Share("310000", 6_050),)),
        (
            "outputs",
            "道路12.5公里；设备1,200批",
            (Output("道路", 125_000, "km"), Output("设备", 12_000_000, "batch")),
        ),
        ("implementers", "平湖建设公司", frozenset({"firm-1"})),
    ],
)
def test_cells_as_people_write_them(name: str, text: str, found: object) -> None:
    field = KIND.field(name)
    assert field is not None
    canonical, problems = register().read(text, field)
    assert not problems
    row = fill(KIND, filling_of(PART) | {name: canonical}, WORDS, TODAY).row
    assert getattr(row, name) == found


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("shares", "上海市一半", "project.share_line"),
        ("shares", "上海是60%", "unknown.party"),
        ("outputs", "道路一条", "project.output_line"),
        ("outputs", "道路 3 光年", "project.output_line"),
        ("implementers", "没有的公司", "unknown.subject"),
    ],
)
def test_cells_that_will_not_do(name: str, text: str, code: str) -> None:
    field = KIND.field(name)
    assert field is not None
    _, (problem,) = register().read(text, field)
    assert (problem.code, problem.field) == (code, name)


def test_shares_over_the_whole_are_refused_at_their_cell() -> None:
    filled = fill(KIND, filling_of(WHOLE) | {"shares": "310000:70;320000:40"}, WORDS, TODAY)
    (problem,) = filled.problems
    assert filled.row is None
    assert (problem.code, problem.field) == ("project.shares", "shares")
