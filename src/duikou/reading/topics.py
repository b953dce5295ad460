"""What an article is about: which places give, which receive, and where one article of a file ends."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from duikou.reading.geography import inside, is_upper, level
from duikou.reading.home import with_home
from duikou.reading.lexicon import Found, scanner
from duikou.reading.lists import any_of, words
from duikou.reading.main_parties import SEVERAL, main_donors, main_recipients
from duikou.reading.mentions import mentions
from duikou.reading.outline import HEADING, Block, Outline
from duikou.reading.pairings import KNOWN, known, sides
from duikou.reading.roles import MAKES_A_PARTY, lists_of, roles_of, scores_of, settle
from duikou.reading.types import Clean, Mention, Span
from duikou.words import Vocabulary

_OWN_ACCOUNT = re.compile(any_of(words("cues", use="account of a place itself")))
HEAD = 60  # characters from the head of an article in which it says what it is
Scored = tuple[Mention, Mapping[str, float]]
LEADS = 0.3  # a place that only leads up to one inside it
OF_HOUSE = 0.2  # a place in the name of a hospital, a school or a reservoir
IN_TITLE = 6.0  # a mention in the document's title, as against one in the body


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a file. `roles`: what each place is in it; `donors` and `recipients`: its topic, the
    weightiest first; `span`: from its heading to the next article. `said`: where the topic is named.
    `own`: it is a place's account of itself, which tells of donors only where it says so. `several`: it goes
    through several donors in turn."""

    span: Span
    roles: Mapping[str, str]
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    said: Mapping[str, Span]
    own: bool = False
    several: bool = False


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
    if title and title in outline.text[: len(title) + HEAD]:
        title = ""  # it stands at the head of the text
    named = settle(mentions(Clean(title, tuple(range(len(title) + 1))), vocabulary), vocabulary)
    title_cues = Found(scanner("roles").scan(title))
    titled = list(zip(named, scores_of(title, named, title_cues), strict=True))
    whole = roles_of([*sure, *[m for m, _ in titled]], [*scores, *[s for _, s in titled]], vocabulary)
    spans = _article_spans(outline, sure, whole, vocabulary)
    articles: list[Article] = []
    settled: list[Mention] = []
    begins = [mention.span[0] for mention in sure]
    for span in spans:
        first, last = bisect_left(begins, span[0]), bisect_left(begins, span[1])
        own, own_scores = sure[first:last], scores[first:last]
        roles = ChainMap(roles_of(own, own_scores, vocabulary), whole)
        own = with_home(own, own_scores, roles, vocabulary)
        headline = titled if len(spans) == 1 else ()
        article = _article(outline, span, own, own_scores, roles, vocabulary, headline)
        articles.append(article)
        settled.extend(_with_roles(own, own_scores, roles, article, outline, vocabulary))
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


def _with_roles(
    found: Sequence[Mention],
    scores: Sequence[Mapping[str, float]],
    roles: Mapping[str, str],
    article: Article,
    outline: Outline,
    vocabulary: Vocabulary,
) -> Iterator[Mention]:
    """The mentions of an article, each with its role and how much the words around it speak for that."""
    codes = {mention.codes[0] for mention in found if mention.codes}
    either = {(code,) for code, (give, take) in sides(vocabulary, codes).items() if min(give, take) >= KNOWN}
    for number, (mention, score) in enumerate(zip(found, scores, strict=True)):
        around = (*found[max(0, number - 1) : number], *found[number + 1 : number + 2])
        beside = [m.codes[0] for m in around if m.codes]
        role = _here(mention.codes[0], score, beside, vocabulary) if mention.codes[:1] in either else ""
        role = role or _role(mention, score, roles, article, beside, vocabulary)
        if not role and in_label(mention, outline):
            role = roles.get(mention.codes[0], "") if mention.codes else ""
        if role == "donor" and score.get("away", 0) >= (1 if article.donors else 2):
            role = ""
        yield replace(mention, role=role, weight=score.get(role, 0.0))


def _here(code: str, score: Mapping[str, float], beside: Sequence[str], vocabulary: Vocabulary) -> str:
    """What a place that both gives and takes (重庆: to 昌都, from 山东) is at one place of the text."""
    said = score.get("donor", 0) - score.get("recipient", 0)
    said = said or sum(known(vocabulary, code, one) - known(vocabulary, one, code) for one in beside)
    return "donor" if said > 0 else "recipient" if said < 0 else ""


def _role(
    mention: Mention,
    score: Mapping[str, float],
    roles: Mapping[str, str],
    article: Article,
    beside: Sequence[str],
    vocabulary: Vocabulary,
) -> str:
    """What a mention is: a place beside the topic counts only where its own words make it a party."""
    if not mention.codes or mention.inside in ("press", "origin"):
        return ""
    code = mention.codes[0]
    role = "recipient" if mention.inside == "programme" else roles.get(code, "")
    if score.get(role, 0) >= MAKES_A_PARTY:
        return role
    rank = level(vocabulary, code)
    main = article.donors if role == "donor" else article.recipients
    if rank == "body" or mention.inside == "venue":
        return role if code in main else ""
    if not main or rank == "union":
        return role
    related = any(inside(vocabulary, code, own) or inside(vocabulary, own, code) for own in main)
    if not related and role == "recipient":
        related = any(known(vocabulary, donor, code) for donor in (*article.donors, *beside))
    return role if related else ""


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
    scores: Sequence[Mapping[str, float]],
    roles: Mapping[str, str],
    vocabulary: Vocabulary,
    titled: Sequence[Scored],
) -> Article:
    weight: dict[str, float] = defaultdict(float)
    said: dict[str, Span] = {}
    first = outline.block_at(span[0]).number
    near = outline.blocks[first : first + 40]
    body = [b.number for b in near if b.kind not in (HEADING, "caption")][:3]
    for mention, part in _weighed(list(zip(found, scores, strict=True)), roles, vocabulary):
        weight[mention.codes[0]] += part * _salience(outline.block_at(mention.span[0]), first, body)
        said.setdefault(mention.codes[0], mention.span)
    heads = {m.codes[0] for m in found if m.codes and outline.block_at(m.span[0]).kind == HEADING}
    for mention, part in _weighed(titled, roles, vocabulary):
        weight[mention.codes[0]] += part * IN_TITLE
        heads.add(mention.codes[0])
    text = outline.text[span[0] : span[1]]
    sides = {
        role: {c: w for c, w in weight.items() if roles.get(c) == role} for role in ("donor", "recipient")
    }
    joint = _joint(text, span[0], found, scores)
    acting = {
        m.codes[0]
        for m, score in zip(found, scores, strict=True)
        if m.codes and score.get("donor", 0) >= MAKES_A_PARTY and outline.block_at(m.span[0]).kind != HEADING
    }
    labels = {m.codes[0] for m in found if m.codes and in_label(m, outline)}
    donors = main_donors(text, found, span[0], sides["donor"], joint, heads, acting, labels, vocabulary)
    wide = {m.codes[0] for m in found if m.codes and m.inside == "programme" and m.text.endswith("库区")}
    takers = main_recipients(sides["recipient"], donors, wide & heads, vocabulary)
    own = _OWN_ACCOUNT.search(text, 0, HEAD) is not None
    several = not donors and len(labels & sides["donor"].keys()) >= SEVERAL
    return Article(span, roles, donors, takers, said, own, several)


def in_label(mention: Mention, outline: Outline) -> bool:
    """Whether a place stands in the label of a list item (`上海：…`)."""
    block = outline.block_at(mention.span[0])
    return (
        bool(block.label)
        and mention.text in block.label
        and mention.span[1] <= block.start + len(block.label) + 2
    )


def _weighed(
    said: Sequence[Scored], roles: Mapping[str, str], vocabulary: Vocabulary
) -> Iterator[tuple[Mention, float]]:
    """Mentions that speak for their place being what the article is about, and how much."""
    for number, (mention, score) in enumerate(said):
        following = said[number + 1][0] if number + 1 < len(said) else None
        part = _evidence(mention, score, roles) if mention.codes else 0.0
        if part:
            yield mention, part * (LEADS if _leads(mention, following, vocabulary) else 1.0)


def _joint(
    text: str, start: int, found: Sequence[Mention], scores: Sequence[Mapping[str, float]]
) -> list[Set[str]]:
    """The donors of each list that gives together."""
    return [
        {mention.codes[0] for mention in found[first : last + 1] if mention.codes}
        for first, last in lists_of(text, found, start)
        if last > first and scores[first].get("donor", 0) >= MAKES_A_PARTY
    ]


def _leads(mention: Mention, following: Mention | None, vocabulary: Vocabulary) -> bool:
    """Whether a place only leads up to one inside it (`重庆市奉节县`)."""
    if following is None or not following.codes or not 0 <= following.span[0] - mention.span[1] <= 1:
        return False
    inner, outer = following.codes[0], mention.codes[0]
    return inner != outer and inside(vocabulary, inner, outer)


def _evidence(mention: Mention, score: Mapping[str, float], roles: Mapping[str, str]) -> float:
    """How much one mention speaks for its place being what the article is about."""
    role = roles.get(mention.codes[0], "") if mention.codes else ""
    if mention.inside in ("press", "venue", "origin", "agency") or (role == "donor" and score.get("away")):
        return 0.0
    if mention.inside == "programme":
        return 0.02
    if mention.inside == "compound":
        return OF_HOUSE if role == "recipient" else 0.5  # 粤桂协作 is told of in any county of 广西
    if mention.inside in ("hospital", "school", "water") and role == "recipient":
        return OF_HOUSE
    if mention.inside == "body":
        return 1.0 if score.get("donor", 0) >= MAKES_A_PARTY else 0.0
    if mention.inside and role == "donor":
        return 0.0
    return 1.0 if score.get(role, 0) >= 1 else 0.6


def _salience(block: Block, first: int, body: Sequence[int]) -> float:
    if block.kind == HEADING:
        return 5.0 if block.number - first < 6 else 3.0
    if block.kind == "caption":
        return 0.5
    return 2.0 if block.number in body else 1.0
