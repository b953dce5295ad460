"""Days and periods as people put them into cells: 2025年3月 · 2025.3.5 · 2025.3.5-3.20 · 上半年 · serials."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from duikou.book import DOUBT, ERROR, NOTE, BookError, Problem, parse_period, problem
from duikou.files.workbook.numbers import squeezed
from duikou.reading.numerals import DIGIT

# Day 60 of Excel's calendar is a 29 February 1900 that never was; days of the programme come after it.
_EXCEL_ZERO = date(1899, 12, 30)
_SERIALS = range(18_264, 73_051)  # 1950 to 2099
_PARTS = re.compile(
    r"(?P<year>\d{4}|\d{2}(?=年))(?:年度?|[-./])?(?:(?P<month>\d{1,2})(?:月份?|[-./]|$)(?:(?P<day>\d{1,2})(?:日|号)?)?)?"
)
_RANGE = re.compile(r"至|到|~|—+|--|(?<=[日月年])-|(?<=\d)-(?=\d{1,2}[.月]|\d{4}[年.])")
_SPANS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "一季度": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
}
_SPAN = re.compile(r"(\d{4})年?第?(上半年|下半年|[一二三四1234]季度)")
_CHINESE_YEAR = re.compile(rf"^[{''.join(DIGIT)}]{{4}}(?=年)|[{''.join(DIGIT)}十]+(?=月|日|号)")
_TIME = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_NOTHING = frozenset({"", "-", "—", "/", "无", "暂无"})


def read_day(value: object, name: str, range_too: bool = True) -> tuple[str, str, list[Problem]]:
    """A cell → (ISO text of the first day or period, the same of the last one or "", problems).

    The second is given only where the cell itself names a range and `range_too`.
    """
    if isinstance(value, datetime):
        return value.date().isoformat(), "", []
    if isinstance(value, date):
        return value.isoformat(), "", []
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _read_serial(value, name)
    return _read_text(str(value), name, range_too)


def _read_serial(value: float, name: str) -> tuple[str, str, list[Problem]]:
    whole = int(value)
    if 1949 <= value <= 2099 and value == whole:
        return str(whole), "", []
    if whole in _SERIALS and value < 99_999:
        day = (_EXCEL_ZERO + timedelta(days=whole)).isoformat()
        return day, "", [problem(NOTE, "date.guessed", name, text=f"{value:g}", date=day)]
    text = f"{value:.10g}"
    if re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])", text):
        return f"{text[:4]}-{text[4:]}", "", []
    if re.fullmatch(r"(19|20)\d{6}", text):
        return _checked(f"{text[:4]}-{text[4:6]}-{text[6:]}", text, name)
    if match := re.fullmatch(r"((?:19|20)\d\d)\.(\d{1,2})", text):
        iso, _, found = _checked(f"{match[1]}-{int(match[2]):02}", text, name)
        if match[2] == "1":  # as a number 2025.10 is 2025.1
            found.append(problem(DOUBT, "date.guessed", name, text=text, date=iso))
        return iso, "", found
    return "", "", [problem(ERROR, "date.unreadable", name, text=text)]


def _read_text(text: str, name: str, range_too: bool) -> tuple[str, str, list[Problem]]:
    shown = text.strip()
    plain = squeezed(_TIME.sub("", shown))
    if plain in _NOTHING:
        return "", "", []
    plain = _CHINESE_YEAR.sub(lambda match: _digits(match[0]), plain)
    if re.fullmatch(r"\d{4,8}(\.\d{1,2})?", plain) and not re.fullmatch(r"\d{4}\.\d{1,2}", plain):
        return _read_serial(float(plain), name)
    if match := _SPAN.fullmatch(plain):
        return _span(match[1], match[2], shown, name, range_too)
    parts = _RANGE.split(plain)
    if len(parts) == 2 and range_too and all(parts):
        return _range(parts[0], parts[1], shown, name)
    iso = _iso(plain)
    if iso is None:
        return "", "", [problem(ERROR, "date.unreadable", name, text=shown[:60])]
    first, _, found = _checked(iso, shown, name)
    if first and re.match(r"\d{2}年", plain):
        found.append(problem(DOUBT, "date.guessed", name, text=shown, date=first))
    return first, "", found


def _span(year: str, words: str, shown: str, name: str, range_too: bool) -> tuple[str, str, list[Problem]]:
    spoken = words.translate(str.maketrans("1234", "一二三四"))
    first, last = _SPANS[spoken]
    if not range_too:
        return f"{year}-{last:02}", "", []
    end = f"{year}-{last:02}-{calendar.monthrange(int(year), last)[1]}"
    start = f"{year}-{first:02}-01"
    return start, end, [problem(NOTE, "date.guessed", name, text=shown, date=f"{start} – {end}")]


def _range(first: str, last: str, shown: str, name: str) -> tuple[str, str, list[Problem]]:
    start = _iso(first)
    if start and not re.match(r"\d{4}", last):  # 2025.3.5-3.20, 2025年3月5日至20日
        unit = re.match(r"\d{1,2}(?=[月.])", last)
        last = (start[:5] if unit else start[:8]) + last
    end = _iso(last)
    if start is None or end is None:
        return "", "", [problem(ERROR, "date.unreadable", name, text=shown[:60])]
    begin, _, found = _checked(start, shown, name)
    finish, _, more = _checked(end, shown, name)
    return begin, finish, [*found, *more]


def _iso(plain: str) -> str | None:
    """ISO text of one day, month or year; None where it is none."""
    match = _PARTS.fullmatch(plain)
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    whole = f"20{year}" if len(year) == 2 else year
    return "-".join((whole, *(f"{int(part):02}" for part in (month, day) if part)))


def _checked(iso: str, shown: str, name: str) -> tuple[str, str, list[Problem]]:
    try:
        parse_period(iso)
    except BookError as error:
        return "", "", [problem(ERROR, error.code, name, text=shown[:60])]
    return iso, "", []


def _digits(text: str) -> str:
    """二〇二五 → 2025, 十二 → 12, 二十 → 20."""
    if "十" not in text:
        return "".join(DIGIT[sign] for sign in text)
    tens, _, ones = text.partition("十")
    return str(int(DIGIT.get(tens, "1")) * 10 + int(DIGIT.get(ones, "0")))
