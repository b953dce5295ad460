import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.words import Tree, UnknownCode


@st.composite
def forests(draw: st.DrawFn) -> dict[str, str]:
    size = draw(st.integers(1, 30))
    parents = {"n0": ""}
    for i in range(1, size):
        parents[f"n{i}"] = draw(st.sampled_from(["", *parents]))
    return parents


def ancestors(parents: dict[str, str], code: str) -> set[str]:
    found = set()
    while code:
        found.add(code)
        code = parents[code]
    return found


@given(forests())
def test_inside_is_being_below(parents: dict[str, str]) -> None:
    tree = Tree("test", parents)
    for inner in parents:
        for outer in parents:
            assert tree.inside(inner, outer) == (outer in ancestors(parents, inner))


@given(forests(), st.data())
def test_spans_are_disjoint_and_hold_just_what_lies_inside(
    parents: dict[str, str], data: st.DataObject
) -> None:
    tree = Tree("test", parents)
    chosen = data.draw(st.lists(st.sampled_from(sorted(parents)), min_size=1, max_size=5))
    spans = tree.spans(chosen)
    numbers = [n for first, last in spans for n in range(first, last)]
    assert len(numbers) == len(set(numbers))
    assert {tree.at(n) for n in numbers} == {c for c in parents if any(tree.inside(c, o) for o in chosen)}


def test_no_codes_mean_everything() -> None:
    tree = Tree("test", {"a": "", "b": "a", "c": ""})
    assert tree.spans([]) == ((0, 3),)


def test_a_cycle_and_a_missing_parent_are_refused() -> None:
    with pytest.raises(ValueError, match="its own ancestor"):
        Tree("test", {"a": "b", "b": "a"})
    with pytest.raises(UnknownCode):
        Tree("test", {"a": "x"})


def test_paths_and_children() -> None:
    tree = Tree("test", {"a": "", "b": "a", "c": "b", "d": "a"})
    assert tree.path("c") == ("a", "b", "c")
    assert tree.children("a") == ("b", "d")
    with pytest.raises(UnknownCode, match="unknown test: z"):
        tree.span("z")
