"""Two texts side by side, in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from duikou.answers.comparisons import ComparisonView, RowView, Sent, compare
from duikou.book import BookError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

OLD = (
    "截至2023年底，上海市在万州区累计到位无偿援助资金9.5亿元，实施项目820个。\n\n"
    "截至2023年底，天津市在万州区累计到位无偿援助资金2.5亿元。\n\n"
    "截至2023年底，宁波市在万州区协议投资34亿元。\n\n截至2023年底，江苏省在忠县援建学校3所。\n"
)
NEW = (
    "截至2024年底，上海市在万州区累计到位无偿援助资金9.92亿元，实施项目852个。\n\n"
    "2024年，上海市在万州区到位无偿援助资金0.42亿元。\n\n"
    "截至2024年底，天津市在万州区累计到位无偿援助资金2.4亿元。\n\n"
    "截至2024年底，宁波市在万州区到位投资12亿元。\n"
)


@pytest.fixture(scope="module")
def compared(sample: None) -> ComparisonView:
    with translation.override("en"):
        return compare(Sent(OLD, "2024-01", "上年"), Sent(NEW, "2025-01", "本年"))


def row(view: ComparisonView, old: str, new: str) -> RowView:
    """The row with these words on its two sides."""
    sides = [((r.old.surface if r.old else ""), (r.new.surface if r.new else "")) for r in view.rows]
    return view.rows[sides.index((old, new))]


def test_what_changed_and_by_how_much(compared: ComparisonView) -> None:
    grown = row(compared, "820个", "852个")
    assert (grown.status, grown.change, grown.ratio, grown.verdict) == (
        "changed",
        "32 items more",
        "+3.9%",
        "",
    )
    assert grown.old
    assert grown.old.period == "through 2023"
    assert grown.old.sentence == OLD.split("\n")[0]


def test_it_adds_up_and_says_how(compared: ComparisonView) -> None:
    grown = row(compared, "9.5亿元", "9.92亿元")
    assert grown.verdict == "holds"
    assert grown.notes == ("It adds up, rounding considered: 9.5 + 0.42 = 9.92.",)
    assert grown.change.startswith("CNY 42 million more (CNY 36.5 million to CNY 47.5 million with rounding)")


def test_a_total_that_falls_comes_first(compared: ComparisonView) -> None:
    fell = compared.rows[0]
    assert fell is row(compared, "2.5亿元", "2.4亿元")
    assert fell.verdict == "doubtful"
    assert fell.change == "CNY 10 million less (at most CNY 20 million with rounding)"
    assert fell.notes == (
        "A running total does not fall: 2.5亿元 before, 2.4亿元 now. "
        "This takes both totals to count from the same start.",
    )


def test_other_definitions_gone_and_new(compared: ComparisonView) -> None:
    differs = row(compared, "34亿元", "12亿元")
    assert (differs.status, differs.change) == ("differs", "")
    assert "stage: agreed before, arrived now" in differs.notes[0]
    assert row(compared, "3所", "").status == "gone"
    assert row(compared, "", "0.42亿元").status == "new"
    assert compared.counts == {"changed": 3, "differs": 1, "gone": 1, "new": 1, "doubtful": 1, "holds": 1}


def test_it_does_not_add_up(sample: None) -> None:
    view = compare(Sent(OLD, "2024-01"), Sent(NEW.replace("0.42", "0.3"), "2025-01"))
    (note,) = row(view, "9.5亿元", "9.92亿元").notes
    assert note.startswith("It does not add up: 9.5 + 0.3 = 9.8 < 9.92; ")
    assert row(view, "9.5亿元", "9.92亿元").verdict == "doubtful"


def test_in_chinese(sample: None, in_chinese: None) -> None:
    view = compare(Sent(OLD, "2024-01"), Sent(NEW, "2025-01"))
    assert row(view, "9.5亿元", "9.92亿元").notes == ("计及舍入，勾稽相符：9.5 + 0.42 = 9.92。",)
    assert row(view, "820个", "852个").change == "增加32个"


def test_the_same_text_twice_changes_nothing(sample: None) -> None:
    view = compare(Sent(NEW, "2025-01"), Sent(NEW, "2025-01"))
    assert {(r.status, r.relation, r.change) for r in view.rows} == {("changed", "restated", "unchanged")}
    assert {r.verdict for r in view.rows} == {"holds"}


def test_texts_without_figures_and_impossible_dates(sample: None) -> None:
    assert compare(Sent(""), Sent("没有数字。")).rows == ()
    with pytest.raises(BookError):
        compare(Sent(OLD, "2024-13"), Sent(NEW))


@pytest.mark.documents
def test_two_real_pages_on_one_county(documents_dir: object) -> None:
    """Two accounts of one pairing, years apart: nothing is contradicted that their words do not exclude."""
    texts = [
        next(documents_dir.glob(f"{number}_*.txt")).read_text("utf-8")  # type: ignore[attr-defined]
        for number in ("001", "000")
    ]
    view = compare(Sent(texts[0], "2022-03"), Sent(texts[1], "2025-07"))
    assert len(view.rows) > 30
    assert not view.counts.get("contradicted")
