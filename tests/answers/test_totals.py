"""`ask`: both readings with their proof, from the real sample book."""

from __future__ import annotations

import pytest

from duikou.answers.questions import Question
from duikou.answers.totals import ask
from duikou.answers.views import BoundView, TotalView

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

SHANGHAI = {"donors": ("上海市",), "recipients": ("万州区",), "kind": "无偿援助", "until": "2025-05"}
ZHONGXIAN = {"recipients": ("忠县",), "kind": "无偿援助", "until": "2021-11"}


def total(measure: str = "fund", **limits: object) -> TotalView:
    return ask(Question(measure, **limits))  # type: ignore[arg-type]


def keys(bound: BoundView) -> set[str]:
    return {proof.key for proof in bound.because}


def assumed(bound: BoundView) -> set[tuple[str, object]]:
    return {(one.code, one.params["statement"]) for one in bound.assuming}


def test_what_shanghai_granted_to_wanzhou() -> None:
    """The acceptance question: 9.92亿元 rounded, from a start that the text does not name."""
    answer = total(**SHANGHAI)
    assert answer.natural.bounds == ("991500000.00", "992499999.99")
    assert ("start_of_programme", "004-057") in assumed(answer.natural)
    assert answer.strict.bounds == ("991500000.00", None)
    assert "004-057" in answer.strict.open_because
    assert "start of the programme" in answer.strict.open_because
    assert keys(answer.natural) == keys(answer.strict) == {"004-057"}
    assert answer.strict.assuming == ()
    assert answer.as_of == "2025-05-31"
    assert answer.natural.shown == "CNY 992 million"
    assert answer.strict.shown == "at least CNY 991.5 million"


def test_a_proof_names_its_place_in_its_document() -> None:
    (proof,) = total(**SHANGHAI).natural.because
    assert (proof.kind, proof.document, proof.dated) == ("statement", "004", "2025-07")
    assert proof.surface == "9.92亿元"
    assert proof.span
    assert proof.span[1] - proof.span[0] == len("9.92**亿元")
    assert proof.role == "bounds it on both sides"
    assert proof.scope == "上海市 → 万州区 · grant funds (arrived) · through 2025-05"


def test_the_answer_says_what_was_counted_and_how() -> None:
    answer = total(**SHANGHAI)
    assert answer.scope == {
        "measure": "fund",
        "unit": "CNY",
        "stage": "arrived",
        "kinds": ["grant"],
        "donors": ["310000"],
        "recipients": ["500101"],
        "to": "2025-05-31",
    }
    assert answer.notes
    assert answer.definition.startswith("assistance funds: joint amounts are counted once")
    assert "distinct count" in total("project.count").definition
    assert "a rate" in total("poverty.rate").definition
    assert "a state at one date" in total("job.person").definition


def test_joint_donors_together_have_the_joint_total_once() -> None:
    answer = total(donors=("山东省", "沈阳市"), **ZHONGXIAN)
    assert answer.natural.bounds == ("404500000.00", "405499999.99")
    assert keys(answer.natural) == {"003-001"}


@pytest.mark.parametrize(
    ("donor", "bounds"),
    [("山东省", ("5990000.00", "405499999.99")), ("沈阳市", ("0.00", "399509999.99"))],
)
def test_one_of_the_joint_donors_gets_bounds_and_no_invented_share(
    donor: str, bounds: tuple[str, str]
) -> None:
    """山东省 alone built 忠文化展览馆 and 马灌湖, 300万元 each (less half of the last printed 万): at least
    that is its own, and at most the rest is 沈阳市's."""
    answer = total(donors=(donor,), **ZHONGXIAN)
    assert answer.natural.bounds == bounds
    assert {"003-001", "003-024", "003-026"} >= keys(answer.natural) >= {"003-001"}
    assert answer.strict.bounds == ("0.00", None)


@pytest.mark.parametrize("recipient", ["忠县", "重庆市"])
def test_liaoning_does_not_swallow_shenyang(recipient: str) -> None:
    answer = total(donors=("辽宁省",), recipients=(recipient,), until="2021-11")
    assert not {"003-001", "003-013"} & keys(answer.natural)
    if recipient == "忠县":
        assert answer.natural.bounds == ("0.00", None)
        assert answer.natural.because == ()


def test_fujian_does_not_swallow_xiamen() -> None:
    alone = total(donors=("福建省",), recipients=("万州区",), kind="无偿援助", until="2024")
    both = total(donors=("福建省", "厦门市"), recipients=("万州区",), kind="无偿援助", until="2024")
    assert alone.natural.bounds == ("255000000.00", "264999999.99")
    assert keys(alone.natural) == {"004-068"}
    assert keys(both.natural) == {"004-068", "004-084"}


def test_persons_are_no_person_times() -> None:
    """3242 persons trained through 宁波市; the same question in person-times has no answer."""
    question = {"donors": ("宁波市",), "recipients": ("万州区",), "until": "2024"}
    assert total("training.person_time", unit="person", **question).natural.bounds == ("3242", None)
    assert total("training.person_time", **question).natural.bounds == ("0", None)


def test_an_entry_proves_a_lower_bound_in_both_readings() -> None:
    answer = total("training.person_time", recipients=("忠县",), since="2020", until="2020", unit="person")
    assert answer.strict.bounds == answer.natural.bounds == ("675", None)
    (proof,) = answer.strict.because
    assert (proof.kind, proof.document, proof.surface) == ("entry", "003", "675 persons")


def test_a_target_is_no_evidence_for_what_arrived() -> None:
    answer = total(
        donors=("山东省", "沈阳市"), recipients=("忠县",), kind="无偿援助", since="2021", until="2025"
    )
    assert answer.natural.bounds == ("0.00", None)
    assert "003-008" not in keys(answer.natural)


def test_a_rate_is_answered_for_its_own_scope_only() -> None:
    answer = total("poverty.rate", recipients=("奉节县",), sector="poverty", until="2018")
    assert answer.natural.bounds == ("0.985", "0.9949")
    assert keys(answer.natural) == {"002-066"}


def test_nothing_known_is_an_open_answer_not_a_zero() -> None:
    answer = total(donors=("云南省",), recipients=("巫山县",))
    for bound in (answer.strict, answer.natural):
        assert bound.bounds == ("0.00", None)
        assert bound.shown == "not known"
        assert bound.because == ()


@pytest.mark.usefixtures("in_chinese")
def test_the_same_in_chinese() -> None:
    answer = total(**SHANGHAI)
    assert answer.scope_text == "上海市 → 万州区 · 无偿援助资金（到位） · 截至2025-05"
    assert answer.natural.shown == "9.92亿元"
    assert answer.strict.shown == "不少于9.915亿元"
    assert answer.notes == ("未指明阶段，按到位（已实施）口径计。",)
    assert "支援工作启动" in answer.strict.open_because
    texts = [one.text for one in answer.natural.assuming] + [answer.natural.because[0].role]
    assert not [text for text in texts if text.isascii()]


def test_what_contradicts_each_other_is_named_where_it_was_set_aside() -> None:
    """花台乡: 1885万元 do not fit 400 + 1700, and the answer does not hide that it leaves them out."""
    answer = total(donors=("吉林省",), recipients=("花台乡",))
    assert {"000-016", "000-018", "001-028"} == {proof.key for proof in answer.natural.aside}
    assert not total(**SHANGHAI).natural.aside


def test_targets_answer_for_the_stage_of_plans() -> None:
    both = {"donors": ("山东省", "沈阳市"), "recipients": ("忠县",), "since": "2021", "until": "2025"}
    money = ask(Question("fund", kind="无偿援助", stage="计划", **both))
    assert money.natural.bounds == ("100000000.00", None)
    assert [proof.key for proof in money.natural.because] == ["003-008"]
    assert any("Targets and plans" in note for note in money.notes)
    trained = ask(Question("training.person_time", stage="计划", unit="person", **both))
    assert trained.natural.bounds == ("2000", None)
    assert ask(Question("fund", kind="无偿援助", **both)).natural.because == ()
