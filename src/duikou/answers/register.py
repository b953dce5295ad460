"""The project register: which projects somebody sees, filtered, searched, by stage, and which are late.

The newest version of every project is held in memory and brought up to date by what was posted since: a list,
a filter or a search asks the database for the head of the chain alone, however many projects there are.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from duikou.answers.errors import NotFound
from duikou.book import LIFE_CYCLE, PUBLIC, Project, Sight
from duikou.book.sight import owns_project, sees_project
from duikou.checks.lateness import Late, Term, term
from duikou.store import selectors
from duikou.words import UnknownCode, Vocabulary


@dataclass(frozen=True, slots=True)
class Held:
    """A project as it stands, its version, the text that a search looks through, and what lists ask of each:
    its stage, year, and until when its next step is expected."""

    project: Project
    version: int
    text: str
    stage: str = ""
    year: str = ""
    term: Term | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """All projects of the book at one state; `seen`: those of each sight, `answers`: lists, both as far as
    asked for."""

    number: int
    digest: str
    vocabulary: Vocabulary
    held: Mapping[str, Held]
    seen: dict[Sight, tuple[Held, ...]] = field(default_factory=dict)
    answers: dict[tuple[Sight, Wanted, date], Listing] = field(default_factory=dict)

    def visible(self, sight: Sight) -> tuple[Held, ...]:
        """In key order."""
        if sight not in self.seen:
            if len(self.seen) > _SIGHTS:
                self.seen.clear()
            every = (one for _, one in sorted(self.held.items()))
            self.seen[sight] = tuple(_seen(every, sight, self.vocabulary))
        return self.seen[sight]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; "" = anything; `stage` may be UNKNOWN. Places, parties and sectors are
    codes and mean what lies inside too. `text` must be found in the name, the site, the key or a note, each
    of its words."""

    recipient: str = ""
    donor: str = ""
    sector: str = ""
    stage: str = ""
    kind: str = ""
    year: str = ""
    text: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One project, with how it is late on the day that was asked about, and the words to tell it in."""

    project: Project
    version: int
    late: Late | None
    words: Vocabulary = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """What was found. `stages`: how many at each stage; `late`: how many are, whether asked for or not;
    `years`: those in which any project that is seen began, latest first. Lines are made as they are asked
    for."""

    found: tuple[Held, ...]
    stages: Mapping[str, int]
    late: int
    years: tuple[str, ...]
    today: date
    words: Vocabulary = field(repr=False, compare=False)

    @property
    def total(self) -> int:
        return len(self.found)

    def lines(self, start: int = 0, most: int | None = None) -> tuple[Line, ...]:
        """`most` of them after the first `start`."""
        some = self.found[start : None if most is None else start + most]
        return tuple(_line(one, self.today, self.words) for one in some)

    def at(self, stage: str, most: int) -> tuple[Line, ...]:
        """The first `most` at one stage."""
        some = islice((one for one in self.found if one.stage == stage), most)
        return tuple(_line(one, self.today, self.words) for one in some)


UNKNOWN = "unknown"  # asked for as a stage: projects of which no step is known
_SIGHTS, _ANSWERS = 32, 64
_register: dict[str, Register] = {}
_lock = threading.Lock()


def register() -> Register:
    """The register as it stands now."""
    last = selectors.head()
    digest, number, book = (last.digest, last.number, last.book) if last else ("", 0, "")
    with _lock:
        held = _register.get(book)
        if held is None or held.digest != digest:
            _register.clear()
            held = _register[book] = _brought_up(held, number, digest)
        return held


def listing(wanted: Wanted, today: date, *, sight: Sight = PUBLIC) -> Listing:
    """Projects in order of key, the longest overdue first where only late ones are wanted. Raises UnknownCode
    for a place, party or sector that is none."""
    book = register()
    asked = (sight, wanted, today)
    if asked not in book.answers:
        if len(book.answers) > _ANSWERS:
            book.answers.clear()
        book.answers[asked] = _found(book, wanted, today, sight)
    return book.answers[asked]


def _found(book: Register, wanted: Wanted, today: date, sight: Sight) -> Listing:
    found = _matching(book, wanted, sight)
    overdue = [one for one in found if one.term and one.term.last < today]
    if wanted.late:
        found = sorted(overdue, key=lambda one: one.term.last if one.term else today)
    stages = Counter(one.stage for one in found)
    years = {one.year for one in book.visible(sight)} - {""}
    return Listing(
        tuple(found),
        {stage: stages[stage] for stage in ("", *LIFE_CYCLE) if stage in stages},
        len(overdue),
        tuple(sorted(years, reverse=True)),
        today,
        book.vocabulary,
    )


def _line(one: Held, today: date, words: Vocabulary) -> Line:
    return Line(one.project, one.version, one.term.late(today) if one.term else None, words)


def line(key: str, today: date, *, sight: Sight = PUBLIC) -> Line:
    """One project. Raises NotFound where it is not to be seen."""
    book = register()
    one = book.held.get(key)
    if one is None or not sees_project(sight, one.project, book.vocabulary):
        raise NotFound("project", key)
    return _line(one, today, book.vocabulary)


def parts(key: str, *, sight: Sight = PUBLIC) -> tuple[Project, ...]:
    """The sub-projects of a programme that somebody sees."""
    return tuple(one.project for one in register().visible(sight) if one.project.programme == key)


def _brought_up(old: Register | None, number: int, digest: str) -> Register:
    """From the last state held, if the chain still contains it; else from the beginning."""
    held: dict[str, Held] = {}
    after = 0
    vocabulary = selectors.vocabulary(number)
    # Other words may mean other terms, and other places that lie inside.
    same = old is not None and old.number <= number and old.vocabulary is vocabulary
    if old is not None and same and selectors.digest_of(old.number) == old.digest:
        held, after = dict(old.held), old.number
    changed: set[str] = set()
    for key, version, withdrawn, row in selectors.changes("project", after, number):
        changed.add(key)
        if withdrawn:
            held.pop(key, None)
        else:
            expected = term(row, vocabulary.step)
            held[key] = Held(row, version, _text(row), row.stage, row.year, expected)
    seen = _carried(old.seen, held, changed, vocabulary) if old is not None and after else {}
    return Register(number, digest, vocabulary, held, seen)


def _carried(
    before: Mapping[Sight, tuple[Held, ...]],
    held: Mapping[str, Held],
    changed: set[str],
    words: Vocabulary,
) -> dict[Sight, tuple[Held, ...]]:
    """What each sight sees, with the projects that changed looked at anew."""
    new = [held[key] for key in changed if key in held]
    return {
        sight: tuple(
            sorted(
                [*(one for one in some if one.project.key not in changed), *_seen(new, sight, words)],
                key=lambda one: one.project.key,
            )
        )
        for sight, some in before.items()
    }


def _seen(every: Iterable[Held], sight: Sight, words: Vocabulary) -> Iterator[Held]:
    """Those that a sight sees; asked once for projects of one place, donors and implementers."""
    known: dict[tuple[str, frozenset[str], frozenset[str]], bool] = {}
    for one in every:
        row = one.project
        asked = (row.recipient, row.donors, row.implementers)
        if asked not in known:
            known[asked] = owns_project(sight, row, words)
        if known[asked] or row.published:
            yield one


def _text(row: Project) -> str:
    return "\n".join((row.key, row.name, row.site, row.note)).lower()


def _matching(book: Register, wanted: Wanted, sight: Sight) -> list[Held]:
    words = book.vocabulary
    found: list[Held] = list(book.visible(sight))
    if wanted.text:
        for word in wanted.text.lower().split():
            found = [one for one in found if word in one.text]
    if wanted.recipient:
        inside = _within(words.places.spans([wanted.recipient]), words.places.span)
        found = [one for one in found if one.project.recipient and inside(one.project.recipient)]
    if wanted.donor:
        inside = _within(words.parties.spans([wanted.donor]), words.parties.span)
        found = [one for one in found if any(map(inside, one.project.donors))]
    if wanted.sector:
        inside = _within(words.sectors.spans([wanted.sector]), words.sectors.span)
        found = [one for one in found if any(map(inside, one.project.sectors))]
    if wanted.stage:
        asked_for = "" if wanted.stage == UNKNOWN else wanted.stage
        found = [one for one in found if one.stage == asked_for]
    if wanted.kind:
        found = [one for one in found if one.project.kind == wanted.kind]
    if wanted.year:
        found = [one for one in found if one.year == wanted.year]
    return found


def _within(spans, span):
    """Whether a code lies inside, asked once for each code."""
    known: dict[str, bool] = {}

    def inside(code: str) -> bool:
        if code not in known:
            try:
                first, last = span(code)
            except UnknownCode:
                known[code] = False
            else:
                known[code] = any(a <= first and last <= b for a, b in spans)
        return known[code]

    return inside
