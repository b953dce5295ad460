"""Activity types: rows of the vocabulary that forms, sheets and rules are made from."""

from __future__ import annotations

import pytest

from duikou.words import load
from duikou.words.vocabulary import build, shipped_tables

WORDS = load()
# The systems of DOMAIN.md that are recorded row by row.
SYSTEMS = (
    "项目资金 社会捐赠 培训 干部人才交流 组团式医疗 医疗卫生 教育支援 养老与福利 "
    "文化体育 招商引资企业 产业园区 农业产业与补贴 农业保险补贴 消费帮扶 电子商务 物流通道 "
    "文化旅游 生态环境 脱贫与乡村振兴 移民安置 劳务协作 帮扶需求 帮扶意向 上级要求 "
    "互访考察 联席会议与座谈会 展会与洽谈会 实物与智力帮扶 区域指标 典型案例 "
).split()


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_of_the_programme_has_a_type(name: str) -> None:
    found = WORDS.activity_of(name)
    assert found.core == "activity"
    assert found.en
    assert {"title", "first_day"} <= {field.name for field in found.fields}


def test_labels_and_heads_of_a_type_are_its_own() -> None:
    """A head that meant two fields would put figures into the wrong one."""
    for kind in WORDS.activity.values():
        heads = [label for field in kind.fields for label in (field.zh, field.en)]
        assert len(heads) == len(set(heads)), kind.code


def test_persons_and_person_times_are_never_one_field() -> None:
    for kind in WORDS.activity.values():
        for field in kind.fields:
            if field.unit == "person":
                assert "人次" not in field.zh, field.code
            if "人次" in field.zh:
                assert field.unit == "person_time", field.code


def test_the_stages_of_a_payment_are_series_apart() -> None:
    series = {(field.measure, field.stage) for field in WORDS.activity["payment"].counted}
    assert series == {("fund", stage) for stage in ("agreed", "arrived", "disbursed", "spent")}


def test_money_is_typed_in_ten_thousands_of_yuan() -> None:
    agreed = WORDS.activity["firm"].field("agreed")
    assert agreed
    assert (agreed.unit, agreed.factor, agreed.kind) == ("CNY", 10_000, "investment")


def with_row(table: str, **cells: str) -> dict[str, list]:
    tables = shipped_tables()
    blank = dict.fromkeys(tables[table][0], "")
    tables[table].append({**blank, **cells})
    return tables


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"type": "none"}, "no type none"),
        ({"form": "slider"}, "form slider"),
        ({"form": "choice"}, "a choice needs choices"),
        ({"unit": "furlong"}, "unknown unit furlong"),
        ({"measure": "fund.grant"}, "no base measure"),
        ({"measure": "fund"}, "stage  does not fit fund"),
        ({"measure": "training.class", "unit": "CNY"}, "unit CNY does not fit"),
        ({"measure": "sales", "unit": "CNY", "kind": "@kind"}, "no field kind"),
        ({"part_of": "nothing"}, "no field nothing"),
    ],
)
def test_a_row_that_cannot_be_counted_is_refused(cells: dict[str, str], said: str) -> None:
    usual = {
        "code": "training.x",
        "type": "training",
        "field": "x",
        "zh": "某",
        "form": "whole",
        "unit": "person",
    }
    with pytest.raises(ValueError, match=said):
        build(with_row("activity_fields", **usual | cells))


def test_a_row_of_the_book_replaces_a_common_field() -> None:
    tables = with_row(
        "activity_fields", code="case.site", type="case", field="site", zh="发生地", en="where", form="text"
    )
    field = build(tables).activity["case"].field("site")
    assert field
    assert field.zh == "发生地"
