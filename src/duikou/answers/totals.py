"""`sum`: a question → exact value or honest bounds under both readings, with proof."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duikou.answers.evidence import Evidence, evidence
from duikou.answers.proofs import bound_view
from duikou.answers.questions import PLANNED, Question, scope_text, understand
from duikou.answers.views import TotalView
from duikou.answers.wording import chinese
from duikou.book import PUBLIC, Scope, Sight, describe_fields
from duikou.words import Reading


def ask(question: Question, *, sight: Sight = PUBLIC) -> TotalView:
    """Answer `question` from the book. Raises `UnknownCode`, BookError for what cannot be understood."""
    book = evidence(question.known_at, sight=sight)
    asked = understand(question, book.vocabulary, book.subjects.values())
    return total(asked.scope, book, asked.notes)


def total(scope: Scope, book: Evidence, notes: tuple[str, ...] = ()) -> TotalView:
    """Bounds of one scope under both readings."""
    unit = book.vocabulary.unit[scope.unit]
    reckon = book.reckoner.planned if scope.stage == PLANNED else book.reckoner.bounds
    strict, natural = (reckon(scope, reading) for reading in (Reading.STRICT, Reading.NATURAL))
    return TotalView(
        scope=describe_fields(scope),
        scope_text=scope_text(scope, book.vocabulary, book.subjects),
        unit=scope.unit,
        as_of=scope.window.end.isoformat() if scope.window.end else "",
        definition=definition(scope, book),
        strict=bound_view(strict, unit, book),
        natural=bound_view(natural, unit, book),
        notes=notes,
    )


def definition(scope: Scope, book: Evidence) -> str:
    """How the measure is counted, in words (口径)."""
    measure = book.vocabulary.measure[scope.measure]
    name = measure.zh if chinese() else measure.en
    adds = book.vocabulary.adds_over(scope.measure, scope.unit)
    if measure.nature == "rate":
        counted = _("a rate: never added, compared only over the same scope and period")
    elif measure.nature == "stock":
        counted = _("a state at one date: compared only at the same date")
    elif "donor" in adds:
        counted = _("joint amounts are counted once in the whole and in full in each donor's own account")
    else:
        counted = _("a distinct count: the same one may return in several years, sectors or donors' accounts")
    return _("{name}: {counted}.").format(name=name, counted=counted)
