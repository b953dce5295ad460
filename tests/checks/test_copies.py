"""Copies are known by their text, or by their figures, and never prove each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Document, Scope, Statement, Window
from duikou.checks import Reckoner, Sketch
from duikou.checks.copies import alike, alike_figures, figures_of, sketch
from duikou.words import load

from .marks import figure

signs = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
texts = st.text(signs, min_size=200, max_size=400)


@given(texts, st.text("，。 \n*", max_size=3))
def test_a_text_is_alike_itself_whatever_its_marks(text: str, mark: str) -> None:
    assert alike(sketch(text), sketch(mark.join(text)))


@given(texts, texts)
def test_two_texts_that_share_nothing_are_not_alike(one: str, other: str) -> None:
    assert not alike(sketch(one), sketch("".join(chr(ord(sign) ^ 0x40) for sign in one[::-1] + other)))


def test_a_long_text_and_a_paragraph_of_it_or_one_with_few_changes() -> None:
    long = "".join(chr(0x4E00 + (n * n * 31 + n * 7) % 20000) for n in range(6000))
    changed = "".join(sign if n % 60 else "改" for n, sign in enumerate(long))
    assert sketch(long).rate > 1
    assert alike(sketch(long), sketch(long[2000:2900]))
    assert alike(sketch(long), sketch(changed))
    assert not alike(sketch(long), sketch(long[:1000] + long[:1500:-1] * 2))
    assert not alike(Sketch(frozenset(), 1), sketch(long))


def stated(key: str, amount: str, document: str, place: str = "500101") -> Statement:
    scope = Scope(
        "fund", "CNY", "arrived", recipients=frozenset({place}), window=Window(None, date(2020, 12, 31))
    )
    return Statement(key, scope, figure(amount, "CNY"), assumed=frozenset({"from"}), document=document)


def verdict(text: Sketch | None, other: Sketch | None) -> str:
    mine, its = stated("a-1", "2亿", "a"), stated("b-1", "2亿", "b")
    known = {key: value for key, value in (("a", text), ("b", other)) if value}
    reckoner = Reckoner(load(), [mine, its], [Document("a", "a"), Document("b", "b")], texts=known)
    same = [f for f in reckoner.findings() if f.sentence.code == "agreement.same"]
    assert bool(same) == (reckoner.verdict(mine).verdict == "holds")
    return reckoner.verdict(mine).verdict


def test_nearly_the_same_text_proves_nothing() -> None:
    text = "".join(chr(0x4E00 + n * 37 % 9000) for n in range(300))
    other = "".join(chr(0x4E00 + n * 53 % 9000) for n in range(300))
    assert verdict(sketch(text), sketch(text[:280] + "另有说明")) == "open"
    assert verdict(sketch(text), sketch(other)) == "holds"
    assert verdict(None, sketch(other)) == "holds"


def test_without_texts_the_figures_tell() -> None:
    amounts = [f"{n}.7亿" for n in range(1, 11)]
    places = [
        "500101",
        "500102",
        "500233",
        "500236",
        "500237",
        "500235",
        "500230",
        "500154",
        "500238",
        "500156",
    ]
    one = [
        stated(f"a-{n}", amount, "a", place)
        for n, (amount, place) in enumerate(zip(amounts, places, strict=True))
    ]
    other = [replace(s, key=s.key.replace("a", "b"), document="b") for s in one]
    assert alike_figures(figures_of(one), figures_of(other))
    assert not alike_figures(figures_of(one[:5]), figures_of(other[:5])), "too few to tell"
    assert not alike_figures(figures_of(one), figures_of([*other[:6], stated("b-x", "9.9亿", "b")]))
    documents = [Document("a", "a"), Document("b", "b")]
    assert Reckoner(load(), [*one, *other], documents).verdict(one[0]).verdict == "open"
    assert Reckoner(load(), [*one, *other[:5]], documents).verdict(one[0]).verdict == "holds"
