"""A document of the book with every figure's verdict."""

from __future__ import annotations

from collections import Counter

from duikou.answers.drafts import check_text
from duikou.answers.errors import NotFound
from duikou.answers.evidence import Evidence, evidence, remember
from duikou.answers.figures import figure_view
from duikou.answers.findings import views
from duikou.answers.views import DocumentView
from duikou.book import PUBLIC, Document, Sight

SAMPLE = "sample"


def list_documents(*, sight: Sight = PUBLIC) -> tuple[DocumentView, ...]:
    """All documents in key order, without their figures; `counts` has the number of statements."""
    book = evidence(sight=sight)
    numbers = Counter(row.document for row in book.statements.values())
    return tuple(
        _view(document, "", counts={"statements": numbers[key]}) for key, document in book.documents.items()
    )


@remember
def document(key: str, *, sight: Sight = PUBLIC) -> DocumentView:
    """One document with its figures in reading order and the findings that touch it. Raises NotFound.

    An article written for demonstration has no statements in the book: it is read and checked anew.
    """
    book = evidence(sight=sight)
    if key not in book.documents:
        raise NotFound("document", key)
    row = book.documents[key]
    if row.form == SAMPLE and (text := book.text(row)):
        return check_text(text, document=row, sight=sight)
    statements = sorted(
        (s for s in book.statements.values() if s.document == key), key=lambda s: (s.start, s.key)
    )
    figures = tuple(figure_view(s, book.reckoner.verdict(s, row), book) for s in statements)
    return _view(
        row,
        book.text(row),
        figures=figures,
        findings=_touching(key, book),
        counts=dict(Counter(figure.verdict for figure in figures)),
    )


def _touching(key: str, book: Evidence):
    found = book.findings()
    keys = {s.key for s in book.statements.values() if s.document == key}
    return views((one for one in found if keys.intersection(one.statements)), book)


def _view(row: Document, text: str, **rest) -> DocumentView:
    return DocumentView(
        key=row.key,
        title=row.title,
        dated=row.dated,
        publisher=row.publisher,
        form=row.form,
        digest=row.digest,
        text=text,
        **{"figures": (), **rest},
    )
