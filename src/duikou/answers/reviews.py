"""Documents under review: how far each has come, one with its figures, and what is put before the
reviewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from duikou.answers.corrections import records
from duikou.answers.errors import NotFound
from duikou.answers.views import Choice
from duikou.answers.wording import chinese
from duikou.book import PUBLIC, BookError, Document, Sight, Subject
from duikou.reading import abbreviations
from duikou.review.doubts import Doubt, Record, doubts
from duikou.review.links import Registry
from duikou.review.offers import Offer, offer
from duikou.store import reviews, selectors
from duikou.store.reviews import CONFIRMED, OPEN, REJECTED, Review, Reviewed

STATES = (OPEN, CONFIRMED, REJECTED)
DOUBTFUL = "doubtful"
NO_SOURCES = ("sample", "synthetic")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A document in the list: its figures by state, and who took it in when."""

    key: str
    title: str
    dated: str
    figures: int
    open: int
    confirmed: int
    rejected: int
    actor: str
    taken_in: datetime


@dataclass(frozen=True, slots=True)
class MarkView:
    """A figure in the text. `doubtful`: it is open and deserves a second look; `pending`: the book does not
    yet say what was decided."""

    number: int
    version: int
    start: int
    end: int
    surface: str
    measure: str
    state: str
    doubtful: bool
    pending: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """Open figures that can be confirmed together: `doubtless`, or one measure's."""

    code: str
    label: str
    marks: tuple[MarkView, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A document under review with its figures in reading order."""

    key: str
    title: str
    dated: str
    publisher: str
    form: str
    text: str
    marks: tuple[MarkView, ...]
    kinds: tuple[Kind, ...]

    def count(self, state: str) -> int:
        return sum(mark.state == state for mark in self.marks)

    @property
    def total(self) -> int:
        return len(self.marks)

    @property
    def open(self) -> int:
        return self.count(OPEN)

    @property
    def confirmed(self) -> int:
        return self.count(CONFIRMED)

    @property
    def rejected(self) -> int:
        return self.count(REJECTED)

    @property
    def decided(self) -> int:
        return self.total - self.open

    @property
    def doubtful(self) -> int:
        return sum(mark.doubtful for mark in self.marks)

    @property
    def pending(self) -> int:
        return sum(mark.pending for mark in self.marks)

    def after(self, number: int, only_doubtful: bool = False) -> int:
        """The next open figure after `number`, from the start again at the end; 0 where none is left."""
        wanted = [m.number for m in self.marks if (m.doubtful if only_doubtful else m.state == OPEN)]
        return next((n for n in wanted if n > number), wanted[0] if wanted else 0)


class Desk:
    """A review as it is now, with what it is held against."""

    def __init__(self, key: str, *, office: str = "", sight: Sight = PUBLIC) -> None:
        """Raises NotFound, also for a document that `office` may not review."""
        try:
            self.document: Document = selectors.document(key)
            self.review: Review = reviews.review(key)
        except BookError as error:
            raise NotFound("review", key) from error
        if not _reviews(self.document, self.review.office, office, sight):
            raise NotFound("review", key)
        self.vocabulary = selectors.vocabulary()

    @cached_property
    def subjects(self) -> Mapping[str, Subject]:
        """Registered things by key, those that this review registers among them."""
        standing = {subject.key: subject for subject in selectors.subjects()}
        return {**self.review.new_subjects(), **standing}

    @cached_property
    def registry(self) -> Registry:
        return Registry(self.subjects.values(), self.vocabulary, abbreviations(self.review.text))

    def offer(self, figure: Reviewed) -> Offer:
        """What is put before the reviewer: as proposed, or as somebody last said."""
        made = offer(figure.proposal, figure.fields, self.review.text, self.registry, self.vocabulary)
        said = any(decision.fields for decision in figure.decisions)
        return Offer(figure.fields, made.links, made.rule) if said else made

    def doubts(self, figure: Reviewed, made: Offer | None = None) -> tuple[Doubt, ...]:
        """What to look at in a figure that is open."""
        if figure.state != OPEN:
            return ()
        return doubts(figure.proposal, made or self.offer(figure), self.vocabulary, self._records)

    @cached_property
    def _records(self) -> Mapping[tuple[str, str], Record]:
        return records()

    def view(self) -> ReviewView:
        """The document with the state of each figure."""
        marks = tuple(map(self._mark, self.review.figures))
        row = self.document
        return ReviewView(
            key=row.key,
            title=row.title,
            dated=row.dated,
            publisher=row.publisher,
            form=self.review.form,
            text=self.review.text,
            marks=marks,
            kinds=tuple(self._kinds(marks)),
        )

    def _mark(self, figure: Reviewed) -> MarkView:
        proposal = figure.proposal
        return MarkView(
            number=figure.number,
            version=figure.version,
            start=proposal.start,
            end=proposal.end,
            surface=proposal.words,
            measure=figure.fields.measure,
            state=figure.state,
            doubtful=bool(self.doubts(figure)),
            pending=figure.pending,
        )

    def _kinds(self, marks: Sequence[MarkView]) -> Iterator[Kind]:
        label = "zh" if chinese() else "en"
        left = [mark for mark in marks if mark.state == OPEN]
        if sure := tuple(mark for mark in left if not mark.doubtful):
            yield Kind("doubtless", "", sure)
        for code in dict.fromkeys(mark.measure for mark in left):
            name = getattr(self.vocabulary.measure[code], label)
            yield Kind(code, name, tuple(mark for mark in left if mark.measure == code))


def _reviews(document: Document, taken_in_by: str, office: str, sight: Sight) -> bool:
    """A document that is not public is reviewed by the office that took it in, and by who sees everything."""
    return sight.whole or document.public or (office != "" and office == taken_in_by)


def list_reviews(*, office: str = "", sight: Sight = PUBLIC) -> tuple[ReviewLine, ...]:
    """Documents under review that stand in the book and that `office` may review, the newest first."""
    standing = {row.key: row for row in selectors.documents()}
    return tuple(
        ReviewLine(
            key=head.document,
            title=standing[head.document].title,
            dated=standing[head.document].dated,
            figures=head.figures,
            open=head.counts.get(OPEN, 0),
            confirmed=head.counts.get(CONFIRMED, 0),
            rejected=head.counts.get(REJECTED, 0),
            actor=head.actor,
            taken_in=head.recorded_at,
        )
        for head in reviews.reviews()
        if head.document in standing and _reviews(standing[head.document], head.office, office, sight)
    )


def list_sources(*, sight: Sight = PUBLIC) -> tuple[Choice, ...]:
    """The documents that another one may reprint, by key and title; reprints and examples are left out."""
    rows = (row for row in selectors.documents() if not row.copy_of and row.form not in NO_SOURCES)
    return tuple(Choice(row.key, f"{row.key} · {row.title}") for row in rows if sight.whole or row.public)
