"""Who receives: sentence, label, paragraph, thing, the donor's usual recipient, heading, topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duikou.reading.geography import inside
from duikou.reading.party_index import ASSUMED, SAID, PartyIndex, nearer
from duikou.reading.roles import MAKES_A_PARTY
from duikou.reading.things import Thing
from duikou.reading.topics import Article
from duikou.reading.types import Because, Mention, Span
from duikou.reading.zones import Zones

Recipients = tuple[tuple[str, ...], Because]
Candidate = tuple[int, tuple[str, ...], Span, str]
Said = tuple[tuple[str, ...], Span, bool]

_WHOLE = ("全", "该")
_NUMERALS = "一两三四五六七八九十"
_COUNTED = re.compile(
    "(?<![第一二三四五六七八九十百])(?P<count>[二两三四五六七八九])(?:受援|对口|结对)?(?:县区|区县|县市|市县|县|地州|州|区|市|地)(?![级域政委])"
)


def recipients(
    index: PartyIndex,
    zones: Zones,
    article: Article,
    begin: int,
    thing: tuple[Thing, Span] | None,
    donors: tuple[str, ...],
) -> Recipients:
    """Codes of the recipients and why. `donors`: those found for the figure."""
    at = zones.quantity.start
    part = index.part_start(begin, at)
    weak: Said | None = None
    spans = [
        (part, at, zones.purpose),
        (begin, at, zones.purpose),
        (zones.purpose, zones.purpose, _part_end(index, zones)),
    ]
    for start, middle, end in spans:
        found = said_recipients(index, start, middle, end, article)
        if found and found[2]:
            return found[0], Because(SAID, "sentence", found[1])
        weak = weak or found
    if weak and not _vague(index, weak[0], article):
        return weak[0], Because(SAID, "sentence", weak[1])
    labelled = index.label(index.outline.blocks[zones.whole.block], "recipient")
    if labelled:
        return labelled[0], Because(SAID, "label", labelled[1])
    paired = index.paired(donors[0]) if len(donors) == 1 else None
    if paired and paired.told:
        return paired.recipients, Because(ASSUMED, "donor-pairing", paired.span)
    behind = index.later(zones) if spoken(index, zones) else ()
    for earlier in (*index.earlier(zones, begin), *behind):
        found = said_recipients(index, earlier.start, earlier.end, earlier.end, article)
        if found and found[2]:
            return found[0], Because(ASSUMED, "paragraph", found[1])
        weak = weak or found
    return _from_afar(index, zones, article, thing, donors, weak)


def _from_afar(
    index: PartyIndex,
    zones: Zones,
    article: Article,
    thing: tuple[Thing, Span] | None,
    donors: tuple[str, ...],
    weak: Said | None,
) -> Recipients:
    if thing is not None:
        sentence = index.outline.sentence_at(thing[0].first)
        found = said_recipients(index, sentence.start, thing[0].first, sentence.end, article)
        if found and found[2]:
            return found[0], Because(ASSUMED, "same-thing", found[1])
    paired = index.paired(donors[0]) if len(donors) == 1 else None
    if paired and _wide(index, article.recipients) and donors != article.donors:
        return paired.recipients, Because(ASSUMED, "donor-pairing", paired.span)
    if weak and not _vague(index, weak[0], article):
        return weak[0], Because(ASSUMED, "paragraph", weak[1])
    block = index.outline.blocks[zones.whole.block]
    if block.heading >= 0:
        above = index.outline.blocks[block.heading]
        found = said_recipients(index, above.start, above.end, above.end, article)
        if found and not _vague(index, found[0], article):
            return found[0], Because(ASSUMED, "heading", found[1])
    span = article.said.get(article.recipients[0]) if article.recipients else None
    return article.recipients, Because(ASSUMED, "topic", span)


def said_recipients(index: PartyIndex, start: int, at: int, end: int, article: Article) -> Said | None:
    """The recipients named last before `at`, else first up to `end`, and whether that says who receives.

    It does not where only a province or a wider place is named in passing; a county goes before such.
    """
    best: dict[bool, Candidate | None] = {True: None, False: None}
    for group in index.groups(start, end, "recipient"):
        surely = [m for m in group if m.weight >= MAKES_A_PARTY or not index.upper(m.codes[0])]
        codes = index.lowest(surely or group)
        if not surely and all(_background(index, code, article) for code in codes):
            continue
        span = group[0].span[0], group[-1].span[1]
        passing = _of_another(index, group) or all(_background(index, code, article) for code in codes)
        if span[0] < at or not passing:
            best[bool(surely)] = nearer(best[bool(surely)], (span[0], codes, span, "sentence"), at)
    for mention in index.within(start, end):
        if mention.site and mention.codes and mention.role != "donor":
            best[True] = nearer(best[True], (mention.span[0], mention.codes, mention.span, "site"), at)
    for span, codes in _meant(index, start, end, article):
        best[True] = nearer(best[True], (span[0], codes, span, "pronoun"), at)
    for sure, chosen in best.items():
        if chosen:
            return chosen[1], chosen[2], sure
    return None


def _of_another(index: PartyIndex, group: Sequence[Mention]) -> bool:
    """Whether places that stand behind a figure lead up to another one of their clause."""
    if any(mention.weight >= MAKES_A_PARTY for mention in group):
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
    for mention in index.within(start, end):
        if (
            mention.inside == "programme"
            and mention.text.endswith("省市")
            and not index.compared(mention.span[1])
        ):
            yield mention.span, mention.codes
    for match in _COUNTED.finditer(index.outline.text, start, end):
        count = _NUMERALS.index(match["count"].replace("二", "两")) + 1
        codes = (
            article.recipients if len(article.recipients) == count else index.list_of(count, match.start())
        )
        if codes:
            yield match.span(), codes


def spoken(index: PartyIndex, zones: Zones) -> bool:
    """Whether the figure stands in speech whose speaker is named behind it."""
    return index.outline.text[zones.whole.end - 1 : zones.whole.end] == "”"


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
