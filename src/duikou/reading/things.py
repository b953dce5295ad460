"""Named things (a school, a park, a works) that are met again: where they are and who gave them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from duikou.reading.lexicon import Found, Scanner, split_cell
from duikou.reading.lists import rows
from duikou.reading.types import Mention, Span

_QUOTED = re.compile(r"[“\"「『]([^”\"」』，。；！？\n]{2,14})[”\"」』]")
_RUN = re.compile(r"[“\"「]?[\u4e00-\u9fffA-Za-z·]{2,24}")
_LEAD = re.compile(
    r"(?:援建|修建|新建|建设|打造|实施|建成|启动|投建|捐建|改造|成立|创建|建起|引进|落户)(?:的|了|起|完善)?(?:县|区|市)?"
)
_PLAIN = re.compile(
    "^(?:建成|新建|修建|改造|建设|对口|支援|援建|帮扶|援助|协作|重点|各类|一批|一系列|实施|建设|惠民|民生|特色|产业|等|首个|第一|县|市|区)+"
)
_HEAD_OF_SENTENCE = re.compile(
    r"(?:^|(?<=[。！？\n]))[\s\u3000]*(?![这该此每各全本其])(?=[\u4e00-\u9fff·]{4,18}?(?:由|占地|总投资|坐落|于\d))"
)
_CUT = re.compile(
    r"[的了在和与及为将已是、，。；：！？（）()“”\d]|通过|覆盖|建设的|负责人|相关|位于|获得|实现|带动"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing's name and the place where it is first named."""

    name: str
    first: int


@cache
def _endings() -> tuple[str, ...]:
    found = [word for row in rows("thing_endings") for word in split_cell(row["words"])]
    return tuple(sorted(found, key=len, reverse=True))


def things(text: str, mentions: Sequence[Mention]) -> tuple[Found[tuple[Thing, ...]], tuple[Thing, ...]]:
    """Every occurrence of every named thing, and the things, first named first.

    A thing is named after a place (`忠县忠文化展览馆`), after a word of building, at the head of a sentence
    about it (`忠文化展览馆由…`) or in quotes, and ends in a word of thing_endings.csv.
    """
    first: dict[str, int] = {}
    starts = [mention.span[1] for mention in mentions] + [m.end() for m in _LEAD.finditer(text)]
    starts += [m.end() for m in _HEAD_OF_SENTENCE.finditer(text)]
    for start in sorted(starts):
        name = _name_at(text, start)
        if name:
            first.setdefault(name, start)
    for match in _QUOTED.finditer(text):
        if any(match.group(1).endswith(end) for end in _endings()):
            first.setdefault(match.group(1), match.start(1))
            continue
        tail = _name_at("　" + text[match.end() : match.end() + 24], 1)
        if tail:
            first.setdefault(text[match.start() : match.end()] + tail, match.start())
    known = tuple(Thing(name, at) for name, at in sorted(first.items(), key=lambda pair: pair[1]))
    return Found(Scanner(((thing.name, thing) for thing in known), nested=False).scan(text)), known


def _name_at(text: str, start: int) -> str:
    match = _RUN.match(text, start)
    if match is None:
        return ""
    run = match.group(0).lstrip('“"「')
    cut = _CUT.search(run)
    run = _PLAIN.sub("", run[: cut.start()] if cut else run)
    best = ""
    for end in _endings():
        at = run.rfind(end)
        name = run[: at + len(end)] if at > 0 else ""
        if len(name) > max(3, len(best)):
            best = name
    return "" if len(best) > 18 or best in _endings() else best


def thing_near(found: Found[tuple[Thing, ...]], start: int, end: int, at: int) -> tuple[Thing, Span] | None:
    """The thing named last before `at` in [start, end), else the first after it."""
    before: tuple[Thing, Span] | None = None
    for hit in found.within(start, end):
        here = (hit.value[0], (hit.start, hit.end))
        if hit.end <= at:
            before = here
        elif before is None:
            return here
    return before
