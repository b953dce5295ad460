"""Printed figures, read by our own reader, say what they were meant to say."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.answers.accounts.wording import printed_text
from duikou.book import Interval
from duikou.book.printing import printed
from duikou.reading import read
from duikou.review import proposal_of, statement
from duikou.words import Reading
from duikou.words.vocabulary import load

pytestmark = pytest.mark.once
WORDS = load()
UNIT = WORDS.unit["CNY"]


@settings(max_examples=60)
@given(least=st.integers(10**6, 10**13), width=st.one_of(st.none(), st.integers(0, 10**12)))
def test_money_reads_back(least: int, width: int | None) -> None:
    shown = printed(Interval.inclusive(least, None if width is None else least + width), UNIT, WORDS)
    assert shown
    with translation.override("zh-hans"):
        text = printed_text(shown, UNIT)
    (figure,) = read(
        f"截至2024年底，上海市累计对口支援万州区，已到位无偿援助资金{text}。", dated="2025", vocabulary=WORDS
    )
    proposal = proposal_of(figure, WORDS)
    row = statement(proposal, proposal.fields, "draft", WORDS, "")
    for reading in Reading:
        assert row.interval(reading, WORDS) == shown.figure.interval(reading, WORDS), text
    assert row.scope.stage == "arrived"


@pytest.mark.parametrize(
    ("least", "most", "chinese", "english"),
    [
        (91987654321, 91987654321, "9.20亿元", "CNY 920 million"),
        (8300000000, 8399999999, "8300余万元", "more than CNY 83 million"),
        (1607600000000, None, "不少于160.76亿元", "at least CNY 16.076 billion"),
        (218100000000, 270267499993, "21.81亿元至27.03亿元", "CNY 2.181 billion to CNY 2.703 billion"),
    ],
)
def test_in_both_languages(least: int, most: int | None, chinese: str, english: str) -> None:
    shown = printed(Interval.inclusive(least, most), UNIT, WORDS)
    assert shown
    with translation.override("zh-hans"):
        assert printed_text(shown, UNIT) == chinese
    with translation.override("en"):
        assert printed_text(shown, UNIT) == english
