"""What one time expression means: its role, its start and its end."""

from __future__ import annotations

import re

from duikou.reading.dates import Dated, number, written
from duikou.reading.lists import rows
from duikou.reading.time_patterns import (
    BASE_AFTER,
    BASE_BEFORE,
    LATER_SINCE,
    LINE_AFTER,
    MULTIPLE_AFTER,
    SINCE_AFTER,
    SINCE_BEFORE,
    TOLD_AFTER,
    TOLD_BEFORE,
    UNTIL_AFTER,
    UNTIL_BEFORE,
)
from duikou.reading.types import Span, TimeMention

_WORD = {row["word"]: row for row in rows("time_words")}
_DATED = re.compile(r"\d{4}")
_REACH = 400
_COMING = ("确保", "力争", "争取", "将", "计划", "预计", "要求")
_SEASONS = tuple("季天")
_HOPED = re.compile("(?:计划|预计|力争|确保|有望|拟)$")  # 计划全年
EARLY = 4  # up to this month 过去一年 is the year before


class Resolver:
    """Resolves the matches of one text in order; remembers the year last said, for months without one."""

    def __init__(self, text: str, dated: Dated) -> None:
        self.text = text
        self.dated = dated
        self._year = 0
        self._year_end = -1
        self._year_dates = False
        self._previous: TimeMention | None = None

    def mention(self, match: re.Match[str]) -> TimeMention | None:
        """What `match` of the pattern TIME means; None for durations and times of day."""
        found: TimeMention | None = getattr(self, f"_{match.lastgroup}")(match)
        if found is not None:
            self._previous = found
        return found

    def _range(self, match: re.Match[str]) -> TimeMention:
        first, last = number(match["ay"]) or 0, number(match["by"]) or 0
        self._remember(last, match.end(), False)
        start = written(first, _int(match["am"]) or _edge(match["ae"]), _int(match["ad"]))
        end = written(last, _int(match["bm"]) or _edge(match["be"]), _int(match["bd"]))
        return TimeMention(match.span(), "span", start, end)

    def _listed(self, match: re.Match[str]) -> TimeMention:
        """`2019、2020和2021年`: a year whose 年 stands after the last one."""
        return TimeMention(match.span(), "at", match["y1"], match["y1"])

    def _months(self, match: re.Match[str]) -> TimeMention:
        first, last = number(match["nm"]) or 0, number(match["nn"]) or 0
        year = self._year_of(match["ny"], match["nr"], last, match.start())
        if not year:
            return TimeMention(match.span(), "at", "", "")
        self._remember(year, match.end(), True)
        return TimeMention(match.span(), "span", written(year, first), written(year, last))

    def _opening(self, match: re.Match[str]) -> TimeMention:
        """`今年前5个月`."""
        if "个" not in match[0] and not (match["oy"] or match["or"]):
            return TimeMention(match.span(), "at", "", "")
        last = number(match["on"]) or 0
        year = self._year_of(match["oy"], match["or"], last, match.start())
        if not year or not 1 <= last <= 12:
            return TimeMention(match.span(), "at", "", "")
        self._remember(year, match.end(), True)
        return self._with_role(match.span(), written(year, 1), written(year, last))

    def _iso(self, match: re.Match[str]) -> TimeMention:
        text = written(int(match["iy"]), int(match["im"]), int(match["id"]))
        return self._with_role(match.span(), text, text)

    def _point(self, match: re.Match[str]) -> TimeMention:
        year = self._year_of(match["py"], match["pr"], 0, match.start())
        if not year:
            return self._with_role(match.span(), "", "")
        start, end = _within(year, match["pm"], match["pd"], match["pp"] or match["pe"] or match["pg"])
        if match["same"] and not (match["pm"] or match["pp"]):
            start, end = self._shifted(year)
        found = self._with_role(match.span(), start, end)
        if found.role != "base":
            self._remember(year, match.end(), found.role == "at")
        return found

    def _lone(self, match: re.Match[str]) -> TimeMention:
        year = self._year_of(None, None, number(match["lm"]) or 0, match.start())
        start, end = _within(year, match["lm"], match["ld"], None) if year else ("", "")
        return self._with_role(match.span(), start, end)

    def _part(self, match: re.Match[str]) -> TimeMention | None:
        if match[0] == "全年" and self.text.startswith(("目标", "任务", "计划"), match.end()):
            return None
        row = _WORD[match[0]]
        if (
            match[0][-1] in _SEASONS
            and match[0][0] in "春夏秋冬"
            and not row["first"]
            and not self._near(match.start())
        ):
            return None  # 夏天不用开空调
        near = self.text[max(0, match.start() - 12) : match.start()]
        coming = any(word in near for word in _COMING)  # 确保年底前
        month = 0 if coming else int(row["first" if row["first"] != "01" else "last"] or 0)
        year = self._year_of(None, None, month, match.start())
        if match[0] == "全年" and _HOPED.search(near):
            year = max(year, self.dated.year)
        elif match[0] == "全年" and year == self.dated.year and self._has_passed(match.start()):
            year -= 1
        start, end = _within(year, None, None, match[0]) if year else ("", "")
        return self._with_role(match.span(), start, end)

    def _has_passed(self, position: int) -> bool:
        """Whether 全年 of an unnamed year is told of as over, in a document that is not of December."""
        near = self.text[max(0, position - 12) : position]
        hoped = any(word in near for word in ("预计", "力争", "今年", "将", "计划", "确保", "有望"))
        return self.dated.month not in (0, 12) and not hoped and not self._near(position)

    def _era(self, match: re.Match[str]) -> TimeMention:
        century = {"上": 1900, "20": 1900, "二十": 1900, "19": 1800, "本": 2000, "21": 2000, "二十一": 2000}
        first = century[match["century"]] + (number(match["decade"]) or 0)
        after = SINCE_AFTER.match(self.text, match.end())
        if after:
            return TimeMention((match.start(), after.end()), "since", written(first), self.dated.text)
        return TimeMention(match.span(), "span", written(first), written(first + 9))

    def _run(self, match: re.Match[str]) -> TimeMention:
        start = self.dated.years_back((number(match["run_n"]) or 1) - 1)
        return TimeMention(match.span(), "yearly_run", start, self.dated.text)

    def _ago(self, match: re.Match[str]) -> TimeMention:
        return self._back(match, match["ago_n"], match["ago_u"])

    def _recent(self, match: re.Match[str]) -> TimeMention:
        over = match[0].startswith("过去") and match["recent_u"] == "年" and number(match["recent_n"]) == 1
        if over and 0 < self.dated.month <= EARLY:  # in a report of the early year, the year before
            year = self.dated.years_back(1)
            return TimeMention(match.span(), "at", year, year)
        return self._back(match, match["recent_n"], match["recent_u"])

    def _ahead(self, match: re.Match[str]) -> TimeMention:
        """`未来五年`: the years after the document's."""
        count = number(match["ahead_n"]) or 0
        if not self.dated.year or not count:
            return TimeMention(match.span(), "span", "", "")
        return TimeMention(
            match.span(), "span", written(self.dated.year + 1), written(self.dated.year + count)
        )

    def _stretch(self, match: re.Match[str]) -> TimeMention | None:
        """`三年投入`; none of its own after a start in the same sentence (`2022年以来，三年投入`)."""
        before = self._previous
        if before is not None and before.role == "since" and _DATED.search(self.text, *before.span):
            between = self.text[before.span[1] : match.start()]
            if len(between) < 80 and not any(sign in between for sign in "。！？\n"):
                return None
        return self._back(match, match["stretch_n"], match["stretch_u"])

    def _back(self, match: re.Match[str], count: str, unit: str) -> TimeMention:
        steps = number(count) or 0
        start = self.dated.months_back(steps) if unit == "个月" else self.dated.years_back(steps)
        return TimeMention(match.span(), "since", start, self.dated.text)

    def _duration(self, match: re.Match[str]) -> None:
        return None

    def _clock(self, match: re.Match[str]) -> None:
        return None

    def _now(self, match: re.Match[str]) -> TimeMention:
        start = self._before(UNTIL_BEFORE, match.start())
        return TimeMention((start, match.end()), "now", "", self.dated.text)

    def _each(self, match: re.Match[str]) -> TimeMention:
        return TimeMention(match.span(), "each_year", "", "")

    def _open(self, match: re.Match[str]) -> TimeMention:
        return TimeMention(match.span(), "since", "", self.dated.text)

    def _vague(self, match: re.Match[str]) -> TimeMention | None:
        if match[0] == "同期" and self._previous is not None:
            return TimeMention(match.span(), "at", self._previous.start, self._previous.end)
        if match[0] in ("首年", "同期"):
            return TimeMention(match.span(), "at", "", "")
        return None

    def _with_role(self, span: Span, start: str, end: str) -> TimeMention:
        """The point with what the words before and after it make of it."""
        first, last = span
        since_from, until_from = self._before(SINCE_BEFORE, first), self._before(UNTIL_BEFORE, first)
        after = SINCE_AFTER.match(self.text, last)
        later = LATER_SINCE.match(self.text, last)
        if after or (since_from < first and later) or (later and self._alone(first)):
            stop = after.end() if after else last
            return TimeMention((min(since_from, first), stop), "since", start, self.dated.text)
        if since_from < first and self.text[since_from:first].startswith("自"):
            return TimeMention((since_from, last), "since", start, self.dated.text)
        deadline = UNTIL_AFTER.match(self.text, last)
        if until_from < first or deadline:
            return TimeMention((until_from, deadline.end() if deadline else last), "until", "", end)
        compared = self._before(BASE_BEFORE, first) < first and not self.text.startswith("的", last)
        if compared or MULTIPLE_AFTER.match(self.text, last) or BASE_AFTER.match(self.text, last):
            return TimeMention(span, "base", start, end)
        if self._is_told(first, last):
            return TimeMention(span, "told", start, end)
        return TimeMention(span, "at", start, end)

    def _is_told(self, first: int, last: int) -> bool:
        """Whether this is the date of the report itself: a dateline, or a line of its own."""
        if self._before(TOLD_BEFORE, first) < first or TOLD_AFTER.match(self.text, last):
            return True
        opened = first - 1 if self.text[first - 1 : first] in ("（", "(") else first
        heads = opened == 0 or self.text[opened - 1] == "\n"
        return heads and LINE_AFTER.match(self.text, last) is not None

    def _alone(self, first: int) -> bool:
        """Whether the expression opens its clause."""
        return first == 0 or self.text[first - 1] in "，。；：\n“（"

    def _before(self, pattern: re.Pattern[str], position: int) -> int:
        """Where the words of `pattern` that end at `position` begin; `position` where there are none."""
        match = pattern.search(self.text, max(0, position - 4), position)
        return match.start() if match else position

    def _year_of(self, four: str | None, relative: str | None, month: int, position: int) -> int:
        """The year as written, counted from the document's, or from context; 0 where not known."""
        if four:
            return number(four) or 0
        near = self._near(position)
        if relative:
            row = _WORD[relative]
            base = self.dated.year if row["kind"] == "year" else near or self._year or self.dated.year
            return base + int(row["first"]) if base else 0
        return near or self.dated.year_of_month(month)

    def _near(self, position: int) -> int:
        """The year said before in this sentence, or dated in this paragraph; 0 where there is none."""
        if self._year_end < 0 or position - self._year_end > _REACH:
            return 0
        between = self.text[self._year_end : position]
        if "\n" in between or (not self._year_dates and any(sign in between for sign in "。！？")):
            return 0
        return self._year

    def _remember(self, year: int, position: int, dates: bool) -> None:
        self._year, self._year_end, self._year_dates = year, position, dates

    def _shifted(self, year: int) -> tuple[str, str]:
        """The stretch said before, in `year` (去年同期)."""
        before = self._previous
        if before is None or not before.end[:4].isdigit():
            return written(year), written(year)
        return tuple(f"{year:04d}{text[4:]}" if text else "" for text in (before.start, before.end))  # type: ignore[return-value]


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _edge(word: str | None) -> int | None:
    return int(_WORD[word]["first"]) if word else None


def _within(year: int, month: str | None, day: str | None, part: str | None) -> tuple[str, str]:
    """Start and end of a month, day or named part of `year`; the year's own text where none is said."""
    if month:
        text = written(year, number(month), _int(day))
        return text, text
    row = _WORD[part] if part else None
    if row is None or not row["first"]:
        return written(year), written(year)
    return written(year, int(row["first"])), written(year, int(row["last"]))
