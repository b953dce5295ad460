"""The whole of reading: text in, figures with reasons out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from duikou.reading.anchors import Anchors
from duikou.reading.attribute import Attribution, attribute
from duikou.reading.clean import clean
from duikou.reading.dealing import deals
from duikou.reading.heads import Cues, Head, heads
from duikou.reading.mentions import mentions
from duikou.reading.outline import Outline
from duikou.reading.parts import changes, wholes
from duikou.reading.party_index import PartyIndex
from duikou.reading.quantities import quantities
from duikou.reading.report_period import report_period
from duikou.reading.sectors import Before, SectorWords, sector
from duikou.reading.split import split
from duikou.reading.stages import StageWords, floor_said
from duikou.reading.subjects import subject
from duikou.reading.things import things
from duikou.reading.times import Times, times
from duikou.reading.topics import topics
from duikou.reading.types import Because, Clean, Quantity, ReadFigure, Span
from duikou.reading.windows import Apart, Window, is_single_act, window
from duikou.reading.zones import Zones, zones
from duikou.words import Vocabulary

_SPENT = re.compile(
    "的?(?:援建|新建|建|修|购|为|设立|打造|实施|扶持|改造|在)|，?(?:用于|支持|帮助|为)"
)  # money for a thing
STATES = ("share", "medical.indicator", "poverty.rate")  # between the ends of a change they are as of a time


def read(text: str, *, dated: str, vocabulary: Vocabulary, title: str = "") -> tuple[ReadFigure, ...]:
    """The figures of `text` in reading order, each with all its fields and why.

    `dated`: the document's date (ISO of any precision, "" where not known), against which 去年 and the like
    are reckoned. `title`: the document's title where it does not stand in the text. Deterministic; time and
    memory grow linearly with the text. Any string is taken.
    """
    cleaned = clean(text)
    pieces = split(cleaned)
    found = quantities(cleaned, pieces, vocabulary)
    if not found:
        return ()
    outline = Outline(cleaned, pieces)
    dealt = deals(outline, found)
    around = zones(outline, found, dealt)
    when = Times(times(cleaned, pieces, dated, vocabulary))
    stages = StageWords(outline, when, dated)
    counted = heads(Cues(cleaned.text), stages, around, vocabulary)
    about = topics(outline, mentions(cleaned, vocabulary, title), vocabulary, title)
    named, _ = things(cleaned.text, about.mentions)
    index = PartyIndex(outline, about, named, around, vocabulary)
    where: list[Attribution] = []
    for zone, head in zip(around, counted, strict=True):
        near = around[zone.number - 1] if zone.number else zone
        before = (where[-1].donors, near.quantity.end) if where and near.whole == zone.whole else None
        where.append(attribute(index, zone, head, dealt.get(zone.number), before))
    changed = changes(outline, around)
    part = wholes(outline, around, counted)
    words = SectorWords(cleaned.text)
    report = report_period(outline, when, title, dated, vocabulary)
    anchors = Anchors(outline, when, around, dated, report)
    figures: list[ReadFigure] = []
    for zone, head, place in zip(around, counted, where, strict=True):
        within = place.recipients != about.at(zone.quantity.start).recipients
        act = is_act(cleaned.text, around, counted, zone, place, within)
        own = place.donor_why.basis == "said"
        others = where[zone.number - 1].donors if zone.number else ()
        apart = Apart(within and bool(place.thing), own and (act or others not in ((), place.donors)))
        period = window(anchors, zone, head, act, dealt.get(zone.number), apart)
        last = figures[-1] if figures else None
        beside = Before(around[zone.number - 1], last.measure, last.sector) if last else None
        code, sector_why = sector(zone, head, words, outline, vocabulary, place.thing_span, beside)
        name, subject_why = subject(outline, zone, head, place)
        because = _because(head, place, period, sector_why, subject_why)
        figure = _figure(cleaned, text, zone, head, place, period, code, name, because)
        figures.append(figure)
    figures = _with_parts(figures, part)
    figures = _with_changes(figures, changed)
    return tuple(_in_original(figure, cleaned) for figure in figures)


def is_act(
    text: str, around: Sequence[Zones], heads: Sequence[Head], zones: Zones, where: Attribution, within: bool
) -> bool:
    """Whether the figure is one act that the text leaves undated: of a thing or a place, or agreed money, and
    not money of many projects. `within`: its recipient is not the one the whole article is about."""
    before = zones.number - 1 if zones.number and around[zones.number - 1].whole == zones.whole else None
    if before is not None and heads[before].measure == "project.count":
        return False
    head = heads[zones.number]
    spent = _SPENT.match(text, zones.quantity.end) is not None
    own = (
        spent
        and within
        and len(where.donors) == 1
        and not where.open_donors
        and head.measure.startswith("fund.")
    )
    named = bool(where.thing or where.site or own)
    named = named or head.stage == "agreed"
    return named and is_single_act(text, zones, head)


def _because(
    head: Head, place: Attribution, period: Window, sector_why: Because, subject_why: Because
) -> dict[str, Because]:
    return {
        **head.because,
        "donor": place.donor_why,
        "recipient": place.recipient_why,
        "site": place.site_why,
        "from": period.since_why,
        "to": period.until_why,
        "sector": sector_why,
        "subject": subject_why,
    }


def _figure(
    cleaned: Clean,
    text: str,
    zone: Zones,
    head: Head,
    place: Attribution,
    period: Window,
    code: str,
    name: str,
    because: dict[str, Because],
) -> ReadFigure:
    quantity = zone.quantity
    start, end = _original(cleaned, (quantity.start, quantity.end))
    said = Because("said", "quantity", (quantity.start, quantity.end))
    for field in ("value", "hi", "unit", "qualifier"):
        because[field] = said
    return ReadFigure(
        start=start,
        end=end,
        surface=text[start:end],
        value=quantity.value,
        hi=quantity.hi,
        unit=quantity.unit,
        qualifier=_qualifier(quantity, head, cleaned.text),
        printed=quantity.printed,
        measure=head.measure,
        stage=head.stage,
        nature=head.nature,
        kind=head.kind,
        donor=place.donors,
        recipient=place.recipients,
        site=place.site,
        subject=name,
        sector=code,
        since=period.since,
        until=period.until,
        number=zone.number + 1,
        open_donors=place.open_donors,
        because=because,
    )


def _qualifier(quantity: Quantity, head: Head, text: str) -> str:
    """以上 in an aim or a norm is `at_least`."""
    aimed = head.stage == "target" or head.nature == "rule"
    return "at_least" if aimed and floor_said(quantity, text) else quantity.qualifier


def _with_parts(figures: Sequence[ReadFigure], part: dict[int, tuple[int, Because]]) -> list[ReadFigure]:
    """Parts name their whole and take from it what they do not say themselves."""
    done = list(figures)
    for number, (whole, why) in sorted(part.items()):
        figure, outer = done[number], done[whole]
        because = {**figure.because, "part_of": why}
        figure = replace(figure, part_of=outer.number, because=because)
        if _dated_before(because, why):
            because["from"], because["to"] = (Because("assumed", "whole", why.span),) * 2
            figure = replace(figure, since=outer.since, until=outer.until)
        for field in ("donor", "recipient"):
            if because[field].basis == "assumed":
                because[field] = Because("assumed", "whole", why.span)
                figure = replace(figure, **{field: getattr(outer, field)})
        sort = figure.unit == "count" and figure.measure == "other"  # 产业类5个
        sent = figure.measure == "exchange.expert" and outer.measure.startswith("exchange.")
        told = sent and because["measure"].basis == "said"  # 其中医生42名 are no officials on secondment
        bare = (
            (figure.unit == "person" and not told) or sort or (_is_bare(figure) and outer.measure == "sales")
        )
        if figure.unit == outer.unit and bare and outer.measure != "other":
            because["measure"] = Because("assumed", "whole", why.span)
            because["sector"] = because["measure"]
            figure = replace(figure, measure=outer.measure, nature=outer.nature, sector=outer.sector)
            if sort:
                figure = replace(figure, since=outer.since, until=outer.until)
        if figure.stage == "paid" and outer.stage in ("target", "agreed") and figure.measure == outer.measure:
            figure = replace(figure, stage=outer.stage)
        done[number] = figure
    return done


def _dated_before(because: Mapping[str, Because], part: Because) -> bool:
    """Whether nothing dates a part, or nothing in the sentence that breaks its whole down."""
    since, until = because["from"], because["to"]
    if since.basis == until.basis == "assumed":
        return True
    begin = part.span[0] if part.span and part.rule == "breakdown" else 0
    return all(why.span is None or why.span[1] <= begin for why in (since, until)) and begin > 0


def _is_bare(figure: ReadFigure) -> bool:
    """Whether it is money of which no word says what it is."""
    assumed = figure.because["measure"].basis == "assumed"
    return figure.unit == "CNY" and figure.measure == "fund.total" and assumed


def _with_changes(figures: Sequence[ReadFigure], pairs: dict[int, int]) -> list[ReadFigure]:
    """The old state of a change stands at its start, the new one at its end."""
    done = list(figures)
    for old, new in pairs.items():
        first, second = done[old], done[new]
        measure = first.measure if first.because["measure"].basis == "said" else second.measure
        if first.because["to"] == second.because["to"]:
            first = replace(first, since="", until=second.since if second.since != second.until else "")
            second = replace(second, since="" if second.nature != "flow" else second.since)
        if measure in STATES:
            first, second = replace(first, since=""), replace(second, since="")
        done[old] = replace(first, measure=measure, nature=second.nature)
        done[new] = replace(second, measure=measure, sector=first.sector, stage=first.stage)
    return done


def _original(cleaned: Clean, span: Span) -> Span:
    """A span of the cleaned text as one of the original."""
    start, end = span
    if start >= end:
        at = cleaned.origin[min(start, len(cleaned.text))]
        return at, at
    first, last = cleaned.origin[start], cleaned.origin[end - 1] + 1
    return (first, last) if first < last else (first, first + 1)


def _in_original(figure: ReadFigure, cleaned: Clean) -> ReadFigure:
    because = {
        field: replace(why, span=_original(cleaned, why.span)) if why.span else why
        for field, why in figure.because.items()
    }
    return replace(figure, because=because)
