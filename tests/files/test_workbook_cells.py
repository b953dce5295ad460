"""One cell as people fill it: numbers, days, names."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Project, Subject
from duikou.files.workbook.days import read_day
from duikou.files.workbook.names import Register
from duikou.files.workbook.numbers import is_unit, read_number, unit_factor
from duikou.words import ActivityField

from .workbook_maker import WORDS


def field(kind: str, name: str) -> ActivityField:
    found = WORDS.activity[kind].field(name)
    assert found
    return found


def number(kind: str, name: str, value: object) -> tuple[str, list[tuple[str, str]]]:
    of = field(kind, name)
    text, found = read_number(value, of, WORDS.unit[of.unit], of.factor)  # type: ignore[arg-type]
    return text, [(each.severity, each.code) for each in found]


CONVERTED = [("note", "cell.converted")]


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        (120, "1200000.00", []),
        (0.1 + 0.2, "3000.00", []),
        ("1,200", "12000000.00", []),
        ("１２０", "1200000.00", []),
        ("￥120", "1200000.00", []),
        ("120万元", "1200000.00", CONVERTED),
        ("120万", "1200000.00", CONVERTED),
        ("1.2亿", "120000000.00", CONVERTED),
        ("1200000元", "1200000.00", CONVERTED),
        ("一百二十", "1200000.00", CONVERTED),
        ("壹佰贰拾万元整", "1200000.00", CONVERTED),
        (" 1.2 万 元 ", "12000.00", CONVERTED),
        ("约120", "1200000.00", [("doubt", "number.about")]),
        ("120余", "1200000.00", [("doubt", "number.about")]),
        (1 / 3, "3333.33", [("note", "number.rounded")]),
        ("—", "", []),
        ("无", "", []),
        ("-5", "", [("error", "number.negative")]),
        ("(5)", "", [("error", "number.negative")]),
        ("#DIV/0!", "", [("error", "number.error")]),
        ("120美元", "", [("error", "number.unit")]),
        ("五十人", "", [("error", "number.unit")]),
        ("见附件", "", [("error", "number.unreadable")]),
    ],
)
def test_money(value: object, text: str, found: list[tuple[str, str]]) -> None:
    assert number("payment", "agreed", value) == (text, found)


@pytest.mark.parametrize(
    ("name", "value", "text", "found"),
    [
        ("person_times", "50人次", "50", []),
        ("person_times", "50人（次）", "50", []),
        ("person_times", "50人", "", ["number.unit"]),
        ("persons", "50人次", "", ["number.unit"]),
        ("persons", "50名", "50", []),
        ("persons", 5.5, "", ["number.not_whole"]),
        ("classes", "3期", "3", []),
        ("hours", 1.5, "1.5", []),
    ],
)
def test_persons_are_not_person_times(name: str, value: object, text: str, found: list[str]) -> None:
    read, problems = number("training", name, value)
    assert (read, [code for _, code in problems]) == (text, found)


def test_a_share_below_one_may_be_a_fraction() -> None:
    assert number("logistics", "share", 0.45) == ("0.45", [("doubt", "percent.fraction")])
    assert number("logistics", "share", "45%") == ("45", [])
    assert number("indicator", "gdp_growth", -1.5) == ("-1.5", [])


@pytest.mark.parametrize(
    ("text", "factor"), [("万元", 10_000), ("单位：亿元", 10**8), ("元", 1), ("百万元", 10**6), ("人", None)]
)
def test_units_of_heads(text: str, factor: int | None) -> None:
    agreed = field("payment", "agreed")
    assert unit_factor(text, agreed, WORDS.unit["CNY"]) == factor
    assert is_unit(text)
    assert not is_unit("支援前")


@given(st.integers(0, 10**10), st.sampled_from(["{}", "{:,}", "{}万元", " {} "]))
def test_what_is_written_is_read(value: int, shape: str) -> None:
    text, found = read_number(shape.format(value), field("payment", "agreed"), WORDS.unit["CNY"], 10_000)
    assert Decimal(text) == value * 10_000
    assert not [each for each in found if each.severity == "error"]


@given(st.one_of(st.text(max_size=30), st.floats(allow_nan=False, allow_infinity=False), st.integers()))
def test_no_cell_breaks_reading(value: object) -> None:
    of = field("payment", "agreed")
    text, found = read_number(value, of, WORDS.unit["CNY"], 10_000)  # type: ignore[arg-type]
    assert bool(text) or found or not str(value).strip("0.- ") or isinstance(value, str)
    first, _, problems = read_day(value, "first_day")
    assert first or problems or isinstance(value, str)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025年3月", "2025-03", ""),
        ("2025年3月份", "2025-03", ""),
        ("2025.3.5", "2025-03-05", ""),
        ("2025/03/05", "2025-03-05", ""),
        ("2025-03-05 00:00:00", "2025-03-05", ""),
        ("2025年度", "2025", ""),
        (2025, "2025", ""),
        (202503, "2025-03", ""),
        ("20250305", "2025-03-05", ""),
        (45000, "2023-03-15", ""),
        ("45000", "2023-03-15", ""),
        (2025.3, "2025-03", ""),
        ("2025.10", "2025-10", ""),
        ("二〇二五年三月五日", "2025-03-05", ""),
        ("2025年十二月", "2025-12", ""),
        ("2025.3.5-3.20", "2025-03-05", "2025-03-20"),
        ("2025年3月5日至20日", "2025-03-05", "2025-03-20"),
        ("2025.3.5-2025.4.1", "2025-03-05", "2025-04-01"),
        ("2025年3月—5月", "2025-03", "2025-05"),
        ("2025年上半年", "2025-01-01", "2025-06-30"),
        ("2025年第4季度", "2025-10-01", "2025-12-31"),
        (datetime(2025, 3, 5, 8), "2025-03-05", ""),
        (date(2025, 3, 5), "2025-03-05", ""),
        ("", "", ""),
    ],
)
def test_days(value: object, first: str, last: str) -> None:
    assert read_day(value, "first_day")[:2] == (first, last)


@pytest.mark.parametrize(
    ("value", "severity", "code"),
    [
        ("三月", "error", "date.unreadable"),
        ("2025-02-30", "error", "date.impossible"),
        (12.5, "error", "date.unreadable"),
        (2025.1, "doubt", "date.guessed"),
        ("25年3月", "doubt", "date.guessed"),
        (45000, "note", "date.guessed"),
    ],
)
def test_days_that_are_none_or_guessed(value: object, severity: str, code: str) -> None:
    assert [(each.severity, each.code) for each in read_day(value, "first_day")[2]] == [(severity, code)]


REGISTER = Register.of(
    WORDS,
    [Project("p1", "移民大桥"), Project("p2", "小学"), Project("p3", "小学")],
    [Subject("s1", "三峡中心医院", aliases=("中心医院",))],
    [],
    frozenset({"500101"}),
)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("recipient", "万州", "500101"),
        ("recipient", "重庆市万州区", "500101"),
        ("recipient", "开县", "500154"),
        ("donors", "山东省、沈阳市", "210100;370000"),
        ("donors", "上海和天津", "120000;310000"),
        ("donors", "上海市黄浦区", "310101"),
        ("sector", "教育", "education"),
        ("mode", "线上", "online"),
        ("audience", "移民、干部", "migrant;cadre"),
        ("project", "移民大桥", "p1"),
        ("project", "小学｜p3", "p3"),
        ("subject", "中心医院", "s1"),
        ("donors", "—", ""),
    ],
)
def test_names(name: str, text: str, code: str) -> None:
    assert REGISTER.read(text, field("training", name)) == (code, [])


@pytest.mark.parametrize(
    ("name", "text", "severity", "code"),
    [
        ("recipient", "万洲区", "error", "unknown.place"),
        ("recipient", "鼓楼区", "doubt", "place.ambiguous"),
        ("donors", "上海市水务公司", "error", "unknown.party"),
        ("mode", "函授", "error", "choice.unknown"),
        ("project", "移民大侨", "error", "unknown.project"),
        ("project", "小学", "doubt", "place.ambiguous"),
        ("papers", "某文件", "error", "unknown.document"),
    ],
)
def test_names_that_mean_nothing_or_several(name: str, text: str, severity: str, code: str) -> None:
    _, found = REGISTER.read(text, field("training", name))
    assert [(each.severity, each.code) for each in found] == [(severity, code)]
    if code in ("unknown.place", "unknown.project"):
        assert dict(found[0].params)["suggestions"][0] in ("万州区", "移民大桥")  # type: ignore[index]


@pytest.mark.parametrize("code", [code for code in WORDS.activity if code != "project"])
def test_what_is_shown_is_read_back(code: str) -> None:
    for each in WORDS.activity[code].fields:
        for text in {
            "place": ["500101", "320106"],
            "parties": ["210100;370000"],
            "project": ["p1", "p2"],
        }.get(
            each.form,
            [name for _, name in REGISTER.options(each)] if each.form in ("choice", "sector") else [],
        ):
            assert REGISTER.read(REGISTER.show(text, each), each)[0] == text
