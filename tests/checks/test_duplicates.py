"""Likely duplicates: what every score must keep to, and cases of the field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.book import Project
from duikou.checks.duplicates import LEAST, compare, likely
from duikou.words import load

WORDS = load()
names = st.text(
    st.sampled_from("宁河街道长春小学校舍建设一二三期12工程 （）"), min_size=1, max_size=12
).filter(str.strip)
projects = st.builds(
    Project,
    key=st.uuids().map(str),
    name=names,
    donors=st.frozensets(st.sampled_from(["310000", "320000"]), max_size=2),
    recipient=st.sampled_from(["", "500101", "500238", "500238001", "500238237"]),
    subject=st.sampled_from(["", "s1", "s2"]),
    budget=st.integers(0, 10**10),
    site=st.sampled_from(["", "宁河街道", "北门"]),
)


@given(projects, projects)
def test_the_order_does_not_matter_and_a_score_is_a_share(a: Project, b: Project) -> None:
    likeness = compare(a, b, WORDS)
    assert likeness == compare(b, a, WORDS)
    assert 0 <= likeness.score <= 100


@given(projects)
def test_a_project_is_wholly_like_its_copy(row: Project) -> None:
    assert compare(row, replace(row, key=row.key + "-2"), WORDS).score == 100


@given(st.lists(projects, max_size=6, unique_by=lambda row: row.key))
def test_what_is_found_is_found_by_comparing_all(rows: list[Project]) -> None:
    found = likely(rows, WORDS)
    assert found == likely(reversed(rows), WORDS)
    by_key = {row.key: row for row in rows}
    for one in found:
        assert one.score >= LEAST
        assert one == compare(by_key[one.first], by_key[one.second], WORDS)
    assert list(found) == sorted(found, key=lambda one: -one.score)


@given(projects)
def test_what_was_marked_as_distinct_is_not_offered_again(row: Project) -> None:
    other = replace(row, key="other")
    assert likely([replace(row, distinct_from=frozenset({"other"})), other], WORDS) == ()
    assert likely([row, replace(other, distinct_from=frozenset({row.key}))], WORDS) == ()
    assert likely([row, replace(other, programme=row.key)], WORDS) == ()


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("长春小学教学楼建设项目", "长春小学教学楼工程", True),
        ("长春小学教学楼", "宁河街道长春小学教学楼", True),
        ("农村饮水安全工程（一期）", "农村饮水安全工程（二期）", False),
        ("长春小学教学楼", "人民医院住院楼", False),
        ("平湖大桥", "平湖大道", False),
    ],
)
def test_names_of_the_field(a: str, b: str, same: bool) -> None:
    shanghai = Project("a", a, frozenset({"310000"}), "500238")
    jilin = Project("b", b, frozenset({"220000"}), "500238")
    found = likely([shanghai, jilin], WORDS)
    assert bool(found) == same
    assert all(one.other_donors for one in found)


def test_near_amounts_speak_for_it_and_far_ones_against() -> None:
    base = Project("a", "长春小学教学楼", recipient="500238", budget=100_000_000)
    near = replace(base, key="b", name="长春小学综合楼", budget=101_000_000)
    far = replace(near, budget=400_000_000)
    assert compare(base, near, WORDS).score > compare(base, far, WORDS).score
    assert "amount" in compare(base, near, WORDS).reasons
