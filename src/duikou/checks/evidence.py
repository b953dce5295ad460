"""What may count as evidence: statements by series, without the document judged and its copies, and what
is left when those that contradict each other are set aside."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from duikou.book import Document, EntrySums, Statement
from duikou.checks.claims import COUNTED_ONCE, STAGE_ORDER, Granted, Reader, Space, compares
from duikou.checks.copies import Figures, Sketch, alike, alike_figures, figures_of
from duikou.checks.ground import Ground
from duikou.checks.problem import Problem
from duikou.checks.prove import Conflict, find_conflict, goes_by_nesting
from duikou.checks.ties import bases
from duikou.checks.watch import Stopwatch

ROUNDS = 50
MOST_ANSWERS = 20_000


@dataclass(frozen=True, slots=True)
class Settled:
    """A problem whose evidence fits together. `aside`: statements that it did not fit with: their
    assumptions are not granted, or, where that is not enough, they are left out."""

    problem: Problem
    aside: tuple[str, ...]
    settled: bool


class Evidence:
    """All evidence of a book. Asked again for the same, it remembers."""

    __slots__ = (
        "_answers",
        "_by_series",
        "_copies",
        "_documents",
        "_figures",
        "_grounds",
        "_settled",
        "_sources",
        "_texts",
        "_ties",
        "closings",
        "entries",
        "reader",
        "statements",
    )

    def __init__(
        self,
        reader: Reader,
        statements: Iterable[Statement],
        documents: Iterable[Document] = (),
        entries: EntrySums | None = None,
        texts: Mapping[str, Sketch] | None = None,
    ) -> None:
        """`texts`: sketches of the documents whose text is known, by key."""
        self.reader = reader
        self._texts = texts or {}
        every = list(statements)
        self.statements = [s for s in every if s.form == "published" and s.figure]
        self.closings = [s for s in every if s.form == "closing"]
        self.entries = entries
        self._documents = {document.key: document for document in documents}
        self._answers: dict[Hashable, object] = {}
        self._sources = self._documents.keys() | {statement.document for statement in every}
        self._by_series: dict[tuple[str, str], list[Statement]] = {}
        for statement in self.statements:
            self._by_series.setdefault((statement.scope.measure, statement.scope.unit), []).append(statement)
        by_document: dict[str, list[Statement]] = {}
        for statement in self.statements:
            by_document.setdefault(statement.document, []).append(statement)
        self._copies: dict[str, frozenset[str]] = {}
        self._grounds: dict[Hashable, Ground | None] = {}
        self._figures = {key: figures_of(group) for key, group in by_document.items()}
        self._ties: dict[tuple[str, str], list[Statement]] = {}
        for statement in filter(compares, self.statements):
            for base in filter(None, map(reader.known, bases(statement))):
                self._ties.setdefault((base.scope.measure, base.scope.unit), []).append(statement)
        self._settled: dict[tuple[Space, Granted, frozenset[str]], Settled] = {}

    def copies(
        self,
        key: str,
        document: Document | None = None,
        text: Sketch | None = None,
        statements: Iterable[Statement] = (),
    ) -> frozenset[str]:
        """The document and every other that says the same because one is a copy of the other.

        Copies are declared (`copy_of`), have the same digest or nearly the same text; where a text is not
        known, nearly the same figures. `document`, `text`, `statements`: those of the document itself where
        the book does not hold it (a draft).
        """
        plain = document is None and not text
        if plain and key in self._copies:
            return self._copies[key]
        every = dict(self._documents)
        if document is not None:
            every[document.key] = document
        texts = {**self._texts, key: text} if text else self._texts
        figures = {**self._figures, key: figures_of(statements)} if document else self._figures
        found: dict[str, None] = dict.fromkeys({key} - {""})
        waiting = list(found)
        while waiting:
            here = waiting.pop()
            for other in every.values():
                if other.key not in found and _one_source(here, other.key, every, texts, figures):
                    found[other.key] = None
                    waiting.append(other.key)
        if plain:
            self._copies[key] = frozenset(found)
        return frozenset(found)

    def independent(self, keys: Iterable[str]) -> bool:
        """Whether the documents of these statements are not all copies of one."""
        own = {self.reader.known(key) for key in keys}
        documents = sorted({s.document for s in own if s})
        return len(documents) < 2 or not set(documents) <= self.copies(documents[0])

    def problem(
        self, space: Space, granted: Granted, without: frozenset[str] = frozenset(), only: str = ""
    ) -> Problem:
        """Everything that speaks of `space`, whether it fits together or not.

        `only`: a document's key: its statements alone, and no entries.
        """
        name = space.measure, space.unit
        series = [*self._by_series.get(name, ()), *self._ties.get(name, ())]
        chosen = [s for s in series if (s.document == only if only else s.document not in without)]
        closings = [] if only else [c for c in self.closings if c.document not in without]
        entries = None if only else self.entries
        laid = self._grounds
        return Problem(self.reader, space, granted, chosen, closings, entries, without, grounds=laid)

    def read_by(self, reader: Reader) -> Evidence:
        """The same evidence beside a draft: `reader` knows the draft's statements too."""
        other = copy(self)
        other.reader = reader
        return other

    def heard(self, without: frozenset[str]) -> frozenset[str]:
        """Of the documents that are no evidence, those that would be otherwise."""
        return without & self._sources

    def remembered(self, question: Hashable) -> Any:
        """The answer kept for a question, or None."""
        return self._answers.get(question)

    def remember(self, question: Hashable, answer: object) -> None:
        """Keep an answer; when there are too many, begin anew."""
        if len(self._answers) >= MOST_ANSWERS:
            self._answers.clear()
        self._answers[question] = answer

    def settled(self, space: Space, granted: Granted, without: frozenset[str], watch: Stopwatch) -> Settled:
        """The same, with what does not fit together set aside."""
        key = (space, granted, self.heard(without))
        known = self._settled.get(key)
        if known is None or (not known.settled and goes_by_nesting(known.problem)):
            self._settled[key] = known = self._settle(*key, watch, known)
        return known

    def fits(self, space: Space, granted: Granted, watch: Stopwatch) -> bool:
        """Whether all that speaks of `space` fits together, closings among it."""
        whole = self.settled(space, granted, frozenset(), watch)
        return whole.settled and not whole.aside

    def others(self, space: Space, granted: Granted, without: frozenset[str], watch: Stopwatch) -> Problem:
        """What fits together of other documents' statements, beside all entries: those of a register are
        what its closing speaks of."""
        problem = replace(_narrow(self.problem(space, granted, without)), without=frozenset())
        return set_aside(problem, watch).problem

    def _settle(
        self,
        space: Space,
        granted: Granted,
        without: frozenset[str],
        watch: Stopwatch,
        begun: Settled | None,
    ) -> Settled:
        """What fits together still does when some of it is left out, as long as none of it was in conflict.
        Entries are different: closings say that there are no others. `begun`: what there was no time to end.
        """
        if without:
            whole = self.settled(space, granted, frozenset(), watch)
            closings = {closing.document for closing in whole.problem.closings}
            parties = {s.document for s in self.statements if s.key in whole.aside}
            parties |= closings if parties else set()
            entries = self.entries is not None and bool(closings) and self.entries.have(without)
            fits = whole.settled and not (parties & without or entries)
            if fits or not (whole.settled or watch.left):
                return replace(whole, problem=whole.problem.leaving_out(without))
        problem = begun.problem if begun else _narrow(self.problem(space, granted, without))
        return set_aside(problem, watch, begun.aside if begun else ())

    def series(self) -> list[tuple[str, str]]:
        """(measure, unit) of all statements."""
        return list(self._by_series)

    def of_series(self, measure: str, unit: str) -> Sequence[Statement]:
        return self._by_series.get((measure, unit), ())


def _narrow(problem: Problem) -> Problem:
    """Only the statements that say something of this space."""
    return problem.among({claim.key for claim in problem.claims})


def set_aside(problem: Problem, watch: Stopwatch, already: Sequence[str] = ()) -> Settled:
    """Refuse the assumptions of statements that do not fit together, leave them out where that is not
    enough, until the rest fits."""
    aside = dict.fromkeys(already)
    for _ in range(ROUNDS):
        conflict, settled = find_conflict(problem, watch, quick=True)
        if conflict is None:
            return Settled(problem, tuple(aside), settled)
        aside.update(dict.fromkeys(conflict.keys))
        problem = _give_way(problem, conflict)
    return Settled(problem, tuple(aside), False)


def _give_way(problem: Problem, conflict: Conflict) -> Problem:
    members = problem.among(conflict.keys)
    own = [assumption.key for assumption in members.assumptions() if assumption.statement]
    if own:
        return problem.refuse(own)
    shared = [key for key in ((STAGE_ORDER, ""), (COUNTED_ONCE, "")) if key in problem.granted]
    if shared:
        return problem.refuse(shared)
    return problem.among({s.key for s in problem.statements} - set(conflict.keys))


def _one_source(
    one: str,
    other: str,
    documents: Mapping[str, Document],
    texts: Mapping[str, Sketch],
    figures: Mapping[str, Figures],
) -> bool:
    """Whether one of two documents is a copy of the other."""
    mine, its = documents.get(one), documents[other]
    if mine is not None:
        if mine.digest and mine.digest == its.digest:
            return True
        if other == mine.copy_of or one == its.copy_of or (mine.copy_of and mine.copy_of == its.copy_of):
            return True
    if one in texts and other in texts:
        return alike(texts[one], texts[other])
    return one in figures and other in figures and alike_figures(figures[one], figures[other])
