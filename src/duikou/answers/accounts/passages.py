"""Sentences of an account: figures with one period, donors and place in one sentence.

What is printed will be read by others, by this program too: in Chinese a sentence is taken only if our own
reader finds in it every figure with its number and its scope. Where it does not, plainer wordings are tried,
in the end one sentence for one figure; a figure that no wording brings back is told beside the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duikou.answers.accounts.desk import Desk
from duikou.answers.accounts.topics import Topic
from duikou.answers.accounts.wording import clause_of, when_text
from duikou.answers.drafts import statements_of
from duikou.answers.evidence import Evidence
from duikou.answers.questions import donor_names
from duikou.answers.wording import chinese, listed
from duikou.book import Interval, Scope, Statement, Window
from duikou.book.account import Paragraph, Piece
from duikou.reading import read
from duikou.words import Reading

PROOF = "proof"  # what the text is called while it is read back
GENERAL = ("multi",)


@dataclass(frozen=True, slots=True)
class Context:
    """What the figures of one sentence have in common."""

    window: Window
    running: bool
    donors: frozenset[str]
    recipients: frozenset[str]
    sectors: frozenset[str]
    subjects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Written:
    """Paragraphs, and what could not be put into them."""

    paragraphs: tuple[Paragraph, ...]
    left: tuple[Scope, ...]


class Writer:
    """Writes the sentences of one account. `title`, `dated`: under which they will be read."""

    def __init__(self, desk: Desk, title: str, dated: str) -> None:
        self.desk = desk
        self.book = desk.book
        self.title = title
        self.dated = dated
        self._before = ""  # the first paragraph: what the rest of a text is about stands there

    def write(self, topics: Iterable[Topic]) -> Written:
        """One paragraph for one context, in the order in which the contexts come."""
        groups: dict[Context, list[Scope]] = {}
        for topic in topics:
            groups.setdefault(context_of(topic), []).append(topic.scope)
        paragraphs: list[Paragraph] = []
        left: list[Scope] = []
        for context, scopes in groups.items():
            found = self._group(context, scopes)
            paragraphs += found.paragraphs
            if paragraphs and not self._before:
                self._before = "".join(map(self._words, paragraphs[0].pieces)) + "\n\n"
            left += found.left
        return Written(tuple(paragraphs), tuple(left))

    def _words(self, piece: Piece) -> str:
        return self.desk.figures[piece - 1].printed if isinstance(piece, int) else piece

    def _group(self, context: Context, scopes: Sequence[Scope]) -> Written:
        """All in one sentence; else each in its own."""
        for paragraph in self._wordings(context, scopes):
            if self.reads_back(paragraph, scopes):
                return Written((paragraph,), ())
        if len(scopes) == 1:
            return Written((), tuple(scopes))
        good = [scope for scope in scopes if self._group(context, [scope]).paragraphs]
        left = tuple(scope for scope in scopes if scope not in good)
        if good and left:
            together = self._group(context, good)
            return Written(together.paragraphs, left + together.left)
        return Written(tuple(p for scope in good for p in self._group(context, [scope]).paragraphs), left)

    def _wordings(self, context: Context, scopes: Sequence[Scope]) -> Iterator[Paragraph]:
        for before in openings(context, self.book):
            pieces: list[Piece] = [before]
            for number, scope in enumerate(scopes):
                figure = self.desk.figure(scope)
                text = clause_of(scope, self.book)
                if self.desk.figures[figure - 1].qualifier == "at_least":
                    text = _("so far {clause}").format(clause=text)
                head, _n, tail = text.partition("{n}")
                pieces += [pgettext("list of clauses", ", ") if number else "", head, figure, tail]
            pieces.append(pgettext("end of sentence", "."))
            yield Paragraph(joined(pieces))

    def reads_back(self, paragraph: Paragraph, scopes: Sequence[Scope]) -> bool:
        """Whether our reader finds every figure of a paragraph with its number and scope; in English yes."""
        if not chinese():
            return True
        text = f"# {self.title}\n\n{self._before}"
        places: dict[tuple[int, int], Scope] = {}
        start = len(text)
        wanted = iter(scopes)
        for piece in paragraph.pieces:
            words = self._words(piece)
            if isinstance(piece, int):
                places[len(text), len(text) + len(words)] = next(wanted)
            text += words
        figures = read(text, dated=self.dated, vocabulary=self.book.vocabulary, title="")
        here = [figure for figure in figures if figure.start >= start]
        found = {
            span: row
            for row in statements_of(figures, PROOF, self.book, text)
            for span in places
            if row.start < span[1] and span[0] < row.end
        }
        return len(found) == len(places) == len(here) and all(
            self._same(found[span], scope) for span, scope in places.items()
        )

    def _same(self, row: Statement, scope: Scope) -> bool:
        """Whether a figure as read says what was meant."""
        mine = row.scope
        number = self.desk.figure(scope)
        stated = self.desk.stated(number)
        sectors = [codes - frozenset(GENERAL) for codes in (mine.sectors, scope.sectors)]
        return (
            mine.series == scope.series
            and mine.kinds == scope.kinds
            and self._donors(mine.donors) == self._donors(scope.donors)
            and mine.recipients == scope.recipients
            and mine.subjects == scope.subjects
            and (sectors[0] == sectors[1] or bool(scope.subjects and sectors[0] <= sectors[1]))
            and mine.window.end == scope.window.end
            and (mine.window.start == scope.window.start or "from" in row.assumed)
            and _alike(row.interval(Reading.NATURAL, self.book.vocabulary), stated)
        )

    def _donors(self, codes: frozenset[str]) -> tuple[tuple[int, int], ...]:
        return self.book.vocabulary.parties.spans(sorted(codes))


def _alike(one: Interval, other: Interval) -> bool:
    return (one.least, one.most) == (other.least, other.most)


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbouring words put together, empty ones left out."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        elif piece != "":
            out.append(piece)
    return tuple(out)


def context_of(topic: Topic) -> Context:
    """A sector is part of it only where the measure does not name it itself."""
    scope = topic.scope
    sectors = (
        frozenset()
        if scope.subjects or scope.measure.startswith(("training.", "exchange."))
        else scope.sectors
    )
    return Context(scope.window, topic.running, scope.donors, scope.recipients, sectors, scope.subjects)


def openings(context: Context, book: Evidence) -> Iterator[str]:
    """How a sentence may begin, the usual way first."""
    when = when_text(context.window)
    donors = donor_names(context.donors, book.vocabulary)
    places = place_names(context.recipients, book)
    sector = _sector(context, book)
    if context.subjects:
        yield from _openings_of_things(context, when, donors, places, book)
        return
    if not donors:
        yield _("{when}, in {places}{sector}: ").format(when=when, places=places, sector=sector)
        return
    texts = (
        _("{when}, support of {donors} for {places} in all{sector}: ")
        if context.running
        else _("{when}, support of {donors} for {places}{sector}: "),
        _("{when}, support of {donors} for {places}, namely{sector}: "),
    )
    for text in texts:
        yield text.format(when=when, donors=donors, places=places or _("all recipients"), sector=sector)


def _openings_of_things(
    context: Context, when: str, donors: str, places: str, book: Evidence
) -> Iterator[str]:
    thing = listed(book.subjects[key].name for key in sorted(context.subjects))
    where = "" if any(thing.startswith(name) for name in _own_names(context.recipients, book)) else places
    known = {"when": when, "donors": donors, "places": places, "where": where, "thing": thing}
    if not donors:
        yield _("{when}, {where} {thing}: ").format(**known)
        yield _("{when}, {thing} in {places}: ").format(**known)
        return
    if any(key in book.subjects and not book.subjects[key].single for key in context.subjects):
        yield _("{when}, built by {donors} in {places} for {thing}: ").format(**known)
        return
    yield _("{when}, {donors} supporting {places}, {thing}: ").format(**known)
    yield _("{when}, {donors} supporting {where} {thing}: ").format(**known)
    yield _("{when}, with the support of {donors}, {where} {thing}: ").format(**known)


def _own_names(codes: frozenset[str], book: Evidence) -> Iterator[str]:
    """Names with which the name of a thing may say where it is."""
    places = book.vocabulary.places
    for code in codes:
        yield places[code].name
        if places[code].level != "union":
            yield places[places.county_of(code)].name


def place_names(codes: frozenset[str], book: Evidence) -> str:
    """Names of places, those below a county with its name before them."""
    places = book.vocabulary.places
    names = []
    for code in sorted(codes):
        county = places.county_of(code) if places[code].level != "union" else code
        own = places[code].name
        names.append(own if county == code else f"{places[county].name}{own}")
    return listed(names)


def _sector(context: Context, book: Evidence) -> str:
    codes = context.sectors - frozenset(GENERAL)
    if not codes:
        return ""
    label = "zh" if chinese() else "en"
    names = listed(getattr(book.vocabulary.sector[code], label) for code in sorted(codes))
    return _(", in the field of {sector}").format(sector=names)


def dated_topic(topic: Topic, window: Window) -> Topic:
    """The same topic as of another day."""
    return replace(topic, scope=replace(topic.scope, window=window))
