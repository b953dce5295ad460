"""The sector of a figure: from its head, its own words, its clause, its sentence and its heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from duikou.reading.heads import Head
from duikou.reading.lexicon import Found, Hit, Row, scanner
from duikou.reading.outline import Outline
from duikou.reading.rules import measure_rules, near_ecommerce
from duikou.reading.types import Because, Span
from duikou.reading.zones import AFTER, BEFORE, CLAUSE, SENTENCE, Zones
from duikou.words import Vocabulary

# Money and projects may serve several sectors at once; the sentence then lists them.
SPANNING = (
    "fund.total",
    "fund.grant",
    "fund.cooperation",
    "project.count",
    "beneficiary.person",
    "beneficiary.household",
)
_FACTOR = {AFTER: 2.0, BEFORE: 2.0, CLAUSE: 1.0, SENTENCE: 0.5}
MULTI = "multi"


class SectorWords:
    """The sector words of one text."""

    __slots__ = ("found", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: Found[tuple[Row, ...]] = Found(scanner("sector_words").scan(text))


def sector(
    zones: Zones, head: Head, known: SectorWords, outline: Outline, vocabulary: Vocabulary, thing: Span | None
) -> tuple[str, Because]:
    """The sector's code and why. `thing`: the place of the figure's subject in the text, if it has one."""
    rule = measure_rules().get(head.measure)
    default = rule["sector"] if rule else ""
    if rule and rule["fixed"]:
        return default, Because("assumed", "measure", head.span)
    score, spans = _scores(
        zones,
        known,
        thing,
        head.measure in SPANNING,
        head.measure.startswith(("facility.", "fund.", "project.", "beneficiary.")),
    )
    if head.sector and head.span is not None:
        score[head.sector] += 2.5
        spans.setdefault(head.sector, head.span)
    if head.measure.startswith("exchange."):
        return ("health" if score["health"] >= 1 else "talent"), Because(
            "assumed", "measure", spans.get("health")
        )
    if head.measure == "sales" and near_ecommerce(outline, zones):
        return "ecommerce", Because("said", "sector-word", spans.get("ecommerce"))
    if head.measure in SPANNING:
        return _spanning(zones, known, score, spans, default, vocabulary)
    if not score:
        return _from_heading(zones, known, outline, default)
    best = max(score, key=lambda code: score[code])
    best = _narrower(best, score, vocabulary)
    if best == "industry" or (not spans and default == "industry"):
        return _from_heading(zones, known, outline, best, ";".join(vocabulary.sectors.children(best)))
    return best, Because("said", "sector-word", spans.get(best))


def _scores(
    zones: Zones, known: SectorWords, thing: Span | None, spanning: bool, heads_only: bool
) -> tuple[defaultdict[str, float], dict[str, Span]]:
    score: defaultdict[str, float] = defaultdict(float)
    spans: dict[str, tuple[float, Span]] = {}
    own = _own_hits(known, zones, heads_only)
    if not own and not spanning:
        own = [h for h in known.found.within(*zones.sentence) if h.value[0]["sector"] != "talent"]
    for hit in own:
        zone = zones.zone_of(hit.start, hit.end)
        factor = _FACTOR.get(zone, 0.0)
        if thing is not None and thing[0] <= hit.start and hit.end <= thing[1]:
            factor = 2.0
        if zone == SENTENCE and hit.start > zones.quantity.end:
            factor = 1.0 if hit.end <= zones.purpose else factor * 0.5
        near = max(0.4, 1 - 0.012 * zones.distance(hit.start, hit.end))
        for row in hit.value:
            weight = float(row["weight"]) * factor * near
            if weight <= 0:
                continue
            score[row["sector"]] = max(score[row["sector"]], weight) + 0.1
            if weight > spans.get(row["sector"], (0.0, (0, 0)))[0]:
                spans[row["sector"]] = (weight, (hit.start, hit.end))
    return score, {code: pair[1] for code, pair in spans.items()}


def _own_hits(known: SectorWords, zones: Zones, heads_only: bool) -> list[Hit[tuple[Row, ...]]]:
    """The sector words of a sentence that speak of this amount, not of one beside it. Of several words in one
    part of a list the last is the head (`乡村振兴有机生态农业项目` is farming)."""
    start, end = zones.free
    hits = [hit for hit in known.found.within(*zones.sentence) if start <= hit.start and hit.end <= end]
    if not heads_only:
        return hits
    last: dict[int, Hit[tuple[Row, ...]]] = {}
    for hit in hits:
        part = max(known.text.rfind(mark, start, hit.start) for mark in "、，；和与及")
        last[part] = hit
    return list(last.values())


def _spanning(
    zones: Zones,
    known: SectorWords,
    score: Mapping[str, float],
    spans: Mapping[str, Span],
    default: str,
    vocabulary: Vocabulary,
) -> tuple[str, Because]:
    """Money and projects: what their own noun says; else the sectors of the sentence together; else multi."""
    close = {
        code: weight
        for code, weight in score.items()
        if code in spans and zones.zone_of(*spans[code]) in (AFTER, BEFORE)
    }
    if close and _in_list(known.text, zones, [spans[code] for code in close]):
        close = {code: max(close.values()) for code, weight in score.items() if weight >= 0.6}
    pool = close or {code: weight for code, weight in score.items() if weight >= 0.8}
    if not pool:
        return default or MULTI, Because("assumed", "no-sector-word")
    codes = [code for code, weight in pool.items() if weight >= 0.45 * max(pool.values())]
    joined = _together(codes, vocabulary)
    return joined, Because("said", "sector-words", spans.get(codes[0]))


def _in_list(text: str, zones: Zones, spans: Sequence[Span]) -> bool:
    """Whether the words before the number are the end of a list (`基础设施、公共服务、产业等领域`)."""
    start = zones.before[0]
    return any(span[1] <= zones.quantity.start for span in spans) and text[start - 1 : start] == "、"


def _together(codes: Sequence[str], vocabulary: Vocabulary) -> str:
    """The narrowest sector that holds all of `codes`, `multi` where none does."""
    if MULTI in codes:
        return MULTI
    paths = [vocabulary.sectors.path(code) for code in codes]
    shared = ""
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        shared = steps[0]
    if shared and len(codes) > 1 and shared in codes:
        rest = [code for code in codes if code != shared]
        return _together(rest, vocabulary)
    return shared or MULTI


def _narrower(best: str, score: Mapping[str, float], vocabulary: Vocabulary) -> str:
    """A sector below `best` that is nearly as well said."""
    below = [
        c for c in score if c != best and vocabulary.sectors.inside(c, best) and score[c] >= 0.6 * score[best]
    ]
    return max(below, key=lambda c: score[c]) if below else best


def _from_heading(
    zones: Zones, known: SectorWords, outline: Outline, default: str, within: str = ""
) -> tuple[str, Because]:
    """The sector most spoken of before in the paragraph, else in the heading above.

    With `within` only one of these codes, and then the sentence itself counts too.
    """
    block = outline.blocks[zones.whole.block]
    earlier = [*([zones.whole] if within else []), *outline.before_in_block(zones.whole, 3)]
    spans = [(s.start, s.end) for s in earlier]
    if block.heading >= 0:
        above = outline.blocks[block.heading]
        spans.append((above.start, above.end))
    for (start, end), rule in zip(spans, ["paragraph"] * len(earlier) + ["heading"], strict=False):
        votes: defaultdict[str, float] = defaultdict(float)
        first: dict[str, Span] = {}
        for hit in known.found.within(start, end):
            for row in hit.value:
                if within and row["sector"] not in within.split(";"):
                    continue
                votes[row["sector"]] += float(row["weight"])
                first.setdefault(row["sector"], (hit.start, hit.end))
        if votes:
            best = max(votes, key=lambda code: votes[code])
            return best, Because("assumed", rule, first[best])
    return default, Because("assumed", "measure")


def follows(zones: Zones, head: Head, around: Sequence[Zones], heads: Sequence[Head]) -> bool:
    """Whether a figure has the sector of the one before: who benefits of a project, growth of an amount."""
    if not zones.number or not head.measure.startswith(("beneficiary.", "growth", "share")):
        return False
    before = around[zones.number - 1]
    if before.whole.number != zones.whole.number:
        return False
    if head.measure in ("growth", "share"):
        return True
    return heads[zones.number - 1].measure.startswith(("fund.", "project.", "facility.", "beneficiary."))
