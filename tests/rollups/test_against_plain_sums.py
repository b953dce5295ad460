"""Sums and groups against plain loops over boxes, whatever projection answers."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duikou.book import Axes, Entry, Interval, Scope, Subject, Window
from duikou.book.rows import EntryRows
from duikou.rollups import EntryTable, groups, index
from duikou.words import load

SUBJECTS = (
    Subject("park", "园区", "project"),
    Subject("hall", "厂房", "site", part_of="park"),
    Subject("works", "惠民工程", "group"),
)
DAYS = [date(y, m, d) for y in (2019, 2020, 2021) for m, d in ((1, 1), (6, 30), (12, 31))]
DONORS = ["310000", "310101", "210000", "210100"]
CODES = {
    "recipient": ["", "500000", "500101", "500233", "U-3GX"],
    "kind": ["", "grant", "cooperation"],
    "sector": ["", "health", "public_service"],
    "subject": ["", "park", "hall", "works"],
}
many = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def every_projection():
    """Few rows are sorted in every way, and looked at a few at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "FEW", 0)
        patch.setattr(index, "RUN_COST", 0.1)
        patch.setattr(index, "IN_VAIN", 0.0)
        patch.setattr(index, "AT_ONCE", 3)
        patch.setattr(groups, "FEW", 6)
        yield


@st.composite
def entries(draw, most: int = 12):
    found = []
    for number in range(draw(st.integers(0, most))):
        first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
        found.append(
            Entry(
                "fund",
                "CNY",
                draw(st.sampled_from(["arrived", "arrived", "agreed"])),
                draw(st.integers(0, 1000)),
                first,
                draw(st.sampled_from([first, last])),
                donors=draw(st.frozensets(st.sampled_from(DONORS), max_size=2)),
                document=draw(st.sampled_from(["a", "b"])),
                rounding=draw(st.sampled_from([0, 0, 5])),
                key=f"E{number}",
                **{name: draw(st.sampled_from(codes)) for name, codes in CODES.items()},
            )
        )
    return found


@st.composite
def scopes(draw):
    first, last = sorted((draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))))
    limits = {f"{name}s": frozenset({draw(st.sampled_from(codes))} - {""}) for name, codes in CODES.items()}
    window = Window(draw(st.sampled_from([None, first])), draw(st.sampled_from([None, last])))
    donors = draw(st.frozensets(st.sampled_from(DONORS), max_size=2))
    return Scope("fund", "CNY", "arrived", donors=donors, window=window, **limits)


def plain(every, axes: Axes, scope: Scope):
    """Keys of what is certain and of what is possible, one entry after the other."""
    box = axes.box(scope)
    certain, possible = [], []
    for entry in every:
        its = axes.entry_box(entry)
        if (entry.measure, entry.unit, entry.stage) != scope.series or not box.meets(its):
            continue
        possible.append(entry)
        if box.holds(its) and box.layer in ("", its.layer):
            certain.append(entry)
    return certain, possible


def summed(chosen) -> Interval:
    return Interval.inclusive(
        sum(e.amount - e.rounding for e in chosen), sum(e.amount + e.rounding for e in chosen)
    )


@many
@given(
    entries(),
    entries(4),
    st.lists(scopes(), min_size=1, max_size=6),
    st.sampled_from(["", "a"]),
    st.booleans(),
)
def test_sums_are_those_of_a_plain_loop_also_after_more_was_added(first, more, asked, left_out, in_columns):
    held = EntryRows.of({entry.key: entry for entry in first}) if in_columns else first
    table = EntryTable.build(held, load(), SUBJECTS)
    table.sums(asked)
    more = [Entry(**{**fields(e), "key": f"F{n}"}) for n, e in enumerate(more)]
    taken_back = {first[0].key} if first and more else set()
    if taken_back:
        more.append(Entry(**{**fields(first[0]), "key": "R", "amount": -1, "reverses": first[0].key}))
    table = table.extend(more)
    axes = Axes(load(), SUBJECTS)
    standing = [
        e
        for e in (*first, *more)
        if e.key not in taken_back and not e.reverses and (not left_out or e.document != left_out)
    ]
    for scope, found in zip(asked, table.sums(asked, frozenset({left_out} - {""})), strict=True):
        certain, possible = plain(standing, axes, scope)
        assert found.keys == tuple(e.key for e in certain)
        assert found.possible_keys == tuple(e.key for e in possible)
        assert found.certain == summed(certain)
        assert found.possible.least == summed(certain).least
        assert found.possible.most == max(summed(certain).most, summed(possible).most)


@many
@given(entries(), st.lists(scopes(), min_size=1, max_size=6))
def test_groups_hold_the_entries_that_lie_alike(every, asked):
    axes = Axes(load(), SUBJECTS)
    boxes = [axes.box(scope) for scope in asked]
    expected = {}
    for entry in every:
        lies = [plain([entry], axes, scope) for scope in asked]
        inside = frozenset(n for n, (certain, _) in enumerate(lies) if certain)
        meets = frozenset(n for n, (_, possible) in enumerate(lies) if possible)
        if meets:
            box = None if inside == meets else axes.entry_box(entry).spans
            expected.setdefault((inside, meets, box), []).append(entry)
    made = EntryTable.build(every, load(), SUBJECTS).groups(("fund", "CNY", "arrived"), boxes)
    found = {(g.inside, g.meets, g.box and g.box.spans): g for g in made}
    assert found.keys() == expected.keys()
    for place, group in found.items():
        chosen = expected[place]
        assert group.keys == tuple(entry.key for entry in chosen)
        assert (group.low, group.high) == (summed(chosen).least, summed(chosen).most)
        assert group.largest == max(entry.amount - entry.rounding for entry in chosen)


def fields(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
