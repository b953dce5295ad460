"""Who receives. The ladder at the end of this module ranks the evidence, nearest words first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duikou.reading.evidence import ASSUMED, SAID, Asked, Evidence, Rung, first
from duikou.reading.geography import inside
from duikou.reading.outline import Sentence
from duikou.reading.pairs import Pair
from duikou.reading.party_index import PartyIndex, nearer
from duikou.reading.roles import MAKES_A_PARTY
from duikou.reading.topics import Article
from duikou.reading.types import Because, Mention, Span
from duikou.reading.zones import Zones

_WHOLE = ("全", "该")
_FOR = tuple("为给向对")
_POINTS_BACK = re.compile(
    "这[所座条个家片间里]|该(?:校|院|村|项目|工程|园|馆|中心|基地)|此项"
    "|(?:^|(?<=[，。”]))(?:学校|医院|园区|基地|项目|工程|工厂|大桥)(?:由|是|总投资|占地|建筑面积|投资)"
)
_NUMERALS = "一两三四五六七八九十"
_COUNTED = re.compile(
    "(?<![第一二三四五六七八九十百])(?P<count>[二两三四五六七八九])(?:受援|对口|结对)?(?:县区|区县|县市|市县|县|地州|州|区|市|地)(?![级域政委])"
)


def recipients(asked: Asked) -> tuple[Evidence, Because]:
    """The recipients of a figure and why."""
    return first(asked, LADDER)


def _nearby(asked: Asked) -> Iterator[Evidence]:
    """What the figure's part of the sentence, the sentence up to it, and what follows it name."""
    zones = asked.zones
    spans = (
        (asked.part, asked.at, zones.purpose),
        (asked.begin, asked.at, zones.purpose),
        (zones.purpose, zones.purpose, _part_end(asked.index, zones)),
    )
    for start, at, end in spans:
        if found := named(asked.index, start, at, end, asked.article):
            yield found


def _before(asked: Asked) -> Iterator[Evidence]:
    """What the sentences before in the paragraph name, nearest first; then, for speech, the one behind."""
    index, zones = asked.index, asked.zones
    spoken = asked.text[zones.whole.end - 1 : zones.whole.end] == "”"
    sentences: Sequence[Sentence] = (
        *index.earlier(zones, asked.begin),
        *(index.later(zones) if spoken else ()),
    )
    for sentence in sentences:
        end = _before_parts(index, sentence)
        if found := named(index, sentence.start, end, end, asked.article):
            yield found


def _before_parts(index: PartyIndex, sentence: Sentence) -> int:
    """Where a sentence begins to tell of the parts of several recipients (`其中甲县52个、乙县22个`), else its
    end: the next sentence goes on with the whole."""
    parts = index.outline.text.find("其中", sentence.start, sentence.end)
    several = parts >= 0 and len(index.groups(parts, sentence.end, "recipient")) > 1
    return parts if several else sentence.end


def _in_sentence(asked: Asked) -> Evidence | None:
    """Who is said to receive; without, the wide place that is named in passing."""
    weak: Evidence | None = None
    for found in _nearby(asked):
        if found.sure:
            return found
        weak = weak or found
    return None if weak is None or _vague(asked.index, weak.codes, asked.article) else weak


def _in_label(asked: Asked) -> Evidence | None:
    index = asked.index
    found = index.label(index.outline.blocks[asked.zones.whole.block], "recipient")
    return Evidence(*found) if found else None


def _pair(asked: Asked) -> Pair | None:
    return asked.index.paired(asked.donors[0]) if len(asked.donors) == 1 else None


def _told_of_the_donor(asked: Asked) -> Evidence | None:
    pair = _pair(asked)
    return Evidence(pair.recipients, pair.span) if pair and pair.told else None


def _in_paragraph(asked: Asked) -> Evidence | None:
    """Whom the sentences before name; not one of many places, where this sentence begins anew with the
    donor the article is about (`某县的某人说……。湖南省投入`)."""
    found = next((one for one in _before(asked) if one.sure and one.span), None)
    if found is None or found.span is None or (_anew(asked) and _one_of_many(asked, found)):
        return None
    return Evidence(found.codes, found.span)


def _anew(asked: Asked) -> bool:
    if _POINTS_BACK.search(asked.text, asked.part, asked.at):
        return False
    named = asked.index.within(asked.part, asked.at)
    return any(
        m.role == "donor" and m.weight >= MAKES_A_PARTY and m.codes[:1] == asked.article.donors for m in named
    )


def _one_of_many(asked: Asked, found: Evidence) -> bool:
    """Whether a sentence names only places inside the article's recipients, and none of its donors."""
    index, article = asked.index, asked.article
    sentence = index.outline.sentence_at(found.span[0] if found.span else asked.at)
    told = any(m.role == "donor" for m in index.within(sentence.start, sentence.end))
    inner = all(
        code not in article.recipients
        and any(inside(index.vocabulary, code, own) for own in article.recipients)
        for code in found.codes
    )
    return inner and not told


def _of_the_thing(asked: Asked) -> Evidence | None:
    """Who is named with the thing where it first stands."""
    if asked.thing is None:
        return None
    at = asked.thing[0].first
    sentence = asked.index.outline.sentence_at(at)
    start = max(sentence.start, asked.text.rfind("；", sentence.start, at) + 1)
    cut = asked.text.find("；", at, sentence.end)
    found = named(asked.index, start, at, cut if cut >= 0 else sentence.end, asked.article)
    return Evidence(found.codes, found.span) if found and found.sure else None


def _usual_of_the_donor(asked: Asked) -> Evidence | None:
    """For a donor beside the topic, in an article on a whole province or more: whom it is named with."""
    pair = _pair(asked)
    beside = asked.donors != asked.article.donors and _wide(asked.index, asked.article.recipients)
    return Evidence(pair.recipients, pair.span) if pair and beside else None


def _in_passing(asked: Asked) -> Evidence | None:
    for found in (*_nearby(asked), *_before(asked)):
        if found.sure:
            continue
        vague = _vague(asked.index, found.codes, asked.article)
        return None if vague else Evidence(found.codes, found.span)
    return None


def _in_heading(asked: Asked) -> Evidence | None:
    block = asked.index.outline.blocks[asked.zones.whole.block]
    if block.heading < 0:
        return None
    above = asked.index.outline.blocks[block.heading]
    found = named(asked.index, above.start, above.end, above.end, asked.article)
    vague = found is None or _vague(asked.index, found.codes, asked.article)
    return None if found is None or vague else Evidence(found.codes, found.span)


def _of_the_article(asked: Asked) -> Evidence:
    codes = asked.article.recipients
    if len(codes) > 1 and _wide(
        asked.index, codes
    ):  # of several programmes the one that the clause names (`援疆资金`)
        for mention in asked.index.within(*asked.zones.clause):
            if mention.inside == "programme" and mention.codes:
                return Evidence(mention.codes, mention.span)
    return Evidence(codes, asked.article.said.get(codes[0]) if codes else None)


def named(index: PartyIndex, start: int, at: int, end: int, article: Article) -> Evidence | None:
    """The recipients named last before `at`, else first up to `end`; sure ones before others.

    Not sure is a province or a wider place that is only named in passing.
    """
    best: dict[bool, Evidence | None] = {True: None, False: None}
    groups = index.groups(start, end, "recipient")
    for group in groups:
        if _is_of_house(index, group, groups):
            continue
        surely = [m for m in group if m.span[1] == at or _is_sure(index, m)]  # 湖北库区208亿元
        codes = index.lowest(surely or group)
        background = all(_background(index, code, article) for code in codes)
        span = group[0].span[0], group[-1].span[1]
        joined = all(m.inside == "compound" for m in group)  # 粤桂协作 in an account of 融水
        behind = span[0] >= at and (background or _of_another(index, group))
        if (background and (joined or not surely)) or behind:
            continue
        found = Evidence(codes, span, sure=bool(surely))
        best[found.sure] = nearer(best[found.sure], found, at)
    for mention in index.within(start, end):
        if mention.site and mention.codes and mention.role != "donor":
            best[True] = nearer(best[True], Evidence(mention.codes, mention.span), at)
    for span, codes in _meant(index, start, end, article):
        best[True] = nearer(best[True], Evidence(codes, span), at)
    return best[True] or best[False] or _of_programme(index, start, end, article)


def _is_sure(index: PartyIndex, mention: Mention) -> bool:
    """Whether a place is no mere surrounding: below the province, made a party by its words, or 我区."""
    home = mention.text.startswith("我")
    return mention.weight >= MAKES_A_PARTY or home or not index.upper(mention.codes[0])


def _is_of_house(index: PartyIndex, group: Sequence[Mention], groups: Sequence[Sequence[Mention]]) -> bool:
    """Whether a place only stands in the name of a school or hospital of a place inside it that is named too
    (`在德令哈市，……海西州职业学校`)."""
    if any(mention.inside not in ("school", "hospital") for mention in group):
        return False
    inner = (m.codes[0] for other in groups if other is not group for m in other)
    outer = {m.codes[0] for m in group}
    return any(code not in outer and inside(index.vocabulary, code, one) for code in inner for one in outer)


def _of_programme(index: PartyIndex, start: int, end: int, article: Article) -> Evidence | None:
    """What a programme is for, where all its donors are spoken of (`援疆省市`)."""
    for mention in index.within(start, end):
        if mention.text.endswith("库区") and mention.codes[:1] == article.recipients:
            return Evidence(mention.codes, mention.span)  # 库区居民收入, in an account of the whole area
        all_donors = mention.inside == "programme" and mention.text.endswith("省市")
        if all_donors and not index.compared(mention.span[1]):
            return Evidence(mention.codes, mention.span)
    return None


def _of_another(index: PartyIndex, group: Sequence[Mention]) -> bool:
    """Whether places that stand behind a figure lead up to another one of their clause."""
    start = group[0].span[0]
    if any(m.weight >= MAKES_A_PARTY for m in group) or index.outline.text[start - 1 : start] in _FOR:
        return False
    end = group[-1].span[1]
    return index.counts(end, index.outline.clause_at(end - 1)[1])


def _meant(
    index: PartyIndex, start: int, end: int, article: Article
) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Words that stand for recipients named before: 全州, 该县; 两县, 四县区."""
    for hit in index.pronouns.within(start, end):
        if hit.value[0]["role"] == "recipient" and hit.word.startswith(_WHOLE):
            named = index.ranked(hit.word[-1], hit.start)
            if named:
                yield (hit.start, hit.end), named.codes
    for match in _COUNTED.finditer(index.outline.text, start, end):
        count = _NUMERALS.index(match["count"].replace("二", "两")) + 1
        codes = (
            article.recipients if len(article.recipients) == count else index.list_of(count, match.start())
        )
        if codes:
            yield match.span(), codes


def _part_end(index: PartyIndex, zones: Zones) -> int:
    """The end of the sentence's part (up to ；) in which the figure stands."""
    cut = index.outline.text.find("；", zones.quantity.end, zones.whole.end)
    return max(zones.purpose, cut if cut >= 0 else zones.whole.end)


def _wide(index: PartyIndex, codes: tuple[str, ...]) -> bool:
    return all(index.upper(code) for code in codes)


def _vague(index: PartyIndex, codes: tuple[str, ...], article: Article) -> bool:
    """A union that holds the one the article is about (三峡库区 beside 三峡重庆库区) adds nothing."""
    places = index.vocabulary.places
    return any(
        places[own].level == "union" and set(places.members(own)) <= set(places.members(code))
        for own in article.recipients
        for code in codes
        if places[code].level == "union"
    )


def _background(index: PartyIndex, code: str, article: Article) -> bool:
    """A wider place than the article's own recipients says nothing about one figure."""
    places = index.vocabulary.places
    if code in article.recipients or not article.recipients:
        return False
    return any(
        inside(index.vocabulary, own, code) for own in article.recipients if places[own].level != "union"
    )


LADDER: tuple[Rung, ...] = (
    (SAID, "sentence", _in_sentence),
    (SAID, "label", _in_label),
    (ASSUMED, "donor-pairing", _told_of_the_donor),
    (ASSUMED, "paragraph", _in_paragraph),
    (ASSUMED, "same-thing", _of_the_thing),
    (ASSUMED, "donor-pairing", _usual_of_the_donor),
    (ASSUMED, "paragraph", _in_passing),
    (ASSUMED, "heading", _in_heading),
    (ASSUMED, "topic", _of_the_article),
)
