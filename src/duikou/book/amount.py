"""Amounts: scaled integers inside, decimals outside."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from duikou.book.errors import BookError


def parse_amount(text: str | Decimal | int, scale: int, field: str = "amount") -> int:
    """`text` in base units (元, 人, 公里 …) → integer of 1/`scale` units (分 for money).

    Raises BookError `amount.unreadable`, or `amount.too_fine` where the scale does not hold all its places.
    """
    try:
        scaled = Decimal(str(text)) * scale
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise BookError("amount.unreadable", field, text=str(text)) from error
    if scaled != whole:
        raise BookError("amount.too_fine", field, text=str(text), scale=scale)
    return whole


def format_amount(amount: int, scale: int) -> str:
    """Scaled integer → decimal string in base units; money with two places, others as few as needed."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    whole, part = divmod(rest, scale)
    places = len(str(scale)) - 1
    digits = f"{part:0{places}d}"
    if scale != 100:
        digits = digits.rstrip("0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
