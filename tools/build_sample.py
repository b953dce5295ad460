"""Rebuild the sample book in ``src/duikou/actions/sample/`` from the marked documents and our annotations.

    python tools/build_sample.py --shared ../shared

``--shared`` is the folder with ``seeds/`` (the documents) and ``figures/`` (what was marked in them).
From the marks come the place, the words and the meaning of every figure; from ``tools/sample/*.csv`` comes
what only a reader can decide: kind and stage of money, which coordinates the text says and which are assumed,
the subjects, and the tables of pairings, projects and entries.  There places and parties are written by name;
the shipped tables carry codes.  No sentence of a document is kept: only the figures' own words, names and
numbers.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from duikou.words import UnknownCode, Vocabulary, load

HERE = Path(__file__).parent / "sample"
DATA = Path(__file__).parents[1] / "src" / "duikou" / "actions" / "sample"
Row = Mapping[str, str]

STAGES = {"paid": "arrived", "agreed": "agreed", "target": "planned", "": ""}
STATEMENT_COLUMNS = (
    "key document start end surface value hi unit qualifier last round whole measure kind stage nature form "
    "donors open_donors recipients site subject sectors from from_latest to assumed part_of relations "
    "listed note"
).split()
EITHER = re.compile(r";?\s*either: [^;]*")
CLEAR = "-"


class Unreadable(ValueError):
    """A row or a figure that cannot be used; the text names the place."""


# ---------------------------------------------------------------------------------------- the printed number

MULTIPLIERS = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
CHINESE = {"一": 1, "两": 2, "三": 3, "数": 1}
NUMBER = re.compile(r"(\d+(?:\.\d+)?|[一两三数]|(?=上?[千万亿]))")
SCALE = re.compile(r"[余多上]?(千万|千|万|亿)(?!米)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, in base units: `last` one unit of the last printed digit, `round` of the last
    non-zero digit, `scaled` whether 万 or the like multiplies it."""

    value: Decimal
    hi: Decimal | None
    last: Decimal
    round: Decimal
    scaled: bool


def printed_number(surface: str) -> Printed:
    """Read the number of a figure's words (`8300余万元` → 83000000, last 10000, round 1000000).

    Raises Unreadable for words without a number.
    """
    text = re.sub(r"[\s*,]", "", surface)
    if fraction := re.fullmatch(r"(\d+)/(\d+)", text):
        share = Decimal(fraction[1]) * 100 / Decimal(fraction[2])
        value = share.quantize(Decimal("0.01"))
        return Printed(value, None, Decimal("0.01"), Decimal("0.01"), False)
    parts = [_one_number(part) for part in re.split(r"[到~～]", text)]
    if len(parts) == 2:
        low, high = parts
        return Printed(low.value, high.value, min(low.last, high.last), min(low.round, high.round), False)
    return parts[0]


def _one_number(text: str) -> Printed:
    match = NUMBER.search(text)
    if not match:
        raise Unreadable(f"no number in {text!r}")
    digits = match[0]
    scale = SCALE.match(text, match.end())
    factor = MULTIPLIERS[scale[1]] if scale else 1
    number = Decimal(CHINESE.get(digits, 1)) if not digits or digits in CHINESE else Decimal(digits)
    exponent = number.as_tuple().exponent
    last = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    trimmed = number.normalize().as_tuple().exponent
    assert isinstance(trimmed, int)
    return Printed(number * factor, None, last * factor, Decimal(1).scaleb(trimmed) * factor, factor > 1)


def plain(number: Decimal | None) -> str:
    """A decimal without exponent or needless zeros, "" for None."""
    if number is None:
        return ""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# ---------------------------------------------------------------------------------------- codes


def party_codes(vocabulary: Vocabulary, names: Iterable[str]) -> str:
    """Names → codes joined by `;`, in the order of the names."""
    return ";".join(vocabulary.parties.resolve(name).code for name in names)


def place_codes(vocabulary: Vocabulary, names: Iterable[str]) -> str:
    return ";".join(vocabulary.places.resolve(name).code for name in names)


def lower_code(vocabulary: Vocabulary, site: str, county: str) -> str:
    """Code of the township or village called `site` (`红土乡野茶村` or one of the two) in `county`.

    "" where it is no administrative place (a street). Raises Unreadable where the county has no such place.
    """
    names = re.findall(r".+?(?:街道|社区|[乡镇村])", site)
    if not names:
        return ""
    where = county
    for name in names:
        inside = [p.code for p in vocabulary.places.find(name) if vocabulary.places.inside(p.code, where)]
        if len(inside) != 1:
            raise Unreadable(f"{site} in {county}: {len(inside)} places called {name}")
        where = inside[0]
    return where


# ---------------------------------------------------------------------------------------- statements


def statement_row(mark: dict[str, object], note: Row, vocabulary: Vocabulary) -> dict[str, str]:
    """One row of statements.csv from a mark and its annotation (a cell `-` clears what the mark says)."""
    key, surface, unit = str(mark["id"]), str(mark["surface"]), str(mark["unit"])
    number = printed_number(surface)
    if (plain(number.value), plain(number.hi)) != (mark["value"], mark["hi"]):
        raise Unreadable(f"{key}: {surface!r} reads {number}, the mark says {mark['value']} {mark['hi']}")
    measure = vocabulary.measure_of(str(mark["measure"]))
    stage = note["stage"] or STAGES[str(mark["stage"])]
    recipients = [vocabulary.places.resolve(name).code for name in mark["recipient"]]
    site = _cell(note, "site", mark["site"])
    sector = "" if mark["sector"] == "multi" else mark["sector"]
    return {
        "key": key,
        "document": key[:3],
        "start": str(mark["start"]),
        "end": str(mark["end"]),
        "surface": surface,
        "value": str(mark["value"]),
        "hi": str(mark["hi"]),
        "unit": unit,
        "qualifier": str(mark["qualifier"]),
        "last": plain(number.last),
        "round": note["round"] or plain(number.round),
        "whole": "yes" if vocabulary.unit[unit].whole and not number.scaled else "",
        "measure": measure.base or measure.code,
        "kind": note["kind"] or measure.kind,
        "stage": stage,
        "nature": str(mark["nature"]),
        "form": _form(mark),
        "donors": party_codes(vocabulary, [] if note["donors"] == CLEAR else mark["donor"]),
        "open_donors": note["open_donors"],
        "recipients": ";".join(recipients),
        "site": lower_code(vocabulary, site, recipients[0]) if site else "",
        "subject": note["subject"],
        "sectors": _cell(note, "sectors", sector),
        "from": _cell(note, "from", mark["from"]),
        "from_latest": note["from_latest"],
        "to": _cell(note, "to", mark["to"]),
        "assumed": note["assumed"],
        "part_of": str(mark["part_of"]),
        "relations": note["relations"],
        "listed": note["listed"],
        "note": note["note"],
    }


def _form(mark: dict[str, object]) -> str:
    if mark["stage"] == "target":
        return "target"
    return "rule" if mark["nature"] == "rule" else "published"


def _cell(note: Row, column: str, marked: object) -> str:
    return "" if note[column] == CLEAR else note[column] or str(marked)


def statement_rows(figures: Path, vocabulary: Vocabulary) -> list[dict[str, str]]:
    """All marks of `figures/*.jsonl` in order. Raises Unreadable where a mark or annotation is missing."""
    notes = {row["id"]: row for row in read("annotations")}
    marks = [json.loads(line) for path in sorted(figures.glob("*.jsonl")) for line in path.open("rb")]
    if missing := {mark["id"] for mark in marks} ^ notes.keys():
        raise Unreadable(f"annotations.csv and the marks differ in {', '.join(sorted(missing))}")
    rows = []
    for mark in marks:
        try:
            rows.append(statement_row(mark, notes[mark["id"]], vocabulary))
        except UnknownCode as error:
            raise Unreadable(f"{mark['id']}: {error}") from error
    return rows


# ---------------------------------------------------------------------------------------- the other tables


def document_rows(shared: Path) -> list[dict[str, str]]:
    """The documents with the digests of their files. A heading of two articles keeps both."""
    with (shared / "figures" / "documents.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    extra = {row["key"]: row for row in read("documents")}
    rows = []
    for row in listed:
        digest = hashlib.sha256((shared / "seeds" / row["file"]).read_bytes()).hexdigest()
        rows.append(
            {
                "key": row["doc"],
                "title": row["title"],
                "dated": row["dated"],
                "publisher": extra[row["doc"]]["publisher"],
                "form": extra[row["doc"]]["form"],
                "digest": digest,
                "file_name": row["file"],
                "source": extra[row["doc"]]["source"],
                "note": extra[row["doc"]]["note"],
            }
        )
    return rows + [dict(row) for key, row in extra.items() if key not in {r["key"] for r in rows}]


def coded_rows(name: str, vocabulary: Vocabulary) -> list[dict[str, str]]:
    """A table of tools/sample with its names of parties and places turned into codes."""
    rows = []
    for number, row in enumerate(read(name), start=2):
        coded = dict(row)
        try:
            for column in ("donors", "partners"):
                if column in row:
                    coded[column] = party_codes(vocabulary, split(row[column]))
            for column in ("recipient", "recipients", "place"):
                if column in row:
                    coded[column] = ";".join(_place(vocabulary, part) for part in split(row[column]))
        except (UnknownCode, Unreadable) as error:
            raise Unreadable(f"{name}.csv, row {number}: {error}") from error
        rows.append(coded)
    return rows


def _place(vocabulary: Vocabulary, name: str) -> str:
    """`奉节县/草堂镇` names a lower place in its county."""
    county, _, lower = name.partition("/")
    code = vocabulary.places.resolve(county).code
    return lower_code(vocabulary, lower, code) if lower else code


def split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def read(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[dict[str, str]], columns: list[str] | None = None) -> None:
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder with seeds/ and figures/")
    shared = parser.parse_args().shared
    vocabulary = load()
    try:
        write("statements", statement_rows(shared / "figures", vocabulary), STATEMENT_COLUMNS)
        write("documents", document_rows(shared))
        for name in ("subjects", "pairings", "projects", "entries"):
            if (HERE / f"{name}.csv").exists():
                write(name, coded_rows(name, vocabulary))
    except (Unreadable, OSError) as error:
        sys.exit(f"build_sample: {error}")


if __name__ == "__main__":
    main()
