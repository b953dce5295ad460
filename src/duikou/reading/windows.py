"""From when to when: the period of a figure from its clause, sentence, paragraph, heading and document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from duikou.reading.dealing import Deal, listed
from duikou.reading.heads import Head
from duikou.reading.lists import words
from duikou.reading.outline import Outline
from duikou.reading.rules import measure_rules
from duikou.reading.times import Times, is_later
from duikou.reading.types import Because, TimeMention
from duikou.reading.zones import Zones

_FRESH = re.compile(
    "[；;](?=[一二三四五六七八九十]是|其[一二三四]|第[一二三四五]|另外|此外|同时)|(?:[一二三四五六七八九十]是|其[一二三四])"
)
_ON = re.compile("[，。；][^，。；]{0,12}(?:先后|累计|至今)")
_COUNTED_UP = re.compile("共(?=援|投|实施|安排|有|完成|建成|开展|培训|选派|落实|引进|计|为)")
_ONCE_RUNNING = words("cues", use="once it runs")
_PRESENT = words("cues", use="present state")
_PAIRING = re.compile("支援|帮扶|协作|结对|援藏|援疆")
FAR = 1500  # how far back the beginning of a pairing is looked for
_LOCAL = ("each_year", "yearly_run", "base")  # these say nothing beyond their own clause
_EVENT = words("cues", use="past event")
_RUNNING = words("cues", use="running total")
SAID, ASSUMED = "said", "assumed"


@dataclass(frozen=True, slots=True)
class Window:
    """`since` and `until` as GUIDE.md's date texts, "" where open, and why."""

    since: str
    until: str
    since_why: Because
    until_why: Because


def running(text: str, zones: Zones) -> bool:
    """Whether its part of the sentence calls the figure a running total."""
    start = max(zones.whole.start, text.rfind("；", zones.whole.start, zones.quantity.start))
    clause = text[start : zones.clause[1]]
    return any(word in clause for word in _RUNNING) or _COUNTED_UP.search(clause) is not None


def scope_start(outline: Outline, zones: Zones) -> int:
    """Where what is said of this figure begins: the sentence, or its last enumerator (`二是`)."""
    begin = zones.whole.start
    for match in _FRESH.finditer(outline.text, begin, zones.quantity.start):
        begin = match.start()
    return begin


def window(
    outline: Outline,
    times: Times,
    zones: Zones,
    head: Head,
    dated: str,
    single_act: bool,
    deal: Deal | None = None,
    old_state: int = 0,
) -> Window:
    """The period of the quantity in `zones`.

    `single_act`: a once-given thing, undated unless the text dates it. `deal`: its place in a row of 分别.
    `old_state`: for the new state of a change, where the old one ends (its time is not this one's), else 0.
    """
    found = _dealt(outline, times, deal) or _in_sentence(outline, times, zones, head)
    if old_state:
        lead = max(outline.text.rfind(word, zones.whole.start, old_state) for word in "从由自")
        found = [m for m in found if not lead <= m.span[0] < old_state]
    if not found and head.stage != "target":
        found = _in_paragraph(outline, times, zones)
        if head.nature in ("stock", "rate"):
            found = [m for m in found if m.role != "since"]
    basis = SAID
    if not found and (head.stage == "target" or head.nature == "flow"):
        found, basis = _in_heading(outline, times, zones), ASSUMED
    if found:
        found = _with_pairing_start(outline, times, found)
        return _from_mentions(outline, found, head, dated, basis, zones)
    return _without_mention(head, dated, single_act)


def _with_pairing_start(outline: Outline, times: Times, found: list[TimeMention]) -> list[TimeMention]:
    """`对口支援以来` begins when the text said before that the support began (`自1993年开始对口支援`)."""
    first = found[0]
    if first.role != "since" or first.start or not _PAIRING.search(outline.text, *first.span):
        return found
    for mention in reversed(times.within(max(0, first.span[0] - FAR), first.span[0])):
        if mention.role == "since" and mention.start:
            end = outline.sentence_at(mention.span[0]).end
            if _PAIRING.search(outline.text, mention.span[0], min(end, mention.span[1] + 30)):
                return [replace(first, start=mention.start), *found[1:]]
    return found


def _dealt(outline: Outline, times: Times, deal: Deal | None) -> list[TimeMention]:
    if deal is None:
        return []
    named = times.within(*deal.names)
    row = listed(outline.text, [mention.span for mention in named], deal.count)
    return [next(m for m in named if m.span == row[deal.order])] if row else []


def _in_sentence(outline: Outline, times: Times, zones: Zones, head: Head) -> list[TimeMention]:
    """The mentions before the figure in its sentence, nearest first; else one after it in its clause."""
    quantity = zones.quantity
    before = times.within(scope_start(outline, zones), quantity.start)
    before = [m for m in before if _governs(outline, m, head, zones)]
    if before:
        return before[::-1]
    after = times.within(quantity.end, zones.clause[1])
    return [m for m in after if m.role in ("at", "span") and outline.text[m.span[0] - 1] in "（("][:1]


def _governs(outline: Outline, mention: TimeMention, head: Head, zones: Zones) -> bool:
    if mention.role in ("each_year", "base") or (mention.role == "now" and _timeless(head)):
        return False
    start = mention.span[0]
    if mention.span[1] <= zones.clause[0]:
        if mention.role == "yearly_run" and head.nature != "flow":
            return False
        clause = outline.text[zones.clause[0] : zones.quantity.start]
        if any(word in clause for word in _ONCE_RUNNING):
            return False
        if mention.role == "at" and head.nature != "flow" and any(word in clause for word in _PRESENT):
            return False
    if any(outline.text.startswith(word, max(0, start - len(word))) for word in _EVENT):
        return head.nature == "flow" and mention.span[1] > zones.clause[0]
    return True


def _timeless(head: Head) -> bool:
    rule = measure_rules().get(head.measure)
    return rule is not None and rule["total"] == "timeless"


def _in_paragraph(outline: Outline, times: Times, zones: Zones) -> list[TimeMention]:
    """The mentions of the nearest sentence before in the same paragraph that has any, nearest first."""
    if scope_start(outline, zones) != zones.whole.start:
        return []
    for sentence in outline.before_in_block(zones.whole, 5):
        found = [m for m in times.within(sentence.start, sentence.end) if m.role not in _LOCAL]
        if found:
            return found[::-1]
    return []


def _in_heading(outline: Outline, times: Times, zones: Zones) -> list[TimeMention]:
    block = outline.blocks[zones.whole.block]
    if block.label:
        found = times.within(block.start, block.start + len(block.label) + 2)
        if found:
            return found[::-1]
    if block.heading < 0:
        return []
    heading = outline.blocks[block.heading]
    return [m for m in times.within(heading.start, heading.end) if m.role in ("at", "span")][::-1]


def _from_mentions(
    outline: Outline, found: Sequence[TimeMention], head: Head, dated: str, basis: str, zones: Zones
) -> Window:
    first = _joined(outline.text, found)
    why = Because(basis, f"time-{first.role}", first.span)
    since = next((m for m in found if m.role == "since" and m.start), None)
    if head.stage == "target" and is_later(dated, first.end) and not _dated_by_year(outline.text, first):
        later = f"{int(first.end[:4]) + 1}{first.end[4:]}"
        return Window("", later, Because(ASSUMED, "time-unsaid"), why)
    if first.role == "at":
        if (
            first.span[1] <= zones.clause[0]
            and head.nature != "rate"
            and head.stage != "target"
            and running_since(outline.text, first, zones)
        ):
            return Window(first.start, dated, why, Because(ASSUMED, "document-date"))
        if head.nature == "flow" or _yearly(head):
            earlier = since if since is not None and _same_stretch(since, first) else None
            if earlier is not None and head.stage == "":
                return Window(earlier.start, first.end, Because(basis, "time-since", earlier.span), why)
            return Window(first.start, first.end, why, why)
        return Window("", first.end, Because(ASSUMED, "state"), why)
    if first.role in ("span", "yearly_run"):
        state = head.nature in ("stock", "rate") and first.span[1] <= zones.whole.start
        return Window("" if state else first.start, first.end or dated, why, why)
    if first.role == "since":
        until = next((m for m in found if m.role in ("until", "now")), None)
        if head.stage == "target" and until is None:
            return Window(first.start, "", why, Because(ASSUMED, "time-unsaid"))
        end, end_why = (
            (until.end or dated, Because(basis, "time-until", until.span)) if until else (dated, None)
        )
        return Window(first.start, end, why, end_why or Because(ASSUMED, "document-date"))
    until_end = first.end or dated
    if since is not None:
        return Window(since.start, until_end, Because(basis, "time-since", since.span), why)
    span = next((m for m in found[1:] if m.role == "span"), None)
    if span is not None and head.nature == "flow" and span.start:
        return Window(span.start, until_end, Because(basis, "time-span", span.span), why)
    return Window("", until_end, Because(ASSUMED, "start-unsaid"), why)


def _dated_by_year(text: str, mention: TimeMention) -> bool:
    return any(char.isdigit() for char in text[mention.span[0] : mention.span[1]])


def _joined(text: str, found: Sequence[TimeMention]) -> TimeMention:
    """The nearest mention; of a list (`3月、7月、11月`) all of it as one span."""
    first = last = found[0]
    for mention in found[1:]:
        if (
            mention.role != "at"
            or first.role != "at"
            or text[mention.span[1] : first.span[0]] not in ("、", "和")
        ):
            break
        first = mention
    if first is last:
        return last
    return TimeMention((first.span[0], last.span[1]), "span", first.start, last.end)


def _yearly(head: Head) -> bool:
    rule = measure_rules().get(head.measure)
    return rule is not None and rule["at"] == "year"


def running_since(text: str, mention: TimeMention, zones: Zones) -> bool:
    """Whether what is counted ran on from the mentioned time (`2019年签订协议，先后选派150人次`)."""
    start = mention.span[1] + (text[mention.span[1] : mention.span[1] + 1] == "，")
    return bool(_ON.search(text, start, zones.quantity.start))


def _same_stretch(since: TimeMention, until: TimeMention) -> bool:
    """`自2016年至2020年`: the two stand side by side."""
    return 0 <= until.span[0] - since.span[1] <= 2


def _without_mention(head: Head, dated: str, single_act: bool) -> Window:
    unsaid = Because(ASSUMED, "time-unsaid")
    if head.stage == "target" or head.nature == "rule":
        return Window("", "", unsaid, unsaid)
    rule = measure_rules().get(head.measure)
    total = rule["total"] if rule else "running"
    if total == "timeless" or (total == "act" and single_act and head.nature == "flow"):
        return Window("", "", unsaid, unsaid)
    return Window("", dated, unsaid, Because(ASSUMED, "document-date"))
