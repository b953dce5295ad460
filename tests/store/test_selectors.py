"""What the book holds now, and what it held on a past day."""

from datetime import date

import pytest

from duikou.actions.add_document import add_document
from duikou.actions.add_statement import add_statement
from duikou.actions.add_words import add_words
from duikou.actions.post import post
from duikou.actions.register_pairing import register_pairing
from duikou.actions.register_project import register_project
from duikou.actions.register_subject import register_subject
from duikou.actions.reverse import reverse
from duikou.actions.withdraw import withdraw
from duikou.book import (
    BookError,
    Document,
    Figure,
    Pairing,
    Project,
    Reversal,
    Scope,
    Statement,
    Subject,
)
from duikou.store import selectors
from duikou.store.actors import system_actor
from duikou.store.word import Word
from duikou.words import UnknownCode, load

pytestmark = pytest.mark.django_db
ACTOR = system_actor()
MAY, JUNE, JULY = date(2025, 5, 31), date(2025, 6, 30), date(2025, 7, 31)


def test_an_empty_book_has_nothing_and_no_receipt() -> None:
    assert selectors.head() is None
    assert selectors.state()[1] == 0
    assert selectors.entries() == selectors.statements() == ()
    assert set(selectors.counts().values()) == {0}


def test_entries_come_in_order_with_their_keys(grant) -> None:
    post([grant(100), grant(200)], actor=ACTOR)
    post([grant(300)], actor=ACTOR)
    assert [(entry.key, entry.amount) for entry in selectors.entries()] == [
        ("E1-1", 100),
        ("E1-2", 200),
        ("E2-1", 300),
    ]
    assert selectors.entry("E1-2").amount == 200


def test_in_columns_they_are_the_same(grant) -> None:
    post([grant(100), grant(200, donors=frozenset({"310000", "210100"}))], actor=ACTOR)
    post([grant(300, note="once more")], actor=ACTOR)
    reverse([Reversal("E1-1", "entered twice")], actor=ACTOR)
    rows = selectors.entry_rows()
    assert tuple(rows.values()) == selectors.entries(standing=True)
    assert list(rows) == ["E1-2", "E2-1"]
    assert "E1-1" not in rows
    assert "E1-02" not in rows
    assert dict(rows) == {row.key: row for row in selectors.entries(standing=True)}
    assert list(selectors.entry_rows(1)) == ["E1-1", "E1-2"]


@pytest.mark.parametrize("key", ["E1-2", "E9-9", "E-1", "1-1", "", "E1-x", "E²-1", "Ex"])
def test_an_entry_that_is_not_there_is_unknown(grant, key: str) -> None:
    post([grant(100)], actor=ACTOR)
    with pytest.raises(BookError, match=r"unknown\.entry"):
        selectors.entry(key)


def test_the_book_is_read_as_known_at_the_end_of_a_day_in_china(grant, clock) -> None:
    clock("2025-05-31 23:59:59.999999")
    post([grant(100)], actor=ACTOR)
    clock("2025-06-01 00:00:00")
    post([grant(200)], actor=ACTOR)
    assert [e.amount for e in selectors.entries(MAY)] == [100]
    assert [e.amount for e in selectors.entries(JUNE)] == [100, 200]
    assert selectors.entries(date(2025, 5, 30)) == ()
    assert selectors.upto(MAY) == 1


def test_a_reversed_entry_still_stood_before_it_was_reversed(grant, clock) -> None:
    clock("2025-05-20")
    post([grant(100), grant(200)], actor=ACTOR)
    clock("2025-06-20")
    reverse([Reversal("E1-1", "billed twice")], actor=ACTOR)
    assert [e.amount for e in selectors.entries(JUNE)] == [100, 200, -100]
    assert [e.amount for e in selectors.entries(JUNE, standing=True)] == [200]
    assert [e.amount for e in selectors.entries(MAY, standing=True)] == [100, 200]
    posted, reversal = selectors.history("entry", "E1-1")
    assert (posted.number, posted.withdrawn, posted.row.amount) == (1, False, 100)
    assert (reversal.number, reversal.withdrawn, reversal.reason) == (2, True, "billed twice")
    assert reversal.row.reverses == "E1-1"


def _statement(value: int, **others: object) -> Statement:
    scope = Scope("fund", "CNY", "arrived", donors=frozenset({"310000"}))
    return Statement("s1", scope, Figure(value, 100, 100), **others)  # type: ignore[arg-type]


VERSIONED = [
    ("document", add_document, Document("d", "one"), Document("d", "two")),
    ("subject", register_subject, Subject("s", "one"), Subject("s", "two")),
    ("project", register_project, Project("p", "one"), Project("p", "two")),
    (
        "pairing",
        register_pairing,
        Pairing("p", frozenset({"310000"}), frozenset({"500101"})),
        Pairing("p", frozenset({"310000", "320000"}), frozenset({"500101"})),
    ),
    ("statement", add_statement, _statement(100), _statement(200)),
]


@pytest.mark.parametrize(("table", "add", "first", "second"), VERSIONED, ids=[row[0] for row in VERSIONED])
def test_every_keyed_table_is_read_as_known_on_any_day(table, add, first, second, clock) -> None:
    clock("2025-05-20")
    add(first, actor=ACTOR)
    clock("2025-06-20")
    add(second, actor=ACTOR, replace=True)
    clock("2025-07-20")
    withdraw(table, [first.key], "entered by mistake", actor=ACTOR)
    listed = getattr(selectors, selectors.PLURALS[table])
    one = getattr(selectors, table)
    assert listed(MAY) == (first,)
    assert listed(JUNE) == (second,)
    assert listed(JULY) == listed() == ()
    assert one(first.key, JUNE) == second
    with pytest.raises(BookError, match=rf"unknown\.{table}"):
        one(first.key)
    steps = selectors.history(table, first.key)
    assert [(v.version, v.number, v.withdrawn, v.reason) for v in steps] == [
        (1, 1, False, ""),
        (2, 2, False, ""),
        (3, 3, True, "entered by mistake"),
    ]
    assert [v.row for v in steps] == [first, second, second]
    assert selectors.counts(JUNE)[selectors.PLURALS[table]] == 1
    assert selectors.counts()[selectors.PLURALS[table]] == 0


def test_a_withdrawn_key_may_come_back(clock) -> None:
    add_document(Document("d", "one"), actor=ACTOR)
    withdraw("document", ["d"], "mistake", actor=ACTOR)
    add_document(Document("d", "again"), actor=ACTOR)
    assert selectors.document("d").title == "again"
    assert [v.version for v in selectors.history("document", "d")] == [1, 2, 3]


def test_statements_of_one_document() -> None:
    add_document(Document("d", "one"), actor=ACTOR)
    add_statement(_statement(100, document="d"), actor=ACTOR)
    assert len(selectors.statements(document="d")) == 1
    assert selectors.statements(document="e") == ()


def _village() -> Word:
    cells = {"code": "500101999", "name": "新造镇", "level": "township", "parent": "500101"}
    return Word("places", tuple((name, cells.get(name, "")) for name in load_heads("places")))


def load_heads(table: str) -> tuple[str, ...]:
    from duikou.words.vocabulary import shipped_tables

    return tuple(shipped_tables()[table][0])


def test_the_vocabulary_too_is_read_as_known(clock, grant) -> None:
    assert selectors.vocabulary() is load()
    clock("2025-05-20")
    post([grant(100)], actor=ACTOR)
    assert selectors.vocabulary() is load()
    clock("2025-06-20")
    add_words([_village()], actor=ACTOR)
    assert selectors.vocabulary().places.resolve("新造镇").code == "500101999"
    assert selectors.vocabulary() is selectors.vocabulary()
    assert selectors.vocabulary(MAY) is load()
    with pytest.raises(UnknownCode):
        selectors.vocabulary(MAY).places["500101999"]
    post([grant(100, recipient="500101999")], actor=ACTOR)


def test_postings_tell_who_and_when(grant, clock) -> None:
    clock("2025-05-20 08:00")
    first = post([grant(100), grant(200)], actor=ACTOR)
    clock("2025-05-21 08:00")
    second = post([grant(300)], actor=ACTOR)
    one, two = selectors.postings()
    assert (one.number, one.actor, one.office, one.action, one.rows) == (1, "system", "system", "post", 2)
    assert (one.digest, two.digest) == (first.digest, second.digest)
    assert selectors.postings(last=1) == (two,)
    assert selectors.postings(date(2025, 5, 20)) == (one,)
    whole = selectors.posting(2)
    assert whole.previous == first.digest
    assert [row[:2] for row in whole.manifest] == [("entry", "E2-1")]
    with pytest.raises(BookError, match=r"unknown\.posting"):
        selectors.posting(3)


def test_what_has_no_history_is_unknown() -> None:
    for table, key in (("document", "x"), ("entry", "E1-1"), ("entry", "nonsense")):
        with pytest.raises(BookError, match=rf"unknown\.{table}"):
            selectors.history(table, key)
    with pytest.raises(BookError, match=r"unknown\.table"):
        selectors.history("nonsense", "x")


def test_reading_the_whole_book_asks_a_fixed_number_of_questions(
    grant, django_assert_max_num_queries
) -> None:
    for number in range(20):
        add_document(Document(f"d{number}", "t"), actor=ACTOR)
    post([grant(number) for number in range(50)], actor=ACTOR)
    last = selectors.upto()
    with django_assert_max_num_queries(4):
        selectors.entries(last)
        selectors.documents(last)
        selectors.vocabulary(last)
