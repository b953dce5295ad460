"""Lock-out after failures, by name and by address; its end by time, by success, by the security officer."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from duikou.actions.add_people import add_user
from duikou.actions.lock_people import lock_user, release, unlock_user
from duikou.actions.set_password import change_password, new_password, reset_password
from duikou.actions.sign_in import Lockout, sign_in
from duikou.book import BookError
from duikou.store.actors import Actor, system_actor
from duikou.store.audit import Looked, happenings

pytestmark = pytest.mark.django_db
PASSWORD = "Pinghu-An-Lan-7"
RULE = Lockout(name=3, address=5, minutes=30)
OFFICER = Actor("wuxia", "system", frozenset({"secure"}))


@pytest.fixture(autouse=True)
def lifang() -> None:
    add_user("lifang", PASSWORD, actor=system_actor(), name="李芳")


def attempt(password: str, name: str = "lifang", address: str = "10.0.0.1") -> str:
    """The code of the refusal, "" where somebody is let in."""
    try:
        sign_in(SimpleNamespace(), name, password, address=address, lockout=RULE)
    except BookError as error:
        return error.code
    return ""


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    then: datetime = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_the_password_lets_in_and_a_wrong_one_does_not() -> None:
    assert attempt("wrong") == "sign_in.failed"
    assert attempt(PASSWORD, name="nobody") == "sign_in.failed"
    assert attempt(PASSWORD) == ""
    assert [(one.event, one.target) for one in happenings(Looked())][:3] == [
        ("sign_in", "lifang"),
        ("sign_in_failed", "nobody"),
        ("sign_in_failed", "lifang"),
    ]


def test_a_name_is_locked_out_even_with_the_right_password_until_time_passes(monkeypatch) -> None:
    assert [attempt("wrong") for _ in range(3)] == ["sign_in.failed"] * 3
    assert attempt(PASSWORD) == attempt(PASSWORD, address="10.0.0.9") == "sign_in.locked"
    later(monkeypatch, 31)
    assert attempt(PASSWORD) == ""


def test_attempts_while_locked_out_do_not_lengthen_it(monkeypatch) -> None:
    for _ in range(3):
        attempt("wrong")
    later(monkeypatch, 20)
    assert attempt("wrong") == "sign_in.locked"
    later(monkeypatch, 11)
    assert attempt(PASSWORD) == ""


def test_success_forgives_earlier_failures_of_the_name() -> None:
    attempt("wrong")
    attempt("wrong")
    assert attempt(PASSWORD) == ""
    assert attempt("wrong") == attempt("wrong") == "sign_in.failed"
    assert attempt(PASSWORD) == ""


def test_an_address_is_locked_out_whatever_names_it_tries_and_no_success_forgives_it() -> None:
    for number in range(5):
        attempt("wrong", name=f"guess{number}")
        assert attempt(PASSWORD, address="10.0.0.2") == ""
    assert attempt(PASSWORD) == "sign_in.locked"
    assert attempt(PASSWORD, address="10.0.0.2") == ""


def test_the_security_officer_releases_names_and_addresses() -> None:
    for number in range(5):
        attempt("wrong", name=f"guess{number}")
    release("10.0.0.1", actor=OFFICER)
    for _ in range(3):
        attempt("wrong")
    assert attempt(PASSWORD) == "sign_in.locked"
    release("lifang", actor=OFFICER)
    assert attempt(PASSWORD) == ""


def test_a_locked_person_is_told_no_more_than_a_stranger() -> None:
    lock_user("lifang", "离岗", actor=OFFICER)
    assert attempt(PASSWORD) == "sign_in.failed"
    unlock_user("lifang", actor=OFFICER)
    assert attempt(PASSWORD) == ""


def test_a_reset_password_serves_until_it_is_changed() -> None:
    given = reset_password("lifang", actor=OFFICER)
    assert attempt(PASSWORD) == "sign_in.failed"
    change_password("lifang", given, "Ping-Hu-2025-An")
    assert attempt("Ping-Hu-2025-An") == ""
    assert given not in "".join(str(one) for one in happenings(Looked()))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", "Ping-Hu-2025-An", "user.old_password"),
        (PASSWORD, PASSWORD, "user.same_password"),
        (PASSWORD, "Ab-1", "user.password"),
        (PASSWORD, "onlysmallletters", "user.password"),
        (PASSWORD, "12345678901234", "user.password"),
        (PASSWORD, "Lifang-2025", "user.password"),
        (PASSWORD, "Password123!", ""),
    ],
)
def test_what_a_password_must_be(old: str, new: str, code: str) -> None:
    with pytest.raises(BookError) if code else nullcontext() as caught:
        change_password("lifang", old, new)
    assert not code or caught.value.code == code


def test_new_passwords_keep_the_rules_and_differ() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert len(password) >= 10
        assert any(map(str.isupper, password))
        assert any(map(str.islower, password))
        assert any(map(str.isdigit, password))


@pytest.mark.parametrize("duty", ["administer", "audit", "enter"])
def test_locks_and_passwords_are_the_security_officers(duty: str) -> None:
    other = Actor("zhoujie", "system", frozenset({duty}))
    for act in (
        lambda: lock_user("lifang", "x", actor=other),
        lambda: unlock_user("lifang", actor=other),
        lambda: release("lifang", actor=other),
        lambda: reset_password("lifang", actor=other),
    ):
        with pytest.raises(BookError, match=r"duty\.missing"):
            act()


def test_nobody_locks_or_resets_themselves_or_the_system() -> None:
    for act in (lock_user, lambda name, reason, actor: reset_password(name, actor=actor)):
        with pytest.raises(BookError, match=r"duty\.own"):
            act("wuxia", "x", actor=OFFICER)
        with pytest.raises(BookError, match=r"unknown\.user"):
            act("system", "x", actor=OFFICER)
