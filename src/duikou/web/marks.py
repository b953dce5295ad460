"""How verdicts, findings and readings are labelled: always a word and a sign, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duikou.answers.amounts import settled_value
from duikou.answers.views import Bounds

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Mark:
    """`tone`: CSS class suffix; `icon`: name in templates/web/icons; `meaning`: one line for the legend."""

    tone: str
    icon: str
    label: Words
    meaning: Words


VERDICTS: dict[str, Mark] = {
    "contradicted": Mark(
        "bad",
        "x",
        pgettext_lazy("verdict", "Contradicted"),
        _("It cannot be true together with what else is in the book."),
    ),
    "doubtful": Mark(
        "doubt",
        "question",
        pgettext_lazy("verdict", "Doubtful"),
        _("It can only be true if something usually taken for granted does not hold."),
    ),
    "holds": Mark(
        "good",
        "check",
        pgettext_lazy("verdict", "Backed"),
        _("Other sources in the book bear it out."),
    ),
    "open": Mark(
        "open",
        "circle",
        pgettext_lazy("verdict", "Open"),
        _("Nothing in the book speaks for or against it."),
    ),
}

FINDINGS: dict[str, Mark] = {
    "contradiction": Mark(
        "bad",
        "x",
        pgettext_lazy("finding", "Contradiction"),
        _("These figures cannot all be true."),
    ),
    "doubt": Mark(
        "doubt",
        "question",
        pgettext_lazy("finding", "Doubt"),
        _("These figures fit only if something usually taken for granted does not hold."),
    ),
    "remainder": Mark(
        "rest",
        "rest",
        pgettext_lazy("finding", "Remainder"),
        _("What the stated parts leave of the stated whole."),
    ),
    "coincidence": Mark(
        "rest",
        "rest",
        pgettext_lazy("finding", "Same number"),
        _("One number for different things: worth a look, and no fault found."),
    ),
    "agreement": Mark(
        "good",
        "check",
        pgettext_lazy("finding", "Agreement"),
        _("Figures stated separately add up."),
    ),
}

# Figures under review; one that is open and deserves a second look is doubtful.
REVIEW: dict[str, Mark] = {
    "open": Mark("open", "circle", pgettext_lazy("review", "To do"), _("Nobody has decided on it yet.")),
    "doubtful": Mark(
        "doubt",
        "question",
        pgettext_lazy("review", "Look closely"),
        _("Nobody has decided on it yet, and the reader is not sure of it."),
    ),
    "confirmed": Mark(
        "good", "check", pgettext_lazy("review", "Confirmed"), _("A person has confirmed or corrected it.")
    ),
    "rejected": Mark(
        "rest", "x", pgettext_lazy("review", "Rejected"), _("It is no figure, or none for the book.")
    ),
}

COUNTS: dict[str, Words] = {
    "documents": _("Documents"),
    "statements": _("Statements"),
    "entries": _("Entries"),
    "pairings": _("Pairings"),
    "projects": _("Projects"),
    "subjects": _("Named subjects"),
}


def verdict_mark(code: str) -> Mark:
    return VERDICTS.get(code, VERDICTS["open"])


def review_mark(state: str, doubtful: bool) -> Mark:
    return REVIEW["doubtful" if doubtful else state]


def finding_mark(code: str) -> Mark:
    return FINDINGS.get(code, FINDINGS["remainder"])


def bounds_mark(bounds: Bounds) -> tuple[str, Words]:
    """(tone, word) that says honestly how far an amount is known."""
    least, most = bounds
    if least is None and most is None:
        return "open", pgettext_lazy("bounds", "not known")
    if most is None:
        return "least", pgettext_lazy("bounds", "at least")
    if least is None:
        return "most", pgettext_lazy("bounds", "at most")
    if least == most:
        return "exact", pgettext_lazy("bounds", "exact")
    scale = 10 ** max(len(end.partition(".")[2]) for end in (least, most))
    if settled_value(int(Decimal(least) * scale), int(Decimal(most) * scale)) is not None:
        return "range", pgettext_lazy("bounds", "rounded")
    return "range", pgettext_lazy("bounds", "range")
