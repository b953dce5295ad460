"""Products, lists, slips, mixtures and accounts of one thing: what is true is never doubted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Document, Figure, Scope, Statement, Subject, Window
from duikou.checks import Finding, Reckoner
from duikou.words import load

from .marks import figure

FENGJIE, LIAONING = frozenset({"500236"}), frozenset({"210000"})
HOME = Subject("home", "福利院", "site", place="500236")


def rate(key: str, measure: str, unit: str, value: int, upper: int | None = None, **more) -> Statement:
    scale = load().unit[unit].scale
    top = None if upper is None else upper * scale
    printed = Figure(value * scale, scale, scale, more.pop("qualifier", "exact"), top)
    return Statement(
        key, Scope(measure, unit, recipients=FENGJIE), printed, nature="rate", document="d", **more
    )


def amount(key: str, words: str, to: str = "2020-12-31", unit: str = "CNY", **more) -> Statement:
    """Money or people of 辽宁省 for 奉节县."""
    measure = more.pop("measure", "fund" if unit == "CNY" else "training.person_time")
    scope = Scope(
        measure,
        unit,
        more.pop("stage", "arrived" if unit == "CNY" else ""),
        frozenset(more.pop("kinds", ())),
        more.pop("donors", LIAONING),
        frozenset({more.pop("place", "500236")}),
        frozenset(more.pop("sectors", ())),
        frozenset(more.pop("subjects", ())),
        Window(more.pop("start", None), date.fromisoformat(to)),
    )
    assumed = frozenset() if scope.window.start else frozenset({"from"})
    return Statement(
        key, scope, figure(words, unit), assumed=assumed, document=more.pop("document", "d"), **more
    )


def found(*statements: Statement, subjects=()) -> dict[str, Finding]:
    documents = [Document(key, key) for key in sorted({s.document for s in statements})]
    return {f.sentence.code: f for f in Reckoner(load(), statements, documents, subjects).findings()}


def in_draft(draft: list[Statement], book: list[Statement]) -> dict[str, Finding]:
    reckoner = Reckoner(load(), book, [Document(s.document, s.document) for s in book])
    judged = reckoner.judge([replace(s, document="draft") for s in draft], Document("draft", "draft"))
    for finding in judged.findings:
        if finding.suspect:
            accused = [v.statement for v in judged.verdicts if v.verdict == "doubtful"]
            assert finding.suspect in accused
    return {f.sentence.code: f for f in judged.findings}


# ------------------------------------------------------------------ products

CROP = [rate("y", "crop.yield", "jin/mu", 120), rate("p", "price", "CNY/jin", 80, 120)]
FACTORS = (("per", "y"), ("per", "p"))


def test_a_product_with_a_range():
    one = found(*CROP, rate("r", "revenue", "CNY/mu", 10_000, relations=FACTORS, qualifier="over"))
    finding = one["agreement.product_from"]
    assert finding.arithmetic == "120 × (80…120) = 9600…14400"
    assert finding.sentence.params["turn"].value == 8334, "10000 / 120 元 a jin, upwards to a 分"
    too_much = rate("r", "revenue", "CNY/mu", 20_000, relations=FACTORS, qualifier="over")
    assert "contradiction.product_range" in found(*CROP, too_much)
    assert "agreement.product_range" in found(
        *CROP, rate("r", "revenue", "CNY/mu", 12_000, relations=FACTORS)
    )
    assert not found(CROP[0], rate("r", "revenue", "CNY/mu", 1, relations=FACTORS)), "one factor is not known"


@given(st.integers(1, 5000), st.integers(1, 500), st.sampled_from([1, 10, 100]), st.sampled_from([1, 10]))
def test_true_products_are_never_doubted(yielded: int, price: int, unit: int, digit: int):
    def told(key: str, measure: str, name: str, real: Fraction, last: int, relations=()) -> Statement:
        scale = load().unit[name].scale
        printed = int((real / last + Fraction(1, 2)) // 1) * last * scale
        made = rate(key, measure, name, 1, relations=relations)
        return replace(made, figure=Figure(printed, last * scale, last * scale))

    made = [
        told("y", "crop.yield", "jin/mu", Fraction(yielded), digit),
        told("p", "price", "CNY/jin", Fraction(price), 1),
        told("r", "revenue", "CNY/mu", Fraction(yielded * price), unit, FACTORS),
    ]
    assert {f.kind for f in found(*made).values()} <= {"agreement"}


# ------------------------------------------------------------------ lists


def test_a_number_is_held_against_its_list():
    three = amount("a", "3", unit="count", measure="project.count", stage="arrived", listed=3)
    assert "agreement.list" in found(three)
    wrong = found(replace(three, listed=4))["doubt.list"]
    assert (wrong.arithmetic, [a.code for a in wrong.assuming]) == ("4 ≠ 3", ["list_complete"])
    assert not found(replace(three, listed=0))
    assert not found(replace(three, listed=4, figure=replace(three.figure, qualifier="over")))


# ------------------------------------------------------------------ what must not be added


AGREED = amount("a", "34.4亿", measure="investment", stage="agreed", document="b1")
ARRIVED = amount("b", "4.29亿", document="b2")


def test_agreed_money_added_to_what_arrived():
    one = in_draft([amount("t", "38.69亿")], [AGREED, ARRIVED])["doubt.mixed"]
    assert (one.statements, one.suspect) == (("a", "b", "t"), "t")
    assert one.arithmetic == "34.4 + 4.29 = 38.69"
    assert "doubt.mixed" not in in_draft([amount("t", "38.68亿")], [AGREED, ARRIVED])
    elsewhere = amount("t", "38.69亿", place="500101")
    assert "doubt.mixed" not in in_draft([elsewhere], [AGREED, ARRIVED])


def test_persons_added_to_person_times():
    people = [amount("a", "1234", unit="person"), amount("b", "2111", unit="person_time")]
    assert "doubt.mixed" in in_draft([amount("t", "3345", unit="person_time")], people)
    both = [replace(people[0], scope=replace(people[0].scope, unit="person_time")), people[1]]
    assert "doubt.mixed" not in in_draft([amount("t", "3345", unit="person_time")], both), (
        "these may be added"
    )


def test_parts_right_before_their_total_need_no_digits():
    parts = [
        amount("a", "120", unit="person", start=None, document="d"),
        amount("b", "480", unit="person_time", document="d"),
    ]
    parts = [replace(part, start=at, end=at + 4) for part, at in zip(parts, (10, 20), strict=True)]
    total = replace(amount("t", "600", unit="person_time", document="d"), start=40, end=44)
    assert found(*parts, total)["doubt.mixed"].suspect == "t"
    assert "doubt.mixed" not in found(*parts, replace(total, start=400, end=404))


def test_a_joint_figure_counted_for_each_donor():
    both = frozenset({"370000", "210100"})
    joint = amount(
        "j", "468", unit="count", measure="project.count", stage="arrived", donors=both, document="b"
    )
    twice = replace(joint, key="t", figure=figure("936", "count"))
    one = in_draft([twice], [joint])["doubt.joint_again"]
    assert (one.arithmetic, one.suspect) == ("468 + 468 = 936", "t")
    single = replace(joint, scope=replace(joint.scope, donors=LIAONING))
    assert "doubt.joint_again" not in in_draft([replace(twice, scope=single.scope)], [single])


# ------------------------------------------------------------------ slips of the pen


def test_a_point_a_unit_and_a_word():
    year = {"start": date(2021, 1, 1), "to": "2021-12-31"}
    book = [amount("k", "1790万", **year, sectors=["industry"], document="b")]
    draft = amount("d", "1.79亿", **year)
    assert in_draft([draft], book)["doubt.point"].suspect == "d"
    assert "doubt.point" not in in_draft([amount("d", "1.78亿", **year)], book)
    assert "doubt.point" not in in_draft(
        [replace(draft, scope=replace(draft.scope, sectors=frozenset({"health"})))], book
    )
    assert "doubt.point" not in in_draft([draft], [*book, amount("m", "1.79亿", **year, document="c")])
    persons = amount("d", "3495", unit="person")
    assert "doubt.other_unit" in in_draft([persons], [amount("k", "3495", unit="person_time", document="b")])
    exact = amount("k", "5.48亿", document="b")
    over = amount("d", "5.5亿")
    worded = replace(over, figure=replace(over.figure, qualifier="over"))
    assert "doubt.not_over" in in_draft([worded], [exact])
    nearly = replace(over, figure=replace(over.figure, qualifier="nearly"))
    assert not {"doubt.not_over", "doubt.not_nearly"} & in_draft([nearly], [exact]).keys()


@given(st.integers(100, 99_999), st.integers(-3, 3))
def test_a_figure_that_fits_is_no_slip(value: int, power: int):
    """The same number, or one of other digits, is never taken for a slip."""
    book = [amount("k", f"{value}万", document="b")]
    near = value + power
    codes = in_draft([amount("d", f"{near}万")], book).keys()
    assert "doubt.point" not in codes or str(near).rstrip("0") == str(value).rstrip("0")
    assert not {"doubt.not_over", "doubt.not_nearly", "doubt.other_unit"} & codes


def test_one_number_for_a_place_and_later_for_the_whole():
    town = amount("a", "550", "2022-03-31", "person", place="500236118", document="b1")
    county = amount("b", "550", "2024-12-31", "person", document="b2")
    assert found(town, county)["coincidence.place"].statements == ("a", "b")
    assert "coincidence.place" not in found(town, replace(county, document="b1"))
    assert "coincidence.place" not in found(town, replace(county, figure=figure("551", "person")))
    assert "coincidence.place" not in found(town, amount("b", "550", "2022-03-31", "person", document="b2"))


# ------------------------------------------------------------------ two accounts of one thing


def test_what_lies_between_two_accounts():
    start = date(2014, 1, 1)
    early = amount("a", "1300万", "2018-12-31", subjects=["home"], start=start, document="b1")
    late = amount("b", "2000万", "2021-11-30", subjects=["home"], document="b2")
    finding = found(early, late, subjects=[HOME])["remainder.rose"]
    assert (finding.statements, finding.gap) == (("a", "b"), 700 * 10_000 * 100)
    apart = amount("b", "2000万", "2021-11-30", subjects=["home"], start=date(2019, 1, 1), document="b2")
    assert not found(early, apart, subjects=[HOME]), "two spans that only follow each other"
    assert not found(early, replace(late, document="b1"), subjects=[HOME])
    group = [replace(HOME, form="group")]
    assert not found(early, late, subjects=group), "a mere description may be of two things"


def test_a_figure_given_twice():
    one = amount("a", "26", unit="count", measure="project.count", stage="arrived")
    other = replace(one, key="b", relations=(("same_as", "a"),))
    assert "agreement.repeat" in found(one, other)
    assert "contradiction.repeat" in found(one, replace(other, figure=figure("27", "count")))


def test_a_part_that_is_not_told_apart_is_not_taken_for_the_whole():
    whole, part = amount("w", "30亿"), amount("p", "3亿", part_of="w")
    assert found(whole, part).keys() == {"remainder.other"}
    more = found(whole, replace(part, figure=figure("33亿", "CNY")))
    assert [f.kind for f in more.values()] == ["contradiction"]
