"""Reading the tables of `words/data` into one `Vocabulary`."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeVar

from duikou.words.activities import ActivityType, Series, read_field, read_type, with_fields
from duikou.words.parties import Party, PartyTree
from duikou.words.places import Place, PlaceName, PlaceTree
from duikou.words.stated import QualifierRule, check_rules
from duikou.words.tables import Kind, Measure, NamedPeriod, Programme, Sector, Stage, StepRule, Target, Unit
from duikou.words.tree import Tree, UnknownCode

Row = Mapping[str, str]
DISTINCT_ADDS_OVER = frozenset({"recipient", "kind"})


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All the words of the book. Trees are numbered; the other tables map code → row."""

    places: PlaceTree
    parties: PartyTree
    sectors: Tree
    kinds: Tree
    measure: Mapping[str, Measure]
    unit: Mapping[str, Unit]
    sector: Mapping[str, Sector]
    kind: Mapping[str, Kind]
    stage: Mapping[str, Stage]
    qualifier: Mapping[str, QualifierRule]
    period: Mapping[str, NamedPeriod]
    programme: Mapping[str, Programme]
    target: Mapping[str, Target]
    step: Mapping[str, StepRule]
    activity: Mapping[str, ActivityType]

    def measure_of(self, code: str) -> Measure:
        """The measure coded `code` or named so in Chinese. Raises `UnknownCode`."""
        return _by_code_or_name("measure", self.measure, code)

    def sector_of(self, code: str) -> Sector:
        """The sector coded or named `code`. Raises `UnknownCode`."""
        return _by_code_or_name("sector", self.sector, code)

    def kind_of(self, code: str) -> Kind:
        """The kind coded or named `code`, older synonyms included. Raises `UnknownCode`."""
        return _by_code_or_name("kind", self.kind, code)

    def stage_of(self, code: str) -> Stage:
        """The stage coded or named `code`, synonyms included. Raises `UnknownCode`."""
        return _by_code_or_name("stage", self.stage, code)

    def activity_of(self, code: str) -> ActivityType:
        """The activity type coded or named `code`. Raises `UnknownCode`."""
        return _by_code_or_name("activity", self.activity, code)

    def unit_of(self, measure: str, unit: str = "") -> Unit:
        """The unit `unit`, or the measure's own where it is "". Raises `UnknownCode`."""
        code = unit or self.measure_of(measure).unit
        if code not in self.unit:
            raise UnknownCode("unit", code)
        return self.unit[code]

    def adds_over(self, measure: str, unit: str) -> frozenset[str]:
        """The coordinates over which parts surely add to the whole; counts of persons and households in
        whatever measure are distinct counts (DESIGN: max ≤ union ≤ sum). Raises `UnknownCode`."""
        adds = self.measure_of(measure).adds_over
        return adds & DISTINCT_ADDS_OVER if self.unit_of(measure, unit).distinct else adds

    def programme_of(self, place: str) -> Programme | None:
        """The programme whose recipients hold `place` (a place or union code); None where none is known.

        The narrowest one where several do.
        """
        inside = self.places.spans([place])
        found: list[tuple[int, Programme]] = []
        for programme in self.programme.values():
            spans = self.places.spans(programme.recipients)
            if all(any(a <= x and y <= b for a, b in spans) for x, y in inside):
                found.append((sum(b - a for a, b in spans), programme))
        return min(found, key=lambda pair: pair[0])[1] if found else None


T = TypeVar("T", Measure, Sector, Kind, Stage, ActivityType)


def _by_code_or_name(table: str, rows: Mapping[str, T], wanted: str) -> T:
    if wanted in rows:
        return rows[wanted]
    for row in rows.values():
        if wanted in (row.zh, row.en) or wanted in getattr(row, "synonyms", ()):
            return row
    known = [*rows, *(row.zh for row in rows.values())]
    raise UnknownCode(table, wanted, difflib.get_close_matches(wanted, known, n=3, cutoff=0.4))


Tables = Mapping[str, Sequence[Row]]
TABLES = (
    "places",
    "place_names",
    "place_codes",
    "unions",
    "parties",
    "sectors",
    "kinds",
    "measures",
    "units",
    "stages",
    "qualifiers",
    "periods",
    "programmes",
    "targets",
    "steps",
    "activity_types",
    "activity_fields",
)


def shipped_tables() -> dict[str, list[Row]]:
    """The rows of `words/data/*.csv` by table name, as they stand."""
    return {name: list(_rows(name)) for name in TABLES}


def _rows(name: str) -> Iterator[Row]:
    text = resources.files("duikou.words").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    reader = csv.reader(text.splitlines())
    head = next(reader)
    for cells in reader:
        if cells:
            yield dict(zip(head, cells, strict=True))


def build(tables: Tables) -> Vocabulary:
    """A vocabulary from rows by table name; a later row of one code replaces an earlier one.

    The columns are those of the shipped files. Raises UnknownCode for a row that names what is not there,
    ValueError for a row that cannot be read; both name the table.
    """
    places = _places(tables)
    sectors = _keyed(tables, "sectors", lambda r: Sector(r["code"], r["parent"], r["zh"], r["en"]))
    kinds = _keyed(
        tables, "kinds", lambda r: Kind(r["code"], r["parent"], r["zh"], r["en"], _split(r["synonyms"]))
    )
    qualifiers = _keyed(tables, "qualifiers", _qualifier)
    check_rules(qualifiers.values())
    measures, units = _keyed(tables, "measures", _measure), _keyed(tables, "units", _unit)
    stages = _keyed(tables, "stages", _stage)
    return Vocabulary(
        places=places,
        parties=PartyTree(_keyed(tables, "parties", _party).values(), places),
        sectors=Tree("sector", {s.code: s.parent for s in sectors.values()}),
        kinds=Tree("kind", {k.code: k.parent for k in kinds.values()}),
        measure=measures,
        unit=units,
        sector=sectors,
        kind=kinds,
        stage=stages,
        qualifier=qualifiers,
        period=_keyed(tables, "periods", lambda r: NamedPeriod(r["name"], r["start"], r["end"]), "name"),
        programme=_keyed(tables, "programmes", _programme),
        target=_keyed(
            tables, "targets", lambda r: Target(r["code"], r["zh"], r["en"], _split(r["synonyms"]))
        ),
        step=_keyed(tables, "steps", _step),
        activity=with_fields(
            _keyed(tables, "activity_types", read_type).values(),
            _keyed(tables, "activity_fields", read_field).values(),
            Series(measures, units, stages, kinds),
        ),
    )


@cache
def load() -> Vocabulary:
    """The shipped vocabulary, read once in a process. Raises as `build`."""
    return build(shipped_tables())


R = TypeVar("R")


def _keyed(tables: Tables, name: str, make: Callable[[Row], R], key: str = "code") -> dict[str, R]:
    made: dict[str, R] = {}
    for number, row in enumerate(tables[name], start=2):
        try:
            made[row[key]] = make(row)
        except (KeyError, ValueError) as error:
            raise ValueError(f"{name}.csv, row {number}: {error}") from error
    return made


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _places(tables: Tables) -> PlaceTree:
    places = [
        Place(r["code"], r["name"], r["level"], r["parent"], r["from"], r["to"], _split(r["successor"]))
        for r in tables["places"]
    ]
    places += [
        Place(r["code"], r["name"], "union", "", r["from"], r["to"], (), _split(r["members"]))
        for r in tables["unions"]
    ]
    names = [PlaceName(r["name"], r["code"], r["kind"], r["from"], r["to"]) for r in tables["place_names"]]
    older = [PlaceName(r["code"], r["place"], "code", r["from"], r["to"]) for r in tables["place_codes"]]
    return PlaceTree(places, names + older)


def _party(row: Row) -> Party:
    members, names = _split(row["members"]), _split(row["names"])
    return Party(row["code"], row["name"], row["parent"], row["kind"], row["place"], members, names)


def _measure(row: Row) -> Measure:
    return Measure(
        row["code"],
        row["zh"],
        row["en"],
        row["unit"],
        row["nature"],
        frozenset(_split(row["adds_over"])),
        row["base"],
        row["kind"],
        row["staged"] == "yes",
    )


def _unit(row: Row) -> Unit:
    return Unit(
        row["code"], row["zh"], row["en"], int(row["scale"]), row["distinct"] == "yes", row["whole"] == "yes"
    )


def _stage(row: Row) -> Stage:
    return Stage(row["code"], row["zh"], row["en"], int(row["order"]), row["mark"], _split(row["synonyms"]))


def _step(row: Row) -> StepRule:
    days = int(row["days"]) if row["days"] else None
    return StepRule(row["code"], row["zh"], row["en"], row["after"], days, row["paper_zh"], row["paper_en"])


def _qualifier(row: Row) -> QualifierRule:
    return QualifierRule(
        row["code"], (row["strict_low"], row["strict_high"]), (row["natural_low"], row["natural_high"])
    )


def _programme(row: Row) -> Programme:
    return Programme(
        row["code"], row["zh"], row["en"], row["start"], _split(row["recipients"]), row["source"]
    )
