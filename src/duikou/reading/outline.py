"""Where a place of the text stands: block, sentence, clause, the heading above it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duikou.reading.types import Clean, Piece, Span

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]*[”’」』）)]*")
_CLAUSE = re.compile(r"[^，,；;：:\n]*[，,；;：:\n]*")
_ENDS = "。！？!?…；;：:—”』」》）)"
HEADING = "heading"
UP = 4  # so many headings over one another are kept
_ITEM = re.compile("——|—|[•·●■★▲◆]|[一二三四五六七八九十]是")
LONGEST = 400  # a "clause" without end is cut here, so that every later step stays linear
LONGEST_SENTENCE = 800


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses; `block` and `number` are its places in the outline."""

    start: int
    end: int
    clauses: tuple[Span, ...]
    block: int
    number: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, caption, list item or table cell. `heading`: number of the heading above, or -1.
    `first`, `last`: its sentences. `lead`: number of the block that leads in its list, or -1."""

    kind: str
    start: int
    end: int
    label: str
    number: int
    heading: int
    first: int
    last: int
    lead: int = -1


class Outline:
    """The blocks and sentences of a cleaned text, found by offset."""

    __slots__ = ("_block_starts", "_sentence_starts", "blocks", "sentences", "text")

    def __init__(self, clean: Clean, pieces: Sequence[Piece]) -> None:
        self.text = clean.text
        self.blocks: list[Block] = []
        self.sentences: list[Sentence] = []
        heading = -1
        above: list[tuple[str, int]] = []  # the headings over this place: how each is numbered, and its block
        for kind, label, spans in _joined(self.text, pieces):
            number, first = len(self.blocks), len(self.sentences)
            for start, end in spans:
                clauses = tuple(_cut(self.text, _CLAUSE, start, end, LONGEST))
                self.sentences.append(Sentence(start, end, clauses, number, len(self.sentences)))
            last = len(self.sentences)
            if kind == HEADING:
                above = _over(above, _numbering(self.text, spans[0][0]))
                heading = above[-1][1] if above else -1
            place = (kind, spans[0][0], spans[-1][1], label, number, heading, first, last)
            self.blocks.append(Block(*place, self._lead(kind, spans[0][0])))
            if kind == HEADING:
                above.append((_numbering(self.text, spans[0][0]), number))
                heading = number
        self._block_starts = [block.start for block in self.blocks]
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    def _lead(self, kind: str, start: int) -> int:
        """For an item of a list: the block before the list, where it announces one (`成绩单：`, a title)."""
        if not self.blocks or (kind != "list_item" and not _ITEM.match(self.text, start)):
            return -1
        before = self.blocks[-1]
        if before.lead >= 0:
            return before.lead
        announces = before.kind in (HEADING, "caption") or self.text[before.end - 1 : before.end] in (
            "：",
            ":",
        )
        return before.number if announces else -1

    def block_at(self, offset: int) -> Block:
        """The block that holds `offset`, or the last one before it."""
        return self.blocks[max(0, bisect_right(self._block_starts, offset) - 1)]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds `offset`, or the last one before it."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def clause_at(self, offset: int) -> Span:
        """The clause (up to a comma, semicolon or colon) that holds `offset`."""
        sentence = self.sentence_at(offset)
        for start, end in sentence.clauses:
            if start <= offset < end:
                return start, end
        return sentence.start, sentence.end

    def before_in_block(self, sentence: Sentence, most: int = 6) -> Sequence[Sentence]:
        """Up to `most` sentences before `sentence` in its block, nearest first."""
        first = max(self.blocks[sentence.block].first, sentence.number - most)
        return self.sentences[first : sentence.number][::-1]

    def leading_in(self, sentence: Sentence) -> Sequence[Sentence]:
        """The last two sentences of what leads in the list in which `sentence` stands, nearest first."""
        lead = self.blocks[sentence.block].lead
        return self.end_of_block(self.blocks[lead], 2) if lead >= 0 else ()

    def end_of_block(self, block: Block, most: int = 6) -> Sequence[Sentence]:
        """Up to `most` last sentences of `block`, the last first."""
        return self.sentences[max(block.first, block.last - most) : block.last][::-1]


def _numbering(text: str, start: int) -> str:
    """How the heading at `start` is numbered (`一`, `（一`, `1`, `##`), "" where it is not."""
    mark = text[text.rfind("\n", 0, start) + 1 : start].strip()
    if mark.startswith("#"):
        return mark
    kind = "1" if any(char.isdigit() for char in mark) else "一" if mark else ""
    return "（" + kind if mark.startswith(("（", "(")) else kind


def _over(above: list[tuple[str, int]], numbering: str) -> list[tuple[str, int]]:
    """What stays over a heading: not those numbered like it, nor what stands under them."""
    same = [place for place, (other, _) in enumerate(above) if numbering and other == numbering]
    return above[: same[0]] if same else above[-UP:]


def _joined(text: str, pieces: Sequence[Piece]) -> list[tuple[str, str, list[Span]]]:
    """Kind, label and sentences of each block; a sentence that a block leaves open goes on in the next."""
    whole = Piece("paragraph", 0, max(1, len(text)))
    done: list[tuple[str, str, list[Span]]] = []
    for piece in list(_blocks(pieces)) or [whole]:
        spans = list(_sentences(text, piece)) or [(piece.start, piece.end)]
        if (
            done
            and piece.kind == "paragraph"
            and not piece.label
            and _open(text, *done[-1][:2], done[-1][2][-1])
        ):
            _, label, before = done.pop()
            if spans[0][1] - before[-1][0] <= LONGEST_SENTENCE:
                spans = [*before[:-1], (before[-1][0], spans[0][1]), *spans[1:]]
            else:
                spans = [*before, *spans]
            done.append(("paragraph", label, spans))
        else:
            done.append((piece.kind, piece.label, spans))
    return done


def _open(text: str, kind: str, label: str, last: Span) -> bool:
    """Whether a block stops in the middle of a sentence: no end mark, and no heading by its look."""
    ending = text[last[0] : last[1]].rstrip()
    if not ending or ending[-1] in _ENDS:
        return False
    if kind == HEADING:
        return "，" in ending and any(char.isdigit() for char in ending)
    return kind == "paragraph" or (kind == "list_item" and label != "")


def _blocks(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The coarsest pieces that hold sentences, in reading order."""
    for piece in pieces:
        inner = [part for part in piece.parts if part.kind not in ("sentence", "clause")]
        if inner:
            yield from _blocks(inner)
        else:
            yield piece


def _sentences(text: str, piece: Piece) -> Iterator[Span]:
    told = [(part.start, part.end) for part in piece.parts if part.kind == "sentence"]
    if not told:
        yield from _cut(text, _SENTENCE, piece.start, piece.end, LONGEST_SENTENCE)
    for start, end in told:
        for cut in range(start, max(end, start + 1), LONGEST_SENTENCE):
            yield cut, min(end, cut + LONGEST_SENTENCE)


def _cut(text: str, pattern: re.Pattern[str], start: int, end: int, longest: int) -> Iterator[Span]:
    place = start
    while place < end:
        match = pattern.match(text, place, end)
        stop = match.end() if match and match.end() > place else place + 1
        for cut in range(place, stop, longest):
            yield cut, min(stop, cut + longest)
        place = stop
