"""The form of a type: its fields with what may be chosen, and what somebody typed into them as a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from duikou.answers.errors import NotFound
from duikou.answers.shower import Shower
from duikou.answers.views import Choice
from duikou.book import DOUBT, ERROR, Activity, Problem, Project, fill, filling_of, inherited, problem
from duikou.files.workbook.heads import Column
from duikou.files.workbook.names import Register
from duikou.files.workbook.rows import read_cell
from duikou.store import selectors
from duikou.store.holdings import Holdings, holdings
from duikou.store.wording_filling import SEVERITY_NAMES, label, say_problem, unit_label
from duikou.words import ActivityField, ActivityType, UnknownCode

_FEW = 400


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field. `value`: as typed. `options`: what may be chosen; `many`: several, parted by 、. `problems`:
    (severity, its name, words)."""

    name: str
    label: str
    form: str
    unit: str
    hint: str
    required: bool
    many: bool
    value: str
    options: tuple[Choice, ...]
    problems: tuple[tuple[str, str, str], ...]

    @property
    def values(self) -> str | list[str]:
        """The value, or one by one where there may be several."""
        return list(filter(None, self.value.split("、"))) if self.many else self.value


@dataclass(frozen=True, slots=True)
class FormView:
    """`record`: what was typed as a row, None where a problem is an error or nothing was typed. `doubtful`:
    whether somebody must confirm it, `doubts`: what. `version`: of the record that is corrected, 0 for a
    new one."""

    type: str
    label: str
    hint: str
    papers: tuple[str, ...]
    fields: tuple[FieldView, ...]
    record: Activity | None
    doubtful: bool
    version: int
    key: str
    doubts: tuple[Problem, ...] = ()


def blank_form(office: str, code: str) -> FormView:
    """Raises UnknownCode for what is no type of activity, BookError `unknown.office`."""
    held = holdings(office)
    shower, kind = _kind(held, code)
    start = {"recipient": held.office.place, "donors": held.office.party}
    typed = {name: shower.text(kind, name, text) for name, text in start.items() if kind.field(name)}
    return _view(kind, shower, typed, (), None, 0, "")


def present_form(office: str, key: str) -> FormView:
    """The form with a record that stands. Raises NotFound."""
    held = holdings(office)
    row = _present(held, key)
    shower, kind = _kind(held, row.type)
    filling = filling_of(row)
    typed = {field.name: shower.register.show(filling.get(field.name, ""), field) for field in kind.fields}
    return _view(kind, shower, typed, (), None, held.versions[key], key)


def filed_form(office: str, row: Activity, more: Iterable[Project] = ()) -> FormView:
    """The form with a record as it stands in a filing, `more` being the projects there."""
    held = holdings(office)
    shower, kind = _kind(held, row.type, more)
    filling = filling_of(row)
    typed = {field.name: shower.register.show(filling.get(field.name, ""), field) for field in kind.fields}
    key = row.key if row.key in held.records else ""
    return _view(kind, shower, typed, (), None, held.versions.get(key, 0), key)


def typed_form(
    office: str, code: str, typed: Mapping[str, str], key: str = "", more: Iterable[Project] = ()
) -> FormView:
    """What somebody typed: read as forgivingly as a cell, judged by the same rules. `more`: projects that are
    not in the book yet. Raises as the first two above."""
    held = holdings(office)
    before = _present(held, key) if key else None
    shower, kind = _kind(held, before.type if before else code, more)
    filling: dict[str, str] = {}
    found: list[Problem] = []
    for field in kind.fields:
        column = Column(0, field.zh, field, field.factor)
        read_cell(typed.get(field.name, "").strip(), column, shower.register, filling, found)
    named = filling.get("project", "")
    project = next((row for row in more if row.key == named), None) or held.records.get(named)
    if isinstance(project, Project):
        filling = inherited(kind, filling, project)
    faults = {each.field for each in found if each.severity == ERROR}
    filled = fill(kind, filling, shower.words, timezone.localdate(), before)
    found += [each for each in filled.problems if each.field not in faults]
    row = filled.row if isinstance(filled.row, Activity) and not faults else None
    if row and not held.concerns(row):
        found.append(problem(ERROR, "row.outside", "recipient"))
        row = None
    if row and not key and row.key in held.records:
        found.append(problem(ERROR, "row.similar", "title", title=row.title, key=row.key))
        row = None
    version = held.versions.get(key, 0)
    return _view(kind, shower, typed, found, row, version, key)


def _present(held: Holdings, key: str) -> Activity:
    row = held.records.get(key)
    if not isinstance(row, Activity):
        raise NotFound("activity", key)
    return row


def _kind(held: Holdings, code: str, more: Iterable[Project] = ()) -> tuple[Shower, ActivityType]:
    shower = Shower(held.near)
    projects = {row.key: row for row in held.records.values() if isinstance(row, Project)}
    shower.register = Register.of(shower.words, projects.values(), held.subjects, held.documents, held.near)
    for row in more:
        shower.register.add(row)
    kind = shower.words.activity.get(code)
    if kind is None or kind.core != "activity":
        raise UnknownCode("activity", code)
    return shower, kind


def _view(
    kind: ActivityType,
    shower: Shower,
    typed: Mapping[str, str],
    found: Any,
    row: Activity | None,
    version: int,
    key: str,
) -> FormView:
    at: dict[str, list[tuple[str, str, str]]] = {}
    for each in found:
        words = (
            each.severity,
            str(SEVERITY_NAMES[each.severity]),
            say_problem(each, kind, shower.words.unit),
        )
        at.setdefault(each.field, []).append(words)
    fields = tuple(
        FieldView(
            field.name,
            label(field),
            _widget(field),
            unit_label(field, shower.words.unit),
            _hint(field),
            field.required,
            field.form in ("parties", "choices", "sectors", "papers"),
            typed.get(field.name, ""),
            _options(field, shower.register),
            tuple(at.get(field.name, ())),
        )
        for field in kind.fields
    )
    doubtful = row is not None and any(each.severity == DOUBT for each in found)
    hint = kind.hint_zh if label(kind) == kind.zh else kind.hint_en
    doubts = tuple(each for each in found if each.severity == DOUBT)
    return FormView(kind.code, label(kind), hint, kind.papers, fields, row, doubtful, version, key, doubts)


def _hint(field: ActivityField) -> str:
    return field.hint_zh if label(field) == field.zh else field.hint_en


def _widget(field: ActivityField) -> str:
    """long, select (few choices, one of them), combobox (with suggestions) or text."""
    if field.form == "long":
        return "long"
    if field.form in ("choice", "sector"):
        return "select"
    return (
        "combobox"
        if field.form in ("choices", "sectors", "parties", "place", "project", "subject")
        else "text"
    )


def _options(field: ActivityField, register: Register) -> tuple[Choice, ...]:
    """Values are the Chinese names, which `read` understands; labels are in the language of the page."""
    if field.form in ("choice", "choices", "sector", "sectors"):
        return tuple(Choice(row.zh, label(row)) for row in register.rows(field))
    names: list[str] = []
    if field.form == "place":
        names = [register.show(code, field) for code in sorted(register.near)]
    elif field.form == "parties":
        donors = {code for pairing in selectors.pairings() for code in pairing.donors}
        names = [register.words.parties[code].name for code in sorted(donors)]
    elif field.form in ("project", "subject"):
        table = register.projects if field.form == "project" else register.subjects
        keys = sorted({key for found in table.values() for key in found})
        names = [register.show(key, field) for key in keys[:_FEW]]
    return tuple(Choice(name, name) for name in names)
