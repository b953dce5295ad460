"""Who gives: label, sentence, whole, paragraph, thing, heading, topic, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duikou.reading.geography import party_inside
from duikou.reading.heads import Head
from duikou.reading.lexicon import Hit, Row
from duikou.reading.lists import words
from duikou.reading.main_parties import number_of
from duikou.reading.party_index import ASSUMED, SAID, PartyIndex, nearer
from duikou.reading.roles import MAKES_A_PARTY
from duikou.reading.rules import OWN, measure_rules, near_ecommerce
from duikou.reading.things import Thing
from duikou.reading.topics import Article
from duikou.reading.types import Because, Mention, Span
from duikou.reading.zones import Zones

Donors = tuple[tuple[str, ...], Because, bool]
Before = tuple[tuple[str, ...], int]
_COUNT = re.compile("([二两三四五六七八九]|十[一二三四五六七八九]?|\\d{1,2})个?$")
_COUNTS = tuple("二两三四五六七八九十各个0123456789")
_OF_DONORS = words("cues", use="only donors do it")
_OF_THE_PAIR = words("cues", use="of both sides")
_SETTING = words("cues", use="what a place is")
NEAR = 400  # so far back a party counts as named before another
NOBODY = Because(ASSUMED, "own-economy")


def donors(
    index: PartyIndex,
    zones: Zones,
    head: Head,
    article: Article,
    begin: int,
    thing: tuple[Thing, Span] | None,
    before: Before | None,
) -> Donors:
    """Codes of the donors, why, and whether more are meant than are named (`等省市`).

    `begin`: where what is said of this figure begins. `thing`: the named thing the figure is about. `before`:
    the donors of the figure before in the sentence, and where that ends.
    """
    rule = measure_rules().get(head.measure)
    mode = rule["donor"] if rule else "topic"
    if mode == "none":
        return (), NOBODY, False
    part = index.part_start(begin, zones.quantity.start)
    said = said_donors(index, part, zones.quantity.start, zones.clause[1], article)
    if mode == "follow" and before and (said is None or said[1].span is None or said[1].span[0] < before[1]):
        return before[0], Because(ASSUMED, "figure-before"), False
    if said:
        return said
    labelled = index.label(index.outline.blocks[zones.whole.block], "donor")
    if labelled:
        return labelled[0], Because(SAID, "label", labelled[1]), False
    text = index.outline.text
    if mode == "near" and any(text.find(word, *zones.clause) >= 0 for word in _OF_DONORS):
        mode = "topic"
    if (
        mode == "said"
        or _own(index, zones, mode)
        or (mode == "trade" and near_ecommerce(index.outline, zones))
    ):
        return (), NOBODY, False
    if part == begin:
        for earlier in (*index.earlier(zones, begin), *(index.later(zones) if not article.donors else ())):
            found = said_donors(index, earlier.start, earlier.end, earlier.end, article)
            if found:
                return found[0], Because(ASSUMED, "paragraph", found[1].span), found[2]
    return _from_afar(index, zones, article, thing, mode)


def _own(index: PartyIndex, zones: Zones, mode: str) -> bool:
    """Whether the sentence tells of the recipient itself: what it is (`某县地处`), or its whole economy."""
    text, start, end = index.outline.text, zones.whole.start, zones.whole.end
    for mention in index.within(start, start + 3):
        if mention.role == "recipient" and text.startswith(_SETTING, mention.span[1]):
            return True
    if mode not in ("own", "near", "follow") or any(
        text.find(word, start, end) >= 0 for word in _OF_THE_PAIR
    ):
        return False
    named = index.within(start, zones.quantity.start)
    home = any(m.role == "recipient" and m.text[0] == "我" and m.weight < MAKES_A_PARTY for m in named)
    return home or bool(OWN.search(text, start, end))


def _from_afar(
    index: PartyIndex, zones: Zones, article: Article, thing: tuple[Thing, Span] | None, mode: str
) -> Donors:
    if thing is not None:
        found = _of_thing(index, thing[0], article)
        if found:
            return found
    if mode == "near":
        return (), NOBODY, False
    block = index.outline.blocks[zones.whole.block]
    if block.heading >= 0:
        above = index.outline.blocks[block.heading]
        found = said_donors(index, above.start, above.end, above.end, article)
        if found:
            return found[0], Because(ASSUMED, "heading", found[1].span), found[2]
    span = article.said.get(article.donors[0]) if article.donors else None
    return article.donors, Because(ASSUMED, "topic", span), False


def said_donors(index: PartyIndex, start: int, at: int, end: int, article: Article) -> Donors | None:
    """The group of donors, or the word for all of them, named last before `at`, else first up to `end`."""
    best: tuple[int, tuple[str, ...], Span, str] | None = None
    for group in index.groups(start, end, "donor"):
        span = group[0].span[0], group[-1].span[1]
        codes = _principals(index, group, start, article)
        best = nearer(best, (span[0], codes, span, "sentence"), at)
    if article.donors or article.recipients:
        for hit in index.pronouns.within(start, end):
            if hit.value[0]["role"] in ("donor", "both") and _stands_alone(index, hit):
                codes = _meant(index, hit, article)
                best = nearer(best, (hit.start, codes, (hit.start, hit.end), "pronoun"), at)
    if best is None:
        return None
    text = index.outline.text
    is_open = not best[1] or (best[3] == "sentence" and text[best[2][1] : best[2][1] + 1] == "等")
    return best[1], Because(SAID, best[3], best[2]), is_open


def _meant(index: PartyIndex, hit: Hit[tuple[Row, ...]], article: Article) -> tuple[str, ...]:
    """The donors that a word for all of them means: the article's; none where it counts more than these."""
    donors = tuple(code for code in article.donors if code in index.vocabulary.places)
    if hit.word.startswith("两省"):
        donors = tuple(code for code in donors if index.upper(code)) or donors
    count = _COUNT.search(index.outline.text, max(0, hit.start - 5), hit.start)
    return () if count and number_of(count[1]) > len(donors) else donors


def _principals(index: PartyIndex, group: Sequence[Mention], start: int, article: Article) -> tuple[str, ...]:
    """The group's codes; a city that does nothing itself (`温州市的企业`) stands for the party it belongs to,
    if the topic or the sentence before it names that."""
    vocabulary = index.vocabulary
    codes: list[str] = []
    acting = {m.codes[0] for m in group if m.weight >= 2}
    block = index.outline.block_at(start)
    at = group[0].span[0]
    before = index.within(max(block.start, at - NEAR), at)
    named = {m.codes[0] for m in before if m.codes and m.role == "donor"} | set(article.donors)
    named.difference_update(m.codes[0] for m in group)
    whole = {m.codes[0] for m in group if m.codes[0].endswith("0000")}
    for code in index.narrowest(group):
        if code in acting:
            codes.append(code)
            continue
        inner = [own for own in article.donors if party_inside(vocabulary, own, code)]
        over = [p for p in named | (set() if article.donors else whole) if party_inside(vocabulary, code, p)]
        codes.extend(inner or ([min(over)] if over and code not in article.donors else [code]))
    return tuple(dict.fromkeys(codes))


def _stands_alone(index: PartyIndex, hit: Hit[tuple[Row, ...]]) -> bool:
    """Not the end of a list of names (`上海、福建等省市`), and not the middle of a word."""
    text = index.outline.text
    before = text[max(0, hit.start - 1) : hit.start]
    return before != "等" and not index.compared(hit.end) and (hit.word != "省市" or before in _COUNTS)


def _of_thing(index: PartyIndex, thing: Thing, article: Article) -> Donors | None:
    """The donors named with the thing where it first stands, or soon after."""
    for hit in index.things.within(thing.first, len(index.outline.text)):
        if hit.start > thing.first + 1500:
            break
        if hit.value[0].name != thing.name:
            continue
        sentence = index.outline.sentence_at(hit.start)
        found = said_donors(index, sentence.start, hit.start, sentence.end, article)
        if found:
            return found[0], Because(ASSUMED, "same-thing", found[1].span), found[2]
    return None
