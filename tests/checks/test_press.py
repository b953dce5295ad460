"""Facts from the press on Shanghai's aid and on the whole reservoir area."""

from dataclasses import replace
from datetime import date

import pytest

from duikou.book import Document, Entry, Scope, Statement, Window
from duikou.checks import Reckoner
from duikou.checks.sentences import SENTENCES
from duikou.rollups import EntryTable
from duikou.words import Reading, load

from .marks import figure

SHANGHAI, TIANJIN, WANZHOU, YILING = "310000", "120000", "500101", "420506"
AREA, CHONGQING = "U-3GX", "U-3GXCQ"
YI = 100_000_000 * 100


def stated(
    key: str, words: str, to: str, recipient: str, kind: str = "", donor: str = SHANGHAI, **more
) -> Statement:
    count = more.pop("count", False)
    start = more.pop("start", None)
    return Statement(
        key,
        Scope(
            "project.count" if count else "fund",
            "count" if count else "CNY",
            more.pop("stage", "arrived"),
            frozenset({kind} if kind else ()),
            frozenset({donor} if donor else ()),
            frozenset({recipient}),
            window=Window(start, date.fromisoformat(to)),
        ),
        figure(words, "count" if count else "CNY"),
        assumed=frozenset() if start else frozenset({"from"}),
        document=more.pop("document", key.split("-")[0]),
        **more,
    )


PRESS = [
    stated("p07-1", "391", "2007-12-31", WANZHOU, count=True),
    stated("p07-2", "38", "2007-12-31", WANZHOU, "cooperation", count=True),
    stated("p07-3", "353", "2007-12-31", WANZHOU, "grant", count=True),
    stated("p07-4", "9.94亿", "2007-12-31", WANZHOU),
    stated("p07-5", "7.62亿", "2007-12-31", WANZHOU, "cooperation"),
    stated("p07-6", "2.03亿", "2007-12-31", WANZHOU, "grant"),
    stated("p15-1", "9.17亿", "2015-12-31", AREA, "grant"),
    stated("p15-2", "4.84亿", "2015-12-31", WANZHOU, "grant"),
    stated("p15-3", "4.33亿", "2015-12-31", YILING, "grant"),
    stated("p19-1", "4.95亿", "2019-04-30", YILING, "grant"),
    stated(
        "p19-2",
        "5042万",
        "2019-12-31",
        YILING,
        "grant",
        start=date(2019, 1, 1),
        stage="planned",
        form="target",
    ),
    stated("c18-1", "1815.7亿", "2018-12-31", CHONGQING, donor=""),
    stated("c18-2", "1770.7亿", "2018-12-31", CHONGQING, "cooperation", donor=""),
    stated("c18-3", "44.9亿", "2018-12-31", CHONGQING, "grant", donor=""),
    stated("c24-1", "1883亿", "2024-12-31", CHONGQING, donor=""),
    stated("c25-1", "1802.5亿", "2025-12-31", CHONGQING, donor="", start=date(2021, 1, 1)),
]


def make(statements=PRESS, entries=()) -> Reckoner:
    documents = [Document(key, key) for key in sorted({s.document for s in statements})]
    return Reckoner(load(), statements, documents, (), EntryTable.build(entries, load()))


@pytest.fixture(scope="module")
def found():
    return {finding.statements: finding for finding in make().findings()}


@pytest.mark.parametrize(
    ("statements", "kind", "arithmetic"),
    [
        (("p07-2", "p07-3", "p07-1"), "agreement", "38 + 353 = 391"),
        (("p07-5", "p07-6", "p07-4"), "remainder", "7.62 + 2.03 = 9.65 < 9.94"),
        (("p15-2", "p15-3", "p15-1"), "agreement", "4.84 + 4.33 = 9.17"),
        (("c18-2", "c18-3", "c18-1"), "agreement", "1770.7 + 44.9 = 1815.6 < 1815.7"),
    ],
)
def test_sums(found, statements, kind, arithmetic):
    finding = found[statements]
    assert (finding.kind, finding.arithmetic) == (kind, arithmetic)


def test_a_difference_of_rounding_is_explained(found):
    finding = found["c18-2", "c18-3", "c18-1"]
    assert finding.sentence.code == "agreement.rounded"
    assert finding.gap == YI // 10


def test_five_years_cannot_hold_what_thirty_years_brought(found):
    (finding,) = [f for f in found.values() if f.sentence.code == "doubt.leap"]
    assert finding.statements[0] == "c25-1"
    assert {"c18-1", "c24-1"} <= set(finding.statements)
    # 1802.45 less what 2021 to 2024 can have brought: under 1883.5 − 1815.65
    assert finding.gap == int(1734.6 * YI) + 1
    assert [f for f in found.values() if f.kind == "contradiction"] == []


def test_the_leap_is_told_in_one_sentence(found):
    (finding,) = [f for f in found.values() if f.sentence.code == "doubt.leap"]
    params = finding.sentence.params
    assert (params["whole"].value, params["from"]) == (int(1802.5 * YI), date(2024, 12, 31))
    # printed: 1802.5 − (1883 − 1815.7) = 1735.2; 0.6 of it is what rounding leaves open
    assert params["least"].value == int(1734.6 * YI) + 1
    assert params["usual"].value < 60 * YI
    assert "only if at least" in SENTENCES["doubt.leap"]
    assert "pace_keeps" in {a.code for a in finding.assuming}


def test_what_the_years_between_two_totals_brought():
    """Shanghai to Yiling: 4.33亿 by the end of 2015, 4.95亿 by April 2019."""
    scope = replace(PRESS[9].scope, window=Window(date(2016, 1, 1), date(2019, 4, 30)))
    bounds = make().bounds(scope, Reading.NATURAL)
    assert (bounds.interval.least, bounds.interval.most) == (int(0.61 * YI) + 1, int(0.63 * YI) - 1)
    assert {reason.key for reason in bounds.because} == {"p15-3", "p19-1"}


def test_tianjins_grants_of_six_years_have_true_bounds():
    """No document states them; 2.59亿 by the end of 2024 is all there is."""
    total = stated("t24", "2.59亿", "2024-12-31", WANZHOU, "grant", TIANJIN)
    scope = replace(total.scope, window=Window(date(2019, 1, 1), date(2024, 12, 31)))
    reckoner = make([*PRESS, total])
    natural, strict = (reckoner.bounds(scope, reading) for reading in (Reading.NATURAL, Reading.STRICT))
    assert (natural.interval.least, natural.interval.most) == (0, int(2.595 * YI) - 1)
    assert {reason.key for reason in natural.because} == {"t24"}
    assert (strict.interval.least, strict.interval.most) == (0, None)
    (end,) = strict.open_because
    assert (end.side, end.statements) == ("most", ("t24",))


def test_a_plan_is_answered_from_targets_and_told_with_its_progress():
    plan = PRESS[10]
    reckoner = make()
    for reading in Reading:
        interval = reckoner.planned(plan.scope, reading).interval
        assert 5042 * 10_000 * 100 in interval
        assert interval.most is not None
    assert reckoner.planned(replace(plan.scope, stage="arrived"), Reading.NATURAL).interval.least
    verdict = reckoner.verdict(plan)
    assert (verdict.verdict, verdict.sentence.code) == ("open", "verdict.target.unknown")
    known, unit = verdict.sentence.params["known"]
    assert (known.least, known.most, unit) == (0, None, "CNY")
    half = make([plan, stated("h", "2521万", "2019-12-31", YILING, "grant", start=date(2019, 1, 1))])
    assert half.verdict(plan).sentence.code == "verdict.target.missed"
    progress, _ = half.verdict(plan).sentence.params["progress"]
    assert progress.least == 499_000, "2520.5万 of 5041.5万 at least, to a tenth of a percent"


def test_one_other_doubt_goes_deep(found):
    """Wanzhou's part of neither kind, at least 0.275亿, cannot be inside all Chongqing's, under 0.25亿,
    unless figures were cut off."""
    (other,) = [f for f in found.values() if f.kind == "doubt" and f.sentence.code != "doubt.leap"]
    assert set(other.statements) == {"p07-4", "p07-5", "p07-6", "c18-1", "c18-2", "c18-3"}
    assert "usual_rounding" in {a.code for a in other.assuming}


def test_bounds_of_what_no_document_states():
    grants = stated("t24", "2.59亿", "2024-12-31", WANZHOU, "grant", TIANJIN)
    before = stated("t18", "2.0亿", "2018-12-31", WANZHOU, "grant", TIANJIN, document="other")
    window = Window(date(2019, 1, 1), date(2024, 12, 31))
    scope = Scope(
        "fund",
        "CNY",
        "arrived",
        frozenset({"grant"}),
        frozenset({TIANJIN}),
        frozenset({WANZHOU}),
        window=window,
    )
    bounds = make([grants, before]).bounds(scope, Reading.NATURAL)
    # at least 2.585 − (2.05 less one 分), at most 2.595 less one 分 − 1.95
    assert bounds.interval.least == int(0.535 * YI) + 1
    assert bounds.interval.most == int(0.645 * YI) - 1
    assert {reason.key for reason in bounds.because} == {"t24", "t18"}
    strict = make([grants, before]).bounds(scope, Reading.STRICT)
    assert (strict.interval.least, strict.interval.most) == (0, None)


def test_a_target_is_judged_and_is_no_evidence():
    target = PRESS[10]
    aid = Entry(
        "fund",
        "CNY",
        "arrived",
        6000 * 10_000 * 100,
        date(2019, 3, 1),
        date(2019, 3, 1),
        "grant",
        frozenset({SHANGHAI}),
        YILING,
        key="E1",
    )
    assert make().verdict(target).verdict == "open"
    reached = make(entries=[aid]).verdict(target)
    assert (reached.verdict, reached.sentence.code) == ("holds", "verdict.target.reached")
    assert make([target]).bounds(target.scope, Reading.NATURAL).because == ()


def test_joint_donors_are_one_mass():
    both = Statement(
        "z-1",
        Scope(
            "fund",
            "CNY",
            "arrived",
            frozenset({"grant"}),
            frozenset({"370000", "210100"}),
            frozenset({"500233"}),
            window=Window(None, date(2021, 11, 30)),
        ),
        figure("4.05亿", "CNY"),
        assumed=frozenset({"from"}),
        document="z",
    )

    def ask(donor: str):
        scope = Scope(
            "fund",
            "CNY",
            "arrived",
            frozenset({"grant"}),
            frozenset({donor}),
            frozenset({"500233"}),
            window=Window(None, date(2021, 11, 30)),
        )
        return make([both]).bounds(scope, Reading.NATURAL).interval

    assert (ask("370000").least, ask("370000").most) == (0, int(4.055 * YI) - 1)
    assert (ask("210000").least, ask("210000").most) == (0, None)


def test_a_closing_leaves_nothing_but_entries():
    aid = Entry(
        "fund",
        "CNY",
        "arrived",
        3 * YI,
        date(2019, 3, 1),
        date(2019, 3, 1),
        "grant",
        frozenset({SHANGHAI}),
        YILING,
        key="E1",
    )
    scope = Scope(
        "fund",
        "CNY",
        "arrived",
        recipients=frozenset({YILING}),
        window=Window(date(2019, 1, 1), date(2019, 12, 31)),
    )
    closing = Statement("close", scope, None, form="closing", document="register")
    bounds = make([closing], [aid]).bounds(scope, Reading.STRICT)
    assert (bounds.interval.least, bounds.interval.most) == (3 * YI, 3 * YI)
    assert {reason.source for reason in bounds.because} == {"entries", "closing"}
    more = stated("m-1", "4亿", "2019-12-31", YILING, start=date(2019, 1, 1))
    verdict = make([closing], [aid]).verdict(more)
    assert (verdict.verdict, verdict.sentence.code) == ("contradicted", "verdict.contradicted.most")
    assert make([closing, more], [aid]).verdict(closing).verdict == "contradicted"


def test_a_copy_is_no_evidence_for_the_original():
    original = stated("o-1", "2.00亿", "2019-12-31", YILING)
    reprint = stated("r-1", "2.00亿", "2019-12-31", YILING)
    other = Document("o", "o", digest="a")
    assert (
        Reckoner(load(), [original, reprint], [other, Document("r", "r")]).verdict(original).verdict
        == "holds"
    )
    declared = Reckoner(load(), [original, reprint], [other, Document("r", "r", copy_of="o")])
    assert declared.verdict(original).verdict == "open"
    alike = Reckoner(load(), [original, reprint], [other, Document("r", "r", digest="a")])
    assert alike.verdict(original).verdict == "open"


def test_a_draft_is_held_against_the_book_and_against_itself():
    said = date(1992, 1, 1)
    draft = [
        stated("d-1", "3.9亿", "2016-12-31", YILING, "grant", start=said),
        stated("d-2", "50", "2019-12-31", YILING, count=True, start=said),
        stated("d-3", "60", "2019-12-31", YILING, "grant", count=True, start=said),
        stated("d-4", "6亿", "2019-12-31", YILING, "grant", start=said),
    ]
    judgement = make().judge(draft, Document("d", "draft"))
    low, whole, part, fits = judgement.verdicts
    assert (low.verdict, low.basis, low.sentence.code) == ("doubtful", "evidence", "verdict.doubtful.least")
    assert "p15-3" in {reason.key for reason in low.because}
    assert low.finding.arithmetic == "4.33 > 3.9"
    assert (whole.verdict, whole.basis) == (part.verdict, part.basis) == ("contradicted", "inner")
    assert whole.finding.arithmetic == "60 > 50"
    assert fits.verdict == "holds"
    assert fits.leeway.up is None
    assert fits.leeway.down == int(6.5 * YI) - 1 - int(4.945 * YI)
    assert {f.statements for f in judgement.findings} >= {("d-3", "d-2"), ("p15-3", "d-1")}


def test_a_figure_repeated_in_fewer_words_means_the_same():
    in_full = stated("f-1", "1.38亿", "2018-12-31", YILING, "grant", start=date(2014, 1, 1))
    in_full = replace(in_full, scope=replace(in_full.scope, sectors=frozenset({"industry"})))
    beside = stated("f-2", "1000万", "2018-12-31", YILING, "grant", start=date(2014, 1, 1))
    beside = replace(beside, scope=replace(beside.scope, sectors=frozenset({"talent"})))
    again = replace(
        stated("d-1", "1.38亿", "2018-12-31", YILING, start=date(2014, 1, 1)), assumed=frozenset({"kind"})
    )
    verdict = make([in_full, beside]).judge([again]).verdicts[0]
    assert (verdict.verdict, verdict.assuming[0].code) == ("holds", "restates")
    other = stated("d-2", "1.37亿", "2018-12-31", YILING, start=date(2014, 1, 1))
    assert make([in_full, beside]).judge([other]).verdicts[0].verdict == "contradicted"


def test_a_far_bound_supports_nothing():
    whole = stated("w-1", "1800亿", "2019-12-31", CHONGQING, donor="")
    part = stated("p-1", "110万", "2019-12-31", WANZHOU)
    verdict = make([whole, part]).verdict(part)
    assert (verdict.verdict, verdict.natural.interval.most) == ("open", 1800 * YI + YI // 2 - 1)


def test_of_figures_that_do_not_fit_those_proven_elsewhere_are_not_blamed():
    draft = [
        stated("d-1", "9.17亿", "2015-12-31", AREA, "grant"),
        stated("d-2", "4.84亿", "2015-12-31", WANZHOU, "grant"),
        stated("d-3", "4.93亿", "2015-12-31", YILING, "grant"),
    ]
    whole, part, wrong = make().judge(draft).verdicts
    assert (whole.verdict, part.verdict) == ("holds", "holds")
    assert wrong.verdict == "doubtful"
    assert part.finding.arithmetic == "4.84 + 4.93 = 9.77 > 9.17"


def test_a_statement_without_document_is_no_evidence_for_itself():
    alone = stated("x-1", "2.00亿", "2019-12-31", YILING, document="")
    assert Reckoner(load(), [alone]).verdict(alone).verdict == "open"


def test_joint_money_that_one_donor_cannot_have_given_is_the_others():
    joint = Entry(
        "fund",
        "CNY",
        "arrived",
        25 * YI // 10,
        date(2020, 1, 1),
        date(2020, 12, 31),
        "grant",
        frozenset({"370000", "210100"}),
        "500233",
        key="E1",
    )
    limit = stated("s-1", "1.0亿", "2020-12-31", "500233", donor="370000")
    asked = replace(limit.scope, donors=frozenset({"210100"}))
    bounds = make([limit], [joint]).bounds(asked, Reading.NATURAL)
    assert bounds.interval.least == 25 * YI // 10 - (int(1.05 * YI) - 1)
    assert {(r.source, r.keys or r.key) for r in bounds.because} == {
        ("entries", ("E1",)),
        ("statement", "s-1"),
    }


def test_a_rule_is_kept_with_so_much_to_spare():
    """At least half must go to infrastructure: 6 of 10 million do."""
    year = {"start": date(2019, 1, 1)}
    whole = stated("r-1", "1000万", "2019-12-31", YILING, "grant", **year)
    part = replace(whole, key="r-2", figure=figure("600万", "CNY"))
    part = replace(part, scope=replace(whole.scope, sectors=frozenset({"infrastructure"})))
    scope = replace(part.scope, measure="share", unit="percent", stage="")
    rule = Statement("r-3", scope, figure("50", "percent"), form="rule", nature="rule", document="rules")
    rule = replace(rule, figure=replace(rule.figure, qualifier="at_least"))
    kept = make([whole, part]).verdict(rule)
    assert (kept.verdict, kept.sentence.code) == ("holds", "verdict.rule.reached")
    assert 98_000 < kept.sentence.params["gap"].value < 100_000, "ten points, less what rounding leaves"
    strict_rule = replace(rule, figure=figure("70", "percent"))
    strict_rule = replace(strict_rule, figure=replace(strict_rule.figure, qualifier="at_least"))
    missed = make([whole, part]).verdict(strict_rule)
    assert (missed.verdict, missed.sentence.code) == ("contradicted", "verdict.rule.missed")


def test_an_undated_target_is_held_against_the_latest_stock():
    scope = Scope("labour.person", "person", recipients=frozenset({YILING}), window=Window())
    target = Statement(
        "t-1", replace(scope, stage="planned"), figure("400", "person"), "target", "stock", document="t"
    )
    target = replace(target, figure=replace(target.figure, qualifier="at_least"))
    now = replace(scope, window=Window(None, date(2021, 11, 30)))
    done = Statement("s-1", now, figure("800", "person"), nature="stock", document="s")
    verdict = make([target, done]).verdict(target)
    assert (verdict.verdict, verdict.sentence.code) == ("holds", "verdict.target.reached")
    assert verdict.sentence.params["progress"][0].least == 2_000_000, "200%"
    assert make([target]).verdict(target).verdict == "open"
