"""Questions in names or codes → the scope that answers them, and what was taken for granted on the way."""

from __future__ import annotations

from datetime import date

import pytest

from duikou.answers.questions import (
    Asked,
    Question,
    choices,
    problem_text,
    scope_text,
    understand,
    window_text,
)
from duikou.book import BookError, Scope, Subject, Window
from duikou.words import UnknownCode, Vocabulary, load

SUBJECTS = (
    Subject("caotang-home", "草堂社会福利院", aliases=("草堂福利院",)),
    Subject("tianjin-hospital", "万州区天津医院", aliases=("天津医院",)),
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load()


def asked(words: Vocabulary, measure: str = "fund", **limits: object) -> Asked:
    return understand(Question(measure, **limits), words, SUBJECTS)  # type: ignore[arg-type]


def scope_of(words: Vocabulary, measure: str = "fund", **limits: object) -> Scope:
    return asked(words, measure, **limits).scope


# ------------------------------------------------------------------ names and codes


@pytest.mark.parametrize(
    "said",
    [
        {"donors": ("上海市",), "recipients": ("万州区",), "kind": "无偿援助"},
        {"donors": ("上海",), "recipients": ("万州",), "kind": "无偿"},
        {"donors": ("沪",), "recipients": ("500101",), "kind": "grant"},
        {"donors": ("310000",), "recipients": ("万州区",), "kind": "社会公益类"},
    ],
)
def test_names_short_names_synonyms_and_codes_mean_the_same(
    words: Vocabulary, said: dict[str, object]
) -> None:
    expected = Scope(
        "fund", "CNY", "arrived", frozenset({"grant"}), frozenset({"310000"}), frozenset({"500101"})
    )
    assert scope_of(words, **said) == expected
    assert scope_of(words, "援助资金", **said) == expected


def test_a_measure_of_one_kind_is_the_base_measure_of_that_kind(words: Vocabulary) -> None:
    assert scope_of(words, "fund.grant") == scope_of(words, "fund", kind="grant")
    assert scope_of(words, "无偿援助资金") == scope_of(words, "fund", kind="无偿援助")
    assert scope_of(words, "fund.total") == scope_of(words, "fund")


def test_two_kinds_at_once_are_refused(words: Vocabulary) -> None:
    with pytest.raises(BookError, match="not_base") as caught:
        scope_of(words, "fund.grant", kind="经济合作")
    assert problem_text(caught.value) == "fund.grant is one kind of fund: write fund and the kind."


def test_all_kinds_all_donors_and_the_whole_country_are_no_limits(words: Vocabulary) -> None:
    assert scope_of(words, kind="各类", donors=("ALL",), recipients=("CN",)) == scope_of(words)


def test_a_former_name_means_what_the_place_became(words: Vocabulary) -> None:
    assert scope_of(words, recipients=("开县",)).recipients <= {"500154", "500234"}
    former, now = (scope_of(words, recipients=(name,)).recipients for name in ("开县", "开州区"))
    assert words.places.spans(former) == words.places.spans(now)


def test_several_names_mean_all_of_them_together(words: Vocabulary) -> None:
    scope = scope_of(words, donors=("山东省", "沈阳市"), recipients=("忠县", "奉节县"))
    assert scope.donors == {"370000", "210100"}
    assert scope.recipients == {"500233", "500236"}


def test_a_union_stands_for_its_members(words: Vocabulary) -> None:
    scope = scope_of(words, recipients=("三峡重庆库区",))
    (union,) = scope.recipients
    assert len(words.places.members(union)) > 1
    assert "500101" in words.places.members(union)


def test_a_city_with_a_plan_of_its_own_is_not_inside_its_province_as_a_donor(words: Vocabulary) -> None:
    liaoning, shenyang = (
        words.parties.spans(scope_of(words, donors=(name,)).donors) for name in ("辽宁省", "沈阳市")
    )
    assert not any(a <= x and y <= b for a, b in liaoning for x, y in shenyang)


def test_a_subject_is_found_under_any_of_its_names(words: Vocabulary) -> None:
    for name in ("caotang-home", "草堂社会福利院", "草堂福利院"):
        assert scope_of(words, subject=name).subjects == {"caotang-home"}


# ------------------------------------------------------------------ what the question leaves unsaid


def test_no_stage_means_arrived_and_is_said(words: Vocabulary) -> None:
    question = asked(words, kind="无偿援助")
    assert question.scope.stage == "arrived"
    assert question.notes == ("The question names no stage: money arrived and work carried out are counted.",)


def test_no_kind_of_money_means_all_and_is_said(words: Vocabulary) -> None:
    assert [note.split(":")[0] for note in asked(words).notes] == [
        "The question names no stage",
        "The question names no kind",
    ]


@pytest.mark.parametrize(
    ("measure", "limits"),
    [("fund", {"stage": "协议", "kind": "经济合作"}), ("training.person_time", {}), ("indicator.gdp", {})],
)
def test_nothing_is_noted_where_nothing_was_taken_for_granted(
    words: Vocabulary, measure: str, limits: dict[str, object]
) -> None:
    assert asked(words, measure, **limits).notes == ()


def test_the_unit_is_the_measures_own_unless_another_is_asked_for(words: Vocabulary) -> None:
    assert scope_of(words, "training.person_time").unit == "person_time"
    assert scope_of(words, "training.person_time", unit="person").unit == "person"


@pytest.mark.parametrize(
    ("limits", "window"),
    [
        ({}, Window()),
        ({"until": "2025-05"}, Window(None, date(2025, 5, 31))),
        ({"until": "2024-02"}, Window(None, date(2024, 2, 29))),
        ({"since": "2021", "until": "2021"}, Window(date(2021, 1, 1), date(2021, 12, 31))),
        ({"since": "2021-03"}, Window(date(2021, 3, 1), None)),
        ({"since": "2021-03-04", "until": "2021-03-04"}, Window(date(2021, 3, 4), date(2021, 3, 4))),
    ],
)
def test_a_month_or_year_reaches_to_its_last_day(
    words: Vocabulary, limits: dict[str, object], window: Window
) -> None:
    assert scope_of(words, **limits).window == window


# ------------------------------------------------------------------ what cannot be understood


@pytest.mark.parametrize(
    ("limits", "line"),
    [
        ({"recipients": ("万州县",)}, "Unknown place: 万州县. Did you mean 万州区"),
        ({"donors": ("上海省",)}, "Unknown supporting party: 上海省. Did you mean 上海市"),
        ({"kind": "无偿援"}, "Unknown kind of assistance: 无偿援. Did you mean 无偿援助"),
        ({"stage": "到"}, "Unknown stage: 到. Did you mean 到位"),
        ({"sector": "教"}, "Unknown sector: 教."),
        ({"subject": "福利院"}, "Unknown subject: 福利院. Did you mean 草堂社会福利院"),
        ({"subject": "没有的东西"}, "Unknown subject: 没有的东西."),
        ({"unit": "打"}, "Unknown unit: 打."),
        ({"donors": ("",)}, "Unknown supporting party: "),
    ],
)
def test_a_name_that_nothing_bears_is_named_with_near_ones(
    words: Vocabulary, limits: dict[str, object], line: str
) -> None:
    with pytest.raises(UnknownCode) as caught:
        scope_of(words, **limits)
    said = problem_text(caught.value)
    assert said.startswith(line)
    assert "\n" not in said


def test_an_unknown_measure_is_named_with_near_ones(words: Vocabulary) -> None:
    with pytest.raises(UnknownCode) as caught:
        scope_of(words, "援助资")
    assert "援助资金" in caught.value.suggestions


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"until": "2025-02-30"}, "date.impossible"),
        ({"until": "2025-13"}, "date.impossible"),
        ({"since": "0000"}, "date.impossible"),
        ({"since": "五月"}, "date.unreadable"),
        ({"until": "25-05"}, "date.unreadable"),
        ({"since": "2025", "until": "2024"}, "period.reversed"),
    ],
)
def test_an_impossible_time_is_refused(words: Vocabulary, limits: dict[str, object], code: str) -> None:
    with pytest.raises(BookError) as caught:
        scope_of(words, **limits)
    assert caught.value.code == code
    assert "\n" not in problem_text(caught.value)


@pytest.mark.parametrize(
    ("measure", "limits", "line"),
    [
        ("fund", {"unit": "person"}, "fund is not counted in person but in CNY."),
        ("project.count", {"unit": "CNY"}, "project.count is not counted in CNY but in count."),
        ("training.person_time", {"stage": "到位"}, "training.person_time has no stages."),
    ],
)
def test_what_a_measure_cannot_have_is_refused(
    words: Vocabulary, measure: str, limits: dict[str, object], line: str
) -> None:
    with pytest.raises(BookError) as caught:
        scope_of(words, measure, **limits)
    assert problem_text(caught.value) == line


# ------------------------------------------------------------------ in words


def test_a_scope_in_words(words: Vocabulary) -> None:
    question = {"donors": ("沈阳市", "山东省"), "recipients": ("忠县",), "kind": "无偿援助"}
    scope = scope_of(words, since="2021", until="2025-05", **question)
    assert scope_text(scope, words, {}) == "山东省, 沈阳市 → 忠县 · grant funds (arrived) · 2021 to 2025-05"
    projects = scope_of(words, "project.count", donors=("上海市",), kind="grant", until="2024")
    assert (
        scope_text(projects, words, {})
        == "上海市 → all recipients · grant · projects (carried out) · through 2024"
    )


@pytest.mark.usefixtures("in_chinese")
def test_a_scope_in_words_as_an_official_would_write_it(words: Vocabulary) -> None:
    question = {"donors": ("沈阳市", "山东省"), "recipients": ("忠县",), "kind": "无偿援助"}
    scope = scope_of(words, since="2021", until="2025-05", **question)
    assert scope_text(scope, words, {}) == "山东省、沈阳市 → 忠县 · 无偿援助资金（到位） · 2021至2025-05"
    known = {subject.key: subject for subject in SUBJECTS}
    about = scope_of(words, "facility.area", subject="草堂福利院")
    assert scope_text(about, words, known).startswith("草堂社会福利院 · ")


@pytest.mark.parametrize(
    ("window", "text"),
    [
        (Window(), ""),
        (Window(date(2021, 1, 1), date(2021, 12, 31)), "2021"),
        (Window(date(2021, 1, 1), date(2025, 7, 31)), "2021 to 2025-07"),
        (Window(date(2020, 7, 1), date(2020, 7, 31)), "2020-07"),
        (Window(date(2020, 7, 1), date(2020, 7, 30)), "2020-07 to 2020-07-30"),
        (Window(None, date(2024, 12, 31)), "through 2024"),
        (Window(date(2021, 3, 4), None), "since 2021-03-04"),
    ],
)
def test_a_window_in_words(window: Window, text: str) -> None:
    assert window_text(window) == text


@pytest.mark.django_db
@pytest.mark.usefixtures("sample")
def test_the_form_offers_what_the_book_knows_and_the_question_understands(words: Vocabulary) -> None:
    offered = choices()
    assert {"上海市", "沈阳市", "辽宁省"} <= {one.value for one in offered.donors}
    assert {"万州区", "忠县", "巫溪县"} <= {one.value for one in offered.recipients}
    assert "fund.grant" not in {one.value for one in offered.measures}
    for one in offered.measures:
        scope_of(words, one.value)
    for field in ("kinds", "stages", "sectors"):
        for one in getattr(offered, field):
            scope_of(words, **{field.removesuffix("s"): one.value})
    for field in ("donors", "recipients"):
        for one in getattr(offered, field):
            scope_of(words, **{field: (one.value,)})
