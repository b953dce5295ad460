"""Many tables in one posting, and what is refused before anything is written."""

from datetime import date

import pytest

from duikou.actions.add_document import add_document, add_documents
from duikou.actions.gather import Basket, gathering, problems
from duikou.actions.post import post
from duikou.actions.register_project import register_project
from duikou.actions.register_subject import register_subject
from duikou.book import (
    BookError,
    Document,
    Entry,
    Figure,
    Pairing,
    Project,
    Scope,
    Statement,
    Step,
    Subject,
    Window,
)
from duikou.store import selectors
from duikou.store.actors import system_actor

pytestmark = pytest.mark.django_db
ACTOR = system_actor()


def statement(key: str = "s", **others: object) -> Statement:
    scope_fields = {"measure": "fund", "unit": "CNY", "stage": "arrived"}
    fields = {name: others.pop(name) for name in list(others) if name in Scope.__slots__}
    scope = Scope(**(scope_fields | fields))  # type: ignore[arg-type]
    return Statement(key, scope, Figure(100, 100, 100), **others)  # type: ignore[arg-type]


def refused(**rows) -> BookError:
    """The error against a basket with these rows; nothing may have been written."""

    def gather() -> None:
        with gathering(actor=ACTOR, action="test") as basket:
            for table, listed in rows.items():
                getattr(basket, table)(listed)

    with pytest.raises(BookError) as caught:
        gather()
    assert selectors.head() is None
    return caught.value


def test_rows_of_one_posting_may_name_each_other(grant) -> None:
    with gathering(actor=ACTOR, action="test") as basket:
        basket.entries([grant(1, document="d", subject="part", project="p", statement="s1")])
        basket.statements([statement("s2", part_of="s1"), statement("s1", relations=(("same_as", "s2"),))])
        basket.projects([Project("p", "n", programme="all", steps=(Step("agreement", "2021", "d"),))])
        basket.projects([Project("all", "whole")])
        basket.subjects([Subject("part", "n", part_of="whole"), Subject("whole", "w")])
        basket.documents([Document("d2", "copy", copy_of="d"), Document("d", "t")])
        basket.pairings([Pairing("pair", frozenset({"310000"}), frozenset({"500101"}), programme="3gorges")])
    assert basket.receipt == selectors.head()
    assert selectors.counts() == {
        "postings": 1,
        "words": 0,
        "documents": 2,
        "subjects": 2,
        "pairings": 1,
        "projects": 2,
        "statements": 2,
        "entries": 1,
        "activities": 0,
    }
    assert [key for _, key, _ in selectors.posting(1).manifest][:2] == ["E1-1", "s2"]


DAY = date(2024, 5, 1)


def entry(**others: object) -> Entry:
    fields = {
        "measure": "fund",
        "unit": "CNY",
        "stage": "arrived",
        "amount": 1,
        "first_day": DAY,
        "last_day": DAY,
    }
    return Entry(**(fields | others))  # type: ignore[arg-type]


BAD = {
    "an unknown measure": ({"entries": [entry(measure="money")]}, "unknown.measure"),
    "an unknown unit": ({"entries": [entry(unit="USD")]}, "unknown.unit"),
    "an unknown stage": ({"entries": [entry(stage="paid")]}, "unknown.stage"),
    "an unknown kind": ({"entries": [entry(kind="gift")]}, "unknown.kind"),
    "an unknown donor": ({"entries": [entry(donors=frozenset({"999999"}))]}, "unknown.party"),
    "an unknown place": ({"entries": [entry(recipient="999999")]}, "unknown.place"),
    "an unknown sector": ({"entries": [entry(sector="space")]}, "unknown.sector"),
    "an unknown subject": ({"entries": [entry(subject="x")]}, "unknown.subject"),
    "an unknown project": ({"entries": [entry(project="x")]}, "unknown.project"),
    "an unknown document": ({"entries": [entry(document="x")]}, "unknown.document"),
    "an unknown statement": ({"entries": [entry(statement="x")]}, "unknown.statement"),
    "money counted in people": ({"entries": [entry(unit="person")]}, "unit.strange"),
    "people counted in money": (
        {"entries": [entry(measure="job.person", unit="CNY", stage="")]},
        "unit.strange",
    ),
    "a kind as measure": ({"entries": [entry(measure="fund.grant")]}, "measure.not_base"),
    "money without a stage": ({"entries": [entry(stage="")]}, "stage.missing"),
    "sales with a stage": ({"entries": [entry(measure="sales")]}, "stage.not_wanted"),
    "no measure": ({"entries": [entry(measure="")]}, "series.empty"),
    "an amount beyond 64 bits": ({"entries": [entry(amount=2**63)]}, "amount.too_large"),
    "a NUL in a note": ({"entries": [entry(note="a\0b")]}, "text.unreadable"),
    "half a character": ({"entries": [entry(note="\ud800")]}, "text.unreadable"),
    "an entry with a key": ({"entries": [entry(key="E1-1")]}, "entry.key_given"),
    "a reversal among entries": ({"entries": [entry(amount=-1, reverses="E1-1")]}, "entry.key_given"),
    "a statement of an unknown place": (
        {"statements": [statement(recipients=frozenset({"x"}))]},
        "unknown.place",
    ),
    "a statement of an unknown subject": (
        {"statements": [statement(subjects=frozenset({"x"}))]},
        "unknown.subject",
    ),
    "a statement of an unknown document": ({"statements": [statement(document="x")]}, "unknown.document"),
    "a part of nothing": ({"statements": [statement(part_of="x")]}, "unknown.statement"),
    "a relation to nothing": (
        {"statements": [statement(relations=(("share_of", "x"),))]},
        "unknown.statement",
    ),
    "an unknown qualifier": (
        {"statements": [Statement("s", Scope("fund", "CNY"), Figure(1, 1, 1, "roughly"))]},
        "unknown.qualifier",
    ),
    "a span backwards": ({"statements": [statement(start=9, end=3)]}, "statement.span"),
    "a digest that is none": ({"documents": [Document("d", "t", digest="abc")]}, "document.digest"),
    "a document of an impossible day": (
        {"documents": [Document("d", "t", dated="2025-02-30")]},
        "date.impossible",
    ),
    "a copy of itself": ({"documents": [Document("d", "t", copy_of="d")]}, "document.copy_of_itself"),
    "a copy of nothing": ({"documents": [Document("d", "t", copy_of="e")]}, "unknown.document"),
    "an empty key": ({"documents": [Document(" ", "t")]}, "key.empty"),
    "a long key": ({"documents": [Document("k" * 201, "t")]}, "text.too_long"),
    "a key twice": ({"documents": [Document("d", "t"), Document("d", "u")]}, "key.twice"),
    "a pairing backwards in time": (
        {
            "pairings": [
                Pairing("p", frozenset({"310000"}), frozenset({"500101"}), start="2020", end="2019-12")
            ]
        },
        "period.reversed",
    ),
    "a pairing of an unknown programme": (
        {"pairings": [Pairing("p", frozenset({"310000"}), frozenset({"500101"}), programme="moon")]},
        "unknown.programme",
    ),
    "a project without a name": ({"projects": [Project("p", "")]}, "name.empty"),
    "a project with a long name": ({"projects": [Project("p", "名" * 301)]}, "text.too_long"),
    "a paper that is not there": (
        {"projects": [Project("p", "n", steps=(Step("approval", "2021", "x"),))]},
        "unknown.document",
    ),
    "an unknown target": ({"projects": [Project("p", "n", targets=frozenset({"cats"}))]}, "unknown.target"),
    "a subject part of nothing": ({"subjects": [Subject("s", "n", part_of="x")]}, "unknown.subject"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_rows_are_refused_with_their_place(name: str) -> None:
    rows, code = BAD[name]
    error = refused(**rows)
    assert error.code == code
    assert error.params["row"] in (1, 2)


def test_the_row_that_is_wrong_is_named() -> None:
    error = refused(entries=[entry(), entry(), entry(recipient="万洲区")])
    assert (error.code, error.params["row"], error.field) == ("unknown.place", 3, "recipient")
    assert error.params["suggestions"][0] == "万州区"


def test_a_name_in_place_of_a_code_is_answered_with_the_code() -> None:
    assert refused(entries=[entry(recipient="万州区")]).params["suggestions"] == ("500101",)
    assert refused(entries=[entry(kind="无偿援助")]).params["suggestions"] == ("grant",)


def test_one_bad_row_keeps_the_good_ones_out(grant) -> None:
    first = post([grant(1)], actor=ACTOR)
    with pytest.raises(BookError):
        post([grant(2), grant(3, recipient="999999")], actor=ACTOR)
    with pytest.raises(BookError):
        post([grant(2), grant(3, document="none")], actor=ACTOR)
    assert selectors.head() == first


def test_all_problems_of_a_basket_can_be_listed() -> None:
    basket = Basket()
    basket.entries([entry(), entry(recipient="x", sector="y"), entry(unit="person")])
    found = [(problem.code, problem.params["row"]) for problem in problems(basket)]
    assert found == [("unknown.place", 2), ("unknown.sector", 2), ("unit.strange", 3)]


def test_the_same_rows_twice_change_nothing() -> None:
    first = add_documents([Document("d", "t"), Document("e", "t")], actor=ACTOR)
    assert add_documents([Document("d", "t"), Document("e", "t")], actor=ACTOR, replace=True) == first
    third = add_documents([Document("d", "t"), Document("e", "other")], actor=ACTOR, replace=True)
    assert third.number == 2
    assert [key for _, key, _ in selectors.posting(2).manifest] == ["e"]


def test_a_key_that_stands_is_not_overwritten_by_chance() -> None:
    add_document(Document("d", "t"), actor=ACTOR)
    with pytest.raises(BookError, match=r"key\.taken"):
        add_document(Document("d", "other"), actor=ACTOR)
    assert selectors.document("d").title == "t"


def test_an_unknown_date_range_and_open_ends_are_kept() -> None:
    window = Window(date(2021, 1, 1), None, start_latest=date(2021, 12, 31))
    with gathering(actor=ACTOR, action="test") as basket:
        basket.statements([statement(window=window)])
    assert selectors.statement("s").scope.window == window


def test_a_project_goes_on_in_versions() -> None:
    register_subject(Subject("s", "学校"), actor=ACTOR)
    register_project(Project("p", "学校", subject="s", steps=(Step("pool", "2020"),)), actor=ACTOR)
    later = Project("p", "学校", subject="s", steps=(Step("pool", "2020"), Step("approval", "2021-03")))
    register_project(later, actor=ACTOR, replace=True)
    assert selectors.project("p").stage == "approval"
    assert [version.row.stage for version in selectors.history("project", "p")] == ["pool", "approval"]


def test_many_keys_are_asked_in_few_questions(django_assert_max_num_queries) -> None:
    add_documents([Document(f"d{number}", "t") for number in range(1200)], actor=ACTOR)
    with django_assert_max_num_queries(40):
        post([entry(document=f"d{number}") for number in range(1200)], actor=ACTOR)
