"""The workbook of an office: a sheet for each type with its own records, lists to choose from, and a help
sheet.

It is in Chinese, like the registers that it replaces. Every cell that comes from the book is written as a
text, a number or a day, never as a formula; texts that a spreadsheet could take for one are marked as texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from duikou.files.workbook.grid import HELP, LISTS, MARK_SHEET, Mark
from duikou.files.workbook.heads import KEY_HEAD, VERSION_HEAD
from duikou.files.workbook.names import Register
from duikou.files.workbook.numbers import unit_text
from duikou.files.workbook.rows import column_letters
from duikou.words import ActivityField, ActivityType

HEAD_ROW = 2  # from 0: title, hint, heads
BLANK_ROWS = 500
RISKY = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_GREEN, _GREY, _LINE = "#1F6E54", "#F1F4F3", "#C9D3CF"
_WIDTHS = {"long": 36, "text": 18, "parties": 18, "choices": 16, "papers": 16, "project": 24}


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands: `filling` as of `book.filling`; `written`: fields that were in doubt when
    they were read, with what stood there."""

    key: str
    version: int
    filling: Mapping[str, str]
    written: Mapping[str, str] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One type with the records of the office."""

    type: ActivityType
    records: Sequence[Record]


def head_text(field: ActivityField, register: Register) -> str:
    unit = unit_text(field, register.words)
    return field.zh + (f"（{unit}）" if unit else "") + ("*" if field.required else "")


def write_template(sheets: Sequence[Sheet], register: Register, mark: Mark, office: str, made: date) -> bytes:
    """An .xlsx file. `mark.sheets` is left to this function; `office`: the name on every sheet."""
    from xlsxwriter import Workbook

    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": f"{office}台账工作簿", "comments": f"{mark.book}:{mark.number}"})
        _Writer(book, register, office, made).write(sheets, mark)
    return file.getvalue()


class _Writer:
    """Writes the sheets of one workbook; formats and lists are made once."""

    def __init__(self, book: Any, register: Register, office: str, made: date) -> None:
        self.book = book
        self.register = register
        self.office = office
        self.made = made
        self.lists: dict[tuple[str, ...], str] = {}
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def form(self, **wanted: object) -> Any:
        base = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(base | wanted)
        return self.formats[key]

    def write(self, sheets: Sequence[Sheet], mark: Mark) -> None:
        help_sheet = self.book.add_worksheet(HELP)
        names = _sheet_names(sheets)
        pages = [self.book.add_worksheet(name) for name in names]
        self.choices = self.book.add_worksheet(LISTS)
        for page, sheet in zip(pages, sheets, strict=True):
            self._sheet(page, sheet)
        self.choices.hide()
        self._help(help_sheet, sheets, names, mark)
        hidden = self.book.add_worksheet(MARK_SHEET)
        said = {"format": 1, "book": mark.book, "office": mark.office, "number": mark.number}
        kinds = {name: sheet.type.code for name, sheet in zip(names, sheets, strict=True)}
        hidden.write_string(0, 0, json.dumps({**said, "sheets": kinds}, ensure_ascii=False))
        hidden.very_hidden()
        help_sheet.activate()

    def _sheet(self, page: Any, sheet: Sheet) -> None:
        fields = sheet.type.fields
        last = len(fields) + 1
        title = {"bold": True, "font_size": 16, "font_name": "黑体", "align": "left"}
        page.write_string(0, 2, f"{self.office}　{sheet.type.zh}", self.form(**title))
        hint = f"{sheet.type.hint_zh}带*为必填。".replace("。。", "。")
        page.write_string(1, 2, hint, self.form(font_color="#5B6B66"))
        page.set_row(0, 28)
        page.set_row(1, 20)
        page.set_row(HEAD_ROW, 36)
        locked = self.form(font_color="#8A9894")
        page.set_column(0, 1, 16, locked, {"hidden": True})
        head = self.form(
            bold=True, bg_color=_GREEN, font_color="#FFFFFF", border=1, border_color=_LINE, text_wrap=True,
            align="center",
        )  # fmt: skip
        page.write_string(HEAD_ROW, 0, KEY_HEAD, head)
        page.write_string(HEAD_ROW, 1, VERSION_HEAD, head)
        end = HEAD_ROW + len(sheet.records) + BLANK_ROWS
        for column, field in enumerate(fields, start=2):
            page.write_string(HEAD_ROW, column, head_text(field, self.register), head)
            page.set_column(column, column, _width(field, self.register), self._cell(field))
            self._validate(page, field, column, end)
        for row, record in enumerate(sheet.records, start=HEAD_ROW + 1):
            self._record(page, row, record, fields)
        page.freeze_panes(HEAD_ROW + 1, 3)
        page.autofilter(HEAD_ROW, 0, HEAD_ROW + max(1, len(sheet.records)), last)
        self._for_paper(page, last)
        allowed = ("sort", "autofilter", "insert_rows", "delete_rows", "format_cells", "format_columns")
        page.protect("", {**dict.fromkeys((*allowed, "format_rows", "insert_hyperlinks"), True)})

    def _record(self, page: Any, row: int, record: Record, fields: Sequence[ActivityField]) -> None:
        page.write_string(row, 0, record.key, self.form(font_color="#8A9894"))
        page.write_number(row, 1, record.version, self.form(font_color="#8A9894"))
        for column, field in enumerate(fields, start=2):
            text = record.filling.get(field.name, "")
            if not text:
                continue
            if field.name in record.written:
                raw = record.written[field.name]
                page.write_string(row, column, raw, self._cell(field, raw.startswith(RISKY)))
            elif field.number:
                page.write_number(row, column, float(Decimal(text) / field.factor), self._cell(field))
            elif field.form in ("date", "period") and len(text) == 10:
                page.write_datetime(row, column, date.fromisoformat(text), self._cell(field))
            else:
                shown = self.register.show(text, field)
                page.write_string(row, column, shown, self._cell(field, shown.startswith(RISKY)))

    def _cell(self, field: ActivityField, risky: bool = False) -> Any:
        wanted: dict[str, object] = {"locked": False, "border": 1, "border_color": _LINE}
        if field.number:
            wanted["num_format"] = "#,##0" if field.form == "whole" and field.factor == 1 else "#,##0.######"
        elif field.form in ("date", "period"):
            wanted |= {"num_format": "yyyy-mm-dd", "align": "left"}
        else:
            wanted |= {"num_format": "@", "text_wrap": field.form == "long"}
        if risky:
            wanted["quote_prefix"] = True
        return self.form(**wanted)

    def _validate(self, page: Any, field: ActivityField, column: int, end: int) -> None:
        """A list where there is something to choose; else a hint. A list only warns: several may be chosen by
        writing them with 、 between."""
        hint = field.hint_zh or (f"单位：{unit_text(field, self.register.words)}" if field.number else "")
        rule: dict[str, object] = {"ignore_blank": True, "error_type": "information"}
        if hint:
            rule |= {"input_title": field.zh[:32], "input_message": hint[:255]}
        names = self._options(field)
        if names:
            rule |= {"validate": "list", "source": self._list(names)}
        elif field.number:
            least = "-1E+15" if field.unit == "percent" else 0
            rule |= {"validate": "decimal", "criteria": ">=", "value": least}
            rule |= {"error_title": "请核对", "error_message": "此栏应填数字。"}
        elif hint:
            rule |= {"validate": "any"}
        else:
            return
        page.data_validation(HEAD_ROW + 1, column, end, column, rule)

    def _options(self, field: ActivityField) -> tuple[str, ...]:
        if field.form in ("choice", "choices", "sector", "sectors"):
            return tuple(name for name, _ in self.register.options(field))
        if field.form == "place":
            return tuple(sorted({self.register.show(code, field) for code in self.register.near}))
        if field.form == "project":
            keys = {key for found in self.register.projects.values() for key in found}
            return tuple(sorted(self.register.show(key, field) for key in keys))
        return ()

    def _list(self, names: tuple[str, ...]) -> str:
        if names not in self.lists:
            column = len(self.lists)
            for row, name in enumerate(names):
                self.choices.write_string(row, column, name, self.form(quote_prefix=name.startswith(RISKY)))
            letter = column_letters(column + 1)
            self.lists[names] = f"={LISTS}!${letter}$1:${letter}${len(names)}"
        return self.lists[names]

    def _for_paper(self, page: Any, last: int) -> None:
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD_ROW)
        page.set_margins(0.4, 0.4, 0.6, 0.6)
        page.set_footer(f"&L{self.office.replace('&', '&&')}&C第 &P 页 共 &N 页&R{self.made.isoformat()}")

    def _help(self, page: Any, sheets: Sequence[Sheet], names: Sequence[str], mark: Mark) -> None:
        page.set_column(0, 0, 22)
        page.set_column(1, 1, 96)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        title = self.form(bold=True, font_size=16, font_name="黑体")
        page.write_string(0, 0, f"填表说明　{self.office}", title)
        row = 2
        for name, text in _HELP:
            page.write_string(row, 0, name, self.form(bold=True, valign="top"))
            page.write_string(row, 1, text, self.form(text_wrap=True, valign="top"))
            row += 1
        page.write_string(row, 0, "版本标记", self.form(bold=True))
        page.write_string(
            row, 1, f"台账 {mark.book}，第 {mark.number} 次入账后，{self.made.isoformat()} 生成。"
        )
        row += 2
        head = self.form(bold=True, bg_color=_GREEN, font_color="#FFFFFF")
        page.write_string(row, 0, "工作表", head)
        page.write_string(row, 1, "填什么", head)
        for sheet, name in zip(sheets, names, strict=True):
            row += 1
            link = self.form(font_color=_GREEN, underline=1, valign="top")
            page.write_url(row, 0, f"internal:'{name}'!C{HEAD_ROW + 2}", link, name)
            proofs = f"　佐证：{'、'.join(sheet.type.papers)}。" if sheet.type.papers else ""
            known = f"　已有 {len(sheet.records)} 条。" if sheet.records else ""
            page.write_string(row, 1, sheet.type.hint_zh + proofs + known, self.form(text_wrap=True))
        page.protect()


_HELP = (
    ("怎样填", "每行一条记录。已有记录直接改；新记录填在下方空行。不要删表头。"),
    ("列", "列可以隐藏；要调换顺序或增加列，请先撤销工作表保护（没有密码）。"),
    ("已有记录", "左侧隐藏两列是记录编号和版本，用来认出同一条记录，请勿改动；不要用复制已有行的办法新增。"),
    ("删掉的行", "从工作簿中删去一行，台账中的记录不会自动撤销；导入时会逐条询问。"),
    ("金额", "按表头单位填写（多为万元），只填数字；协议、到位、拨付、支出分列填报，不得相加。"),
    ("人与人次", "同一人只算一人；来一次算一人次。两者分列填报，不得相加。"),
    ("当期数", "填当期发生数，不填累计数；累计由台账计算。"),
    ("日期", "2025-03-05、2025年3月、2025.3.5 均可；只知道年或月的，只写年或月。"),
    ("多个选项", "支援方、领域、对象有多个时用顿号分开，如：山东省、沈阳市。"),
    ("导入之后", "预览中逐格列出问题：错误须改正，存疑须确认，提示供核对；可只导入无问题的行。"),
)


def _width(field: ActivityField, register: Register) -> int:
    return max(_WIDTHS.get(field.form, 12), min(24, 2 * len(head_text(field, register)) + 1))


def _sheet_names(sheets: Iterable[Sheet]) -> list[str]:
    names: list[str] = []
    for sheet in sheets:
        plain = _FORBIDDEN.sub("", sheet.type.zh)[:28].strip("'") or sheet.type.code[:28]
        taken = {HELP, LISTS, *names}
        names.append(plain if plain not in taken else f"{plain}{len(names)}")
    return names
