"""Answers are kept only as long as the book stands as it does, and for each day as it was known then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from duikou.actions.gather import gathering
from duikou.actions.post import post
from duikou.actions.reverse import reverse
from duikou.answers import evidence
from duikou.answers.overview import contents, overview
from duikou.answers.questions import Question
from duikou.answers.totals import ask
from duikou.book import (
    EVERYTHING,
    PUBLIC,
    Document,
    Entry,
    Reversal,
    Scope,
    Sight,
    Statement,
    Window,
)
from duikou.store import selectors
from duikou.store.actors import system_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scratch")]

QUESTION = Question("fund", donors=("上海市",), recipients=("巫山县",), since="2024", until="2024")
GRANT = Entry(
    "fund",
    "CNY",
    "arrived",
    1_234_567_00,
    date(2024, 5, 1),
    date(2024, 5, 1),
    kind="grant",
    donors=frozenset({"310000"}),
    recipient="500237",
)


def bounds(question: Question = QUESTION) -> tuple[str | None, str | None]:
    return ask(question, sight=EVERYTHING).strict.bounds


def test_a_new_posting_changes_the_answer() -> None:
    assert bounds() == ("0.00", None)
    receipt = post([GRANT], actor=system_actor())
    assert bounds() == ("1234567.00", None)
    (proof,) = ask(QUESTION, sight=EVERYTHING).strict.because
    assert (proof.kind, proof.key) == ("entry", f"E{receipt.number}-1")


def test_what_was_taken_back_no_longer_counts() -> None:
    receipt = post([GRANT], actor=system_actor())
    assert bounds() == ("1234567.00", None)
    reverse([Reversal(f"E{receipt.number}-1", "posted twice")], actor=system_actor())
    assert bounds() == ("0.00", None)


def test_the_book_as_it_was_known(clock: Callable[[str], None]) -> None:
    clock("2026-03-01T23:59")
    receipt = post([GRANT], actor=system_actor())
    clock("2026-03-02T00:00")
    reverse([Reversal(f"E{receipt.number}-1", "posted twice")], actor=system_actor())

    def known(day: str) -> tuple[str | None, str | None]:
        return bounds(Question(**{**_fields(QUESTION), "known_at": date.fromisoformat(day)}))  # type: ignore[arg-type]

    assert known("2025-07-31") == ("0.00", None)  # before there was a book
    assert known("2026-02-28") == ("0.00", None)
    assert known("2026-03-01") == ("1234567.00", None)
    assert known("2026-03-02") == ("0.00", None)
    assert bounds() == ("0.00", None)


def test_before_the_first_posting_nothing_was_known() -> None:
    question = {**_fields(QUESTION), "recipients": ("万州区",), "since": "", "until": "2025-05"}
    now = ask(Question(**question))  # type: ignore[arg-type]
    then = ask(Question(**{**question, "known_at": date(2025, 7, 31)}))  # type: ignore[arg-type]
    assert now.natural.bounds == ("4325000000.00", "4334999999.99")
    assert then.natural.bounds == ("0.00", None)


def _fields(question: Question) -> dict[str, object]:
    return {name: getattr(question, name) for name in question.__slots__}


def test_the_first_page_follows_the_book() -> None:
    before = dict(contents(sight=EVERYTHING))
    assert overview(sight=EVERYTHING) is overview(sight=EVERYTHING), "worked out once"
    old = overview(sight=EVERYTHING)
    post([GRANT], actor=system_actor())
    assert overview(sight=EVERYTHING) is not old
    assert overview(sight=EVERYTHING).counts["entries"] == old.counts["entries"] + 1
    assert dict(contents(sight=EVERYTHING))["entries"] == before["entries"] + 1


def test_what_is_kept_is_kept_by_language() -> None:
    english = overview(sight=EVERYTHING)
    with translation.override("zh-hans"):
        chinese = overview(sight=EVERYTHING)
    assert english.programme != chinese.programme
    assert overview(sight=EVERYTHING) is english


def test_of_a_later_state_only_what_is_new_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    post([GRANT, GRANT], actor=system_actor())
    before = evidence.evidence(sight=EVERYTHING)
    first = list(before.entries)[-1]
    post([GRANT], actor=system_actor())
    reverse([Reversal(first, "entered twice")], actor=system_actor())
    read, asked = selectors.entry_rows, []
    monkeypatch.setattr(
        selectors, "entry_rows", lambda *args, **more: asked.append(more["after"]) or read(*args, **more)
    )
    after = evidence.evidence(sight=EVERYTHING)
    assert asked == [before.number]
    assert tuple(after.entries.values()) == selectors.entries(standing=True)
    assert first in before.entries
    assert first not in after.entries
    assert len(after.table) == len(after.entries)


def test_few_states_are_held() -> None:
    for _ in range(evidence.KEPT + 2):
        post([GRANT], actor=system_actor())
        bounds()
    assert len(evidence._held) == evidence.KEPT
    assert {number for _, number, _ in evidence._held} == set(
        range(selectors.upto() - evidence.KEPT + 1, selectors.upto() + 1)
    )


SHANGHAI, WUSHAN = Sight(parties=frozenset({"310000"})), Sight(places=frozenset({"500237"}))
OTHERS = Sight(places=frozenset({"500101"}), parties=frozenset({"370000"}))


def test_an_answer_stands_only_on_what_may_be_seen() -> None:
    post([GRANT], actor=system_actor())
    for sight in (EVERYTHING, SHANGHAI, WUSHAN):
        assert ask(QUESTION, sight=sight).strict.bounds == ("1234567.00", None)
    for sight in (PUBLIC, OTHERS):
        assert ask(QUESTION, sight=sight).strict.bounds == ("0.00", None)
    assert ask(QUESTION).strict.bounds == ("0.00", None), "who forgets to say sees what is published"


def test_what_is_kept_is_kept_by_sight() -> None:
    post([GRANT], actor=system_actor())
    assert overview(sight=SHANGHAI).counts["entries"] == overview().counts["entries"] + 1
    assert overview(sight=OTHERS).counts == overview().counts


def test_a_closing_does_not_close_over_what_is_hidden() -> None:
    """The register of the county is complete, and the county alone may say: nothing but this."""
    scope = Scope(
        "fund",
        "CNY",
        "arrived",
        frozenset({"grant"}),
        frozenset(),
        frozenset({"500237"}),
        window=Window(date(2024, 1, 1), date(2024, 12, 31)),
    )
    with gathering(actor=system_actor(), action="post") as basket:
        basket.entries([GRANT])
        basket.documents([Document("closing", "关账", form="press")])
        basket.statements([Statement("closing-1", scope, None, form="closing", document="closing")])
    grants = replace(QUESTION, kind="grant", donors=())
    assert ask(grants, sight=WUSHAN).strict.bounds == ("1234567.00", "1234567.00")
    assert ask(grants, sight=PUBLIC).strict.bounds == ("0.00", None)
