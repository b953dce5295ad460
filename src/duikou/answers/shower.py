"""Fillings in words: codes by name, amounts as officials write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from duikou.answers.amounts import number_text
from duikou.book import Activity
from duikou.files.workbook.names import Register
from duikou.store import selectors
from duikou.store.wording_filling import label
from duikou.words import ActivityType, Vocabulary


class Shower:
    """Made once for a page. `near`: places whose bare name will do. `of`: the records that are shown; without
    it names are told apart over all projects, subjects and documents of the book, which are read when the
    first name is asked for."""

    def __init__(self, near: frozenset[str] = frozenset(), of: Iterable[Activity] | None = None) -> None:
        self.words: Vocabulary = selectors.vocabulary()
        self.near = near
        self.of = None if of is None else tuple(of)

    @cached_property
    def register(self) -> Register:
        if self.of is None:
            every = selectors.projects(), selectors.subjects(), selectors.documents()
            return Register.of(self.words, *every, self.near)
        return Register.of(
            self.words,
            selectors.named("project", {row.project for row in self.of}),
            selectors.named("subject", {row.subject for row in self.of}),
            selectors.named("document", {key for row in self.of for key in row.papers}),
            self.near,
        )

    def text(self, kind: ActivityType, name: str, text: str) -> str:
        """The canonical text of a field in words; "" stays "", a field that is no more stays as it is."""
        field = kind.field(name)
        if field is None or not text:
            return text
        if field.number:
            return number_text(Decimal(text), self.words.unit[field.unit])
        return self.register.show(text, field)

    def fields(self, kind: ActivityType, filling: Mapping[str, str]) -> list[tuple[str, str]]:
        """(label, text) of the fields that have a value, in the order of the form."""
        return [
            (label(field), self.text(kind, field.name, filling[field.name]))
            for field in kind.fields
            if filling.get(field.name)
        ]

    def changes(
        self, kind: ActivityType, before: Mapping[str, str], after: Mapping[str, str]
    ) -> list[tuple[str, str, str]]:
        """(label, before, after) of the fields that differ."""
        return [
            (
                label(field),
                self.text(kind, field.name, before.get(field.name, "")),
                self.text(kind, field.name, after.get(field.name, "")),
            )
            for field in kind.fields
            if before.get(field.name, "") != after.get(field.name, "")
        ]
