"""From filled-in fields to rows of the book and back: one mechanism for forms and workbooks.

A *filling* is a mapping of field names to canonical texts: numbers as decimal strings in base units, days and
periods ISO of any precision, codes and keys, several of them parted by `;`, all else as written; "" = empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from duikou.book.activity import Activity, natural_key
from duikou.book.amount import format_amount, parse_amount
from duikou.book.errors import BookError
from duikou.book.filling_project import outputs_text, read_outputs, read_shares, shares_text
from duikou.book.filling_rules import check
from duikou.book.period import parse_period
from duikou.book.problem import ERROR, Problem, problem
from duikou.book.project import LIFE_CYCLE, Project, Step
from duikou.words import ActivityType, Vocabulary

Filling = Mapping[str, str]
_MONEY = 100  # 分 of 元
# Fields that are columns of an activity, not among its values.
_OWN = frozenset("title donors recipient site sector subject project first_day last_day papers note".split())
# What tells a record from others of its type.
_IDENTITY = ("title", "donors", "recipient", "site", "project", "first_day", "last_day")


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a filling: the row, None where a problem is an error, and all problems."""

    row: Activity | Project | None
    problems: tuple[Problem, ...]


def filling_of(row: Activity | Project) -> dict[str, str]:
    """The inverse of `fill`: every field that has a value."""
    found = _of_project(row) if isinstance(row, Project) else _of_activity(row)
    return {name: text for name, text in found.items() if text}


def fill(
    kind: ActivityType,
    filling: Filling,
    words: Vocabulary,
    today: date,
    before: Activity | Project | None = None,
    nth: int = 1,
) -> Filled:
    """The row that a filling makes. Fields that it does not hold keep what they have in `before`, the row
    that stands in the book; without one the row gets its natural key (`nth`: see there)."""
    whole = {**(filling_of(before) if before else {}), **filling}
    shown = {field.name: whole.get(field.name, "").strip() for field in kind.fields}
    problems = list(check(kind, shown, words, today))
    if any(found.severity == ERROR for found in problems):
        return Filled(None, tuple(problems))
    try:
        if kind.core == "project":
            row: Activity | Project = _project(shown, before if isinstance(before, Project) else None, nth)
        else:
            row = _activity(kind, shown, before.key if before else "", nth)
    except BookError as error:
        params = {name: value for name, value in error.params.items() if name not in ("key", "project")}
        problems.append(problem(ERROR, error.code, error.field, **params))
        return Filled(None, tuple(problems))
    return Filled(row, tuple(problems))


def inherited(kind: ActivityType, filling: Filling, project: Project) -> dict[str, str]:
    """The filling with what it leaves empty taken from the project that it names."""
    own = {name: text for name, text in filling.items() if text}
    of_project = filling_of(project)
    of_project["sector"] = of_project.get("sectors", "") if len(project.sectors) == 1 else ""
    names = [name for name in ("donors", "recipient", "sector", "kind", "subject") if kind.field(name)]
    return {**filling, **{name: of_project.get(name, "") for name in names}, **own}


def _activity(kind: ActivityType, shown: Filling, key: str, nth: int) -> Activity:
    first, last = days(shown)
    fixed = {**shown, "first_day": first.isoformat(), "last_day": last.isoformat()}
    identity = (fixed.get(name, "") for name in _IDENTITY)
    values = sorted((name, text) for name, text in shown.items() if text and name not in _OWN)
    return Activity(
        key or natural_key("A", kind.code, *identity, nth=nth),
        kind.code,
        shown["title"],
        first,
        last,
        _codes(shown.get("donors", "")),
        shown.get("recipient", ""),
        shown.get("site", ""),
        shown.get("sector", ""),
        shown.get("subject", ""),
        shown.get("project", ""),
        tuple(values),
        tuple(filter(None, shown.get("papers", "").split(";"))),
        shown.get("note", ""),
    )


def days(shown: Filling) -> tuple[date, date]:
    """First and last day; the last one is the end of what `first_day` says where `last_day` is empty. Raises
    BookError as `parse_period`."""
    first, end = parse_period(shown["first_day"], "first_day")
    if shown.get("last_day"):
        end = parse_period(shown["last_day"], "last_day")[1]
    return first, end


def _codes(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(";")))


def _of_activity(row: Activity) -> dict[str, str]:
    return {
        "title": row.title,
        "donors": ";".join(sorted(row.donors)),
        "recipient": row.recipient,
        "site": row.site,
        "sector": row.sector,
        "subject": row.subject,
        "project": row.project,
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "papers": ";".join(row.papers),
        "note": row.note,
        **dict(row.values),
    }


def _project(shown: Filling, before: Project | None, nth: int) -> Project:
    named = (shown["title"], shown.get("donors", ""), shown.get("recipient", ""))
    base = before or Project(natural_key("P", *named, nth=nth), shown["title"])
    return replace(
        base,
        name=shown["title"],
        donors=_codes(shown.get("donors", "")),
        recipient=shown.get("recipient", ""),
        sectors=_codes(shown.get("sectors", "")),
        kind=shown.get("kind", ""),
        subject=shown.get("subject", ""),
        delivery=shown.get("delivery", ""),
        programme=shown.get("project", ""),
        targets=_codes(shown.get("targets", "")),
        implementers=_codes(shown.get("implementers", "")),
        site=shown.get("site", ""),
        budget=parse_amount(shown.get("budget") or "0", _MONEY, "budget"),
        served=int(Decimal(shown.get("served") or "0")),
        shares=_kept(shown, "shares", shares_text, base) or read_shares(shown.get("shares", "")),
        outputs=_kept(shown, "outputs", outputs_text, base) or read_outputs(shown.get("outputs", "")),
        steps=tuple(_steps(shown, base.steps)),
        note=shown.get("note", ""),
    )


def _kept(shown: Filling, name: str, text_of: Callable[[Project], str], base: Project) -> Any:
    """What stands, where its text is what was filled in: names keep signs that the text has not."""
    return getattr(base, name) if shown.get(name, "") == text_of(base) else ()


def _steps(shown: Filling, before: tuple[Step, ...]) -> Iterator[Step]:
    """The steps in the order of life: dates as filled in, papers kept, steps without a field left alone.
    A step that stands without a date stays one."""
    for stage in LIFE_CYCLE:
        standing = [step for step in before if step.stage == stage]
        if stage not in shown:
            yield from standing
        elif shown[stage]:
            yield replace(standing[0], date=shown[stage]) if standing else Step(stage, shown[stage])
            yield from standing[1:]
        else:
            yield from (step for step in standing if not step.date)


def _of_project(row: Project) -> dict[str, str]:
    dates: dict[str, str] = {}
    for step in row.steps:
        dates.setdefault(step.stage, step.date)
    return {
        "title": row.name,
        "donors": ";".join(sorted(row.donors)),
        "recipient": row.recipient,
        "sectors": ";".join(sorted(row.sectors)),
        "kind": row.kind,
        "subject": row.subject,
        "delivery": row.delivery,
        "project": row.programme,
        "targets": ";".join(sorted(row.targets)),
        "note": row.note,
        "implementers": ";".join(sorted(row.implementers)),
        "site": row.site,
        "budget": format_amount(row.budget, _MONEY) if row.budget else "",
        "served": str(row.served) if row.served else "",
        "shares": shares_text(row),
        "outputs": outputs_text(row),
        **dates,
    }
