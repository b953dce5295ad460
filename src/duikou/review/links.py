"""Which registered thing a figure's mention means: candidates with a score and the reason, best first.

Names are compared with quotes, blanks and width taken off. A thing at another place than the figure's is
offered only where the name is the same to the letter, and never chosen by itself.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from duikou.book import Subject
from duikou.reading import Abbreviation, spells
from duikou.review.fields import Fields, Proposal
from duikou.review.statements import site_code
from duikou.words import Vocabulary

CHOSEN = 70  # from this score on a link is proposed
CLEAR = 10  # by so much it must be ahead of the next
MOST_OFFERED = 4
MOST_COMPARED = 60
SHORTEST_PART = 3
SHORTEST_NAMED = 4  # names in a sentence
_MARKS = re.compile(r"[\s“”‘’「」『』《》\"'*·]")
ETC = "等"
_SAME, _UNKNOWN, _ELSEWHERE = "same", "unknown", "elsewhere"


@dataclass(frozen=True, slots=True)
class Link:
    """A registered thing that may be meant. `score`: 0 to 100; `rule`: why, one of name, name-elsewhere,
    abbreviation, place-left-out, part-of-name, letters, only-one-here, in-sentence; `words`: the words of the
    text that it goes by."""

    key: str
    name: str
    score: int
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Mention:
    """What a figure is about, as the text has it. `places`: codes where it may be; `described`: only a kind
    of thing is named (学校), not a thing by its own name."""

    name: str
    places: tuple[str, ...]
    sector: str
    described: bool


def mention_of(proposal: Proposal, fields: Fields, vocabulary: Vocabulary) -> Mention:
    """The mention of a proposal whose fields now are `fields`."""
    why = proposal.why_of("subject")
    site = site_code(fields, vocabulary)
    places = (site,) if site else fields.recipient
    return Mention(fields.subject, places, fields.sector, why is not None and why.rule == "noun")


class Registry:
    """The registered things, ready to be compared with many mentions of one text."""

    def __init__(
        self,
        subjects: Iterable[Subject],
        vocabulary: Vocabulary,
        abbreviations: Sequence[Abbreviation] = (),
    ) -> None:
        self._vocabulary = vocabulary
        self._subjects = {subject.key: subject for subject in subjects}
        self._full = {plain(one.short): plain(one.full) for one in abbreviations}
        self._by_name: dict[str, list[str]] = {}
        self._by_pair: dict[str, list[str]] = {}
        self._by_start: dict[
            str, list[tuple[str, str]]
        ] = {}  # of single things, by their first two characters
        self._names = {
            key: tuple(dict.fromkeys(map(plain, subject.names))) for key, subject in self._subjects.items()
        }
        for subject in self._subjects.values():
            names = self._names[subject.key]
            for name in names:
                self._by_name.setdefault(name, []).append(subject.key)
                if subject.single and len(name) >= SHORTEST_NAMED:
                    self._by_start.setdefault(name[:2], []).append((name, subject.key))
            for pair in {pair for name in names for pair in _pairs(name)}:
                self._by_pair.setdefault(pair, []).append(subject.key)

    def links(self, mention: Mention, sentence: str = "") -> tuple[Link, ...]:
        """Up to four candidates for `mention`; where it has no name, the things that `sentence` names."""
        name = plain(mention.name)
        if name:
            found = [*self._same_names(name, mention), *self._like(name, mention)]
        else:
            found = list(self._named_in(plain(sentence), mention))
        best: dict[str, Link] = {}
        for link in found:
            if link.key not in best or link.score > best[link.key].score:
                best[link.key] = link
        return tuple(sorted(best.values(), key=lambda link: (-link.score, link.name)))[:MOST_OFFERED]

    def _same_names(self, name: str, mention: Mention) -> Iterable[Link]:
        full = self._full.get(name, "")
        for known, rule, less in ((name, "name", 0), (full, "abbreviation", 5)):
            for key in self._by_name.get(known, ()):
                where = self._where(self._subjects[key], mention)
                score = {_SAME: 100, _UNKNOWN: 90, _ELSEWHERE: 45}[where] - less
                yield self._link(key, score, "name-elsewhere" if where == _ELSEWHERE else rule, mention.name)

    def _like(self, name: str, mention: Mention) -> Iterable[Link]:
        """Candidates whose names only resemble the mention's, or the full name that the text gives for it."""
        spelt = {name, self._full.get(name, name)}
        shared = Counter(key for one in spelt for pair in _pairs(one) for key in self._by_pair.get(pair, ()))
        for key, _ in sorted(shared.most_common(MOST_COMPARED)):
            subject = self._subjects[key]
            where = self._where(subject, mention)
            if where == _ELSEWHERE:
                continue
            bonus = (5 if where == _SAME else 0) + (5 if self._same_sector(subject, mention) else 0)
            for known in self._names[key]:
                for one in spelt:
                    if alike := self._alike(one, known):
                        yield self._link(key, alike[0] + bonus, alike[1], mention.name)
        if mention.described:
            yield from self._only_one_here(name, mention)

    def _alike(self, name: str, known: str) -> tuple[int, str] | None:
        """Score and rule of two names that are not the same."""
        short, long = sorted((self._without_place(name), self._without_place(known)), key=len)
        if name != known and short == long:
            return 80, "place-left-out"
        if len(short) < SHORTEST_PART or short == long:
            return None
        if ETC in name:  # 鸡公岭幼儿园等学校: more than the one that is named
            return None
        ratio = len(short) / len(long)
        if long.endswith(short) or long.startswith(short) or short in long:
            return int(35 + 40 * ratio), "part-of-name"
        if spells(short, long) and (short[0] == long[0] or short[-1] == long[-1]):
            return int(30 + 40 * ratio), "letters"
        return None

    def _only_one_here(self, name: str, mention: Mention) -> Iterable[Link]:
        """The only single thing of that kind at the place and in the sector."""
        found = [
            key
            for key in self._by_pair.get(name[-2:], ())
            if any(known.endswith(name) for known in self._names[key])
            and (subject := self._subjects[key]).single
            and self._where(subject, mention) == _SAME
            and self._same_sector(subject, mention)
        ]
        if len(found) == 1:
            yield self._link(found[0], 60, "only-one-here", mention.name)

    def _named_in(self, sentence: str, mention: Mention) -> Iterable[Link]:
        """The single things whose names stand in `sentence`."""
        for at in range(len(sentence) - 1):
            for known, key in self._by_start.get(sentence[at : at + 2], ()):
                elsewhere = self._where(self._subjects[key], mention) == _ELSEWHERE
                if sentence.startswith(known, at) and not elsewhere:
                    yield self._link(key, 60, "in-sentence", known)

    def _link(self, key: str, score: int, rule: str, words: str) -> Link:
        return Link(key, self._subjects[key].name, min(score, 100), rule, words)

    def _where(self, subject: Subject, mention: Mention) -> str:
        if not subject.place or not mention.places:
            return _UNKNOWN
        places = self._vocabulary.places
        own = places.spans([subject.place])
        there = places.spans(mention.places)
        meet = any(a < y and x < b for a, b in own for x, y in there)
        return _SAME if meet else _ELSEWHERE

    def _same_sector(self, subject: Subject, mention: Mention) -> bool:
        if not subject.sector or not mention.sector:
            return False
        sectors = self._vocabulary.sectors
        pair = (subject.sector, mention.sector)
        return sectors.inside(*pair) or sectors.inside(*reversed(pair))

    def _without_place(self, name: str) -> str:
        """`name` without the names of places that it begins with (重庆市巫溪县长春小学 → 长春小学)."""
        names = self._vocabulary.places.names
        for _ in range(3):
            length = next(
                (n for n in range(min(8, len(name) - 2), 1, -1) if name[:n] in names and _ends(name[:n])), 0
            )
            if not length:
                break
            name = name[length:]
        return name


def proposed(links: Sequence[Link]) -> Link | None:
    """The link that is proposed without asking: a high score, well ahead of the next."""
    if not links or links[0].score < CHOSEN:
        return None
    ahead = links[0].score - links[1].score if len(links) > 1 else CLEAR
    return links[0] if ahead >= CLEAR else None


def form_of(mention: Mention) -> str:
    """What a new thing of that name is registered as: by the ending of its name; a mere description is a
    group."""
    if mention.described:
        return "group"
    endings = _forms()
    best = max((ending for ending in endings if mention.name.endswith(ending)), key=len, default="")
    return endings.get(best, "other")


def plain(name: str) -> str:
    """A name for comparison: no quotes, blanks or bold marks, one width, lower case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).lower()


def _ends(place: str) -> bool:
    return place[-1] in "省市区县州乡镇"


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


@cache
def _forms() -> Mapping[str, str]:
    text = resources.files("duikou.review").joinpath("data", "forms.csv").read_text(encoding="utf-8")
    return {row["ending"]: row["form"] for row in csv.DictReader(text.splitlines())}
