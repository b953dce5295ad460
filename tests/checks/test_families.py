"""Wholes and parts, registers declared complete, and stages: nothing true is ever accused."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Figure, Scope, Statement, Window
from duikou.checks import Reckoner
from duikou.words import Reading, load

from .oracle import LEAVES, Known
from .test_against_oracle import accused, many
from .worlds import SUBJECTS, YUAN, documents, mass, regions, scope_of, table_of, tellings, truths

WAN = 10_000 * YUAN


@many
@given(st.data())
def test_true_parts_raise_no_doubt_and_bounds_hold_the_truth(data):
    """Each figure said to be part of one whose scope really holds its own, whatever both leave unsaid."""
    truth = data.draw(truths())
    told = data.draw(tellings(truth))
    made = []
    for number, one in enumerate(told):
        holders = [
            other
            for other in told[:number]
            if not other.region.group
            and not one.region.group
            and all(other.region.holds(cell) for cell in truth if one.region.holds(cell))
            and one.region.first >= other.region.first
            and one.region.last <= other.region.last
            and inside(one.region, other.region)
        ]
        whole = data.draw(st.sampled_from(["", *(h.key for h in holders)]))
        made.append(replace(one.statement(), part_of=whole, document="d"))
    reckoner = Reckoner(load(), made, documents(told), SUBJECTS)
    assert accused(reckoner) == []
    asked = data.draw(regions())
    for reading in Reading:
        assert mass(truth, asked) * YUAN in reckoner.bounds(scope_of(asked), reading).interval


def inside(part, whole) -> bool:
    def leaves(axis, codes):
        names = codes if isinstance(codes, tuple) else (codes,)
        return set().union(*(LEAVES[axis][name] for name in names or ("",)))

    axes = ("donor", "recipient", "kind", "sector", "subject")
    return all(leaves(axis, getattr(part, axis)) <= leaves(axis, getattr(whole, axis)) for axis in axes)


@many
@given(st.data())
def test_a_complete_register_of_the_truth_raises_no_doubt_and_settles_its_scope(data):
    truth = data.draw(truths())
    told = data.draw(tellings(truth))
    region = replace(data.draw(regions()), group=False)
    known = []
    for cell, (whole, _) in truth.items():
        if region.holds(cell) and whole:
            donor, recipient, kind, sector, subject, year = cell
            known.append(Known(exact(donor, recipient, kind, sector, subject, year, region), whole))
    closing = Statement("close", scope_of(region), None, form="closing", document="register")
    reckoner = Reckoner(
        load(), [*(one.statement() for one in told), closing], documents(told), SUBJECTS, table_of(known)
    )
    assert accused(reckoner) == []
    bounds = reckoner.bounds(scope_of(region), Reading.STRICT)
    assert bounds.interval.least == bounds.interval.most == mass(truth, region) * YUAN


def exact(donor, recipient, kind, sector, subject, year, region):
    """The narrowest region of the world's codes around a cell, never wider than the register's own."""

    def narrow(axis, leaf, own):
        fits = [code for code, leaves in LEAVES[axis].items() if leaf in leaves]
        return min([*fits, own], key=lambda code: len(LEAVES[axis][code]))

    donors = [code for code, leaves in LEAVES["donor"].items() if donor in leaves and code]
    return replace(
        region,
        donor=(min(donors, key=lambda code: len(LEAVES["donor"][code])),) if donors else region.donor,
        recipient=narrow("recipient", recipient, region.recipient),
        kind=narrow("kind", kind, region.kind),
        sector=narrow("sector", sector, region.sector),
        subject=narrow("subject", subject, region.subject),
        first=year,
        last=year,
    )


def money(key: str, wan: int, stage: str, **more) -> Statement:
    scope = Scope(
        "fund", "CNY", stage, recipients=frozenset({"500101"}), window=Window(None, date(2020, 12, 31))
    )
    return Statement(key, scope, Figure(wan * WAN, WAN, WAN), **more)


def found(*statements: Statement) -> list[tuple[str, list[str]]]:
    return [(f.kind, sorted({a.code for a in f.assuming})) for f in Reckoner(load(), statements).findings()]


def test_parts_of_a_whole_without_stage_are_compared_all_the_same():
    unsaid = frozenset({"stage"})
    whole = money("w", 100, "arrived", assumed=unsaid)

    def part(key: str, kind: str, wan: int) -> Statement:
        made = money(key, wan, "arrived", assumed=unsaid, part_of="w")
        return replace(made, scope=replace(made.scope, kinds=frozenset({kind})))

    assert found(whole, part("a", "grant", 70), part("b", "cooperation", 40)) == [("contradiction", [])]
    assert ("contradiction", []) not in found(whole, part("a", "grant", 70), part("b", "cooperation", 20))
    alone = replace(part("a", "grant", 170), part_of="")
    assert found(whole, alone) == [("doubt", ["stage_arrived"])]


def test_more_cannot_arrive_than_was_agreed_unless_the_order_of_stages_gives():
    assert found(money("a", 100, "agreed"), money("b", 200, "arrived")) == [("doubt", ["stage_order"])]
    assert found(money("a", 100, "arrived"), money("b", 200, "agreed")) == []
    assert found(money("a", 100, "arrived"), money("b", 200, "spent")) == [("doubt", ["stage_order"])]


def test_one_who_is_wrong_in_many_ways_is_suspected_first():
    total = money("total", 90, "arrived")
    parts = []
    for number, kind in enumerate(("grant", "cooperation", "donation")):
        made = money(f"p{number}", 100 + number, "arrived")
        parts.append(replace(made, scope=replace(made.scope, kinds=frozenset({kind}))))
    findings = Reckoner(load(), [total, *parts]).findings()
    assert {f.repairs[0].statement for f in findings} == {"total"}


def test_what_is_not_settled_in_time_is_said():
    statements = [
        replace(
            money(str(n), n + 1, "arrived"),
            scope=replace(money("", 1, "arrived").scope, window=Window(None, day)),
        )
        for n, day in enumerate(date(1993 + n // 12, n % 12 + 1, 1) for n in range(130))
    ]
    reckoner = Reckoner(load(), statements)
    scope = replace(statements[60].scope, kinds=frozenset({"grant"}))
    hurried = reckoner.bounds(scope, Reading.NATURAL, seconds=0)
    assert not hurried.settled
    assert hurried.interval.most == 61 * WAN + WAN // 2 - 1
    verdict = reckoner.verdict(replace(statements[60], key="new", scope=scope), seconds=0)
    assert (verdict.verdict, verdict.sentence.code) == ("open", "verdict.open.not_settled")
    assert Reckoner(load(), statements).bounds(scope, Reading.NATURAL, seconds=60).settled


def sentence(*statements: Statement) -> str:
    (finding,) = [f for f in Reckoner(load(), statements).findings() if f.kind in ("contradiction", "doubt")]
    return finding.sentence.code


def test_each_kind_of_conflict_is_told_in_its_own_words():
    early = replace(money("a", 200, "arrived"), assumed=frozenset({"from"}))
    late = money("b", 100, "arrived", assumed=frozenset({"from"}))
    later = replace(late, scope=replace(late.scope, window=Window(None, date(2022, 12, 31))))
    assert sentence(early, later) == "doubt.falls"
    assert sentence(early, late) == "doubt.differ"
    assert sentence(money("a", 100, "agreed"), money("b", 200, "arrived")) == "doubt.stage_order"
    said = date(1992, 1, 1)
    sure = [
        replace(s, assumed=frozenset(), scope=replace(s.scope, window=Window(said, s.scope.window.end)))
        for s in (early, later)
    ]
    assert sentence(*sure) == "contradiction.falls"
    part = replace(early, scope=replace(early.scope, kinds=frozenset({"grant"})))
    assert sentence(part, late) == "doubt.part_exceeds_whole"


def test_parts_that_only_their_sectors_tell_apart_take_that_for_granted():
    unsaid = frozenset({"from"})
    whole = money("w", 100, "arrived", assumed=unsaid)
    health, water = (
        replace(
            money(key, 70, "arrived", assumed=unsaid), scope=replace(whole.scope, sectors=frozenset({key}))
        )
        for key in ("health", "water")
    )
    (finding,) = [f for f in Reckoner(load(), [whole, health, water]).findings() if f.kind == "doubt"]
    assert finding.assuming[0].code == "one_sector"
    assert finding.sentence.params["unless"] == finding.assuming
