"""Times: the cases of `cases/times.toml`; what a wrong date of the document does; any text is taken."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.reading.clean import clean
from duikou.reading.split import split
from duikou.reading.times import time_spans, times
from duikou.words import load

CASES = tomllib.loads((Path(__file__).parent / "cases" / "times.toml").read_text(encoding="utf-8"))["case"]
DATE = "2021-11"
TIME_WORDS = st.text(
    alphabet="0123456789一二十年月日至到今去前截自从来以底初近连续每季度上半“”五四，。\n期间"
)


def read(text, dated=DATE):
    cleaned = clean(text)
    return [
        f"{cleaned.text[m.span[0] : m.span[1]]} = {m.role} {m.start}..{m.end}"
        for m in times(cleaned, split(cleaned), dated, load())
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_the_times_of_a_sentence(case):
    assert read(case["text"], case["dated"]) == case["times"]


def test_the_same_words_in_another_year():
    assert read("4年来，投入1亿元。", "2025-07") == ["4年来 = since 2021..2025-07"]
    assert read("4年来，投入1亿元。", "2030") == ["4年来 = since 2026..2030"]


@pytest.mark.parametrize("dated", ["2021/11", "November", "2021-13", "2021-11-01-01", "0000"])
def test_a_date_that_is_none_is_refused(dated):
    with pytest.raises(ValueError, match="is no date"):
        read("今年", dated)


def test_durations_are_kept_from_the_quantities_but_date_nothing():
    text = "历时一年，上午9:30"
    assert [text[a:b] for a, b in time_spans(text)] == ["历时一年", "9:30"]
    assert read(text) == []


@given(st.text(max_size=300))
def test_any_text_is_taken(text):
    read(text)


@given(TIME_WORDS)
def test_any_mixture_of_the_signs_of_times_is_taken(text):
    cleaned = clean(text)
    found = times(cleaned, split(cleaned), DATE, load())
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    for mention in found:
        assert 0 <= mention.span[0] < mention.span[1] <= len(cleaned.text)
