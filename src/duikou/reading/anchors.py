"""Which time expressions date a figure: those of its sentence, paragraph, list or heading, nearest first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from duikou.reading.dealing import Deal, listed
from duikou.reading.heads import Head
from duikou.reading.lists import any_of, words
from duikou.reading.outline import Outline
from duikou.reading.rules import measure_rules
from duikou.reading.standing_date import UP, reckoned, section_date, standing_date
from duikou.reading.times import Times, is_later
from duikou.reading.types import TimeMention
from duikou.reading.zones import Zones

_FRESH = re.compile(
    "[；;](?=[一二三四五六七八九十]是|其[一二三四]|第[一二三四五]|另外|此外|同时)|(?:[一二三四五六七八九十]是|其[一二三四])"
)
_ONCE_RUNNING = re.compile(any_of(words("cues", use="once it runs")))
_PRESENT = re.compile(any_of(words("cues", use="present state")))
_EVENT_BEFORE = re.compile(f"(?:{any_of(words('cues', use='past event'))})$")
_EVENT = re.compile(any_of(words("cues", use="event that is dated")))
_ACT = re.compile(any_of(words("cues", use="act of one year")))
_UP_TO_NOW = re.compile(any_of(word for word in words("cues", use="running total") if word != "已"))
_IN_USE = re.compile("投产|投用|投入使用|投入运营|开业|开园|开馆|开学|启用|通车|落成|竣工|交付")
_PAIRING = re.compile("支援|帮扶|协作|结对|援藏|援疆")
_BEGUN = re.compile(f"{_PAIRING.pattern}|{_EVENT.pattern}")
_CLAUSE_END = re.compile("[，。；！？\n]|$")
_FROM = ("从", "由", "自")
STEADY = ("stock", "rate")  # natures of what is, as against what is done
_NOWHERE = ("each_year", "base", "told")  # these date no figure
_LOCAL = (*_NOWHERE, "yearly_run")  # these say nothing beyond their own sentence
LEADING = 3  # characters before a time that opens its sentence
FAR = 1500  # how far back the beginning of a pairing is looked for
SAID, ASSUMED = "said", "assumed"


def scope_start(outline: Outline, zones: Zones) -> int:
    """Where what is said of this figure begins: the sentence, or its last enumerator (`二是`)."""
    begin = zones.whole.start
    for match in _FRESH.finditer(outline.text, begin, zones.quantity.start):
        begin = match.start()
    return begin


def is_yearly(head: Head) -> bool:
    """Whether a figure is reckoned by the year (output, income), whatever its nature."""
    return _at(head) == "year"


def is_act(head: Head) -> bool:
    """Whether a figure told of a year is what was done in it, though it is a state (jobs, people reached)."""
    return _at(head) == "act"


def _at(head: Head) -> str:
    rule = measure_rules().get(head.measure)
    return rule["at"] if rule else ""


class Anchors:
    """The time expressions of one text, to be asked for what dates a figure."""

    __slots__ = ("_figures", "_report", "_standing", "dated", "outline", "times")

    def __init__(
        self,
        outline: Outline,
        times: Times,
        around: Sequence[Zones],
        dated: str,
        report: TimeMention | None = None,
    ) -> None:
        """`report`: the year that the whole text accounts for."""
        self.outline, self.times, self.dated = outline, times, dated
        self._report = report
        self._standing = standing_date(outline, times, dated)
        self._figures = [zones.quantity.start for zones in around]

    def standing(self, zones: Zones) -> str:
        """The date to which a figure is reckoned that says none itself."""
        if self._standing != self.dated:
            return self._standing
        return section_date(self.outline, self.times, self.outline.blocks[zones.whole.block], self.dated)

    def is_report(self, found: Sequence[TimeMention]) -> bool:
        """Whether the year that the whole text accounts for is all that dates a figure."""
        report = self._report
        return report is not None and all((m.start, m.end) == (report.start, report.end) for m in found)

    def of(self, zones: Zones, head: Head, deal: Deal | None) -> tuple[list[TimeMention], str]:
        """The mentions that date the figure, nearest first, and whether that is said or assumed.

        `deal`: its place in a row of 分别.
        """
        found, basis = self._found(zones, head, deal)
        standing = self.standing(zones) if found else self.dated
        return (found if standing == self.dated else reckoned(found, self.dated, standing)), basis

    def _found(self, zones: Zones, head: Head, deal: Deal | None) -> tuple[list[TimeMention], str]:
        found = self._dealt(deal) or self._in_sentence(zones, head)
        if not found and head.stage != "target" and not self._has_own(zones):
            found = self._in_paragraph(zones, head)
        if not found and head.stage == "target":
            found = self._of_plan(zones)
        if not found:
            found = self._in_list(zones, head)
        if found:
            return self._with_start(found + self._start_before(found, zones, head)), SAID
        done = is_act(head) or _ACT.search(self.outline.text, *zones.clause)
        if head.stage == "target" or head.nature == "flow" or is_yearly(head) or done:
            return self._in_heading(zones) or self._of_report(zones, head), ASSUMED
        return [], ASSUMED

    def _start_before(self, found: Sequence[TimeMention], zones: Zones, head: Head) -> list[TimeMention]:
        """Where a total that its sentence reckons up to a day began, if a sentence before in the paragraph
        says so (`今年以来，……。截至8月底，`); the year that leads that sentence, where the day lies in it and
        nothing is said to have run on from before."""
        until = found[0]
        if head.nature != "flow" or head.stage == "target" or until.role != "until" or not until.end:
            return []
        if until.span[1] < zones.whole.start:
            return []
        own = [m for m in found[1:] if m.role not in _NOWHERE]
        if own:  # 今年安排项目48个，截至8月底完工19个
            year = own[0].role == "at" and len(own[0].end) == 4 and until.end[:4] == own[0].end < until.end
            running = _UP_TO_NOW.search(self.outline.text, *zones.clause)
            return [replace(own[0], role="since")] if year and not running else []
        for sentence in self.outline.before_in_block(zones.whole, 3):
            named = [m for m in self.times.within(sentence.start, sentence.end) if m.role not in _NOWHERE]
            if not named:
                continue
            first = named[0]
            whole = first.role == "at" and len(first.end) == 4 and until.end[:4] == first.end
            if first.role == "since" and first.start and not is_later(first.start, until.end):
                return [first]
            if whole and len(until.end) > 4 and self._leads(first, sentence.start):
                running = _UP_TO_NOW.search(self.outline.text, *zones.clause)
                return [] if running else [replace(first, role="since")]
            return []
        return []

    def _of_report(self, zones: Zones, head: Head) -> list[TimeMention]:
        """The year of the whole report, for what was done in it and says no other time in its paragraph."""
        if self._report is None or head.stage == "target":
            return []
        block = self.outline.blocks[zones.whole.block]
        other = (m for m in self.times.within(block.start, zones.quantity.start) if m.role not in _NOWHERE)
        same = all(m.start[:4] in ("", self._report.start[:4]) or m.role == "until" for m in other)
        return [self._report] if same and not _PRESENT.search(self.outline.text, *zones.clause) else []

    def _of_plan(self, zones: Zones) -> list[TimeMention]:
        """The year to come that opens the paragraph of an aim (`2025年工作安排。计划投入……`)."""
        start = self.outline.blocks[zones.whole.block].start
        opening = self.times.within(start, min(start + LEADING, zones.quantity.start))
        return [m for m in opening if m.role == "at" and not is_later(self.dated[:4], m.end[:4])][:1]

    def _has_own(self, zones: Zones) -> bool:
        """Whether the sentence has a time of its own, be it one that does not date this figure."""
        mentions = self.times.within(scope_start(self.outline, zones), zones.whole.end)
        return any(m.role not in ("base", "told") for m in mentions)

    def _dealt(self, deal: Deal | None) -> list[TimeMention]:
        if deal is None:
            return []
        named = self.times.within(*deal.names)
        row = listed(self.outline.text, [mention.span for mention in named], deal.count)
        return [next(m for m in named if m.span == row[deal.order])] if row else []

    def _in_sentence(self, zones: Zones, head: Head) -> list[TimeMention]:
        """The mentions before the figure in its sentence, nearest first; else one after it in brackets."""
        quantity = zones.quantity
        before = self.times.within(scope_start(self.outline, zones), quantity.start)
        found = [m for mention in before if (m := self._governing(mention, head, zones)) is not None]
        if found:
            return found[::-1]
        after = self.times.within(quantity.end, zones.clause[1])
        return [m for m in after if m.role in ("at", "span") and self.outline.text[m.span[0] - 1] in "（("][
            :1
        ]

    def _governing(self, mention: TimeMention, head: Head, zones: Zones) -> TimeMention | None:
        """The mention as it dates the figure of its own sentence; None where it does not."""
        text, (start, end) = self.outline.text, mention.span
        if mention.role in _NOWHERE or (mention.role == "now" and _timeless(head)):
            return None
        if self._is_of_each_year(mention) or self._misses_the_aim(mention, head, zones):
            return None
        if mention.role == "at" and text[max(0, start - 1) : start] in _FROM and self._counts(end, zones):
            return None  # 由2014年的13.5%降至0.99%: of the first only
        if end <= zones.clause[0]:
            if self._is_of_part(mention) or self._is_of_item(mention, zones):
                return None
            if self._is_overtaken(mention, head, zones):
                return None
            if self._dates_event(mention):
                if head.measure.startswith(("fund.", "investment")) and self._comes_into_use(mention, zones):
                    return None  # 去年启用，投资2200万元
                stays = head.nature in STEADY or head.measure.startswith("facility.")
                yearly = is_yearly(head) and not _is_each_year(head)
                return None if stays and not yearly else self._since(mention, head)
        if mention.role != "span" and _EVENT_BEFORE.search(text, max(0, start - 4), start):
            return mention if head.nature == "flow" and end > zones.clause[0] else None
        return mention

    def _is_overtaken(self, mention: TimeMention, head: Head, zones: Zones) -> bool:
        """Whether the figure's own clause speaks of the present, of every year or of what is once it runs."""
        clause = zones.clause[0], zones.quantity.start
        if _ONCE_RUNNING.search(self.outline.text, *clause):
            return True
        if mention.role == "yearly_run":
            return head.nature != "flow"
        yearly = any(m.role == "each_year" for m in self.times.within(mention.span[1], zones.quantity.start))
        if yearly and head.nature == "rate" and mention.role in ("at", "since") and not is_yearly(head):
            return True
        if head.nature not in STEADY:
            return False
        if mention.role == "span" and "；" in self.outline.text[mention.span[1] : clause[0]]:
            part = self.outline.text.rfind("；", mention.span[1], clause[0]) + 1
            return _PRESENT.search(self.outline.text, part, clause[1]) is not None
        return mention.role == "at" and _PRESENT.search(self.outline.text, *clause) is not None

    def _is_of_item(self, mention: TimeMention, zones: Zones) -> bool:
        """`甲县去年……；乙县……`: a time inside one part of a sentence says nothing of the next."""
        if mention.role not in ("at", "span") or mention.span[0] - zones.whole.start <= LEADING:
            return False
        begin = max(zones.whole.start, self.outline.text.rfind("；", zones.whole.start, mention.span[0]) + 1)
        leads = not self._counted_in(begin, mention.span[0]) and begin == zones.whole.start
        first = leads and "，" not in self.outline.text[begin : mention.span[0]]
        return not first and "；" in self.outline.text[mention.span[1] : zones.quantity.start]

    def _is_of_part(self, mention: TimeMention) -> bool:
        """`其中今年新增3家，`: the time of a part holds for no later clause (but `其中，2021年投入……，`)."""
        begins = self.outline.text[max(0, mention.span[0] - 2) : mention.span[0]] == "其中"
        return begins and self._counted_in(*self.outline.clause_at(mention.span[0]))

    def _is_of_each_year(self, mention: TimeMention) -> bool:
        """`每年6、7月`."""
        return (
            self.outline.text[max(0, mention.span[0] - 4) : mention.span[0]]
            .rstrip("0123456789、")
            .endswith("每年")
        )

    def _misses_the_aim(self, mention: TimeMention, head: Head, zones: Zones) -> bool:
        """A year that is over dates no aim; the term of one clause is not that of money agreed in a later."""
        if head.stage == "target" and mention.role == "at":
            return is_later(self.dated[:4], mention.end[:4])
        elsewhere = mention.span[1] <= zones.clause[0] and head.stage == "agreed"
        return elsewhere and mention.role == "until" and is_later(mention.end, self.dated)

    def _counts(self, start: int, zones: Zones) -> bool:
        """Whether a figure stands between `start` and the figure of `zones`."""
        return bisect_left(self._figures, start) < zones.number

    def _dates_event(self, mention: TimeMention) -> bool:
        """`2022年8月投入运营，`: the clause tells an event and counts nothing."""
        if mention.role != "at":
            return False
        start, end = mention.span
        if len(mention.start) > 4 and self.outline.text.startswith("，", end):
            end += 1  # 2022年8月，新院区投入使用，
        match = _CLAUSE_END.search(self.outline.text, end)
        stop = match.start() if match else end
        return not self._counted_in(start, stop) and _EVENT.search(self.outline.text, end, stop) is not None

    def _comes_into_use(self, mention: TimeMention, zones: Zones) -> bool:
        """Whether the event is that a thing began to be used, before which its money was spent."""
        end = self.outline.clause_at(mention.span[0])[1] + LEADING * 2
        used = _IN_USE.search(self.outline.text, mention.span[1], min(end, zones.quantity.start))
        return used is not None and _UP_TO_NOW.search(self.outline.text, *zones.clause) is None

    def _since(self, mention: TimeMention, head: Head) -> TimeMention:
        """What runs on from an event; what is reckoned by the year stays in its year."""
        whole_year = is_yearly(head) and len(mention.start) <= 4
        return mention if whole_year else replace(mention, role="since")

    def _in_paragraph(self, zones: Zones, head: Head) -> list[TimeMention]:
        """The mentions of the nearest sentence before in the same paragraph that has any, nearest first."""
        if scope_start(self.outline, zones) != zones.whole.start:
            return []
        for sentence in self.outline.before_in_block(zones.whole, 5):
            found = self._carried(sentence.start, sentence.end, head)
            if found or any(m.role not in _NOWHERE for m in self.times.within(sentence.start, sentence.end)):
                return found
        return []

    def _carried(self, start: int, end: int, head: Head) -> list[TimeMention]:
        """The mentions of another sentence that hold for a figure of this head, nearest first."""
        found: list[TimeMention] = []
        for mention in self.times.within(start, end)[::-1]:
            event = self._dates_event(mention)
            if mention.role in _LOCAL or (
                mention.role == "at" and not event and not self._leads(mention, start)
            ):
                continue
            steady = head.nature in STEADY and not is_act(head)
            if steady and (mention.role in ("since", "at") or event):
                continue
            if mention.role == "span" and is_later(mention.end, self.dated):
                continue  # a plan's years say nothing of what is told next
            found.append(self._since(mention, head) if event else mention)
        return found

    def _leads(self, mention: TimeMention, start: int) -> bool:
        """Whether a year or month opens its sentence, so that what follows may be told of it too."""
        return mention.span[0] - start <= LEADING and len(mention.start) <= 7

    def _in_list(self, zones: Zones, head: Head) -> list[TimeMention]:
        """The mentions of the sentence that leads in the list, nearest first."""
        for lead in self.outline.leading_in(zones.whole):
            if found := [m for m in self.times.within(lead.start, lead.end) if m.role not in _LOCAL]:
                return found[::-1]
        return []

    def _in_heading(self, zones: Zones) -> list[TimeMention]:
        outline = self.outline
        block = outline.blocks[zones.whole.block]
        if block.label:
            end = outline.text.find(block.label, block.start) + len(block.label)
            found = self.times.within(block.start, end)
            if found:
                return found[::-1]
        for above in range(UP):
            if block.heading < 0:
                break
            block = outline.blocks[block.heading]
            found = [m for m in self.times.within(block.start, block.end) if m.role != "told"]
            if found and not self._counted_in(block.start, block.end):
                # Several years in a title say nothing of what stands under a heading of its own.
                roles = ("at",) if above and found[-1].role == "span" else ("at", "span")
                return [m for m in found if m.role in roles and len(m.start) < 10][::-1]
        return []

    def _counted_in(self, start: int, end: int) -> bool:
        at = bisect_left(self._figures, start)
        return at < len(self._figures) and self._figures[at] < end

    def _with_start(self, found: list[TimeMention]) -> list[TimeMention]:
        """`对口支援以来`, `开馆以来` begin when the text said before that it began (`2021年1月开馆`)."""
        first, text = found[0], self.outline.text
        event = _BEGUN.search(text, *first.span) if first.role == "since" and not first.start else None
        if event is None:
            return found
        team = "组团" in event[0] or "组团" in text[max(0, first.span[0] - 12) : first.span[0]]
        if team:
            return found  # “组团式”援藏 began on its own
        same = _PAIRING if _PAIRING.search(event[0]) else re.compile(event[0])
        for mention in reversed(self.times.within(max(0, first.span[0] - FAR), first.span[0])):
            if mention.start and mention.role in (("since",) if same is _PAIRING else ("since", "at")):
                end = min(self.outline.sentence_at(mention.span[0]).end, mention.span[1] + 30)
                if same.search(text, mention.span[0], end):
                    return [replace(first, start=mention.start), *found[1:]]
        return found


def _is_each_year(head: Head) -> bool:
    """Whether it is money of every year (`去年投产，年产值2亿元`)."""
    said = head.because["nature"].rule in ("nature-word", "unit")
    return head.nature == "rate" and said and head.measure not in ("growth", "share")


def _timeless(head: Head) -> bool:
    rule = measure_rules().get(head.measure)
    return rule is not None and rule["total"] == "timeless"
