"""What one text says of places, to be asked by span: mentions, words for parties, named things."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from duikou.reading.dealing import Deal, listed
from duikou.reading.geography import inside, is_upper
from duikou.reading.lexicon import Found, Row, scanner
from duikou.reading.outline import Block, Outline, Sentence
from duikou.reading.pairs import NO_PARTY, Pair, inner, pairs
from duikou.reading.things import Thing
from duikou.reading.topics import Topics
from duikou.reading.types import Mention, Span
from duikou.reading.zones import Zones
from duikou.words import Vocabulary

EARLIER = 6  # so many sentences back in a paragraph, at most
_JOIN = re.compile(r"(?:[、，和与及暨（）/ ]|以及|省委|市委|区委|省政府|市政府|区政府|委|政府|等)*$")
_PAIRED = ("与", "和", "同", "、", "—", "·", "-")
_RANKED = ("之首", "首位", "第一", "前列", "之一", "中", "里")
_EACH = ("分别", "各自")
_GOING_ON = re.compile("此外|同时|另外|不仅如此|除此之外|与此同时|目前，|该")

Parties = tuple[tuple[str, ...], Span]


class PartyIndex:
    """Mentions, pronouns and things of one text, with the outline they stand in."""

    __slots__ = (
        "_lists",
        "_pairs",
        "_starts",
        "mentions",
        "outline",
        "pronouns",
        "quantity_starts",
        "things",
        "topics",
        "vocabulary",
    )

    def __init__(
        self,
        outline: Outline,
        topics: Topics,
        things: Found[tuple[Thing, ...]],
        around: Sequence[Zones],
        vocabulary: Vocabulary,
    ) -> None:
        self.outline = outline
        self.topics = topics
        self.vocabulary = vocabulary
        self.mentions = topics.mentions
        self.things = things
        self.pronouns: Found[tuple[Row, ...]] = Found(scanner("pronouns").scan(outline.text))
        self.quantity_starts = [zone.quantity.start for zone in around]
        self._starts = [mention.span[0] for mention in self.mentions]
        self._lists: list[tuple[int, tuple[str, ...]]] | None = None
        self._pairs: Mapping[str, Pair] | None = None

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Mentions that begin in [start, end)."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def last(self, at: int) -> Iterable[Mention]:
        """The last mentions before `at`, nearest first."""
        number = bisect_left(self._starts, at)
        return reversed(self.mentions[max(0, number - 40) : number])

    def counts(self, start: int, end: int) -> bool:
        """Whether a figure begins in [start, end)."""
        number = bisect_left(self.quantity_starts, start)
        return number < len(self.quantity_starts) and self.quantity_starts[number] < end

    def upper(self, code: str) -> bool:
        """Whether a place is a province, a union or wider."""
        return is_upper(code, self.vocabulary)

    def groups(self, start: int, end: int, role: str) -> list[list[Mention]]:
        """Mentions of one role that are joined by 、 和 and the like, in order."""
        groups: list[list[Mention]] = []
        previous: Mention | None = None
        reached = start  # where the list so far ends
        for mention in self.within(start, end):
            if mention.inside == "programme":
                continue
            if not mention.codes or mention.role != role:
                paired = previous is not None and mention.role
                if paired and self.outline.text[reached : mention.span[0]] in _PAIRED:
                    reached = mention.span[1]  # 房山区与竹溪县、海淀区与丹江口市
                else:
                    previous = None if mention.codes else previous
                continue
            if role == "donor" and mention.inside in NO_PARTY:
                continue
            if role == "recipient" and (mention.inside in ("firm", "water") or self._speaks(mention)):
                continue
            between = self.outline.text[reached : mention.span[0]] if previous else "x"
            listed = {one.codes[0] for one in groups[-1]} if groups else set()
            anew = mention.codes[0] in listed  # no list says a place twice
            if previous is not None and not anew and len(between) <= 8 and _JOIN.match(between):
                groups[-1].append(mention)
            else:
                groups.append([mention])
            previous, reached = mention, mention.span[1]
            if len(groups) > 1 and self.outline.text.startswith(_EACH, mention.span[1]):
                groups = [[one for group in groups for one in group]]
        return groups

    def list_of(self, count: int, before: int) -> tuple[str, ...]:
        """The last `count` recipients named in one list before an offset, () where there is none."""
        if self._lists is None:
            every = self.groups(0, len(self.outline.text), "recipient")
            self._lists = [(group[-1].span[1], self.lowest(group)) for group in every if len(group) > 1]
        for end, codes in reversed(self._lists):
            if end <= before and len(codes) == count:
                return codes
        return ()

    def donors_of(self, count: int, before: int) -> tuple[str, ...]:
        """The donors named in the paragraph before an offset, where there are `count` of them; else ()."""
        start = self.outline.block_at(before).start
        named = [m for m in self.within(start, before) if m.codes and m.role == "donor"]
        codes = self.narrowest(named) if named else ()
        return codes if len(codes) == count else ()

    def ranked(self, rank: str, before: int) -> Mention | None:
        """The recipient of a rank (县, 州 …) that is named last before an offset."""
        places = self.vocabulary.places
        for mention in self.last(before):
            received = mention.role == "recipient" and mention.codes and not mention.site
            if received and places[mention.codes[0]].name.endswith(rank):
                return mention
        return None

    def lowest(self, group: Sequence[Mention]) -> tuple[str, ...]:
        """The group's codes without those that hold another of them (`重庆市巫溪县`)."""
        codes = tuple(dict.fromkeys(mention.codes[0] for mention in group))
        wide = [code for code in codes if self.upper(code)]
        if wide and len(wide) < len(codes) and any(self.vocabulary.places[c].level == "union" for c in wide):
            return tuple(code for code in codes if code not in wide)
        return tuple(c for c in codes if not any(o != c and inside(self.vocabulary, o, c) for o in codes))

    def _speaks(self, mention: Mention) -> bool:
        """Whether it is only the official of a province who speaks."""
        return mention.inside == "agency" and self.upper(mention.codes[0])

    def compared(self, end: int) -> bool:
        """Whether a word for all that ends at `end` is what one is compared with (`19个援疆省市之首`)."""
        return self.outline.text.startswith(_RANKED, end)

    def narrowest(self, group: Sequence[Mention]) -> tuple[str, ...]:
        """The group's codes; of `广州市黄埔区` only the district."""
        return tuple(dict.fromkeys(mention.codes[0] for mention in inner(group, self.vocabulary)))

    def label(self, block: Block, role: str) -> Parties | None:
        """The parties of one role in the label of a list item."""
        if not block.label:
            return None
        end = self.outline.text.find(block.label, block.start) + len(block.label)
        named = (m for m in self.within(block.start, end) if m.inside != "compound")  # 粤川协作：
        found = [m for m in named if m.codes and m.role == role]
        if not found:
            return None
        codes = tuple(dict.fromkeys(m.codes[0] for m in found))
        return codes, (found[0].span[0], found[-1].span[1])

    def dealt(self, deal: Deal, role: str) -> Mention | None:
        """The mention that 分别 gives to this value, if one role is listed as often as there are values."""
        named = [
            m for m in self.within(*deal.names) if (m.site if role == "site" else m.codes and m.role == role)
        ]
        row = listed(self.outline.text, [m.span for m in named], deal.count)
        return next(m for m in named if m.span == row[deal.order]) if row else None

    def earlier(self, zones: Zones, begin: int) -> Iterable[Sentence]:
        """The part of the sentence before its enumerator, the sentences before in the paragraph; then,
        where the paragraph goes on with the one before (此外), that one's."""
        whole = zones.whole
        if begin > whole.start:
            yield Sentence(whole.start, begin, (), whole.block, whole.number)
        yield from self.outline.before_in_block(whole, EARLIER)
        block = self.outline.blocks[whole.block]
        if block.number and _GOING_ON.match(self.outline.text, block.start):
            before = self.outline.blocks[block.number - 1]
            yield from self.outline.end_of_block(before, EARLIER)

    def later(self, zones: Zones) -> Iterable[Sentence]:
        """The sentence that follows, where this one begins its paragraph or is speech (`“…。”某县某人说`)."""
        block = self.outline.blocks[zones.whole.block]
        spoken = self.outline.text[zones.whole.end - 1 : zones.whole.end] == "”"
        if (spoken or zones.whole.number == block.first) and zones.whole.number + 1 < block.last:
            yield self.outline.sentences[zones.whole.number + 1]

    def part_start(self, begin: int, at: int) -> int:
        """Where the part of a sentence begins that 。 or ； opens with a party of its own; else `begin`."""
        cut = self.outline.text.rfind("；", begin, at) + 1
        told = {m.codes for m in self.within(begin, cut) if m.role == "recipient"}
        own = (m for m in self.within(cut, at) if m.codes and m.role and not m.site)
        anew = any(m.inside != "programme" and m.codes not in told for m in own)
        return cut if cut > begin and anew else begin

    def paired(self, code: str) -> Pair | None:
        """The recipients that the text gives the donor `code`."""
        if self._pairs is None:
            self._pairs = pairs(self.outline, self.mentions, self.vocabulary)
        return self._pairs.get(code)


class Placed(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def span(self) -> Span | None: ...


P = TypeVar("P", bound=Placed)


def nearer(best: P | None, new: P, at: int) -> P:
    """The candidate nearest before `at`; without one, the first after it."""
    if best is None or best.span is None or new.span is None:
        return new
    old, here = best.span[0], new.span[0]
    if here < at:
        return new if old >= at or here > old else best
    return best if old < at or old <= here else new
