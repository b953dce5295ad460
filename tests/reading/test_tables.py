"""Tables: each row as a sentence with its heads and units, mapped back to the cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.reading.clean import clean
from duikou.reading.quantities import quantities
from duikou.reading.split import split
from duikou.words import load


def lines(text):
    return clean(text).text.split("\n")


@pytest.mark.parametrize(
    ("table", "sentences"),
    [
        pytest.param(
            "|序号|县|项目数（个）|资金（万元）|受益人数|\n|---|:-:|---|---|---|\n"
            "|1|忠县|38|2,000|1200|\n|2|万州区|45|3500.5|近2万|\n||合计|83|5,500.5|—|",
            [
                "忠县受援：项目数38个，资金2,000万元，受益人数1200人。",
                "万州区受援：项目数45个，资金3500.5万元，受益人数近2万人。",
                "忠县、万州区受援合计：项目数83个，资金5,500.5万元。",
            ],
            id="heads with units, a serial number, a total",
        ),
        pytest.param(
            "单位：万元\n\n|县|援助资金|项目数|\n|忠县|2000|38|",
            ["单位：万元", "忠县受援：援助资金2000万元，项目数38个。"],
            id="the unit above the table",
        ),
        pytest.param(
            "单位：个、万元\n\n|县|项目|援助资金|\n|忠县|38|2000|",
            ["单位：个、万元", "忠县受援：项目38个，援助资金2000万元。"],
            id="two units above the table",
        ),
        pytest.param(
            "|支援方|2022年|2022年|2023年|2023年|\n|支援方|项目数（个）|资金（亿元）|项目数（个）|资金（亿元）|\n"
            "|山东省|12|1.2|13|1.35|",
            ["山东省支援：2022年项目数12个，2022年资金1.2亿元，2023年项目数13个，2023年资金1.35亿元。"],
            id="two rows of heads",
        ),
        pytest.param(
            "|指标|2021|2022|\n|项目数（个）|12|15|\n|资金（万元）|800|950|",
            ["2021年项目数12个，2022年项目数15个。", "2021年资金800万元，2022年资金950万元。"],
            id="what is counted stands in the rows",
        ),
        pytest.param(
            "|项目名称|鲁忠医技大楼|\n|总投资|5亿元|\n|建筑面积|2.3万平方米|",
            ["项目名称鲁忠医技大楼。", "总投资5亿元。", "建筑面积2.3万平方米。"],
            id="a sheet of two columns without heads",
        ),
        pytest.param(
            "|县|项目|资金（万元）|\n|忠县|大桥|500|\n||学校|300|",
            ["忠县受援：项目大桥，资金500万元。", "忠县受援：项目学校，资金300万元。"],
            id="a first cell left out",
        ),
        pytest.param(
            "截至2024年底，到位资金如下：\n\n单位：万元\n\n"
            "|支援方|受援方|到位资金|其中：教育|卫生|人数（人）|\n|甲省|乙县|500|120|80|30|\n|小计|小计|500|120|80|30|",
            [
                "截至2024年底，到位资金如下：",
                "单位：万元",
                "甲省支援：截至2024年底，支援乙县，到位资金500万元，其中：教育120万元，卫生80万元，人数30人。",
                "甲省支援小计：截至2024年底，到位资金500万元，其中：教育120万元，卫生80万元，人数30人。",
            ],
            id="who gives to whom, the time of the line above, parts with their whole's unit",
        ),
        pytest.param(
            "|序号|项目名称|支援方|建设地点|投资（万元）|建设内容|\n|1|甲楼|丙市|丁镇|500|面积2000平方米|\n"
            "|合计|合计|合计|合计|500||",
            ["甲楼：由丙市支援，位于丁镇，投资500万元，面积2000平方米。", "合计：投资500万元。"],
            id="a list of projects",
        ),
        pytest.param("|只有|名称|\n|没有|数字|", ["只有名称。", "没有数字。"], id="no figures at all"),
    ],
)
def test_rows_become_sentences(table, sentences):
    assert lines(table) == sentences


def test_figures_of_a_table_lead_back_to_their_cells():
    text = "前文。\n\n|县|资金（万元）|\n|忠县|2,000|\n|万州区|约35|\n\n后文。"
    cleaned = clean(text)
    found = quantities(cleaned, split(cleaned), load())
    surfaces = [text[cleaned.origin[q.start] : cleaned.origin[q.end - 1] + 1] for q in found]
    assert surfaces == ["2,000", "约35"]
    assert [(q.value, q.unit, q.qualifier) for q in found] == [
        ("20000000", "CNY", "exact"), ("350000", "CNY", "about"),
    ]  # fmt: skip
    assert [piece.label for piece in split(cleaned)] == ["", "忠县受援", "万州区受援", ""]


@given(st.text(alphabet="|县资金（万元）12.:-\n 年人", max_size=200))
def test_any_table_is_taken(text):
    cleaned = clean(text)
    assert len(cleaned.origin) == len(cleaned.text) + 1
    assert all(0 <= at < len(text) for at in cleaned.origin[:-1])
    quantities(cleaned, split(cleaned), load())
