"""Pivots against a plain count over entries, written here once more: cell by cell, total by total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.book import BookError, Entry, Scope, Subject, Window
from duikou.rollups import EntryTable, Layout
from duikou.rollups.pivot import growth, make, share
from duikou.words import load

WORDS = load()
COUNT = 10_000
# Trees written down apart from the vocabulary: code → what it lies in.
ABOVE = {
    "310000": "",
    "310101": "310000",
    "210000": "",
    "210100": "",  # stands beside its province
    "500000": "",
    "500101": "500000",
    "500101001": "500101",
    "500233": "500000",
    "500238": "500000",
    "multi": "",
    "public_service": "multi",
    "health": "public_service",
    "industry": "multi",
    "agriculture": "industry",
    "all": "",
    "grant": "all",
    "cooperation": "all",
}
# code → the line in which it is counted; what is not here stands in none
LINE = {
    "donor": dict.fromkeys(("310000", "310101"), "310000") | {c: c for c in ("210000", "210100")},
    "recipient": {c: c[:6] for c in ("500101", "500101001", "500233", "500238")},
    "sector": {"public_service": "public_service", "health": "public_service"}
    | dict.fromkeys(("industry", "agriculture"), "industry"),
    "kind": {c: c for c in ("grant", "cooperation")},
}
PERIODS = {"十三五": (2016, 2020), "十四五": (2021, 2025)}
AXES = ("donor", "recipient", "sector", "kind", "stage", "year", "period")
TREES = ("donor", "recipient", "sector", "kind")
TIMES = ("year", "period")
PLACES = ["", "500000", "500101", "500101001", "500233", "500238"]
SECTORS = ["", "multi", "public_service", "health", "agriculture"]
GIVERS = [(), ("310000",), ("310101",), ("210000",), ("210100",), ("310000", "210100"), ("210000", "210100")]
DAYS = [(2019, 1, 2019, 12), (2020, 3, 2020, 3), (2021, 1, 2021, 12), (2020, 1, 2021, 12), (2021, 6, 2021, 6)]
FIRMS = tuple(Subject(f"f{n}", f"第{n}厂", "firm") for n in range(4))
many = settings(max_examples=30, deadline=None)


def coordinate(entry: Entry, axis: str) -> frozenset[str]:
    return entry.donors if axis == "donor" else frozenset({getattr(entry, axis)} - {""})


def within(code: str, limit: str) -> bool:
    while code and code != limit:
        code = ABOVE[code]
    return code == limit


@dataclass(frozen=True)
class Where:
    """A cell as this test sees it: a limit on each axis, "" = none; first and last year."""

    limits: dict[str, str]
    years: tuple[int, int] | None
    stage: str

    def lies(self, entry: Entry) -> tuple[bool, bool]:
        """Surely, possibly inside."""
        sure, may = entry.stage == self.stage, entry.stage == self.stage
        for axis, limit in self.limits.items():
            codes = coordinate(entry, axis)
            if limit:
                sure &= bool(codes) and all(within(code, limit) for code in codes)
                may &= not codes or any(within(code, limit) or within(limit, code) for code in codes)
        if self.years:
            first, last = self.years
            sure &= first <= entry.first_day.year and entry.last_day.year <= last
            may &= first <= entry.last_day.year and entry.first_day.year <= last
        return sure, may

    def cut(self, axis: str, line: str) -> Where:
        if axis == "stage":
            return replace(self, stage=line)
        if axis in TIMES:
            return replace(self, years=(int(line), int(line)) if axis == "year" else PERIODS[line])
        return replace(self, limits=self.limits | {axis: line})


def lines(entries: Iterable[Entry], axis: str, where: Where, staged: bool) -> set[str]:
    """Which lines a table of `where` should have."""
    stages = {"planned", "agreed", "arrived", "disbursed", "spent"} if staged else {where.stage}
    met = [e for e in entries if any(replace(where, stage=s).lies(e)[1] for s in stages)]
    if axis == "stage":
        return {e.stage for e in met}
    if axis == "year":
        years = {e.first_day.year for e in met if e.first_day.year == e.last_day.year}
        return {str(year) for year in range(min(years), max(years) + 1)} if years else set()
    if axis == "period":
        spans = [(e.first_day.year, e.last_day.year) for e in met]
        return {name for name, (a, b) in PERIODS.items() if any(a <= x and y <= b for x, y in spans)}
    limit = where.limits.get(axis, "")
    codes = {code for e in met for code in coordinate(e, axis) if not limit or within(code, limit)}
    found = {LINE[axis][code] for code in codes if code in LINE[axis]}
    if limit in LINE[axis] and (beneath := {code for code in codes if code != limit}):
        return beneath
    return {limit} & found if limit in LINE[axis] else found


@st.composite
def money(draw, most: int = 10):
    found = []
    for number in range(draw(st.integers(1, most))):
        y1, m1, y2, m2 = draw(st.sampled_from(DAYS))
        found.append(
            Entry(
                "fund",
                "CNY",
                draw(st.sampled_from(["arrived", "arrived", "agreed", "spent"])),
                draw(st.integers(5, 1000)),
                date(y1, m1, 1),
                date(y2, m2, 28),
                draw(st.sampled_from(["", "all", "grant", "cooperation"])),
                frozenset(draw(st.sampled_from(GIVERS))),
                draw(st.sampled_from(PLACES)),
                draw(st.sampled_from(SECTORS)),
                rounding=draw(st.sampled_from([0, 0, 5])),
                key=f"E{number}",
            )
        )
    return found


axes = st.sampled_from([(a, b) for a in AXES for b in (*AXES, "") if a != b and {a, b} != set(TIMES)])
limits = st.fixed_dictionaries(
    {},
    optional={
        "donor": st.sampled_from(["310000", "210100"]),
        "recipient": st.sampled_from(["500000", "500101"]),
        "kind": st.just("grant"),
        "sector": st.sampled_from(["industry", "public_service"]),
    },
)
PLURAL = {"donor": "donors", "recipient": "recipients", "sector": "sectors", "kind": "kinds"}


def scope_of(series: tuple[str, str, str], limit: dict[str, str]) -> Scope:
    return Scope(*series, **{PLURAL[axis]: frozenset({code}) for axis, code in limit.items()})


def check(entries, series, rows, columns, limit, expect) -> None:
    """Every cell, row, column and the whole of a pivot. `expect`: sure and possible entries → what the cell's
    certain and possible least and most should be."""
    staged = "stage" in (rows, columns)
    table = EntryTable.build(entries, WORDS, FIRMS)
    scope = scope_of(series, limit)
    pivot = make(Layout(replace(scope, stage="" if staged else scope.stage), rows, columns), table, WORDS)
    where = Where(limit, None, scope.stage)
    mine = [e for e in entries if (e.measure, e.unit) == series[:2]]
    assert set(pivot.rows) == lines(mine, rows, where, staged)
    assert set(pivot.columns) == (lines(mine, columns, where, staged) if columns else set())

    def holds(cell, place: Where) -> None:
        sure = [e for e in mine if place.lies(e)[0]]
        may = [e for e in mine if place.lies(e)[1]]
        assert (cell.scope.measure, cell.scope.unit, cell.scope.stage) == (*series[:2], place.stage)
        expect(cell, sure, may)

    for row, cells in zip(pivot.rows, pivot.cells, strict=True):
        for column, cell in zip(pivot.columns, cells, strict=True):
            holds(cell, where.cut(rows, row).cut(columns, column))
    assert len(pivot.row_totals) == (0 if columns == "stage" else len(pivot.rows))
    assert len(pivot.column_totals) == (0 if rows == "stage" else len(pivot.columns))
    assert (pivot.whole is None) == staged
    for row, cell in zip(pivot.rows, pivot.row_totals, strict=bool(pivot.row_totals)):
        holds(cell, where.cut(rows, row))
    for column, cell in zip(pivot.columns, pivot.column_totals, strict=bool(pivot.column_totals)):
        holds(cell, where.cut(columns, column))
    if pivot.whole:
        holds(pivot.whole, where)
    _rest_is_the_difference(pivot, mine, where)


def _rest_is_the_difference(pivot, mine, where) -> None:
    """What is shown as standing in no line is what the entries in no line come to."""
    rows, columns = pivot.layout.rows, pivot.layout.columns
    for column, rest in zip(pivot.columns, pivot.rest_row, strict=bool(pivot.rest_row)):
        here = where.cut(columns, column)
        out = [
            e for e in mine if here.lies(e)[0] and not any(here.cut(rows, r).lies(e)[0] for r in pivot.rows)
        ]
        assert (rest.least, rest.most) == bounds(out)
    if pivot.rest_whole:
        out = [
            e for e in mine if where.lies(e)[0] and not any(where.cut(rows, r).lies(e)[0] for r in pivot.rows)
        ]
        assert (pivot.rest_whole.least, pivot.rest_whole.most) == bounds(out)
        assert sum(note.count for note in pivot.notes if note.axis == rows) == len(out)
    elif pivot.whole and pivot.row_totals and not pivot.notes:
        assert pivot.whole.certain.least == sum(cell.certain.least for cell in pivot.row_totals)


def bounds(entries) -> tuple[int, int]:
    return sum(e.amount - e.rounding for e in entries), sum(e.amount + e.rounding for e in entries)


def money_is(cell, sure, may) -> None:
    (low, high), (_, most) = bounds(sure), bounds(may)
    assert (cell.certain.least, cell.certain.most) == (low, high)
    assert (cell.possible.least, cell.possible.most) == (low, max(high, most))


@many
@given(money(), axes, limits)
def test_money_is_what_a_plain_count_of_the_entries_comes_to(entries, pair, limit):
    check(entries, ("fund", "CNY", "arrived"), *pair, limit, money_is)


@st.composite
def attendances(draw):
    """Persons and person-times of the same classes, side by side."""
    found = []
    for one in draw(money(6)):
        unit = draw(st.sampled_from(["person", "person_time"]))
        counted = {"measure": "training.person_time", "unit": unit, "stage": "", "rounding": 0}
        found.append(replace(one, amount=one.amount * COUNT, **counted))
    return found


unstaged = axes.filter(lambda pair: "stage" not in pair)


@many
@given(attendances(), unstaged)
def test_persons_and_person_times_never_meet(entries, pair):
    check(entries, ("training.person_time", "person_time", ""), *pair, {}, money_is)

    def between_the_largest_and_the_sum(cell, sure, may) -> None:
        assert max((e.amount for e in sure), default=0) <= cell.certain.least
        assert cell.certain.most == sum(e.amount for e in sure)
        assert cell.possible.most == sum(e.amount for e in may)

    check(entries, ("training.person_time", "person", ""), *pair, {}, between_the_largest_and_the_sum)


@st.composite
def firms(draw, named: bool):
    """Entries that count some of a few firms, each firm in a county of its own; `who`: which ones."""
    places = ["500101", "500101001", "500233", "500238"]
    home = [draw(st.sampled_from(places)) for _ in FIRMS]
    kinds = [draw(st.sampled_from(["", "grant", "cooperation"])) for _ in FIRMS]
    found, who = [], {}
    for number in range(draw(st.integers(1, 8))):
        first = draw(st.integers(0, 3))
        alike = {n for n in range(4) if home[n] == home[first] and kinds[n] == kinds[first]}
        chosen = {first} if named else {first} | draw(st.frozensets(st.sampled_from(sorted(alike))))
        y1, m1, y2, m2 = draw(st.sampled_from(DAYS))
        place = draw(st.sampled_from([home[first], home[first][:6], "500000", ""]))
        entry = Entry(
            "enterprise.count", "count", "", len(chosen) * COUNT, date(y1, m1, 1), date(y2, m2, 28),
            draw(st.sampled_from([kinds[first], ""])),
            frozenset(draw(st.sampled_from(GIVERS))),
            place,
            draw(st.sampled_from(SECTORS)),
            subject=f"f{first}" if named or (chosen == {first} and draw(st.booleans())) else "",
            key=f"E{number}",
        )  # fmt: skip
        found.append(entry)
        who[entry.key] = chosen
    return found, who


def different(who, entries) -> int:
    return len(set().union(*(who[e.key] for e in entries))) * COUNT


@many
@given(firms(named=True), unstaged)
def test_named_firms_are_counted_once_in_every_cell_and_total(made, pair):
    entries, who = made

    def exactly(cell, sure, may) -> None:
        assert (cell.certain.least, cell.certain.most) == (different(who, sure),) * 2
        assert cell.possible.most == different(who, may)

    check(entries, ("enterprise.count", "count", ""), *pair, {}, exactly)


@many
@given(firms(named=False), unstaged)
def test_the_number_of_different_firms_lies_within_the_bounds(made, pair):
    entries, who = made

    def around(cell, sure, may) -> None:
        assert cell.certain.least <= different(who, sure) <= cell.certain.most
        assert cell.possible.most >= different(who, may)
        assert cell.certain.least >= max((e.amount for e in sure), default=0)
        assert cell.certain.most <= sum(e.amount for e in sure)

    check(entries, ("enterprise.count", "count", ""), *pair, {}, around)


def entry(amount: int, donors: set[str], year: int = 2020, stage: str = "arrived", **more) -> Entry:
    return Entry(
        "fund", "CNY", stage, amount, date(year, 1, 1), date(year, 12, 31),
        donors=frozenset(donors), **{"recipient": "500233"} | more,
    )  # fmt: skip


FUND = Scope("fund", "CNY", "arrived")


def test_joint_money_counts_once_in_the_whole_and_the_difference_is_told():
    table = EntryTable.build([entry(400, {"370000", "210100"}), entry(30, {"370000"})], WORDS)
    pivot = make(Layout(FUND, "donor", "year"), table, WORDS)
    assert pivot.rows == ("370000", "210100")
    assert [(c.certain.least, c.possible.most) for c in pivot.row_totals] == [(30, 430), (0, 400)]
    assert pivot.whole.exact == 430
    assert pivot.rest_whole.least == pivot.rest_row[0].least == 400
    assert [(n.code, n.axis, n.amount.least, n.count) for n in pivot.notes] == [("joint", "donor", 400, 1)]


def test_what_lies_apart_adds_and_what_may_be_the_same_does_not():
    counted = {"measure": "beneficiary.person", "unit": "person", "stage": ""}
    parts = (500, 2020, "500233"), (600, 2021, "500233"), (70, 2021, "500238"), (9, 2021, "500000")
    people = [
        replace(entry(amount * COUNT, set(), year), recipient=place, **counted)
        for amount, year, place in parts
    ]
    table = EntryTable.build(people, WORDS)
    pivot = make(Layout(Scope("beneficiary.person", "person"), "recipient", "year"), table, WORDS)
    first, second = pivot.row_totals
    assert (first.certain.least, first.certain.most) == (600 * COUNT, 1100 * COUNT)
    assert second.exact is None
    assert (pivot.whole.certain.least, pivot.whole.certain.most) == (670 * COUNT, 1179 * COUNT)
    (told,) = (note for note in pivot.notes if note.code == "union")
    assert (told.axis, told.amount) == ("year", pivot.whole.certain)
    assert not pivot.rest_row


def test_a_firm_that_two_counties_name_is_one_firm():
    named = {"measure": "enterprise.count", "unit": "count", "stage": "", "subject": "f1"}
    both = [replace(entry(COUNT, set(), recipient=place), **named) for place in ("500233", "500238")]
    other = replace(both[0], subject="", amount=3 * COUNT, recipient="500101")
    table = EntryTable.build([*both, other], WORDS, FIRMS)
    pivot = make(Layout(Scope("enterprise.count", "count"), "recipient"), table, WORDS)
    assert [cell.exact for cell in pivot.row_totals] == [3 * COUNT, COUNT, COUNT]
    assert (pivot.whole.certain.least, pivot.whole.certain.most) == (3 * COUNT, 4 * COUNT)


def test_windows_cut_years_and_periods():
    table = EntryTable.build([entry(1, {"310000"}, year) for year in (2014, 2016, 2018, 2021)], WORDS)
    scope = replace(FUND, window=Window(date(2015, 6, 1), date(2021, 6, 30)))
    by_year = make(Layout(scope, "year"), table, WORDS)
    assert by_year.rows == ("2016", "2017", "2018", "2019", "2020", "2021")
    assert [cell.certain.least for cell in by_year.row_totals] == [1, 0, 1, 0, 0, 0]
    assert by_year.row_totals[-1].possible.most == 1
    assert by_year.row_totals[-1].scope.window == Window(date(2021, 1, 1), date(2021, 6, 30))
    by_period = make(Layout(scope, "period"), table, WORDS)
    assert by_period.rows == ("十三五", "十四五")


def test_shares_and_growth():
    table = EntryTable.build(
        [entry(30, {"310000"}), entry(90, {"210000"}), entry(60, {"310000"}, 2021)], WORDS
    )
    pivot = make(Layout(FUND, "donor", "year"), table, WORDS)
    assert share(pivot.row_totals[-1], pivot.whole) == (Fraction(1, 2), Fraction(1, 2))
    row = pivot.cells[pivot.rows.index("310000")]
    assert growth(*row) == (1, 1)
    assert growth(*pivot.cells[pivot.rows.index("210000")]) == (-1, -1)
    assert growth(row[0], pivot.cells[0][0]) is not None
    joint = EntryTable.build([entry(30, {"310000", "210000"}), entry(70, {"310000"})], WORDS)
    loose = make(Layout(FUND, "donor"), joint, WORDS)
    assert share(loose.row_totals[-1], loose.whole) == (Fraction(7, 10), 1)


@pytest.mark.parametrize(
    ("layout", "code"),
    [
        (Layout(FUND, "weather"), "pivot.axis"),
        (Layout(FUND, "year", "period"), "pivot.twice"),
        (Layout(replace(FUND, stage=""), "donor", "year"), "pivot.stage"),
        (Layout(Scope("training.person_time", "person"), "stage"), "pivot.stages"),
        (Layout(Scope("price", "CNY/jin"), "donor"), "pivot.rate"),
    ],
)
def test_what_cannot_be_a_table_is_refused(layout, code):
    with pytest.raises(BookError, match=code.replace(".", r"\.")):
        make(layout, EntryTable.build([], WORDS), WORDS)
