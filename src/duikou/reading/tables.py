"""Tables (`|县|资金（万元）|` rows) as sentences that carry their heads: `忠县：资金2000万元，项目数38个。`

A row's first cell becomes the label, each other cell stands behind the head of its column, and a bare number
gets the unit that its head, the line above the table (`单位：万元`) or `data/head_units.csv` gives it; a
column `其中` has its whole's. Columns that say who or where (`data/table_heads.csv`) are put so that the
later stages understand them, a time in the line above goes into every row, a row of totals is that of the
rows it adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duikou.reading.lexicon import split_cell
from duikou.reading.lists import rows
from duikou.reading.types import Span
from duikou.reading.units import money_head, unit_at


@dataclass(frozen=True, slots=True)
class Literal:
    """Words put in; for the map back they stand where character `at` stands."""

    words: str
    at: int


Part = Span | Literal
Cells = list[Span]

_RULE = re.compile(r"[\s|:：\-—+]+")
_BARE = re.compile(r"(?:约|近|超)?\d[\d,]*(?:\.\d+)?[余多]?(?P<scale>[万亿]{0,2})[余多]?")
_TIME_HEAD = re.compile(r"(?:(?:19|20)\d\d(?:年度?)?|第?[一二三四1-4]季度|\d{1,2}(?:[-—~至]\d{1,2})?月份?)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SERIAL = re.compile(r"序号|编号|排名|排序|№|[Nn]o\.?")
_NAMELESS = re.compile(
    r"名称|项目名称|(?:建设|主要|项目|实施)?内容|数值|数据|情况|备注|说明|指标值|完成情况|金额"
)
_COUNTED = re.compile(r"[数额金量积率值资入元]$|）$|人次$")
_NOTHING = re.compile(r"[-—–/\\ 　]*|无")
_BRACKETED = re.compile(r"[（/]([^（）/]{1,8})）?$")
_UNIT_LINE = re.compile(r"单位：?([^\s，。；：]{1,20})$")
_SCALE = re.compile(r"[百千万亿]*")
_HEAD_UNITS = sorted(((row["ending"], row["unit"]) for row in rows("head_units")), key=lambda r: -len(r[0]))
_TIME_ABOVE = re.compile(
    r"截[至止][^，。；：\d]{0,3}20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日|底|末)?|20\d\d年(?:上半年|下半年|度)?"
)
_LEADS_ON = re.compile(r"：$|如下|下表|[)）]$|单位")  # a line that belongs to the table below it
_TOTAL = re.compile(r"(?:合|小|总|共)计|总和|全部|汇总")
_AMONG = "其中"
_ROLES = {word: row["role"] for row in rows("table_heads") for word in split_cell(row["words"])}
_AROUND = {"donor": ("由", "支援"), "recipient": ("支援", ""), "site": ("位于", "")}
_OF_LABEL = {"donor": "支援", "recipient": "受援"}
DEEPEST_HEAD = 3
MOST_SUMMED = 40  # rows that a total names


def cells_of(text: str, start: int, end: int) -> Cells:
    """The spans of the cells of the row in [start, end), blanks around them left off."""
    found: Cells = []
    first = start + 1
    while first < end:
        last = text.find("|", first, end)
        last = end if last < 0 else last
        bare = text[first:last].strip()
        at = text.find(bare, first, last) if bare else first
        found.append((at, at + len(bare)))
        first = last + 1
    return found


def sentences(text: str, lines: Sequence[Span], above: Sequence[Span]) -> list[list[Part]]:
    """One line of parts for each row of data; rows of heads alone where the table has no data.

    `lines`: the rows, each beginning with `|`; `above`: the last lines before the table, two at most.
    """
    ruled = [bool(_RULE.fullmatch(text, *line)) for line in lines]
    table = [cells_of(text, *line) for line, rule in zip(lines, ruled, strict=True) if not rule]
    if not table:
        return []
    depth = ruled.index(True) if True in ruled[1 : DEEPEST_HEAD + 1] else _head_rows(text, table)
    line = text[slice(*above[-1])].strip() if above else ""
    heads = [_Head.of(text, table[:depth], column, line) for column in range(max(map(len, table)))]
    heads = list(_with_shared_units(text, heads))
    when = None if any(head.times(text) for head in heads) else _time_above(text, above)
    out = _Rows(text, heads, line, when).sentences(table[depth:])
    return out or [list(_joined(row)) for row in table if row]


def _time_above(text: str, above: Sequence[Span]) -> Span | None:
    """The time that the line above the table names; of the line before it where that one leads on to the
    table."""
    for start, end in reversed(above):
        if not _LEADS_ON.search(text, start, end):
            return None
        if found := _TIME_ABOVE.search(text, start, end):
            return found.span()
    return None


def _head_rows(text: str, table: Sequence[Cells]) -> int:
    """How many rows from the top hold names only; 0 where all do or none does."""
    for number, row in enumerate(table[: DEEPEST_HEAD + 1]):
        if any(_is_data(text[a:b]) for a, b in row):
            return 0 if number == 1 and not _is_head(text, table[0]) else number
    return 0


def _is_head(text: str, row: Cells) -> bool:
    """Whether a first row names columns; in two columns it may as well name a thing (`项目名称|某大桥`)."""
    if len(row) != 2:
        return True
    name = text[slice(*row[1])]
    return bool(_TIME_HEAD.fullmatch(name) or _NAMELESS.fullmatch(name) or _COUNTED.search(name))


def _is_data(cell: str) -> bool:
    return bool(re.search(r"\d", cell)) and not _TIME_HEAD.fullmatch(cell) and len(cell) <= 30


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a column: its words, the unit of its bare numbers, whether it only numbers the rows, and
    what its cells are where they do not say how much: donor, recipient or site."""

    spans: tuple[Span, ...] = ()
    unit: str = ""
    serial: bool = False
    nameless: bool = False
    role: str = ""

    @classmethod
    def of(cls, text: str, table: Sequence[Cells], column: int, above: str) -> _Head:
        spans: list[Span] = []
        unit = ""
        for row in table:
            if column >= len(row):
                continue
            (start, end), own = _split_unit(text, row[column])
            unit = own or unit
            words = text[start:end]
            if words and words not in (text[a:b] for a, b in spans):
                spans.append((start, end))
        name = "".join(text[a:b] for a, b in spans)
        return cls(
            tuple(spans),
            unit or _unit_for(name, above),
            bool(_SERIAL.fullmatch(name)),
            bool(_NAMELESS.fullmatch(name)) or not name,
            _ROLES.get(name, ""),
        )

    def times(self, text: str) -> bool:
        """Whether the head names a time among its words."""
        return any(_YEAR.search(text, a, b) or _TIME_HEAD.fullmatch(text, a, b) for a, b in self.spans)

    def is_time(self, text: str) -> bool:
        """Whether the column stands for a year or another time."""
        return len(self.spans) == 1 and bool(_TIME_HEAD.fullmatch(text, *self.spans[0]))


def _split_unit(text: str, cell: Span) -> tuple[Span, str]:
    """`资金（万元）`: the words and the unit in brackets; "" where there is none."""
    start, end = cell
    bracket = _BRACKETED.search(text[start:end])
    if bracket is None or not _is_unit(bracket[1]):
        return cell, ""
    return (start, start + bracket.start()), bracket[1]


def _is_unit(word: str) -> bool:
    """Whether `word` is a unit, with 万 or the like before it or without."""
    match = _SCALE.match(word)
    unit = unit_at(word, match.end() if match else 0)
    return unit is not None and word.endswith(unit.word) and len(word) <= len(unit.word) + 2


def _unit_for(name: str, above: str) -> str:
    """The unit of bare numbers under the head `name`, from the line above the table or from the name."""
    own = next((unit for ending, unit in _HEAD_UNITS if name.endswith(ending)), "")
    line = _UNIT_LINE.search(above.rstrip("）)。 "))
    said = [word for word in re.split("[、/]", line[1]) if _is_unit(word)] if line else []
    money = [word for word in said if word.endswith("元")]
    if own and not (own == "个" and said and not money):
        return own
    if money and (money_head(name) or len(said) == 1):
        return money[0]
    others = [word for word in said if word not in money]
    return others[0] if others else own


def _with_shared_units(text: str, heads: Sequence[_Head]) -> Iterator[_Head]:
    """The heads; from `其中` on, those without a unit have that of the column that they are parts of."""
    shared = last = ""
    for head in heads:
        if head.spans and text.startswith(_AMONG, head.spans[-1][0]):
            shared = last
        elif head.unit:
            shared = ""
        last = head.unit or last
        yield replace(head, unit=shared) if shared and not head.unit and not head.role else head


class _Rows:
    """Puts the rows of one table into words. `line`: the line above it; `when`: a time that it names."""

    def __init__(self, text: str, heads: Sequence[_Head], line: str, when: Span | None) -> None:
        self.text = text
        self.heads = heads
        self.line = line
        self.when = when
        self.label: Span | None = None
        self.role = ""  # of the label
        self.summed: list[Span] = []  # labels since the last total
        self.every: list[Span] = []

    def sentences(self, rows: Sequence[Cells]) -> list[list[Part]]:
        """A line of parts for each row that has any."""
        return [parts for row in rows if (parts := self._row(row))]

    def _row(self, row: Cells) -> list[Part]:
        text, above = self.text, self.label
        cells = [(cell, head) for cell, head in zip(row, self.heads, strict=False) if not head.serial]
        filled = [(cell, head) for cell, head in cells if not _NOTHING.fullmatch(text, *cell)]
        inherits = above is not None and bool(cells) and _NOTHING.fullmatch(text, *cells[0][0])
        if filled and not inherits and not _is_data(text[slice(*filled[0][0])]):
            self.label, head = filled.pop(0)
            self.role = head.role
            filled = [one for one in filled if text[slice(*one[0])] != text[slice(*self.label)]]
            if _TOTAL.fullmatch(text, *self.label):
                return self._clauses(self._total(), filled) if filled else []
            self.summed.append(self.label)
            self.every.append(self.label)
        label = self.label
        if label is None or not filled:
            return self._clauses([], filled) if filled else [label] if label and label != above else []
        name, unit = _split_unit(text, label)
        unitless = not any(head.unit for _, head in filled)
        unit = unit or (_unit_for(text[slice(*name)], self.line) if unitless else "")
        if unit or all(head.is_time(text) for _, head in filled):  # the row names what is counted, not who
            return self._clauses([], filled, name, unit)
        plain = len(row) == 2 and filled[0][1].nameless
        return self._clauses([label] if plain else self._labelled([label]), filled)

    def _labelled(self, labels: Sequence[Span], after: str = "") -> list[Part]:
        """Names before a colon, with the word that says which side they are on."""
        parts: list[Part] = []
        for label in labels:
            parts.extend([Literal("、", label[0])] if parts else [])
            parts.append(label)
        last = labels[-1][1] - 1
        return [*parts, Literal(f"{_OF_LABEL.get(self.role, '')}{after}：", last), *self._time(last)]

    def _total(self) -> list[Part]:
        """What a row of totals begins with: who it adds up, where the rows are parties."""
        assert self.label is not None
        labels = self.summed or self.every
        self.summed = []
        if not self.role or not 0 < len(labels) <= MOST_SUMMED:
            return self._labelled([self.label])
        return self._labelled(labels, self.text[slice(*self.label)])

    def _time(self, at: int) -> list[Part]:
        return [self.when, Literal("，", at)] if self.when else []

    def _clauses(
        self,
        parts: list[Part],
        filled: Sequence[tuple[Span, _Head]],
        name: Span | None = None,
        unit: str = "",
    ) -> list[Part]:
        """`parts` and a clause for every filled cell: its head, `name`, the cell, its unit (else `unit`)."""
        text = self.text
        for number, (cell, head) in enumerate(filled):
            if number:
                parts.append(Literal("，", filled[number - 1][0][1] - 1))
            if head.role in _AROUND:
                before, after = _AROUND[head.role]
                parts.extend([Literal(before, cell[0]), cell])
                parts.extend([Literal(after, cell[1] - 1)] if after else [])
                continue
            parts.extend(_named(text, cell, head, name))
            parts.append(cell)
            if added := _unit_of(text[slice(*cell)], unit or head.unit):
                parts.append(Literal(added, cell[1] - 1))
        parts.append(Literal("。", filled[-1][0][1] - 1))
        return parts


def _named(text: str, cell: Span, head: _Head, name: Span | None) -> list[Part]:
    """The words before a cell: the head of its column, and `name`."""
    parts: list[Part] = []
    for a, b in () if head.nameless else head.spans:
        parts.append((a, b))
        if _YEAR.fullmatch(text, a, b):
            parts.append(Literal("年", b - 1))
    parts.extend([name] if name else [])
    last = parts[-1] if parts else None
    if isinstance(last, tuple) and text[last[1] - 1].isascii() and text[cell[0]].isdigit():
        parts.append(Literal("为", cell[0]))
    return parts


def _unit_of(cell: str, unit: str) -> str:
    """What is to be put behind a bare number: `unit`, without its 万 where the number brings its own."""
    bare = _BARE.fullmatch(cell)
    if bare is None:
        return ""
    return unit.lstrip("百千万亿") if bare["scale"] else unit


def _joined(row: Cells) -> list[Part]:
    parts: list[Part] = []
    for start, end in row:
        if parts and end > start:
            parts.append(Literal("，", start))
        if end > start:
            parts.append((start, end))
    return parts
