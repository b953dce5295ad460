"""What is typed into the form of a figure: understood, or refused beside its field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.reading import read
from duikou.review import SAYABLE, corrections, proposals, statement
from duikou.review.amounts import amount_text
from duikou.review.typed import NEW, Known, entered
from duikou.words import load

TEXT = "2021年以来，山东省向忠县无偿援助资金**2000余\n万元**，培训干部300人次。"
WORDS = load()
FUND, PEOPLE = proposals(read(TEXT, dated="2025-07", vocabulary=WORDS), WORDS)
KNOWN = Known(WORDS, {}, frozenset({1, 2}))


def typed(proposal=FUND, **values):
    form = {name.removesuffix("_"): [value] for name, value in values.items()}
    return entered(form, proposal, proposal.fields, KNOWN)


def test_a_form_sent_as_it_was_shown_changes_nothing() -> None:
    fields = FUND.fields
    shown = {
        "amount": amount_text(FUND, fields, WORDS),
        "measure": "援助资金",
        "donor": "山东省",
        "recipient": "忠县",
        "from_": fields.since,
        "sector": fields.sector,
    }
    assert shown["amount"] == "2000余万元"
    form = typed(**shown)
    assert form.problems == ()
    assert form.fields == fields
    assert corrections(FUND, form.fields) == ()


@pytest.mark.parametrize(
    ("text", "value", "hi", "unit", "qualifier"),
    [
        ("2100万元", "21000000", "", "CNY", "exact"),
        ("约2.1亿元", "210000000", "", "CNY", "about"),
        ("21000000", "21000000", "", "CNY", "exact"),
        ("80元到120元", "80", "120", "CNY", "exact"),
        ("300人次", "300", "", "person_time", "exact"),
    ],
)
def test_an_amount_is_typed_as_in_a_text(text, value, hi, unit, qualifier) -> None:
    fields = typed(amount=text).fields
    assert (fields.value, fields.hi, fields.unit, fields.qualifier) == (value, hi, unit, qualifier)


def test_unit_and_qualifier_may_be_chosen_against_the_amount() -> None:
    fields = typed(PEOPLE, amount="400人次", unit="person", qualifier="over").fields
    assert (fields.value, fields.unit, fields.qualifier) == ("400", "person", "over")


def test_names_codes_and_short_names_are_understood() -> None:
    fields = typed(
        donor="山东、沈阳市；310000", recipient="500233", measure="training.class", kind="无偿"
    ).fields
    assert fields.donor == ("370000", "210100", "310000")
    assert (fields.recipient, fields.measure, fields.kind) == (("500233",), "training.class", "grant")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("amount", "很多钱", "review.amount"),
        ("amount", "1元，2元", "review.amount"),
        ("measure", "没有的指标", "unknown.measure"),
        ("donor", "山冬省", "unknown.party"),
        ("recipient", "没有县", "unknown.place"),
        ("sector", "没有", "unknown.sector"),
        ("from", "去年", "date.unreadable"),
        ("to", "2025-13", "date.impossible"),
        ("unit", "斗", "review.choice"),
        ("part_of", "1", "review.part_of"),
        ("part_of", "9", "review.part_of"),
    ],
)
def test_what_cannot_be_understood_is_refused_at_its_field(field: str, value: str, code: str) -> None:
    (problem,) = typed(**{field: value}).problems
    assert (problem.code, problem.field) == (code, field)


def test_a_new_thing_needs_a_name_and_a_registered_name_is_that_thing() -> None:
    from duikou.book import Subject

    assert [e.code for e in typed(link=NEW, subject="").problems] == ["name.empty"]
    known = replace(KNOWN, subjects={"s": Subject("s", "忠县中学", "school")})
    form = entered({"link": [NEW], "subject": ["忠县中学"]}, FUND, FUND.fields, known)
    assert (form.fields.link, form.fields.form) == ("s", "")


def test_what_is_said_and_what_is_assumed_can_be_told() -> None:
    form = entered({"shown": ["said"], "said": ["donor", "from"]}, FUND, FUND.fields, KNOWN)
    assert form.fields.assumed == frozenset(SAYABLE) - {"donor", "from"}
    changed = {one.field: (one.read, one.said) for one in corrections(FUND, form.fields)}
    assert changed["recipient basis"] == ("said", "assumed")


def test_corrections_name_the_rule_that_had_decided() -> None:
    said = replace(FUND.fields, donor=("210100",), since="2022")
    assert [(one.field, one.rule, one.read, one.said) for one in corrections(FUND, said)] == [
        ("donor", "sentence", "370000", "210100"),
        ("from", "time-since", "2021", "2022"),
    ]


def test_a_proposal_makes_the_statement_that_its_words_say() -> None:
    made = statement(FUND, FUND.fields, "D001", WORDS)
    assert made.key == "D001-001"
    assert made.figure is not None
    assert (made.figure.value, made.figure.round, made.figure.qualifier) == (
        2_000_000_000,
        1_000_000_000,
        "over",
    )
    assert (made.scope.kinds, made.scope.donors, made.scope.recipients) == ({"grant"}, {"370000"}, {"500233"})
    assert TEXT[made.start : made.end] == made.surface


INPUTS = ["amount", "measure", "donor", "from", "to", "unit", "link", "part_of"]


@given(st.dictionaries(st.sampled_from(INPUTS), st.lists(st.text(max_size=12), max_size=2)))
def test_anything_may_be_typed(form: dict[str, list[str]]) -> None:
    entered(form, FUND, FUND.fields, KNOWN)
