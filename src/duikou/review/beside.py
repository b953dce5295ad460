"""What the words beside figures say of them: which others they hang on, how many names are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from duikou.reading import CountedList, ReadFigure, Relations, comparisons, counted_lists, plain_list
from duikou.review.fields import Fields, Proposal
from duikou.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure under review as `reading.comparisons` wants it. `part_of`: number of its whole or None."""

    number: int
    start: int
    end: int
    surface: str
    unit: str
    measure: str
    part_of: int | None


def hanging(text: str, figures: Iterable[tuple[Proposal, Fields]]) -> Mapping[int, Relations]:
    """For each of the figures of `text` that are figures (by number) the relations to others of them."""
    placed = [
        Placed(one.number, one.start, one.end, one.surface, f.unit, f.measure, f.part_of or None)
        for one, f in figures
    ]
    return comparisons(text, sorted(placed, key=lambda one: one.start))


class Lists:
    """The counted lists of one text."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.counted: Sequence[CountedList] = counted_lists(text, vocabulary)

    def beside(self, start: int, end: int, value: str, whole: bool) -> int:
        """How many names are listed beside the figure at [start, end) as all that it counts; 0 where that is
        not sure. `value`: its decimal text; `whole`: whether it is a whole count as printed."""
        for one in self.counted:
            if one.start < end and start < one.end:
                return one.names
        named = plain_list(self.text, start) if whole else 0
        return named if str(named) == value else 0

    def wrong(self, figures: Iterable[ReadFigure]) -> list[CountedList]:
        """Lists that do not have the number beside them, where that is no figure."""
        spans = [(figure.start, figure.end) for figure in figures]
        return [
            one
            for one in self.counted
            if one.names != one.count and not any(start < one.end and one.start < end for start, end in spans)
        ]
