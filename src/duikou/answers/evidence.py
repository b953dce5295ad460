"""The book as evidence: everything the reckoning needs, loaded once per state of the book."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.utils.translation import get_language

from duikou.answers import texts
from duikou.answers.memory import Memory
from duikou.book import (
    EVERYTHING,
    PUBLIC,
    Activity,
    Document,
    Pairing,
    Project,
    Seen,
    Sight,
    Statement,
    Subject,
)
from duikou.book.rows import EntryRows
from duikou.book.sight import narrow
from duikou.checks import Finding, Reckoner, Sketch, sketch
from duikou.rollups import EntryTable
from duikou.store import reviews, selectors
from duikou.words import Programme, Vocabulary

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
KEPT = 6  # states of the book held in memory, by sight; one entry table is the bulk of each
ANSWERS_KEPT = 500  # of one state and sight
TEXTS_KEPT = 50
TABLES_KEPT = 40
ACCOUNTS_KEPT = 16
MANY = 100_000  # entries whose loading is worth a look at what the collector does


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One consistent reading of the book as known at posting `number`, with what a sight leaves of it."""

    number: int
    vocabulary: Vocabulary
    statements: Mapping[str, Statement]
    entries: EntryRows
    documents: Mapping[str, Document]
    subjects: Mapping[str, Subject]
    projects: Mapping[str, Project]
    activities: Mapping[str, Activity]
    pairings: tuple[Pairing, ...]
    table: EntryTable
    reckoner: Reckoner
    answers: Memory[object] = field(default_factory=partial(Memory, ANSWERS_KEPT))
    texts: Memory[str] = field(default_factory=partial(Memory, TEXTS_KEPT))
    tables: Memory[Any] = field(default_factory=partial(Memory, TABLES_KEPT))
    accounts: Memory[Any] = field(default_factory=partial(Memory, ACCOUNTS_KEPT))

    def counts(self) -> dict[str, int]:
        """How many rows of each table there are to be seen."""
        return {
            "documents": len(self.documents),
            "statements": len(self.statements),
            "entries": len(self.entries),
            "pairings": len(self.pairings),
            "projects": len(self.projects),
            "subjects": len(self.subjects),
        }

    def findings(self) -> tuple[Finding, ...]:
        """All findings of the reckoning, worked out once."""
        return cast(tuple[Finding, ...], self.answers.get(("findings",), self.reckoner.findings))

    def text(self, document: Document) -> str:
        """The text of a document: kept with the book where it was taken in for review, else its original
        where that lies at hand, else ""."""
        return self.texts.get(document.key, lambda: reviews.text_of(document.key) or texts.original(document))

    def programme(self) -> Programme | None:
        """The programme that the book's pairings belong to, by the first that names one."""
        for pairing in self.pairings:
            if pairing.programme in self.vocabulary.programme:
                return self.vocabulary.programme[pairing.programme]
        return None


def remember(answer: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep what `answer` gives for as long as the book stands as it does, by sight, arguments and language;
    of one state and sight the `ANSWERS_KEPT` asked for last.

    For answers about the book as known now; the arguments must be hashable, `sight` is given by name.
    """

    @wraps(answer)
    def remembered(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        held = evidence(sight=cast(Sight, kwargs.get("sight", PUBLIC))).answers
        key = (answer.__module__, answer.__name__, get_language(), args, tuple(sorted(kwargs.items())))
        return cast(Answer, held.get(key, lambda: answer(*args, **kwargs)))

    return remembered


_held: Memory[Evidence] = Memory(KEPT)


def evidence(known_at: date | None = None, *, sight: Sight = PUBLIC) -> Evidence:
    """The book as known at the end of `known_at` (None = now), as far as `sight` reaches; whoever forgets to
    say sees what is published. Loaded states are kept, a few at a time; while one is loaded those who ask
    for others do not wait."""
    book, head = selectors.state()
    number = head if known_at is None else selectors.upto(known_at)
    return _state(book, number, sight)


def evidence_at(number: int, *, sight: Sight = PUBLIC) -> Evidence:
    """The book as it stood after posting `number`."""
    book, _head = selectors.state()
    return _state(book, number, sight)


def _state(book: str, number: int, sight: Sight) -> Evidence:
    def load() -> Evidence:
        return _load(number) if sight.whole else _narrowed(_state(book, number, EVERYTHING), sight)

    return _held.get((book, number, sight), load)


@contextmanager
def _uncollected() -> Iterator[None]:
    """While a book is loaded nothing that is made becomes garbage, and afterwards it stays for long: the
    collector of cycles need not look at it again and again, which takes as long as a page for a big book.
    Only states that are held no more are looked for, each time another is loaded."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _set_aside() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _sketches(documents: Iterable[Document]) -> dict[str, Sketch]:
    known = ((document.key, texts.original(document)) for document in documents)
    return {key: sketch(text) for key, text in known if text}


def _load(number: int) -> Evidence:
    """Everything there is."""
    with _uncollected():
        found = _read(number)
    if len(found.entries) > MANY:
        _set_aside()
    return found


def _read(number: int) -> Evidence:
    rows = Seen(
        documents={row.key: row for row in selectors.documents(number)},
        projects={row.key: row for row in selectors.projects(number)},
        statements={row.key: row for row in selectors.statements(number)},
        entries=_entries(number),
        subjects={row.key: row for row in selectors.subjects(number)},
        activities={row.key: row for row in selectors.activities(number)},
    )
    return _made(number, selectors.vocabulary(number), rows, selectors.pairings(number))


def _entries(number: int) -> EntryRows:
    """Standing entries; only what was posted since the newest state that is held is read."""
    for book, held, sight in sorted(_held, key=lambda key: -int(key[1])):
        if sight.whole and held <= number and selectors.digest_of(held) == book:
            before = _held.peek((book, held, sight))
            if before is not None:
                return selectors.entry_rows(number, after=held, before=before.entries)
    return selectors.entry_rows(number)


def _narrowed(whole: Evidence, sight: Sight) -> Evidence:
    """What a sight leaves; the whole itself where it leaves everything."""
    tables = (whole.documents, whole.projects, whole.statements, whole.entries, whole.subjects)
    rows = Seen(*tables, whole.activities)
    with _uncollected():
        left = narrow(rows, sight, whole.vocabulary)
        if _size(left) == _size(rows) and left.statements == rows.statements:
            return whole
        found = _made(whole.number, whole.vocabulary, left, whole.pairings)
    if len(found.entries) > MANY:
        _set_aside()
    return found


def _size(rows: Seen) -> int:
    kinds = (rows.documents, rows.projects, rows.statements, rows.entries, rows.subjects, rows.activities)
    return sum(map(len, kinds))


def _made(number: int, vocabulary: Vocabulary, rows: Seen, pairings: tuple[Pairing, ...]) -> Evidence:
    statements, subjects = tuple(rows.statements.values()), tuple(rows.subjects.values())
    documents = tuple(rows.documents.values())
    table = EntryTable.build(EntryRows.of(rows.entries), vocabulary, subjects)
    return Evidence(
        number=number,
        vocabulary=vocabulary,
        statements=rows.statements,
        entries=EntryRows.of(rows.entries),
        documents=rows.documents,
        subjects=rows.subjects,
        projects=rows.projects,
        activities=rows.activities,
        pairings=pairings,
        table=table,
        reckoner=Reckoner(vocabulary, statements, documents, subjects, table, pairings, _sketches(documents)),
    )
