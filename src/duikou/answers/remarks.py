"""A checked draft as a Word document: at each figure a comment with its verdict, what would be right, why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duikou.answers.figures import FLAGGED
from duikou.answers.views import DocumentView, FigureView, ProofView
from duikou.answers.wording import VERDICTS
from duikou.files import Byline, LoadedText, Remark, comment_docx, compose_docx

MOST_PROOFS = 4
MOST_ASSUMPTIONS = 3
WORD = ".docx"


def is_word(name: str) -> bool:
    """Whether a draft of that name gets its comments itself; any other is laid out anew."""
    return PurePath(name).suffix.lower() == WORD


def commented_docx(
    raw: bytes, name: str, loaded: LoadedText, checked: DocumentView, flagged_only: bool = False
) -> bytes:
    """The draft `raw`, loaded and checked, with a comment at each figure; one that is no .docx becomes a new
    document of its text. `flagged_only`: only at figures that do not fit.

    Comments are in the active language. Raises FileProblem `file.comments`.
    """
    told = list(remarks(checked, loaded, flagged_only))
    byline = _byline(timezone.localtime())
    if is_word(name):
        return comment_docx(raw, name, told, byline)
    return compose_docx(loaded, told, byline, name)


def _byline(now: datetime) -> Byline:
    return Byline(pgettext("author", "Duikou check"), pgettext("initials", "DK"), now)


def remarks(checked: DocumentView, loaded: LoadedText, flagged_only: bool = False) -> Iterator[Remark]:
    """What is said of each figure, in the active language."""
    for figure in checked.figures:
        if flagged_only and figure.verdict not in FLAGGED:
            continue
        heading = _("[{verdict}] {surface}").format(
            verdict=VERDICTS[figure.verdict], surface=figure.surface
        ) + _standing(loaded.where(figure.start).kind)
        yield Remark(figure.start, figure.end, heading, tuple(_lines(figure)))


def _standing(kind: str) -> str:
    """Where a figure stands that cannot have its comment at its own place."""
    return {
        "footnote": _(" (in the footnote)"),
        "endnote": _(" (in the endnote)"),
        "box": _(" (in the text box)"),
    }.get(kind, "")


def _lines(figure: FigureView) -> Iterator[str]:
    if figure.told:
        yield figure.told
    if figure.right:
        yield _("Would be right: {right}").format(right=figure.right)
    yield _("Read as: {scope}").format(scope=figure.scope_text)
    others = [proof for proof in figure.because if proof.key != figure.key]
    yield from (_("Rests on: {proof}").format(proof=_proof(proof)) for proof in others[:MOST_PROOFS])
    if len(others) > MOST_PROOFS:
        yield _("and {number} more").format(number=len(others) - MOST_PROOFS)
    if figure.verdict in FLAGGED:
        for one in figure.assuming[:MOST_ASSUMPTIONS]:
            yield _("Taken for granted: {text}").format(text=one.text)


def _proof(proof: ProofView) -> str:
    """One statement or entry on one line."""
    if proof.kind == "entry":
        return _("entry {key}, {surface} ({scope})").format(
            key=proof.key, surface=proof.surface, scope=proof.scope
        )
    if not proof.title:
        return _("“{surface}” of this draft ({scope})").format(surface=proof.surface, scope=proof.scope)
    return _("“{surface}” in {title} ({dated}), {key}: {scope}").format(
        surface=proof.surface, title=proof.title, dated=proof.dated, key=proof.key, scope=proof.scope
    )
