"""Register projects, and the steps of their lives."""

from __future__ import annotations

from collections.abc import Iterable

from duikou.actions.gather import gathering
from duikou.book import Project, Receipt
from duikou.store.actors import Actor


def register_projects(rows: Iterable[Project], *, actor: Actor, replace: bool = False) -> Receipt:
    """One posting. A key that stands already is refused (BookError `key.taken`) unless `replace`: then the
    row becomes its next version, or is left out where it says nothing new. Raises as `gathering`."""
    with gathering(actor=actor, action="register_project") as basket:
        basket.projects(rows, replace=replace)
    assert basket.receipt is not None
    return basket.receipt


def register_project(row: Project, *, actor: Actor, replace: bool = False) -> Receipt:
    """As `register_projects`, for one row."""
    return register_projects([row], actor=actor, replace=replace)
