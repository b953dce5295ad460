"""The marked figures as statements, by simple rules; the sample book's own are made with more care."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from duikou.book import Document, Figure, Scope, Statement, Subject, Window, parse_amount, parse_day
from duikou.words import UnknownCode, Vocabulary

STAGES = {"paid": "arrived", "agreed": "agreed", "target": "planned", "": ""}
# stage said by 到位 in the sentence
SAID = {"004-055", "004-057", "004-064", "004-066", "004-068"}
DATED = {"000": "2025-07", "001": "2022-03", "002": "2019-12", "003": "2021-11", "004": "2025-07"}


def load_marks(folder: Path, vocabulary: Vocabulary) -> tuple[list[Statement], list[Document], list[Subject]]:
    statements, subjects = [], {}
    for path in sorted(folder.glob("[0-9]*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            mark = json.loads(line)
            if mark["subject"]:
                key = mark["subject"]
                subjects[key] = Subject(key, key, "group")
            statements.append(make_statement(mark, path.stem, vocabulary))
    return statements, [Document(key, key, dated) for key, dated in DATED.items()], list(subjects.values())


def make_statement(mark: dict, document: str, words: Vocabulary) -> Statement:
    measure = words.measure_of(mark["measure"])
    base = measure.base or measure.code
    assumed = set()
    kind = measure.kind
    if base in ("fund", "project.count") and not kind:
        kind_words = mark["subject"]
        kind = "cooperation" if "经济合作" in kind_words else "grant" if "公益" in kind_words else ""
        if not kind:
            assumed.add("kind")
    stage = STAGES[mark["stage"]] if measure.staged else ""
    if measure.staged and not stage:
        stage = "arrived"
    if stage == "arrived" and measure.staged and mark["id"] not in SAID:
        assumed.add("stage")
    if not mark["from"] and mark["nature"] == "flow":
        assumed.add("from")
    if not mark["to"]:
        assumed.add("to")
    subject = mark["subject"]
    if (kind and subject.endswith("项目")) or subject in ("乡村建设项目", "公共服务项目"):
        subject = ""
    start = parse_day(mark["from"])
    if mark["id"] in ("000-005", "000-006"):
        start = parse_day("2021")
    end = parse_day(mark["to"], last=True)
    return Statement(
        key=mark["id"],
        scope=Scope(
            base,
            mark["unit"],
            stage,
            frozenset({kind} if kind else ()),
            frozenset(words.parties.resolve(name).code for name in mark["donor"]),
            frozenset(_places(mark, words)),
            frozenset({mark["sector"]} if mark["sector"] and mark["sector"] != "multi" else ()),
            frozenset({subject} if subject else ()),
            Window(start, end, end if "近年" in mark["note"] and not start else None),
        ),
        figure=make_figure(mark, words),
        form="target" if mark["stage"] == "target" else "rule" if mark["nature"] == "rule" else "published",
        nature=mark["nature"],
        assumed=frozenset(assumed),
        document=document,
        part_of=mark["part_of"],
        surface=mark["surface"],
        start=mark["start"],
        end=mark["end"],
    )


def _places(mark: dict, words: Vocabulary) -> list[str]:
    found = []
    for name in mark["recipient"]:
        if mark["site"]:
            try:
                found.append(words.places.resolve(mark["site"]).code)
                continue
            except UnknownCode:
                pass
        found.append(words.places.resolve(name).code)
    return found


def make_figure(mark: dict, words: Vocabulary) -> Figure:
    scale = words.unit[mark["unit"]].scale
    value = parse_amount(mark["value"], scale)
    surface = mark["surface"].replace("*", "").replace("\n", "").replace(" ", "")
    factor = 1
    for word, size in (("亿", 10**8), ("万", 10**4), ("千", 1000)):
        if word in surface:
            factor = size
            break
    digits = "".join(c for c in surface.split("~")[0] if c.isdigit() or c == ".")
    places = len(digits.split(".")[1]) if "." in digits else 0
    last = int(Decimal(factor) * Decimal(10) ** -places * scale) or 1
    rounded = last
    while value and value % (rounded * 10) == 0:
        rounded *= 10
    whole = factor == 1 and not places and words.unit[mark["unit"]].whole
    upper = parse_amount(mark["hi"], scale) if mark["hi"] else None
    return Figure(value, last, rounded, mark["qualifier"], upper, whole)


def figure(words: str, unit: str) -> Figure:
    """`9.94亿` or `391` in base units of `unit`."""
    sizes = {"亿": 10**8, "万": 10**4}
    size = sizes.get(words[-1], 1)
    number = Decimal(words.rstrip("亿万")) * size
    digits = words.rstrip("亿万").partition(".")[2]
    scale = 100 if unit == "CNY" else 10_000
    last = int(Decimal(size) / 10 ** len(digits) * scale)
    value = int(number * scale)
    rounded = last
    while value and value % (rounded * 10) == 0:
        rounded *= 10
    return Figure(value, last, rounded, whole=size == 1 and not digits and scale == 10_000)
