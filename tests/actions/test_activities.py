"""Recording, correcting and taking back activities: one posting each, the entries follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from duikou.actions.add_words import add_words
from duikou.actions.correct_activity import correct_activity, withdraw_activity
from duikou.actions.record_activity import record_activity
from duikou.answers.questions import Question
from duikou.answers.totals import ask
from duikou.book import EVERYTHING, Activity, BookError, fill
from duikou.store import selectors
from duikou.store.actors import Actor, system_actor
from duikou.store.verification import verify
from duikou.store.word import Word
from duikou.words.vocabulary import shipped_tables

ACTOR = system_actor()
HUGE = "9" * 30
pytestmark = pytest.mark.django_db


def training(**changed: Any) -> Activity:
    values = {"classes": "1", "persons": "50", "person_times": "600"} | changed.pop("values", {})
    row = Activity(
        "A-1",
        "training",
        "电商培训",
        date(2025, 3, 3),
        date(2025, 3, 14),
        frozenset({"310000"}),
        "500101",
        values=tuple(sorted((name, text) for name, text in values.items() if text)),
    )
    return replace(row, **changed)


def standing() -> dict[tuple[str, str], int]:
    return {(e.measure, e.unit): e.amount for e in selectors.entries(standing=True)}


def trained(unit: str) -> tuple[str | None, str | None]:
    question = Question(measure="training.person_time", unit=unit, donors=("上海市",), recipients=("万州区",))
    return ask(question, sight=EVERYTHING).natural.bounds


def test_what_is_recorded_is_counted() -> None:
    record_activity(training(), actor=ACTOR)
    assert selectors.activity("A-1") == training()
    assert trained("person_time")[0] == "600"
    assert trained("person")[0] == "50"
    assert verify().whole


def test_a_correction_reverses_only_what_changed() -> None:
    record_activity(training(), actor=ACTOR)
    correct_activity(
        training(values={"person_times": "580", "hours": "40"}), "按签到册核对", actor=ACTOR, version=1
    )
    assert standing() == {
        ("training.class", "class"): 10_000,
        ("training.person_time", "person"): 500_000,
        ("training.person_time", "person_time"): 5_800_000,
        ("training.hour", "hour"): 400_000,
    }
    reversal = next(e for e in selectors.entries() if e.reverses)
    assert (reversal.amount, reversal.note) == (-6_000_000, "按签到册核对")
    assert [v.reason for v in selectors.history("activity", "A-1")] == ["", "按签到册核对"]
    assert selectors.head().number == 2
    assert verify().whole


def test_another_place_moves_every_entry() -> None:
    record_activity(training(), actor=ACTOR)
    correct_activity(training(recipient="500230"), "受援地填错", actor=ACTOR)
    assert {e.recipient for e in selectors.entries(standing=True)} == {"500230"}
    assert len(selectors.entries()) == 9


def test_taking_an_activity_back_takes_its_entries_back() -> None:
    record_activity(training(), actor=ACTOR)
    withdraw_activity("A-1", "重复登记", actor=ACTOR)
    assert standing() == {}
    assert selectors.activities() == ()
    record_activity(training(), actor=ACTOR)
    assert len(standing()) == 3


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: record_activity(training(), actor=ACTOR), "key.taken"),
        (lambda: correct_activity(training(), " ", actor=ACTOR), "correction.reason"),
        (lambda: correct_activity(training(key="A-2"), "r", actor=ACTOR), "unknown.activity"),
        (lambda: correct_activity(training(title="x"), "r", actor=ACTOR, version=2), "row.meanwhile"),
        (lambda: correct_activity(training(recipient="999999"), "r", actor=ACTOR), "unknown.place"),
        (lambda: correct_activity(training(type="circus"), "r", actor=ACTOR), "unknown.activity"),
        (lambda: correct_activity(training(values={"tents": "1"}), "r", actor=ACTOR), "field.unknown"),
        (lambda: correct_activity(training(values={"hours": "abc"}), "r", actor=ACTOR), "amount.unreadable"),
        (lambda: correct_activity(training(project="none"), "r", actor=ACTOR), "unknown.project"),
        (lambda: record_activity(training(key="B", values={"hours": HUGE}), actor=ACTOR), "amount.too_large"),
        (lambda: withdraw_activity("A-1", "", actor=ACTOR), "withdrawal.reason"),
        (lambda: record_activity(training(key="A-3"), actor=Actor("system", "system")), "duty.missing"),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_nothing_behind(act: Any, code: str) -> None:
    head = record_activity(training(), actor=ACTOR)
    with pytest.raises(BookError) as caught:
        act()
    assert caught.value.code == code
    assert selectors.head() == head


def test_a_type_of_the_books_own_is_rows_alone() -> None:
    """A programme on the plateau counts yaks; nobody writes code for it."""
    heads = {name: dict.fromkeys(rows[0], "") for name, rows in shipped_tables().items()}

    def word(table: str, **cells: str) -> Word:
        return Word(table, tuple((heads[table] | cells).items()))

    add_words(
        [
            word("measures", code="yak.count", zh="牦牛", en="yaks", unit="count", nature="flow",
                 adds_over="time;donor;recipient;sector;kind;subject", staged="no"),
            word("activity_types", code="yak", zh="牦牛引进", en="yaks", core="activity", order="900"),
            word("activity_fields", code="yak.heads", type="yak", field="heads", zh="引进头数", en="heads",
                 form="whole", unit="count", measure="yak.count", required="yes", order="100"),
        ],
        actor=ACTOR,
    )  # fmt: skip
    words = selectors.vocabulary()
    given = {"title": "种牛", "donors": "310000", "recipient": "540000", "first_day": "2025"}
    assert [p.code for p in fill(words.activity["yak"], given, words, date(2026, 1, 1)).problems] == [
        "field.required",
        "nothing.counted",
    ]
    row = fill(words.activity["yak"], given | {"heads": "120"}, words, date(2026, 1, 1)).row
    assert isinstance(row, Activity)
    record_activity(row, actor=ACTOR)
    assert ask(Question(measure="yak.count"), sight=EVERYTHING).strict.bounds[0] == "120"
