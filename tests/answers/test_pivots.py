"""What `duikou sum` and the tables answer, against a count of the entries; targets, rules and the desk on a
book made up here. Nothing of it touches a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.answers import desk, evidence, pivot_entries, pivots, targets
from duikou.answers.pivot_views import REST, TableQuestion
from duikou.answers.questions import Question
from duikou.answers.totals import total
from duikou.book import (
    EVERYTHING,
    BookError,
    Document,
    Entry,
    Figure,
    Project,
    Scope,
    Seen,
    Sight,
    Statement,
    Step,
    Window,
)
from duikou.words import Reading, load

pytestmark = pytest.mark.once
COUNT = 10_000


def book_of(
    entries: Iterable[Entry] = (), statements: Iterable[Statement] = (), projects: Iterable[Project] = ()
) -> evidence.Evidence:
    documents = {"d": Document("d", "规划", dated="2023-06", form="plan")}
    keyed = {f"E{n}": replace(entry, key=f"E{n}") for n, entry in enumerate(entries)}
    rows = Seen(documents, {p.key: p for p in projects}, {s.key: s for s in statements}, keyed, subjects={})
    return evidence._made(1, load(), rows, ())


@pytest.fixture
def given_book(monkeypatch: pytest.MonkeyPatch):
    """Makes answers see a book of these rows."""

    def see(*rows, **named) -> evidence.Evidence:
        book = book_of(*rows, **named)
        for module in (pivots, targets, desk, evidence):
            monkeypatch.setattr(module, "evidence", lambda *_args, **_sight: book)
        return book

    return see


def money(amount: int, year: int = 2022, stage: str = "arrived", **more) -> Entry:
    usual = {"donors": frozenset({"310000"}), "recipient": "500101", "kind": "grant"}
    days = date(year, 1, 1), date(year, 12, 31)
    return Entry("fund", "CNY", stage, amount, *more.pop("days", days), **usual | more)


UNITS = [
    ("fund", "CNY", "arrived"),
    ("fund", "CNY", "agreed"),
    ("training.person_time", "person", ""),
    ("training.person_time", "person_time", ""),
    ("project.count", "count", "arrived"),
]


@st.composite
def entries(draw) -> list[Entry]:
    found = []
    for _ in range(draw(st.integers(1, 6))):
        measure, unit, stage = draw(st.sampled_from(UNITS))
        amount = draw(st.integers(1, 9)) * (1 if measure == "fund" else COUNT)
        found.append(
            replace(
                money(amount, draw(st.sampled_from([2021, 2022]))),
                measure=measure,
                unit=unit,
                stage=stage,
                donors=draw(st.sampled_from([frozenset({"310000"}), frozenset({"310000", "120000"})])),
                recipient=draw(st.sampled_from(["500101", "500238", "500000"])),
                project=draw(st.sampled_from(["", "p", "q"])),
            )
        )
    return found


@settings(max_examples=12, deadline=None)
@given(
    entries(),
    st.sampled_from(UNITS),
    st.sampled_from(["", "310000", "120000"]),
    st.sampled_from(["", "500101"]),
)
def test_a_sum_never_adds_what_must_not_be_added(every, series, donor, place):
    """`duikou sum`: money of one stage as it is counted, joint money once; persons apart from person-times; a
    distinct count at least its largest part and never more than is proven."""
    scope = Scope(
        *series,
        donors=frozenset({donor} - {""}),
        recipients=frozenset({place} - {""}),
        window=Window(date(2021, 1, 1), date(2022, 12, 31)),
    )
    sure = [
        e.amount
        for e in every
        if (e.measure, e.unit, e.stage) == series
        and (not donor or e.donors == {donor})
        and (not place or e.recipient == place)
    ]
    answer = total(scope, book_of(every))
    scale = load().unit[series[1]].scale
    adds = series[0] == "fund" or series[1] == "person_time"
    for bound in (answer.strict, answer.natural):
        least = Decimal(bound.bounds[0] or 0) * scale
        assert bound.bounds[1] is None, "nobody said that the register is complete"
        if adds:
            assert least == sum(sure)
        elif least != max(sure, default=0):  # only naturally, and then it is said
            assert bound is answer.natural
            assert least <= sum(sure)
            assert "counted_once" in {one.code for one in bound.assuming}


def test_with_statements_too_distinct_counts_are_never_added(given_book):
    told = [
        Statement(
            f"s{n}",
            Scope("project.count", "count", "arrived", recipients=frozenset({"500101"}),
                  sectors=frozenset({sector}), window=Window(date(2022, 1, 1), date(2022, 12, 31))),
            Figure(value * COUNT, COUNT, COUNT, "exact", whole=True),
            document="d",
        )
        for n, (sector, value) in enumerate([("health", 30), ("agriculture", 29)])
    ]  # fmt: skip
    book = given_book((), told)
    question = Question("project.count", recipients=("万州区",))
    table = pivots.table(TableQuestion(question, "sector", "year"), sight=EVERYTHING)
    whole = next(line for line in table.lines if line.kind == "total")
    assert whole.total.bounds == ("30", None), "of 30 and 29 all may be the same"
    scope = replace(told[0].scope, sectors=frozenset())
    bounds = book.reckoner.bounds(scope, Reading.NATURAL)
    assert bounds.interval.least == 59 * COUNT, "an answer may, and names what it takes for granted"
    assert "counted_once" in {one.code for one in bounds.assuming}


def test_a_table_shows_what_was_counted_and_why_lines_and_total_differ(given_book):
    both = frozenset({"310000", "120000"})
    given_book(
        [money(1_000_000), money(500_000, 2023), money(3_000_000, donors=both), money(7, stage="agreed")]
    )
    asked = TableQuestion(Question("fund", kind="grant"), "donor", "year", "entries", share=True, growth=True)
    table = pivots.table(asked, sight=EVERYTHING)
    assert [(line.kind, line.label) for line in table.lines] == [
        ("line", "天津市"),
        ("line", "上海市"),
        ("rest", "not told apart"),
        ("total", "total"),
    ]
    tianjin, shanghai, rest, whole = table.lines
    assert (tianjin.total.text, shanghai.total.text) == ("≤0.030", "0.015–0.045")
    assert (rest.total.text, whole.total.text) == ("0.030", "0.045")
    assert (shanghai.share, whole.growth) == ("33.3% to 100.0%", "-87.5%")
    assert any("several donors together" in note for note in table.notes)
    assert table.grows == "2022→2023"


def test_money_of_several_stages_has_no_total(given_book):
    given_book([money(100), money(200, stage="agreed")])
    by_stage = pivots.table(
        TableQuestion(Question("fund"), "recipient", "stage", "entries"), sight=EVERYTHING
    )
    assert [label for _code, label in by_stage.columns] == ["agreed", "arrived"]
    assert all(line.total is None for line in by_stage.lines)
    across = pivots.table(TableQuestion(Question("fund"), "stage", "year", "entries"), sight=EVERYTHING)
    assert {line.kind for line in across.lines} == {"line"}


def test_with_statements_each_total_is_proven_for_itself(given_book):
    told = [
        Statement(
            f"s{n}",
            Scope("fund", "CNY", "arrived", frozenset({"grant"}), frozenset(donors), frozenset({"500101"}),
                  window=Window(date(2022, 1, 1), date(2022, 12, 31))),
            Figure(value, 1, 1, "exact"),
            document="d",
        )
        for n, (donors, value) in enumerate([({"310000"}, 400), ({"310000", "120000"}, 900)])
    ]  # fmt: skip
    given_book((), told)
    question = Question("fund", kind="grant", recipients=("万州区",))
    table = pivots.table(TableQuestion(question, "donor", "year"), sight=EVERYTHING)
    assert table.basis == "statements"
    lines = {line.label: line for line in table.lines}
    assert lines["上海市"].cells[0].bounds == ("4.00", "4.00")
    assert lines["天津市"].cells[0].bounds[0] == "5.00", "the rest of what both gave"
    assert lines["total"].cells[0].bounds[0] == "9.00", "not 4 and 9 added"
    with pytest.raises(BookError, match=r"pivot\.basis"):
        pivots.table(TableQuestion(Question("fund"), basis="rumour"), sight=EVERYTHING)


def test_behind_a_number_stand_the_entries_that_make_it(given_book):
    from duikou.answers.pivot_entries import behind

    both = frozenset({"310000", "120000"})
    given_book([money(1_000_000), money(3_000_000, donors=both), money(9, recipient="500238")])
    asked = TableQuestion(Question("fund", recipients=("万州区",)), "donor", "recipient", "entries")
    cell = behind(asked, "310000", "500101", sight=EVERYTHING)
    assert [(row.key, row.certain) for row in cell.rows] == [("E0", True), ("E1", False)]
    rest = behind(asked, REST, "", sight=EVERYTHING)
    assert [row.key for row in rest.rows] == ["E1"]
    assert rest.shown == "CNY 30,000"
    with pytest.raises(BookError, match=r"pivot\.no_cell"):
        behind(asked, "440000", "", sight=EVERYTHING)


def aim(key: str, value: int, form: str = "target", **scope) -> Statement:
    usual = {
        "donors": frozenset({"310000"}),
        "recipients": frozenset({"500101"}),
        "kinds": frozenset({"grant"}),
        "window": Window(date(2021, 1, 1), date(2025, 12, 31)),
    }
    measure, unit, stage = scope.pop("series", ("fund", "CNY", "planned"))
    return Statement(
        key,
        Scope(measure, unit, stage, **usual | scope),
        Figure(value, 1, 1, "at_least"),
        form=form,
        nature="rule" if form == "rule" else "flow",
        document="d",
    )


def test_a_target_shows_its_years_and_where_it_heads(given_book):
    rows = [money(20, 2021), money(40, 2022), money(5, 2022, donors=frozenset({"120000"}))]
    given_book(rows, [aim("t", 100)])
    (one,) = targets.targets.__wrapped__(sight=EVERYTHING).targets
    assert (one.verdict, one.percent, one.as_of) == ("open", (60.0, None), "2022-12-31")
    assert [step.percent[0] for step in one.years] == [20.0, 60.0]
    assert one.heading_percent == (150.0, None), "60 in two of five years"
    assert one.elapsed == pytest.approx(0.4, abs=0.001)
    given_book([*rows, money(50, 2023)], [aim("t", 100)])
    assert targets.targets.__wrapped__(sight=EVERYTHING).targets[0].verdict == "holds"


def test_a_rule_is_held_against_years_and_counties_with_its_slack(given_book):
    sectors = frozenset({"public_service"})
    share = {"series": ("share", "percent", ""), "sectors": sectors, "window": Window()}
    rule = aim("r", 50 * COUNT, "rule", recipients=frozenset({"500000"}), **share)
    known = Scope(
        "fund", "CNY", "arrived", recipients=frozenset({"500000"}), window=Window(None, date(2023, 12, 31))
    )
    closing = Statement("c", known, None, form="closing", document="register")
    rows = [
        money(60, 2021, sector="health"),
        money(40, 2021, sector="agriculture"),
        money(10, 2022, sector="health", recipient="500238"),
        money(90, 2022, sector="agriculture", recipient="500238"),
    ]
    given_book(rows, [rule, closing])
    (view,) = targets.targets.__wrapped__(sight=EVERYTHING).rules
    lines = {(line.axis, line.label): (line.verdict, line.slack) for line in view.lines}
    assert lines["year", "2021"] == ("holds", "10.0 points over")
    assert lines["year", "2022"] == ("contradicted", "40.0 points short")
    assert lines["recipient", "万州区"][1] == lines["year", "2021"][1]
    assert lines["recipient", "巫溪县"][1] == lines["year", "2022"][1]


WANZHOU = Sight(places=frozenset({"500101"}))


def test_the_desk_shows_an_office_its_own(given_book, monkeypatch):
    today = date(2023, 6, 15)
    plan = Project("p", "桥", frozenset({"310000"}), "500101", budget=1000, steps=(Step("plan", "2023-01"),))
    elsewhere = replace(plan, key="q", recipient="500238", budget=70_000)
    part = replace(plan, key="r", budget=400, programme="p")
    rows = [
        money(250, days=(date(2023, 2, 1), date(2023, 2, 1)), project="p"),
        money(800, 2021, project="p"),
        money(300, 2022, "disbursed", project="p"),
        money(9_999, 2021, recipient="500238"),
        money(77, 2023, stage="agreed", recipient="500238"),
    ]
    given_book(rows, [aim("t", 2000)], [plan, elsewhere, part])
    monkeypatch.setattr(desk, "WAITING", (desk.idle_money,))
    monkeypatch.setattr(desk, "targets", targets.targets.__wrapped__)
    found = desk.desk.__wrapped__(today, sight=WANZHOU)
    assert found.plan == "CNY 10"
    assert [(line.label, line.shown, line.percent) for line in found.money] == [
        ("agreed", "CNY 0", 0.0),
        ("arrived", "CNY 2.5", 25.0),
        ("paid out", "CNY 0", 0.0),
    ]
    assert [one.key for one in found.targets] == ["t"]
    (idle,) = found.waiting
    assert [(one.title, one.detail) for one in idle.notices] == [("桥", "CNY 5 since 2021-12-31")]


def test_a_cell_shows_its_first_entries_and_counts_all(given_book, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [(date(2020, 1, 1), date(2020, 1, 1))] * 4 + [(date(2019, 12, 1), date(2020, 1, 31))] * 3
    given_book(
        Entry("fund", "CNY", "arrived", 100, *when, "grant", frozenset({"310000"}), "500101", document="d")
        for when in days
    )
    monkeypatch.setattr(pivot_entries, "MOST", 5)
    asked = TableQuestion(Question("fund", kind="grant"), "donor", "year", "entries")
    for _ in range(2):  # the second time from what is kept
        found = pivot_entries.behind(asked, "310000", "2020")
        assert (found.certain, found.possible, found.left_out) == (4, 3, 2)
        assert [row.certain for row in found.rows] == [True] * 4 + [False]
    assert pivots.reckon(asked).pivot is pivots.reckon(asked).pivot
