"""Add documents: where statements and entries come from."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Document, Receipt
from duikou.store.actors import Actor


def add_documents(rows: Iterable[Document], *, actor: Actor, replace: bool = False) -> Receipt:
    """One posting. A key that stands already is refused (BookError `key.taken`) unless `replace`: then the
    row becomes its next version, or is left out where it says nothing new. Raises as `gathering`."""
    with gathering(actor=actor, action="add_document") as basket:
        basket.documents(rows, replace=replace)
    assert basket.receipt is not None
    return basket.receipt


def add_document(row: Document, *, actor: Actor, replace: bool = False) -> Receipt:
    """As `add_documents`, for one row."""
    return add_documents([row], actor=actor, replace=replace)
