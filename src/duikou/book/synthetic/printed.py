"""Printing an amount as newspapers do, so that what the words allow holds what is true."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from duikou.book.statement import Figure
from duikou.words import Reading, Vocabulary

# How often a figure bears which qualifier.
QUALIFIERS = {"exact": 62, "over": 20, "nearly": 9, "about": 9}
# printed unit, its size in 元, how many decimals are usual
_MONEY = (("亿元", 100_000_000, (2, 2, 2, 1)), ("万元", 10_000, (0, 0, 0, 2)), ("元", 1, (0,)))
YUAN = 100
COUNT = 10_000


def print_amount(
    amount: int, scale: int, noun: str, rng: Random, words: Vocabulary
) -> tuple[Figure, str] | None:
    """A figure true of the scaled `amount` under both readings, and its words; None for nothing at all.

    `noun`: the counted noun's measure word for counts (scale 10,000), "" for money.
    """
    if amount <= 0:
        return None
    word, step, places = _unit(amount, rng) if scale == YUAN else (noun, COUNT, 0)
    last = step // 10**places
    qualifier = _choose(rng)
    if qualifier != "exact":
        figure = _loose(amount, last, qualifier, rng, scale != YUAN)
        if figure and figure.value % step == 0:
            figure = replace(figure, last=step)
        if figure and amount in figure.interval(Reading.NATURAL, words):
            return figure, _surface(figure, word, step)
    figure = _exact(amount, last, scale != YUAN)
    while not figure.value or amount not in figure.interval(Reading.NATURAL, words):
        # too small for this many decimals
        last //= 10
        figure = _exact(amount, last, scale != YUAN)
    return figure, _surface(figure, word, step)


def _unit(amount: int, rng: Random) -> tuple[str, int, int]:
    """Printed unit, its size in 分, decimals."""
    for word, size, decimals in _MONEY:
        if amount >= size * YUAN:
            places = decimals[int(rng.random() * len(decimals))]
            return word, size * YUAN, places
    return "元", YUAN, 2


def _choose(rng: Random) -> str:
    at = rng.random() * sum(QUALIFIERS.values())
    for name, weight in QUALIFIERS.items():
        at -= weight
        if at < 0:
            return name
    return "exact"


def _exact(amount: int, last: int, whole: bool) -> Figure:
    """Rounded half up, as the natural reading of a rounded number has it."""
    value = (2 * amount + last) // (2 * last) * last
    return Figure(value, last, last_step(value, last), "exact", whole=whole)


def _loose(amount: int, last: int, qualifier: str, rng: Random, whole: bool) -> Figure | None:
    """余 is cut off, 近 rounded up, 约 rounded, to one to three leading digits."""
    digits = 1 + int(rng.random() * 3)
    step = max(last, 10 ** max(0, len(str(amount // last)) - digits) * last)
    if qualifier == "over":
        value = amount // step * step
    elif qualifier == "nearly":
        value = (amount // step + 1) * step
    else:
        value = (2 * amount + step) // (2 * step) * step
    if not value or (whole and value < 10 * last):
        return None
    return Figure(value, last, last_step(value, last), qualifier, whole=whole)


def last_step(value: int, last: int) -> int:
    """One unit of the last digit of `value` that is not zero; `last` is one of the last printed digit."""
    step = last
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _surface(figure: Figure, word: str, step: int) -> str:
    whole, part = divmod(figure.value, step)
    number = str(whole)
    if figure.last < step:
        number += "." + f"{part * 10**9 // step:09d}"[: len(str(step // figure.last)) - 1]
    match figure.qualifier:
        case "over" if figure.last == step and whole % 10 == 0:
            return f"{number}余{word}"
        case "over":
            return f"超过{number}{word}"
        case "nearly":
            return f"近{number}{word}"
        case "about":
            return f"约{number}{word}"
    return f"{number}{word}"
