"""Small interval bars: where they begin and end, what is cut off, what has no end."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from duikou.answers.views import Bounds
from duikou.web.bars import draw

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
