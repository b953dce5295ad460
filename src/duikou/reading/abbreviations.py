"""Short names that a text defines for itself: `重庆三峡医药高等专科学校（下称“三峡医专”）`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DEFINED = re.compile(
    r"(?P<closing>[”’」』》]?)[（(]\s*(?:以下|下文|下)?(?:简称|统称|称|称为|称作|简称为)[：:]?\s*"
    r"[“‘\"「『《]?(?P<short>[^“”‘’\"「」『』《》（）()，。；：！？\s]{2,16})[”’\"」』》]?\s*[）)]"
)
_STOP = re.compile(r"[，。；：、！？（）()“”‘’「」『』《》\"\n]")
# Words that may stand before a name and are no part of it; cut off only where the rest still spells the short
# name.
_BEFORE = re.compile(
    r"的|了|由|在|与|和|及|向|对|为|将|是|到|把|被|给|于|援建|建设|引进|新建|捐建|帮助|依托|组建|成立"
)
REACH = 40


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """`short` stands for `full` from `start` (of its definition's full name) on."""

    short: str
    full: str
    start: int
    end: int


def abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """Every definition of a short name, in order; `text` as in the file. A definition whose full name cannot
    be told (it does not hold the characters of the short one) is left out. Linear."""
    found = []
    for match in _DEFINED.finditer(text):
        short = match["short"]
        if full := _full_before(text, match.start("closing"), bool(match["closing"]), short):
            found.append(Abbreviation(short, full, match.start("closing") - len(full), match.end()))
    return tuple(found)


def spells(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in this order: `三峡医专` in
    `重庆三峡医药高等专科学校`."""
    letters = iter(full)
    return all(letter in letters for letter in short)


def _full_before(text: str, end: int, quoted: bool, short: str) -> str:
    """The name that ends at `end`: what stands in quotes, else the tail of the clause that is a name."""
    near = text[max(0, end - REACH) : end]
    stops = [stop.end() for stop in _STOP.finditer(near)]
    name = near[max(stops, default=0) :].strip(" *　")
    if not spells(short, name):
        return ""
    if quoted:
        return name
    for cut in reversed(list(_BEFORE.finditer(name))):
        rest = name[cut.end() :]
        if len(rest) > len(short) and spells(short, rest):
            return rest
    return name if len(name) > len(short) else ""
