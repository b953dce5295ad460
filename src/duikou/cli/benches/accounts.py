"""How well checking finds wrong figures in an account: fed back whole, then with some altered at random."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

FLAGGED = ("contradicted", "doubtful")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
WAYS = ("digit", "swap", "point", "unit", "some")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure of the account stands in its text."""

    figure: int
    start: int
    end: int


@dataclass(slots=True)
class Tally:
    """What came of the rounds. `inside`: alterations that everything else still allows."""

    rounds: int = 0
    altered: int = 0
    unread: int = 0
    inside: int = 0
    outside: int = 0
    found: int = 0
    untouched: int = 0
    flagged: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)
    accused: list[str] = field(default_factory=list)

    def line(self) -> str:
        found = 100 * self.found / max(1, self.outside)
        wrong = 100 * self.flagged / max(1, self.untouched)
        return (
            f"rounds {self.rounds}  altered {self.altered}  inside the bounds {self.inside}  "
            f"not read {self.unread}  "
            f"outside {self.outside}, flagged {self.found} ({found:.1f} %)  "
            f"untouched {self.untouched}, flagged {self.flagged} ({wrong:.2f} %)  {self.seconds:.0f} s"
        )


def text_of(account) -> tuple[str, list[Place]]:
    """The account as text, and where each figure stands: the same words as `book.account.lines`."""
    from duikou.book.account import Paragraph, Table

    out: list[str] = []
    places: list[Place] = []
    at = 0

    def put(words: str, figure: int = 0) -> None:
        nonlocal at
        if figure:
            places.append(Place(figure, at, at + len(words)))
        out.append(words)
        at += len(words)

    def pieces(row) -> None:
        for piece in row:
            put(account.words(piece), piece if isinstance(piece, int) else 0)

    put(f"# {account.title}\n\n{account.subtitle}\n\n")
    for section in account.sections:
        put("#" * (section.level + 1) + f" {section.title}\n\n")
        for block in section.blocks:
            if isinstance(block, Paragraph):
                pieces(block.pieces)
            elif isinstance(block, Table):
                put(f"{block.title}\n\n| {' | '.join(block.head)} |")
                for row in block.rows:
                    put("\n| ")
                    for number, piece in enumerate(row):
                        put(" | " if number else "")
                        pieces((piece,))
                    put(" |")
                put(f"\n\n{block.note}")
            put("\n\n")
    put("\n\n".join(account.remarks) + "\n")
    return "".join(out), places


def altered(words: str, draw: random.Random) -> str:
    """The printed figure with another number: a digit, two digits, the point, the unit, or some per cent."""
    for _try in range(40):
        way = draw.choice(WAYS)
        match = draw.choice(list(NUMBER.finditer(words)))
        number = match[0]
        if way == "unit" and ("万" in words) != ("亿" in words):
            return words.replace("万", "亿") if "万" in words else words.replace("亿", "万")
        new = _number(number, way, draw)
        if new and Decimal(new) != Decimal(number) and Decimal(new):
            return words[: match.start()] + new + words[match.end() :]
    return words


def _number(number: str, way: str, draw: random.Random) -> str:
    digits = [at for at, sign in enumerate(number) if sign.isdigit()]
    signs = list(number)
    if way == "digit":
        at = draw.choice(digits)
        signs[at] = draw.choice([d for d in "0123456789" if d != signs[at] and (d != "0" or at)])
    elif way == "swap" and len(digits) > 1:
        at = draw.randrange(len(digits) - 1)
        a, b = digits[at], digits[at + 1]
        signs[a], signs[b] = signs[b], signs[a]
    elif way == "point":
        value = Decimal(number) * (10 if draw.random() < 0.5 or "." not in number else Decimal("0.1"))
        return f"{value.normalize():f}" if value == value.to_integral() or "." in number else ""
    elif way == "some":
        places = len(number.partition(".")[2])
        value = Decimal(number) * Decimal(draw.choice([80, 90, 95, 105, 110, 120])) / 100
        return f"{value:.{places}f}"
    text = "".join(signs)
    return "" if text.startswith("0") and not text.startswith("0.") else text


def rewritten(text: str, places: Sequence[Place], new: dict[int, str]) -> tuple[str, list[Place]]:
    """The text with other words for some figures, wherever they stand, and where all of them stand now."""
    out, moved, at, end = [], [], 0, 0
    for place in sorted(places, key=lambda place: place.start):
        words = new.get(place.figure, text[place.start : place.end])
        before = text[end : place.start]
        out += [before, words]
        at += len(before)
        moved.append(Place(place.figure, at, at + len(words)))
        at += len(words)
        end = place.end
    return "".join(out) + text[end:], moved


def checked(text: str, dated: str, places: Sequence[Place]) -> dict[Place, list]:
    """The figures read at each place, with their verdicts."""
    from duikou.answers.drafts import check_text
    from duikou.book import EVERYTHING

    view = check_text(text, dated=dated, sight=EVERYTHING)
    return {p: [f for f in view.figures if f.start < p.end and p.start < f.end] for p in places}


def alter(account, rounds: int, seed: int, figures: int = 10) -> Tally:
    """`rounds` times, `figures` figures of the account altered wherever they stand, and all checked anew."""
    tally = Tally()
    text, places = text_of(account)
    started = time.perf_counter()
    for number in range(rounds):
        _round(account, text, places, random.Random(f"{seed}-{number}"), figures, tally)
    tally.rounds, tally.seconds = rounds, time.perf_counter() - started
    return tally


def _round(account, text, places, draw: random.Random, figures: int, tally: Tally) -> None:
    standing = sorted({place.figure for place in places})
    chosen = draw.sample(standing, min(figures, len(standing)))
    new = {number: altered(account.figure(number).printed, draw) for number in chosen}
    changed, moved = rewritten(text, places, new)
    verdicts = checked(changed, account.as_of[:7], moved)
    for number in standing:
        rows = [row for place in moved if place.figure == number for row in verdicts[place]]
        flagged = any(row.verdict in FLAGGED for row in rows)
        if number not in new:
            tally.untouched += 1
            tally.flagged += flagged
            if flagged:
                row = next(row for row in rows if row.verdict in FLAGGED)
                tally.accused.append(f"{row.surface} · {row.scope_text}: {row.sentence}")
            continue
        tally.altered += 1
        if not rows:
            tally.unread += 1
        elif _meets(rows[0].natural, account.figure(number).natural):
            tally.inside += 1
        else:
            tally.outside += 1
            tally.found += flagged
            if not flagged:
                was = account.figure(number)
                tally.missed.append(
                    f"{was.printed} → {new[number]} · {rows[0].scope_text}: {rows[0].verdict}"
                )


def _meets(one, other) -> bool:
    """Whether two pairs of bounds have a value in common; None = open."""
    (a, b), (x, y) = ([None if end is None else Decimal(end) for end in ends] for ends in (one, other))
    return (a is None or y is None or a <= y) and (x is None or b is None or x <= b)


def lines(rounds: int, seed: int) -> Iterator[str]:
    """Two accounts of the sample book: of a county, and of a pairing."""
    from duikou.answers.accounts import AccountRequest, compose
    from duikou.book import EVERYTHING

    for request in (
        AccountRequest("county", recipient="500101", year="2025"),
        AccountRequest("pairing", recipient="500238", donor="220000", year="2025"),
    ):
        account = compose(request, sight=EVERYTHING)
        text, places = text_of(account)
        whole = checked(text, account.as_of[:7], places)
        backed = sum(any(row.verdict == "holds" for row in rows) for rows in whole.values())
        yield f"{account.title}: {len(account.figures)} figures at {len(places)} places"
        yield f"fed back: {backed} backed"
        tally = alter(account, rounds, seed)
        yield tally.line()
        yield from (f"  missed  {line}" for line in tally.missed)
        yield from (f"  accused {line}" for line in sorted(set(tally.accused)))
