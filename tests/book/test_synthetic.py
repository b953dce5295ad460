"""Synthetic books: exact in size, the same for a seed, and true in every statement and entry."""

from collections import Counter
from datetime import date

import pytest

from duikou.book import Axes, BookError, Entry, Statement
from duikou.book.synthetic import Fact, Size, SyntheticBook, make_scopes, synthesize
from duikou.rollups import EntryTable
from duikou.words import Reading, Vocabulary, load

FIRST_ENTRIES = [
    (852000000, "500101", "1997-05-04"),
    (1150000, "500101", "1997-05-04"),
    (17600000, "500101", "1997-10-27"),
]
FIRST_SURFACES = ["2391万元", "约216万元", "25.00万元", "456万元"]
SIZE = Size(entries=900, statements=260, seed=4)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load()


@pytest.fixture(scope="module")
def book(words: Vocabulary) -> SyntheticBook:
    return synthesize(SIZE, words)


def inside(tree, code: str, limit: frozenset[str]) -> bool:
    members = [member for wanted in limit for member in getattr(tree, "members", lambda c: (c,))(wanted)]
    return not limit or any(tree.inside(code, member) for member in members)


def share(fact: Fact, statement: Statement, donors: frozenset[str], words: Vocabulary) -> int:
    """What a fact adds to a statement, by its codes alone."""
    scope = statement.scope
    first, last = scope.window.start or date.min, scope.window.end or date.max
    if (
        fact.series != scope.series
        or not first <= fact.day <= last
        or not inside(words.places, fact.recipient, scope.recipients)
        or not inside(words.sectors, fact.sector, scope.sectors)
        or not inside(words.kinds, fact.kind, scope.kinds)
    ):
        return 0
    return sum(amount for code, amount in fact.shares if inside(words.parties, code, donors))


def test_it_has_the_size_asked_for(book: SyntheticBook) -> None:
    entries, statements = list(book.entries()), book.statements
    assert (len(entries), len(statements)) == (SIZE.entries, SIZE.statements)
    assert len(book.cast.recipients) == 20
    assert len({statement.key for statement in statements}) == SIZE.statements
    assert [entry.first_day.year for entry in entries] == sorted(e.first_day.year for e in entries)


def test_the_same_seed_gives_the_same_rows(book: SyntheticBook, words: Vocabulary) -> None:
    again = synthesize(SIZE, words)
    assert again.statements == book.statements
    assert again.documents == book.documents
    assert again.pairings == book.pairings
    assert list(again.entries()) == list(book.entries())
    other = synthesize(Size(SIZE.entries, SIZE.statements, seed=5), words)
    assert other.statements != book.statements


def test_its_rows_are_the_same_on_every_machine(words: Vocabulary) -> None:
    book = synthesize(Size(entries=50, statements=10, seed=1), words)
    assert [(e.amount, e.recipient, e.first_day.isoformat()) for e in book.entries()][:3] == FIRST_ENTRIES
    assert [statement.surface for statement in book.statements][:4] == FIRST_SURFACES


def test_it_is_marked_as_synthetic(book: SyntheticBook) -> None:
    assert {document.form for document in book.documents} == {"synthetic"}
    assert all("synthetic" in d.title and d.key.startswith("syn-") for d in book.documents)
    assert all(statement.key.startswith("syn-") for statement in book.statements)
    assert all(pairing.key.startswith("syn-") for pairing in book.pairings)


def test_every_statement_is_true(book: SyntheticBook, words: Vocabulary) -> None:
    facts = list(book.facts())
    named = 0
    for statement in book.statements:
        if statement.figure is None or statement.open_donors:
            continue
        real = sum(share(fact, statement, statement.scope.donors, words) for fact in facts)
        for reading in Reading:
            assert real in statement.interval(reading, words), (statement.key, statement.surface, real)
        named += 1
    assert named > SIZE.statements * 0.9


def test_an_open_list_of_donors_lies_between_core_and_hull(words: Vocabulary) -> None:
    book = synthesize(Size(entries=400, statements=400, seed=2), words)
    facts = list(book.facts())
    opened = [statement for statement in book.statements if statement.open_donors]
    assert opened
    for statement in opened:
        stated = statement.interval(Reading.NATURAL, words)
        named = sum(share(fact, statement, statement.scope.donors, words) for fact in facts)
        every = sum(share(fact, statement, frozenset(), words) for fact in facts)
        assert named <= (stated.most or 0)
        assert (stated.least or 0) <= every


def test_entries_hold_the_facts_they_record(book: SyntheticBook, words: Vocabulary) -> None:
    recorded = [fact for fact in book.facts() if fact.recorded]
    axes = Axes(words)
    for fact, entry in zip(recorded, book.entries(), strict=True):
        assert abs(entry.amount - fact.amount) <= entry.rounding
        assert (entry.measure, entry.unit, entry.stage) == fact.series
        exact = axes.entry_box(
            Entry(
                *fact.series,
                fact.amount,
                fact.day,
                fact.day,
                fact.kind,
                frozenset(code for code, _ in fact.shares),
                fact.recipient,
                fact.sector,
            )
        )
        assert axes.entry_box(entry).holds(exact)


def test_a_register_said_to_be_complete_is(book: SyntheticBook, words: Vocabulary) -> None:
    closings = [statement for statement in book.statements if statement.form == "closing"]
    assert closings
    for closing in closings:
        inside_it = [f for f in book.facts() if share(f, closing, frozenset(), words)]
        assert inside_it
        assert all(fact.recorded for fact in inside_it)


def test_it_has_what_real_articles_have(words: Vocabulary) -> None:
    statements = synthesize(Size(entries=400, statements=600, seed=2), words).statements
    published = [statement for statement in statements if statement.figure]
    qualifiers = Counter(statement.figure.qualifier for statement in published if statement.figure)
    assert set(qualifiers) == {"exact", "over", "nearly", "about"}
    assert {s.scope.measure for s in published} == {"fund", "project.count", "training.person_time"}
    assert {s.scope.stage for s in published} == {"arrived", "agreed", ""}
    assert any(statement.part_of for statement in published)
    assert any(len(statement.scope.donors) > 1 for statement in published)
    assert any(statement.scope.window.start is None for statement in published)
    assert any(statement.scope.window.start_latest for statement in published)
    assert any("亿元" in s.surface for s in published)
    assert any("余万元" in s.surface for s in published)
    assumed = {field for statement in published for field in statement.assumed}
    assert assumed == {"stage", "kind", "donor", "recipient", "sector", "from", "to"}


def test_scopes_to_ask_are_those_of_the_book(book: SyntheticBook, words: Vocabulary) -> None:
    scopes = make_scopes(book, 200)
    assert scopes == make_scopes(book, 200)
    sums = EntryTable.build(book.entries(), words).sums(scopes)
    assert sum(bool(found.keys) for found in sums) > 10


@pytest.mark.parametrize(("field", "value"), [("entries", 0), ("statements", -1), ("seed", -1)])
def test_impossible_sizes_are_refused(field: str, value: int) -> None:
    with pytest.raises(BookError) as refused:
        Size(**({"entries": 1, "statements": 1} | {field: value}))
    assert (refused.value.code, refused.value.field) == ("synthetic.size", field)
