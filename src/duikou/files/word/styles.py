"""What the styles of a Word document say of a paragraph or run that matters for reading it."""

from __future__ import annotations

import re

from duikou.files.word.package import Element

_LISTING = re.compile(r"toc (?:\d|heading)|table of figures", re.IGNORECASE)
_OFF = ("0", "false", "off")


class Styles:
    """Names of the styles by id, and what paragraphs make of them."""

    def __init__(self, root: Element | None, w: str) -> None:
        self._w = w
        self._names: dict[str, str] = {}
        for style in () if root is None else root.iter(f"{w}style"):
            name = style.find(f"{w}name")
            if name is not None:
                self._names[style.get(f"{w}styleId", "")] = name.get(f"{w}val", "")

    def key(self, name: str) -> str:
        """The id of the style called `name`, "" where the document has none."""
        return next((key for key, other in self._names.items() if other == name), "")

    def mark(self, paragraph: Element) -> str:
        """What is put before a paragraph: `# ` with as many signs as its level for a heading, `- ` for an
        item of a list, else ""."""
        w, name = self._w, self._name(paragraph)
        if name == "Title":
            return "# "
        if heading := re.fullmatch(r"[Hh]eading ([1-6])", name):
            return "#" * int(heading[1]) + " "
        level = paragraph.find(f"{w}pPr/{w}outlineLvl")
        if level is not None and re.fullmatch("[0-5]", level.get(f"{w}val", "")):
            return "#" * (int(level.get(f"{w}val")) + 1) + " "
        return "- " if name.startswith("List") else ""

    def listing(self, paragraph: Element) -> bool:
        """Whether it is a line of a table of contents, which says again what the headings say."""
        return bool(_LISTING.match(self._name(paragraph)))

    def _name(self, paragraph: Element) -> str:
        style = paragraph.find(f"{self._w}pPr/{self._w}pStyle")
        return "" if style is None else self._names.get(style.get(f"{self._w}val", ""), "")

    def hidden(self, run: Element) -> bool:
        """Whether the run itself is set hidden."""
        vanish = run.find(f"{self._w}rPr/{self._w}vanish")
        return vanish is not None and vanish.get(f"{self._w}val", "1") not in _OFF
