"""Who receives: sentence, label, paragraph, thing, the donor's usual recipient, heading, topic."""

from __future__ import annotations

from duikou.reading.geography import inside
from duikou.reading.party_index import ASSUMED, SAID, PartyIndex, nearer
from duikou.reading.things import Thing
from duikou.reading.topics import Article
from duikou.reading.types import Because, Span
from duikou.reading.zones import Zones

Recipients = tuple[tuple[str, ...], Because]
Said = tuple[tuple[str, ...], Span]


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
    upper: Said | None = None
    spans = [
        (part, at, zones.purpose),
        (begin, at, zones.purpose),
        (zones.purpose, zones.purpose, _part_end(index, zones)),
    ]
    for start, middle, end in spans:
        found = said_recipients(index, start, middle, end, article)
        if found and not _wide(index, found[0]):
            return found[0], Because(SAID, "sentence", found[1])
        upper = upper or found
    if upper and not _vague(index, upper[0], article):
        return upper[0], Because(SAID, "sentence", upper[1])
    labelled = index.label(index.outline.blocks[zones.whole.block], "recipient")
    if labelled:
        return labelled[0], Because(SAID, "label", labelled[1])
    behind = index.later(zones) if spoken(index, zones) or _wide(index, article.recipients) else ()
    for earlier in (*index.earlier(zones, begin), *behind):
        found = said_recipients(index, earlier.start, earlier.end, earlier.end, article)
        if found and not _wide(index, found[0]):
            return found[0], Because(ASSUMED, "paragraph", found[1])
        upper = upper or found
    return _from_afar(index, zones, article, thing, donors, upper)


def _from_afar(
    index: PartyIndex,
    zones: Zones,
    article: Article,
    thing: tuple[Thing, Span] | None,
    donors: tuple[str, ...],
    upper: Said | None,
) -> Recipients:
    if thing is not None:
        sentence = index.outline.sentence_at(thing[0].first)
        found = said_recipients(index, sentence.start, thing[0].first, sentence.end, article)
        if found and not _wide(index, found[0]):
            return found[0], Because(ASSUMED, "same-thing", found[1])
    paired = index.paired(donors[0]) if len(donors) == 1 and _wide(index, article.recipients) else None
    if paired:
        return (paired[0],), Because(ASSUMED, "donor-pairing", paired[1])
    if upper and not _vague(index, upper[0], article):
        return upper[0], Because(ASSUMED, "paragraph", upper[1])
    block = index.outline.blocks[zones.whole.block]
    if block.heading >= 0:
        above = index.outline.blocks[block.heading]
        found = said_recipients(index, above.start, above.end, above.end, article)
        if found and not _vague(index, found[0], article):
            return found[0], Because(ASSUMED, "heading", found[1])
    span = article.said.get(article.recipients[0]) if article.recipients else None
    return article.recipients, Because(ASSUMED, "topic", span)


def said_recipients(index: PartyIndex, start: int, at: int, end: int, article: Article) -> Said | None:
    """The recipients named last before `at`, else first up to `end`; a county before what is wider."""
    best: dict[bool, tuple[int, tuple[str, ...], Span, str] | None] = {False: None, True: None}
    for group in index.groups(start, end, "recipient"):
        codes = tuple(dict.fromkeys(m.codes[0] for m in group))
        if all(_background(index, code, article) for code in codes):
            continue
        lowest = _lowest(index, codes)
        span = group[0].span[0], group[-1].span[1]
        wide = _wide(index, lowest)
        best[wide] = nearer(best[wide], (span[0], lowest, span, "sentence"), at)
    for mention in index.within(start, end):
        if mention.site and mention.codes and mention.role != "donor":
            best[False] = nearer(best[False], (mention.span[0], mention.codes, mention.span, "site"), at)
    chosen = best[False] or best[True]
    return (chosen[1], chosen[2]) if chosen else None


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


def _lowest(index: PartyIndex, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Without codes that hold another of them (`重庆市巫溪县`)."""
    places = index.vocabulary.places
    if any(places[code].level == "union" for code in codes):
        lower = tuple(code for code in codes if not index.upper(code))
        return lower or codes
    return tuple(c for c in codes if not any(o != c and inside(index.vocabulary, o, c) for o in codes))
