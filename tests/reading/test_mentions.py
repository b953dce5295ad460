"""Places in a text: names, townships, institutions, abbreviations, and what each article is about."""

import pytest

from duikou.reading.clean import clean
from duikou.reading.mentions import mentions
from duikou.reading.outline import Outline
from duikou.reading.split import split
from duikou.reading.topics import topics
from duikou.words import load


def found(text):
    return [(m.text, m.site, m.inside) for m in mentions(clean(text), load())]


def article(text, title=""):
    cleaned = clean(text)
    outline = Outline(cleaned, split(cleaned))
    about = topics(outline, mentions(cleaned, load(), title), load(), title)
    places = load().places
    return [
        ([places[c].name for c in a.donors], [places[c].name for c in a.recipients]) for a in about.articles
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("浙江省对口支援涪陵区", ["浙江省", "涪陵区"]),
        ("浙江对口支援涪陵，涪陵区变化大", ["浙江", "涪陵", "涪陵区"]),
        ("已完成县城道路改造", []),
        ("其中山南市措美县", ["山南市", "措美县"]),
        ("三峡重庆库区", ["三峡重庆库区"]),
        ("比如，吉林省", ["吉林省"]),
        ("天山南北的变化", []),
    ],
)
def test_names_of_places(text, names):
    assert [name for name, site, inside in found(text) if not site and inside != "programme"] == names


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("在石岗乡卫生院", ["石岗乡"]),
        ("乡镇干部走进乡村", []),
        ("帮助花台乡修路", ["花台乡"]),
        ("打造特色小镇", []),
        ("全村老少", []),
    ],
)
def test_places_below_the_county(text, sites):
    assert [site for _, site, _ in found(text) if site] == sites


def test_a_place_in_the_name_of_an_institution_is_marked():
    assert found("万州区天津医院") == [("万州区", "", "hospital"), ("天津", "", "hospital")]


def test_abbreviations_joined_into_one_word():
    assert [m.text for m in mentions(clean("宁波开行渝甬班列"), load())] == ["宁波", "渝", "甬"]


@pytest.mark.parametrize(
    ("text", "title", "topic"),
    [
        ("辽宁省对口支援奉节县。", "", [(["辽宁省"], ["奉节县"])]),
        ("实施项目12个。", "广东省对口支援林芝市", [(["广东省"], ["林芝市"])]),
        ("福建省泉州市与宁夏回族自治区固原市开展协作，泉州援助固原。", "", [(["泉州市"], ["固原市"])]),
        (
            "上海、天津、福建三省市对口支援万州区。上海援建学校。",
            "",
            [(["上海市", "天津市", "福建省"], ["万州区"])],
        ),
    ],
)
def test_what_an_article_is_about(text, title, topic):
    assert article(text, title) == topic


def test_two_articles_of_one_file_have_each_their_own_topic():
    first = (
        "山东省倾情援助忠县\n\n山东省在忠县援建学校，改善了办学条件。\n\n"
        "山东省在忠县援建医院，方便了群众。\n\n"
    )
    second = (
        "辽宁省对口支援奉节县\n\n辽宁省在奉节县援建道路，方便了出行。\n\n"
        "辽宁省在奉节县援建水厂，保障了饮水。\n"
    )
    assert article(first + second) == [(["山东省"], ["忠县"]), (["辽宁省"], ["奉节县"])]
