"""Where below the county: the township, street or village a figure is tied to."""

from __future__ import annotations

import re

from duikou.reading.evidence import ASSUMED, SAID
from duikou.reading.party_index import PartyIndex
from duikou.reading.rules import OWN
from duikou.reading.things import Thing
from duikou.reading.types import Because, Mention, Span
from duikou.reading.zones import Zones

_POINTING = re.compile('[“"]?(?:这|该|其|在此|当地)')
TOWNS = ("乡", "镇", "街道")


def site(
    index: PartyIndex, zones: Zones, begin: int, thing: tuple[Thing, Span] | None
) -> tuple[str, Because]:
    """From the clause, the thing in the clause, the sentence, the thing, a pointing word: in this order."""
    at = zones.quantity.start
    near = _said_site(index, max(begin, zones.clause[0]), at, zones.purpose)
    if near:
        return near[0], Because(SAID, "clause", near[1])
    if thing is not None and zones.clause[0] <= thing[1][0] < zones.purpose:
        own = _site_of_thing(index, thing[0])
        if own:
            return own[0], Because(ASSUMED, "same-thing", own[1])
    said = _said_site(index, begin, at, zones.clause[0])
    if said:
        return said[0], Because(SAID, "sentence", said[1])
    if OWN.search(index.outline.text, begin, zones.clause[1]):
        return "", Because(ASSUMED, "whole-county")
    if thing is not None:
        own = _site_of_thing(index, thing[0])
        if own:
            return own[0], Because(ASSUMED, "same-thing", own[1])
    pronoun = [h for h in index.pronouns.within(begin, at) if h.value[0]["role"] == "site"]
    last = _last_site(index, at) if pronoun else None
    if last:
        return last.site, Because(SAID, "pronoun", (pronoun[-1].start, pronoun[-1].end))
    if _POINTING.match(index.outline.text, zones.whole.start):
        for earlier in index.outline.before_in_block(zones.whole, 1):
            near = _said_site(index, earlier.start, earlier.end, earlier.end)
            if near:
                return near[0], Because(ASSUMED, "paragraph", near[1])
    return "", Because(ASSUMED, "site-unsaid")


def _said_site(index: PartyIndex, start: int, at: int, end: int) -> tuple[str, Span] | None:
    """The township or village named last before `at`, else first up to `end`; several in one clause: none."""
    sites = [m for m in index.within(start, end) if m.site]
    before = [m for m in sites if m.span[1] <= at and not _taken(index, m, at)]
    sites = [m for m in sites if m.span[0] >= at]
    chosen = before[-1] if before else sites[0] if sites else None
    if chosen is None:
        return None
    clause = index.outline.clause_at(chosen.span[0])
    beside = [m for m in (before or sites) if clause[0] <= m.span[0] < clause[1]]
    if len({m.site for m in beside if m.site.endswith(TOWNS)}) > 1:
        return "", chosen.span
    if not chosen.site.endswith(TOWNS):
        towns = [m for m in beside if m.site.endswith(TOWNS) and m.span[1] <= chosen.span[0]]
        chosen = towns[-1] if towns else chosen
    return chosen.site, chosen.span


def _taken(index: PartyIndex, mention: Mention, at: int) -> bool:
    """Whether a place belongs to another figure that stands before it in its own clause."""
    clause = index.outline.clause_at(mention.span[0])
    if clause[0] <= at < clause[1]:
        return False
    return index.counts(clause[0], mention.span[0])


def _site_of_thing(index: PartyIndex, thing: Thing) -> tuple[str, Span] | None:
    """Where a thing stands: the place its name follows, else the one named in its sentence or just before."""
    for mention in index.within(thing.first - 24, thing.first):
        if mention.span[1] == thing.first and mention.site:
            towns = [m for m in index.within(thing.first - 24, mention.span[0]) if m.site.endswith(TOWNS)]
            held = towns[-1] if towns and towns[-1].span[1] == mention.span[0] else mention
            return held.site, held.span
    sentence = index.outline.sentence_at(thing.first)
    for near in (sentence, *index.outline.before_in_block(sentence, 1)):
        found = _said_site(index, near.start, min(near.end, thing.first), min(near.end, thing.first + 1))
        if found:
            return found
    return None


def _last_site(index: PartyIndex, at: int) -> Mention | None:
    return next((mention for mention in index.last(at) if mention.site), None)
