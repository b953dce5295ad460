"""What a workbook would change and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duikou.answers.amounts import amount_text
from duikou.answers.shower import Shower
from duikou.answers.workbook import remarks
from duikou.book import Activity, Project
from duikou.files.workbook.difference import CHANGED, Difference, RowDifference
from duikou.files.workbook.heads import suggestions
from duikou.store import selectors
from duikou.store.wording_filling import label


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: where it is, the label of its type, its title. `changes`: (label, before, after) in words."""

    place: str
    type: str
    title: str
    key: str
    clean: bool
    changes: tuple[tuple[str, str, str], ...]


def row_views(found: Difference, state: str, shower: Shower, most: int | None = None) -> list[RowView]:
    """The rows of one state, at most so many."""
    rows = [row for row in found.rows if row.state == state]
    return [_row_view(row, shower) for row in rows[:most]]


def _row_view(row: RowDifference, shower: Shower) -> RowView:
    kind = row.row.type
    before = {name: old for name, old, _new in row.changes}
    after = {name: new for name, _old, new in row.changes}
    record = row.record or row.before
    title = title_of(record) if record else row.row.filling.get("title", "")
    key = record.key if record else row.row.key
    changes = tuple(shower.changes(kind, before, after))
    return RowView(f"{row.row.sheet}!{row.row.number}", label(kind), title, key, row.clean, changes)


@dataclass(frozen=True, slots=True)
class UnknownHead:
    """A head that no field is called by. `suggested`: name of the field that is most like it, "" = none."""

    text: str
    suggested: str


@dataclass(frozen=True, slots=True)
class MappedSheet:
    """A sheet of which somebody could say more. `type`: code, "" where none fits; `fields`: (name, label) of
    the fields that no column of it has yet."""

    name: str
    type: str
    heads: tuple[UnknownHead, ...]
    fields: tuple[tuple[str, str], ...]


def mapped_sheets(found: Difference) -> list[MappedSheet]:
    """The sheets without a type, and those with heads that mean nothing."""
    views = []
    for sheet in found.sheets:
        layout = sheet.layout
        if layout is None:
            views.append(MappedSheet(sheet.name, "", (), ()))
        elif layout.unknown:
            like = suggestions(layout.type, [head for _index, head in layout.unknown])
            taken = {column.field.name for column in layout.columns}
            free = tuple((each.name, label(each)) for each in layout.type.fields if each.name not in taken)
            heads = tuple(UnknownHead(head, like.get(head, "")) for _index, head in layout.unknown)
            views.append(MappedSheet(sheet.name, layout.type.code, heads, free))
    return views


def title_of(record: Activity | Project) -> str:
    return record.title if isinstance(record, Activity) else record.name


@dataclass(frozen=True, slots=True)
class Written:
    """One record that an import wrote. `entries`: (key, amount in words) of what it counts."""

    key: str
    title: str
    is_project: bool
    entries: tuple[tuple[str, str], ...]


def written(records: Iterable[Activity | Project]) -> list[Written]:
    """What an import wrote, with the entries that came of it."""
    listed = list(records)
    units = selectors.vocabulary().unit
    counted = selectors.counted(record.key for record in listed if isinstance(record, Activity))
    return [
        Written(
            record.key,
            title_of(record),
            isinstance(record, Project),
            tuple(
                (entry.key, amount_text(entry.amount, units[entry.unit]))
                for entry in counted.get(record.key, ())
            ),
        )
        for record in listed
    ]


def change_lines(found: Difference) -> Iterator[str]:
    """One line for each changed row."""
    for row in row_views(found, CHANGED, Shower()):
        said = "；".join(f"{name} {before or '—'} → {after or '—'}" for name, before, after in row.changes)
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
