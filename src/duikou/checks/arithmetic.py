"""Sums written out: `29 + 30 = 59 > 38`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from duikou.book import format_amount
from duikou.words import Unit, Vocabulary

YI, WAN = 100_000_000, 10_000


@dataclass(frozen=True, slots=True)
class Written:
    """`text` counts in `divisor` base units of `unit`."""

    text: str
    unit: str
    divisor: int


def divisor_for(amounts: Sequence[int], unit: Unit) -> int:
    """What official texts count in: 亿 from one 亿 on, 万 from one 万 on; counts of
    things in ones where they are not all round."""
    largest = max((abs(amount) for amount in amounts), default=0) // unit.scale
    if unit.whole and any(amount % (unit.scale * WAN) for amount in amounts):
        return 1
    return YI if largest >= YI else WAN if largest >= WAN else 1


def write_number(amount: int, scale: int, divisor: int) -> str:
    """A scaled amount in units of `divisor`, without trailing zeros."""
    text = format_amount(amount, scale * divisor)
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_comparison(
    left: Sequence[tuple[int, Fraction]],
    right: Sequence[tuple[int, Fraction]],
    unit: str,
    words: Vocabulary,
) -> Written:
    """Both sides as sums of (scaled amount, multiplier), with = < > between."""
    scale = words.unit[unit].scale
    divisor = divisor_for([amount for amount, _ in (*left, *right)], words.unit[unit])
    together = lcm(*(factor.denominator for _, factor in (*left, *right)), 1)

    def side(terms: Sequence[tuple[int, Fraction]]) -> tuple[str, int]:
        parts, total = [], 0
        for amount, factor in terms:
            times = int(factor * together)
            total += amount * times
            shown = write_number(amount, scale, divisor)
            parts.append(shown if times == 1 else f"{times}×{shown}")
        return " + ".join(parts), total

    (first, one), (second, other) = side(left), side(right)
    sign = "=" if one == other else "<" if one < other else ">"
    if len(left) > 1 and (one != other or len(right) > 1):
        first += f" = {write_number(one, scale, divisor)}"
    if len(right) > 1 and one != other:
        second = f"{write_number(other, scale, divisor)} = {second}"
    return Written(f"{first} {sign} {second}", unit, divisor)


def write_rest(whole: int, part: int, digit: int, unit: str, words: Vocabulary) -> str:
    """`9.1 − 2.3 = 6.8`, counted as `write_comparison` does; `≈` where the rest is known only to `digit`."""
    scale = words.unit[unit].scale
    divisor = divisor_for((whole, part), words.unit[unit])
    known = (whole - part + digit // 2) // digit * digit
    one, other, rest = (write_number(amount, scale, divisor) for amount in (whole, part, known))
    return f"{one} − {other} {'=' if known == whole - part else '≈'} {rest}"
