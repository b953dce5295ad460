"""A workbook's preview, with every check, beside pandas and openpyxl merely reading it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duikou.cli.benches.measuring import MISSING, Outcome, Report, Table, machine, seconds, timed
from duikou.files.workbook.grid import Mark
from duikou.files.workbook.names import Register
from duikou.files.workbook.template import Record, Sheet, write_template
from duikou.words import ActivityType, Vocabulary, load

KINDS = ("training", "firm", "consumption", "exchange", "tourism")
OFFICE = "bench"
GOAL = 3.0
_SENT = date(2026, 1, 31)
_CHOSEN = {"direction": "sent", "channel": "live", "mode": "both"}


def measure(rows: int, say: Callable[[str], None]) -> Report:
    """Times of one run: pandas reading, the preview where all rows are new, and where the book has them."""
    words = load()
    raw = _workbook(words, rows)
    say(f"  {rows} rows, {len(raw) / 2**20:.1f} MB")
    read = _pandas(raw)
    with TemporaryDirectory() as folder:
        new, known = _previews(raw, Path(folder), say)
    table = Table(
        f"a workbook of {rows} rows in {len(KINDS)} sheets",
        ("what", "by the clock", "processor", "times pandas"),
        tuple(
            (what, seconds(one.wall), seconds(one.cpu), _ratio(one, read))
            for what, one in (
                ("pandas + openpyxl reading it", read),
                ("preview with all checks, every row new", new),
                ("preview with all checks, every row in the book", known),
            )
        ),
        (f"goal: at most {GOAL:.0f} times pandas", *((read.trouble,) if read.trouble else ())),
    )
    return Report("import", machine("python-calamine", "openpyxl", "pandas"), [table])


def _ratio(one: Outcome[Any], read: Outcome[Any]) -> str:
    return MISSING if read.trouble else f"{one.cpu / read.cpu:.2f}"


def _workbook(words: Vocabulary, rows: int) -> bytes:
    """An office's workbook full of new records, every figure invented."""
    kinds = [words.activity[code] for code in KINDS]
    register = Register.of(words, (), (), (), frozenset({"500101"}))
    share = -(-rows // len(kinds))
    numbers = [range(n * share, min(rows, (n + 1) * share)) for n in range(len(kinds))]
    sheets = [
        Sheet(kind, [Record("", 0, dict(_filling(kind, number))) for number in listed])
        for kind, listed in zip(kinds, numbers, strict=True)
    ]
    return write_template(sheets, register, Mark("", OFFICE, 0, {}), "基准测试", _SENT)


def _filling(kind: ActivityType, number: int) -> Iterator[tuple[str, str]]:
    yield "title", f"{kind.zh}第{number}号"
    yield "donors", ("310000", "120000", "350000")[number % 3]
    yield "recipient", "500101"
    yield "first_day", f"{2020 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    yield "note", "基准测试用，数字均为虚构"
    for field in kind.fields:
        if field.options and field.name in _CHOSEN:
            yield field.name, _CHOSEN[field.name]
        elif field.number and not field.part_of:
            # Money falls from stage to stage, and nobody came less often than once.
            size = 100 - field.order // 10 if field.form == "money" else field.order // 10
            yield field.name, str((size + number % 7) * field.factor)


def _pandas(raw: bytes) -> Outcome[Any]:
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        nothing = float("nan")
        return Outcome(None, nothing, nothing, nothing, "pandas is not installed: uv sync --group bench")
    return timed(lambda: pandas.read_excel(BytesIO(raw), sheet_name=None, header=None, engine="openpyxl"))


def _previews(raw: bytes, folder: Path, say: Callable[[str], None]) -> tuple[Outcome[Any], Outcome[Any]]:
    from duikou.store.opening import open_book

    open_book(folder / "book", create=True)
    from django.db import connection

    from duikou.actions.add_people import add_office
    from duikou.actions.import_workbook import import_workbook, preview_import
    from duikou.store.actors import Actor, system_actor

    system = system_actor()
    add_office(OFFICE, "基准测试", "county", actor=system, place="500101")
    actor = Actor(system.user, OFFICE, system.duties)
    # What every process does once is not the preview's.
    preview_import(_workbook(load(), 5), "warm.xlsx", actor=actor)
    new = timed(lambda: preview_import(raw, "bench.xlsx", actor=actor))
    found = new.value
    assert found is not None
    taken = timed(lambda: import_workbook(found, actor=actor, accept="all"))
    say(f"  taken in: {seconds(taken.wall)}")
    known = timed(lambda: preview_import(raw, "bench.xlsx", actor=actor))
    connection.close()
    return new, known
