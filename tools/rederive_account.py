"""Derive every figure of an account anew, from the rows it names and by arithmetic of its own.

    duikou report county --recipient 万州区 -o account.json && duikou backup book.zip
    python tools/rederive_account.py account.json book.zip

Nothing of duikou is imported: statements and entries come from the copy of the book as JSON, codes of places
and parties from the tables of words/data. The space that the named rows speak of is cut into cells (what lies
in the same of their boxes is one cell), each row bounds the sum over its cells, and the least and most of the
figure are linear programmes over the cells. What the words of a number leave open is written down here once
more. Prints one line a figure that differs; exit status 1 if any does.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
import zipfile
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import highspy

DATA = Path(__file__).resolve().parent.parent / "src/duikou/words/data"
START = date(1992, 1, 1).toordinal()  # nothing of the programme lies before
END = date(2100, 1, 1).toordinal()
AXES = ("kinds", "donors", "recipients", "sectors", "subjects")
NEAR = Fraction(1, 10**6)


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def parents() -> dict[str, dict[str, str]]:
    """Above each code, by axis; a donor city stands beside its province where parties.csv says so."""
    places = {row["code"]: row["parent"] for row in rows("places")}
    donors = {row["code"]: row["parent"] for row in rows("parties")}
    return {
        "kinds": {row["code"]: row["parent"] for row in rows("kinds")},
        "donors": {**{code: up for code, up in places.items() if code not in donors}, **donors},
        "recipients": places,
        "sectors": {row["code"]: row["parent"] for row in rows("sectors")},
        "subjects": {},
    }


TREES = parents()
UNITS = {row["code"]: (int(row["scale"]), row["whole"] == "yes") for row in rows("units")}
STOCKS = {row["code"] for row in rows("measures") if row["nature"] == "stock"}


def path(axis: str, code: str) -> list[str]:
    """The code and everything above it."""
    found = []
    while code and code not in found:
        found.append(code)
        code = TREES[axis].get(code, "")
    return found


def words_allow(figure: dict) -> tuple[Fraction, Fraction | None]:
    """Least and one above the most of a printed number, naturally read."""
    v, last, tens = (Fraction(figure[name]) for name in ("value", "last", "round"))
    w = Fraction(figure.get("upper") or figure["value"])
    match figure.get("qualifier", "exact"):
        case "exact" if figure.get("whole"):
            return v, w + 1
        case "exact":
            return v - last / 2, w + last / 2
        case "over":
            return v, v + tens
        case "nearly":
            return v - min(tens, v / 10), v
        case "about":
            return v - tens, w + tens + 1
        case "at_least":
            return v, None
        case _:
            return Fraction(0), v + 1


class Box:
    """Limits by axis (None = none) and half-open days."""

    def __init__(self, scope: dict, start: str | None, end: str | None) -> None:
        self.limits = {axis: frozenset(scope.get(axis) or ()) or None for axis in AXES}
        self.first = max(START, date.fromisoformat(start).toordinal()) if start else START
        self.last = date.fromisoformat(end).toordinal() + 1 if end else END

    def holds(self, cell: tuple) -> bool:
        day, *codes = cell
        return self.first <= day < self.last and all(
            limit is None or any(up in limit for up in path(axis, code))
            for axis, code, limit in zip(AXES, codes, self.limits.values(), strict=True)
        )


def cells(boxes: list[Box]) -> list[tuple]:
    """One point of every part into which the boxes cut the space: on each axis every code they name, standing
    for what is in it and in none below it, and "" for the rest; in time days on which something begins."""
    days = sorted({START} | {day for box in boxes for day in (box.first, box.last) if START <= day < END})
    named = [[*sorted({code for box in boxes for code in box.limits[axis] or ()}), ""] for axis in AXES]
    return [cell for cell in product(days, *named) if any(box.holds(cell) for box in boxes)]


def bounds(target: Box, known: list[tuple[Box, Fraction, Fraction | None]], scale: int) -> tuple:
    """Least and most of the target in base units; None = open."""
    every = cells([target, *(box for box, _low, _high in known)])
    inside = [target.holds(cell) for cell in every]
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    unit = scale * 10_000
    infinity = highspy.kHighsInf
    for _cell in every:
        highs.addVar(0.0, infinity)
    for box, low, high in known:
        index = [number for number, cell in enumerate(every) if box.holds(cell)]
        top = infinity if high is None else float((high - 1) / unit)
        highs.addRow(float(low / unit), top, len(index), index, [1.0] * len(index))
    found = []
    for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
        highs.changeObjectiveSense(sense)
        for number, is_inside in enumerate(inside):
            highs.changeColCost(number, 1.0 if is_inside else 0.0)
        highs.run()
        status = highs.getModelStatus()
        solved = status == highspy.HighsModelStatus.kOptimal
        found.append(highs.getInfo().objective_function_value * 10_000 if solved else None)
    return tuple(found)


def book(copy: Path) -> tuple[dict[str, dict], dict[str, dict], list[dict]]:
    """Statements and entries by key, and the pairings."""
    with zipfile.ZipFile(copy) as archive:
        head = json.loads(archive.read("book.json"))

        def table(name: str) -> list[dict]:
            columns = head["tables"][name]["columns"]
            lines = archive.read(f"{name}.jsonl").decode("utf-8").splitlines()
            return [dict(zip(columns, json.loads(line), strict=True)) for line in lines]

        statements = {}
        for row in sorted(table("store_statementrow"), key=lambda row: row["version"]):
            statements[row["key"]] = json.loads(row["payload"])
        entries = {f"E{row['posting_id']}-{row['line']}": row for row in table("store_entryrow")}
        pairings = [json.loads(row["payload"]) for row in table("store_pairingrow")]
    return statements, entries, pairings


def since(scope: dict, start: str | None, pairings: list[dict]) -> str | None:
    """The start of a period; None where the pairing began no earlier: then it is the running total."""
    for pairing in pairings:
        began = pairing.get("start", "")
        same = set(scope.get("donors") or ()) <= set(pairing["donors"])
        place = all(
            set(path("recipients", code)) & set(pairing["recipients"]) for code in scope["recipients"]
        )
        if began and same and place and scope.get("donors") and start and start[: len(began)] <= began:
            return None
    return start


Evidence = list[tuple[Box, Fraction, Fraction | None]]


def evidence(figure: dict, statements: dict, entries: dict, pairings: list[dict]) -> Evidence:
    """What the sources of a figure say of its series, as boxes with bounds."""
    found = []
    timeless = figure["scope"]["measure"] in STOCKS
    for source in figure["sources"]:
        if source["kind"] == "statement":
            row = statements[source["key"]]
            scope, window = row["scope"], row["scope"].get("window", {})
            if (scope["measure"], scope["unit"]) != (figure["scope"]["measure"], figure["scope"]["unit"]):
                continue
            start = None if timeless else since(scope, window.get("start"), pairings)
            found.append((Box(scope, start, window.get("end")), *words_allow(row["figure"])))
        else:
            row = entries[source["key"]]
            scope = {
                "kinds": [row["kind"]] if row["kind"] else [],
                "donors": json.loads(row["donors"]),
                "recipients": [row["recipient"]] if row["recipient"] else [],
                "sectors": [row["sector"]] if row["sector"] else [],
                "subjects": [row["subject"]] if row["subject"] else [],
            }
            least = Fraction(row["amount"] - row["rounding"])
            found.append((Box(scope, row["first_day"], row["last_day"]), least, None))
    return found


PRINTED = re.compile(
    r"(?P<before>不少于|不超过|超过|近|约)?(?P<n>[\d.]+)(?P<over>余)?(?P<ten>[万亿]?)(?P<rest>.*)"
)
TENS = {"": 1, "万": 10**4, "亿": 10**8}


def printed_allows(words: str, scale: int, whole: bool) -> tuple[Fraction, Fraction | None]:
    """What a printed figure, naturally read, lets it be: inclusive least, most in scaled units."""
    low, _to, high = words.partition("至")
    match = PRINTED.fullmatch(low)
    assert match, words
    n, ten = match["n"], TENS[match["ten"]] * scale
    places = len(n.partition(".")[2])
    value = Fraction(n) * ten
    digits = n.replace(".", "").rstrip("0")
    tens = Fraction(ten) * Fraction(10) ** (len(n.replace(".", "")) - len(digits) - places)
    code = {
        "不少于": "at_least",
        "不超过": "at_most",
        "超过": "over",
        "近": "nearly",
        "约": "about",
        None: "exact",
    }
    figure = {
        "value": value,
        "last": Fraction(ten, 10**places),
        "round": tens,
        "qualifier": "over" if match["over"] else code[match["before"]],
        "whole": whole,
    }
    if high:
        other = PRINTED.fullmatch(high)
        assert other, words
        figure["upper"] = Fraction(other["n"]) * TENS[other["ten"]] * scale
    least, above = words_allow(figure)
    return least, None if above is None else above - 1


def near(one: Fraction | float | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    return abs(Fraction(one) - Fraction(other)) <= max(1, abs(Fraction(other))) * NEAR


def judged(figure: dict, statements: dict, entries: dict, pairings: list[dict]) -> str:
    """What is wrong with a figure, "" where nothing is."""
    scale, whole = UNITS[figure["unit"]]
    scope = figure["scope"]
    timeless = scope["measure"] in STOCKS
    target = Box(scope, None if timeless else scope.get("from"), scope.get("to"))
    least, most = bounds(target, evidence(figure, statements, entries, pairings), scale)
    if whole and most is not None:
        most = math.floor(most + float(NEAR))
    shown = printed_allows(figure["printed"], scale, whole)
    natural = figure["natural"]
    if not near(least, natural[0] or "0"):
        return f"least {least}, account {natural[0]}"
    if natural[1] is not None and not near(most, natural[1]):
        return f"most {most}, account {natural[1]}"
    if natural[0] and shown[0] > Fraction(natural[0]) * scale:
        return f"{figure['printed']} leaves out the least {natural[0]}"
    if shown[1] is not None and (natural[1] is None or shown[1] < Fraction(natural[1]) * scale):
        return f"{figure['printed']} leaves out the most {natural[1]}"
    return ""


def main(account: Path, copy: Path) -> int:
    held = book(copy)
    figures = json.loads(account.read_text("utf-8"))["figures"]
    wrong = 0
    for figure in figures:
        if said := judged(figure, *held):
            wrong += 1
            print(f"{figure['number']} {figure['printed']} [{figure['scope_text']}]: {said}")
    print(f"{len(figures)} figures, {len(figures) - wrong} derived anew, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
