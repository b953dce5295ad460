"""Core rows as canonical JSON and back, and digests that must never change by themselves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duikou.book import (
    Document,
    Entry,
    Figure,
    Pairing,
    Project,
    Scope,
    Statement,
    Step,
    Subject,
    Window,
)
from duikou.store.payload import canonical, decode, digest, encode, row_digest
from duikou.store.word import Word

ENTRY = Entry(
    "fund",
    "CNY",
    "arrived",
    13_700_000_000,
    date(2019, 1, 1),
    date(2019, 12, 31),
    kind="grant",
    donors=frozenset({"370000", "210100"}),
    recipient="500233",
    rounding=50_000_000,
)
DIGEST = "e289238ed8afafe5683b24fae4d8ebfede34f16240f773b4dffd0dc5323ee591"
SCOPE = Scope(
    "fund",
    "CNY",
    "arrived",
    donors=frozenset({"310000"}),
    recipients=frozenset({"500101"}),
    window=Window(date(2021, 1, 1), date(2025, 5, 31), start_latest=date(2021, 12, 31)),
)
ROWS = [
    ENTRY,
    Statement(
        "004-057",
        SCOPE,
        Figure(99_200_000_000, 1_000_000, 1_000_000, "nearly"),
        assumed=frozenset({"from", "stage"}),
        relations=(("growth_of", "004-056"),),
    ),
    Statement("c1", SCOPE, None, form="closing"),
    Document("004", "标题", dated="2025-07", digest="a" * 64),
    Pairing("p", frozenset({"370000", "210100"}), frozenset({"500233"}), start="1992", form="joint"),
    Project(
        "x", "学校", steps=(Step("agreement", "2021-03"), Step("payment")), targets=frozenset({"migrant"})
    ),
    Subject("s", "长春小学校", "school", aliases=("长春小学",)),
    Word("places", (("code", "500101300"), ("name", "某镇"))),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_a_row_comes_back_as_it_was(row: object) -> None:
    assert decode(type(row), encode(row)) == row


@given(
    st.integers(0, 2**63 - 1),
    st.dates(),
    st.frozensets(st.sampled_from(["310000", "370000", "210100", "ALL"])),
    st.text(),
)
def test_any_entry_comes_back_as_it_was(amount: int, day: date, donors: frozenset[str], note: str) -> None:
    entry = Entry("fund", "CNY", "arrived", amount, day, day, donors=donors, note=note)
    assert decode(Entry, encode(entry)) == entry


def test_default_values_are_left_out() -> None:
    assert set(encode(Subject("s", "名"))) == {"key", "name"}


def test_equal_rows_have_equal_texts_whatever_the_order_of_their_sets() -> None:
    one = Pairing("p", frozenset(["a", "b", "c"]), frozenset(["d"]))
    other = Pairing("p", frozenset(["c", "b", "a"]), frozenset(["d"]))
    assert canonical(encode(one)) == canonical(encode(other))


def test_floats_have_no_place() -> None:
    entry = Entry("fund", "CNY", "arrived", 1.5, date(2020, 1, 1), date(2020, 1, 1))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        encode(entry)


def test_the_digest_of_an_entry_is_the_one_of_all_books_before() -> None:
    """Old books must verify under every later version: if this fails, raise PAYLOAD_VERSION instead."""
    text = canonical(encode(ENTRY, frozenset({"key"})))
    assert text == (
        '{"amount":13700000000,"donors":["210100","370000"],"first_day":"2019-01-01","kind":"grant",'
        '"last_day":"2019-12-31","measure":"fund","recipient":"500233","rounding":50000000,'
        '"stage":"arrived","unit":"CNY"}'
    )
    assert row_digest("entry", text, 1) == digest('["entry",1,1,false,""]\n' + text)
    assert row_digest("entry", text, 1) == DIGEST
