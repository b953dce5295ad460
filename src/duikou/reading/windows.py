"""From when to when: the period of a figure, from the time expressions that date it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from duikou.reading.anchors import ASSUMED, Anchors, is_act, is_yearly
from duikou.reading.dealing import Deal
from duikou.reading.heads import Head
from duikou.reading.lists import any_of, words
from duikou.reading.outline import Outline
from duikou.reading.rules import measure_rules
from duikou.reading.times import is_later
from duikou.reading.types import Because, TimeMention
from duikou.reading.zones import Zones

_ON = re.compile("[，。；][^，。；]{0,12}(?:先后|累计|至今)")
_COUNTED_UP = re.compile("共(?=援|投|实施|安排|有|完成|建成|开展|培训|选派|落实|引进|计|为)")
_RUNNING = re.compile(any_of(words("cues", use="running total")))
_ACT = re.compile(any_of(words("cues", use="act of one year")))
_BUILT = re.compile("[建修置购装改添捐设]|硬化|投入|援助")
_PAST = re.compile(any_of(words("cues", use="past state")))
_OVER = re.compile(any_of(words("cues", use="past is over")))
_CLOSED = ("全年", "当年", "过去一年")  # what ran on from there is still of that year
_YEAR = ("全年", "今年", "本年", "当年")
_THIS = ("今年", "本年", "今年以来")
_FIGURE = re.compile(r"\d")
# up to the figure, other values of its row at most
_SO_FAR = re.compile(
    r"(?:累计(?:已|分别|就|便)*(?:达|增|有)|总[数量额](?:已|分别)*(?:达|增))[^，；。]{0,6}(?:[\d.]+[^\d，；。、]{1,4}、)*"
    r"$"
)
_SUMMED = re.compile("累计(?:已|实现|完成)?([\u4e00-\u9fff]{2,4}?)(?:已|达到?|超过|突破|为)*$")
FEW = 3  # so many buildings may be one act; more have come about over the years
_MEANT = re.compile("计划|(?<!协议)总投资|拟|概算|估算")
_FINISHED = re.compile("建成|投用|投入使用|竣工|完工|启用|落成|通车|交付")


@dataclass(frozen=True, slots=True)
class Window:
    """`since` and `until` as GUIDE.md's date texts, "" where open, and why."""

    since: str
    until: str
    since_why: Because
    until_why: Because


@dataclass(frozen=True, slots=True)
class Apart:
    """Whether a figure is of a thing of its own, which the year of a `heading` does not date, or an act of
    its own, which the years of another sentence of its `paragraph` do not."""

    heading: bool
    paragraph: bool


STATES = ("share", "medical.indicator", "poverty.rate")  # what is so much up to a day began at no time
TOGETHER = Apart(False, False)
_UNSAID = Because(ASSUMED, "time-unsaid")


def running(text: str, zones: Zones) -> bool:
    """Whether its part of the sentence calls the figure a running total."""
    start = max(zones.whole.start, text.rfind("；", zones.whole.start, zones.quantity.start))
    return bool(
        _RUNNING.search(text, start, zones.clause[1]) or _COUNTED_UP.search(text, start, zones.clause[1])
    )


def is_single_act(text: str, zones: Zones, head: Head) -> bool:
    """Whether the figure may be one act: money, or a few things that were built, and no running total."""
    if running(text, zones):
        return False
    if head.stage == "agreed":
        return _MEANT.search(text, *zones.clause) is not None
    few = zones.quantity.unit != "count" or Decimal(zones.quantity.value) <= FEW
    start = zones.clause[0]
    if head.measure == "facility.area":  # 新建教学楼一栋，面积4200平方米: of the same act
        start = max(zones.whole.start, text.rfind("；", zones.whole.start, start) + 1)
    built = _BUILT.search(text, start, zones.clause[1]) is not None
    return head.measure.startswith("fund.") or (few and built)


def window(
    anchors: Anchors,
    zones: Zones,
    head: Head,
    single_act: bool,
    deal: Deal | None = None,
    apart: Apart = TOGETHER,
) -> Window:
    """The period of the quantity in `zones`.

    `single_act`: a once-given thing, undated unless the text dates it. `deal`: its place in a row of 分别.
    `apart`: of what it stands apart.
    """
    found, basis = anchors.of(zones, head, deal)
    dated = anchors.standing(zones)
    if (not found or basis == ASSUMED) and _is_past(anchors.outline.text, zones):
        return Window("", "", _UNSAID, _UNSAID)
    carried = bool(found) and found[0].role == "span" and found[0].span[1] <= zones.whole.start
    titled = basis == ASSUMED and apart.heading and not anchors.is_report(found)
    if not found or titled or (carried and apart.paragraph):
        return _undated(head, dated, single_act)
    return _Reading(anchors.outline, zones, head, dated, found, basis).window()


def _is_past(text: str, zones: Zones) -> bool:
    """Whether the sentence tells how it once was (`刚来时，医院只有3间手术室`), up to the figure."""
    cues = list(_PAST.finditer(text, zones.whole.start, zones.quantity.start))
    return bool(cues) and not _OVER.search(text, cues[-1].end(), zones.quantity.start)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A figure with the mentions that date it (`found`, nearest first)."""

    outline: Outline
    zones: Zones
    head: Head
    dated: str
    found: Sequence[TimeMention]
    basis: str

    def window(self) -> Window:
        first = self._joined()
        why = Because(self.basis, f"time-{first.role}", first.span)
        if self._must_be_later(first):
            return Window("", f"{int(first.end[:4]) + 1}{first.end[4:]}", _UNSAID, why)
        if first.role == "at":
            return self._at(first, why)
        if first.role in ("span", "yearly_run"):
            if self._repeats(first):
                return Window("", first.end or self.dated, _UNSAID, why)
            state = self.head.nature in ("stock", "rate") and self._is_of_paragraph(first)
            return Window("" if state else first.start, first.end or self.dated, why, why)
        if first.role == "since":
            return self._since(first, why)
        return self._until(first, why)

    def _ended(self, first: TimeMention) -> bool:
        """Whether the time is one before which (2019年以前), or the figure a running total."""
        before = self.outline.text[slice(*first.span)].endswith(("前", "止"))
        return before or running(self.outline.text, self.zones)

    def _joined(self) -> TimeMention:
        """The nearest mention; of a list (`3月、7月、11月`) all of it as one span."""
        first = last = self.found[0]
        for mention in self.found[1:]:
            between = self.outline.text[mention.span[1] : first.span[0]]
            if mention.role != "at" or first.role != "at" or between not in ("、", "和"):
                break
            first = mention
        if first is last:
            return last
        return TimeMention((first.span[0], last.span[1]), "span", first.start, last.end)

    def _must_be_later(self, first: TimeMention) -> bool:
        """An aim for a month that has passed is for the next, unless its year is written out."""
        past = self.head.stage == "target" and first.role == "until" and is_later(self.dated, first.end)
        return bool(past) and not any(char.isdigit() for char in self.outline.text[slice(*first.span)])

    def _at(self, first: TimeMention, why: Because) -> Window:
        head, zones = self.head, self.zones
        if self._repeats(first):
            return Window("", first.end, _UNSAID, why)
        if (upto := self._up_to(first)) is not None:
            return upto
        aim = head.stage == "target"
        if self._is_so_far(first):
            until = self.dated if self.outline.text[slice(*first.span)] in _THIS else first.end
            return Window("", until, _UNSAID, why)
        if not aim and head.nature != "rate" and first.span[1] <= zones.clause[0] and self._runs_on(first):
            return Window(first.start, self.dated, why, Because(ASSUMED, "document-date"))
        if (
            head.measure.startswith("fund.")
            and first.start == first.end
            and len(first.start) > 4
            and self._is_finished_later()
        ):
            return Window("", first.end, _UNSAID, why)
        if (
            head.nature == "flow"
            or is_yearly(head)
            or (aim and head.nature == "stock")
            or self._is_act(first)
        ):
            earlier = next((m for m in self.found if m.role == "since" and m.start), None)
            if earlier is not None and head.stage == "" and 0 <= first.span[0] - earlier.span[1] <= 2:
                return Window(earlier.start, first.end, Because(self.basis, "time-since", earlier.span), why)
            return Window(first.start, first.end, why, why)
        return Window("", first.end, Because(ASSUMED, "state"), why)

    def _is_of_paragraph(self, first: TimeMention) -> bool:
        """Whether the time stands in another sentence, and not in the one that leads in a list."""
        lead = self.outline.blocks[self.zones.whole.block].lead
        return first.span[1] <= self.zones.whole.start and lead < 0

    def _runs_on(self, first: TimeMention) -> bool:
        """Whether what is counted ran on from the mentioned time (`2019年签订协议，先后选派150人次`)."""
        if first.span[0] < self.outline.blocks[self.zones.whole.block].start:
            return False
        if self.outline.text[slice(*first.span)] in _CLOSED:
            return False
        start = first.span[1] + self.outline.text.startswith("，", first.span[1])
        start = max(start, self.zones.whole.start - 1)
        return _ON.search(self.outline.text, start, self.zones.quantity.start) is not None

    def _is_so_far(self, first: TimeMention) -> bool:
        """Whether the sum up to then follows the year's own figure (`新建11个、累计达到54个`)."""
        text, at = self.outline.text, self.zones.quantity.start
        said = list(_SO_FAR.finditer(text, first.span[1], at))
        return bool(said) and _FIGURE.search(text, first.span[1], said[-1].start()) is not None

    def _up_to(self, first: TimeMention) -> Window | None:
        """`截至11月底，全年资金拨付率`: of the year as far as it has come."""
        until = next((m for m in self.found[1:] if m.role == "until"), None)
        if until is None or self.outline.text[slice(*first.span)] not in _YEAR:
            return None
        if until.span[0] < self.zones.whole.start or until.end[:4] != first.end:
            return None
        why = Because(self.basis, "time-until", until.span)
        flow = self.head.nature == "flow"
        return Window(first.start if flow else "", until.end, why if flow else _UNSAID, why)

    def _repeats(self, first: TimeMention) -> bool:
        """Whether what is counted up was counted for the time alone before (`1—6月销售额…，累计销售额`)."""
        text, begin = self.outline.text, self.zones.clause[0]
        said = _SUMMED.search(text, begin, self.zones.quantity.start)
        return said is not None and first.span[1] <= begin and text.find(said[1], first.span[1], begin) >= 0

    def _is_finished_later(self) -> bool:
        """`2019年5月，投资110万元修建的桥建成`: the month is that of the works, not of the money."""
        return _FINISHED.search(self.outline.text, self.zones.quantity.end, self.zones.whole.end) is not None

    def _is_act(self, first: TimeMention) -> bool:
        """Whether a state came about within the year that is named (`2023年，引进企业12家`)."""
        if is_act(self.head):
            return True
        start = self.zones.clause[0]
        return (
            self.head.nature == "stock"
            and _ACT.search(self.outline.text, start, self.zones.clause[1]) is not None
        )

    def _since(self, first: TimeMention, why: Because) -> Window:
        until = next((m for m in self.found if m.role in ("until", "now")), None)
        if self.head.measure in STATES and until is not None:
            return Window("", until.end or self.dated, _UNSAID, Because(self.basis, "time-until", until.span))
        if self.head.stage == "target" and until is None:
            return Window(first.start, "", why, _UNSAID)
        if until is None:
            return Window(first.start, self.dated, why, Because(ASSUMED, "document-date"))
        return Window(
            first.start, until.end or self.dated, why, Because(self.basis, "time-until", until.span)
        )

    def _until(self, first: TimeMention, why: Because) -> Window:
        end = first.end or self.dated
        since = next((m for m in self.found if m.role == "since" and m.start), None)
        if since is not None and self.head.measure not in STATES:
            return Window(since.start, end, Because(self.basis, "time-since", since.span), why)
        span = next((m for m in self.found[1:] if m.role == "span" and m.start), None)
        if span is not None and self.head.nature == "flow":
            return Window(span.start, end, Because(self.basis, "time-span", span.span), why)
        meant = self.head.stage == "target" or self.head.nature == "rule"
        if is_yearly(self.head) and len(end) == 4 and not meant and not self._ended(first):
            return Window(end, end, why, why)  # 到2019年，园区实现产值
        return Window("", end, Because(ASSUMED, "start-unsaid"), why)


def _undated(head: Head, dated: str, single_act: bool) -> Window:
    if head.stage == "target" or head.nature == "rule":
        return Window("", "", _UNSAID, _UNSAID)
    rule = measure_rules().get(head.measure)
    total = rule["total"] if rule else "running"
    if total == "timeless" or (
        single_act and head.nature == "flow" and (total == "act" or head.stage == "agreed")
    ):
        return Window("", "", _UNSAID, _UNSAID)
    return Window("", dated, _UNSAID, Because(ASSUMED, "document-date"))
