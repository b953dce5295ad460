"""Wholes against their stated parts: remainders and agreements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from duikou.book import Box, Interval, Scope, Statement, Window
from duikou.book.box import KIND
from duikou.checks.arithmetic import write_comparison, write_rest
from duikou.checks.claims import NATURAL, PARTS_APART, STRICT, Claim, Reader
from duikou.checks.terms import Amount, Assumption, Finding, Message

ALL_THE_PARTS = "all_the_parts"


def compare_sums(reader: Reader, statements: Sequence[Statement]) -> list[Finding]:
    """Remainders and agreements among `statements` (all of one measure and unit)."""
    claims = [claim for s in statements if (claim := reader.claim(s, NATURAL)).space]
    found = []
    for whole in claims:
        for parts, declared in _divisions(whole, claims):
            finding = _compare(reader, whole, parts, declared)
            if finding:
                found.append(finding)
    return found + _same(reader, claims)


def _divisions(whole: Claim, claims: Sequence[Claim]) -> list[tuple[list[Claim], bool]]:
    """Sets of parts: those the text calls so, and those that divide the scope along one coordinate."""
    declared = [c for c in claims if c.statement.part_of == whole.key and c.space == whole.space]
    found = [(group, True) for group in _alike(whole, declared)]
    if whole.hull.layer:
        return found
    seen = {frozenset(c.key for c in group) for group, _ in found}
    inside = [
        claim
        for claim in claims
        if claim.key != whole.key and claim.space == whole.space and not claim.hull.layer
    ]
    for axis in range(len(whole.hull.spans) - 1):
        narrower = [c for c in inside if _divides(whole.hull, c.hull, axis)]
        for group in _one_each(narrower, axis, whole):
            keys = frozenset(c.key for c in group)
            if len(group) > 1 and not any(keys <= known for known in seen):
                seen.add(keys)
                found.append((group, False))
    return found


def _alike(whole: Claim, parts: Sequence[Claim]) -> list[list[Claim]]:
    """Declared parts by the coordinate they divide: 其中 may divide by kind and again by sector."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for part in parts:
        differs = tuple(
            axis
            for axis, (a, b) in enumerate(zip(whole.hull.spans, part.hull.spans, strict=True))
            if a != b and axis == KIND
        )
        groups.setdefault((differs, not part.hull.layer), []).append(part)
    return [group for group in groups.values() if _pairwise_apart(group)]


def _pairwise_apart(group: Sequence[Claim]) -> bool:
    for number, one in enumerate(group):
        for other in group[number + 1 :]:
            if one.hull.meets(other.hull) and one.hull.layer == other.hull.layer:
                return False
    return True


def _divides(whole: Box, part: Box, axis: int) -> bool:
    """Whether `part` is a proper part of `whole` and differs from it on this axis alone."""
    if part.spans[axis] == whole.spans[axis] or not whole.holds(part):
        return False
    return all(a == b for n, (a, b) in enumerate(zip(whole.spans, part.spans, strict=True)) if n != axis)


def _one_each(parts: Sequence[Claim], axis: int, whole: Claim) -> list[list[Claim]]:
    """The parts that no other part holds, one statement for each place on the axis, the whole's own
    document preferred; nothing where they overlap."""
    best: dict[object, Claim] = {}
    for part in parts:
        place = part.hull.spans[axis]
        known = best.get(place)
        own = part.statement.document == whole.statement.document
        if known is None or (own and known.statement.document != whole.statement.document):
            best[place] = part
    top = [c for c in best.values() if not any(o is not c and o.hull.holds(c.hull) for o in best.values())]
    return [top] if len(top) > 1 and _pairwise_apart(top) else []


def _compare(reader: Reader, whole: Claim, parts: Sequence[Claim], declared: bool) -> Finding | None:
    total = Interval.exactly(0)
    for part in parts:
        total = total + part.interval
    meet = not (total & whole.interval).empty
    printed = sum(_value(part) for part in parts)
    rest = _value(whole) - printed
    exact = all(c.statement.figure and c.statement.figure.qualifier == "exact" for c in (whole, *parts))
    if meet and not exact:
        return None  # words like 余 and 近 fit too much to be called agreement
    if not meet and (total.most is None or whole.interval.least is None or rest <= 0):
        return None  # more than the whole: that is found as a conflict
    by_kind = parts[0].hull.spans[KIND] != whole.hull.spans[KIND]
    if not meet and not declared and not by_kind:
        return None  # other places, donors and sectors are seldom all listed
    found = _finding(reader, whole, parts, "agreement" if meet else "remainder", rest)
    return found if meet else _remainder(reader, found, whole, parts, total, exact)


def _finding(reader: Reader, whole: Claim, parts: Sequence[Claim], kind: str, rest: int) -> Finding:
    scope = whole.statement.scope
    unit = scope.unit
    written = write_comparison(
        [(_value(part), Fraction(1)) for part in parts], [(_value(whole), Fraction(1))], unit, reader.words
    )
    assuming = []
    if not all(p.hull.layer == "" for p in parts):
        assuming.append(Assumption(PARTS_APART, whole.key))
    code = f"{kind}.rounded" if kind == "agreement" and rest else f"{kind}.parts"
    return Finding(
        kind=kind,
        statements=(*(part.key for part in parts), whole.key),
        sentence=Message(
            code,
            {
                "parts": tuple(part.key for part in parts),
                "wholes": (whole.key,),
                "sum": Amount(sum(_value(part) for part in parts), unit),
                "whole": Amount(_value(whole), unit),
                "said": whole.statement.surface or Amount(_value(whole), unit),
                "gap": Amount(rest, unit),
                "scope": scope,
            },
        ),
        arithmetic=written.text,
        unit=written.unit,
        divisor=written.divisor,
        assuming=tuple(assuming),
        gap=rest,
    )


def _remainder(
    reader: Reader, found: Finding, whole: Claim, parts: Sequence[Claim], total: Interval, exact: bool
) -> Finding:
    """A remainder in the words that fit: one part taken away, what 余 and 近 leave, and whether the figures
    could be all the parts if they were cut off, not rounded."""
    unit = whole.statement.scope.unit
    spoken = Interval.exactly(0)
    for part in parts:
        spoken = spoken + _spoken(reader, part)
    params = {
        **found.sentence.params,
        "rest": (_spoken(reader, whole) - spoken, unit),
        "named": tuple(p.statement.surface or Amount(_value(p), unit) for p in parts),
    }
    found = replace(found, assuming=(*found.assuming, *_taken(reader, (*parts, whole))))
    if not exact:
        return replace(found, sentence=Message("remainder.roughly", params))
    if len(parts) == 1:
        digit = max(claim.statement.figure.last for claim in (whole, *parts) if claim.statement.figure)
        gap = (found.gap + digit // 2) // digit * digit
        params["gap"] = Amount(gap, unit)
        text = write_rest(_value(whole), _value(parts[0]), digit, unit, reader.words)
        params["what"] = _what(whole.statement, parts[0].statement)
        code = "remainder.other" if gap == found.gap else "remainder.other_about"
        return replace(found, sentence=Message(code, params), arithmetic=text)
    params["short"] = Amount((whole.interval.least or 0) - (total.most or 0), unit)
    strict = Interval.exactly(0)
    for part in parts:
        strict = strict + reader.interval(part.statement, STRICT)
    fits = not (strict & reader.interval(whole.statement, STRICT)).empty
    return replace(found, sentence=Message("remainder.unless_cut_off" if fits else "remainder.parts", params))


def _spoken(reader: Reader, claim: Claim) -> Interval:
    """The number itself where it stands without 余, 近 and the like, else what these words allow; 20余个 are
    more than 20."""
    figure, scope = claim.statement.figure, claim.statement.scope
    if figure is None or (figure.qualifier == "exact" and figure.upper is None):
        return Interval.exactly(_value(claim))
    unit = reader.words.unit_of(scope.measure, scope.unit)
    if figure.qualifier == "over" and unit.whole and claim.interval.least == figure.value:
        return Interval.inclusive(figure.value + unit.scale, claim.interval.most)
    return claim.interval


def _taken(reader: Reader, claims: Iterable[Claim]) -> list[Assumption]:
    """What the texts leave unsaid of whole and parts, but for the words of their figures."""
    every = (one for claim in claims for one in reader.assumptions(claim.statement))
    return [one for one in every if not one.code.startswith("usual")]


def _what(whole: Statement, part: Statement) -> Scope:
    """What the part is, as far as its whole is not: kind, and whatever else differs."""
    own, its = part.scope, whole.scope
    return Scope(
        own.measure,
        own.unit,
        kinds=own.kinds,
        sectors=own.sectors - its.sectors,
        subjects=own.subjects - its.subjects,
        window=own.window if own.window != its.window else Window(),
    )


def _same(reader: Reader, claims: Iterable[Claim]) -> list[Finding]:
    """Different documents (or places in one) that give the same figure for the same scope."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.core is not None and claim.core == claim.hull:
            groups.setdefault((claim.space, claim.hull), []).append(claim)
    found = []
    for group in groups.values():
        for number, one in enumerate(group):
            other = next((o for o in group[number + 1 :] if not (o.interval & one.interval).empty), None)
            if other is None or one.statement.document == other.statement.document:
                continue
            same = _finding(reader, one, [other], "agreement", _value(one) - _value(other))
            found.append(replace(same, sentence=replace(same.sentence, code="agreement.same")))
    return found


def _value(claim: Claim) -> int:
    assert claim.statement.figure
    return claim.statement.figure.value
