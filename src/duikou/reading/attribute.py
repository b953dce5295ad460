"""Who gives, who receives, and where: donor, recipient and site of every figure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duikou.reading.dealing import Deal, listed
from duikou.reading.heads import Head
from duikou.reading.lexicon import Found, Hit, Row, scanner
from duikou.reading.outline import Block, Outline, Sentence
from duikou.reading.sectors import measure_rules
from duikou.reading.things import Thing, thing_near
from duikou.reading.topics import Article, Topics
from duikou.reading.types import Because, Mention, Span
from duikou.reading.windows import scope_start
from duikou.reading.zones import Zones
from duikou.words import Vocabulary

_JOIN = re.compile(r"(?:[、，和与及暨（）/ ]|以及|省委|市委|区委|省政府|市政府|区政府|委|政府|等)*$")
_OWN = re.compile(r"全县|全区|全市|全州|全地区|我县|我区|我市|我州|全省|全域")
_POINTING = re.compile('[“"]?(?:这|该|其|在此|当地)')
_COUNTS = tuple("二两三四五六七八九十各个0123456789")
TOWNS = ("乡", "镇", "街道")
UPPER = ("country", "province", "union")
SAID, ASSUMED = "said", "assumed"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Donors and recipients as place codes, the site's name, the figure's thing, and why."""

    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    site: str
    thing: str
    thing_span: Span | None
    open_donors: bool
    donor_why: Because
    recipient_why: Because
    site_why: Because


class Parties:
    """All that is known of places in one text; answers for one figure at a time."""

    __slots__ = (
        "_starts",
        "_things",
        "quantity_starts",
        "mentions",
        "outline",
        "pronouns",
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
        self._starts = [mention.span[0] for mention in self.mentions]
        self._things = things
        self.pronouns: Found[tuple[Row, ...]] = Found(scanner("pronouns").scan(outline.text))
        self.quantity_starts = [zone.quantity.start for zone in around]

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Mentions that begin in [start, end)."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def attribute(self, zones: Zones, head: Head, deal: Deal | None = None) -> Attribution:
        """Donors, recipients and site of the quantity in `zones`."""
        article = self.topics.at(zones.quantity.start)
        begin = scope_start(self.outline, zones)
        thing = thing_near(self._things, begin, zones.clause[1], zones.quantity.start)
        name, thing_span = (thing[0].name, thing[1]) if thing else ("", None)
        if thing is None:
            thing = self._thing_before(zones, begin)
            name = thing[0].name if thing else ""
            thing_span = thing[1] if thing else None
        donors, donor_why, is_open = self._donors(zones, head, article, begin, thing)
        recipients, recipient_why = self._recipients(zones, article, begin, thing)
        site, site_why = self._site(zones, begin, thing, recipients)
        if deal is not None:
            if one := self._dealt(deal, "donor"):
                donors, donor_why = one.codes, Because(SAID, "dealt", one.span)
            if one := self._dealt(deal, "recipient"):
                recipients, recipient_why = one.codes, Because(SAID, "dealt", one.span)
            if one := self._dealt(deal, "site"):
                site, site_why = one.site, Because(SAID, "dealt", one.span)
        return Attribution(
            donors, recipients, site, name, thing_span, is_open, donor_why, recipient_why, site_why
        )

    def _thing_before(self, zones: Zones, begin: int) -> tuple[Thing, Span] | None:
        """The thing that the sentence before in the paragraph names, where this one names none and no place."""
        if any(m.codes and m.role for m in self.within(begin, zones.clause[1])):
            return None
        for earlier in list(self._earlier(zones, begin))[:2]:
            found = thing_near(self._things, earlier.start, earlier.end, earlier.end)
            if found:
                return found
        return None

    def _dealt(self, deal: Deal, role: str) -> Mention | None:
        """The mention that 分别 gives to this value, where as many of one role are listed as there are values."""
        named = [
            m for m in self.within(*deal.names) if (m.site if role == "site" else m.codes and m.role == role)
        ]
        row = listed(self.outline.text, [m.span for m in named], deal.count)
        if not row:
            return None
        return next(m for m in named if m.span == row[deal.order])

    # ---- donors

    def _donors(
        self, zones: Zones, head: Head, article: Article, begin: int, thing: tuple[Thing, Span] | None
    ) -> tuple[tuple[str, ...], Because, bool]:
        rule = measure_rules().get(head.measure)
        mode = rule["donor"] if rule else "topic"
        nobody = Because(ASSUMED, "own-economy")
        if mode == "none":
            return (), nobody, False
        block = self.outline.blocks[zones.whole.block]
        said = self._said_donors(begin, zones.quantity.start, zones.clause[1], article)
        if said:
            return said
        labelled = self._label(block, "donor")
        if labelled:
            return labelled[0], Because(SAID, "label", labelled[1]), False
        sentence = self.outline.text[zones.whole.start : zones.whole.end]
        if mode == "said" or (mode in ("own", "near") and _OWN.search(sentence)):
            return (), nobody, False
        for earlier in self._earlier(zones, begin):
            found = self._said_donors(earlier.start, earlier.end, earlier.end, article)
            if found:
                codes, why, is_open = found
                return codes, Because(ASSUMED, "paragraph", why.span), is_open
        if thing is not None:
            found = self._of_thing(thing[0], article)
            if found:
                return found
        if mode == "near":
            return (), nobody, False
        if block.heading >= 0:
            above = self.outline.blocks[block.heading]
            found = self._said_donors(above.start, above.end, above.end, article)
            if found:
                return found[0], Because(ASSUMED, "heading", found[1].span), found[2]
        span = article.said.get(article.donors[0]) if article.donors else None
        return article.donors, Because(ASSUMED, "topic", span), False

    def _earlier(self, zones: Zones, begin: int) -> Iterable[Sentence]:
        """Sentences before in the paragraph, and the part of this one before its enumerator, nearest first."""
        if begin > zones.whole.start:
            whole = zones.whole
            yield Sentence(whole.start, begin, (), whole.block, whole.number)
        yield from list(self.outline.before_in_block(zones.whole))[:6]

    def _said_donors(
        self, start: int, at: int, end: int, article: Article
    ) -> tuple[tuple[str, ...], Because, bool] | None:
        """The group of donors, or the word for all of them, named last before `at`, else first up to `end`."""
        groups = self._groups(start, end, "donor")
        pronouns = [
            hit
            for hit in self.pronouns.within(start, end)
            if hit.value[0]["role"] in ("donor", "both") and article.donors and self._stands_alone(hit)
        ]
        best: tuple[int, tuple[str, ...], Span, str] | None = None
        for group in groups:
            span = group[0].span[0], group[-1].span[1]
            codes = self._narrowest(group)
            best = _nearer(best, (span[0], codes, span, "sentence"), at)
        for hit in pronouns:
            best = _nearer(best, (hit.start, article.donors, (hit.start, hit.end), "pronoun"), at)
        if best is None:
            return None
        text = self.outline.text
        is_open = best[3] == "sentence" and text[best[2][1] : best[2][1] + 1] == "等"
        return best[1], Because(SAID, best[3], best[2]), is_open

    def _stands_alone(self, hit: Hit[tuple[Row, ...]]) -> bool:
        """Not the end of a list of names (`上海、福建等省市`), and not the middle of a word."""
        before = self.outline.text[max(0, hit.start - 1) : hit.start]
        return before != "等" and (hit.word != "省市" or before in _COUNTS)

    def _narrowest(self, group: Sequence[Mention]) -> tuple[str, ...]:
        """The group's codes; of `广州市黄埔区` only the district."""
        places = self.vocabulary.places
        codes: list[str] = []
        for mention, following in zip(group, [*group[1:], None], strict=True):
            code = mention.codes[0]
            held = following is not None and following.span[0] == mention.span[1]
            if held and following is not None and places.inside(following.codes[0], code):
                continue
            codes.append(code)
        return tuple(dict.fromkeys(codes))

    def _of_thing(self, thing: Thing, article: Article) -> tuple[tuple[str, ...], Because, bool] | None:
        """The donors named with the thing where it first stands, or in the sentences beside that."""
        for hit in self._things.within(thing.first, len(self.outline.text)):
            if hit.value[0].name != thing.name:
                continue
            sentence = self.outline.sentence_at(hit.start)
            found = self._said_donors(sentence.start, hit.start, sentence.end, article)
            if found:
                return found[0], Because(ASSUMED, "same-thing", found[1].span), found[2]
            if hit.start > thing.first + 600:
                break
        return None

    def _groups(self, start: int, end: int, role: str) -> list[list[Mention]]:
        """Mentions of one role that are joined by 、 和 and the like, in order."""
        groups: list[list[Mention]] = []
        previous: Mention | None = None
        for mention in self.within(start, end):
            if mention.inside == "programme":
                continue
            if not mention.codes or mention.role != role:
                previous = None if mention.codes else previous
                continue
            if role == "donor" and mention.inside in ("school", "hospital", "street", "firm"):
                continue
            between = self.outline.text[previous.span[1] : mention.span[0]] if previous else "x"
            if previous is not None and len(between) <= 8 and _JOIN.match(between):
                groups[-1].append(mention)
            else:
                groups.append([mention])
            previous = mention
        return groups

    def _label(self, block: Block, role: str) -> tuple[tuple[str, ...], Span] | None:
        if not block.label:
            return None
        end = self.outline.text.find(block.label, block.start) + len(block.label)
        found = [m for m in self.within(block.start, end) if m.codes and m.role == role]
        if not found:
            return None
        codes = tuple(dict.fromkeys(m.codes[0] for m in found))
        return codes, (found[0].span[0], found[-1].span[1])

    # ---- recipients

    def _recipients(
        self, zones: Zones, article: Article, begin: int, thing: tuple[Thing, Span] | None
    ) -> tuple[tuple[str, ...], Because]:
        found = self._said_recipients(begin, zones.quantity.start, zones.purpose, article)
        if found:
            return found[0], Because(SAID, "sentence", found[1])
        block = self.outline.blocks[zones.whole.block]
        labelled = self._label(block, "recipient")
        if labelled:
            return labelled[0], Because(SAID, "label", labelled[1])
        for earlier in self._earlier(zones, begin):
            found = self._said_recipients(earlier.start, earlier.end, earlier.end, article)
            if found:
                return found[0], Because(ASSUMED, "paragraph", found[1])
        if thing is not None:
            sentence = self.outline.sentence_at(thing[0].first)
            found = self._said_recipients(sentence.start, thing[0].first, sentence.end, article)
            if found:
                return found[0], Because(ASSUMED, "same-thing", found[1])
        if block.heading >= 0:
            above = self.outline.blocks[block.heading]
            found = self._said_recipients(above.start, above.end, above.end, article)
            if found:
                return found[0], Because(ASSUMED, "heading", found[1])
        span = article.said.get(article.recipients[0]) if article.recipients else None
        return article.recipients, Because(ASSUMED, "topic", span)

    def _said_recipients(
        self, start: int, at: int, end: int, article: Article
    ) -> tuple[tuple[str, ...], Span] | None:
        best: tuple[int, tuple[str, ...], Span, str] | None = None
        for group in self._groups(start, end, "recipient"):
            codes = tuple(dict.fromkeys(m.codes[0] for m in group))
            if all(self._background(code, article) for code in codes):
                continue
            span = group[0].span[0], group[-1].span[1]
            best = _nearer(best, (span[0], self._lowest(codes), span, "sentence"), at)
        for mention in self.within(start, end):
            if mention.site and mention.codes and mention.role != "donor":
                best = _nearer(best, (mention.span[0], mention.codes, mention.span, "site"), at)
        return (best[1], best[2]) if best else None

    def _background(self, code: str, article: Article) -> bool:
        """A wider place than the article's own recipients says nothing about one figure."""
        places = self.vocabulary.places
        if code in article.recipients or not article.recipients:
            return False
        return any(
            places.inside(own, member)
            for own in article.recipients
            if places[own].level != "union"
            for member in places.members(code)
        )

    def _lowest(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Without codes that hold another of them (`重庆市巫溪县`)."""
        places = self.vocabulary.places
        if any(places[code].level == "union" for code in codes):
            lower = tuple(c for c in codes if places[c].level not in UPPER)
            return lower or codes
        return tuple(c for c in codes if not any(o != c and places.inside(o, c) for o in codes))

    # ---- site

    def _site(
        self, zones: Zones, begin: int, thing: tuple[Thing, Span] | None, recipients: tuple[str, ...]
    ) -> tuple[str, Because]:
        """From the clause, the thing in the clause, the sentence, the thing, a pointing word: in this order."""
        at = zones.quantity.start
        near = self._said_site(max(begin, zones.clause[0]), at, zones.purpose)
        if near:
            return near[0], Because(SAID, "clause", near[1])
        if thing is not None and zones.clause[0] <= thing[1][0] < zones.purpose:
            own = self._site_of_thing(thing[0])
            if own:
                return own[0], Because(ASSUMED, "same-thing", own[1])
        said = self._said_site(begin, at, zones.clause[0])
        if said:
            return said[0], Because(SAID, "sentence", said[1])
        if _OWN.search(self.outline.text, begin, zones.clause[1]):
            return "", Because(ASSUMED, "whole-county")
        if thing is not None:
            own = self._site_of_thing(thing[0])
            if own:
                return own[0], Because(ASSUMED, "same-thing", own[1])
        pronoun = [h for h in self.pronouns.within(begin, at) if h.value[0]["role"] == "site"]
        last = self._last_site(at) if pronoun else None
        if last:
            return last.site, Because(SAID, "pronoun", (pronoun[-1].start, pronoun[-1].end))
        if _POINTING.match(self.outline.text, zones.whole.start):
            for earlier in list(self.outline.before_in_block(zones.whole))[:1]:
                near = self._said_site(earlier.start, earlier.end, earlier.end)
                if near:
                    return near[0], Because(ASSUMED, "paragraph", near[1])
        return "", Because(ASSUMED, "site-unsaid")

    def _said_site(self, start: int, at: int, end: int) -> tuple[str, Span] | None:
        """The township or village named last before `at`, else first up to `end`; several in one clause: none."""
        sites = [m for m in self.within(start, end) if m.site]
        before = [m for m in sites if m.span[1] <= at and not self._taken(m, at)]
        sites = [m for m in sites if m.span[0] >= at]
        chosen = before[-1] if before else sites[0] if sites else None
        if chosen is None:
            return None
        clause = self.outline.clause_at(chosen.span[0])
        beside = [m for m in (before or sites) if clause[0] <= m.span[0] < clause[1]]
        if len({m.site for m in beside if m.site.endswith(TOWNS)}) > 1:
            return "", chosen.span
        if not chosen.site.endswith(TOWNS):
            towns = [m for m in beside if m.site.endswith(TOWNS) and m.span[1] <= chosen.span[0]]
            chosen = towns[-1] if towns else chosen
        return chosen.site, chosen.span

    def _taken(self, mention: Mention, at: int) -> bool:
        """Whether a place belongs to another figure that stands before it in its own clause."""
        clause = self.outline.clause_at(mention.span[0])
        if clause[0] <= at < clause[1]:
            return False
        number = bisect_left(self.quantity_starts, clause[0])
        return number < len(self.quantity_starts) and self.quantity_starts[number] < mention.span[0]

    def _site_of_thing(self, thing: Thing) -> tuple[str, Span] | None:
        """Where a thing stands: the place its name follows, else the one named in its sentence or just before."""
        for mention in self.within(thing.first - 24, thing.first):
            if mention.span[1] == thing.first and mention.site:
                towns = [m for m in self.within(thing.first - 24, mention.span[0]) if m.site.endswith(TOWNS)]
                held = towns[-1] if towns and towns[-1].span[1] == mention.span[0] else mention
                return held.site, held.span
        sentence = self.outline.sentence_at(thing.first)
        for near in (sentence, *list(self.outline.before_in_block(sentence))[:1]):
            found = self._said_site(near.start, min(near.end, thing.first), min(near.end, thing.first + 1))
            if found:
                return found
        return None

    def _last_site(self, at: int) -> Mention | None:
        number = bisect_left(self._starts, at)
        for mention in reversed(self.mentions[max(0, number - 40) : number]):
            if mention.site:
                return mention
        return None


def _nearer(
    best: tuple[int, tuple[str, ...], Span, str] | None,
    new: tuple[int, tuple[str, ...], Span, str],
    at: int,
) -> tuple[int, tuple[str, ...], Span, str]:
    """The candidate nearest before `at`; without one, the first after it."""
    if best is None:
        return new
    if new[0] < at:
        return new if best[0] >= at or new[0] > best[0] else best
    return best if best[0] < at or best[0] <= new[0] else new
