"""A paper of a project: where the project may be seen, so may the papers of its steps."""

from __future__ import annotations

from datetime import date

from duikou.answers.activities import own_history
from duikou.answers.errors import NotFound
from duikou.answers.register import line
from duikou.book import PUBLIC, Activity, BookError, Document, Project, Sight
from duikou.book.sight import owns_project
from duikou.store import selectors
from duikou.store.papers import kept, paper


def papers_of(row: Project) -> dict[str, Document]:
    """The documents that the steps of a project name, by key; one that no longer stands is left out."""
    wanted = {step.paper for step in row.steps if step.paper}
    return selectors.documents_named(wanted) if wanted else {}


def content_of(project: str, key: str, today: date, *, sight: Sight = PUBLIC) -> tuple[Document, bytes]:
    """Raises NotFound where the project is not to be seen, names no such paper, or its file is not kept.

    Of a project that is only published the papers are not: they hold names and accounts.
    """
    row = line(project, today, sight=sight).project
    if not owns_project(sight, row, selectors.vocabulary()) or key not in {step.paper for step in row.steps}:
        raise NotFound("document", key)
    try:
        document = selectors.document(key)
    except BookError as error:
        raise NotFound("document", key) from error
    return file_of(document)


def papers_of_record(key: str, *, sight: Sight) -> tuple[tuple[Document, bool], ...]:
    """The papers that a record of somebody's own names, each with whether its file is kept. Raises
    NotFound."""
    row: Activity = own_history(key, sight)[-1].row
    found = selectors.documents_named(row.papers)
    return tuple((found[paper], kept(found[paper].digest)) for paper in row.papers if paper in found)


def paper_of_record(key: str, document: str, *, sight: Sight) -> tuple[Document, bytes]:
    """Raises NotFound where the record is not somebody's own, or names no such paper."""
    for row, _ in papers_of_record(key, sight=sight):
        if row.key == document:
            return file_of(row)
    raise NotFound("document", document)


def file_of(document: Document) -> tuple[Document, bytes]:
    """The document with its file. Raises NotFound where none is kept, or it is not what its digest says."""
    content = paper(document.digest) if document.digest else None
    if content is None:
        raise NotFound("document", document.key)
    return document, content
