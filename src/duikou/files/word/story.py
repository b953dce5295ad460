"""The text of a Word document: its paragraphs, tables, notes and text boxes, each character with its leaf.

What is read is what a reader sees of the document as it stands now: inserted and moved-in text is read,
deleted, moved-away and hidden text is not, nor are tables of contents; of a field its result is. Notes stand
behind the paragraph or table that refers to them, text boxes behind the one that they are anchored in.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from duikou.files.source import Block, LoadedText, Place, laid_out
from duikou.files.word.leaves import Leaf, LeafMap, Stretch
from duikou.files.word.package import Element, Package
from duikou.files.word.styles import Styles

MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MOST_SPAN = 63  # columns of a table that Word knows
MOST_CHARACTERS = 20_000_000
LONGEST_REPEATED = 300  # a merged cell of more characters is read once, not in each of its rows
# inline wrappers whose content is part of the paragraph
_WRAPPERS = frozenset("hyperlink ins moveTo smartTag customXml fldSimple dir bdo sdtContent".split())
_BLOCK_WRAPPERS = frozenset("customXml ins moveTo sdt sdtContent".split())
_HOLDS_BOXES = frozenset("drawing pict object".split())
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": " ", "noBreakHyphen": "-"}
# form fields hold plain text, which Word writes anew from elsewhere
_PLAIN_CONTROLS = ("text", "date", "comboBox", "dropDownList", "dataBinding")
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_BREAK = re.compile(r"[\n\r\v\f]")


class TooLong(ValueError):
    """More text than anybody writes: cells merged over very many rows, to fill the memory."""


def body_of(package: Package) -> tuple[Element, str]:
    """Root of the document and its namespace in braces. Raises ValueError for what is no Word document."""
    root = package.root(package.main)
    match = None if root is None else re.fullmatch(r"(\{.*wordprocessingml.*\})document", root.tag)
    if root is None or match is None:
        raise ValueError("no Word document")
    return root, match[1]


def read_story(package: Package, root: Element, w: str) -> tuple[LoadedText, LeafMap]:
    """The text with the leaf of every character. `root`, `w`: see `body_of`. Raises TooLong."""
    walk = _Walk(package, w)
    parts: list[_Read] = []
    length = 0
    for block, raws in walk.blocks(root.find(f"{w}body"), _Setting(0, "paragraph")):
        parts.append((block, raws))
        length += sum(len(text) for text, _ in block.parts)
        if length > MOST_CHARACTERS:
            raise TooLong(length)
    loaded = laid_out([block for block, _ in parts], "docx")
    kept = [raw for block, raws in parts if any(text for text, _ in block.parts) for raw in raws]
    stretches = [
        Stretch(start, raw.origin, raw.starts, raw.leaves)
        for (start, _), raw in zip(loaded.passages, kept, strict=True)
    ]
    return loaded, LeafMap([stretch for stretch in stretches if len(stretch.origin)])


@dataclass(slots=True)
class _Raw:
    """Text of leaves run together. `origin`: for each character that was kept its place in `text`."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    origin: Sequence[int] = ()

    def add(self, text: str, leaf: Leaf) -> None:
        self.starts.append(len(self.text))
        self.leaves.append(leaf)
        self.text += text

    def stripped(self) -> str:
        """On one line, without blanks around it."""
        first = len(self.text) - len(self.text.lstrip())
        text = self.text.strip()
        self.origin = range(first, first + len(text))
        return _BREAK.sub(" ", text)

    def squeezed(self) -> str:
        """With single blanks, and no bar that would end a cell."""
        words = [match.span() for match in re.finditer(r"\S+", self.text)]
        origin = array("I")
        for start, end in words:
            if origin:
                origin.append(start - 1)
            origin.extend(range(start, end))
        self.origin = origin
        return " ".join(self.text[start:end] for start, end in words).replace("|", "/")


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where a block stands: its story, the kind of its places, the numbers before its own, and what stands
    for it in the body where comments cannot be put into it."""

    story: int
    kind: str
    numbers: tuple[int, ...] = ()
    host: Element | None = None


@dataclass(frozen=True, slots=True)
class _Aside:
    """A note or text box, to be read behind the block that leads to it."""

    content: Element
    kind: str
    host: Element


_Read = tuple[Block, list[_Raw]]


class _Walk:
    """One walk through a document."""

    def __init__(self, package: Package, w: str) -> None:
        self.w = w
        self._styles = Styles(package.root(package.related("styles")), w)
        self._notes = {kind: _notes(package, kind, w) for kind in _NOTES.values()}
        self._numbers = {kind: count(1) for kind in ("paragraph", "cell", "footnote", "endnote", "box")}
        self._stories = count(1)
        self._asides: list[_Aside] = []

    def _name(self, element: Element) -> str:
        """The name of an element of Word's own, "" for any other."""
        tag = element.tag
        return tag[len(self.w) :] if isinstance(tag, str) and tag.startswith(self.w) else ""

    # ------------------------------------------------------------------ blocks

    def blocks(self, container: Element, setting: _Setting) -> Iterator[_Read]:
        """Paragraphs and rows of tables in order, each followed by its notes and boxes."""
        for child in container:
            name = self._name(child)
            if name == "p":
                yield self._paragraph(child, setting)
                yield from self._set_aside()
            elif name == "tbl":
                yield from self._table(child, setting)
                yield from self._set_aside()
            elif name in _BLOCK_WRAPPERS:
                yield from self.blocks(child, setting)
            elif child.tag == f"{MARKUP}AlternateContent":
                yield from self.blocks(_chosen(child), setting)

    def _set_aside(self) -> Iterator[_Read]:
        asides, self._asides = self._asides, []
        for aside in asides:
            number = next(self._numbers[aside.kind])
            setting = _Setting(next(self._stories), aside.kind, (number,), aside.host)
            yield from self.blocks(aside.content, setting)

    def _paragraph(self, paragraph: Element, setting: _Setting) -> _Read:
        raw = _Raw()
        if not self._styles.listing(paragraph):
            self._gather(paragraph, raw, setting.story, setting.host)
        lead = len(raw.text) - len(raw.text.lstrip())
        numbers = setting.numbers
        if setting.kind == "paragraph":
            numbers = (next(self._numbers["paragraph"]),)
        place = Place(setting.kind, numbers, lead)
        return Block(((raw.stripped(), place),), self._styles.mark(paragraph)), [raw]

    def _table(self, table: Element, setting: _Setting) -> Iterator[_Read]:
        """Rows of cells; a table of one column or with tables in it is a frame around paragraphs."""
        grid = self._grid(table)
        number = next(self._numbers["cell"])
        nested = any(inner is not table for inner in table.iter(f"{self.w}tbl"))
        if nested or max(map(len, grid), default=0) < 2:
            seen: set[int] = set()
            for r, row in enumerate(grid, start=1):
                for c, cell in enumerate(row, start=1):
                    if cell is not None and id(cell) not in seen:
                        seen.add(id(cell))
                        inside = _Setting(next(self._stories), "cell", (number, r, c), setting.host)
                        yield from self.blocks(cell, inside)
            return
        known: dict[int, tuple[str, _Raw]] = {}
        for r, row in enumerate(grid, start=1):
            read = [self._cell(cell, known, setting.host) for cell in row]
            parts = tuple((text, Place("cell", (number, r, c))) for c, (text, _) in enumerate(read, start=1))
            if parts:
                yield Block(parts, row=True), [raw for _, raw in read]

    def _cell(
        self, cell: Element | None, known: dict[int, tuple[str, _Raw]], host: Element | None
    ) -> tuple[str, _Raw]:
        """Text of a cell, the same again where it is merged into further rows or columns."""
        if cell is None:
            return "", _Raw()
        if id(cell) in known:
            text, raw = known[id(cell)]
            return (text, raw) if len(text) <= LONGEST_REPEATED else ("", _Raw())
        raw, story = _Raw(), next(self._stories)
        for paragraph in cell.iter(f"{self.w}p"):
            if _inside_of(paragraph, cell, f"{self.w}txbxContent"):
                continue
            if raw.leaves:
                raw.text += "\n"
            self._gather(paragraph, raw, story, host)
        known[id(cell)] = raw.squeezed(), raw
        return known[id(cell)]

    def _grid(self, table: Element) -> list[list[Element | None]]:
        """Cells by row and column of the grid; a merged one in each of its places."""
        rows: list[list[Element | None]] = []
        for row in self._inside(table, "tr"):
            cells: list[Element | None] = [None] * self._number(row, "trPr", "gridBefore", 0)
            for cell in self._inside(row, "tc"):
                merged = cell.find(f"{self.w}tcPr/{self.w}vMerge")
                goes_on = merged is not None and merged.get(f"{self.w}val", "continue") == "continue"
                above = rows[-1] if rows else []
                held = above[len(cells)] if goes_on and len(cells) < len(above) else cell
                cells += [held] * self._number(cell, "tcPr", "gridSpan", 1)
            rows.append(cells)
        return rows

    def _inside(self, parent: Element, wanted: str) -> Iterator[Element]:
        for child in parent:
            name = self._name(child)
            if name == wanted:
                yield child
            elif name in _BLOCK_WRAPPERS:
                yield from self._inside(child, wanted)

    def _number(self, element: Element, properties: str, name: str, least: int) -> int:
        found = element.find(f"{self.w}{properties}/{self.w}{name}")
        said = "" if found is None else found.get(f"{self.w}val", "")
        return min(MOST_SPAN, max(least, int(said))) if said.isascii() and said.isdigit() else least

    # ------------------------------------------------------------------ within a paragraph

    def _gather(self, parent: Element, raw: _Raw, story: int, host: Element | None) -> None:
        """Add the text of the runs below `parent`."""
        for child in parent:
            name = self._name(child)
            if name == "r":
                self._run(child, raw, story, host)
            elif name in _WRAPPERS:
                self._gather(child, raw, story, host)
            elif name == "sdt":
                properties = {self._name(one) for one in child.iterfind(f"{self.w}sdtPr/*")}
                plain = not properties.isdisjoint(_PLAIN_CONTROLS)
                inner = host if host is not None else child if plain else None
                self._gather(child, raw, next(self._stories) if plain else story, inner)
            elif child.tag == f"{MARKUP}AlternateContent":
                self._gather(_chosen(child), raw, story, host)

    def _run(self, run: Element, raw: _Raw, story: int, host: Element | None) -> None:
        if self._styles.hidden(run):
            return
        for child in run:
            name = self._name(child)
            if name == "t":
                if child.text:
                    raw.add(child.text, Leaf(child, len(child.text), False, story, host))
            elif name in _SIGNS or (name == "br" and child.get(f"{self.w}type", "") in ("", "textWrapping")):
                raw.add(_SIGNS.get(name, " "), Leaf(child, 1, True, story, host))
            elif name == "ruby":
                base = child.find(f"{self.w}rubyBase")
                text = "" if base is None else "".join(t.text or "" for t in base.iter(f"{self.w}t"))
                if text:
                    raw.add(text, Leaf(child, len(text), True, story, host))
            elif name in _NOTES:
                kind = _NOTES[name]
                note = self._notes[kind].pop(child.get(f"{self.w}id", ""), None)
                if note is not None:
                    self._asides.append(_Aside(note, kind, run if host is None else host))
            elif name in _HOLDS_BOXES or child.tag == f"{MARKUP}AlternateContent":
                self._asides += (
                    _Aside(box, "box", run if host is None else host) for box in self._boxes(child)
                )

    def _boxes(self, drawing: Element) -> list[Element]:
        """The text boxes of a drawing, the outermost ones; of alternatives the one that Word shows."""
        if drawing.tag == f"{MARKUP}AlternateContent":
            return self._boxes(_chosen(drawing))
        if self._name(drawing) == "txbxContent":
            return [drawing]
        return [box for child in drawing for box in self._boxes(child)]


def _notes(package: Package, kind: str, w: str) -> dict[str, Element]:
    root = package.root(package.related(f"{kind}s"))
    found = () if root is None else root.iter(f"{w}{kind}")
    return {note.get(f"{w}id", ""): note for note in found if note.get(f"{w}type", "normal") == "normal"}


def _chosen(alternatives: Element) -> Iterable[Element]:
    """The first choice of an AlternateContent, or its fallback where there is none."""
    choice = alternatives.find(f"{MARKUP}Choice")
    found = choice if choice is not None else alternatives.find(f"{MARKUP}Fallback")
    return () if found is None else found


def _inside_of(element: Element, outer: Element, tag: str) -> bool:
    """Whether an element with `tag` stands between `outer` and `element`."""
    for parent in element.iterancestors():
        if parent is outer:
            return False
        if parent.tag == tag:
            return True
    return False
