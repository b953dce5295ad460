"""Offices, users, duties."""

import pytest
from django.contrib.auth import authenticate

from duikou.actions.add_people import add_office, add_user
from duikou.actions.post import post
from duikou.book import BookError, Sight
from duikou.store import selectors
from duikou.store.actors import Actor, actor_of, system_actor

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture(autouse=True)
def offices() -> None:
    add_office("wanzhou", "万州区水利局", "county", actor=SYSTEM, place="500101")
    add_office("shanghai", "上海市合作交流办", "donor", actor=SYSTEM, party="310000")


def test_a_person_acts_for_an_office_with_the_duties_held_there(grant) -> None:
    add_user("李芳", "Correct-horse-7", actor=SYSTEM, duties={"wanzhou": ["enter"], "shanghai": ["read"]})
    assert actor_of("李芳", "wanzhou") == Actor(
        "李芳", "wanzhou", frozenset({"enter"}), Sight(places=frozenset({"500101"}))
    )
    post([grant(1)], actor=actor_of("李芳", "wanzhou"))
    assert (selectors.postings()[0].actor, selectors.postings()[0].office) == ("李芳", "wanzhou")
    with pytest.raises(BookError, match=r"duty\.missing"):
        post([grant(1)], actor=actor_of("李芳", "shanghai"))
    with pytest.raises(BookError, match=r"office\.unclear"):
        actor_of("李芳")
    with pytest.raises(BookError, match=r"unknown\.office"):
        actor_of("李芳", "nowhere")


def test_sign_in_needs_the_password() -> None:
    add_user("li", "Correct-horse-7", actor=SYSTEM)
    assert authenticate(username="li", password="Correct-horse-7") is not None
    assert authenticate(username="li", password="wrong") is None


def test_nobody_signs_in_as_the_system_or_without_a_password() -> None:
    add_user("wang", "", actor=SYSTEM)
    for name in ("system", "wang"):
        for password in ("", "!", "system"):
            assert authenticate(username=name, password=password) is None
    with pytest.raises(BookError, match=r"unknown\.user"):
        actor_of("system")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: add_office("wanzhou", "again", "county", actor=SYSTEM), "key.taken"),
        (lambda: add_office("x", "x", "imperial", actor=SYSTEM), "office.level"),
        (lambda: add_office(" ", "x", "county", actor=SYSTEM), "key.empty"),
        (lambda: add_user("system", "Correct-horse-7", actor=SYSTEM), "key.taken"),
        (lambda: add_user("li", "12345678", actor=SYSTEM), "user.password"),
        (lambda: add_user("li", "", actor=SYSTEM, duties={"wanzhou": ["rule"]}), "duty.unknown"),
        (lambda: add_user("li", "", actor=SYSTEM, duties={"nowhere": ["enter"]}), "unknown.office"),
        (lambda: add_user("li", "", actor=Actor("x", "y", frozenset({"enter"}))), "duty.missing"),
        (lambda: add_office("x", "x", "county", actor=Actor("x", "y")), "duty.missing"),
    ],
)
def test_what_is_refused(call, code: str) -> None:
    with pytest.raises(BookError) as caught:
        call()
    assert caught.value.code == code


def test_a_name_that_is_in_the_chain_cannot_change(own_book, grant) -> None:
    add_office("county", "县", "county", actor=SYSTEM, place="500101")
    add_user("li", "", actor=SYSTEM, duties={"county": ["enter"]})
    post([grant(1)], actor=actor_of("li"))
    for command in (
        "UPDATE store_user SET username = 'other' WHERE username = 'li'",
        "DELETE FROM store_user WHERE username = 'li'",
        "UPDATE store_office SET key = 'other' WHERE key = 'county'",
    ):
        with own_book.raw() as raw:
            if own_book.url == "":
                raw.execute("PRAGMA foreign_keys = ON")
            with pytest.raises(Exception, match=r"(?i)foreign key"):
                raw.execute(command)
