"""How well what was found agrees with what was marked (figures/GUIDE.md of the source documents)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import click

from duikou.cli.benches.rivals import Found


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked figure; `optional`: it may as well not be read."""

    start: int
    end: int
    value: Decimal
    unit: str
    qualifier: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A document with its marks."""

    name: str
    text: str
    dated: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Sums over documents: marks, things found, pairs, and pairs with the right value, unit, qualifier."""

    marked: int = 0
    found: int = 0
    pairs: int = 0
    value: int = 0
    unit: int = 0
    qualifier: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def precision(self) -> float:
        return self.pairs / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.pairs / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load_marked(documents: Path, figures: Path) -> list[Marked]:
    """Every `NNN.jsonl` of `figures` with its `NNN_….txt`; dates from `documents.csv` where that is there.

    Raises click.BadParameter where a text or all marks are missing.
    """
    dates = {}
    listed = figures / "documents.csv"
    if listed.is_file():
        with listed.open(encoding="utf-8", newline="") as file:
            dates = {row["doc"]: row["dated"] for row in csv.DictReader(file)}
    found = []
    for path in sorted(figures.glob("*.jsonl")):
        texts = sorted(text for text in documents.glob(f"{path.stem}[_.]*") if text.suffix in (".txt", ".md"))
        if not texts:
            raise click.BadParameter(f"{documents}: no .txt or .md for {path.name}", param_hint="--documents")
        with texts[0].open(encoding="utf-8", newline="") as file:
            text = file.read()
        rows = path.read_text(encoding="utf-8").splitlines()
        marks = tuple(_mark(json.loads(line)) for line in rows if line.strip())
        found.append(Marked(path.stem, text, dates.get(path.stem, ""), marks))
    if not found:
        raise click.BadParameter(f"{figures}: no marks, one .jsonl a document", param_hint="--figures")
    return found


def _mark(row: dict[str, str]) -> Mark:
    optional = re.search(r"either:[^;|]*\bfigure=none", row.get("note") or "") is not None
    value = Decimal(row["value"])
    return Mark(int(row["start"]), int(row["end"]), value, row["unit"], row["qualifier"], optional)


def score(marks: Sequence[Mark], found: Sequence[Found], only: frozenset[str]) -> Score:
    """`only`: units that count, marks and findings of others are left out; empty = all.

    A finding is paired with the mark it overlaps most. A mark that may be left unread counts only if read.
    """
    pairs = _pairs(marks, found)
    read = {place for place, _ in pairs}
    chosen = [n for n, mark in enumerate(marks) if not only or mark.unit in only]
    counted = [n for n in chosen if n in read or not marks[n].optional]
    kept = [(marks[m], found[f]) for m, f in pairs if m in set(chosen)]
    others = {f for m, f in pairs if m not in set(chosen)} if only else set()
    listed = [n for n, one in enumerate(found) if n not in others and (not only or one.unit in only)]
    return Score(
        marked=len(counted),
        found=len(set(listed) | {f for m, f in pairs if m in set(chosen)}),
        pairs=len(kept),
        value=sum(mark.value == one.value for mark, one in kept),
        unit=sum(mark.unit == one.unit for mark, one in kept),
        qualifier=sum(mark.qualifier == one.qualifier for mark, one in kept),
    )


def _pairs(marks: Sequence[Mark], found: Sequence[Found]) -> list[tuple[int, int]]:
    overlaps = []
    for m, mark in enumerate(marks):
        for f, one in enumerate(found):
            shared = min(mark.end, one.end) - max(mark.start, one.start)
            if shared > 0:
                overlaps.append((-shared, abs(mark.start - one.start), m, f))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, m, f in sorted(overlaps):
        if m not in pairs and f not in taken:
            pairs[m] = f
            taken.add(f)
    return sorted(pairs.items())


def total(scores: Iterable[Score]) -> Score:
    """All documents together."""
    return sum(scores, Score())
