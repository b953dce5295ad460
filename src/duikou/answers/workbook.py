"""The workbook of an office, with its own records filled in; and a workbook's problems coloured in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from duikou.book import DOUBT, Activity, Problem, Project, Sight, filling_of
from duikou.files.workbook.difference import Difference
from duikou.files.workbook.grid import Mark
from duikou.files.workbook.marked import Remark, write_marked
from duikou.files.workbook.names import Register
from duikou.files.workbook.rows import Found
from duikou.files.workbook.template import Record, Sheet, write_template
from duikou.store import filings, selectors
from duikou.store.holdings import holdings
from duikou.store.moment import reading
from duikou.store.wording_filling import SEVERITY_NAMES, say_problem
from duikou.words import ActivityType, Vocabulary


def office_workbook(
    office: str, types: Iterable[str] = (), call: str = "", *, sight: Sight | None = None
) -> bytes:
    """An .xlsx file: a sheet for each type (all, or those coded or named in `types`), records in the order of
    their days; with `call` as they stand in the filing upon it; `sight`: of who asks, by default what the
    office reaches. Raises BookError `unknown.office`, `unknown.filing`, UnknownCode for a type."""
    with reading():
        words, held = selectors.vocabulary(), holdings(office, sight)
        wanted = [words.activity_of(name) for name in types] or list(words.activity.values())
        lines = filings.lines(filings.filing(call, office).id) if call else ()
        filed = {line.filed.key: line.filed for line in lines}
        rows = {**held.records, **{key: one.row for key, one in filed.items()}}
        rows = {key: row for key, row in rows.items() if key not in filed or not filed[key].withdrawn}
        projects = [row for row in rows.values() if isinstance(row, Project)]
        register = Register.of(words, projects, held.subjects, held.documents, held.near)
        mark = Mark(selectors.book_id(), office, selectors.upto(), {})
    written = {key: _written(one.problems) for key, one in filed.items()}
    sheets = [Sheet(kind, _records(kind, rows, held.versions, written)) for kind in wanted]
    return write_template(sheets, register, mark, held.office.name, timezone.localdate())


def _records(
    kind: ActivityType,
    every: Mapping[str, Activity | Project],
    versions: Mapping[str, int],
    written: Mapping[str, Mapping[str, str]],
) -> list[Record]:
    """What is not in the book yet has no key: it gets the same one when it is read again."""
    rows = [
        row
        for row in every.values()
        if (kind.core == "project" if isinstance(row, Project) else row.type == kind.code)
    ]
    rows.sort(key=lambda row: (row.last_day.isoformat() if isinstance(row, Activity) else row.name, row.key))
    return [
        Record(
            row.key if row.key in versions else "",
            versions.get(row.key, 0),
            filling_of(row),
            written.get(row.key, {}),
        )
        for row in rows
    ]


def _written(problems: Iterable[Problem]) -> dict[str, str]:
    """Field → what stood there, where that was doubtful: a workbook that is taken out and sent again must not
    make 一百二十多 an exact 120."""
    return {
        one.field: str(dict(one.params)["text"])
        for one in problems
        if one.severity == DOUBT and one.code in _AS_WRITTEN
    }


_AS_WRITTEN = frozenset({"number.about", "date.guessed", "place.ambiguous"})


def remarks(found: Iterable[Found], words: Vocabulary) -> list[Remark]:
    """Problems in words, in the present language."""
    return [
        Remark(
            each,
            str(SEVERITY_NAMES[each.problem.severity]),
            say_problem(each.problem, words.activity.get(each.type), words.unit),
        )
        for each in found
    ]


def marked_workbook(found: Difference) -> bytes:
    """The workbook as it was sent, its cells coloured and commented. Raises FileProblem `file.damaged`."""
    heads = (_("Severity"), _("Sheet"), _("Cell"), _("Problem and what to do"))
    return write_marked(found.workbook, remarks(found.problems, selectors.vocabulary()), heads)
