"""Which recipients a text itself gives to which donor."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from duikou.reading.geography import inside, is_upper
from duikou.reading.outline import Outline
from duikou.reading.roles import MAKES_A_PARTY
from duikou.reading.types import Mention, Span
from duikou.words import Vocabulary

NO_PARTY = ("school", "hospital", "street", "firm", "agency")  # names of these are no donors
MOST = 0.6  # the share of a donor's sentences in which its usual recipient is named


@dataclass(frozen=True, slots=True)
class Pair:
    """A donor's recipients and where the text joins them. `told`: it says who helps whom, else they are only
    named together."""

    recipients: tuple[str, ...]
    span: Span
    told: bool


def pairs(outline: Outline, mentions: Sequence[Mention], vocabulary: Vocabulary) -> Mapping[str, Pair]:
    """For each donor: what 分别 deals out to it; what the text tells of it beside other donors
    (`甲支援丙；乙支援丁`); else the recipient most named in sentences of its own."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], Span] = {}
    dealt: dict[str, Pair] = {}
    told: dict[str, Pair] = {}
    starts = [mention.span[0] for mention in mentions]
    for start, end in _parts(outline):
        named = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        named = [mention for mention in named if mention.codes and not mention.site]
        donors = inner([m for m in named if m.role == "donor" and m.inside not in NO_PARTY], vocabulary)
        takers = inner([m for m in named if m.role == "recipient" and m.inside != "programme"], vocabulary)
        if len(donors) > 1 and outline.text.find("分别", start, end) >= 0:
            dealt |= _in_order(donors, takers)
        if len({mention.codes[0] for mention in donors}) != 1:
            continue
        donor = donors[0].codes[0]
        surely = [mention for mention in takers if mention.weight > MAKES_A_PARTY]
        if surely and donors[0].weight > MAKES_A_PARTY:
            codes = tuple(dict.fromkeys(mention.codes[0] for mention in surely))
            told.setdefault(donor, Pair(codes, surely[0].span, True))
        for mention in takers:
            if not is_upper(mention.codes[0], vocabulary):
                counts[donor][mention.codes[0]] += 1
                first.setdefault((donor, mention.codes[0]), mention.span)
    found: dict[str, Pair] = {}
    for donor, count in counts.items():
        best, times = count.most_common(1)[0]
        if times >= MOST * count.total():
            found[donor] = Pair((best,), first[donor, best], False)
    return found | (told if len(told) > 1 else {}) | dealt


def _parts(outline: Outline) -> Iterator[Span]:
    """The sentences, cut at every ；."""
    for sentence in outline.sentences:
        start = sentence.start
        while (cut := outline.text.find("；", start, sentence.end)) >= 0:
            yield start, cut
            start = cut + 1
        yield start, sentence.end


def _in_order(donors: Sequence[Mention], takers: Sequence[Mention]) -> Mapping[str, Pair]:
    """As many donors as recipients: the first helps the first, and so on."""
    if len(donors) != len(takers):
        return {}
    return {
        donor.codes[0]: Pair(taker.codes, taker.span, True)
        for donor, taker in zip(donors, takers, strict=True)
    }


def inner(named: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Without places that stand right before one inside them (`广州市黄埔区`)."""
    kept: list[Mention] = []
    for mention, following in zip_longest(named, named[1:]):
        adjoins = following is not None and following.span[0] == mention.span[1]
        if not adjoins or not inside(vocabulary, following.codes[0], mention.codes[0]):
            kept.append(mention)
    return kept
