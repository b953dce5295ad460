"""The places of China as data: one tree, complete, with what former places became."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "src" / "duikou" / "words" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PLACES = {row["code"]: row for row in rows("places.csv")}
NAMES = rows("place_names.csv")
UNIONS = {row["code"]: row for row in rows("unions.csv")}
LEVELS = ["country", "province", "prefecture", "county", "township", "village"]


def current(level: str) -> list[dict[str, str]]:
    return [row for row in PLACES.values() if row["level"] == level and not row["to"]]


def called(name: str, kind: str | None = None) -> set[str]:
    return {row["code"] for row in NAMES if row["name"] == name and kind in (None, row["kind"])}


def test_codes_are_unique_and_sorted() -> None:
    codes = [row["code"] for row in rows("places.csv")]
    assert codes == sorted(set(codes))


def test_every_place_hangs_under_the_country() -> None:
    for row in PLACES.values():
        code, seen = row["code"], set()
        while code != "CN":
            assert code not in seen, f"{row['code']} is inside itself"
            seen.add(code)
            parent = PLACES[PLACES[code]["parent"]]
            assert LEVELS.index(parent["level"]) < LEVELS.index(PLACES[code]["level"]), row
            code = parent["code"]
    assert PLACES["CN"]["parent"] == ""


def test_all_of_china_is_there() -> None:
    assert len(current("province")) == 34
    assert len(current("prefecture")) == 333
    assert 2840 <= len(current("county")) <= 2850


def test_current_siblings_differ_in_name() -> None:
    doubled = Counter((row["parent"], row["name"]) for row in PLACES.values() if not row["to"])
    assert [key for key, count in doubled.items() if count > 1] == []


def test_a_current_place_is_inside_current_places_and_has_no_successor() -> None:
    for row in PLACES.values():
        if not row["to"] and row["parent"]:
            assert not PLACES[row["parent"]]["to"], row
            assert not row["successor"], row


def test_successors_exist_and_lead_to_current_places() -> None:
    for row in PLACES.values():
        open_codes, seen = [row["code"]], set()
        while open_codes:
            code = open_codes.pop()
            assert code in PLACES, row
            after = [c for c in PLACES[code]["successor"].split(";") if c]
            assert code not in after, row
            seen.add(code)
            open_codes += [c for c in after if c not in seen]
        assert not row["successor"] or any(
            not PLACES[code]["to"] or not PLACES[code]["successor"] for code in seen
        )


def test_a_place_begins_before_it_ends() -> None:
    wrong = [row for row in PLACES.values() if row["from"] and row["to"] and row["from"][:4] > row["to"][:4]]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "name", "end", "successor"),
    [
        ("500234", "开县", "2016", "500154"),
        ("500232", "武隆县", "2016", "500156"),
        ("420521", "宜昌县", "2001", "420506"),
        ("512221", "万县", "1992", "500101"),
        ("511203", "天城区", "1997", "500101"),
        ("517002", "枳城区", "1997", "500102"),
        ("500228", "梁平县", "2016", "500155"),
        ("500221", "长寿县", "2001", "500115"),
        ("500381", "江津市", "2006", "500116"),
        ("500227", "璧山县", "2014", "500120"),
        ("542300", "日喀则地区", "2014", "540200"),
        ("542400", "那曲地区", "2017", "540600"),
        ("652100", "吐鲁番地区", "2015", "650400"),
        ("652200", "哈密地区", "2016", "650500"),
        ("500105", "江北区", "2025-11-06", "500157"),
        ("540530", "错那县", "2023", "540581"),
    ],
)
def test_former_places(code: str, name: str, end: str, successor: str) -> None:
    row = PLACES[code]
    assert (row["name"], row["to"], row["successor"]) == (name, end, successor)


def test_a_code_given_to_another_place_keeps_both() -> None:
    assert PLACES["500110"]["name"] == "綦江区"
    assert PLACES["500110-2011"]["name"] == "万盛区"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *[
            ("上海", "310000"),
            ("新疆", "650000"),
            ("西藏", "540000"),
            ("内蒙古", "150000"),
            ("宁夏", "640000"),
        ],
        *[("广西", "450000"), ("石柱", "500240"), ("奉节", "500236"), ("巫溪", "500238"), ("万州", "500101")],
        *[
            ("黔西南", "522300"),
            ("恩施", "422800"),
            ("涪陵", "500102"),
            ("夷陵", "420506"),
            ("怒江州", "533300"),
        ],
        *[("沪", "310000"), ("甬", "330200"), ("蜀", "510000"), ("万", "500101"), ("开县", "500154")],
        *[("万县", "500101"), ("宜昌县", "420506"), ("襄樊市", "420600"), ("重庆库区", "U-3GXCQ")],
    ],
)
def test_names(name: str, code: str) -> None:
    assert code in called(name)


def test_an_ambiguous_abbreviation_has_all_its_readings() -> None:
    assert called("宁", "abbreviation") == {"640000", "320100"}
    assert called("青", "abbreviation") == {"630000", "370200"}


@pytest.mark.parametrize(
    "word", ["和平", "公安", "合作", "资源", "富裕", "东方", "通道", "中心", "库区", "开"]
)
def test_everyday_words_are_no_short_names(word: str) -> None:
    assert called(word, "short") == set()


def test_every_name_belongs_to_a_place_or_union() -> None:
    assert {row["code"] for row in NAMES} <= PLACES.keys() | UNIONS.keys()
    assert {row["kind"] for row in NAMES} <= {"short", "former", "abbreviation", "other"}


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        *[("花台村", "花台乡"), ("西安村", "兰英乡"), ("上磺村", "上磺镇"), ("黄家村", "白石镇")],
        *[("古塘村", "拔山镇"), ("咸隆村", "石宝镇"), ("野茶村", "红土乡"), ("柑子社区", "草堂镇")],
    ],
)
def test_villages_of_the_documents(name: str, parent: str) -> None:
    assert [PLACES[row["parent"]]["name"] for row in PLACES.values() if row["name"] == name] == [parent]


def test_townships_resolve_to_their_county() -> None:
    for name, county in [
        ("太龙镇", "万州区"),
        ("白涛街道", "涪陵区"),
        ("复兴镇", "忠县"),
        ("曲尺乡", "巫山县"),
    ]:
        assert county in {PLACES[row["parent"]]["name"] for row in PLACES.values() if row["name"] == name}


def test_unions_have_known_members() -> None:
    for row in UNIONS.values():
        assert set(row["members"].split(";")) <= PLACES.keys(), row["code"]
        assert row["source"]
    inside = {code: set(UNIONS[code]["members"].split(";")) for code in ("U-3GX", "U-3GXCQ", "U-3GXHB")}
    assert inside["U-3GX"] == inside["U-3GXCQ"] | inside["U-3GXHB"]
    assert {"500101", "500154", "500234"} <= inside["U-3GXCQ"]


def test_reading_the_files_is_quick() -> None:
    best = min(_seconds_to_read() for _ in range(5))
    assert best < 0.04


def _seconds_to_read() -> float:
    start = time.perf_counter()
    for name in ("places.csv", "place_names.csv", "unions.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            list(csv.reader(file))
    return time.perf_counter() - start
