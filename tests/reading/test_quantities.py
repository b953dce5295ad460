"""Quantities: the cases of `quantities_*.toml` and `not_figures.toml`, and the amounts as printed."""

import json
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.reading.clean import clean
from duikou.reading.quantities import quantities
from duikou.reading.split import split
from duikou.words import Reading, load, stated_bounds

CASES = Path(__file__).parent / "cases"
FILES = [*sorted(CASES.glob("quantities_*.toml")), CASES / "not_figures.toml"]
SENTENCES = [
    pytest.param(case["text"], case["figures"], id=f"{path.stem}-{number}")
    for path in FILES
    for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], start=1)
]
FIELD_WORDS = st.text(
    alphabet="一二三十百千万亿0123456789.,%元个家人次余多近约上数几至到—-、，。（）“”年月日来分之翻番成倍"
    "\n * 各第每"
)


def read(text):
    """The quantities of `text`, each with its surface in the original."""
    cleaned = clean(text)
    return [
        (text[cleaned.origin[q.start] : cleaned.origin[q.end - 1] + 1], q)
        for q in quantities(cleaned, split(cleaned), load())
    ]


def written(surface, quantity):
    value = quantity.value + (f"~{quantity.hi}" if quantity.hi else "")
    qualifier = "" if quantity.qualifier == "exact" else f" {quantity.qualifier}"
    return f"{surface} = {value} {quantity.unit}{qualifier}"


@pytest.mark.parametrize(("text", "figures"), SENTENCES)
def test_the_figures_of_a_sentence(text, figures):
    assert [written(*found) for found in read(text)] == figures


def test_the_corpus_is_large_enough():
    assert len(SENTENCES) >= 150


def only(text):
    (found,) = read(text)
    return found[1]


@pytest.mark.parametrize(
    ("text", "value", "upper", "last", "rounded", "whole"),
    [
        ("投入8300余万元。", 8_300_000_000, None, 1_000_000, 100_000_000, False),
        ("投入4.05亿元。", 40_500_000_000, None, 100_000_000, 100_000_000, False),
        ("实施项目326个。", 3_260_000, None, 10_000, 10_000, True),
        ("培训1千余人。", 10_000_000, None, 10_000_000, 10_000_000, False),
        ("惠及近20万人。", 2_000_000_000, None, 100_000_000, 1_000_000_000, False),
        ("每斤80元到120元。", 8_000, 12_000, 100, 1_000, False),
        ("新建公路9.2公里。", 92_000, None, 1_000, 1_000, False),
        ("治疗7人至12人。", 70_000, 120_000, 10_000, 10_000, True),
    ],
)
def test_the_number_as_printed(text, value, upper, last, rounded, whole):
    printed = only(text).printed
    assert (printed.value, printed.upper, printed.last, printed.round, printed.whole) == (
        value, upper, last, rounded, whole,
    )  # fmt: skip


def test_the_printed_number_gives_the_bounds_of_its_words():
    quantity = only("投入近140万元。")
    rules = load().qualifier
    assert stated_bounds(quantity.printed, quantity.qualifier, Reading.NATURAL, rules) == (
        130_000_000,
        140_000_000,
    )


def test_the_parts_of_an_expression():
    text = "惠及近 20 万\n人。"
    cleaned = clean(text)
    (quantity,) = quantities(cleaned, split(cleaned), load())
    part = cleaned.text.__getitem__
    assert part(slice(*quantity.number)) == "20万"
    assert part(slice(*quantity.unit_span)) == quantity.word == "人"
    assert part(slice(*quantity.qualifier_span)) == "近"
    assert part(slice(quantity.start, quantity.end)) == "近20万人"


def test_a_unit_left_out_has_no_word():
    quantity = only("满足500余居民用水。")
    assert (quantity.word, quantity.unit, quantity.value) == ("", "person", "500")
    assert quantity.unit_span[0] == quantity.unit_span[1]


@given(st.text(max_size=300))
def test_any_text_is_taken(text):
    for surface, quantity in read(text):
        assert surface
        assert quantity.start < quantity.end
        assert quantity.unit in load().unit


@given(FIELD_WORDS)
def test_any_mixture_of_the_signs_of_numbers_is_taken(text):
    found = [quantity for _, quantity in read(text)]
    assert all(a.end <= b.start for a, b in pairwise(found))


DOCUMENTS = ("000", "001", "002", "003", "004")


@pytest.mark.documents
@pytest.mark.parametrize("number", DOCUMENTS)
def test_the_marked_figures_of_a_document(number, documents_dir, figures_dir):
    """Found and amount against the marks: every span met, with value, upper value, unit and qualifier."""
    (path,) = documents_dir.glob(f"{number}_*.txt")
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    marks = [
        json.loads(line)
        for line in (figures_dir / f"{number}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    cleaned = clean(text)
    spans = {}
    for quantity in quantities(cleaned, split(cleaned), load()):
        spans[cleaned.origin[quantity.start], cleaned.origin[quantity.end - 1] + 1] = quantity
    met = [
        (mark, quantity)
        for mark in marks
        for (start, end), quantity in spans.items()
        if start < mark["end"] and mark["start"] < end
    ]
    right = [
        mark["id"]
        for mark, q in met
        if (q.value, q.hi, q.unit) == (mark["value"], mark["hi"], mark["unit"])
        and (q.qualifier == mark["qualifier"] or f"qualifier={q.qualifier}" in mark["note"])
    ]
    optional = sum("figure=none" in mark["note"] for mark in marks)
    assert len(met) >= 0.98 * (len(marks) - optional)
    assert len(spans) - len(met) <= 0.02 * len(marks)
    assert len(right) >= 0.97 * len(met)
