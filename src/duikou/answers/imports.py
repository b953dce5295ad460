"""What a workbook would change and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duikou.answers.workbook import remarks
from duikou.book import Activity, Project
from duikou.files.workbook.difference import CHANGED, Difference, RowDifference
from duikou.files.workbook.names import Register
from duikou.store import selectors
from duikou.store.wording_filling import label
from duikou.words import Vocabulary


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One field of a record: its label, what stands and what would stand."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: where it is, its state, its title, what it changes."""

    place: str
    state: str
    title: str
    key: str
    changes: tuple[ChangeView, ...]


class Shower:
    """Shows canonical texts by name. Made once for a page: it reads the registers of the book."""

    def __init__(self) -> None:
        self.words: Vocabulary = selectors.vocabulary()
        self.register = Register.of(
            self.words, selectors.projects(), selectors.subjects(), selectors.documents()
        )

    def rows(self, found: Difference, state: str, most: int | None = None) -> list[RowView]:
        listed = [row for row in found.rows if row.state == state]
        return [self._row(row) for row in listed[:most]]

    def _row(self, row: RowDifference) -> RowView:
        kind = row.row.type
        changes = []
        for name, before, after in row.changes:
            field = kind.field(name)
            if field is not None:
                show = self.register.show
                changes.append(ChangeView(label(field), show(before, field), show(after, field)))
        record = row.record or row.before
        title = title_of(record) if record else row.row.filling.get("title", "")
        key = record.key if record else row.row.key
        return RowView(f"{row.row.sheet}!{row.row.number}", row.state, title, key, tuple(changes))


def title_of(record: Activity | Project) -> str:
    return record.title if isinstance(record, Activity) else record.name


def change_lines(found: Difference) -> Iterator[str]:
    """One line for each changed row."""
    for row in Shower().rows(found, CHANGED):
        said = "；".join(f"{each.label} {each.before or '—'} → {each.after or '—'}" for each in row.changes)
        yield f"{row.place}  {row.title}: {said}"


def missing_lines(found: Difference) -> Iterator[str]:
    for record in found.missing:
        yield _("Not in the workbook: {title} ({key}); it stays.").format(
            title=title_of(record), key=record.key
        )


def problem_lines(found: Difference) -> Iterator[str]:
    """One line for each problem: sheet and cell, severity, what to do."""
    for remark in remarks(found.problems, selectors.vocabulary()):
        place = "!".join(filter(None, (remark.found.sheet, remark.found.cell)))
        yield f"{place or '—'}  {remark.severity}  {remark.text}"


def difference_json(found: Difference) -> dict[str, object]:
    """The preview as plain JSON values; amounts in changes are decimal strings of base units."""
    return {
        "file": found.workbook.name,
        "counts": found.counts,
        "severities": dict(found.severities),
        "rows": [
            {
                "sheet": row.row.sheet,
                "row": row.row.number,
                "type": row.row.type.code,
                "state": row.state,
                "clean": row.clean,
                "key": row.record.key if row.record else row.row.key,
                "changes": [
                    {"field": name, "before": before, "after": after} for name, before, after in row.changes
                ],
            }
            for row in found.rows
        ],
        "missing": [{"key": record.key, "title": title_of(record)} for record in found.missing],
        "problems": [
            {
                "sheet": remark.found.sheet,
                "cell": remark.found.cell,
                "severity": remark.found.problem.severity,
                "code": remark.found.problem.code,
                "text": remark.text,
            }
            for remark in remarks(found.problems, selectors.vocabulary())
        ],
    }
