"""The one door to reckoning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from duikou.book import Axes, Document, EntrySums, Pairing, Scope, Statement, Subject
from duikou.checks.claims import PLANNED, Reader
from duikou.checks.copies import Sketch
from duikou.checks.evidence import Evidence
from duikou.checks.findings import beside, search
from duikou.checks.questions import ask
from duikou.checks.restated import restated, with_assumption
from duikou.checks.targets import aim
from duikou.checks.terms import Bounds, Finding, Judgement, Verdict
from duikou.checks.verdicts import Docket, judge_all
from duikou.checks.watch import Stopwatch
from duikou.words import Reading, Vocabulary

SECONDS = 5.0
SEARCH_SECONDS = 30.0


class Reckoner:
    """Holds a book's statements and entries, and answers questions about them. It does not change; what it
    has worked out once it remembers."""

    __slots__ = (
        "_documents",
        "_entries",
        "_evidence",
        "_findings",
        "_inner",
        "_pairings",
        "_plans",
        "_statements",
        "_subjects",
        "_texts",
        "words",
    )

    def __init__(
        self,
        vocabulary: Vocabulary,
        statements: Iterable[Statement],
        documents: Iterable[Document] = (),
        subjects: Iterable[Subject] = (),
        entries: EntrySums | None = None,
        pairings: Iterable[Pairing] = (),
        texts: Mapping[str, Sketch] | None = None,
    ) -> None:
        """`entries`: a `rollups.EntryTable`, or None. `pairings`: since when which donors support which
        places. `texts`: sketches of the documents whose text is known. All of them as known at the moment
        asked for."""
        self.words = vocabulary
        self._statements = {statement.key: statement for statement in statements}
        self._documents = tuple(documents)
        self._subjects = tuple(subjects)
        self._entries = entries
        self._pairings = tuple(pairings)
        self._texts = texts or {}
        self._evidence = self._gather(self._statements.values())
        self._plans: Evidence | None = None
        self._findings: tuple[Finding, ...] | None = None
        self._inner: dict[str, tuple[Finding, ...]] = {}

    def _gather(self, statements: Iterable[Statement], draft: Sequence[Statement] = ()) -> Evidence:
        """Evidence of `statements` and the entries, with a reader that knows the draft's families too."""
        every = list(statements)
        return Evidence(self._reader([*every, *draft]), every, self._documents, self._entries, self._texts)

    def _reader(self, statements: Sequence[Statement]) -> Reader:
        return Reader(self.words, Axes(self.words, self._subjects), statements, self._pairings)

    @property
    def reader(self) -> Reader:
        """Reads scopes and statements as boxes of this book."""
        return self._evidence.reader

    def _beside(self, draft: Sequence[Statement]) -> Evidence:
        """The book as evidence for a draft, which it may hold already."""
        known = self._statements
        if any(statement.key in known for statement in draft):
            keys = {statement.key for statement in draft}
            return self._gather((s for s in known.values() if s.key not in keys), draft)
        return self._evidence.read_by(self._reader([*known.values(), *draft]))

    def bounds(
        self,
        scope: Scope,
        reading: Reading,
        without: frozenset[str] = frozenset(),
        seconds: float = SECONDS,
        once: bool = True,
    ) -> Bounds:
        """What is proven of `scope` under one reading.

        `without`: keys of documents that are no evidence here. `once` as in `ask`. Raises `UnknownCode` for
        a code that the vocabulary does not hold.
        """
        return ask(self._evidence, scope, reading, without, Stopwatch(seconds), once)

    def planned(self, scope: Scope, reading: Reading, seconds: float = SECONDS) -> Bounds:
        """What the targets of the book ask for in `scope` (stage planned): parts of a plan add up as parts of
        what is done. Raises `UnknownCode`."""
        if self._plans is None:
            targets = [s for s in self._statements.values() if s.form == "target"]
            meant = [replace(s, form="published", scope=replace(s.scope, stage=PLANNED)) for s in targets]
            self._plans = Evidence(self._reader(meant), meant, self._documents)
        return ask(self._plans, replace(scope, stage=PLANNED), reading, frozenset(), Stopwatch(seconds))

    def aim(self, target: Statement) -> Scope:
        """The scope whose amount a target is about: what arrived of money, what was done of the rest."""
        return aim(self._evidence, target, frozenset())

    def verdict(
        self, statement: Statement, document: Document | None = None, seconds: float = SECONDS
    ) -> Verdict:
        """How a statement of the book stands; its document and the copies of it are no evidence (without a
        document, the statement itself is not).

        `document`: its document where the book does not hold it.
        """
        key = statement.document
        if key not in self._inner:
            self._inner[key] = search(self._evidence, Stopwatch(SEARCH_SECONDS), only=key) if key else ()
        without = self._evidence.copies(key, document)
        bad = (f for f in self._inner[key] if f.kind in ("contradiction", "doubt"))
        inner = tuple(f for f in bad if f.accuses(statement.key))
        beside = {k: self._statements[k] for f in inner for k in f.statements if k in self._statements}
        together = {**beside, statement.key: statement}.values()
        evidence = self._evidence
        if not key:
            others = (s for s in self._statements.values() if s.key != statement.key)
            evidence = self._gather(others, [statement])
        docket = Docket(evidence, without, inner, Stopwatch(seconds))
        return next(v for v in judge_all(docket, together) if v.statement == statement.key)

    def judge(
        self,
        draft: Sequence[Statement],
        document: Document | None = None,
        seconds: float = SEARCH_SECONDS,
        text: Sketch | None = None,
    ) -> Judgement:
        """A draft's statements against the book, and against each other.

        `document`, `text`: the draft's; copies of it in the book (same digest or nearly the same text, or
        declared) are no evidence. A figure that plainly repeats one of the book in fewer words is taken to
        mean the same (`restates`).
        """
        watch = Stopwatch(seconds)
        key = document.key if document else (draft[0].document if draft else "")
        keys = {statement.key for statement in draft}
        kept = [s for s in self._statements.values() if s.key not in keys]
        without = self._evidence.copies(key, document, text, draft)
        others = [s for s in kept if s.document not in without]
        read = [restated(statement, others) for statement in draft]
        meant = [statement for statement, _ in read]
        evidence = self._beside(meant)
        inner = search(Evidence(evidence.reader, meant), watch)
        inner = _once((*inner, *beside(evidence.reader, meant, others)))
        docket = Docket(evidence, without, inner, watch)
        verdicts = tuple(
            with_assumption(verdict, assumption)
            for verdict, (_, assumption) in zip(judge_all(docket, meant), read, strict=True)
        )
        against = {v.finding.statements: v.finding for v in verdicts if v.finding and v.basis == "evidence"}
        return Judgement(verdicts, _once((*inner, *against.values())))

    def findings(self, documents: Iterable[str] | None = None) -> tuple[Finding, ...]:
        """All findings of the book, contradictions first. `documents`: only those with a statement of one of
        these."""
        if self._findings is None:
            self._findings = search(self._evidence, Stopwatch(SEARCH_SECONDS))
        if documents is None:
            return self._findings
        wanted = set(documents)
        return tuple(
            finding
            for finding in self._findings
            if any(self._statements[key].document in wanted for key in finding.statements)
        )


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each set of statements once; and no conflict between a figure and what it seems to have come from."""
    known = {(f.kind, frozenset(f.statements)): f for f in findings}
    explained = [(f.suspect, set(f.statements)) for f in known.values() if f.suspect]
    return tuple(
        f
        for f in known.values()
        if f.suspect or not any(s in f.statements and set(f.statements) <= among for s, among in explained)
    )
