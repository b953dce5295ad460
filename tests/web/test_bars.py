"""Small interval bars: where they begin and end, what is cut off, what has no end."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from duikou.answers.views import Bounds, FindingBar
from duikou.web.bars import draw, picture

ENDS = st.none() | st.integers(-(10**15), 10**15)
BOUNDS = st.tuples(ENDS, ENDS).map(
    lambda pair: tuple(
        None if end is None else str(end)
        for end in (pair if None in pair else sorted(pair))  # type: ignore[type-var]
    )
)


def test_an_open_end_runs_to_the_edge_with_an_arrow() -> None:
    settled, open_above = draw((("10", "20"), ("12", None)), core=2)
    assert settled
    assert open_above
    assert open_above.after
    assert not open_above.before
    assert open_above.right == "100.00"
    assert Decimal(settled.left) < Decimal(open_above.left) < Decimal(settled.right)


def test_intervals_that_do_not_meet_do_not_meet_on_the_line() -> None:
    stated, allowed = draw((("38", "38"), ("59", "59")), core=1)
    assert stated
    assert allowed
    assert Decimal(stated.right) < Decimal(allowed.left)


def test_what_lies_far_off_does_not_squash_the_figure() -> None:
    figure, allowed = draw((("100", "110"), ("0", "1000000000")), core=1)
    assert figure
    assert allowed
    assert Decimal(figure.width) > 3
    assert allowed.after


def test_nothing_known_is_no_bar() -> None:
    assert draw(((None, None), (None, None)), core=1) == (None, None)
    assert draw(((None, None), ("5", "5")), core=1)[1] is not None


@given(st.lists(BOUNDS, min_size=1, max_size=4), st.integers(1, 3))
def test_bars_stay_on_the_line(intervals: list[Bounds], core: int) -> None:
    for bounds, bar in zip(intervals, draw(intervals, core), strict=True):
        if bar is None:
            continue
        assert 0 <= Decimal(bar.left) <= Decimal(bar.right) <= 100
        assert Decimal(bar.width) > 0
        assert bar.before or bounds[0] is not None
        assert bar.after or bounds[1] is not None


def bar(role: str, begin: int, least: int, most: int | None) -> FindingBar:
    return FindingBar("", "", role, str(begin), str(least), None if most is None else str(most), "")


def test_parts_stand_one_behind_the_other_and_small_differences_are_enlarged() -> None:
    drawn = picture(
        [
            bar("part", 0, 960, 970),
            bar("part", 960, 260, 265),
            bar("sum", 0, 1220, 1235),
            bar("whole", 0, 1231, 1232),
        ]
    )
    (_, first), (_, second), (_, total), (_, whole) = drawn.rows
    assert Decimal(second.left) == Decimal(first.width)
    assert Decimal(total.width) < Decimal(whole.width)
    assert [place is not None for _, place in drawn.enlarged] == [True, True]
    assert not picture([bar("part", 0, 10, 10), bar("whole", 0, 38, 38)]).enlarged


@given(st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, 10**6) | st.none()), max_size=6))
def test_every_bar_stays_on_the_line(ends: list[tuple[int, int | None]]) -> None:
    bars = [bar("other", 0, least, None if more is None else least + more) for least, more in ends]
    for _, place in picture(bars).rows:
        assert (
            0
            <= Decimal(place.left)
            <= Decimal(place.left) + Decimal(place.width) + Decimal(place.more)
            <= 101
        )
