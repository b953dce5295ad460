"""Sums over many scopes at once: the table of entries beside DuckDB and Polars."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from duikou.book import Axes, Box, Entry, Scope
from duikou.book.box import DONOR, KIND, RECIPIENT, SECTOR, TIME
from duikou.cli.benches.measuring import MISSING, Outcome, Table, apart, seconds, timed
from duikou.rollups import EntryTable
from duikou.words import Vocabulary

GOAL = 50.0
# Scopes asked in one go; the next step is taken while it should end within the time allowed.
STEPS = (10, 40, 160, 640, 2_560, 10_240)
POLARS_AT_ONCE = 64
AXES = {KIND: "kind", RECIPIENT: "recipient", SECTOR: "sector", TIME: "time"}
DONORS = ("donor", "other")  # a joint entry has two spans of donors

# Low and high of what is certain, high of what is possible: scaled integers.
Answer = tuple[int, int, int]
Engine = Callable[[Sequence[Scope]], list[Answer]]


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """Entries as columns that any engine can load: spans of pre-order numbers, days, scaled amounts."""

    columns: dict[str, Any]
    series: dict[tuple[str, str, str], int]
    axes: Axes


def flatten(entries: Sequence[Entry], words: Vocabulary) -> Flat:
    """Columns of `entries`, sorted by series, recipient and day as the engines like them best."""
    axes = Axes(words)
    trees = {"kind": words.kinds, "recipient": words.places, "sector": words.sectors}
    spans: dict[str, dict[Any, tuple[int, int]]] = {name: {} for name in (*trees, *DONORS)}
    numbers: dict[tuple[str, str, str], int] = {}
    rows = []
    for entry in entries:
        row = [numbers.setdefault((entry.measure, entry.unit, entry.stage), len(numbers))]
        for name, tree in trees.items():
            code, known = getattr(entry, name), spans[name]
            if code not in known:
                known[code] = tree.spans([code] if code else [])[0]
            row += known[code]
        if entry.donors not in spans["donor"]:
            every = words.parties.spans(entry.donors)
            spans["donor"][entry.donors], spans["other"][entry.donors] = every[0], every[-1]
        row += (*spans["donor"][entry.donors], *spans["other"][entry.donors])
        rows.append((*row, entry.first_day.toordinal(), entry.last_day.toordinal() + 1))
    names = [f"{name}_{end}" for name in (*trees, *DONORS, "time") for end in ("first", "last")]
    table = np.array(rows, dtype=np.int32)
    columns: dict[str, Any] = {name: table[:, place] for place, name in enumerate(["series", *names])}
    columns["amount"] = np.array([entry.amount for entry in entries], dtype=np.int64)
    columns["rounding"] = np.array([entry.rounding for entry in entries], dtype=np.int64)
    order = np.lexsort((columns["time_first"], columns["recipient_first"], columns["series"]))
    return Flat(
        {name: np.ascontiguousarray(column[order]) for name, column in columns.items()}, numbers, axes
    )


def limits(flat: Flat, scope: Scope) -> tuple[int, Box, list[int]]:
    """Series number, box, and the axes along which the scope is limited at all."""
    box, everything = flat.axes.box(scope), flat.axes.box(Scope(*scope.series))
    limited = [axis for axis in (*AXES, DONOR) if box.spans[axis] != everything.spans[axis]]
    return flat.series[scope.series], box, limited


def duckdb_engine(flat: Flat) -> Engine:
    """One query a scope over a sorted table."""
    duckdb = importlib.import_module("duckdb")
    connection = duckdb.connect()
    connection.register("given", flat.columns)
    connection.execute("CREATE TABLE entries AS SELECT * FROM given")

    def ask(scopes: Sequence[Scope]) -> list[Answer]:
        return [connection.execute(duckdb_query(flat, scope)).fetchone() for scope in scopes]

    return ask


def duckdb_query(flat: Flat, scope: Scope) -> str:
    """The SQL of one scope."""
    series, box, limited = limits(flat, scope)

    def one(column: str, axis: int, inside: bool) -> str:
        first, last = f"{column}_first", f"{column}_last"
        tests = (
            f"({first} >= {a} AND {last} <= {b})" if inside else f"({first} < {b} AND {last} > {a})"
            for a, b in box.spans[axis]
        )
        return f"({' OR '.join(tests)})"

    def both(axis: int, inside: bool) -> str:
        if axis != DONOR:
            return one(AXES[axis], axis, inside)
        joined = " AND " if inside else " OR "
        return f"({joined.join(one(column, axis, inside) for column in DONORS)})"

    sure = " AND ".join(both(axis, True) for axis in limited) or "true"
    maybe = " AND ".join([f"series = {series}", *(both(axis, False) for axis in limited)])
    return (
        f"SELECT coalesce(sum(amount - rounding) FILTER ({sure}), 0)::BIGINT,"
        f" coalesce(sum(amount + rounding) FILTER ({sure}), 0)::BIGINT,"
        f" coalesce(sum(amount + rounding), 0)::BIGINT FROM entries WHERE {maybe}"
    )


def polars_engine(flat: Flat) -> Engine:
    """Lazy queries, collected together in portions."""
    polars = importlib.import_module("polars")
    frame = polars.DataFrame(flat.columns).lazy()

    def ask(scopes: Sequence[Scope]) -> list[Answer]:
        answers: list[Answer] = []
        for start in range(0, len(scopes), POLARS_AT_ONCE):
            queries = [_polars_query(polars, frame, flat, s) for s in scopes[start : start + POLARS_AT_ONCE]]
            answers += [found.row(0) for found in polars.collect_all(queries)]
        return answers

    return ask


def _polars_query(polars: Any, frame: Any, flat: Flat, scope: Scope) -> Any:
    series, box, limited = limits(flat, scope)
    column = polars.col

    def one(name: str, axis: int, inside: bool) -> Any:
        first, last = column(f"{name}_first"), column(f"{name}_last")
        tests = [
            ((first >= a) & (last <= b)) if inside else ((first < b) & (last > a)) for a, b in box.spans[axis]
        ]
        return polars.any_horizontal(tests) if len(tests) > 1 else tests[0]

    def both(axis: int, inside: bool) -> Any:
        if axis != DONOR:
            return one(AXES[axis], axis, inside)
        first, second = (one(name, axis, inside) for name in DONORS)
        return first & second if inside else first | second

    maybe, sure = column("series") == series, polars.lit(True)
    for axis in limited:
        maybe, sure = maybe & both(axis, False), sure & both(axis, True)
    low, high = column("amount") - column("rounding"), column("amount") + column("rounding")
    return frame.filter(maybe).select(
        low.filter(sure).sum().alias("low"),
        high.filter(sure).sum().alias("high"),
        high.sum().alias("possible"),
    )


def our_engine(table: EntryTable, others: Sequence[Scope]) -> Engine:
    """Ours, its rows sorted as these other scopes made it worth, as those of the others are sorted first."""
    table.sums(others)

    def ask(scopes: Sequence[Scope]) -> list[Answer]:
        return [(found.low, found.high, max(found.high, found.most)) for found in table.sums(scopes)]

    return ask


@dataclass(frozen=True, slots=True)
class Run:
    """The largest step that was taken: its scopes, seconds and answers."""

    scopes: int
    wall: float
    cpu: float
    loading: float
    answers: list[Answer]

    def whole(self, scopes: int) -> float:
        """Seconds for all scopes, extrapolated where not all were asked."""
        return self.wall * scopes / self.scopes


def run(make: Callable[[], Engine], scopes: Sequence[Scope], budget: float) -> Run:
    """Ask ever more scopes while the next step should end within `budget` seconds."""
    loaded = timed(make)
    engine = loaded.value
    assert engine is not None
    engine(scopes[:1])  # what is compiled or built on first use is not part of the sums
    done = Run(0, 0.0, 0.0, loaded.wall, [])
    for step in STEPS:
        count = min(step, len(scopes))
        if done.scopes and (done.whole(count) > budget or done.scopes == len(scopes)):
            break
        asked = timed(partial(engine, scopes[:count]))
        assert asked.value is not None
        done = Run(count, asked.wall, asked.cpu, loaded.wall, asked.value)
    return done


def compare(
    table: EntryTable,
    entries: Sequence[Entry],
    scopes: Sequence[Scope],
    others: Sequence[Scope],
    words: Vocabulary,
    budget: float,
) -> Table:
    """Ours beside DuckDB and Polars on the same scopes over the same entries, each in its own process.
    `others`: what ours is asked before, while it loads."""
    flat = flatten(entries, words)
    engines: dict[str, Callable[[], Engine]] = {
        "duikou": partial(our_engine, table, others),
        "duckdb": partial(duckdb_engine, flat),
        "polars": partial(polars_engine, flat),
    }
    runs: dict[str, Outcome[Run]] = {
        name: apart(partial(run, make, scopes, budget), 10 * budget + 120) for name, make in engines.items()
    }
    return _table(runs, len(scopes), len(entries))


def _table(runs: dict[str, Outcome[Run]], scopes: int, entries: int) -> Table:
    finished = {name: outcome.value for name, outcome in runs.items() if outcome.value}
    ours = finished.get("duikou")
    rows = []
    for name, outcome in runs.items():
        done = finished.get(name)
        if done is None:
            rows.append((name, *(MISSING,) * 5, outcome.trouble))
            continue
        ratio = f"{done.whole(scopes) / ours.whole(scopes):.3g}×" if ours else MISSING
        note = "" if done.scopes == scopes else f"extrapolated from {done.scopes}"
        rows.append(
            (
                name,
                seconds(done.whole(scopes)),
                seconds(done.cpu * scopes / done.scopes),
                seconds(done.loading),
                ratio,
                _agreement(ours, done),
                note,
            )
        )
    columns = ("engine", f"{scopes:,} scopes", "processor", "loading", "of our time", "same sums", "note")
    return Table(
        f"Sums: {scopes:,} five-dimensional scopes over {entries:,} entries",
        columns,
        tuple(rows),
        _notes(runs),
    )


def _agreement(ours: Run | None, other: Run) -> str:
    if ours is None:
        return MISSING
    pairs = list(zip(ours.answers, other.answers, strict=False))
    same = sum(tuple(map(int, a)) == tuple(map(int, b)) for a, b in pairs)
    return f"{same} of {len(pairs)}"


def _notes(runs: dict[str, Outcome[Run]]) -> tuple[str, ...]:
    rivals = [run.value for name, run in runs.items() if name != "duikou" and run.value]
    ours = runs["duikou"].value
    verdict = "not measured"
    if rivals and ours:
        ratio = min(rival.wall / rival.scopes for rival in rivals) / (ours.wall / ours.scopes)
        verdict = f"{ratio:.3g}×, {'met' if ratio >= GOAL else 'missed'}"
    return (
        f"Goal: at least {GOAL:.0f}× the faster of the two: {verdict}.",
        "Each gives certain low and high and possible high; ours looks up keys when asked.",
        "DuckDB and Polars come with the group `bench` (uv sync --group bench).",
        "DuckDB: one query a scope. Polars: lazy queries collected in portions. Both with all cores.",
    )
