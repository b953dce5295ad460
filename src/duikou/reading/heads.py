"""What is counted and what was done: measure, nature, stage and kind of every quantity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from duikou.reading.lexicon import Found, Row, scanner, split_cell
from duikou.reading.lists import rows, words
from duikou.reading.stages import StageWords, stage
from duikou.reading.types import Because, Span
from duikou.reading.zones import AFTER, BEFORE, CLAUSE, SENTENCE, Zones
from duikou.words import Vocabulary

_SEEN_IN = {
    "after": {AFTER: 1.0},
    "before": {BEFORE: 1.0},
    "beside": {AFTER: 1.0, BEFORE: 1.0},
    "lead": {BEFORE: 1.0, CLAUSE: 0.9},
    "ending": {AFTER: 1.0, BEFORE: 1.0},
    "clause": {AFTER: 1.0, BEFORE: 1.0, CLAUSE: 0.8},
    "sentence": {AFTER: 1.0, BEFORE: 1.0, CLAUSE: 1.0, SENTENCE: 0.7},
}
_SO_FAR = re.compile("累计|以来")
_OF_A_YEAR = (*"去今当同前全", *"一二两三四五六七八九十几数多")  # 五年培训 is no yearly figure
_REPORTED = words("cues", use="reported as reached")
DECAY = 0.02
TOUCHING = 1.5
_PAIRS = {
    "beneficiary.household": "beneficiary.person",
    "poverty.household": "poverty.person",
}
BACK = 60  # characters before its sentence in which a word with <<< may stand
_AGAIN = re.compile("[又再]|今年|去年|前年|\\d年|季度|上半年|月")
NO_NOUN = 0.5  # so little evidence is no noun
_PEOPLE = ("exchange.expert", "exchange.secondee", "beneficiary.person", "other")
_VERB = re.compile("[选派]|引进|惠及|带动|资助|诊|聘|、.*、")
FAR = 6  # figures back that a number without any noun may take its head from


@dataclass(frozen=True, slots=True)
class Head:
    """What a quantity counts. `span`: the words that decided the measure; `noun`: the head noun's place."""

    measure: str
    nature: str
    stage: str
    kind: str
    sector: str
    because: Mapping[str, Because]
    span: Span | None = None


@cache
def _allowed() -> Mapping[str, Mapping[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows("measure_units"):
        table[row["unit"]][row["measure"]] = float(row["prior"])
    return table


@cache
def _classifiers() -> Mapping[str, tuple[str, float]]:
    return {
        w: (r["measure"], float(r["weight"])) for r in rows("classifiers") for w in split_cell(r["words"])
    }


class Cues:
    """The words of the head lists found in one text."""

    __slots__ = ("heads", "natures", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.heads: Found[tuple[Row, ...]] = Found(scanner("heads").scan(text))
        self.natures: Found[tuple[Row, ...]] = Found(scanner("natures").scan(text))


def heads(
    cues: Cues, stages: StageWords, around: Sequence[Zones], vocabulary: Vocabulary
) -> tuple[Head, ...]:
    """The head of every quantity, in order."""
    found: list[Head] = []
    for zones in around:
        measure, why, sector = _measure(cues, zones, found, around)
        nature, nature_why = _nature(cues, zones, measure, vocabulary)
        staged, stage_why = stage(stages, zones, measure)
        if measure == "investment" and stage_why.rule == "stage-natural" and _of_agreed(zones, found, around):
            staged, stage_why = (
                "agreed",
                Because("assumed", "stage-of-projects", found[-1].because["stage"].span),
            )
        kind, kind_why = _kind(cues.text, zones, measure)
        if (measure == "fund.total" and not kind) or measure == "investment":
            measure, kind, kind_why = _kind_before(zones, found, around, measure, kind_why)
        because = {"measure": why, "nature": nature_why, "stage": stage_why, "kind": kind_why}
        found.append(Head(measure, nature, staged, kind, sector, because, why.span))
    return tuple(found)


def _measure(
    cues: Cues, zones: Zones, before: Sequence[Head], around: Sequence[Zones]
) -> tuple[str, Because, str]:
    """The measure with the most weight among those the unit allows; which words; the sector they name."""
    quantity = zones.quantity
    allowed = _allowed().get(quantity.unit) or {"other": 0.5}
    score, word, sector = _weigh(cues, zones, allowed)
    classifier = _classifiers().get(_bare(quantity.word))
    if classifier and classifier[0] in allowed:
        score[classifier[0]] += classifier[1]
    best = max(score, key=lambda measure: score[measure])
    speaks = classifier is not None and best == classifier[0] and _changes_word(zones, around)
    inherited = (
        None if speaks else _inherited(cues, zones, before, around, score[best] - allowed[best], allowed)
    )
    if inherited is None and best in _PEOPLE and _is_listed(cues.text, zones, before, around):
        return before[-1].measure, Because("assumed", "head-before", before[-1].span), ""
    if inherited is not None:
        other, why = inherited
        return other, why, ""
    if best in word:
        return best, Because("said", "head", word[best]), sector.get(best, "")
    return best, Because("assumed", "unit"), ""


def _changes_word(zones: Zones, around: Sequence[Zones]) -> bool:
    """Whether the measure word is another than that of the quantity before (`推介会6场、旅行社32家`)."""
    return zones.number > 0 and _bare(around[zones.number - 1].quantity.word) != _bare(zones.quantity.word)


def _weigh(
    cues: Cues, zones: Zones, allowed: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, Span], dict[str, str]]:
    best: dict[tuple[str, str], float] = {}
    word: dict[str, tuple[float, Span, str]] = {}
    for hit in cues.heads.within(*zones.sentence):
        zone = zones.zone_of(hit.start, hit.end)
        for row in hit.value:
            measure = row["measure"]
            factor = _SEEN_IN[row["where"]].get(zone, 0.0)
            if not factor or measure not in allowed:
                continue
            if row["needs"] and not _needed(row["needs"], cues.text, zones, hit.end):
                continue
            if row["where"] == "lead" and hit.start > zones.quantity.start:
                continue
            near = max(0.4, 1 - DECAY * zones.distance(hit.start, hit.end))
            touches = zones.touches(hit.start, hit.end, cues.text)
            if row["where"] == "ending" and not (touches or zones.ends_noun(hit.start, hit.end, cues.text)):
                continue
            touching = TOUCHING if touches else 1.0
            weight = float(row["weight"]) * factor * near * touching
            key = (measure, row["where"])
            best[key] = max(best.get(key, 0.0), weight)
            if weight > word.get(measure, (0.0, None, ""))[0]:
                word[measure] = (weight, (hit.start, hit.end), row["sector"])
    score = dict(allowed)
    for measure in allowed:
        own = sorted((w for (m, _), w in best.items() if m == measure), reverse=True)
        score[measure] += sum(w * part for w, part in zip(own, (1, 0.4, 0.2), strict=False))
    return score, {m: w[1] for m, w in word.items()}, {m: w[2] for m, w in word.items()}


def _needed(needs: str, text: str, zones: Zones, end: int) -> bool:
    """Whether one of the needed words stands where it must; `^` words must not follow the hit at `end`."""
    barred = [need[1:] for need in split_cell(needs) if need.startswith("^")]
    if barred:
        return not text.startswith(tuple(barred), end)
    start, stop = zones.clause
    near = text[max(zones.sentence[0], start - 40) : stop]
    far = text[zones.sentence[0] : stop]
    line = text.rfind("\n", max(0, zones.whole.start - BACK), zones.whole.start) + 1
    back = text[max(line, zones.whole.start - BACK) : stop]
    for need in split_cell(needs):
        if need.startswith("<<<"):
            if need[3:] in back:
                return True
        elif need.startswith("<<"):
            if need[2:] in far:
                return True
        elif (need[1:] in near) if need.startswith("<") else text.find(need, start, stop) >= 0:
            return True
    return False


def _inherited(
    cues: Cues,
    zones: Zones,
    before: Sequence[Head],
    around: Sequence[Zones],
    evidence: float,
    allowed: Mapping[str, float],
) -> tuple[str, Because] | None:
    """The head of the quantity just before, where this one has no words of its own (`300余人次、20批次`)."""
    if evidence > 1.5 or not before or zones.quantity.unit == "percent":
        return None
    pair = _PAIRS.get(before[-1].measure, "")
    last = around[zones.number - 1].quantity
    if pair in allowed and zones.quantity.unit == "person" and zones.quantity.start - last.end <= 1:
        return pair, Because("assumed", "head-before", before[-1].span)  # 500余户1862人
    bare = zones.after[0] == zones.after[1] and zones.before[0] == zones.before[1]
    for number in range(zones.number - 1, max(-1, zones.number - 1 - (FAR if bare else 1)), -1):
        other = around[number]
        parted = "；" in cues.text[other.quantity.end : zones.quantity.start]
        if other.whole.number != zones.whole.number or (parted and not _goes_on(cues.text, zones, evidence)):
            return None
        if other.quantity.unit == zones.quantity.unit:
            if before[number].measure in allowed and before[number].measure != "other":
                return before[number].measure, Because("assumed", "head-before", before[number].span)
            return None
    return None


def _is_listed(text: str, zones: Zones, before: Sequence[Head], around: Sequence[Zones]) -> bool:
    """`培训干部180人次、专技人才560人次`: one verb for all of a list."""
    if not before or before[-1].measure != "training.person_time":
        return False
    last = around[zones.number - 1].quantity
    between = text[last.end : zones.quantity.start]
    return last.unit == zones.quantity.unit and between.startswith("、") and _VERB.search(between) is None


def _goes_on(text: str, zones: Zones, evidence: float) -> bool:
    """Whether a part of a sentence that says no noun goes on with the one before (`；今年又完成24亿元`)."""
    return evidence < NO_NOUN and _AGAIN.search(text, zones.clause[0], zones.quantity.start) is not None


def _bare(word: str) -> str:
    return word.lstrip("十百千万亿多余几")


def _nature(cues: Cues, zones: Zones, measure: str, vocabulary: Vocabulary) -> tuple[str, Because]:
    quantity = zones.quantity
    own = vocabulary.measure[measure].nature if measure in vocabulary.measure else "stock"
    if own == "rate" and quantity.unit in ("person", "person_time", "count"):
        own = "flow"  # 门诊量 is counted up, 药占比 is not
    scores: dict[str, float] = defaultdict(float)
    spans: dict[str, Span] = {}
    scores[own] += 1.6 if measure != "other" else 1.0
    if measure == "facility.capacity":
        return own, Because("assumed", "measure")  # 年处理能力 is what is there
    rated = ("/a", "/mu", "/jin", "/d", "percent", "times")
    if any(quantity.unit.endswith(end) for end in rated) and quantity.unit not in ("t/d", "t/a"):
        return _ruled(cues, zones, measure) or ("rate", Because("said", "unit", quantity.unit_span))
    if _either(measure) and quantity.word.endswith("次"):
        scores["flow"] += 2.0
    for hit in cues.natures.within(*zones.clause):
        zone = zones.zone_of(hit.start, hit.end)
        if hit.start >= quantity.end and zone != AFTER:
            continue
        before = cues.text[hit.start - 1 : hit.start]
        if hit.word[0] in "年月" and (before.isdigit() or before in _OF_A_YEAR):
            continue  # 2023年接待 is no yearly figure
        for row in hit.value:
            if row["nature"] == "rule" or (row["zone"] == "before" and zone != BEFORE):
                continue
            if row["nature"] in ("flow", "stock") and not _either(measure):
                continue
            if row["nature"] == "rate" and (measure.startswith(("fund", "project")) or measure == "context"):
                continue
            scores[row["nature"]] += float(row["weight"])
            spans[row["nature"]] = (hit.start, hit.end)
    best = max(scores, key=lambda nature: scores[nature])
    if best in spans:
        return best, Because("said", "nature-word", spans[best])
    return best, Because("assumed", "measure")


def _either(measure: str) -> bool:
    """Measures that are a state or a flow by what is said of them."""
    return measure == "other" or (measure.startswith("facility.") and measure != "facility.capacity")


def _ruled(cues: Cues, zones: Zones, measure: str) -> tuple[str, Because] | None:
    """A norm: a share with 以上 or 不少于 that something must go to, not one that is reported as reached."""
    quantity = zones.quantity
    if quantity.unit != "percent" or quantity.qualifier not in ("at_least", "at_most", "over"):
        return None
    clause = cues.text[zones.clause[0] : zones.clause[1]]
    reported = _SO_FAR.search(cues.text, zones.whole.start, zones.clause[0]) is not None
    reported = reported or any(word in clause for word in _REPORTED)
    if quantity.qualifier == "over" and ("以上" not in cues.text[quantity.start : quantity.end] or reported):
        return None
    for hit in cues.natures.within(*zones.clause):
        if any(row["nature"] == "rule" for row in hit.value):
            return "rule", Because("said", "norm", (hit.start, hit.end))
    if quantity.qualifier == "over":
        return None
    return "rule", Because("said", "qualifier", quantity.qualifier_span)


def _of_agreed(zones: Zones, before: Sequence[Head], around: Sequence[Zones]) -> bool:
    """Whether it is the sum of the projects signed just before (`签约36个项目，总金额112亿元`)."""
    if not before or before[-1].measure != "project.count" or before[-1].stage != "agreed":
        return False
    return zones.quantity.start - around[zones.number - 1].quantity.end <= 12


def _kind_before(
    zones: Zones, before: Sequence[Head], around: Sequence[Zones], measure: str, why: Because
) -> tuple[str, str, Because]:
    """Money of the projects counted just before (`无偿公益类项目327个，到位资金2.6亿元`) is of their kind."""
    kind = "" if measure == "fund.total" else "investment"
    if kind and before and before[-1].kind != "cooperation":
        return measure, kind, why
    if before and before[-1].measure == "project.count" and before[-1].kind in ("grant", "cooperation"):
        last = around[zones.number - 1].quantity
        if zones.quantity.start - last.end <= 12:
            kind = before[-1].kind
            return (
                f"fund.{kind}",
                kind,
                Because("assumed", "kind-of-projects", before[-1].because["kind"].span),
            )
    return measure, kind, why


def _kind(text: str, zones: Zones, measure: str) -> tuple[str, Because]:
    """Kind of assistance where the words say it: grant, cooperation, investment, all."""
    if measure == "fund.grant":
        return "grant", Because("said", "measure")
    if measure == "fund.cooperation":
        return "cooperation", Because("said", "measure")
    if measure == "investment":
        return "investment", Because("said", "measure")
    start, end = zones.clause
    clause = text[start:end]
    if measure in ("fund.total", "project.count"):
        for kind, said in (
            ("all", "各类"),
            ("grant", "无偿"),
            ("cooperation", "经济合作"),
            ("investment", "社会投资"),
        ):
            at = clause.find(said)
            if at >= 0:
                return kind, Because("said", "kind-word", (start + at, start + at + len(said)))
    return "", Because("assumed", "kind-unsaid")
