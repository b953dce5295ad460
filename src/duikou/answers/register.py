"""The project register: which projects somebody sees, filtered, searched, by stage, and which are late.

The newest version of every project is held in memory and brought up to date by what was posted since: a list,
a filter or a search asks the database for the head of the chain alone, however many projects there are.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from duikou.answers.errors import NotFound
from duikou.book import LIFE_CYCLE, PUBLIC, Project, Sight
from duikou.book.sight import sees_project
from duikou.checks.lateness import Late, late
from duikou.store import selectors
from duikou.words import UnknownCode, Vocabulary


@dataclass(frozen=True, slots=True)
class Held:
    """A project as it stands, its version, and the text that a search looks through."""

    project: Project
    version: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """All projects of the book at one state; `seen`: those of each sight, as far as asked for."""

    number: int
    digest: str
    vocabulary: Vocabulary
    held: Mapping[str, Held]
    seen: dict[Sight, tuple[Held, ...]] = field(default_factory=dict)

    def visible(self, sight: Sight) -> tuple[Held, ...]:
        """In key order."""
        if sight not in self.seen:
            if len(self.seen) > _SIGHTS:
                self.seen.clear()
            self.seen[sight] = tuple(
                one
                for _, one in sorted(self.held.items())
                if sees_project(sight, one.project, self.vocabulary)
            )
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
    """`stages`: how many at each stage; `late`: how many are, whether asked for or not; `years`: those in
    which any project that is seen began, latest first."""

    lines: tuple[Line, ...]
    stages: Mapping[str, int]
    late: int
    years: tuple[str, ...]
    words: Vocabulary = field(repr=False, compare=False)

    @property
    def total(self) -> int:
        return len(self.lines)


UNKNOWN = "unknown"  # asked for as a stage: projects of which no step is known
_SIGHTS = 32
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
    lines = [_line(one, today, book) for one in _matching(book, wanted, sight)]
    overdue = [line for line in lines if line.late]
    if wanted.late:
        lines = sorted(overdue, key=lambda line: -line.late.over if line.late else 0)
    stages = Counter(line.project.stage for line in lines)
    years = {one.project.year for one in book.visible(sight)} - {""}
    return Listing(
        tuple(lines),
        {stage: stages[stage] for stage in ("", *LIFE_CYCLE) if stage in stages},
        len(overdue),
        tuple(sorted(years, reverse=True)),
        book.vocabulary,
    )


def _line(one: Held, today: date, book: Register) -> Line:
    return Line(one.project, one.version, late(one.project, today, book.vocabulary.step), book.vocabulary)


def line(key: str, today: date, *, sight: Sight = PUBLIC) -> Line:
    """One project. Raises NotFound where it is not to be seen."""
    book = register()
    one = book.held.get(key)
    if one is None or not sees_project(sight, one.project, book.vocabulary):
        raise NotFound("project", key)
    return _line(one, today, book)


def parts(key: str, *, sight: Sight = PUBLIC) -> tuple[Project, ...]:
    """The sub-projects of a programme that somebody sees."""
    return tuple(one.project for one in register().visible(sight) if one.project.programme == key)


def _brought_up(old: Register | None, number: int, digest: str) -> Register:
    """From the last state held, if the chain still contains it; else from the beginning."""
    held: dict[str, Held] = {}
    after = 0
    if old is not None and old.number <= number and selectors.digest_of(old.number) == old.digest:
        held, after = dict(old.held), old.number
    vocabulary = selectors.vocabulary(number)
    for key, version, withdrawn, row in selectors.changes("project", after, number):
        if withdrawn:
            held.pop(key, None)
        else:
            held[key] = Held(row, version, _text(row))
    return Register(number, digest, vocabulary, held)


def _text(row: Project) -> str:
    return "\n".join((row.key, row.name, row.site, row.note)).lower()


def _matching(book: Register, wanted: Wanted, sight: Sight) -> Iterable[Held]:
    words = book.vocabulary
    found: Iterable[Held] = book.visible(sight)
    if wanted.text:
        asked = wanted.text.lower().split()
        found = [one for one in found if all(word in one.text for word in asked)]
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
        found = [one for one in found if one.project.stage == asked_for]
    if wanted.kind:
        found = [one for one in found if one.project.kind == wanted.kind]
    if wanted.year:
        found = [one for one in found if one.project.year == wanted.year]
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
