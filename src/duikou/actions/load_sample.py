"""Load the sample book: the real programme of five documents, and two articles of our own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duikou.actions.add_people import add_office
from duikou.actions.gather import gathering
from duikou.actions.sample import rows
from duikou.book import BookError
from duikou.store import selectors
from duikou.store.actors import Actor, system_actor

OFFICE = "sample"
OFFICE_NAME = "示例数据"


def load_sample(actor: Actor | None = None) -> Mapping[str, int]:
    """Put the whole sample into an empty book, in one posting, so that it is there entirely or not at all.

    `actor`: who loads it; by default the system, for the office `sample`, which is made known if need be.
    Returns the book's counts by table afterwards. Raises BookError `sample.not_empty` where anything has
    been posted before: the sample is never mixed into a book of one's own, nor loaded twice.
    """
    if head := selectors.head():
        raise BookError("sample.not_empty", "book", book=head.book, number=head.number)
    vocabulary = selectors.vocabulary()
    with gathering(actor=actor or _sample_actor(), action="load_sample") as basket:
        basket.documents(rows.documents())
        basket.subjects(rows.subjects())
        basket.pairings(rows.pairings())
        basket.projects(rows.projects())
        basket.statements(rows.statements(vocabulary))
        basket.entries(rows.entries(vocabulary))
    return selectors.counts()


def lay_out_articles(home: Path) -> None:
    """Put our two articles beside the book, in `documents/`, where pages look for originals. What lies there
    under the same name is replaced. Raises OSError where the folder cannot be written."""
    folder = home / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for article in rows.articles():
        (folder / article.file_name).write_bytes(article.text.encode("utf-8"))


def _sample_actor() -> Actor:
    system = system_actor()
    try:
        add_office(OFFICE, OFFICE_NAME, "system", actor=system)
    except BookError as error:
        if error.code != "key.taken":
            raise
    return Actor(system.user, OFFICE, frozenset({"enter"}))
