"""Confirm figures under review: as proposed, or corrected by what a person typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duikou.actions.decisions import Desk, deciding
from duikou.actions.validation import checks
from duikou.book import BookError
from duikou.review import Fields, statement
from duikou.review.typed import NEW, Known, Typed, entered
from duikou.store.actors import Actor
from duikou.store.reviews import CONFIRM, OPEN, Reviewed

# Fields of a statement's scope → those of the form.
_OF_FORM = {"donors": "donor", "recipients": "recipient", "kinds": "kind", "sectors": "sector"}


class Mistakes(ValueError):
    """What was typed does not make a statement; `problems` name their fields, in the order of the form."""

    def __init__(self, problems: Iterable[BookError]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


def confirm_figure(document: str, number: int, version: int, typed: Typed, *, actor: Actor) -> None:
    """Confirm one figure with the fields that the form says; `typed` {} = as proposed. `version`: of the
    figure as it was shown.

    Raises Mistakes, BookError `review.changed` and as `decisions.deciding`.
    """
    with deciding(document, actor) as desk:
        _confirm(desk, desk.figure(number, version), typed)


def confirm_figures(document: str, wanted: Iterable[tuple[int, int]], *, actor: Actor) -> None:
    """Confirm the figures of (number, version) pairs as they are proposed, all or none. Raises as
    `confirm_figure`."""
    with deciding(document, actor) as desk:
        for number, version in wanted:
            _confirm(desk, desk.figure(number, version), {})


def _confirm(desk: Desk, figure: Reviewed, typed: Typed) -> None:
    offered = desk.offer(figure)
    before = offered.fields if figure.state == OPEN and not figure.decisions else figure.fields
    numbers = frozenset(one.number for one in desk.review.figures)
    known = desk.known()
    form = entered(typed, figure.proposal, before, Known(desk.vocabulary, known, numbers))
    if form.problems:
        raise Mistakes(form.problems)
    fields = _with_key(form.fields, desk, figure)
    made = statement(figure.proposal, fields, desk.review.document, desk.vocabulary)
    if found := list(checks(desk.vocabulary)["statement"](made)):
        raise Mistakes(BookError(e.code, _OF_FORM.get(e.field, e.field), **e.params) for e in found)
    desk.decide(figure, CONFIRM, fields, offered)


def _with_key(fields: Fields, desk: Desk, figure: Reviewed) -> Fields:
    """The key of a thing to be registered: of the same name earlier in the document the same, else a new
    one."""
    if fields.link != NEW:
        return fields
    own = f"{desk.review.document}-s{figure.number:03d}"
    for key, subject in desk.review.new_subjects().items():
        if key != own and subject.name == fields.subject and subject.form == fields.form:
            return replace(fields, link=key, form="")
    return replace(fields, link=own)
