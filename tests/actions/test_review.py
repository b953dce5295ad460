"""A document taken in; figures confirmed, corrected, rejected, taken back; one posting for all that."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, connections, transaction

from duikou.actions.add_figure import add_figure
from duikou.actions.confirm_figures import Mistakes, confirm_figure, confirm_figures
from duikou.actions.post_review import post_review
from duikou.actions.register_subject import register_subject
from duikou.actions.reject_figure import reject_figure
from duikou.actions.reopen_figure import reopen_figure, reopen_last
from duikou.actions.take_in import take_in
from duikou.actions.withdraw import withdraw
from duikou.book import BookError, Document, Subject
from duikou.files import load_bytes
from duikou.store import reviews, selectors
from duikou.store.actors import Actor, system_actor
from duikou.store.verification import verify

pytestmark = pytest.mark.django_db
ACTOR = system_actor()
TEXT = (
    "山东对口支援忠县情况\n\n"
    "2021年以来，山东省向忠县无偿援助资金2000万元，其中教育资金300万元。\n\n"
    "截至2024年底，山东省援建忠县乌杨小学，投入资金500万元；乌杨小学在校学生860人。\n"
)


def taken(text: str = TEXT, mark: str = "") -> str:
    """Take `text` in, as a file that begins with `mark`."""
    raw = (mark + text).encode()
    digest = hashlib.sha256(raw).hexdigest()
    row = Document("", "山东对口支援忠县情况", "2025-07", form="report", digest=digest)
    return take_in(row, load_bytes(raw, "a.txt"), actor=ACTOR)


def states(document: str) -> list[str]:
    return [one.state for one in reviews.review(document).figures]


def surfaces(document: str) -> list[str]:
    return [one.proposal.words for one in reviews.review(document).figures]


def test_a_document_is_taken_in_as_a_source_with_proposals_and_no_statement() -> None:
    key = taken()
    assert key == "D001"
    assert selectors.document(key).title == "山东对口支援忠县情况"
    assert surfaces(key) == ["2000万元", "300万元", "500万元", "860人"]
    assert reviews.text_of(key) == TEXT
    assert selectors.counts()["statements"] == 0
    first = reviews.review(key).figures[0].proposal
    assert (first.fields.donor, first.fields.recipient) == (("370000",), ("500233",))
    why = first.why_of("donor")
    assert why is not None
    assert (TEXT[why.start : why.end], why.basis) == ("山东省", "said")


def test_the_same_file_and_the_same_text_are_known_again() -> None:
    key = taken()
    for mark, code in (("", "document.taken"), ("\ufeff", "document.same_text")):
        with pytest.raises(BookError) as caught:
            taken(TEXT, mark=mark)
        assert (caught.value.code, caught.value.params["key"]) == (code, key)
    withdraw("document", [key], "wrong file", actor=ACTOR)
    assert taken() == "D002"


def test_a_text_without_figures_is_not_taken_in() -> None:
    with pytest.raises(BookError, match=r"review\.no_figures"):
        taken("山高水长。")
    assert selectors.head() is None


def test_confirmed_figures_become_statements_by_one_posting() -> None:
    key = taken()
    for number in (1, 2):
        confirm_figure(key, number, 0, {}, actor=ACTOR)
    assert states(key) == ["confirmed", "confirmed", "open", "open"]
    assert selectors.counts()["statements"] == 0
    receipt = post_review(key, actor=ACTOR)
    assert receipt.number == 2
    whole, part = selectors.statements(document=key)
    assert (whole.key, part.key, part.part_of) == ("D001-001", "D001-002", "D001-001")
    assert whole.figure is not None
    assert whole.figure.value == 2_000_000_000
    assert whole.scope.kinds == {"grant"}
    assert TEXT[whole.start : whole.end] == whole.surface == "2000万元"
    with pytest.raises(BookError, match=r"review\.nothing_to_post"):
        post_review(key, actor=ACTOR)
    assert verify(receipt).whole


def test_what_is_taken_back_after_posting_is_withdrawn_and_its_part_stands_alone() -> None:
    key = taken()
    confirm_figures(key, [(1, 0), (2, 0)], actor=ACTOR)
    post_review(key, actor=ACTOR)
    reject_figure(key, 1, 1, actor=ACTOR)
    assert [one.pending for one in reviews.review(key).figures] == [True, False, False, False]
    post_review(key, actor=ACTOR)
    (part,) = selectors.statements(document=key)
    assert (part.key, part.part_of) == ("D001-002", "")
    reopen_figure(key, 1, 2, actor=ACTOR)
    assert not reviews.review(key).figures[0].pending
    confirm_figure(key, 1, 3, {}, actor=ACTOR)
    post_review(key, actor=ACTOR)
    assert [row.part_of for row in selectors.statements(document=key)] == ["", "D001-001"]
    assert [version.withdrawn for version in selectors.history("statement", "D001-001")] == [
        False,
        True,
        False,
    ]


def test_a_correction_is_kept_with_what_the_reader_said() -> None:
    key = taken()
    typed = {"amount": ["2,000余万元"], "donor": ["山东省、沈阳市"], "sector": ["教育"], "from": ["2022"]}
    confirm_figure(key, 1, 0, typed, actor=ACTOR)
    figure = reviews.review(key).figures[0]
    assert figure.proposal.fields.donor == ("370000",)
    assert figure.fields.donor == ("370000", "210100")
    assert (figure.fields.value, figure.fields.qualifier) == ("20000000", "over")
    assert figure.last is not None
    assert (figure.last.actor, figure.last.office) == ("system", "system")
    reopen_figure(key, 1, 1, actor=ACTOR)
    assert reviews.review(key).figures[0].fields.sector == "education"


def test_each_mistake_is_named_with_its_field_and_nothing_is_written() -> None:
    key = taken()
    typed = {
        "amount": ["很多"],
        "donor": ["山冬省"],
        "recipient": ["忠县"],
        "from": ["2023"],
        "to": ["2022"],
        "measure": ["资金们"],
        "part_of": ["1"],
        "unit": ["furlong"],
    }
    with pytest.raises(Mistakes) as caught:
        confirm_figure(key, 1, 0, typed, actor=ACTOR)
    found = {problem.field: problem.code for problem in caught.value.problems}
    assert found == {
        "amount": "review.amount",
        "donor": "unknown.party",
        "from": "period.reversed",
        "measure": "unknown.measure",
        "part_of": "review.part_of",
        "unit": "review.choice",
    }
    assert states(key)[0] == "open"
    with pytest.raises(Mistakes) as caught:
        confirm_figure(key, 1, 0, {"measure": ["fund"], "unit": ["person"]}, actor=ACTOR)
    assert [(e.code, e.field) for e in caught.value.problems] == [("unit.strange", "unit")]


def test_two_people_do_not_overwrite_each_other() -> None:
    key = taken()
    confirm_figure(key, 1, 0, {}, actor=ACTOR)
    for act in (
        lambda: confirm_figure(key, 1, 0, {"sector": ["health"]}, actor=ACTOR),
        lambda: reject_figure(key, 1, 0, actor=ACTOR),
        lambda: confirm_figures(key, [(2, 0), (1, 0)], actor=ACTOR),
    ):
        with pytest.raises(BookError, match=r"review\.changed"):
            act()
    assert states(key) == ["confirmed", "open", "open", "open"]


def test_undo_takes_back_one_s_own_last_decision() -> None:
    key = taken()
    with pytest.raises(BookError, match=r"review\.nothing_to_undo"):
        reopen_last(key, actor=ACTOR)
    confirm_figure(key, 1, 0, {}, actor=ACTOR)
    reject_figure(key, 3, 0, actor=ACTOR)
    assert reopen_last(key, actor=ACTOR) == 3
    assert reopen_last(key, actor=ACTOR) == 1
    assert states(key) == ["open"] * 4


def test_a_new_thing_is_registered_in_the_same_posting_and_met_again() -> None:
    key = taken()
    confirm_figure(key, 3, 0, {}, actor=ACTOR)
    confirm_figure(key, 4, 0, {}, actor=ACTOR)
    third, fourth = reviews.review(key).figures[2:]
    assert (third.fields.subject, third.fields.form, third.fields.link) == (
        "忠县乌杨小学",
        "school",
        "D001-s003",
    )
    assert (fourth.fields.link, fourth.fields.form) == ("D001-s003", "")
    with pytest.raises(BookError, match=r"review\.thing_used"):
        reject_figure(key, 3, 1, actor=ACTOR)
    post_review(key, actor=ACTOR)
    (school,) = selectors.subjects()
    assert (school.key, school.name, school.form, school.place) == (
        "D001-s003", "忠县乌杨小学", "school", "500233",
    )  # fmt: skip
    assert {row.scope.subjects for row in selectors.statements()} == {frozenset({"D001-s003"})}


def test_a_registered_thing_is_proposed_by_its_alias() -> None:
    register_subject(Subject("wuyang", "忠县乌杨镇小学校", "school", ("乌杨小学",), "500233"), actor=ACTOR)
    key = taken()
    confirm_figure(key, 3, 0, {}, actor=ACTOR)
    figure = reviews.review(key).figures[2]
    assert figure.fields.link == "wuyang"
    assert figure.last is not None
    assert (figure.last.offered, figure.last.offered_rule) == ("wuyang", "place-left-out")


def test_only_who_may_enter_decides() -> None:
    key = taken()
    reader = Actor("system", "system", frozenset({"audit"}))
    for act in (
        lambda: confirm_figure(key, 1, 0, {}, actor=reader),
        lambda: reject_figure(key, 1, 0, actor=reader),
        lambda: post_review(key, actor=reader),
        lambda: take_in(Document("", "t"), load_bytes(TEXT.encode(), "a.txt"), actor=reader),
    ):
        with pytest.raises(BookError, match=r"duty\.missing"):
            act()


def test_what_is_decided_cannot_be_changed_in_the_database() -> None:
    key = taken()
    confirm_figure(key, 1, 0, {}, actor=ACTOR)
    for command in (
        "UPDATE store_decisionrow SET verb = 'reject'",
        "DELETE FROM store_proposalrow",
        "UPDATE store_documenttext SET text = ''",
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            connection.cursor().execute(command)


def test_of_two_who_act_at_once_one_is_told(own_book) -> None:
    key = taken()
    for number in (1, 2, 3, 4):
        said = at_once(
            lambda: confirm_figure(key, number, 0, {"sector": ["health"]}, actor=ACTOR),  # noqa: B023
            lambda: reject_figure(key, number, 0, actor=ACTOR),  # noqa: B023
        )
        assert sorted(said) == ["", "review.changed"]
        assert reviews.review(key).figure(number).state == ("confirmed" if not said[0] else "rejected")
    confirm_figure(key, 1, 1, {}, actor=ACTOR)
    said = at_once(lambda: post_review(key, actor=ACTOR), lambda: post_review(key, actor=ACTOR))
    assert sorted(said)[0] == ""
    assert sorted(said)[1] in ("review.changed", "review.nothing_to_post")
    assert selectors.counts()["postings"] == 2


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each act is refused for, "" where it is not, all begun at one moment."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        together.wait()
        try:
            act()
        except BookError as error:
            return error.code
        finally:
            connections["default"].close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_figure_that_the_reader_missed_is_added_by_its_place_or_its_words() -> None:
    text = TEXT + "\n2023年，忠县挂牌三校，办班若干，另有捐书一万两千册。\n"
    key = taken(text)
    before = len(surfaces(key))
    at = text.index("三校")
    number = add_figure(key, (at, at + 2), actor=ACTOR)
    assert number == before + 1
    figure = reviews.review(key).figure(number)
    assert (figure.proposal.surface, figure.fields.value, figure.state) == ("三校", "3", "open")
    assert figure.last is not None
    assert (figure.last.actor, figure.version) == ("system", 1)
    for span, words, code in (
        ((at, at + 2), "", "review.figure_there"),
        (None, "四校", "review.no_words"),
        ((text.index("若干"), text.index("若干") + 2), "", "review.amount"),
        ((0, 60), "", "review.words_too_long"),
        ((5, 5000), "", "review.no_words"),
    ):
        with pytest.raises(BookError) as caught:
            add_figure(key, span, actor=ACTOR, words=words)
        assert caught.value.code == code
    assert len(surfaces(key)) == before + 1
    confirm_figure(
        key, number, 1, {"measure": ["设施数"], "recipient": ["忠县"], "to": ["2023"]}, actor=ACTOR
    )
    post_review(key, actor=ACTOR)
    (row,) = selectors.statements(document=key)
    assert (row.key, row.surface, text[row.start : row.end]) == (f"{key}-{number:03d}", "三校", "三校")
    with pytest.raises(BookError, match=r"duty\.missing"):
        add_figure(key, None, words="若干", actor=Actor("nobody", "", frozenset()))


def test_an_added_figure_takes_over_what_the_figure_beside_it_says() -> None:
    key = taken(TEXT.replace("860人", "若干，教师六十余位（全职）、校车3"))
    number = add_figure(key, None, words="校车3", actor=ACTOR)
    fields = reviews.review(key).figure(number).fields
    assert (fields.donor, fields.recipient, fields.until) == (("370000",), ("500233",), "2024-12")
    assert "donor" in fields.assumed


def test_what_stands_beside_a_figure_goes_with_it_into_the_book() -> None:
    key = taken("2023年，忠县、万州区、云阳县3个县区接受援助资金800万元，同比增长12%。\n")
    assert surfaces(key)[-2:] == ["800万元", "12%"]
    last = len(surfaces(key))
    confirm_figure(key, last, 0, {}, actor=ACTOR)
    post_review(key, actor=ACTOR)
    assert [row.relations for row in selectors.statements(document=key)] == [()]
    confirm_figures(key, [(one.number, 0) for one in reviews.review(key).figures[:-1]], actor=ACTOR)
    post_review(key, actor=ACTOR)
    rows = {row.surface: row for row in selectors.statements(document=key)}
    assert rows["12%"].relations == (("growth_of", rows["800万元"].key),)
    assert rows["3个"].listed == 3
    reject_figure(key, last - 1, 1, actor=ACTOR)
    post_review(key, actor=ACTOR)
    rows = {row.surface: row for row in selectors.statements(document=key)}
    assert rows["12%"].relations == ()


def test_a_confirmed_link_brings_the_name_of_the_text_and_takes_it_back() -> None:
    school = Subject("X1", "忠县乌杨镇中心小学", "school", place="500233", sector="education")
    register_subject(school, actor=ACTOR)

    def aliases() -> tuple[str, ...]:
        return next(row.aliases for row in selectors.subjects() if row.key == "X1")

    key = taken()
    for number in (3, 4):
        confirm_figure(key, number, 0, {"link": ["X1"], "subject": ["乌杨小学"]}, actor=ACTOR)
    post_review(key, actor=ACTOR)
    assert aliases() == ("乌杨小学",)
    reject_figure(key, 3, 1, actor=ACTOR)
    post_review(key, actor=ACTOR)
    assert aliases() == ("乌杨小学",)  # the other figure says so still
    reopen_figure(key, 4, 1, actor=ACTOR)
    post_review(key, actor=ACTOR)
    assert aliases() == ()
