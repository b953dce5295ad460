"""Who may give duties to whom, and which ones: 三员分立 enforced where duties are written."""

from __future__ import annotations

import pytest

from duikou.actions.add_people import add_office, add_user, rename_office
from duikou.actions.grant_duties import grant_duty, withdraw_duty
from duikou.book import EVERYTHING, PUBLIC, BookError, Sight
from duikou.store.actors import Actor, actor_of, system_actor
from duikou.store.audit import Looked, happenings

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Actor("zhoujie", "system", frozenset({"administer"}))
OFFICER = Actor("wuxia", "system", frozenset({"secure"}))


@pytest.fixture(autouse=True)
def lifang() -> None:
    add_office("wanzhou", "万州区水利局", "county", actor=ADMINISTRATOR, place="500101")
    add_office("shanghai", "上海市合作交流办", "donor", actor=ADMINISTRATOR, party="310000")
    add_user("lifang", "", actor=ADMINISTRATOR, name="李芳")


def refused(act) -> str:
    with pytest.raises(BookError) as caught:
        act()
    return caught.value.code


def test_neither_administrator_nor_security_officer_alone_makes_a_working_account() -> None:
    assert refused(lambda: grant_duty("lifang", "wanzhou", "enter", actor=ADMINISTRATOR)) == "duty.missing"
    assert refused(lambda: add_user("other", "", actor=OFFICER)) == "duty.missing"
    duties = {"wanzhou": ["enter"]}
    assert refused(lambda: add_user("other", "", actor=ADMINISTRATOR, duties=duties)) == "duty.missing"
    grant_duty("lifang", "wanzhou", "enter", actor=OFFICER)
    assert actor_of("lifang").duties == {"enter"}


def test_duties_that_exclude_one_another_do_so_across_offices() -> None:
    grant_duty("lifang", "wanzhou", "enter", actor=OFFICER)
    for kind in ("audit", "administer", "secure"):
        assert refused(lambda kind=kind: grant_duty("lifang", "shanghai", kind, actor=OFFICER)) == (
            "duty.conflict"
        )
    withdraw_duty("lifang", "wanzhou", "enter", actor=OFFICER)
    grant_duty("lifang", "shanghai", "audit", actor=OFFICER)
    assert refused(lambda: grant_duty("lifang", "wanzhou", "review", actor=OFFICER)) == "duty.conflict"


def test_nobody_changes_their_own_duties() -> None:
    add_user("wuxia", "", actor=ADMINISTRATOR)
    assert refused(lambda: grant_duty("wuxia", "wanzhou", "enter", actor=OFFICER)) == "duty.own"
    assert refused(lambda: withdraw_duty("wuxia", "wanzhou", "enter", actor=OFFICER)) == "duty.own"


def test_what_a_duty_lets_see() -> None:
    def sight(office: str, *kinds: str) -> Sight:
        name = f"{office}-{'-'.join(kinds)}"
        add_user(name, "", actor=system_actor(), duties={office: kinds})
        return actor_of(name).sight

    assert sight("wanzhou", "enter", "review") == Sight(places=frozenset({"500101"}))
    assert sight("shanghai", "read") == Sight(parties=frozenset({"310000"}))
    assert sight("wanzhou", "audit") == sight("system", "approve") == EVERYTHING
    assert sight("system", "administer") == sight("system", "secure") == PUBLIC


def test_every_change_is_in_the_log() -> None:
    grant_duty("lifang", "wanzhou", "enter", actor=OFFICER)
    grant_duty("lifang", "wanzhou", "enter", actor=OFFICER)  # held already: nothing happens
    withdraw_duty("lifang", "wanzhou", "enter", actor=OFFICER)
    withdraw_duty("lifang", "wanzhou", "enter", actor=OFFICER)
    rename_office("wanzhou", "万州区对口支援办", actor=ADMINISTRATOR)
    rename_office("wanzhou", "万州区对口支援办", actor=ADMINISTRATOR)
    log = [(one.event, one.user, one.target) for one in happenings(Looked())]
    assert log == [
        ("office_changed", "zhoujie", "wanzhou"),
        ("duty_withdrawn", "wuxia", "lifang"),
        ("duty_granted", "wuxia", "lifang"),
        ("user_added", "zhoujie", "lifang"),
        ("office_added", "zhoujie", "shanghai"),
        ("office_added", "zhoujie", "wanzhou"),
    ]


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"level": "county"}, "office.of_nothing"),
        ({"level": "donor", "place": "500101"}, "office.of_nothing"),
        ({"level": "implementer"}, "office.of_nothing"),
        ({"level": "county", "place": "no-such-place"}, "unknown.place"),
        ({"level": "donor", "party": "no-such-party"}, "unknown.party"),
        ({"level": "implementer", "firm": "no-such-firm"}, "unknown.subject"),
    ],
)
def test_an_office_answers_for_something_that_is_there(own: dict[str, str], code: str) -> None:
    assert refused(lambda: add_office("x", "x", actor=ADMINISTRATOR, **own)) == code
