"""A figure that the reader missed: the words that a person chose in the text → a proposal of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from duikou.book import BookError
from duikou.reading import read_expression
from duikou.review.amounts import with_amount
from duikou.review.fields import SAYABLE, Fields, Proposal, Why
from duikou.words import Vocabulary

MISSED = "missed"  # the rule of a figure that a person found
BESIDE = "beside"  # the rule of a field taken over from the figure beside it
LONGEST = 40  # characters of a figure's words
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?[百千万亿]*|[零〇一二两三四五六七八九十百千万亿]+")
_MARKS = "* \t\r\n　"
_TAKEN_OVER = ("donor", "open_donors", "recipient", "site", "since", "until")
_OF_SAME_UNIT = ("measure", "kind", "stage", "nature", "sector")
_NAMES = {"since": "from", "until": "to"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure that stands in the text: as read, and what it says now."""

    proposal: Proposal
    fields: Fields


def is_added(proposal: Proposal) -> bool:
    """Whether a person found the figure, not the reader."""
    why = proposal.why_of("amount")
    return why is not None and why.rule == MISSED


def place_of(text: str, words: str, standing: Iterable[Proposal], after: int = 0) -> tuple[int, int]:
    """Where `words` stand in `text` outside the figures: first at or behind `after`, else from the beginning.
    Raises BookError `review.no_words` where they do not."""
    words = words.strip()
    taken = [(one.start, one.end) for one in standing]
    free = [
        (at, at + len(words))
        for at in _places(text, words)
        if not any(start < at + len(words) and at < end for start, end in taken)
    ]
    behind = (span for span in free if span[0] >= after)
    if found := next(behind, free[0] if free else None):
        return found
    raise BookError("review.no_words", "words", words=words)


def added(
    text: str, span: tuple[int, int], number: int, standing: Sequence[Standing], vocabulary: Vocabulary
) -> Proposal:
    """The proposal `number` for the words at `span`: their amount, and for the rest what the figure beside it
    in the same line says, assumed.

    Raises BookError `review.no_words` (nothing there), `review.words_too_long`, `review.figure_there` (they
    meet a figure), `review.amount` (no number in them).
    """
    start, end = _trimmed(text, *span)
    if not 0 <= start < end <= len(text):
        raise BookError("review.no_words", "words", words="")
    if end - start > LONGEST:
        raise BookError("review.words_too_long", "words", most=LONGEST)
    start, end, fields = _amount(text, start, end, vocabulary)
    for one in standing:
        if one.proposal.start < end and start < one.proposal.end:
            raise BookError("review.figure_there", "words", number=one.proposal.number)
    why = [Why(name, "said", MISSED, start, end) for name in ("amount", "unit", "qualifier")]
    beside = _beside(text, start, standing)
    if beside is not None:
        fields, more = _taken_over(fields, beside)
        why.extend(more)
    return Proposal(number, start, end, text[start:end], fields, tuple(why))


def _amount(text: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int, Fields]:
    """The first amount among the words and where it stands; a number without a unit counts things."""
    kept = [at for at in range(start, end) if text[at] not in _MARKS]
    words = "".join(text[at] for at in kept)
    empty = Fields(value="0")
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            if read_expression(words[first:last], vocabulary):
                fields = with_amount(empty, words[first:last], vocabulary)
                return kept[first], kept[last - 1] + 1, fields
    bare = _NUMERAL.search(words)
    if bare is None:
        raise BookError("review.amount", "words", text=words)
    return start, end, with_amount(empty, bare[0], vocabulary)


def _beside(text: str, start: int, standing: Sequence[Standing]) -> Standing | None:
    """The nearest figure in the same line, one before rather than one behind."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    last = last if last >= 0 else len(text)
    here = [one for one in standing if first <= one.proposal.start < last]
    before = [one for one in here if one.proposal.start < start]
    if before:
        return max(before, key=lambda one: one.proposal.start)
    return min(here, key=lambda one: one.proposal.start, default=None)


def _taken_over(fields: Fields, beside: Standing) -> tuple[Fields, Iterator[Why]]:
    names = _TAKEN_OVER + (_OF_SAME_UNIT if beside.fields.unit == fields.unit else ())
    values = {name: getattr(beside.fields, name) for name in names}
    told = [_NAMES.get(name, name) for name in names if name != "open_donors"]
    where = beside.proposal.start, beside.proposal.end
    assumed = frozenset(set(told) & set(SAYABLE))
    return replace(fields, **values, assumed=assumed), (Why(n, "assumed", BESIDE, *where) for n in told)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start <= end <= len(text):
        return 0, 0
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and text[end - 1] in _MARKS:
        end -= 1
    return start, end


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
