"""Which figures deserve a second look."""

from __future__ import annotations

from dataclasses import replace

from duikou.book import Subject
from duikou.reading import read
from duikou.review import proposals
from duikou.review.doubts import Record, doubts
from duikou.review.links import Registry
from duikou.review.offers import offer
from duikou.words import load

WORDS = load()
TEXT = "2021年，山东省向忠县无偿援助教育资金2000万元。忠县忠文化中心完成投资500万元。"
FUND, CENTRE = proposals(read(TEXT, dated="2025-07", vocabulary=WORDS), WORDS)
EMPTY = Registry((), WORDS)


def codes(proposal, registry: Registry = EMPTY, records=None) -> list[tuple[str, str]]:
    made = offer(proposal, proposal.fields, TEXT, registry, WORDS)
    return [(one.field, one.code) for one in doubts(proposal, made, WORDS, records or {})]


def test_what_the_text_says_is_not_doubted() -> None:
    assert codes(FUND) == []


def test_what_such_a_figure_should_have_is_missed() -> None:
    bare = replace(FUND, fields=replace(FUND.fields, donor=(), recipient=(), until=""))
    assert codes(bare) == [("donor", "empty"), ("recipient", "empty"), ("to", "empty")]
    unknown = replace(FUND, fields=replace(FUND.fields, measure="other"))
    assert ("measure", "measure-unknown") in codes(unknown)


def test_people_s_corrections_count() -> None:
    for record, found in (
        (Record(9, 3), [("donor", "often-corrected")]),
        (Record(10, 3), []),
        (Record(0, 3), []),
    ):
        assert codes(FUND, records={("donor", "sentence"): record}) == found


def test_a_weak_rule_that_people_let_stand_is_no_longer_doubted() -> None:
    rule = next(why.rule for why in CENTRE.why if why.field == "sector")
    weak = replace(
        CENTRE, why=tuple(replace(w, rule="no-sector-word") if w.rule == rule else w for w in CENTRE.why)
    )
    assert ("sector", "weak-rule") in codes(weak)
    assert codes(weak, records={("sector", "no-sector-word"): Record(8, 1)}) == []


def test_a_similar_thing_leaves_the_link_open() -> None:
    registry = Registry([Subject("x", "忠县忠文化展示与传习中心", "site", (), "500233", "culture")], WORDS)
    assert ("subject", "link-unclear") in codes(CENTRE, registry)
