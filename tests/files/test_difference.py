"""A workbook against the book: every planted fault at its cell, every difference named, nothing invented."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from duikou.book import Activity, Project, fill, filling_of
from duikou.files.workbook.difference import Difference
from duikou.files.workbook.marked import LIST, Remark, write_marked

from .workbook_maker import TODAY, WORDS, book_of, codes, held_against, template_of


def activity(kind: str, **fields: str) -> Activity:
    usual = {"donors": "310000", "recipient": "500101", "first_day": "2025-03-05"}
    row = fill(WORDS.activity[kind], usual | fields, WORDS, TODAY).row
    assert isinstance(row, Activity)
    return row


TRAINED = activity("training", title="电商培训", persons="50", person_times="600")
FIRM = activity("firm", title="某食品公司", agreed="30000000.00", arrived="3000000.00")
BRIDGE = Project("p1", "移民大桥", frozenset({"310000"}), "500101", frozenset({"transport"}), "grant")
ALL = frozenset({TRAINED.key, FIRM.key, BRIDGE.key})


def edited(*records: Activity | Project, **cells: object) -> bytes:
    """The office's template with cells written anew: `培训_D4=…`."""
    book = load_workbook(BytesIO(template_of(*records)))
    for place, value in cells.items():
        sheet, _, cell = place.rpartition("_")
        book[sheet][cell] = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def column(kind: str, name: str) -> str:
    """The letter of a field's column in the template."""
    names = [field.name for field in WORDS.activity[kind].fields]
    return chr(ord("C") + names.index(name))


def test_a_template_sent_back_as_it_was_changes_nothing() -> None:
    found = held_against(template_of(TRAINED, FIRM, BRIDGE), TRAINED, FIRM, BRIDGE, marked=ALL)
    assert found.counts == {"new": 0, "changed": 0, "unchanged": 3, "faulty": 0, "missing": 0}
    assert codes(found) == set()


def test_new_changed_and_missing_are_told_apart() -> None:
    persons = column("training", "person_times")
    raw = edited(TRAINED, FIRM, BRIDGE, **{f"培训_{persons}4": 580})
    book = load_workbook(BytesIO(raw))
    book["招商引资企业"].delete_rows(4)
    for letter, value in zip("CDEJ", ("干部班", "天津市", "万州区", "2025.6"), strict=True):
        book["培训"][f"{letter}5"] = value
    book["培训"][f"{persons}5"] = "三十"
    file = BytesIO()
    book.save(file)
    found = held_against(file.getvalue(), TRAINED, FIRM, BRIDGE, marked=ALL)
    assert found.counts == {"new": 1, "changed": 1, "unchanged": 1, "faulty": 0, "missing": 1}
    changed = next(row for row in found.rows if row.state == "changed")
    assert changed.changes == (("person_times", "600", "580"),)
    assert [record.key for record in found.missing] == [FIRM.key]


def test_a_part_of_the_workbook_says_nothing_of_the_rest() -> None:
    book = load_workbook(BytesIO(template_of(TRAINED, FIRM)))
    del book["招商引资企业"]
    file = BytesIO()
    book.save(file)
    assert held_against(file.getvalue(), TRAINED, FIRM, marked=ALL).missing == ()


def test_a_new_project_can_be_named_by_its_payments() -> None:
    raw = book_of(
        {
            "项目资金": [
                ["资金批次", "所属项目", "开始日期", "到位资金（万元）"],
                ["第一批", "幼儿园", "2025", 10],
            ],
            "援建项目": [
                ["项目名称", "支援方", "受援地", "资金性质"],
                ["幼儿园", "上海市", "万州区", "社会公益类"],
            ],
        }
    )
    found = held_against(raw)
    assert found.counts["new"] == 2
    payment, project = (row.record for row in found.rows)
    assert isinstance(payment, Activity)
    assert isinstance(project, Project)
    assert (payment.project, payment.donors, payment.recipient) == (project.key, project.donors, "500101")


def test_the_same_file_again_finds_what_it_brought() -> None:
    heads = ["企业名称", "支援方", "受援地", "时间", "协议投资（万元）"]
    raw = book_of(
        {
            "企业": [
                heads,
                ["某公司", "上海市", "万州区", "2024", 3000],
                ["另一家", "上海市", "万州区", 2024, 10],
            ]
        }
    )
    brought = [row.record for row in held_against(raw).rows if row.record]
    assert held_against(raw, *brought).counts["unchanged"] == 2


# What people put wrong into a workbook: sheet, cell, value → severity, code.
FAULTS = [
    ("培训", "title", "", "error", "field.required"),
    ("培训", "donors", "上海市水务公司", "error", "unknown.party"),
    ("培训", "recipient", "万洲区", "error", "unknown.place"),
    ("培训", "recipient", "鼓楼区", "doubt", "place.ambiguous"),
    ("培训", "sector", "房地产", "error", "choice.unknown"),
    ("培训", "mode", "函授", "error", "choice.unknown"),
    ("培训", "project", "没有的项目", "error", "unknown.project"),
    ("培训", "subject", "没有的医院", "error", "unknown.subject"),
    ("培训", "papers", "没有的文件", "error", "unknown.document"),
    ("培训", "first_day", "三月", "error", "date.unreadable"),
    ("培训", "first_day", "2025-02-30", "error", "date.impossible"),
    ("培训", "first_day", "2205-03", "error", "date.range"),
    ("培训", "first_day", "1985-03", "doubt", "date.early"),
    ("培训", "last_day", "2026-09", "doubt", "date.future"),
    ("培训", "first_day", "45719", "note", "date.guessed"),
    ("培训", "last_day", "2024-01-01", "error", "period.reversed"),
    ("培训", "persons", "六十多", "doubt", "number.about"),
    ("培训", "persons", "若干", "error", "number.unreadable"),
    ("培训", "persons", -3, "error", "number.negative"),
    ("培训", "persons", 3.5, "error", "number.not_whole"),
    ("培训", "persons", "50人次", "error", "number.unit"),
    ("培训", "persons", 601, "error", "persons.over_times"),
    ("培训", "persons", "#REF!", "error", "number.error"),
    ("培训", "persons", TODAY, "error", "number.date"),
    ("培训", "title", "累计培训", "doubt", "total.running"),
    ("培训", "title", "长" * 201, "error", "text.cut"),
    ("培训", "donors", "广东省", "doubt", "pairing.none"),
    ("招商引资企业", "arrived", "4亿元", "doubt", "stage.over"),
    ("招商引资企业", "agreed", 30_000_000, "doubt", "amount.unit"),
    ("招商引资企业", "jobs_local", 5, "doubt", "whole.missing"),
    ("招商引资企业", "agreed", "3000.55555555", "note", "number.rounded"),
]  # fmt: skip
CODES = {"培训": "training", "招商引资企业": "firm"}


@pytest.fixture(scope="module")
def faulty() -> tuple[Difference, list[int]]:
    """A workbook with a record for each fault, held against the book; the row of each fault."""
    records = [
        activity("training", title=f"电商培训{n}", persons="50", person_times="600")
        if sheet == "培训"
        else activity("firm", title=f"某食品公司{n}", agreed="30000000.00", arrived="3000000.00")
        for n, (sheet, *_) in enumerate(FAULTS)
    ]
    book = load_workbook(BytesIO(template_of(*records)))
    keys = {(name, row[0].value): row[0].row for name in CODES for row in book[name].iter_rows(min_row=4)}
    rows = [keys[sheet, record.key] for record, (sheet, *_) in zip(records, FAULTS, strict=True)]
    for row, (sheet, field, value, *_) in zip(rows, FAULTS, strict=True):
        book[sheet][f"{column(CODES[sheet], field)}{row}"] = value
    file = BytesIO()
    book.save(file)
    return held_against(file.getvalue(), *records), rows


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=[f"{f[1]}-{f[4]}" for f in FAULTS])
def test_a_planted_fault_is_found_at_its_cell(faulty: tuple[Difference, list[int]], number: int) -> None:
    found, rows = faulty
    (sheet, field, _, severity, code), row = FAULTS[number], rows[number]
    cell = f"{column(CODES[sheet], {'whole.missing': 'jobs'}.get(code, field))}{row}"
    assert (sheet, cell, severity, code) in codes(found)
    (state,) = (each.state for each in found.rows if (each.row.sheet, each.row.number) == (sheet, row))
    assert (state == "faulty") == (severity == "error")


def test_keys_that_are_spoilt_stale_doubled_or_of_others_are_named() -> None:
    raw = edited(TRAINED, FIRM, 培训_A4="A-none")
    assert ("培训", "4:4", "error", "row.gone") in codes(held_against(raw, TRAINED, FIRM))
    assert ("培训", "4:4", "error", "row.foreign") in codes(
        held_against(template_of(TRAINED), elsewhere=frozenset({TRAINED.key}))
    )
    at = column("training", "hours")
    stale = edited(TRAINED, **{f"培训_{at}4": 7})
    found = held_against(stale, TRAINED, versions={TRAINED.key: 2})
    assert ("培训", "4:4", "doubt", "row.stale") in codes(found)
    twice = edited(TRAINED, 培训_A5=TRAINED.key, 培训_C5="电商培训")
    assert {code for _, _, severity, code in codes(held_against(twice, TRAINED)) if severity == "error"} >= {
        "row.twice"
    }
    other = held_against(template_of(TRAINED), book="another book")
    assert ("", "", "doubt", "book.other") in codes(other)
    assert other.counts["new"] == 1


def test_rows_alike_are_in_doubt_and_can_both_be_meant() -> None:
    heads = ["企业名称", "支援方", "受援地", "时间", "协议投资（万元）"]
    row = ["某公司", "上海市", "万州区", "2024", 3000]
    found = held_against(book_of({"企业": [heads, row, row]}))
    assert ("企业", "A3", "doubt", "row.twice") in codes(found)
    assert len({each.record.key for each in found.rows if each.record}) == 2


def test_a_second_recording_of_the_same_thing_is_in_doubt() -> None:
    heads = ["企业名称", "支援方", "受援地", "时间", "协议投资（万元）", "到位投资（万元）"]
    raw = book_of({"企业": [heads, ["某食品有限公司", "上海市", "万州区", "2025-03-05", 3000, 300]]})
    assert ("企业", "A2", "doubt", "row.similar") in codes(held_against(raw, FIRM))


def test_a_project_of_the_same_name_and_place_is_in_doubt() -> None:
    raw = book_of({"项目": [["项目名称", "支援方", "受援地"], ["移民 大桥", "上海市、天津市", "万州区"]]})
    assert ("项目", "A2", "doubt", "row.similar") in codes(held_against(raw, BRIDGE))


def test_a_record_for_another_office_is_refused() -> None:
    found = held_against(template_of(TRAINED), TRAINED, concerns=lambda row: row.recipient == "500101")
    assert found.counts["faulty"] == 0
    at = column("training", "recipient")
    moved = held_against(
        edited(TRAINED, **{f"培训_{at}4": "忠县"}), TRAINED, concerns=lambda row: row.recipient == "500101"
    )
    assert ("培训", f"{at}4", "error", "row.outside") in codes(moved)


def test_columns_that_are_not_there_erase_nothing() -> None:
    raw = book_of({"培训": [["记录编号", "名称", "培训学时（小时）"], [TRAINED.key, "电商培训", 40]]})
    found = held_against(raw, TRAINED)
    (row,) = found.rows
    assert row.changes == (("hours", "", "40"),)
    assert row.record is not None
    assert filling_of(row.record)["persons"] == "50"


def marked(found: Difference) -> object:
    remarks = [Remark(each, each.problem.severity, each.problem.code) for each in found.problems]
    return load_workbook(BytesIO(write_marked(found.workbook, remarks, ("a", "b", "c", "d"))))


def test_the_problems_come_back_coloured_and_commented() -> None:
    at = column("training", "persons")
    book = marked(held_against(edited(TRAINED, **{f"培训_{at}4": "若干"}), TRAINED))
    cell = book["培训"][f"{at}4"]  # type: ignore[index]
    assert cell.fill.fgColor.rgb.endswith("F8C9C4")
    assert "number.unreadable" in cell.comment.text
    listed = [[cell.value for cell in row] for row in book[LIST].iter_rows(min_row=2)]  # type: ignore[index]
    assert ["error", "培训", f"{at}4", "number.unreadable"] in listed
    again = BytesIO()
    book.save(again)  # type: ignore[attr-defined]
    assert held_against(again.getvalue(), TRAINED).counts["faulty"] == 1


def test_an_old_file_comes_back_as_a_new_one() -> None:
    from pathlib import Path

    raw = (Path(__file__).parent / "old_register.xls").read_bytes()
    book = marked(held_against(raw, name="old.xls"))
    assert book["2025年培训台账"]["B4"].value == "电商带头人培训"  # type: ignore[index]
    assert book["2025年培训台账"]["A6"].comment is not None  # type: ignore[index]
