"""Time, memory and machine: what every bench reports of itself."""

from __future__ import annotations

import math
import multiprocessing
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from duikou import __version__

T = TypeVar("T")
MISSING = "—"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """`value` of the work, None where there is `trouble`; seconds by the clock and of the processor (all
    threads), and the most memory the process ever held, in MB."""

    value: T | None
    wall: float
    cpu: float
    peak: float
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of results. `notes`: how to read it, what was extrapolated or left out and why."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """All that one bench found."""

    bench: str
    machine: dict[str, str]
    tables: list[Table] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "bench": self.bench,
            "machine": self.machine,
            "tables": [
                {
                    "title": table.title,
                    "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
                    "notes": list(table.notes),
                }
                for table in self.tables
            ],
        }


def machine(*packages: str) -> dict[str, str]:
    """What was measured on: processor, cores, memory, system, load, and versions of Python and `packages`."""
    described = {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "system": platform.platform(),
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "python": platform.python_version(),
        "duikou": __version__,
    }
    for name in packages:
        try:
            described[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            described[name] = MISSING
    return described


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def timed(work: Callable[[], T]) -> Outcome[T]:
    """Do `work` here and now."""
    wall, cpu = time.perf_counter(), time.process_time()
    value = work()
    return Outcome(value, time.perf_counter() - wall, time.process_time() - cpu, _peak())


def _peak() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


def apart(work: Callable[[], T], limit: float) -> Outcome[T]:
    """Do `work` in a process of its own that knows all that this one knows, and is ended after `limit`
    seconds; what it returns must be picklable. Memory is that of the process, what was there before included.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            return Outcome(None, limit, math.nan, math.nan, f"not finished in {limit:.0f} s")
        found: Outcome[T] = ours.recv()
        return found
    except EOFError:
        return Outcome(None, math.nan, math.nan, math.nan, "its process ended without an answer")
    finally:
        if process.is_alive():
            process.join(1)
            process.kill()
        process.join()


def _report(work: Callable[[], Any], to: Connection) -> None:
    try:
        to.send(timed(work))
    except Exception as error:  # whatever a library that is only compared with may raise
        to.send(Outcome(None, math.nan, math.nan, math.nan, f"{type(error).__name__}: {error}"))


def growth(points: Iterable[tuple[float, float]]) -> float | None:
    """The exponent k of y ~ x^k by least squares over the logarithms; None for fewer than two points."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len({x for x, _ in logs}) < 2:
        return None
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def seconds(value: float) -> str:
    if math.isnan(value):
        return MISSING
    return f"{value:,.0f} s" if value >= 1000 else f"{value:.3g} s"


def megabytes(value: float) -> str:
    return MISSING if math.isnan(value) else f"{value:,.0f} MB"


def met(goal: bool | None) -> str:
    """Whether a goal is met; `None`: not measured to the end."""
    return MISSING if goal is None else ("yes" if goal else "no")


def lines(report: Report) -> list[str]:
    """The report as plain text."""
    shown = [f"duikou bench {report.bench}", ""]
    widest = max(map(len, report.machine))
    shown += [f"  {name:<{widest}}  {value}" for name, value in report.machine.items()]
    for table in report.tables:
        shown += ["", table.title, *_grid([table.columns, *table.rows])]
        shown += [f"  * {note}" for note in table.notes]
    return shown


def _grid(rows: Sequence[Sequence[object]]) -> list[str]:
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(_width(row[column]) for row in texts) for column in range(len(texts[0]))]
    shown = [_padded(row, widths) for row in texts]
    return [shown[0], "  " + "  ".join("-" * width for width in widths), *shown[1:]]


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
    return ("  " + "  ".join(cells)).rstrip()


def _width(text: str) -> int:
    """Chinese characters are two columns wide."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)
