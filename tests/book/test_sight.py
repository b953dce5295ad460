"""The rule of sight, held against a second, slower telling of it, on books made up at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from duikou.book import EVERYTHING, PUBLIC, Document, Entry, Project, Scope, Seen, Sight, Statement, Subject
from duikou.book.sight import narrow, owns
from duikou.words import load

WORDS = load()
PLACES = ["500101", "500101001", "500238", "500238001", "500000", "3GORGES", ""]
PLACES = [code for code in PLACES if not code or code in WORDS.places._places]
DONORS = ["310000", "310101", "320000", "320100", "220000"]
DAY = date(2024, 5, 1)
FIRMS = ["firm-a", "firm-b"]

donors = st.frozensets(st.sampled_from(DONORS), max_size=2)
document_keys = st.sampled_from(["", "d0", "d1", "d2"])
sights = st.builds(
    Sight,
    whole=st.just(False),
    places=st.frozensets(st.sampled_from([code for code in PLACES if code]), max_size=1),
    parties=st.frozensets(st.sampled_from(DONORS), max_size=1),
    firms=st.frozensets(st.sampled_from(FIRMS), max_size=1),
)


@st.composite
def books(draw: st.DrawFn) -> Seen:
    documents = {
        key: Document(key, key, form=draw(st.sampled_from(["newspaper", "voucher", "report"])),
                      published=draw(st.booleans()))
        for key in ("d0", "d1", "d2")
    }  # fmt: skip
    projects = {
        key: Project(
            key,
            key,
            donors=draw(donors),
            recipient=draw(st.sampled_from(PLACES)),
            implementers=draw(st.frozensets(st.sampled_from(FIRMS), max_size=1)),
            published=draw(st.booleans()),
        )
        for key in ("p0", "p1")
    }
    entries = {
        key: Entry(
            "fund",
            "CNY",
            "arrived",
            1,
            DAY,
            DAY,
            donors=draw(donors),
            recipient=draw(st.sampled_from(PLACES)),
            project=draw(st.sampled_from(["", "p0", "p1"])),
            document=draw(document_keys),
            subject=draw(st.sampled_from(["", "s0", "s1"])),
            key=key,
        )
        for key in draw(st.lists(st.sampled_from([f"E1-{n}" for n in range(5)]), unique=True))
    }
    statements = {key: draw(_statements(key)) for key in ("t0", "t1", "t2")}
    subjects = {
        "s0": Subject("s0", "s0", part_of="s1"),
        "s1": Subject("s1", "s1", place="500238"),
        **{firm: Subject(firm, firm, form="firm") for firm in FIRMS},
    }
    return Seen(documents, projects, statements, entries, subjects)


@st.composite
def _statements(draw: st.DrawFn, key: str) -> Statement:
    recipients = draw(st.frozensets(st.sampled_from([code for code in PLACES if code]), max_size=2))
    scope = Scope("fund", "CNY", "arrived", donors=draw(donors), recipients=recipients)
    return Statement(key, scope, None, form="closing", document=draw(document_keys))


def all_inside(inner: frozenset[str], outer: frozenset[str]) -> bool:
    return all(any(wide in WORDS.parties.path(code) for wide in outer) for code in inner)


def tables(book: Seen) -> list[dict]:
    return [dict(getattr(book, name)) for name in Seen.__slots__]


@given(books())
def test_the_whole_is_left_whole(book: Seen) -> None:
    assert narrow(book, EVERYTHING, WORDS) is book


@given(books(), sights, sights)
def test_whoever_may_see_more_sees_no_less(book: Seen, some: Sight, more: Sight) -> None:
    less, more_of_it = narrow(book, some, WORDS), narrow(book, some | more, WORDS)
    for few, many in zip(tables(less), tables(more_of_it), strict=True):
        assert few.keys() <= many.keys()
        assert {key for key in few if few[key] != many[key]} <= less.statements.keys()
    for key, closing in less.statements.items():
        wider = more_of_it.statements[key].scope.donors
        assert not wider or (closing.scope.donors and all_inside(closing.scope.donors, wider))


@given(books(), sights)
def test_nothing_is_seen_that_is_neither_published_nor_own(book: Seen, sight: Sight) -> None:
    left = narrow(book, sight, WORDS)

    def mine(recipient: str, givers: frozenset[str]) -> bool:
        here = recipient and any(
            outer in WORDS.places.path(WORDS.places.canonical(inner))
            for outer in sight.places
            for inner in WORDS.places.members(recipient)
        )
        return bool(here) or any(p in WORDS.parties.path(g) for p in sight.parties for g in givers)

    for row in left.entries.values():
        document = book.documents.get(row.document)
        project = book.projects.get(row.project)
        assert (
            (document is not None and document.public)
            or mine(row.recipient, row.donors)
            or (project is not None and sight.firms & project.implementers)
        )
    for row in left.projects.values():
        assert row.published or mine(row.recipient, row.donors) or sight.firms & row.implementers
    for row in left.statements.values():
        assert (row.document in left.documents) if row.document else (sight.places or sight.parties)


@given(books(), sights)
def test_what_is_seen_names_nothing_hidden(book: Seen, sight: Sight) -> None:
    left = narrow(book, sight, WORDS)
    for row in left.statements.values():
        assert not row.document or row.document in left.documents
    for row in (*left.entries.values(), *left.projects.values()):
        assert not row.subject or row.subject in left.subjects
    for row in left.subjects.values():
        assert not row.part_of or row.part_of in left.subjects


@given(books(), sights)
def test_a_closing_is_seen_only_beside_all_that_it_closes(book: Seen, sight: Sight) -> None:
    left = narrow(book, sight, WORDS)
    for closing in left.statements.values():
        scope, whole = closing.scope, book.statements[closing.key].scope
        if scope != whole:
            assert scope.donors, "narrowed to nobody it would be over all"
            assert all_inside(scope.donors, sight.parties)
            assert not whole.donors or all_inside(scope.donors, whole.donors)
            assert replace(scope, donors=whole.donors) == whole
        for key, row in book.entries.items():
            if key in left.entries or not scope.recipients or not row.recipient:
                continue
            if row.recipient in scope.recipients:
                assert scope.donors
                assert row.donors
                for one, other in product(scope.donors, row.donors):
                    assert one not in WORDS.parties.path(other)
                    assert other not in WORDS.parties.path(one)


def test_a_donor_sees_of_a_closed_county_that_its_own_account_is_complete() -> None:
    shanghai, county = Sight(parties=frozenset({"310000"})), frozenset({"500101"})
    closing = Statement("c", Scope("fund", "CNY", "arrived", recipients=county), None, form="closing")

    def seen(sight: Sight, *givers: frozenset[str]) -> Statement | None:
        entries = {
            f"E1-{n}": Entry(
                "fund", "CNY", "arrived", 1, DAY, DAY, donors=one, recipient="500101", key=f"E1-{n}"
            )
            for n, one in enumerate(givers)
        }
        return narrow(Seen({}, {}, {"c": closing}, entries, {}), sight, WORDS).statements.get("c")

    own = replace(closing, scope=replace(closing.scope, donors=frozenset({"310000"})))
    ours, others, nobody = frozenset({"310101"}), frozenset({"320000"}), frozenset[str]()
    assert seen(shanghai) == own, "that nobody else gave is not told either"
    assert seen(shanghai, ours, others, ours | others) == own
    assert seen(shanghai, ours, nobody) is None, "whose it is nobody knows: it may be this donor's"
    assert seen(Sight(parties=frozenset({"310101"})), frozenset({"310000"})) is None
    assert seen(PUBLIC, ours) is None
    assert seen(Sight(places=county), ours, others, nobody) == closing


def test_one_of_joint_donors_is_enough_but_all_of_several_places_are_needed() -> None:
    shanghai, wanzhou = Sight(parties=frozenset({"310000"})), Sight(places=frozenset({"500101"}))
    assert owns(shanghai, WORDS, donors=["320000", "310101"])
    assert not owns(shanghai, WORDS, donors=["320000"])
    assert owns(wanzhou, WORDS, recipients=["500101"])
    assert not owns(wanzhou, WORDS, recipients=["500101", "500238"])
    assert not owns(wanzhou, WORDS, recipients=[])
    assert not owns(PUBLIC, WORDS, recipients=["500101"], donors=["310000"])
    assert not owns(wanzhou, WORDS, recipients=["no-such-place"])
