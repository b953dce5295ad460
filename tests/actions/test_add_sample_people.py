"""Sample accounts: one password per book, kept privately, on sample books alone."""

from __future__ import annotations

import pytest

from duikou.actions.add_sample_people import OFFICES, PASSWORD_FILE, PEOPLE, add_sample_people
from duikou.actions.load_sample import load_sample
from duikou.actions.post import post
from duikou.book.duties import DUTIES, conflict
from duikou.store.actors import actor_of, system_actor

pytestmark = pytest.mark.django_db


def test_each_sample_book_has_its_own_password(tmp_path, django_user_model) -> None:
    load_sample()
    password = add_sample_people(tmp_path)
    kept = tmp_path / PASSWORD_FILE
    assert kept.read_text("ascii") == password + "\n"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert django_user_model.objects.get(username="clerk").check_password(password)
    assert actor_of("clerk").office == "demo-wanzhou"
    assert add_sample_people(tmp_path) == password, "a second start changes nothing"


def test_a_book_of_ones_own_gets_no_account_that_others_know(tmp_path, grant, django_user_model) -> None:
    assert add_sample_people(tmp_path) == ""
    post([grant(1)], actor=system_actor())
    assert add_sample_people(tmp_path) == ""
    assert not (tmp_path / PASSWORD_FILE).exists()
    assert not django_user_model.objects.filter(username="clerk").exists()


def test_there_is_one_for_each_duty() -> None:
    assert {duty for person in PEOPLE for duty in person.duties} == set(DUTIES)
    assert all(conflict(person.duties) is None for person in PEOPLE)
    assert {person.office for person in PEOPLE} == {office.key for office in OFFICES}
