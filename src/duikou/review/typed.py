"""What a person typed into the form of a figure → its fields, or what is wrong with each in turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duikou.book import NATURES, BookError, Subject, Window, parse_day
from duikou.review.amounts import amount_text, with_amount
from duikou.review.fields import SAYABLE, Fields, Proposal
from duikou.words import UnknownCode, Vocabulary

NEW = "+"  # the choice to register a new thing
_BETWEEN = re.compile(r"[、,，;；]")
FORMS = ("project", "firm", "hospital", "school", "route", "site", "product", "group", "other")

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Entered:
    """The fields as far as they can be understood, and what stands against the others (each BookError names
    its `field`)."""

    fields: Fields
    problems: tuple[BookError, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a form is understood against: the words, the registered things by key, the other figures'
    numbers."""

    vocabulary: Vocabulary
    subjects: Mapping[str, Subject]
    numbers: frozenset[int] = frozenset()


def entered(typed: Typed, proposal: Proposal, before: Fields, known: Known) -> Entered:
    """The fields that a form says. `typed`: input name → its values, names or codes; an input that is not
    sent leaves its field as `before`. `new_key` is filled in by whoever registers: `link` is then `NEW`.
    """
    form = _Form(typed, known)
    fields = _amount(form, proposal, before)
    fields = replace(
        fields,
        measure=form.word("measure", before.measure, _base_measure),
        kind=form.word("kind", before.kind, lambda v, text: v.kind_of(text).code),
        stage=form.word("stage", before.stage, lambda v, text: v.stage_of(text).code),
        sector=form.word("sector", before.sector, lambda v, text: v.sector_of(text).code),
        nature=form.among("nature", before.nature, NATURES),
        donor=form.names("donor", before.donor, lambda v, text: v.parties.resolve(text).code),
        open_donors=form.ticked("open_donors", before.open_donors),
        recipient=form.names("recipient", before.recipient, lambda v, text: v.places.resolve(text).code),
        site=form.text("site", before.site),
        since=form.day("from", before.since),
        until=form.day("to", before.until),
        part_of=form.part_of(proposal.number, before.part_of),
        assumed=form.assumed(before.assumed),
    )
    form.check_period(fields)
    return Entered(form.subject(fields, before), tuple(form.problems))


def _amount(form: _Form, proposal: Proposal, before: Fields) -> Fields:
    """The number; unit and qualifier follow it unless the person chose others."""
    words = form.known.vocabulary
    fields = before
    text = form.text("amount", "")
    if text and text != amount_text(proposal, before, words):
        try:
            fields = with_amount(before, text, words)
        except BookError as error:
            form.problems.append(error)
    for name, table in (("unit", words.unit), ("qualifier", words.qualifier)):
        chosen = form.among(name, getattr(before, name), table)
        if chosen != getattr(before, name):
            fields = replace(fields, **{name: chosen})  # type: ignore[arg-type]
    return fields


def _base_measure(vocabulary: Vocabulary, text: str) -> str:
    measure = vocabulary.measure_of(text)
    return measure.base or measure.code


class _Form:
    """The typed values, taken one field at a time; problems gather."""

    def __init__(self, typed: Typed, known: Known) -> None:
        self.typed = typed
        self.known = known
        self.problems: list[BookError] = []

        self._on_form = frozenset(" ".join(typed.get("shown", ())).split())

    def _values(self, name: str) -> Sequence[str] | None:
        """What was sent for an input, None where it was not on the form; an emptied one may send nothing."""
        values = self.typed.get(name)
        return values or ([""] if name in self._on_form else None)

    def text(self, name: str, before: str) -> str:
        values = self._values(name)
        return values[0].strip() if values else before

    def word(self, name: str, before: str, find: Callable[[Vocabulary, str], str]) -> str:
        """The code of one word of the vocabulary."""
        text = self.text(name, before)
        return self._found(name, text, find) if text else ""

    def names(
        self, name: str, before: tuple[str, ...], find: Callable[[Vocabulary, str], str]
    ) -> tuple[str, ...]:
        """The codes of several names, one by one or joined by 、"""
        values = self._values(name)
        if values is None:
            return before
        texts = [text.strip() for value in values for text in _BETWEEN.split(value) if text.strip()]
        codes = (self._found(name, text, find) for text in texts)
        return tuple(dict.fromkeys(code for code in codes if code))

    def _found(self, name: str, text: str, find: Callable[[Vocabulary, str], str]) -> str:
        try:
            return find(self.known.vocabulary, text)
        except UnknownCode as error:
            problem = BookError(f"unknown.{error.table}", name, value=text, suggestions=error.suggestions)
            self.problems.append(problem)
            return ""

    def among(self, name: str, before: str, known: Iterable[str]) -> str:
        text = self.text(name, before)
        if text in known:
            return text
        self.problems.append(BookError("review.choice", name, value=text))
        return before

    def ticked(self, name: str, before: bool) -> bool:
        return name in self.typed if name in self._on_form else before

    def assumed(self, before: frozenset[str]) -> frozenset[str]:
        if "said" not in self._on_form:
            return before
        return frozenset(SAYABLE) - frozenset(self.typed.get("said", ()))

    def day(self, name: str, before: str) -> str:
        text = self.text(name, before)
        try:
            parse_day(text, name)
        except BookError as error:
            self.problems.append(error)
        return text

    def check_period(self, fields: Fields) -> None:
        if any(problem.field in ("from", "to") for problem in self.problems):
            return
        try:
            Window(parse_day(fields.since, "from"), parse_day(fields.until, "to", last=True))
        except BookError as error:
            self.problems.append(error)

    def part_of(self, own: int, before: int) -> int:
        text = self.text("part_of", str(before or ""))
        if not text:
            return 0
        number = int(text) if text.isascii() and text.isdigit() else 0
        if number == own or number not in self.known.numbers:
            self.problems.append(BookError("review.part_of", "part_of", value=text))
        return number

    def subject(self, fields: Fields, before: Fields) -> Fields:
        """`fields` with the thing chosen: a registered one, a new one, or none."""
        name, link = self.text("subject", before.subject), self.text("link", before.link)
        if link == NEW:
            same = [key for key, subject in self.known.subjects.items() if name in subject.names]
            if len(same) == 1 and name != before.subject:  # the name of another registered thing was typed
                return replace(fields, subject=name, link=same[0], form="")
            if not name:
                self.problems.append(BookError("name.empty", "subject"))
            form = self.among("form", before.form or "other", FORMS)
            return replace(fields, subject=name, link=NEW, form=form)
        if link and link not in self.known.subjects:
            self.problems.append(BookError("unknown.subject", "subject", value=link))
        return replace(fields, subject=name, link=link, form="")
