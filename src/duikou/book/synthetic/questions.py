"""Scopes to ask a synthetic book about."""

from __future__ import annotations

from datetime import date
from random import Random

from duikou.book.period import Window
from duikou.book.scope import Scope
from duikou.book.synthetic.cast import FIRST_YEAR, LAST_YEAR, pick
from duikou.book.synthetic.synthesis import SyntheticBook
from duikou.book.synthetic.truth import FUND

# How often a scope is limited along each coordinate; the window always is.
LIMITED = {"kinds": 0.6, "donors": 0.7, "recipients": 0.8, "sectors": 0.5}


def make_scopes(book: SyntheticBook, count: int, seed: int = 0) -> list[Scope]:
    """`count` five-dimensional boxes of arrived funds, as pivots and reports ask for them."""
    rng = Random(f"scopes {book.size.seed} {seed}")
    return [_scope(book, rng) for _ in range(count)]


def _scope(book: SyntheticBook, rng: Random) -> Scope:
    cast = book.cast
    chosen: dict[str, str] = {
        "kinds": cast.kinds[int(rng.random() ** 2 * len(cast.kinds))],
        "donors": cast.donors[int(rng.random() ** 2 * len(cast.donors))],
        "recipients": cast.recipients[pick(rng, range(len(cast.recipients)), cast.recipient_weights)],
        "sectors": cast.sectors[pick(rng, range(len(cast.sectors)), cast.sector_weights)],
    }
    limits = {
        name: frozenset({code}) if rng.random() < LIMITED[name] else frozenset()
        for name, code in chosen.items()
    }
    first = FIRST_YEAR + int(rng.random() * (LAST_YEAR - FIRST_YEAR))
    last = first + int(rng.random() ** 2 * (LAST_YEAR - first + 1))
    return Scope(
        *FUND,
        limits["kinds"],
        limits["donors"],
        limits["recipients"],
        limits["sectors"],
        window=Window(date(first, 1, 1), date(last, 12, 31)),
    )
