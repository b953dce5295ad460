"""What an article is about: which places give, which receive, and where one article of a file ends."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from duikou.reading.geography import inside, party_inside
from duikou.reading.lexicon import Found, scanner
from duikou.reading.mentions import mentions
from duikou.reading.outline import HEADING, Block, Outline
from duikou.reading.roles import is_upper, roles_of, scores_of, settle, side
from duikou.reading.types import Clean, Mention, Span
from duikou.words import Vocabulary

_COUNTED = re.compile(
    r"([二两三四五六七八九]|十[一二三四五六七八九]?|\d{1,2})个?(?:对口支援|支援|援建|东部)?(?:省区市|省市区|省市|省区|省份)"
)
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
MOST_DONORS = 3  # more than these, not counted by the text, are no one topic


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a file. `roles`: what each place is in it; `donors` and `recipients`: its topic, the
    weightiest first; `span`: from its heading to the next article. `said`: where the topic is named."""

    span: Span
    roles: Mapping[str, str]
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    said: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Topics:
    """The articles in order and the mentions, each with one code and its role in its article."""

    articles: tuple[Article, ...]
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]

    def at(self, offset: int) -> Article:
        """The article that holds `offset`."""
        return self.articles[max(0, bisect_right(self.starts, offset) - 1)]


def topics(outline: Outline, found: Sequence[Mention], vocabulary: Vocabulary, title: str) -> Topics:
    """Articles with their topics. `title`: the document's own title where it does not stand in the text."""
    sure = settle(found, vocabulary)
    cues = Found(scanner("roles").scan(outline.text))
    scores = scores_of(outline.text, sure, cues)
    named = settle(mentions(Clean(title, tuple(range(len(title) + 1))), vocabulary), vocabulary)
    title_cues = Found(scanner("roles").scan(title))
    titled = list(zip(named, scores_of(title, named, title_cues), strict=True))
    whole = roles_of([*sure, *[m for m, _ in titled]], [*scores, *[s for _, s in titled]], vocabulary)
    spans = _article_spans(outline, sure, whole, vocabulary)
    in_title = [m.codes[0] for m in named if m.codes and m.inside in ("", "programme")]
    articles: list[Article] = []
    settled: list[Mention] = []
    begins = [mention.span[0] for mention in sure]
    for span in spans:
        first, last = bisect_left(begins, span[0]), bisect_left(begins, span[1])
        own, own_scores = sure[first:last], scores[first:last]
        roles = ChainMap(roles_of(own, own_scores, vocabulary), whole)
        headline = in_title if len(spans) == 1 else ()
        article = _article(outline, span, own, roles, vocabulary, headline)
        articles.append(article)
        pairs = zip(own, own_scores, strict=True)
        settled.extend(_with_role(m, score, roles, article, vocabulary) for m, score in pairs)
    starts = tuple(article.span[0] for article in articles)
    return Topics(tuple(articles), tuple(_with_inner(settled, vocabulary)), starts)


def _with_inner(found: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """`韶关市乳源县`: the place in front of one inside it is on the same side."""
    done = list(found)
    for number in range(len(done) - 2, -1, -1):
        outer, inner = done[number], done[number + 1]
        if not outer.codes or not inner.codes or outer.span[1] != inner.span[0] or outer.role == inner.role:
            continue
        if inside(vocabulary, inner.codes[0], outer.codes[0]):
            done[number] = replace(outer, role=inner.role)
    return done


def _with_role(
    mention: Mention,
    score: Mapping[str, float],
    roles: Mapping[str, str],
    article: Article,
    vocabulary: Vocabulary,
) -> Mention:
    role = _role(mention, score, roles, article, vocabulary)
    if score.get("away") and side(mention.codes[0] if mention.codes else "") > 0:
        role = ""
    return replace(mention, role=role, weight=score.get(role, 0.0))


def _role(
    mention: Mention,
    score: Mapping[str, float],
    roles: Mapping[str, str],
    article: Article,
    vocabulary: Vocabulary,
) -> str:
    """What a mention is: a place beside the topic counts only where its own words make it a party."""
    if not mention.codes:
        return ""
    code = mention.codes[0]
    role = roles.get(code, "")
    main = article.donors if role == "donor" else article.recipients
    if not main or score.get(role, 0) > 0:
        return role
    places = vocabulary.places
    if any(inside(vocabulary, code, own) or inside(vocabulary, own, code) for own in main):
        return role
    return role if places[code].level == "union" else ""


def _article_spans(
    outline: Outline, found: Sequence[Mention], roles: Mapping[str, str], vocabulary: Vocabulary
) -> list[Span]:
    """Cut before headings that name another main recipient than what stands above them."""
    size = max(1, len(outline.text))
    named: dict[int, list[str]] = defaultdict(list)
    for mention in found:
        code = mention.codes[0] if mention.codes else ""
        if code and roles.get(code) == "recipient" and not is_upper(code, vocabulary):
            named[outline.block_at(mention.span[0]).number].append(code)
    cuts = [b.number for b in outline.blocks if b.kind == HEADING and named.get(b.number)]
    bounds = [0, *[cut for cut in cuts if cut], len(outline.blocks)]
    parts: list[tuple[int, str]] = []
    for first, last in itertools.pairwise(bounds):
        main = _main(code for number in range(first, last) for code in named.get(number, ()))
        if not parts or (main and parts[-1][1] and main != parts[-1][1] and last - first > 2):
            parts.append((first, main))
        elif not parts[-1][1]:
            parts[-1] = (parts[-1][0], main)
    starts = [0, *[outline.blocks[number].start for number, _ in parts[1:]]]
    return list(zip(starts, [*starts[1:], size], strict=True))


def _main(codes: Iterable[str]) -> str:
    """The code that makes up at least half, else ""."""
    counts: dict[str, int] = defaultdict(int)
    for code in codes:
        counts[code] += 1
    best = max(counts, key=counts.__getitem__, default="")
    return best if best and counts[best] * 2 >= sum(counts.values()) else ""


def _article(
    outline: Outline,
    span: Span,
    found: Sequence[Mention],
    roles: Mapping[str, str],
    vocabulary: Vocabulary,
    titled: Sequence[str],
) -> Article:
    weight: dict[str, float] = defaultdict(float)
    said: dict[str, Span] = {}
    first = outline.block_at(span[0]).number
    near = outline.blocks[first : first + 40]
    body = [b.number for b in near if b.kind not in (HEADING, "caption")][:3]
    for mention in found:
        if not mention.codes:
            continue
        code = mention.codes[0]
        if mention.inside and (roles.get(code) == "donor" or mention.inside == "compound"):
            continue
        part = 0.3 if mention.inside == "programme" else 1.0
        weight[code] += part * _salience(outline.block_at(mention.span[0]), first, body)
        said.setdefault(code, mention.span)
    for code in titled:
        weight[code] += 6
    text = outline.text[span[0] : span[1]]
    listed = _listed_donors(text, found, span[0])
    heads = {m.codes[0] for m in found if m.codes and outline.block_at(m.span[0]).kind == HEADING}
    donors = _main_donors(text, weight, roles, vocabulary, listed, heads | set(titled))
    recipients = _main_recipients(weight, roles, vocabulary)
    return Article(span, roles, donors, recipients, said)


def _salience(block: Block, first: int, body: Sequence[int]) -> float:
    if block.kind == HEADING:
        return 5.0 if block.number - first < 6 else 3.0
    if block.kind == "caption":
        return 0.5
    return 2.0 if block.number in body else 1.0


def _main_donors(
    text: str,
    weight: Mapping[str, float],
    roles: Mapping[str, str],
    vocabulary: Vocabulary,
    listed: tuple[str, ...],
    titled: Set[str],
) -> tuple[str, ...]:
    """Donors named nearly as much as the most named; as many as the text counts (`七省市`)."""
    donors = sorted((c for c in weight if roles.get(c) == "donor"), key=lambda c: -weight[c])
    donors = _without_kin(donors, weight, vocabulary)
    if not donors:
        return ()
    if listed:
        return listed
    counted = _COUNTED.search(text)
    if counted:
        number = _number(counted.group(1))
        if 2 <= number <= len(donors):
            return tuple(donors[:number])
    floor = weight[donors[0]] * 0.34
    main = tuple(c for c in donors if weight[c] >= floor)
    return main if len(main) <= MOST_DONORS or any(c in titled for c in main) else ()


def _without_kin(donors: Sequence[str], weight: Mapping[str, float], vocabulary: Vocabulary) -> list[str]:
    """Of a party and one inside it (福建省, 泉州市) only the one that is named more."""
    known = [code for code in donors if code in vocabulary.parties]

    def lesser(code: str, other: str) -> bool:
        kin = party_inside(vocabulary, code, other) or party_inside(vocabulary, other, code)
        return kin and (weight[other], other) > (weight[code], code)

    return [c for c in donors if c not in known or not any(lesser(c, other) for other in known)]


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return 10 + _NUMERALS[word[1]] if len(word) == 2 else _NUMERALS[word]


def _listed_donors(text: str, found: Sequence[Mention], start: int) -> tuple[str, ...]:
    """The parties named before a count of them (`上海、天津、福建三省市`), where the count fits."""
    ends = [mention.span[1] for mention in found]
    for match in _COUNTED.finditer(text):
        row: list[str] = []
        last = start + match.start()
        before = bisect_right(ends, last)
        for mention in reversed(found[max(0, before - 40) : before]):
            between = text[mention.span[1] - start : last - start]
            if not mention.codes or (
                between not in ("", "、", "和", "与", "及", "，") and (row or between != "等")
            ):
                break
            row.append(mention.codes[0])
            last = mention.span[0]
        if len(row) == _number(match.group(1)):
            return tuple(reversed(row))
    return ()


def _main_recipients(
    weight: Mapping[str, float], roles: Mapping[str, str], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The main recipient; where no county or prefecture is the main one, the whole that holds them."""
    every = {c: w for c, w in weight.items() if roles.get(c) == "recipient"}
    lower = {c: w for c, w in every.items() if not is_upper(c, vocabulary)}
    upper = {c: w for c, w in every.items() if c not in lower}
    leaves = {
        c: w
        for c, w in lower.items()
        if not any(o != c and inside(vocabulary, o, c) and lower[o] >= 0.6 * w for o in lower)
    }
    if not leaves:
        return tuple(sorted(upper, key=lambda c: -upper[c])[:1])
    ranked = sorted(leaves, key=lambda c: -leaves[c])
    total = sum(leaves.values())
    best = [c for c in ranked if leaves[c] >= 0.6 * leaves[ranked[0]]]
    holders = [
        c for c in every if c not in leaves and any(_holds(c, leaf, vocabulary) for leaf in ranked[:2])
    ]
    if sum(leaves[c] for c in best) * 2 >= total and len(best) <= 3:
        if len(best) > 1 and any(every[h] >= 0.8 * sum(leaves[c] for c in best) for h in holders):
            return (max(holders, key=lambda c: every[c]),)
        return tuple(best)
    if holders:
        widest = max(holders, key=lambda c: every[c])
        inner = [
            c
            for c in holders
            if _within(c, widest, vocabulary) and _held(c, leaves, vocabulary) * 10 >= total * 6
        ]
        return (max(inner, key=lambda c: every[c]) if inner else widest,)
    return tuple(best) if len(best) <= 3 else ()


def _held(outer: str, leaves: Mapping[str, float], vocabulary: Vocabulary) -> float:
    return sum(weight for code, weight in leaves.items() if _holds(outer, code, vocabulary))


def _within(inner: str, outer: str, vocabulary: Vocabulary) -> bool:
    """Whether the union `inner` is a part of the union `outer`."""
    if inner == outer or any(vocabulary.places[code].level != "union" for code in (inner, outer)):
        return False
    return set(vocabulary.places.members(inner)) < set(vocabulary.places.members(outer))


def _holds(outer: str, inner: str, vocabulary: Vocabulary) -> bool:
    """Whether the place or union `outer` holds `inner` and is not the same."""
    if outer == inner:
        return False
    return inside(vocabulary, inner, outer)
