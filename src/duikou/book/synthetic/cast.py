"""Who is in a synthetic programme: recipients, donors, who supports whom, sectors, kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from duikou.book.period import parse_day
from duikou.words import Vocabulary

FIRST_YEAR, LAST_YEAR = 1993, 2025
RESERVOIR = "U-3GX"
# Provinces whose counties receive, after those of the reservoir area.
RECEIVING = ("50", "42", "51", "52", "53", "45", "62", "64", "61", "15")
# Provinces and cities that give; those of parties.csv stand beside their province.
GIVING = (
    "310000 110000 320000 330000 440000 370000 350000 120000 210000 340000 410000 360000 430000 220000"
    " 230000 130000 140000 320100 330200 350200 210100 210200 370200 440300 420100"
).split()
KINDS = {"grant": 55, "cooperation": 30, "donation": 10, "investment": 5}
TALENT = "talent"


@dataclass(frozen=True, slots=True)
class Cast:
    """`donors`: the givers, then the parties below them (`top` is the giver's position for each).
    `pairs`: positions of the givers of each recipient, the main one first. `sectors`: leaves only."""

    recipients: tuple[str, ...]
    donors: tuple[str, ...]
    top: tuple[int, ...]
    below: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[int, ...], ...]
    sectors: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def recipient_weights(self) -> list[float]:
        """A few recipients get most."""
        return [1 / (rank + 3) for rank in range(len(self.recipients))]

    @property
    def sector_weights(self) -> list[float]:
        return [1 / (rank + 2) for rank in range(len(self.sectors))]


def gather_cast(recipients: int, rng: Random, words: Vocabulary) -> Cast:
    """A programme with so many recipients (at most as many as there are counties to choose from)."""
    places = _recipients(recipients, rng, words)
    givers = [code for code in GIVING if code in words.parties]
    donors, top, below = list(givers), list(range(len(givers))), []
    for number, code in enumerate(givers):
        children = [child for child in words.parties.children(code) if words.places[child].current]
        chosen = _sample(rng, children, 2)
        below.append(tuple(range(len(donors), len(donors) + len(chosen))))
        donors += chosen
        top += [number] * len(chosen)
    leaves = [code for code in words.sectors if not words.sectors.children(code) and code != TALENT]
    return Cast(
        recipients=tuple(places),
        donors=tuple(donors),
        top=tuple(top),
        below=tuple(below),
        pairs=tuple(_pairs(len(places), len(givers), rng)),
        sectors=(*_sample(rng, leaves, len(leaves)), TALENT),
        kinds=tuple(KINDS),
    )


def _recipients(count: int, rng: Random, words: Vocabulary) -> list[str]:
    """Counties of today that no programme's late start keeps empty, the reservoir area's first."""
    places = words.places
    late = {
        member
        for programme in words.programme.values()
        if (start := parse_day(programme.start)) and start.year >= FIRST_YEAR
        for code in programme.recipients
        for member in places.members(code)
    }
    counties = [
        code
        for code in places
        if places[code].level == "county"
        and places[code].current
        and places[code].name not in ("市辖区", "县")
        and code[:2] in RECEIVING
        and not late & set(places.path(code))
    ]
    members = set(places.members(RESERVOIR))
    first = [code for code in counties if code in members]
    if count <= len(first):
        return _sample(rng, first, count)
    return first + _sample(rng, [code for code in counties if code not in members], count - len(first))


def _pairs(recipients: int, givers: int, rng: Random) -> list[tuple[int, ...]]:
    """One to three givers for each recipient; those at the head of the list more often."""
    weights = [1 / (rank + 5) for rank in range(givers)]
    found = []
    for _ in range(recipients):
        wanted = 1 + int(rng.random() * 3)
        chosen: dict[int, None] = {}
        while len(chosen) < wanted:
            chosen[pick(rng, range(givers), weights)] = None
        found.append(tuple(chosen))
    return found


def pick(rng: Random, options: Sequence[int], weights: Sequence[float]) -> int:
    """One of `options`, as often as `weights` say."""
    at = rng.random() * sum(weights)
    for option, weight in zip(options, weights, strict=True):
        at -= weight
        if at < 0:
            return option
    return options[-1]


def _sample(rng: Random, options: Sequence[str], count: int) -> list[str]:
    """`count` of them in random order, all where there are no more."""
    rest = list(options)
    return [rest.pop(int(rng.random() * len(rest))) for _ in range(min(count, len(rest)))]
