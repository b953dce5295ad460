"""From claims to rows: what each statement says of the masses."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from duikou.book import Box
from duikou.checks.claims import Claim, Tie
from duikou.checks.counts import lay_counts
from duikou.checks.masses import lay_masses
from duikou.checks.model import ALL_AXES, Material, Model, Source, Terms, minus
from duikou.checks.terms import LEAST, MOST


def build(material: Material) -> Model:
    """The model of `material`: masses or counts, then the rows of every claim and family."""
    model = Model()
    if material.adds_over == ALL_AXES:
        lay_masses(model, material)
    else:
        lay_counts(model, material)
    related = {key for whole, parts in material.families for key in (whole, *parts)}
    values: dict[str, int] = {}
    for claim in material.claims:
        if claim.tie:
            _state_tie(model, claim, claim.tie)
        elif claim.key in related:
            values[claim.key] = _state_value(model, claim, values.get(claim.key))
        else:
            _state_masses(model, claim)
    for whole, parts in material.families:
        known = [values[part] for part in parts if part in values]
        if whole in values and known:
            model.add({values[whole]: 1, **dict.fromkeys(known, -1)})
    return model


def _state_masses(model: Model, claim: Claim) -> None:
    if claim.interval.least is not None:
        source = Source("statement", claim.key, LEAST)
        model.add(model.mass[claim.hull], claim.interval.least, source, ((claim.hull, 1),))
    if claim.interval.most is not None and claim.core:
        source = Source("statement", claim.key, MOST)
        terms = {column: -factor for column, factor in model.mass[claim.core].items()}
        model.add(terms, -claim.interval.most, source, ((claim.core, -1),))


def _state_tie(model: Model, claim: Claim, tie: Tie) -> None:
    """`scale` times the value against `low` or `high` times the other, offsets between."""
    if tie.low is not None:
        source = Source("tie", claim.key, LEAST)
        _compare(model, (claim.hull, tie.scale), (tie.core, -tie.low), tie.least * tie.scale, source)
    if tie.high is not None and claim.core:
        source = Source("tie", claim.key, MOST)
        _compare(model, (tie.hull, tie.high), (claim.core, -tie.scale), -tie.most * tie.scale, source)


def _compare(
    model: Model, more: tuple[Box, int], less: tuple[Box | None, int], bound: int, source: Source
) -> None:
    over = [(box, factor) for box, factor in (more, less) if box]
    common = gcd(*(factor for _, factor in over), bound)
    over = [(box, factor // common) for box, factor in over]
    terms: Terms = {}
    for box, factor in over:
        for column, times in model.mass[box].items():
            terms[column] = terms.get(column, 0) + factor * times
    model.add(terms, bound // common, source, tuple(over))


def _state_value(model: Model, claim: Claim, value: int | None) -> int:
    """The same through a column for the stated value, which wholes and parts compare."""
    first = value is None
    column = model.column() if value is None else value
    if first and claim.interval.least is not None:
        model.add({column: 1}, claim.interval.least, Source("statement", claim.key, LEAST))
    if first and claim.interval.most is not None:
        model.add({column: -1}, -claim.interval.most, Source("statement", claim.key, MOST))
    tie = Source("statement", claim.key)
    model.add(minus(model.mass[claim.hull], {column: 1}), 0, tie, ((claim.hull, 1),))
    if claim.core:
        model.add(minus({column: 1}, model.mass[claim.core]), 0, tie, ((claim.core, -1),))
    return column


def cliques(keys: Sequence[str], apart: frozenset[frozenset[str]]) -> list[tuple[str, ...]]:
    """The largest sets of keys of which any two lie apart (Bron–Kerbosch), every key in at least one."""
    found: list[tuple[str, ...]] = []

    def search(chosen: tuple[str, ...], left: list[str], done: list[str]) -> None:
        if not left and not done:
            found.append(chosen)
        for key in list(left):
            near = [other for other in left if frozenset((key, other)) in apart]
            old = [other for other in done if frozenset((key, other)) in apart]
            search((*chosen, key), near, old)
            left.remove(key)
            done.append(key)

    search((), list(keys), [])
    return found
