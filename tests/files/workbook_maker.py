"""Workbooks as people send them, made cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from duikou.book import Activity, Document, Pairing, Project, Subject, filling_of
from duikou.files.workbook.difference import Difference, Standing, compare
from duikou.files.workbook.grid import Mark, open_workbook
from duikou.files.workbook.heads import OwnHeads
from duikou.files.workbook.names import Register
from duikou.files.workbook.template import Record, Sheet, write_template
from duikou.words import load

WORDS = load()
TODAY = date(2026, 1, 31)
PAIRING = Pairing("wz", frozenset({"310000", "120000"}), frozenset({"500101"}))


def book_of(sheets: Mapping[str, Sequence[Sequence[object]]], change: Any = None) -> bytes:
    """An .xlsx file of these sheets, `change` called with the openpyxl workbook before it is saved."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    if change:
        change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_part(raw: bytes, name: str, content: bytes) -> bytes:
    """The archive with one part more, or another content of one."""
    with ZipFile(BytesIO(raw)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    return zip_of(parts | {name: content})


def held_against(
    raw: bytes,
    *records: Activity | Project,
    name: str = "x.xlsx",
    heads: OwnHeads | None = None,
    subjects: Sequence[Subject] = (),
    documents: Sequence[Document] = (),
    **standing: Any,
) -> Difference:
    """The difference between a workbook and a book of these records, all at version 1."""
    projects = [row for row in records if isinstance(row, Project)]
    present = {row.key: row for row in records}
    usual = {"pairings": (PAIRING,), "book": "book", "versions": dict.fromkeys(present, 1)}
    register = Register.of(WORDS, projects, subjects, documents, frozenset({"500101"}))
    return compare(
        open_workbook(raw, name), register, Standing(WORDS, TODAY, present, **usual | standing), heads
    )


def template_of(*records: Activity | Project, types: Sequence[str] = (), near: str = "500101") -> bytes:
    """The workbook of an office that has these records."""
    projects = [row for row in records if isinstance(row, Project)]
    kinds = [WORDS.activity[code] for code in types] or list(WORDS.activity.values())
    register = Register.of(WORDS, projects, (), (), frozenset({near}))
    sheets = [
        Sheet(
            kind,
            [
                Record(row.key, 1, filling_of(row))
                for row in records
                if (row.type if isinstance(row, Activity) else "project") == kind.code
            ],
        )
        for kind in kinds
    ]
    return write_template(sheets, register, Mark("book", "wz", 3, {}), "万州区水利局", TODAY)


def codes(found: Difference) -> set[tuple[str, str, str, str]]:
    """(sheet, cell, severity, code) of every problem."""
    return {(each.sheet, each.cell, each.problem.severity, each.problem.code) for each in found.problems}
