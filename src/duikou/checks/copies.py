"""Which documents say the same because one was taken from the other.

Told by the text where it is known: the share of its runs of characters that the other has too (shingles,
Broder 1997), taken from a fixed sample of them. Where a text is not known, by the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from duikou.book import Statement

RUN = 8  # characters; any eight in a row are rarely met by accident
LONG = 2000  # of longer texts only a part of the runs is kept
RATE = 8
ALIKE = 0.8
FEWEST_RUNS = 30
ALIKE_FIGURES, FEWEST_FIGURES = 0.9, 8


@dataclass(frozen=True, slots=True)
class Sketch:
    """Hashes of the runs of a text, one in `rate` of them."""

    runs: frozenset[int]
    rate: int


def sketch(text: str) -> Sketch:
    """The sketch of a text; spaces, punctuation and marks do not count."""
    plain = "".join(sign for sign in text if sign.isalnum())
    rate = RATE if len(plain) > LONG else 1
    hashes = {_hash(plain[at : at + RUN]) for at in range(len(plain) - RUN + 1)}
    return Sketch(frozenset(number for number in hashes if number % rate == 0), rate)


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big")


def alike(one: Sketch, other: Sketch) -> bool:
    """Whether the shorter text stands nearly whole in the longer one."""
    rate = max(one.rate, other.rate)
    runs, others = ({n for n in each.runs if n % rate == 0} for each in (one, other))
    fewer = min(len(runs), len(others))
    if runs and runs == others:
        return True
    return fewer >= FEWEST_RUNS // rate + 1 and len(runs & others) >= ALIKE * fewer


Figures = Counter[tuple[str, str, int]]


def figures_of(statements: Iterable[Statement]) -> Figures:
    """What a document's figures are, whatever the words around them."""
    return Counter((s.scope.measure, s.scope.unit, s.figure.value) for s in statements if s.figure)


def alike_figures(one: Figures, other: Figures) -> bool:
    """Whether two documents have nearly the same figures, enough of them to be no accident."""
    fewer, more = sorted((one.total(), other.total()))
    if fewer < FEWEST_FIGURES or fewer < ALIKE_FIGURES * more:  # they share no more than the fewer
        return False
    shared = (one & other).total()
    return shared >= ALIKE_FIGURES * (fewer + more - shared)
