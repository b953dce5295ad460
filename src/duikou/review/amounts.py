"""A figure's amount as one text that a person can read and change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from duikou.book import BookError
from duikou.reading import read_expression
from duikou.review.fields import Fields, Proposal, plain_decimal
from duikou.words import Vocabulary

_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_BEFORE = {"over": "超过", "about": "约", "nearly": "近", "at_least": "不少于", "at_most": "不超过"}


def amount_text(proposal: Proposal, fields: Fields, vocabulary: Vocabulary) -> str:
    """The amount as in the document where these words alone say it, else in official style (`约2000万元`)."""
    shown = (proposal.words, _official(fields, vocabulary))
    return next((text for text in shown if _says(text, fields, vocabulary)), shown[1])


def with_amount(fields: Fields, text: str, vocabulary: Vocabulary) -> Fields:
    """`fields` with the amount, unit and qualifier that `text` says; a bare number keeps the unit and is in
    it.

    Raises BookError `review.amount` for what is not one amount.
    """
    word = vocabulary.unit[fields.unit].zh
    quantity = read_expression(text, vocabulary) or read_expression(text.strip() + word, vocabulary)
    if quantity is None:
        raise BookError("review.amount", "amount", text=text)
    printed = quantity.printed
    scale = Decimal(vocabulary.unit[quantity.unit].scale)
    return replace(
        fields,
        value=quantity.value,
        hi=quantity.hi,
        last=plain_decimal(printed.last / scale),
        round=plain_decimal(printed.round / scale),
        whole=printed.whole,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
    )


def _says(text: str, fields: Fields, vocabulary: Vocabulary) -> bool:
    quantity = read_expression(text, vocabulary)
    return quantity is not None and (quantity.value, quantity.hi, quantity.unit, quantity.qualifier) == (
        fields.value,
        fields.hi,
        fields.unit,
        fields.qualifier,
    )


def _official(fields: Fields, vocabulary: Vocabulary) -> str:
    word = vocabulary.unit[fields.unit].zh
    ends = [_number(Decimal(end)) for end in (fields.value, fields.hi) if end]
    return _BEFORE.get(fields.qualifier, "") + "—".join(ends) + word


def _number(value: Decimal) -> str:
    for size, word in ((_YI, "亿"), (_WAN, "万")):
        if abs(value) >= size and value % (size / 10_000) == 0:
            return plain_decimal(value / size) + word
    return plain_decimal(value)
