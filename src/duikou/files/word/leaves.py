"""Where the characters of a Word document stand in its XML, and runs split at any of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from duikou.files.word.package import Element

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True, eq=False)
class Leaf:
    """One child of a run that holds text.

    `whole`: it cannot be cut (a tab, a word with its pronunciation). `host`: the element of the document's
    body that stands for it where no comment can be put into it (the run with the mark of its footnote or with
    its text box, a field of a form); None where comments can. `story`: leaves of another story (cell, note,
    box) have another number.
    """

    element: Element
    length: int
    whole: bool
    story: int
    host: Element | None
    parts: list[tuple[int, Element]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts.append((0, self.element))

    def cut(self, at: int) -> Element:
        """The text element that begins with character `at`, after whatever was cut before."""
        number = bisect_right(self.parts, at, key=lambda part: part[0]) - 1
        start, element = self.parts[number]
        if start == at or self.whole:
            return element
        text = element.text or ""
        rest = deepcopy(element)
        rest.tail = None
        element.text, rest.text = text[: at - start], text[at - start :]
        for piece in (element, rest):
            piece.set(SPACE, "preserve")
        element.addnext(rest)
        self.parts.insert(number + 1, (at, rest))
        return rest

    def last_before(self, end: int) -> Element:
        """The text element that ends before character `end`."""
        if end < self.length:
            self.cut(end)
        number = bisect_right(self.parts, end - 1, key=lambda part: part[0]) - 1
        return self.parts[number][1]


def run_from(leaf: Leaf, at: int) -> Element:
    """The run that begins with character `at` of a leaf; the one it stood in is split before it."""
    return _split_before(leaf.cut(at))


def run_upto(leaf: Leaf, end: int) -> Element:
    """The run that ends before character `end` of a leaf; the one it stood in is split behind it."""
    element = leaf.last_before(end)
    follower = element.getnext()
    if follower is not None:
        _split_before(follower)
    return element.getparent()


def _split_before(element: Element) -> Element:
    """Put `element` and what follows it in its run into a run of their own with the same formatting."""
    run = element.getparent()
    before = [child for child in run if child is not element and not _is_properties(child)]
    if not before or run.index(before[0]) > run.index(element):
        return run
    second = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    moved = [element, *element.itersiblings()]
    second.extend(deepcopy(child) for child in run if _is_properties(child))
    second.extend(moved)
    second.tail, run.tail = run.tail, None
    run.addnext(second)
    return second


def _is_properties(child: Element) -> bool:
    return isinstance(child.tag, str) and child.tag.endswith("}rPr")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the read text: where it begins there, for each of its characters the place in the raw text of
    its paragraph or cell, and which leaf begins where in that raw text."""

    start: int
    origin: Sequence[int]
    leaf_starts: Sequence[int]
    leaves: Sequence[Leaf]


class LeafMap:
    """From characters of the read text to characters of leaves."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        """`stretches` in the order of the text."""
        self._stretches = stretches
        self._starts = [stretch.start for stretch in stretches]

    def at(self, offset: int) -> tuple[Leaf, int] | None:
        """Leaf and place in it of a character; None for one that was put in (bars of tables, marks)."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return None
        stretch = self._stretches[number]
        inside = offset - stretch.start
        if inside >= len(stretch.origin):
            return None
        raw = stretch.origin[inside]
        number = bisect_right(stretch.leaf_starts, raw) - 1
        leaf, place = stretch.leaves[number], raw - stretch.leaf_starts[number]
        return (leaf, place) if place < leaf.length else None
