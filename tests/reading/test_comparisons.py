"""What figures say of each other, and numbers beside their lists."""

from __future__ import annotations

import pytest

from duikou.reading import comparisons, counted_lists, plain_list, read
from duikou.words import load


def hanging(text: str) -> dict[str, list[tuple[str, str]]]:
    """By the words of each figure: (relation, words of the other)."""
    figures = read(text, dated="2025-07", vocabulary=load())
    words = {figure.number: figure.surface for figure in figures}
    found = comparisons(text, figures)
    return {words[n]: [(relation, words[other]) for relation, other in pairs] for n, pairs in found.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，万州区接待游客120万人次，同比增长20%。", {"20%": [("growth_of", "120万人次")]}),
        ("2024年，万州区接待游客120万人次,比上年**下降20**%。", {"20**%": [("fall_of", "120万人次")]}),
        ("2024年，上海市援助万州区资金5亿元，较上年增加1亿元。", {"1亿元": [("more_than", "5亿元")]}),
        ("2024年，上海市援助万州区资金5亿元，比去年减少1亿元。", {"1亿元": [("less_than", "5亿元")]}),
        (
            "2024年，巫溪县电商交易额30亿元，其中农产品销售额3亿元，占10%。",
            {"10%": [("share_of", "30亿元"), ("part", "3亿元")]},
        ),
        (
            "龙虾亩产120斤，按每斤80元算，每亩收入超过9000元。",
            {"超过9000元": [("per", "120斤"), ("per", "80元")]},
        ),
        ("2024年，万州区接待游客120万人次。同比增长20%。", {}),
        ("2024年，万州区接待游客120万人次，占全市的20%。", {}),
        ("贫困发生率由13.5%降至0.99%，同比下降12.51个百分点。", {}),
    ],
)
def test_relations(text: str, expected: dict[str, list[tuple[str, str]]]) -> None:
    assert hanging(text) == expected


@pytest.mark.parametrize(
    ("text", "count", "names"),
    [
        ("上海、天津、江苏、福建、宁波、南京、厦门八省市结对支援万州区。", 8, 7),
        ("由上海市和福建省两省市共同援建。", 2, 2),
        ("重点支持3个县：忠县、奉节县、巫溪县、巫山县。", 3, 4),
        ("惠及万州、涪陵、云阳3个区县。", 3, 3),
        ("七省市（上海、天津、江苏、福建、宁波、南京、厦门）支援万州。", 7, 7),
    ],
)
def test_lists_of_places(text: str, count: int, names: int) -> None:
    (found,) = counted_lists(text, load())
    assert (found.count, found.names) == (count, names)
    assert text[found.start : found.end].startswith(text[found.start])


@pytest.mark.parametrize(
    "text",
    [
        "上海、天津等八省市结对支援万州区。",  # left open
        "上海，天津，江苏、福建四省市支援。",  # the list began before the comma
        "江苏、浙江、安徽三省一市共同支援。",
        "新建学校、医院、福利院5所。",  # kinds, not names
        "八省市结对支援万州区。",
        "第三县、第四县两县",
        "",
    ],
)
def test_what_is_no_list(text: str) -> None:
    assert [found for found in counted_lists(text, load()) if found.names != found.count] == []


def test_things_right_before_a_number() -> None:
    text = "实施乡卫生院、村便民服务中心、小区基础设施建设3个项目"
    assert plain_list(text, text.index("3个")) == 3
    assert plain_list("道路、水池等3个", 6) == 0
    assert plain_list("援建学校3所", 4) == 0
