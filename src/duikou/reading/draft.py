"""A text being cleaned, which remembers where each of its characters stood in the original."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable


class Draft:
    """`text` and, for each of its characters, the offset in the original (`origin`)."""

    __slots__ = ("text", "origin")

    def __init__(self, text: str) -> None:
        self.text = text
        self.origin = array("I", range(len(text)))

    def swap(self, pattern: re.Pattern[str], into: str | Callable[[re.Match[str]], str]) -> None:
        """Replace every match by as many characters as it has. Raises ValueError where the length changes."""
        text = pattern.sub(into, self.text)
        if len(text) != len(self.text):
            raise ValueError(f"{pattern.pattern}: a swap must keep the length")
        self.text = text

    def delete(self, pattern: re.Pattern[str]) -> None:
        """Take out every match; where the pattern has a group `keep`, all of the match but that."""
        named = "keep" in pattern.groupindex
        kept: list[tuple[int, int]] = []
        position = 0
        for match in pattern.finditer(self.text):
            kept.append((position, match.start()))
            if named and match["keep"] is not None:
                kept.append(match.span("keep"))
            position = match.end()
        if position:
            kept.append((position, len(self.text)))
            self.keep(kept)

    def keep(self, spans: Iterable[tuple[int, int]]) -> None:
        """Keep only `spans`, in the order given."""
        texts: list[str] = []
        origin = array("I")
        for start, end in spans:
            texts.append(self.text[start:end])
            origin.extend(self.origin[start:end])
        self.text = "".join(texts)
        self.origin = origin
