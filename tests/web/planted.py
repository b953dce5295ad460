"""Faults that people make in a workbook, one of each kind, each with the cell where it must be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADS = 3  # the row of the heads
T, L, F, W, P = "培训", "物流通道", "招商引资企业", "劳务协作", "项目资金"
TITLES = {T: "培训班名称*", L: "名称*", F: "企业名称*", W: "名称*", P: "资金批次*"}
PROJECT = "安溪村饮水工程"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is written instead of what is right, the head of the cell that is named, what is said there."""

    sheet: str
    wrong: Mapping[str, object]
    head: str
    said: str
    severity: str = "error"


def right(sheet: str, number: int, day: date) -> dict[str, object]:
    """A row without fault; no two are alike."""
    usual: dict[str, object] = {"支援方*": "上海市", "受援地*": "万州区", "开始日期*": day.isoformat()}
    own: dict[str, dict[str, object]] = {
        T: {"培训人数（人）": 10 + number, "培训人次（人次）": 100 + number},
        L: {"线路*": "沪万航线", "班列数（列）": 3 + number},
        F: {"协议投资（万元）": 500 + number, "带动就业（人）": 60},
        W: {"转移就业人数（人）": 200 + number},
        P: {"所属项目*": PROJECT, "资金性质*": "无偿援助", "协议资金（万元）": 100, "到位资金（万元）": 80},
    }
    title = {TITLES[sheet]: f"{day.year}年第{number}期"}
    if sheet == P:
        usual = {"开始日期*": day.isoformat()}
    return {**usual, **own[sheet], **title}


def faults(day: date) -> Sequence[Fault]:
    """One of each kind, around a day of the period."""
    t = TITLES[T]
    return (
        Fault(T, {t: ""}, t, "缺少"),
        Fault(T, {t: "长" * 400}, t, "400"),
        Fault(T, {t: "累计培训"}, t, "累计", "doubt"),
        Fault(T, {"培训人数（人）": "", "培训人次（人次）": ""}, t, "不计入", "note"),
        Fault(T, {"受援地*": "万洲区"}, "受援地*", "万州区"),
        Fault(T, {"受援地*": "忠县"}, "受援地*", "不属本单位"),
        Fault(T, {"受援地*": "鼓楼区"}, "受援地*", "鼓楼区", "doubt"),
        Fault(T, {"支援方*": "上海市水务公司"}, "支援方*", "上海市水务公司"),
        Fault(T, {"支援方*": "广东省"}, "支援方*", "结对", "doubt"),
        Fault(T, {"开始日期*": "三月"}, "开始日期*", "三月"),
        Fault(T, {"开始日期*": f"{day.year}-02-30"}, "开始日期*", "02-30"),
        Fault(T, {"开始日期*": f"{day.year % 100}年{day.month}月"}, "开始日期*", "读取", "doubt"),
        Fault(T, {"开始日期*": f"{day.year + 40}-01-05"}, "开始日期*", str(day.year + 40)),
        Fault(T, {"开始日期*": f"{day.year + 2}-01-05"}, "开始日期*", str(day.year + 2), "doubt"),
        Fault(T, {"开始日期*": "1988-08-05"}, "开始日期*", "1988", "doubt"),
        Fault(T, {"结束日期": f"{day.year - 1}-01-01"}, "结束日期", "早于"),
        Fault(T, {"培训方式": "函授"}, "培训方式", "函授"),
        Fault(T, {"所属项目": "安溪村饮水工成"}, "所属项目", PROJECT),
        Fault(T, {"佐证文件": "某文件"}, "佐证文件", "某文件"),
        Fault(T, {"培训人数（人）": "见附件"}, "培训人数（人）", "见附件"),
        Fault(T, {"培训人数（人）": -5}, "培训人数（人）", "-5"),
        Fault(T, {"培训人数（人）": 5.5}, "培训人数（人）", "5.5"),
        Fault(T, {"培训人数（人）": 900}, "培训人数（人）", "人次"),
        Fault(T, {"培训人次（人次）": "50人"}, "培训人次（人次）", "50人"),
        Fault(T, {"培训人次（人次）": "约500"}, "培训人次（人次）", "约数", "doubt"),
        Fault(T, {"培训人次（人次）": day}, "培训人次（人次）", "日期"),
        Fault(T, {"培训人次（人次）": "#REF!"}, "培训人次（人次）", "#REF!"),
        Fault(T, {"培训人次（人次）": "=SUM(A1:A2)"}, "培训人次（人次）", "公式"),
        Fault(L, {"占外贸进出口比重（%）": 0.45}, "占外贸进出口比重（%）", "45", "doubt"),
        Fault(L, {"占外贸进出口比重（%）": 120}, "占外贸进出口比重（%）", "120", "doubt"),
        Fault(F, {"其中：本地群众（人）": 90}, "其中：本地群众（人）", "90"),
        Fault(F, {"带动就业（人）": "", "其中：本地群众（人）": 9}, "带动就业（人）", "带动就业", "doubt"),
        Fault(
            W,
            {"转移就业人数（人）": 100, "其中：到支援方就业（人）": 60, "其中：就地就近就业（人）": 60},
            "转移就业人数（人）",
            "120",
            "doubt",
        ),
        Fault(P, {"到位资金（万元）": 200}, "到位资金（万元）", "200", "doubt"),
        Fault(P, {"协议资金（万元）": 20_000_000}, "协议资金（万元）", "元", "doubt"),
    )


def filled(template: bytes, day: date, planted: Sequence[Fault]) -> tuple[bytes, list[tuple[Fault, str]]]:
    """The office's workbook with a row for each fault, and the cell where each must be named; without faults
    the same rows as they should be, one figure among them still rounded."""
    book = load_workbook(BytesIO(template))
    for name in set(book.sheetnames) - {*TITLES, "选项", "_duikou"}:
        del book[name]  # a workbook may be sent back in parts
    cells: list[tuple[Fault, str]] = []
    for number, fault in enumerate(faults(day), start=1):
        sheet = book[fault.sheet]
        row = right(fault.sheet, number, day) | (fault.wrong if fault in planted else {})
        if not planted and fault.said == "约数":
            row |= fault.wrong
        at = _put(sheet, row)
        cells.append((fault, f"{_columns(sheet)[fault.head]}{at}"))
    if planted:
        again = right(T, 1_000, day)
        _put(book[T], again)
        at = _put(book[T], again)
        cells.append((Fault(T, {}, TITLES[T], "相同", "doubt"), f"{_columns(book[T])[TITLES[T]]}{at}"))
    file = BytesIO()
    book.save(file)
    return file.getvalue(), cells


def _columns(sheet: Worksheet) -> dict[str, str]:
    """Head → letter of its column."""
    return {str(cell.value): cell.column_letter for cell in sheet[HEADS] if cell.value}


def _put(sheet: Worksheet, row: Mapping[str, object]) -> int:
    """Into the first empty row."""
    columns = _columns(sheet)
    at = HEADS + 1
    while any(sheet[f"{letter}{at}"].value is not None for letter in columns.values()):
        at += 1
    for head, value in row.items():
        if value != "":
            sheet[f"{columns[head]}{at}"] = value
    return at
