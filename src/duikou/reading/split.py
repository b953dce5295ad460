"""Second stage: headings, paragraphs, captions and list items, and in them sentences and clauses."""

from __future__ import annotations

import re

from duikou.reading.types import Clean, Piece

_LINE = re.compile(r"[^\n]+")
_HEADING = re.compile(r"#{1,6} +")
_ITEM = re.compile(r"(?:[-*+·■●▲◆★▶※] ?|\d{1,2}[.、．] ?(?!\d)|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|[①-⑳])")
_SENTENCE_END = re.compile(r"[。！？]+[”’』」》）】]*|……[”’』」]*")
_PART_END = re.compile(r"[。！？；]+[”’』」》）】]*|……[”’』」]*")
_COMMA = re.compile(r"[，；：]+")
# A label: a short name at the head of a sentence, before a colon that no speech follows.
_LABEL = re.compile(r"(?P<name>[^\s，。；：！？“”‘’《》、\d]{2,14})：(?![“‘\n]|$)")
_NO_LABEL = re.compile(r"(?:说|表示|介绍|认为|道|指出|强调|称|如下|包括|就是|为|有|是|写道|问|答|感慨|透露|告诉)$")
_CREDIT = re.compile(r"(?:图片|照片|摄影|图|文)(?:由|/|：)|(?:提供|摄)$|^(?:记者|通讯员|作者|编辑|责编)")
LONGEST_HEADING = 40


def split(clean: Clean) -> tuple[Piece, ...]:
    """The lines of the cleaned text as pieces (heading, paragraph, caption, list_item, table_cell); each
    with its sentences, each sentence with its clauses. Sentences end at 。！？ and ……, clauses at ，； and ：.

    Labels that stand in one paragraph (`上海：…天津：…`) part it into list items. Linear in the text.
    """
    text = clean.text
    lines = list(_LINE.finditer(text))
    pieces: list[Piece] = []
    for number, match in enumerate(lines):
        kind, start = _kind(match, lines, number)
        pieces.extend(_line(text, kind, start, match.end()))
    return tuple(pieces)


def _kind(match: re.Match[str], lines: list[re.Match[str]], number: int) -> tuple[str, int]:
    line = match[0]
    if mark := _HEADING.match(line):
        return "heading", match.start() + mark.end()
    if line.startswith("|"):
        return "table_cell", match.start()
    if mark := _ITEM.match(line):
        return "list_item", match.start() + mark.end()
    if _CREDIT.search(line) and len(line) <= LONGEST_HEADING:
        return "caption", match.start()
    if len(line) <= LONGEST_HEADING and not re.search(r"[。；！？…：]|，[^，]*，", line):
        follows = lines[number + 1][0] if number + 1 < len(lines) else ""
        return ("heading" if "。" in follows or "，" in follows or number < 3 else "caption"), match.start()
    return "paragraph", match.start()


def _line(text: str, kind: str, start: int, end: int) -> list[Piece]:
    if kind == "paragraph":
        starts = _label_starts(text, start, end)
        if len(starts) >= 2:
            return _items(text, start, end, starts)
    sentences = _sentences(text, start, end)
    label = _label(text, start, end) if kind in ("list_item", "paragraph") else ""
    return [Piece("list_item" if label else kind, start, end, label, sentences)]


def _label_starts(text: str, start: int, end: int) -> list[int]:
    """Where labelled parts begin: at the start, or after a sentence or a semicolon."""
    heads = [start, *(m.end() for m in _PART_END.finditer(text, start, end))]
    return [head for head in heads if _label(text, head, end)]


def _items(text: str, start: int, end: int, starts: list[int]) -> list[Piece]:
    """A paragraph of labelled items: what stands before the first label is a paragraph of its own."""
    pieces: list[Piece] = []
    if start < starts[0]:
        pieces.append(Piece("paragraph", start, starts[0], "", _sentences(text, start, starts[0])))
    for head, tail in zip(starts, [*starts[1:], end], strict=True):
        pieces.append(Piece("list_item", head, tail, _label(text, head, tail), _sentences(text, head, tail)))
    return pieces


def _label(text: str, start: int, end: int) -> str:
    match = _LABEL.match(text, start, end)
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
