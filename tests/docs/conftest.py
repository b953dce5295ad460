"""Pages with commands in them: what they say a command prints is what it prints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from django.utils import translation

from ..cli.conftest import Ask, ask  # noqa: F401 a fixture for this folder too

ROOT = Path(__file__).parents[2]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A command of a page, the lines printed under it, and the text from it to the next command."""

    words: tuple[str, ...]
    lines: tuple[str, ...]
    after: str


def shown_in(page: Path) -> list[Shown]:
    """Every command of the page's `console` blocks."""
    text = page.read_text("utf-8")
    blocks = list(CONSOLE.finditer(text))
    found = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        after = text[block.end() : following.start() if following else None]
        for part in re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            found.append(Shown(tuple(shlex.split(command)), tuple(lines), after))
    return found


@pytest.fixture
def run(ask: Ask, sample_book: Any) -> Callable[..., Result]:  # noqa: F811
    """Run `duikou …` on the sample book; `$DUIKOU_HOME` in a word is its folder."""

    def duikou(words: tuple[str, ...], language: str = "en") -> Result:
        assert words[0] == "duikou", words
        with translation.override(language):
            return ask(*(word.replace("$DUIKOU_HOME", str(sample_book.home)) for word in words[1:]))

    return duikou
