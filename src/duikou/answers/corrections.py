"""What people corrected in review: which rules of the reader fail most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from duikou.review import FIELDS, Correction, corrections, statement_key
from duikou.review.added import MISSED, is_added
from duikou.review.doubts import Record
from duikou.store import reviews, selectors
from duikou.store.reviews import CONFIRMED, REJECTED, Reviewed

MOST_EXAMPLES = 3
MOST_LEARNT = 2_000  # decisions that tell how a rule fares now
FIGURE, LINK = "figure", "link"


@dataclass(frozen=True, slots=True)
class Example:
    """One correction: `statement` is the key that the figure has or would have in the book."""

    statement: str
    surface: str
    read: str
    said: str
    actor: str
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleRow:
    """How a rule of the reader fared for one field. `basis`: said or assumed, what it takes the field for."""

    field: str
    rule: str
    basis: str
    confirmed: int
    corrected: int
    examples: tuple[Example, ...] = ()

    @property
    def share(self) -> float:
        """The corrected among the decided, 0 to 1."""
        return self.corrected / (self.confirmed + self.corrected)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person's decision says of one field of a figure; `correction` is None where it stood."""

    field: str
    rule: str
    basis: str
    correction: Correction | None


def correction_report(latest: int | None = None) -> tuple[RuleRow, ...]:
    """Every field and rule that people decided on (`latest`: in so many of the newest decisions only), those
    corrected most often first. The figure itself counts as a field: a rejected one is a correction of the
    rule that found it, one that a person added counts under the rule `missed`."""
    counts: dict[tuple[str, str, str], list[int]] = {}
    examples: dict[tuple[str, str, str], list[Example]] = {}
    for document, figure in reviews.every_figure(latest):
        for judged in _judged(figure):
            key = (judged.field, judged.rule, judged.basis)
            count = counts.setdefault(key, [0, 0])
            count[judged.correction is not None] += 1
            if judged.correction:
                examples.setdefault(key, []).append(_example(document, figure, judged.correction))
    rows = [
        RuleRow(*key, confirmed, corrected, tuple(examples.get(key, ())[-MOST_EXAMPLES:]))
        for key, (confirmed, corrected) in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.corrected, -row.share, row.field, row.rule)))


def records() -> Mapping[tuple[str, str], Record]:
    """By field and rule, how often it stood and how often it was corrected in the newest decisions, as they
    were when the book was last posted to."""
    return _records(selectors.state())


@lru_cache(maxsize=2)
def _records(_state: tuple[str, int]) -> Mapping[tuple[str, str], Record]:
    """Reckoned once for each state of the book: a look at every decision for every key pressed would take
    long."""
    return {
        (row.field, row.rule): Record(row.confirmed, row.corrected)
        for row in correction_report(MOST_LEARNT)
        if row.rule
    }


def _judged(figure: Reviewed) -> Iterator[Judged]:
    """What was decided on a figure that is confirmed or rejected; one that is open says nothing."""
    if is_added(figure.proposal):
        if figure.state == CONFIRMED:
            missed = Correction(FIGURE, MISSED, "", "", figure.proposal.words)
            yield Judged(FIGURE, MISSED, "", missed)
        return
    found = figure.proposal.why_of("amount")
    rule, basis = (found.rule, found.basis) if found else ("", "")
    if figure.state == REJECTED:
        yield Judged(FIGURE, rule, basis, Correction(FIGURE, rule, basis, figure.proposal.words, ""))
    if figure.state != CONFIRMED:
        return
    yield Judged(FIGURE, rule, basis, None)
    changed = {one.field: one for one in corrections(figure.proposal, figure.fields)}
    for field in FIELDS:
        if why := figure.proposal.why_of(field):
            yield Judged(field, why.rule, why.basis, changed.pop(field, None))
    for other in changed.values():
        yield Judged(other.field, other.rule, other.basis, other)
    last = figure.last
    if last and last.offered_rule:
        said = figure.fields.link
        right = said == last.offered or (last.offered_rule == "new" and bool(figure.fields.form))
        changed_link = None if right else Correction(LINK, last.offered_rule, "", last.offered, said)
        yield Judged(LINK, last.offered_rule, "", changed_link)


def _example(document: str, figure: Reviewed, correction: Correction) -> Example:
    last = figure.last
    assert last is not None
    return Example(
        statement=statement_key(document, figure.number),
        surface=figure.proposal.words,
        read=correction.read,
        said=correction.said,
        actor=last.actor,
        office=last.office,
        at=last.recorded_at,
    )
