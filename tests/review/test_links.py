"""Mentions of named things against the registry: the reason and the order of candidates."""

from __future__ import annotations

import pytest

from duikou.book import Subject
from duikou.reading import Abbreviation, abbreviations
from duikou.review.links import Mention, Registry, form_of, proposed
from duikou.words import load

WUXI, WANZHOU, ZHONG = "500238", "500101", "500233"
SUBJECTS = (
    Subject("school", "宁河街道长春小学", "school", ("长春小学校",), "500238001", "education"),
    Subject("college", "重庆三峡医药高等专科学校", "school", (), WANZHOU, "education"),
    Subject("hospital", "万州区天津医院", "hospital", (), WANZHOU, "health"),
    Subject("base", "吉龙虾稻虾共养基地", "site", (), WUXI, "agriculture"),
    Subject("schools", "学校", "group", (), WANZHOU, "education"),
    Subject("middle-1", "忠县第一中学", "school", (), ZHONG, "education"),
    Subject("middle-2", "忠县第二中学", "school", (), ZHONG, "education"),
)


def links(
    name: str, place: str = "", sector: str = "", sentence: str = "", described: bool = False, text: str = ""
):
    registry = Registry(SUBJECTS, load(), abbreviations(text))
    mention = Mention(name, (place,) if place else (), sector, described)
    return registry.links(mention, sentence)


@pytest.mark.parametrize(
    ("name", "place", "sector", "key", "rule"),
    [
        ("“长春小学校”", WUXI, "education", "school", "name"),
        ("长春小学校", "", "", "school", "name"),
        ("巫溪县宁河街道长春小学", WUXI, "education", "school", "place-left-out"),
        ("天津医院", WANZHOU, "health", "hospital", "place-left-out"),
        ("虾稻虾共养基地", WUXI, "agriculture", "base", "part-of-name"),
        ("学校", WANZHOU, "education", "schools", "name"),
    ],
)
def test_a_mention_is_linked_with_its_reason(name, place, sector, key, rule) -> None:
    found = links(name, place, sector)
    best = proposed(found)
    assert best is not None
    assert (best.key, best.rule) == (key, rule)


def test_a_short_name_that_the_text_defines() -> None:
    text = "福建省支援的重庆三峡医药高等专科学校（下称“三峡医专”）"
    (best, *_) = links("三峡医专", WANZHOU, text=text)
    assert (best.key, best.rule) == ("college", "abbreviation")
    assert proposed(links("三峡医专", WANZHOU)) is None
    (guessed,) = links("三峡医药学校", WANZHOU)
    assert (guessed.key, guessed.rule) == ("college", "letters")


def test_the_same_name_elsewhere_is_offered_and_not_proposed() -> None:
    found = links("长春小学校", ZHONG)
    assert [(one.key, one.rule) for one in found] == [("school", "name-elsewhere")]
    assert proposed(found) is None
    assert links("忠县第一中学", WUXI)[0].rule == "name-elsewhere"


def test_two_alike_are_left_to_the_person() -> None:
    found = links("中学", ZHONG, "education", described=True)
    assert proposed(found) is None
    assert proposed(links("忠县第一中学", ZHONG)) is not None


def test_a_kind_of_thing_of_which_there_is_one_here() -> None:
    (best,) = links("医院", WANZHOU, "health", described=True)
    assert (best.key, best.rule) == ("hospital", "only-one-here")
    assert proposed((best,)) is None


def test_a_thing_named_in_the_sentence_of_a_figure_without_one() -> None:
    (found,) = links("", WUXI, sentence="在吉龙虾稻虾共养基地，亩产达120斤。")
    assert (found.key, found.rule, found.words) == ("base", "in-sentence", "吉龙虾稻虾共养基地")


@pytest.mark.parametrize(
    ("name", "described", "form"),
    [
        ("鲤鱼山人行吊桥", False, "project"),
        ("乌杨小学", False, "school"),
        ("万州区天津医院", False, "hospital"),
        ("某某科技有限公司", False, "firm"),
        ("渝甬班列", False, "route"),
        ("太白岩", False, "other"),
        ("学校", True, "group"),
    ],
)
def test_what_a_new_thing_is_registered_as(name: str, described: bool, form: str) -> None:
    assert form_of(Mention(name, (), "", described)) == form


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("重庆三峡医药高等专科学校（下称“三峡医专”）", "三峡医专", "重庆三峡医药高等专科学校"),
        ("由甲省援建的忠县忠州医院(以下简称忠州医院)", "忠州医院", "忠县忠州医院"),
        ("《东西部协作规划》（简称《规划》）", "规划", "东西部协作规划"),
        ("上海与万州和平小学（以下简称：“和平小学”）", "和平小学", "万州和平小学"),
    ],
)
def test_definitions_of_short_names(text: str, short: str, full: str) -> None:
    (found,) = abbreviations(f"前文，{text}成立。")
    assert (found.short, found.full) == (short, full)
    assert isinstance(found, Abbreviation)


def test_a_bracket_that_defines_nothing() -> None:
    assert abbreviations("三峡库区（重庆段）资金（简称“甲乙丙”）") == ()
