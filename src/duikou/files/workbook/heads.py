"""What the columns of a sheet mean: the row of heads found, each head led to a field, its unit read."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duikou.book import DOUBT, ERROR, NOTE, Problem, problem
from duikou.files.workbook.grid import Grid
from duikou.files.workbook.numbers import is_unit, squeezed, unit_factor, unit_text
from duikou.words import ActivityField, ActivityType, Vocabulary

KEY_HEAD, VERSION_HEAD = "记录编号", "版本"
# Heads that stand over no field: they only number the rows.
_ORDINALS = frozenset({"序号", "编号", "NO", "NO.", "No.", "行号", ""})
_DEEPEST_HEAD, _MOST_HEAD_ROWS = 30, 3
_UNIT_IN_BRACKETS = re.compile(r"(.+?)\(([^()]*)\)[*]*")
_UNIT_BEHIND = re.compile(r"(.+?)[,/:]?(?:单位:)?((?:百|千)?[万亿]?元)")
_SHEET_UNIT = re.compile(r"单位:((?:百|千)?[万亿]?元)")
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class OwnHeads:
    """What an office once said of registers with columns of its own. `types`: sheet name → type; `columns`:
    type → head → field ("" = leave the column out)."""

    types: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """`index` from 0. `factor`: how many base units one of a number is."""

    index: int
    head: str
    field: ActivityField
    factor: int


@dataclass(frozen=True, slots=True)
class Layout:
    """`first`: number (from 0) of the first row below the heads; `head`: of the last row of heads. `key`,
    `version`: the columns with them, None where there are none. `unknown`: (column, head) without a field.
    `problems`: each with the column that it is about, None for the whole sheet."""

    type: ActivityType
    head: int
    columns: tuple[Column, ...]
    key: int | None
    version: int | None
    unknown: tuple[tuple[int, str], ...]
    problems: tuple[tuple[int | None, Problem], ...]

    @property
    def first(self) -> int:
        return self.head + 1


@dataclass(frozen=True, slots=True)
class _Head:
    """One way to read a head: as it stands, or without the unit at its end."""

    label: str
    unit: str


def normal(text: str) -> str:
    """A label without spaces, signs of being required and 其中."""
    return re.sub(r"^其中|[*:]", "", squeezed(text).replace("：", ":"))


def find_layout(
    grid: Grid, words: Vocabulary, code: str = "", mapping: OwnHeads | None = None
) -> Layout | None:
    """The best reading of the sheet; None where no type fits. `code`: the type that it is known to be of."""
    said = mapping or OwnHeads()
    known = code or said.types.get(grid.name, "")
    kinds = [words.activity[known]] if known in words.activity else list(words.activity.values())
    tables = {kind.code: _labels(kind, said.columns.get(kind.code, {})) for kind in kinds}
    best: tuple[float, ActivityType, int, list[list[_Head]]] | None = None
    units = frozenset(unit.zh for unit in words.unit.values())
    shared = _shared(words)
    for row, heads in _candidates(grid, units):
        for kind in kinds:
            score = _score(heads, tables[kind.code], kind, grid.name, shared, known != "")
            if score >= _ENOUGH and (best is None or score > best[0]):
                best = score, kind, row, heads
    if best is None:
        return None
    _, kind, row, heads = best
    return _laid_out(grid, kind, row, heads, tables[kind.code], words)


def suggestions(kind: ActivityType, heads: Iterable[str]) -> dict[str, str]:
    """Head → name of the field whose label is most like it, for those that are at all."""
    labels = {label: found.name for label, found in _labels(kind, {}).items() if found is not None}
    found = {}
    for head in heads:
        close = difflib.get_close_matches(_split(head, ()).label, list(labels), n=1, cutoff=0.5)
        if close:
            found[head] = labels[close[0]]
    return found


def _labels(kind: ActivityType, own: Mapping[str, str]) -> dict[str, ActivityField | None]:
    """Normal label → field; the office's own mapping wins over labels, these over other names."""
    found: dict[str, ActivityField | None] = {}
    for common in (True, False):
        for each in kind.fields:
            if (each.type == "*") == common:
                found.update(dict.fromkeys(map(normal, each.aliases), each))
    for each in kind.fields:
        found[normal(each.en)] = found[normal(each.zh)] = each
    for head, name in own.items():
        found[normal(head)] = kind.field(name) if name else None
    return found


def _candidates(grid: Grid, units: Container[str]) -> Iterator[tuple[int, list[list[_Head]]]]:
    """(last row of the heads, the ways to read the head of each column) for one to three rows of heads."""
    rows = grid.rows[:_DEEPEST_HEAD]
    texts = [[_text(cell) for cell in row] for row in rows]
    wide = [list(row) for row in texts]
    for top, left, bottom, right in grid.merges:
        if top < len(texts) and left < len(texts[top]):
            for row in range(top, min(bottom + 1, len(texts))):
                for column in range(left, min(right + 1, len(texts[row]))):
                    wide[row][column] = texts[top][left]
    for row in range(len(texts)):
        for depth in range(1, _MOST_HEAD_ROWS + 1):
            if depth <= row + 1 and sum(map(bool, wide[row])) >= _ENOUGH:
                above = wide[row - depth + 1 : row + 1]
                yield row, [_ways([line[c] for line in above], units) for c in range(len(wide[row]))]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return squeezed(str(cell)) if cell != "" else ""


def _ways(parts: Sequence[str], units: Container[str]) -> list[_Head]:
    """The lowest head first, then with those above it, in either order; a unit may stand in any of them."""
    distinct = list(dict.fromkeys(filter(None, parts)))
    if not distinct:
        return []
    split = [_split(part, units) for part in distinct]
    unit = next((each.unit for each in reversed(split) if each.unit), "")
    labels = [split[-1].label, distinct[-1]]
    if len(split) > 1:
        bare = [each.label for each in split]
        labels = ["".join(bare), "".join(reversed(bare)), *labels]
    return [_Head(normal(label), unit) for label in dict.fromkeys(labels)]


def _split(head: str, units: Container[str]) -> _Head:
    plain = squeezed(head)
    for pattern in (_UNIT_IN_BRACKETS, _UNIT_BEHIND):
        match = pattern.fullmatch(plain)
        if match and is_unit(match[2], units):
            return _Head(normal(match[1]), match[2])
    return _Head(normal(plain), "")


def _field(
    ways: Sequence[_Head], labels: Mapping[str, ActivityField | None]
) -> tuple[ActivityField | None, str]:
    for way in ways:
        if found := labels.get(way.label):
            return found, way.unit
    return None, ""


def _score(
    heads: Sequence[Sequence[_Head]],
    labels: Mapping[str, ActivityField | None],
    kind: ActivityType,
    title: str,
    shared: Container[str],
    known: bool,
) -> float:
    """How well the heads fit. Fields that most types have say nothing of which type it is."""
    found = {field.name for ways in heads if (field := _field(ways, labels)[0])}
    own = sum(name not in shared for name in found)
    named = kind.zh in title or title == kind.code
    if not own and not named and not known:
        return 0
    return len(found) + own * 0.5 + (3 if named and found else 0)


def _shared(words: Vocabulary) -> frozenset[str]:
    kinds = words.activity.values()
    often = Counter(field.name for kind in kinds for field in kind.fields)
    return frozenset(name for name, number in often.items() if number > len(kinds) / 2)


def _laid_out(
    grid: Grid,
    kind: ActivityType,
    row: int,
    heads: Sequence[Sequence[_Head]],
    labels: Mapping[str, ActivityField | None],
    words: Vocabulary,
) -> Layout:
    found: list[tuple[int | None, Problem]] = []
    columns: dict[str, Column] = {}
    unknown: list[tuple[int, str]] = []
    special: dict[str, int] = {}
    sheet_unit = _sheet_unit(grid, row)
    for index, ways in enumerate(heads):
        shown = ways[-1].label if ways else ""
        if shown in (KEY_HEAD, VERSION_HEAD):
            special[shown] = index
            continue
        here, unit = _field(ways, labels)
        if here is None:
            said = any(way.label in labels for way in ways)
            if not said and shown not in _ORDINALS:
                unknown.append((index, shown))
                found.append((index, problem(NOTE, "column.unknown", text=shown)))
        elif here.name in columns:
            found.append((index, problem(DOUBT, "column.twice", here.name, text=shown)))
        else:
            factor, trouble = _factor(here, unit, sheet_unit, words)
            found.extend((index, each) for each in trouble)
            if not any(each.severity == ERROR for each in trouble):
                columns[here.name] = Column(index, shown, here, factor)
    missing = [each for each in kind.fields if each.required and each.name not in columns]
    found.extend((None, problem(NOTE, "column.missing", each.name)) for each in missing)
    return Layout(
        kind,
        row,
        tuple(columns.values()),
        special.get(KEY_HEAD),
        special.get(VERSION_HEAD),
        tuple(unknown),
        tuple(found),
    )


def _sheet_unit(grid: Grid, row: int) -> str:
    """The unit that is said above the table (单位：万元)."""
    for line in grid.rows[: row + 1]:
        for cell in line:
            if isinstance(cell, str) and (match := _SHEET_UNIT.search(squeezed(cell))):
                return match[1]
    return ""


def _factor(field: ActivityField, unit: str, sheet_unit: str, words: Vocabulary) -> tuple[int, list[Problem]]:
    if not field.number:
        return 1, []
    said = unit or (sheet_unit if field.form == "money" else "")
    if not said:
        if field.factor == 1:
            return 1, []
        return field.factor, [problem(DOUBT, "column.unit_assumed", field.name, unit=unit_text(field, words))]
    factor = unit_factor(said, field, words.unit[field.unit])
    if factor is None:
        return 1, [problem(ERROR, "column.unit_unknown", field.name, unit=said)]
    if factor != field.factor:
        return factor, [problem(NOTE, "column.unit", field.name, unit=said)]
    return factor, []
