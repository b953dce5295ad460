"""What the rules of a type have against a filling: fields that are missing, do not fit together or look
wrong.

Every rule works from the vocabulary's rows alone; none knows a type by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations

from duikou.book.errors import BookError
from duikou.book.period import parse_period
from duikou.book.problem import DOUBT, ERROR, NOTE, Problem, problem
from duikou.words import ActivityField, ActivityType, Vocabulary

# The State Council's call to support the reservoir area was in 1992 (DOMAIN); older dates are slips as a
# rule.
EARLIEST = 1992
FARTHEST = 10
# 10 billion yuan in one record: more than any single project, but what 元 typed into a column of 万元 gives.
LARGEST_MONEY = Decimal(10_000_000_000)
RUNNING = ("累计", "截至", "历年")
Shown = Mapping[str, str]


def check(kind: ActivityType, shown: Shown, words: Vocabulary, today: date) -> Iterator[Problem]:
    """All problems of a filling, `shown` holding every field of the type ("" = empty)."""
    for field in kind.fields:
        if field.required and not shown[field.name]:
            yield problem(ERROR, "field.required", field.name)
    yield from _dates(kind, shown, today)
    yield from _parts(kind, shown)
    yield from _persons(kind, shown)
    yield from _stages(kind, shown, words)
    yield from _sizes(kind, shown)
    if kind.counted and not kind.counts and not any(shown[field.name] for field in kind.counted):
        yield problem(NOTE, "nothing.counted", "title")
    if kind.counted and any(word in shown.get("title", "") for word in RUNNING):
        yield problem(DOUBT, "total.running", "title", text=shown["title"])


def _dates(kind: ActivityType, shown: Shown, today: date) -> Iterator[Problem]:
    found: dict[str, tuple[date, date]] = {}
    for field in kind.fields:
        if field.form not in ("date", "period") or not (text := shown[field.name]):
            continue
        try:
            found[field.name] = parse_period(text, field.name)
        except BookError as error:
            yield problem(ERROR, error.code, field.name, text=text)
            continue
        first = found[field.name][0]
        if not 1949 <= first.year <= today.year + FARTHEST:
            yield problem(ERROR, "date.range", field.name, text=text, first=1949, last=today.year + FARTHEST)
        elif first.year < EARLIEST:
            yield problem(DOUBT, "date.early", field.name, text=text, year=EARLIEST)
        elif first > today and kind.counted:
            yield problem(DOUBT, "date.future", field.name, text=text)
    if "first_day" in found and "last_day" in found and found["first_day"][0] > found["last_day"][1]:
        yield problem(ERROR, "period.reversed", "last_day", start=shown["first_day"], end=shown["last_day"])


def _number(shown: Shown, field: ActivityField) -> Decimal | None:
    return Decimal(shown[field.name]) if shown[field.name] else None


def _parts(kind: ActivityType, shown: Shown) -> Iterator[Problem]:
    """The part (其中) is inside the whole."""
    sums: dict[str, Decimal] = {}
    for field in kind.fields:
        whole = kind.field(field.part_of) if field.part_of else None
        if whole is None or (part := _number(shown, field)) is None:
            continue
        total = _number(shown, whole)
        if total is None:
            yield problem(DOUBT, "whole.missing", whole.name, part=field.name)
        elif part > total:
            yield problem(ERROR, "part.over_whole", field.name, whole=whole.name, part=part, total=total)
        sums[whole.name] = sums.get(whole.name, Decimal(0)) + part
    for name, total_of_parts in sums.items():
        stated = Decimal(shown[name]) if shown[name] else None
        alone = [field for field in kind.fields if field.part_of == name and shown[field.name]]
        if stated is not None and len(alone) > 1 and total_of_parts > stated:
            yield problem(DOUBT, "parts.over_whole", name, parts=total_of_parts, total=stated)


def _persons(kind: ActivityType, shown: Shown) -> Iterator[Problem]:
    """Whoever came was there at least once: 人 ≤ 人次."""
    for one in kind.fields:
        for other in kind.fields:
            if (one.unit, other.unit) != ("person", "person_time") or one.measure != other.measure:
                continue
            if not one.measure or not shown[one.name] or not shown[other.name]:
                continue
            if Decimal(shown[one.name]) > Decimal(shown[other.name]):
                yield problem(
                    ERROR,
                    "persons.over_times",
                    one.name,
                    persons=shown[one.name],
                    other=other.name,
                    times=shown[other.name],
                )


def _stages(kind: ActivityType, shown: Shown, words: Vocabulary) -> Iterator[Problem]:
    """协议 ≥ 到位 ≥ 拨付 ≥ 支出 of one thing; in one record it need not be so, but mostly is."""
    staged = [field for field in kind.counted if field.stage and shown[field.name]]
    staged.sort(key=lambda field: words.stage[field.stage].order)
    for earlier, later in combinations(staged, 2):
        same = (earlier.measure, earlier.kind) == (later.measure, later.kind)
        if same and Decimal(shown[later.name]) > Decimal(shown[earlier.name]):
            yield problem(
                DOUBT,
                "stage.over",
                later.name,
                earlier=earlier.name,
                amount=shown[later.name],
                least=shown[earlier.name],
            )


def _sizes(kind: ActivityType, shown: Shown) -> Iterator[Problem]:
    for field in kind.fields:
        if not field.number or (value := _number(shown, field)) is None:
            continue
        if field.unit == "percent" and value > 100:
            yield problem(DOUBT, "percent.over", field.name, value=value)
        if field.form == "money" and field.factor == 10_000 and value >= LARGEST_MONEY:
            yield problem(DOUBT, "amount.unit", field.name, value=value)
