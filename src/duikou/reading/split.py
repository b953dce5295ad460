"""Second stage: headings, paragraphs, captions and list items, and in them sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duikou.reading.types import Clean, Piece

_LINE = re.compile(r"[^\n]+")
_HEADING_MARK = re.compile(r"#{1,6} +")
_ITEM_MARK = re.compile(
    r"[-*+·■●▲◆★▶※] ?|\d{1,2}[.、．] ?(?!\d)|（[一二三四五六七八九十\d]{1,3}）"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳]"
)
_SENTENCE_END = re.compile(r"[。！？]+[”’』」》）】]*|……[”’』」]*")
_PART_END = re.compile(r"[。！？；]+[”’』」》）】]*|……[”’』」]*")
_COMMA = re.compile(r"[，；：]+")
# A label: a short name at the head of a sentence, before a colon that no speech follows.
_LABEL = re.compile(r"(?P<name>[^\s，。；：！？“”‘’《》、\d]{2,16})：(?![“‘\n]|$)")
# 巴东县·北京市 at the head of a line: a pair of places above what is told of them in the same line.
_PAIR = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12}(?: ?[·—－–|｜/] ?|—{2})"
    r"[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}){0,4})"
    r"(?: (?=\S)|(?<=[省市区县州盟])(?=\d))"
)
_NO_LABEL = re.compile(
    r"(?:说|表示|介绍|认为|道|指出|强调|称|如下|包括|就是|为|有|是|写道|感慨|透露|告诉|其中|即|例如|比如|截至|显示)$"
)
_CREDIT = re.compile(
    r"(?:图片|照片|摄影|图|文|摄)(?:由|/|：)|(?:提供|摄)$|^(?:图为|[左右上下]图|记者|通讯员|作者|编辑|责编|版式)"
    r"|^[\u4e00-\u9fff]{2,4}(?: [\u4e00-\u9fff]{2,4}){1,4}$"
)
_PICTURE = re.compile(
    r"(?:援建|援助|支援|支持|资助|捐建|捐赠|捐助|帮扶|引进|打造|建设|参与|修建)的[^，]{2,24}$"
    r"|全貌$|鸟瞰|一角$|正在|交流学习|参观|操场|现场$"
)
_PROSE = re.compile(r"[。；！？…：]|，[^，]*，")
_TELLING = re.compile(r"[。；！…]|，[^，]*，")  # not even a title has these
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[。！？]")
_COUNTED = re.compile(r"\d[余多万亿]*[^\d\s余多万亿.年月日]")
LONGEST_HEADING = 40
LOOK_AHEAD = 3


def split(clean: Clean) -> tuple[Piece, ...]:
    """The lines of the cleaned text as pieces (heading, paragraph, caption, list_item); each
    with its sentences, those with their clauses. Sentences end at 。！？ and ……, clauses at ，； and ：.

    Labels that stand in one paragraph (`上海：…天津：…`) part it into list items. Linear in the text.
    """
    text = clean.text
    lines = list(_LINE.finditer(text))
    pieces: list[Piece] = []
    for number, match in enumerate(lines):
        kind, start = _kind(match, lines[number + 1 : number + 1 + LOOK_AHEAD], number)
        pieces.extend(_line(text, kind, start, match.end()))
    return tuple(pieces)


def _kind(match: re.Match[str], ahead: Sequence[re.Match[str]], number: int) -> tuple[str, int]:
    """The kind of a line and where its words begin, behind its mark. `ahead`: the next lines."""
    line, start = match[0], match.start()
    if mark := _HEADING_MARK.match(line):
        return "heading", start + mark.end()
    short = len(line) <= LONGEST_HEADING
    if short and number > 0 and _CREDIT.search(line):
        return "caption", start
    if mark := _ITEM_MARK.match(line):
        plain = short and not _PROSE.search(line) and not _COUNTED.search(line, mark.end())
        heads = plain and bool(ahead) and bool(_SENTENCE.search(ahead[0][0]))
        return "heading" if heads else "list_item", start + mark.end()
    titled = number == 0 or not _DIGIT.search(line)
    if (
        not short
        or line.endswith("？")
        or (_TELLING if titled else _PROSE).search(line)
        or line.endswith("：")
    ):
        return "paragraph", start
    if _PICTURE.search(line) and number > 1:
        return "caption", start
    leads = any(_SENTENCE.search(following[0]) for following in ahead)
    return "heading" if leads or number < LOOK_AHEAD else "caption", start


def _line(text: str, kind: str, start: int, end: int) -> list[Piece]:
    if kind == "paragraph":
        starts = _label_starts(text, start, end)
        if len(starts) >= 2:
            return _items(text, start, end, starts)
    label = _label(text, start, end) if kind in ("list_item", "paragraph") else ""
    return [Piece("list_item" if label else kind, start, end, label, _sentences(text, start, end))]


def _label_starts(text: str, start: int, end: int) -> list[int]:
    """Where labelled parts begin: at the start, or after a sentence or a semicolon."""
    heads = [start, *(match.end() for match in _PART_END.finditer(text, start, end))]
    return [head for head in heads if _label(text, head, end)]


def _items(text: str, start: int, end: int, starts: Sequence[int]) -> list[Piece]:
    """A paragraph of labelled items: what stands before the first label is a paragraph of its own."""
    pieces: list[Piece] = []
    if start < starts[0]:
        pieces.append(Piece("paragraph", start, starts[0], "", _sentences(text, start, starts[0])))
    for head, tail in zip(starts, [*starts[1:], end], strict=True):
        pieces.append(Piece("list_item", head, tail, _label(text, head, tail), _sentences(text, head, tail)))
    return pieces


def _label(text: str, start: int, end: int) -> str:
    match = _LABEL.match(text, start, end)
    if match is None and (start == 0 or text[start - 1] == "\n"):
        match = _PAIR.match(text, start, end)
    return match["name"] if match and not _NO_LABEL.search(match["name"]) else ""


def _sentences(text: str, start: int, end: int) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for match in _SENTENCE_END.finditer(text, start, end):
        found.append(_sentence(text, start, match.end()))
        start = match.end()
    if start < end:
        found.append(_sentence(text, start, end))
    return tuple(found)


def _sentence(text: str, start: int, end: int) -> Piece:
    clauses: list[Piece] = []
    first = start
    for match in _COMMA.finditer(text, start, end):
        clauses.append(Piece("clause", first, match.end()))
        first = match.end()
    if first < end:
        clauses.append(Piece("clause", first, end))
    return Piece("sentence", start, end, "", tuple(clauses))
