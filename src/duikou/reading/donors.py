"""Who gives. The ladder at the end of this module ranks the evidence, nearest words first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duikou.reading.evidence import ASSUMED, SAID, Asked, Evidence, Rung, first
from duikou.reading.geography import inside, party_inside
from duikou.reading.lexicon import Hit, Row
from duikou.reading.lists import words
from duikou.reading.main_parties import number_of
from duikou.reading.outline import Sentence
from duikou.reading.party_index import PartyIndex, nearer
from duikou.reading.roles import MAKES_A_PARTY
from duikou.reading.rules import OWN, measure_rules, near_ecommerce
from duikou.reading.topics import Article
from duikou.reading.types import Because, Mention
from duikou.reading.zones import Zones

_COUNT = re.compile("([二两三四五六七八九]|十[一二三四五六七八九]?|\\d{1,2})个?$")
_COUNTS = tuple("二两三四五六七八九十各个0123456789")
_OF_DONORS = words("cues", use="only donors do it")
_OF_THE_PAIR = words("cues", use="of both sides")
_GIVEN_UP = words("cues", use="what a recipient gives up")
_SETTING = words("cues", use="what a place is")
_WITH = ("与", "和", "同")
NEAR = 400  # so far back a party counts as named before another
TITLE = 24  # a sentence so short at the head of an item is its title
NOBODY = Evidence((), rule="own-economy")


def donors(asked: Asked) -> tuple[Evidence, Because]:
    """The donors of a figure and why."""
    return first(asked, LADDER)


def _mode(asked: Asked) -> str:
    """Whose figures of this measure are where nobody is named (measure_rules.csv)."""
    rule = measure_rules().get(asked.head.measure)
    mode = rule["donor"] if rule else "topic"
    if mode == "near" and any(asked.text.find(word, *asked.zones.clause) >= 0 for word in _OF_DONORS):
        return "topic"
    return mode


def _of_its_measure(asked: Asked) -> Evidence | None:
    """Prices and the setting are nobody's; growth and shares are of the donors of the figure before."""
    mode = _mode(asked)
    if mode == "none":
        return NOBODY
    if mode == "follow" and asked.before:
        said = _in_sentence(asked)
        if said is None or said.span is None or said.span[0] < asked.before[1]:
            return Evidence(asked.before[0], rule="figure-before")
    return None


def _in_sentence(asked: Asked) -> Evidence | None:
    parts = asked.text.rfind("其中", asked.part, asked.zones.clause[0])
    if parts >= 0 and _back_to_whole(asked, parts):
        return named(asked.index, asked.part, parts, parts, asked.article)
    return named(asked.index, asked.part, asked.at, asked.zones.clause[1], asked.article)


def _back_to_whole(asked: Asked, parts: int) -> bool:
    """Whether the clause goes on with the whole behind parts of several donors (`其中甲3亿、乙2亿，实施`)."""
    index, start = asked.index, asked.zones.clause[0]
    own = any(m.role == "donor" for m in index.within(start, asked.at))
    return not own and len(index.groups(parts, start, "donor")) > 1


def _in_label(asked: Asked) -> Evidence | None:
    index = asked.index
    found = index.label(index.outline.blocks[asked.zones.whole.block], "donor")
    return Evidence(*found) if found else None


def _of_the_recipient(asked: Asked) -> Evidence | None:
    mode = _mode(asked)
    trade = mode == "trade" and near_ecommerce(asked.index.outline, asked.zones)
    return NOBODY if mode == "said" or trade or _own(asked.index, asked.zones, mode) else None


def _own(index: PartyIndex, zones: Zones, mode: str) -> bool:
    """Whether the sentence tells of the recipient itself: what it is (`某县地处`), what it gave up for
    others (`关停企业`), or its whole economy."""
    text, start, end = index.outline.text, zones.whole.start, zones.whole.end
    for mention in index.within(start, start + 3):
        if mention.role == "recipient" and text.startswith(_SETTING, mention.span[1]):
            return True
    if any(text.find(word, zones.clause[0], zones.clause[1]) >= 0 for word in _GIVEN_UP):
        return True
    shared = any(text.find(word, start, end) >= 0 for word in _OF_THE_PAIR)
    if shared or mode not in ("own", "near", "follow"):
        return False
    before = index.within(start, zones.quantity.start)
    home = any(m.role == "recipient" and m.text[0] == "我" and m.weight < MAKES_A_PARTY for m in before)
    return home or bool(OWN.search(text, start, end))


def _in_paragraph(asked: Asked) -> Evidence | None:
    if asked.part != asked.begin:
        return None
    index, zones = asked.index, asked.zones
    later = () if asked.article.donors or asked.article.several else index.later(zones)
    nearest: Evidence | None = None
    for sentence in (*index.earlier(zones, asked.begin), *later):
        found = named(index, sentence.start, sentence.end, sentence.end, asked.article)
        if found is None:
            continue
        if nearest is None:
            if _several(index, sentence, asked.article):
                return None
            nearest = found
        elif _holds(index, found.codes, nearest.codes):
            nearest = found  # what follows an act of a district is the city's again, if the paragraph is
            break
    return Evidence(nearest.codes, nearest.span, is_open=nearest.is_open) if nearest else None


def _holds(index: PartyIndex, outer: Sequence[str], inner: Sequence[str]) -> bool:
    words = index.vocabulary
    return all(
        any(party_inside(words, code, own) or (code != own and inside(words, code, own)) for own in outer)
        for code in inner
    )


def _several(index: PartyIndex, sentence: Sentence, article: Article) -> bool:
    """Whether a sentence tells of acts of several donors that all belong to the article's."""
    groups = index.groups(sentence.start, sentence.end, "donor")
    codes = {code for group in groups for code in index.narrowest(group)}
    return len(groups) > 1 and len(codes) > 1 and _holds(index, article.donors, tuple(codes))


def _of_the_thing(asked: Asked) -> Evidence | None:
    """The donors named with the thing where it first stands, or soon after."""
    if asked.thing is None:
        return None
    index, thing = asked.index, asked.thing[0]
    for hit in index.things.within(thing.first, len(asked.text)):
        if hit.start > thing.first + 1500:
            break
        if hit.value[0].name == thing.name:
            sentence = index.outline.sentence_at(hit.start)
            found = named(index, sentence.start, hit.start, sentence.end, asked.article)
            if found:
                return Evidence(found.codes, found.span, is_open=found.is_open)
    return None


def _not_of_the_article(asked: Asked) -> Evidence | None:
    return NOBODY if _mode(asked) == "near" else None


def _in_heading(asked: Asked) -> Evidence | None:
    block = asked.index.outline.blocks[asked.zones.whole.block]
    if block.heading < 0:
        return None
    above = asked.index.outline.blocks[block.heading]
    found = named(asked.index, above.start, above.end, above.end, asked.article)
    if found is None or (asked.article.donors and _holds(asked.index, found.codes, asked.article.donors)):
        return None  # 山东援疆 above an account of 济宁市
    return Evidence(found.codes, found.span, is_open=found.is_open)


def _of_the_article(asked: Asked) -> Evidence:
    codes = asked.article.donors
    if asked.article.own and not _of_the_pair(asked):
        return NOBODY
    return Evidence(codes, asked.article.said.get(codes[0]) if codes else None)


def _of_the_pair(asked: Asked) -> bool:
    """Whether the figure's clause, or the title of its item (`（五）东西部协作。`), speaks of the pairing."""
    outline = asked.index.outline
    block = outline.blocks[asked.zones.whole.block]
    opening = outline.sentences[block.first]
    titled = opening.number != asked.zones.whole.number and opening.end - opening.start <= TITLE
    spans = [asked.zones.clause, *([(opening.start, opening.end)] if titled else [])]
    return any(asked.text.find(word, *span) >= 0 for word in _OF_THE_PAIR for span in spans)


def named(index: PartyIndex, start: int, at: int, end: int, article: Article) -> Evidence | None:
    """The group of donors, or the word for all of them, named last before `at`, else first up to `end`."""
    best: Evidence | None = None
    for group in index.groups(start, end, "donor"):
        span = group[0].span[0], group[-1].span[1]
        is_open = index.outline.text[span[1] : span[1] + 1] == "等"
        found = Evidence(_principals(index, group, start, article), span, "sentence", is_open=is_open)
        best = nearer(best, found, at)
    for hit in index.pronouns.within(start, end):
        if hit.value[0]["role"] in ("donor", "both", "unnamed") and _stands_alone(index, hit):
            codes = _meant(index, hit, article)
            if codes is not None:
                best = nearer(best, Evidence(codes, (hit.start, hit.end), "pronoun", is_open=not codes), at)
    return best


def _meant(index: PartyIndex, hit: Hit[tuple[Row, ...]], article: Article) -> tuple[str, ...] | None:
    """The donors that a word for all of them means: the article's; () where it counts more than these, None
    where nobody can be meant."""
    if hit.value[0]["role"] == "unnamed":
        return ()
    donors = tuple(code for code in article.donors if code in index.vocabulary.places)
    before = index.outline.text[max(0, hit.start - 5) : hit.start]
    counted = _COUNT.search(before) or _COUNT.match(hit.word[:1])
    if counted and number_of(counted[1]) < len(donors):
        donors = index.donors_of(number_of(counted[1]), hit.start) or donors
    if hit.word.startswith("两省"):
        donors = tuple(code for code in donors if index.upper(code)) or donors
    provinces = all(index.upper(code) for code in article.recipients)
    if counted and provinces and number_of(counted[1]) == len({*donors, *article.recipients}):
        return donors or None  # 两省市: the one that gives and the one that receives
    count = _COUNT.search(index.outline.text, max(0, hit.start - 5), hit.start)
    if count and number_of(count[1]) > len(donors):
        return ()
    return donors or None


def _principals(index: PartyIndex, group: Sequence[Mention], start: int, article: Article) -> tuple[str, ...]:
    """The group's codes; a city that does nothing itself (`温州市的企业`) stands for the party it belongs to,
    if the topic or the sentence before it names that."""
    vocabulary = index.vocabulary
    codes: list[str] = []
    acting = {m.codes[0] for m in group if m.weight >= MAKES_A_PARTY or _joins(index, m)}
    block = index.outline.block_at(start)
    at = group[0].span[0]
    before = index.within(max(block.start, at - NEAR), at)
    known = {m.codes[0] for m in before if m.codes and m.role == "donor"} | set(article.donors)
    known.difference_update(m.codes[0] for m in group)
    whole = {m.codes[0] for m in group if m.codes[0].endswith("0000")}
    for code in index.narrowest(group):
        if code in acting:
            codes.append(code)
            continue
        inner = [own for own in article.donors if party_inside(vocabulary, own, code)]
        over = [p for p in known | (set() if article.donors else whole) if party_inside(vocabulary, code, p)]
        codes.extend(inner or ([min(over)] if over and code not in article.donors else [code]))
    return tuple(dict.fromkeys(codes))


def _joins(index: PartyIndex, mention: Mention) -> bool:
    """Whether a place acts together with one that receives (`滨州市与奉节县共建`)."""
    end = mention.span[1]
    with_whom = index.within(end, end + 2)
    joined = index.outline.text[end : end + 1] in _WITH and bool(with_whom)
    return joined and with_whom[0].role == "recipient" and bool(with_whom[0].codes)


def _stands_alone(index: PartyIndex, hit: Hit[tuple[Row, ...]]) -> bool:
    """Not the end of a list of names (`上海、福建等省市`), and not the middle of a word."""
    text = index.outline.text
    before = text[max(0, hit.start - 1) : hit.start]
    listed = any(mention.span[1] == hit.start for mention in index.within(hit.start - 12, hit.start))
    if before == "等" or listed or index.compared(hit.end):
        return False
    return hit.word != "省市" or before in _COUNTS


LADDER: tuple[Rung, ...] = (
    (ASSUMED, "own-economy", _of_its_measure),
    (SAID, "sentence", _in_sentence),
    (SAID, "label", _in_label),
    (ASSUMED, "own-economy", _of_the_recipient),
    (ASSUMED, "paragraph", _in_paragraph),
    (ASSUMED, "same-thing", _of_the_thing),
    (ASSUMED, "own-economy", _not_of_the_article),
    (ASSUMED, "heading", _in_heading),
    (ASSUMED, "topic", _of_the_article),
)
