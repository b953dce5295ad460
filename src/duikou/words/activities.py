"""Activity types (台账事项): what is recorded of each kind of work, as rows of two tables.

One row of `activity_types.csv` is one type; the rows of `activity_fields.csv` that name it are its
fields, beside those of the type `*`, which every type has unless a row of its own says otherwise (form
`none` takes one away). Form, list, workbook sheet and validation are all made from these rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from duikou.words.tables import Kind, Measure, Stage, Unit

COMMON = "*"
FORMS = frozenset(
    "text long whole decimal money date period place party parties sector sectors choice choices"
    " subject subjects project papers shares outputs none".split()
)
NUMBERS = frozenset({"whole", "decimal", "money"})
# Tables that a field may offer as its choices, and the attribute of the vocabulary that holds them.
CHOICE_TABLES = ("kind", "target", "stage")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ActivityField:
    """One field of a type.

    `form`: how it is written (`FORMS`). `unit`: base unit of a number; `factor`: how many base units one of
    what is typed is (10,000 where people write 万元). `measure`, `stage`, `kind`: what the field counts as,
    "" where it is only kept; `kind` may be `@name`: the value of the record's field `name`. `options`: its
    choices, or `table` names the vocabulary table that has them. `part_of`: the field whose value it cannot
    exceed. `aliases`: other heads that people write over such a column.
    """

    code: str
    type: str
    name: str
    zh: str
    en: str
    form: str
    unit: str = ""
    factor: int = 1
    measure: str = ""
    stage: str = ""
    kind: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    table: str = ""
    part_of: str = ""
    order: int = 0
    aliases: tuple[str, ...] = ()
    hint_zh: str = ""
    hint_en: str = ""

    @property
    def number(self) -> bool:
        return self.form in NUMBERS


@dataclass(frozen=True, slots=True, eq=False)
class ActivityType:
    """One type. `core`: `activity`, or `project` for the register of projects. `counts`: the measure of which
    every record is one, "" = none. `papers`: what should prove it. `fields` in the order of the form."""

    code: str
    zh: str
    en: str
    core: str
    counts: str
    sector: str
    papers: tuple[str, ...]
    order: int
    hint_zh: str
    hint_en: str
    fields: tuple[ActivityField, ...] = field(default=(), repr=False)

    def field(self, name: str) -> ActivityField | None:
        return next((each for each in self.fields if each.name == name), None)

    @property
    def counted(self) -> tuple[ActivityField, ...]:
        """The fields that become entries."""
        return tuple(each for each in self.fields if each.measure)


Row = Mapping[str, str]


def read_field(row: Row) -> ActivityField:
    """A row of `activity_fields.csv`. Raises ValueError for a form or choices that cannot be."""
    if row["form"] not in FORMS:
        raise ValueError(f"form {row['form']}: known are {', '.join(sorted(FORMS))}")
    options, table = _choices(row["choices"])
    if row["form"] in ("choice", "choices") and not (options or table):
        raise ValueError(f"{row['code']}: a choice needs choices")
    return ActivityField(
        row["code"],
        row["type"],
        row["field"],
        row["zh"],
        row["en"],
        row["form"],
        row["unit"],
        int(row["factor"] or 1),
        row["measure"],
        row["stage"],
        row["kind"],
        row["required"] == "yes",
        options,
        table,
        row["part_of"],
        int(row["order"] or 0),
        tuple(part for part in row["aliases"].split(";") if part),
        row["hint_zh"],
        row["hint_en"],
    )


def _choices(cell: str) -> tuple[tuple[Option, ...], str]:
    """`code:中文:English;…` or `@table`. Raises ValueError."""
    if cell.startswith("@"):
        if cell[1:] not in CHOICE_TABLES:
            raise ValueError(f"choices {cell}: known tables are {', '.join(CHOICE_TABLES)}")
        return (), cell[1:]
    options = []
    for part in filter(None, cell.split(";")):
        words = part.split(":")
        if len(words) != 3:
            raise ValueError(f"choices {part}: write code:中文:English")
        options.append(Option(*words))
    return tuple(options), ""


def read_type(row: Row) -> ActivityType:
    """A row of `activity_types.csv`, still without its fields. Raises ValueError."""
    if row["core"] not in ("activity", "project"):
        raise ValueError(f"core {row['core']}: activity or project")
    papers = tuple(part for part in row["papers"].split(";") if part)
    return ActivityType(
        row["code"],
        row["zh"],
        row["en"],
        row["core"],
        row["counts"],
        row["sector"],
        papers,
        int(row["order"] or 0),
        row["hint_zh"],
        row["hint_en"],
    )


@dataclass(frozen=True, slots=True)
class Series:
    """The vocabulary that a counted field must agree with."""

    measures: Mapping[str, Measure]
    units: Mapping[str, Unit]
    stages: Mapping[str, Stage]
    kinds: Mapping[str, Kind]


def with_fields(
    types: Iterable[ActivityType], fields: Iterable[ActivityField], series: Series
) -> dict[str, ActivityType]:
    """Code → type with its fields, types in their order. Raises ValueError naming table and code."""
    own: dict[str, dict[str, ActivityField]] = {COMMON: {}}
    listed = sorted(types, key=lambda each: (each.order, each.code))
    for one in listed:
        own[one.code] = {}
        if one.counts:
            _check_counts(one, series)
    for each in fields:
        if each.type not in own:
            raise ValueError(f"activity_fields.csv, {each.code}: there is no type {each.type}")
        _check_field(each, series)
        own[each.type][each.name] = each
    return {one.code: _filled(one, {**own[COMMON], **own[one.code]}) for one in listed}


def _filled(one: ActivityType, found: Mapping[str, ActivityField]) -> ActivityType:
    shown = sorted(
        (each for each in found.values() if each.form != "none"), key=lambda each: (each.order, each.name)
    )
    for each in shown:
        for named in filter(None, (each.part_of, each.kind[1:] if each.kind.startswith("@") else "")):
            if named not in found or found[named].form == "none":
                raise ValueError(f"activity_fields.csv, {each.code}: there is no field {named}")
    return replace(one, fields=tuple(shown))


def _check_counts(one: ActivityType, series: Series) -> None:
    measure = series.measures.get(one.counts)
    if measure is None or measure.staged or measure.base:
        raise ValueError(f"activity_types.csv, {one.code}: {one.counts} is no measure without stages")


def _check_field(each: ActivityField, series: Series) -> None:
    """What is counted must be a series of the vocabulary: its unit, a stage where there are stages, and
    so on."""
    trouble = ""
    if each.number and each.unit not in series.units:
        trouble = f"unknown unit {each.unit}"
    elif each.measure:
        measure = series.measures.get(each.measure)
        if measure is None or measure.base:
            trouble = f"{each.measure} is no base measure"
        elif not each.number:
            trouble = "only numbers are counted"
        elif measure.staged != bool(each.stage) or (each.stage and each.stage not in series.stages):
            trouble = f"stage {each.stage} does not fit {each.measure}"
        elif (series.units[measure.unit].scale == 100) != (series.units[each.unit].scale == 100):
            trouble = f"unit {each.unit} does not fit {each.measure}"
        elif each.kind and not each.kind.startswith("@") and each.kind not in series.kinds:
            trouble = f"unknown kind {each.kind}"
    if trouble:
        raise ValueError(f"activity_fields.csv, {each.code}: {trouble}")
