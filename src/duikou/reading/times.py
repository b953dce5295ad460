"""Fourth stage: time expressions, resolved against the document's date.

The words are rows of `data/time_words.csv` and the vocabulary's named periods, the grammar stands in
`time_patterns`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from duikou.reading.context import CLAUSE
from duikou.reading.dates import Dated
from duikou.reading.lists import any_of
from duikou.reading.time_patterns import BASE_BEFORE, EVENT_SINCE, MULTIPLE_AFTER, TIME
from duikou.reading.time_points import Resolver
from duikou.reading.types import Clean, Piece, Span, TimeMention
from duikou.words import Vocabulary


class Times:
    """The time mentions of one text, to be asked by span."""

    __slots__ = ("_starts", "mentions")

    def __init__(self, mentions: Sequence[TimeMention]) -> None:
        self.mentions = sorted(mentions, key=lambda mention: mention.span)
        self._starts = [mention.span[0] for mention in self.mentions]

    def within(self, start: int, end: int) -> list[TimeMention]:
        """Mentions that begin in [start, end)."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def time_spans(text: str) -> list[Span]:
    """Where time expressions stand, durations and times of day among them, in order. Linear."""
    return [match.span() for match in TIME.finditer(text)]


def times(
    clean: Clean, pieces: Sequence[Piece], dated: str, vocabulary: Vocabulary
) -> tuple[TimeMention, ...]:
    """Every time expression that dates something, in order. Linear in the text.

    `dated`: the document's date, `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or "" (what hangs on it stays ""). Raises
    ValueError for another. Bare durations (`历时一年`) and times of day date nothing and are left out;
    `X以来` without a date (`开馆以来`) is a start with `start` "".
    """
    resolver = Resolver(clean.text, Dated.of(dated))
    dates = [m for match in TIME.finditer(clean.text) if (m := resolver.mention(match)) is not None]
    named = _merged(dates, _named_periods(clean.text, dated, vocabulary))
    return _merged(named, _events(clean.text, named, dated))


def _merged(first: Iterable[TimeMention], second: Iterable[TimeMention]) -> tuple[TimeMention, ...]:
    """Both in order; of two that overlap, the one of `first`."""
    ranked = sorted(
        [*((m.span, 0, m) for m in first), *((m.span, 1, m) for m in second)], key=lambda r: r[:2]
    )
    kept: list[tuple[int, TimeMention]] = []
    for _, rank, mention in ranked:
        if kept and mention.span[0] < kept[-1][1].span[1]:
            if rank >= kept[-1][0]:
                continue
            kept.pop()
        kept.append((rank, mention))
    return tuple(mention for _, mention in kept)


def _events(text: str, found: Sequence[TimeMention], dated: str) -> Iterable[TimeMention]:
    """`开馆以来`: since something whose date is not said (`自2021年…开展以来` has said it)."""
    starts = [mention.span[0] for mention in found]
    for match in EVENT_SINCE.finditer(text):
        at = bisect_left(starts, match.start())
        before = found[at - 1] if at else None
        if before is None or before.role != "since" or not _same_clause(text, before.span[1], match.start()):
            yield TimeMention(match.span(), "since", "", dated)


def _same_clause(text: str, end: int, start: int) -> bool:
    return start - end <= 80 and not any(sign in text[end:start] for sign in CLAUSE)


@cache
def _period_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    name = any_of(names)
    after = "前[一二三四]年|时期|期间|以来|开局之年|收官之年|规划|末期|末|初期|初"
    return re.compile(
        rf"[“‘「『](?P<quoted>{name})[”’」』](?P<a>{after})?|(?<![一二三四五六七八九十])(?P<bare>{name})(?P<b>{after})"
    )


def _named_periods(text: str, dated: str, vocabulary: Vocabulary) -> Iterable[TimeMention]:
    """“十四五”期间 and the like: the vocabulary's periods in quotes or with a word that makes them one."""
    if not vocabulary.period:
        return
    for match in _period_pattern(tuple(vocabulary.period)).finditer(text):
        period = vocabulary.period[match["quoted"] or match["bare"]]
        first, last = period.start[:4], period.end[:4]
        compared = BASE_BEFORE.search(text, max(0, match.start() - 4), match.start())
        if compared or MULTIPLE_AFTER.match(text, match.end()):
            yield TimeMention(match.span(), "base", first, last)
            continue
        after = match["a"] or match["b"] or ""
        if after.startswith("前"):
            yield TimeMention(match.span(), "span", first, str(int(first) + "一二三四".index(after[1])))
        elif after == "以来":
            yield TimeMention(match.span(), "since", first, dated)
        elif after.startswith(("末", "收官")):
            yield TimeMention(match.span(), "at", last, last)
        elif after.startswith(("初", "开局")):
            yield TimeMention(match.span(), "at", first, first)
        else:
            yield TimeMention(match.span(), "span", first, last)


def is_later(end: str, dated: str) -> bool:
    """Whether the date text `end` lies after the document's, as far as both say (2024 not after 2024-06)."""
    size = min(len(end), len(dated))
    return bool(size) and end[:size] > dated[:size]
