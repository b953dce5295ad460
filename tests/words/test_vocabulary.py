import subprocess
import sys
from dataclasses import fields

import pytest

from duikou.words import UnknownCode, load
from duikou.words.vocabulary import build, shipped_tables

VOCABULARY = load()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("沪", "上海市"),
        ("上海", "上海市"),
        ("甬", "宁波市"),
        ("开县", "开州区"),
        ("武隆县", "武隆区"),
        ("宜昌县", "夷陵区"),
        ("石柱", "石柱土家族自治县"),
        ("万州", "万州区"),
        ("500101", "万州区"),
        ("新疆", "新疆维吾尔自治区"),
    ],
)
def test_names_lead_to_places(said: str, meant: str) -> None:
    assert VOCABULARY.places.resolve(said).name == meant


def test_an_unknown_place_is_answered_with_a_near_one() -> None:
    with pytest.raises(UnknownCode, match="did you mean 万州区"):
        VOCABULARY.places.resolve("万洲区")


def test_a_renamed_county_is_the_same_place() -> None:
    places = VOCABULARY.places
    old, new = places.find("开县")[0], places.resolve("开州区")
    assert old.code == new.code
    assert places.inside(new.code, places.resolve("重庆市").code)


def test_unions_stand_for_their_members() -> None:
    places = VOCABULARY.places
    whole = places.members("U-3GX")
    assert set(places.members("U-3GXCQ")) < set(whole)
    assert set(places.members("U-3GXCQ")) | set(places.members("U-3GXHB")) == set(whole)
    assert places.resolve("巴东县").code in whole
    hubei = "夷陵区 秭归县 兴山县 巴东县"
    chongqing = "万州区 涪陵区 忠县 奉节县 巫溪县 巫山县 云阳县 丰都县 武隆区 开州区"
    assert {places.resolve(name).code for name in f"{hubei} {chongqing}".split()} < set(whole)
    assert places.resolve("梁平区").code not in whole
    spans = places.spans(["U-3GX"])
    covered = {places.at(number) for first, last in spans for number in range(first, last)}
    assert covered >= set(whole)
    assert places.resolve("武汉市").code not in covered


def test_cities_of_their_own_are_not_inside_their_province_as_donors() -> None:
    parties = VOCABULARY.parties

    def inside(inner: str, outer: str) -> bool:
        return parties.inside(parties.resolve(inner).code, parties.resolve(outer).code)

    assert not inside("沈阳市", "辽宁省")
    assert not inside("厦门市", "福建省")
    assert not inside("南京市", "江苏省")
    assert inside("黄浦区", "上海市")
    assert inside("温州市", "浙江省")
    assert all(parties.inside(code, "ALL") for code in parties)


def test_persons_are_distinct_under_whatever_measure() -> None:
    assert "time" in VOCABULARY.adds_over("training.person_time", "person_time")
    assert "time" not in VOCABULARY.adds_over("training.person_time", "person")
    assert "donor" not in VOCABULARY.adds_over("project.count", "count")
    assert "donor" in VOCABULARY.adds_over("fund", "CNY")


def test_the_programme_of_a_place() -> None:
    def programme(place: str) -> str | None:
        found = VOCABULARY.programme_of(VOCABULARY.places.resolve(place).code)
        return found.code if found else None

    assert programme("万州区") == "3gorges"
    assert programme("三峡重庆库区") == "3gorges"
    assert programme("拉萨市") == "tibet"
    assert programme("北京市") is None


def test_older_terms_lead_to_kinds_and_stages() -> None:
    assert VOCABULARY.kind_of("社会公益类").code == "grant"
    assert VOCABULARY.kind_of("经济建设类").code == "cooperation"
    assert VOCABULARY.stage_of("签约").code == "agreed"
    assert VOCABULARY.measure_of("援助资金").code == "fund"
    with pytest.raises(UnknownCode):
        VOCABULARY.measure_of("资金援助总量")


def test_every_row_refers_to_what_is_there() -> None:
    for measure in VOCABULARY.measure.values():
        assert measure.unit in VOCABULARY.unit
        assert not measure.base or measure.base in VOCABULARY.measure
        assert not measure.kind or measure.kind in VOCABULARY.kind
    for programme in VOCABULARY.programme.values():
        assert VOCABULARY.places.spans(programme.recipients)
    assert all(getattr(VOCABULARY, field.name) for field in fields(VOCABULARY))


def test_a_local_row_is_added_by_data_alone() -> None:
    tables = shipped_tables()
    tables["measures"].append(
        {"code": "yak.count", "zh": "牦牛存栏", "en": "yaks", "unit": "count", "nature": "stock",
         "adds_over": "recipient", "base": "", "kind": "", "staged": "no"}
    )  # fmt: skip
    assert build(tables).measure_of("牦牛存栏").code == "yak.count"


def test_a_broken_row_is_named_by_table_and_row() -> None:
    tables = shipped_tables()
    tables["units"][1] = {**tables["units"][1], "scale": "hundred"}
    with pytest.raises(ValueError, match=r"units.csv, row 3"):
        build(tables)


def test_the_whole_vocabulary_loads_quickly() -> None:
    """Counts work, not seconds: loading reads each table once and builds each tree once."""
    code = (
        "import time, duikou.words as w; t=time.process_time(); w.load(); "
        "a=time.process_time()-t; t=time.process_time(); n=sum(i*i%7 for i in range(2_000_000)); "
        "print(a/(time.process_time()-t))"
    )
    ratio = min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))
    assert ratio < 1.5  # a plain loop over two million numbers takes about 130 ms on an office PC
