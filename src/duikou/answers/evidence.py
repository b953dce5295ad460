"""The book as evidence: everything the reckoning needs, loaded once per state of the book."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.utils.translation import get_language

from duikou.answers import texts
from duikou.book import Document, Entry, Pairing, Statement, Subject
from duikou.checks import Finding, Reckoner, Sketch, sketch
from duikou.rollups import EntryTable
from duikou.store import reviews, selectors
from duikou.words import Programme, Vocabulary

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
KEPT = 4  # states of the book held in memory; one entry table is the bulk of each


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One consistent reading of the book as known at posting `number`."""

    number: int
    vocabulary: Vocabulary
    statements: Mapping[str, Statement]
    entries: Mapping[str, Entry]
    documents: Mapping[str, Document]
    subjects: Mapping[str, Subject]
    pairings: tuple[Pairing, ...]
    table: EntryTable
    reckoner: Reckoner
    remembered: dict[tuple[object, ...], object] = field(default_factory=dict)

    def findings(self) -> tuple[Finding, ...]:
        """All findings of the reckoning, worked out once."""
        if ("findings",) not in self.remembered:
            self.remembered[("findings",)] = self.reckoner.findings()
        return cast(tuple[Finding, ...], self.remembered[("findings",)])

    def text(self, document: Document) -> str:
        """The text of a document: kept with the book where it was taken in for review, else its original
        where that lies at hand, else ""."""
        held = ("text", document.key)
        if held not in self.remembered:
            self.remembered[held] = reviews.text_of(document.key) or texts.original(document)
        return cast(str, self.remembered[held])

    def programme(self) -> Programme | None:
        """The programme that the book's pairings belong to, by the first that names one."""
        for pairing in self.pairings:
            if pairing.programme in self.vocabulary.programme:
                return self.vocabulary.programme[pairing.programme]
        return None


def remember(answer: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep what `answer` gives for as long as the book stands as it does, by arguments and language.

    For answers about the book as known now; the arguments must be hashable.
    """

    @wraps(answer)
    def remembered(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        held = evidence().remembered
        key = (answer.__module__, answer.__name__, get_language(), args, tuple(sorted(kwargs.items())))
        if key not in held:
            held[key] = answer(*args, **kwargs)
        return cast(Answer, held[key])

    return remembered


_held: OrderedDict[tuple[str, int], Evidence] = OrderedDict()
_lock = threading.Lock()


def evidence(known_at: date | None = None) -> Evidence:
    """The book as known at the end of `known_at` (None = now). Loaded states are kept, a few at a time."""
    book, head = selectors.state()
    number = head if known_at is None else selectors.upto(known_at)
    with _lock:
        if (found := _held.get((book, number))) is None:
            found = _held[book, number] = _load(number)
        _held.move_to_end((book, number))
        while len(_held) > KEPT:
            _held.popitem(last=False)
        return found


def _sketches(documents: Iterable[Document]) -> dict[str, Sketch]:
    known = ((document.key, texts.original(document)) for document in documents)
    return {key: sketch(text) for key, text in known if text}


def _load(number: int) -> Evidence:
    vocabulary = selectors.vocabulary(number)
    statements = selectors.statements(number)
    entries = selectors.entries(number, standing=True)
    documents = selectors.documents(number)
    subjects = selectors.subjects(number)
    pairings = selectors.pairings(number)
    table = EntryTable.build(entries, vocabulary, subjects)
    return Evidence(
        number=number,
        vocabulary=vocabulary,
        statements={row.key: row for row in statements},
        entries={row.key: row for row in entries},
        documents={row.key: row for row in documents},
        subjects={row.key: row for row in subjects},
        pairings=pairings,
        table=table,
        reckoner=Reckoner(vocabulary, statements, documents, subjects, table, pairings, _sketches(documents)),
    )
