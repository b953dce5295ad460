"""Filled-in fields become rows, and rules of the vocabulary say what does not fit."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Activity, Project, Step, entries_of, fill, filling_of, inherited
from duikou.words import load

WORDS = load()
TODAY = date(2026, 1, 31)
TRAINING = {
    "title": "乡村电商带头人培训",
    "donors": "310000",
    "recipient": "500101",
    "first_day": "2025-03-03",
    "last_day": "2025-03-14",
    "classes": "1",
    "persons": "50",
    "person_times": "600",
}
OPEN = TRAINING | {"last_day": ""}


def filled(kind: str, **fields: str):
    return fill(WORDS.activity[kind], fields, WORDS, TODAY)


def found(kind: str, **fields: str) -> set[tuple[str, str, str]]:
    return {(each.severity, each.code, each.field) for each in filled(kind, **fields).problems}


def test_a_training_counts_classes_persons_and_person_times_apart() -> None:
    row = filled("training", **TRAINING).row
    assert isinstance(row, Activity)
    counted = entries_of(row, WORDS.activity["training"], WORDS)
    assert {(e.measure, e.unit, e.amount) for e in counted} == {
        ("training.class", "class", 10_000),
        ("training.person_time", "person", 500_000),
        ("training.person_time", "person_time", 6_000_000),
    }
    assert {(e.donors, e.recipient, e.sector, e.activity) for e in counted} == {
        (frozenset({"310000"}), "500101", "talent", row.key)
    }


def test_a_firm_counts_as_one_and_its_money_by_stage() -> None:
    who = {"title": "某食品公司", "donors": "310000", "recipient": "500101"}
    row = filled("firm", **who, first_day="2024", agreed="30000000", arrived="3000000").row
    assert isinstance(row, Activity)
    counted = entries_of(row, WORDS.activity["firm"], WORDS)
    assert [(e.measure, e.stage, e.kind, e.amount) for e in counted] == [
        ("enterprise.count", "", "", 10_000),
        ("investment", "agreed", "investment", 3_000_000_000),
        ("investment", "arrived", "investment", 300_000_000),
    ]
    assert (row.first_day, row.last_day) == (date(2024, 1, 1), date(2024, 12, 31))


def test_the_same_record_gets_the_same_key_from_whoever_writes_it() -> None:
    one, other = filled("training", **TRAINING).row, filled("training", **TRAINING | {"persons": "51"}).row
    assert one is not None
    assert other is not None
    assert one.key == other.key
    apart = fill(WORDS.activity["training"], TRAINING, WORDS, TODAY, nth=2).row
    assert apart is not None
    assert apart.key != one.key


@pytest.mark.parametrize(
    ("kind", "fields", "problem"),
    [
        ("training", TRAINING | {"title": ""}, ("error", "field.required", "title")),
        ("training", TRAINING | {"last_day": "2025-03-01"}, ("error", "period.reversed", "last_day")),
        ("training", TRAINING | {"first_day": "1899"}, ("error", "date.range", "first_day")),
        ("training", TRAINING | {"first_day": "2025-02-30"}, ("error", "date.impossible", "first_day")),
        ("training", OPEN | {"first_day": "1990-01"}, ("doubt", "date.early", "first_day")),
        ("training", OPEN | {"first_day": "2026-05"}, ("doubt", "date.future", "first_day")),
        ("training", TRAINING | {"persons": "601"}, ("error", "persons.over_times", "persons")),
        ("training", TRAINING | {"title": "累计培训"}, ("doubt", "total.running", "title")),
        (
            "labour",
            {"jobs": "10", "jobs_donor": "11", "first_day": "2025", "title": "t"},
            ("error", "part.over_whole", "jobs_donor"),
        ),
        (
            "labour",
            {"jobs": "10", "jobs_donor": "6", "jobs_home": "5", "first_day": "2025", "title": "t"},
            ("doubt", "parts.over_whole", "jobs"),
        ),
        ("labour", {"jobs_home": "5", "first_day": "2025"}, ("doubt", "whole.missing", "jobs")),
        (
            "payment",
            {"agreed": "1", "spent": "2", "first_day": "2025"},
            ("doubt", "stage.over", "spent"),
        ),
        ("payment", {"arrived": "12000000000", "first_day": "2025"}, ("doubt", "amount.unit", "arrived")),
        ("medical", {"beds_after": "101", "first_day": "2025"}, ("doubt", "percent.over", "beds_after")),
        ("tourism", {"first_day": "2025"}, ("note", "nothing.counted", "title")),
    ],
)  # fmt: skip
def test_what_the_rules_find(kind: str, fields: dict[str, str], problem: tuple[str, str, str]) -> None:
    assert problem in found(kind, **fields)


def test_a_field_that_was_not_shown_keeps_what_it_had() -> None:
    before = filled("training", **TRAINING | {"note": "两期合办"}).row
    changed = fill(
        WORDS.activity["training"], {"persons": "", "classes": "2"}, WORDS, TODAY, before=before
    ).row
    assert isinstance(changed, Activity)
    assert (changed.key, changed.note) == (before.key, "两期合办")
    assert changed.value("classes") == "2"
    assert changed.value("persons") == ""


def test_the_papers_of_a_projects_steps_stay_with_them() -> None:
    before = Project(
        "p", "桥", frozenset({"310000"}), "500101",
        steps=(Step("agreement", "2021", "paper"), Step("payment", "2022"), Step("payment", "2023")),
    )  # fmt: skip
    after = fill(
        WORDS.activity["project"], {"agreement": "2021-05", "completion": "2024"}, WORDS, TODAY, before=before
    ).row
    assert isinstance(after, Project)
    assert after.steps == (
        Step("agreement", "2021-05", "paper"), Step("payment", "2022"), Step("payment", "2023"),
        Step("completion", "2024"),
    )  # fmt: skip


def test_what_a_payment_leaves_open_is_its_projects() -> None:
    project = Project("p", "桥", frozenset({"310000"}), "500101", frozenset({"transport"}), "grant")
    given = inherited(WORDS.activity["payment"], {"title": "t", "donors": "", "kind": "cooperation"}, project)
    assert given["donors"] == "310000"
    assert (given["recipient"], given["sector"], given["kind"]) == ("500101", "transport", "cooperation")


@given(st.sampled_from(sorted(WORDS.activity)), st.data())
def test_a_row_is_what_its_fields_say_and_back(code: str, data: st.DataObject) -> None:
    kind = WORDS.activity[code]
    texts = {
        "whole": st.integers(0, 10**6).map(str),
        "decimal": st.decimals(0, 100, places=2).map(str),
        "money": st.integers(0, 10**9).map(str),
        "date": st.dates(date(2000, 1, 1), date(2025, 12, 31)).map(str),
        "period": st.just("2024-05"),
        "text": st.text(st.characters(categories=("L", "N")), max_size=9),
    }
    fields = {}
    for field in kind.fields:
        if field.form in texts and not field.part_of and field.name != "last_day":
            fields[field.name] = data.draw(texts[field.form])
    fields |= {"title": "甲", "first_day": "2024-05-01"}
    result = fill(kind, fields, WORDS, TODAY)
    errors = {each.code for each in result.problems if each.severity == "error"}
    assert errors <= {"field.required", "persons.over_times", "project.order"}
    if result.row is None:
        return
    again = fill(kind, filling_of(result.row), WORDS, TODAY, before=result.row)
    assert again.row == result.row
    if isinstance(result.row, Activity):
        for entry in entries_of(result.row, kind, WORDS):
            assert entry.amount > 0
