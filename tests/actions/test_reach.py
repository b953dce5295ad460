"""An office writes only what is its own; what all share and what is published is the municipal office's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duikou.actions.add_document import add_document
from duikou.actions.add_people import add_office, add_user
from duikou.actions.post import post
from duikou.actions.register_pairing import register_pairing
from duikou.actions.register_project import register_project
from duikou.actions.register_subject import register_subject
from duikou.actions.reverse import reverse
from duikou.actions.withdraw import withdraw
from duikou.book import BookError, Document, Pairing, Project, Reversal, Subject
from duikou.store import selectors
from duikou.store.actors import Actor, actor_of, system_actor

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
OFFICES = {
    "wanzhou": ("county", {"place": "500101"}),
    "wuxi": ("county", {"place": "500238"}),
    "shanghai": ("donor", {"party": "310000"}),
    "builder": ("implementer", {"firm": "firm"}),
    "reader": ("public", {}),
    "city": ("municipal", {}),
}


@pytest.fixture(autouse=True)
def offices() -> None:
    register_subject(Subject("firm", "平湖建设公司", form="firm"), actor=SYSTEM)
    for key, (level, own) in OFFICES.items():
        add_office(key, key, level, actor=SYSTEM, **own)
        add_user(f"{key}-clerk", "", actor=SYSTEM, duties={key: ["enter"]})


def clerk(office: str) -> Actor:
    return actor_of(f"{office}-clerk")


def refused(act) -> str:
    before = selectors.upto()
    with pytest.raises(BookError) as caught:
        act()
    assert selectors.upto() == before
    return caught.value.code


@pytest.mark.parametrize(
    ("office", "allowed"),
    [
        ("wanzhou", True),
        ("shanghai", True),
        ("city", True),
        ("wuxi", False),
        ("builder", False),
        ("reader", False),
    ],
)
def test_who_may_write_of_wanzhou_and_shanghai(office: str, allowed: bool, grant) -> None:
    project = Project("p", "p", frozenset({"310000"}), "500101", implementers=frozenset({"firm"}))
    acts = (
        lambda: post([grant(1)], actor=clerk(office)),
        lambda: register_project(project, actor=clerk(office)),
    )
    for act in acts:
        if allowed:
            act()
        else:
            assert refused(act) == "reach.missing"


def test_a_row_of_another_office_is_neither_replaced_nor_withdrawn_nor_taken_back(grant) -> None:
    theirs = Project("p", "p", frozenset({"220000"}), "500238")
    register_project(theirs, actor=SYSTEM)
    receipt = post([grant(1, recipient="500238", donors=frozenset({"220000"}))], actor=SYSTEM)
    mine = replace(theirs, recipient="500101")
    entry = f"E{receipt.number}-1"
    for act in (
        lambda: register_project(mine, actor=clerk("wanzhou"), replace=True),
        lambda: withdraw("project", ["p"], "x", actor=clerk("wanzhou")),
        lambda: reverse([Reversal(entry, "x")], actor=clerk("wanzhou")),
    ):
        assert refused(act) == "reach.missing"
    reverse([Reversal(entry, "x")], actor=clerk("wuxi"))


def test_a_row_cannot_be_pushed_into_another_office() -> None:
    register_project(Project("p", "p", recipient="500101"), actor=clerk("wanzhou"))
    moved = Project("p", "p", recipient="500238")
    assert refused(lambda: register_project(moved, actor=clerk("wanzhou"), replace=True)) == "reach.missing"


def test_papers_are_changed_by_whoever_brought_them() -> None:
    add_document(Document("v", "单据", form="voucher"), actor=clerk("wanzhou"))
    again = Document("v", "单据（更正）", form="voucher")
    assert refused(lambda: add_document(again, actor=clerk("wuxi"), replace=True)) == "reach.missing"
    add_document(again, actor=clerk("wanzhou"), replace=True)


def test_what_is_shared_or_published_is_the_municipal_offices() -> None:
    pairing = Pairing("x", frozenset({"310000"}), frozenset({"500101"}))
    assert refused(lambda: register_pairing(pairing, actor=clerk("wanzhou"))) == "reach.shared"
    register_pairing(pairing, actor=clerk("city"))
    project = Project("p", "p", recipient="500101")
    open_project = replace(project, published=True)
    assert refused(lambda: register_project(open_project, actor=clerk("wanzhou"))) == "reach.publishing"
    paper = Document("news", "报道", form="report", published=True)
    assert refused(lambda: add_document(paper, actor=clerk("wanzhou"))) == "reach.publishing"
    register_project(open_project, actor=clerk("city"))
    register_project(replace(open_project, note="开工"), actor=clerk("wanzhou"), replace=True)
