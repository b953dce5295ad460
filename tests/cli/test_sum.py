"""`duikou sum`: the acceptance question, its JSON, its table, and words that it cannot understand."""

from __future__ import annotations

import json
from typing import Any

import pytest

ACCEPTANCE = (
    "sum fund --kind 无偿援助 --donor 上海市 --recipient 万州区 --to 2025-05 --format json".split()
)  # fmt: skip


def answer(ask: Any, question: str) -> dict[str, Any]:
    result = ask("sum", *question.split(), "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def named(bound: dict[str, Any]) -> set[str]:
    return {proof.get("statement") or proof["entry"] for proof in bound["because"]}


def test_the_acceptance_question_in_a_process_of_its_own(sample_book: Any) -> None:
    ended = sample_book.run(*ACCEPTANCE)
    assert (ended.returncode, ended.stderr) == (0, "")
    shown = json.loads(ended.stdout)
    assert shown["natural"]["bounds"] == ["991500000.00", "992499999.99"]
    assert "start_of_programme" in {one["code"] for one in shown["natural"]["assuming"]}
    assert shown["strict"]["bounds"] == ["991500000.00", None]
    assert "start of the programme" in shown["strict"]["open_because"]
    for reading in ("natural", "strict"):
        assert named(shown[reading]) == {"004-057"}


def test_json_has_the_fields_of_the_reference(ask: Any) -> None:
    shown = answer(ask, "fund --kind 无偿援助 --donor 上海市 --recipient 万州区 --to 2025-05")
    assert list(shown) == [
        "scope",
        "scope_text",
        "unit",
        "as_of",
        "definition",
        "notes",
        "strict",
        "natural",
    ]
    assert list(shown["strict"]) == ["bounds", "shown", "assuming", "because", "open_because"]
    assert list(shown["natural"]) == ["bounds", "shown", "assuming", "because"]
    (proof,) = shown["natural"]["because"]
    assert list(proof) == ["statement", "document", "span", "surface", "scope", "role"]
    assert all(set(one) == {"code", "params", "text"} for one in shown["natural"]["assuming"])


def test_an_entry_as_proof(ask: Any) -> None:
    shown = answer(ask, "logistics.train --recipient 万州区 --from 2024 --to 2024")
    (proof,) = shown["strict"]["because"]
    assert list(proof) == ["entry", "document", "amount", "scope"]
    assert (proof["document"], proof["amount"]) == ("004", "472 trains")


@pytest.mark.parametrize(
    ("question", "natural", "statements"),
    [
        (
            "fund --kind 无偿援助 --donor 山东省 --donor 沈阳市 --recipient 忠县 --to 2021-11",
            ["404500000.00", "405499999.99"],
            {"003-001"},
        ),
        (
            "fund --kind 无偿援助 --donor 山东省 --recipient 忠县 --to 2021-11",
            ["5990000.00", "405499999.99"],
            {"003-001", "003-024", "003-026"},
        ),
        ("fund --donor 辽宁省 --recipient 忠县 --to 2021-11", ["0.00", None], set()),
        ("project.count --donor 上海市 --recipient 万州区 --to 2025-05", ["852", "852"], {"004-056"}),
        (
            "project.count --donor 上海市 --recipient 万州区 --to 2024",
            ["526", "833"],
            {"004-056", "004-059", "004-090"},
        ),
        (
            "training.person_time --unit person --donor 宁波市 --recipient 万州区 --to 2024",
            ["3242", None],
            {"004-079"},
        ),
        ("fund --donor 上海市 --recipient 万州区 --to 2025-05",
            ["4325000000.00", "4334999999.99"], {"004-055"}),
    ],
)  # fmt: skip
def test_more_questions(ask: Any, question: str, natural: list[str | None], statements: set[str]) -> None:
    shown = answer(ask, question)
    assert shown["natural"]["bounds"] == natural
    assert named(shown["natural"]) == statements


def test_known_at_a_day_before_the_book(ask: Any) -> None:
    shown = answer(ask, "fund --donor 上海市 --recipient 万州区 --known-at 2020-01-01")
    assert shown["natural"]["bounds"] == ["0.00", None]
    assert shown["natural"]["because"] == []


def test_the_table_shows_both_readings_with_their_proof(ask: Any) -> None:
    result = ask(*ACCEPTANCE[:-2])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "上海市 → 万州区 · grant funds (arrived) · through 2025-05"
    assert "natural reading: CNY 992 million   [991500000.00, 992499999.99]" in lines
    assert "strict reading: at least CNY 991.5 million   [991500000.00, +∞]" in lines
    assert any(line.startswith("  - 004-057 9.92亿元") for line in lines)
    assert lines[-1].startswith("assistance funds: joint amounts are counted once")


def test_chinese_is_the_language_unless_another_is_wanted(sample_book: Any) -> None:
    ended = sample_book.run(*ACCEPTANCE[:-2], DUIKOU_LANGUAGE="zh-hans")
    assert "上海市 → 万州区 · 无偿援助资金（到位） · 截至2025-05" in ended.stdout
    assert "9.92亿元" in ended.stdout
    english = sample_book.run(*ACCEPTANCE[:-2], DUIKOU_LANGUAGE="en")
    assert "natural reading" in english.stdout
    default = sample_book.run(*ACCEPTANCE[:-2], DUIKOU_LANGUAGE="")
    assert default.stdout == ended.stdout


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("fund --recipient 万洲区", "Unknown place: 万洲区. Did you mean 万州区"),
        ("fund --recipient 万州县", "Unknown place: 万州县. Did you mean 万州区"),
        ("fund --donor 上海省", "Unknown supporting party: 上海省. Did you mean 上海市"),
        ("fundd", "Unknown measure: fundd. Did you mean fund"),
        ("fund --to 2025-02-30", "There is no such day: 2025-02-30."),
        ("fund --known-at 2025-13", "There is no such day: 2025-13."),
        ("fund --from 五月", "五月 is not a date; write 2025, 2025-07 or 2025-07-01."),
        ("fund --from 2025 --to 2024", "The end 2024-12-31 lies before the start 2025-01-01."),
        ("fund --unit person", "fund is not counted in person but in CNY."),
        ("fund --colour red", "No such option"),
        ("fund --format xml", "Invalid value for '--format'"),
        ("", "Missing argument 'MEASURE'."),
    ],
)
def test_what_cannot_be_understood_is_one_line_and_status_2(ask: Any, question: str, line: str) -> None:
    result = ask("sum", *question.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert line in result.stderr
