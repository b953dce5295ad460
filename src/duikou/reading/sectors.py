"""The sector of a figure, from the nearest words that tell one.

Every measure has a *way* (`data/measure_rules.csv`): `fixed` has its own sector whatever the words; `purpose`
(money, projects, which may span several) asks what they are for; `follow` (who benefits, growth, shares) goes
with the figure before; `deal` (firms and what they invest) is industry unless its sentence names a branch;
`thing` asks for the thing counted. The sources of each way are asked in turn; the first that tells, decides.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duikou.reading.heads import Head
from duikou.reading.lexicon import Found, Row, scanner
from duikou.reading.outline import Outline
from duikou.reading.rules import measure_rules, near_ecommerce
from duikou.reading.types import Because, Span
from duikou.reading.zones import Zones
from duikou.words import Vocabulary

MULTI = "multi"
WHO = frozenset(
    {"poverty", "talent", "resettlement"}
)  # say of people who they are, not what the figure is of
_YIELDS = (
    "job.",
    "income_gain",
    "labour.",
    "output_value",
    "tax",
    "revenue",
    "saving",
    "enterprise.",
    "investment",
)
# What goes with the figure before it (`车间82个，吸纳就业3200人`), and which figures it goes with.
_LED = (*_YIELDS, "facility.area", "facility.capacity", "price", "rent")
_LEADERS = (*_YIELDS, "fund.", "project.", "facility.", "crop.", "price", "rent", "other")
_BUILDS = (
    "改善|完善|改造|建设|建成|建立|开设|设立|组建|修建|修通|新建|改建|建起"
    "|援建|打造|购置|添置|配齐|配备|安装|扶持|解决|推进"
)
_PURPOSE = re.compile(
    f"(?:在[^，。；]{{2,20}}?)?(?:并|主要|重点|全部|分别|全力)*(?:(?:帮助?|为|给)[^，。；]{{0,14}}?)?(?:{_BUILDS}"
    "|为(?!了)|用于|投向|助推|助力|促成|支持|补贴|推动|对|实施(?!项目))"
)
_PLACE_OF_WORK = re.compile("园|园区|基地|企业|公司|车间|厂|产业")
_GIVEN_FOR = re.compile("在|对|向|为|围绕|用于|针对|给")
_SPENT = re.compile("用于|投向|倾斜")
_PART = re.compile(r"[、，；]|以及|[和与及]")
_AMONG = re.compile("其中")
_DEICTIC = re.compile(
    "这里|该(?:项目|工程|园|馆|院|校|楼|村|中心|基地)|此项|这[座条个所]"
    "|(?<![\u4e00-\u9fff])(?:学校|医院|园区|基地|工厂|大桥)(?:由|是|总投资|占地|建筑面积|投资)"
)
_CUT = re.compile(r"[，。；！？\n]")
_LABEL = re.compile(r"[^\d，。；：\n]{2,16}[。：]")
NEAR = 12  # characters between a project and the money for it
_PARTY = re.compile("[^，。；与和]{0,8}?[省市区县](?![级域内])")
_PAIRED = re.compile("结对|牵手|协作|对口")


@dataclass(frozen=True, slots=True)
class Sectored:
    """What a sector word at `span` says."""

    code: str
    weight: float
    span: Span


class SectorWords:
    """The sector words of one text."""

    __slots__ = ("_found", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: Found[tuple[Row, ...]] = Found(scanner("sector_words").scan(text))

    def within(self, start: int, end: int) -> list[Sectored]:
        """The sector words in [start, end), none inside a longer one, in order."""
        found: list[Sectored] = []
        last = start
        for hit in self._found.within(start, end):
            if hit.end > last and hit.end <= end:
                found.extend(
                    Sectored(row["sector"], float(row["weight"]), (hit.start, hit.end))
                    for row in hit.value
                    if row["sector"]
                )
                last = hit.end
        return found

    def heads(self, start: int, end: int) -> list[Sectored]:
        """Of every part of a list the last word, its head (`乡村振兴有机农业项目` is farming)."""
        bounds = [start, *(m.end() for m in _PART.finditer(self.text, start, end)), end]
        parts = [self.within(first, last) for first, last in itertools.pairwise(bounds)]
        return [part[-1] for part in parts if part]


@dataclass(frozen=True, slots=True)
class Before:
    """The figure before one: its zones, its measure and its sector."""

    zones: Zones
    measure: str
    code: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A figure whose sector is asked for. `thing`: where the figure's named thing stands."""

    zones: Zones
    head: Head
    known: SectorWords
    outline: Outline
    vocabulary: Vocabulary
    thing: Span | None
    before: Before | None

    def way(self) -> str:
        rule = measure_rules().get(self.head.measure)
        return rule["way"] if rule else "thing"

    def sources(self) -> Iterator[tuple[str, Sequence[Sectored]]]:
        """Rule and words of every source, nearest first; of words before the number the last counts."""
        start, clause_start = self.zones.quantity.start, max(self.zones.clause[0], self.zones.free[0])
        whole, near_thing = self.zones.whole, self.thing is not None and self.thing[0] >= self.zones.clause[0]
        named = self.known.within(*self.thing) if self.thing else []
        yield "noun", self.noun()
        if near_thing:
            yield "thing", named
        if self.way() == "purpose":
            yield "purpose", self.purpose()
            yield "figure-before", self.followed(NEAR, ("project.", "facility."))
            if given := _GIVEN_FOR.search(self.known.text, clause_start, start):
                yield "clause", self.known.heads(given.end(), start)
            back = _DEICTIC.search(self.outline.text, whole.start, self.zones.clause[1])
            if named or back:
                yield "thing", named
                if back:  # 教学楼去年启用，该楼由福田区援建
                    yield "sentence", self.most(whole.start, min(back.start(), start))
                last = self.outline.sentences[max(0, whole.number - 1)]
                yield "paragraph", self.most(last.start, last.end)
            yield "label", self.label()
            return
        if self.head.sector not in ("", "industry"):
            yield "measure", [Sectored(self.head.sector, 1, self.head.span or (start, start))]
        if self.way() == "follow":
            if self.before and self.before.code == MULTI:  # 投入1.3亿元，帮助2140户牧民定居
                yield "clause", self.known.within(clause_start, self.zones.after[1])
            yield "figure-before", self.followed(None, ())
        yield "clause", self.known.within(clause_start, start)
        yield "figure-before", self.followed(None, _LEADERS if self.head.measure.startswith(_LED) else ("-",))
        yield "sentence", self.known.within(whole.start, start)
        yield (
            "clause",
            self.known.within(self.zones.quantity.end, min(self.zones.free[1], self.zones.clause[1]))[:1],
        )
        if self.way() == "deal" or self.head.measure.startswith("beneficiary."):
            return
        yield "thing", named
        yield "label", self.label()
        yield from self.paragraph(3)

    def noun(self) -> Sequence[Sectored]:
        """What is counted: behind the unit, else before the number with the list that leads up."""
        money = self.zones.quantity.unit.startswith("CNY")
        if self.zones.after[0] < self.zones.after[1] and not money:
            cut = _PART.search(self.outline.text, *self.zones.after)
            found = self.known.within(self.zones.after[0], cut.start() if cut else self.zones.after[1])
            if found:
                return found
        start, end = self.zones.before
        owned = self.outline.text.rfind("的", start, end - 1)  # 两家企业的援藏项目: the projects
        if self.way() != "purpose":
            return self.known.within(start, end)
        own = self.known.heads(max(start, owned + 1), end)
        if not own or owned >= 0 or self.outline.text[start - 1 : start] != "、":
            return own
        return [*self.known.heads(max(self.zones.clause[0], self.zones.free[0]), start), *own]

    def last(self, found: Sequence[Sectored]) -> Sequence[Sectored]:
        """The head, the last word; before a park or a firm what it is of (`香菇产业园` is farming)."""
        if len(found) > 1 and found[-1].code in ("industry", "manufacturing") and found[-2].code not in WHO:
            first, head = found[-2:]
            if first.span[1] == head.span[0] and _PLACE_OF_WORK.search(self.known.text, *head.span):
                return [first]
        return found[-1:]

    def purpose(self) -> Sequence[Sectored]:
        """What money is for: the rest of its clause and the clauses behind that go on with a purpose."""
        text, stop, end = self.outline.text, self.zones.whole.end, self.zones.quantity.end
        money = self.zones.quantity.unit.startswith("CNY")
        # Behind a part (其中…) the sentence goes on with the whole, unless it says how the part was spent.
        going_on = _SPENT if _AMONG.search(text, self.zones.clause[0], end) else _PURPOSE
        if not (money and going_on.match(text, end)):
            stop = min(stop, max(end, self.zones.free[1]))
        while True:
            cut = _CUT.search(text, end, stop)
            end = cut.start() if cut else stop
            if not money or cut is None or cut[0] != "，":
                break
            if not going_on.match(text, cut.end(), self.zones.whole.end):
                break
            end, stop = cut.end(), self.zones.whole.end
        return self.known.heads(self.zones.quantity.end, end)

    def followed(self, near: int | None, measures: tuple[str, ...]) -> Sequence[Sectored]:
        """The sector of the figure before in the sentence, at most `near` characters away."""
        before = self.before
        if before is None or before.zones.whole.number != self.zones.whole.number or not before.code:
            return []
        gap = self.zones.quantity.start - before.zones.quantity.end
        if "；" in self.outline.text[before.zones.quantity.end : self.zones.quantity.start]:
            return []
        if (near is not None and gap > near) or (measures and not before.measure.startswith(measures)):
            return []
        if before.code == MULTI and self.way() == "deal":
            return []
        if before.code in WHO and before.measure.startswith(("training.", "exchange.")):
            return []
        return [Sectored(before.code, 1, (before.zones.quantity.start, before.zones.quantity.end))]

    def paragraph(self, most: int) -> Iterator[tuple[str, Sequence[Sectored]]]:
        """What the sentences before in the paragraph, then the heading, speak of most."""
        for sentence in self.outline.before_in_block(self.zones.whole, most):
            yield "paragraph", self.most(sentence.start, sentence.end)
        heading = self.outline.blocks[self.zones.whole.block].heading
        if heading >= 0:
            above = self.outline.blocks[heading]
            yield "heading", self.most(above.start, above.end)

    def label(self) -> Sequence[Sectored]:
        """What the words that head the paragraph name, if it is one sector (`教育扶贫：`, `医疗援疆。`)."""
        start = self.outline.blocks[self.zones.whole.block].start
        if not (head := _LABEL.match(self.outline.text, start)):
            return []
        every = self.kept(self.known.within(start, head.end()))
        found = [one for one in every if one.code not in WHO] or every  # 教育扶贫 is of education
        return found[-1:] if len({one.code for one in found}) == 1 else []

    def most(self, start: int, end: int) -> Sequence[Sectored]:
        votes: defaultdict[str, float] = defaultdict(float)
        found = self.kept(self.known.within(start, end))
        for one in found:
            votes[one.code] += one.weight
        best = max(votes, key=lambda code: votes[code], default="")
        below = [code for code in votes if code != best and self.vocabulary.sectors.inside(code, best)]
        best = max(below, key=lambda code: votes[code], default=best)
        return [one for one in found if one.code == best][:1]

    def kept(self, found: Sequence[Sectored]) -> list[Sectored]:
        """Without words that only say who the people are, where the figure is of what they get."""
        barred = WHO if self.head.measure.startswith(_YIELDS) or self.way() == "follow" else frozenset()
        if self.way() == "deal":
            barred = barred | {"trade"}
        if self.way() == "purpose":  # money of a 脱贫县 is not yet money against poverty
            text = self.known.text
            found = [one for one in found if "县" not in text[one.span[1] - 1 : one.span[1] + 1]]
        return [one for one in found if one.code not in barred]


def sector(
    zones: Zones,
    head: Head,
    known: SectorWords,
    outline: Outline,
    vocabulary: Vocabulary,
    thing: Span | None,
    before: Before | None,
) -> tuple[str, Because]:
    """The sector's code and why. `thing`: the place of the figure's subject in the text, if it has one;
    `before`: the figure before."""
    rule = measure_rules().get(head.measure)
    default = rule["sector"] if rule else MULTI
    asked = _Asked(zones, head, known, outline, vocabulary, thing, before)
    if asked.way() == "fixed":
        if default == "agriculture" and (planted := asked.noun()) and planted[-1].code == "ecology":
            return "ecology", _why("noun", planted[-1].span)
        if default == "trade" and near_ecommerce(outline, zones):
            return "ecommerce", Because("said", "sector-word")
        return default, Because("assumed", "measure", head.span)
    if head.measure in ("job.person", "labour.person"):
        rural = _RURAL.search(outline.text, zones.clause[0], zones.after[1])
        if rural:
            return "poverty", _why("clause", rural.span())
    if head.measure.startswith("exchange."):
        return _of_exchange(asked)
    if head.measure == "other" and _are_parties(outline.text, zones):
        return "", Because("assumed", "parties")
    if head.measure == "share" and _SPENT.search(outline.text, *zones.clause):
        return default, Because("assumed", "measure")
    found: tuple[str, Because] | None = None
    for name, words in asked.sources():
        kept = words if name == "figure-before" else asked.kept(words)
        if found:  # industry, of which a branch may be named farther off
            kept = [w for w in kept if w.code != "industry" and vocabulary.sectors.inside(w.code, "industry")]
        if not kept:
            continue
        joined = name == "figure-before" or (asked.way() == "purpose" and name != "thing")
        code = _joined(asked, kept, name) if joined else asked.last(kept)[-1].code
        if code != "industry" or joined or name in ("paragraph", "heading"):
            return code, _why(name, kept[-1].span)
        found = code, _why(name, kept[-1].span)
    if not found and head.measure.startswith("beneficiary."):
        who = known.within(*zones.clause)[-1:]  # nothing says what they get: who they are
        if who:
            return who[-1].code, _why("clause", who[-1].span)
    return found or (default, Because("assumed", "measure", head.span))


def _are_parties(text: str, zones: Zones) -> bool:
    """Whether the parties of a pairing are counted (`62个县结对帮扶68个县`)."""
    return bool(_PARTY.match(text, zones.quantity.end) and _PAIRED.search(text, *zones.clause))


def _why(name: str, span: Span) -> Because:
    if name in ("noun", "thing", "purpose", "clause", "sentence"):
        return Because("said", "sector-word", span)
    return Because("assumed", name, span)


def _joined(asked: _Asked, found: Sequence[Sectored], name: str) -> str:
    """One sector for several words: what holds them all."""
    codes = [one.code for one in found]
    joined = together(codes, asked.vocabulary)
    listed = name in ("noun", "purpose") and len(found) > 1
    if listed and asked.vocabulary.sectors.inside(joined, codes[-1]):
        return codes[-1]  # 水厂、公路等基础设施项目
    return joined


_RURAL = re.compile("(?:农村|脱贫|贫困|富余|搬迁)劳动力|脱贫人口|贫困人口|脱贫人员")
_TEACHERS = re.compile("教师|教育|支教|干部|农技|科技|专业技术|专技|各类|等人才")
_DOCTORS = re.compile("医|卫生|护士|手术|健康")


def _of_exchange(asked: _Asked) -> tuple[str, Because]:
    """People sent are talent; doctors sent to a hospital are health."""
    text, zones = asked.outline.text, asked.zones
    start = zones.before[0]
    listed = zones.after[0] < zones.after[1] and text.startswith("、", zones.after[1])
    stop = zones.clause[1] if listed or zones.quantity.unit == "batch" else zones.after[1]
    if _TEACHERS.search(text, start, stop):
        return "talent", Because("assumed", "measure")
    for begin, end in ((start, stop), (zones.whole.start, zones.whole.end)):
        if match := _DOCTORS.search(text, begin, end):
            return "health", Because("said", "sector-word", match.span())
    return "talent", Because("assumed", "measure")


def together(codes: Sequence[str], vocabulary: Vocabulary) -> str:
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
        return together(rest, vocabulary) if rest else shared
    return shared or MULTI
