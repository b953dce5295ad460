"""Targets and rules: judged by what is known, never evidence themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from duikou.book import Interval, Statement
from duikou.checks.claims import ARRIVED, CATCH_ALL, NATURAL
from duikou.checks.evidence import Evidence
from duikou.checks.questions import ask
from duikou.checks.terms import Amount, Bounds, Message, Verdict
from duikou.checks.watch import Stopwatch
from duikou.words import Reading

PERCENT = 10_000  # one percent, scaled


def judge_target(
    evidence: Evidence, statement: Statement, without: frozenset[str], watch: Stopwatch
) -> Verdict:
    """Progress: holds where the target is surely reached, contradicted (doubtful, where only the natural
    reading says so) where it surely is not, else open."""
    scope = statement.scope
    staged = evidence.reader.words.measure_of(scope.measure).staged
    done = replace(scope, stage=ARRIVED if staged else "")
    stated = evidence.reader.interval(statement, NATURAL)
    bounds = {reading: ask(evidence, done, reading, without, watch) for reading in Reading}
    return _settle(statement, bounds, stated, "target", scope.unit)


def judge_rule(
    evidence: Evidence, statement: Statement, without: frozenset[str], watch: Stopwatch
) -> Verdict:
    """Compliance of a share: the part named by the rule's sectors in the whole of the same scope.

    Open where the rule is not a share in percent or names no part.
    """
    scope = statement.scope
    stated = evidence.reader.interval(statement, NATURAL)
    if scope.unit != "percent" or not scope.sectors:
        nothing = dict.fromkeys(Reading, Bounds(Interval()))
        return _settle(statement, nothing, stated, "rule", scope.unit)
    measure = "fund" if scope.measure in CATCH_ALL else scope.measure
    unit = evidence.reader.words.unit_of(measure).code
    staged = evidence.reader.words.measure_of(measure).staged
    part = replace(scope, measure=measure, unit=unit, stage=ARRIVED if staged else "")
    whole = replace(part, sectors=frozenset())
    bounds = {}
    for reading in Reading:
        one = ask(evidence, part, reading, without, watch)
        other = ask(evidence, whole, reading, without, watch)
        assuming = {a.key: a for a in (*one.assuming, *other.assuming)}
        bounds[reading] = Bounds(
            _share(one.interval, other.interval),
            (*one.because, *other.because),
            tuple(assuming.values()),
            one.settled and other.settled,
        )
    return _settle(statement, bounds, stated, "rule", scope.unit)


def _share(part: Interval, whole: Interval) -> Interval:
    """Percent (scaled) that a part can be of its whole."""
    low = high = None
    if part.least and whole.most:
        low = -(-(Fraction(part.least * 100 * PERCENT, whole.most)) // 1)
    if part.most is not None and whole.least:
        high = min(Fraction(part.most * 100 * PERCENT, whole.least) // 1, 100 * PERCENT)
    return Interval.inclusive(low, high)


def _settle(
    statement: Statement, bounds: dict[Reading, Bounds], stated: Interval, name: str, unit: str
) -> Verdict:
    strict, natural = bounds[Reading.STRICT], bounds[Reading.NATURAL]
    verdict, reading, code = "open", Reading.NATURAL, f"{name}.open"
    for each, word in ((Reading.STRICT, "contradicted"), (Reading.NATURAL, "doubtful")):
        most = bounds[each].interval.most
        if stated.least is not None and most is not None and most < stated.least:
            verdict, reading, code = word, each, f"{name}.missed"
            break
    least = natural.interval.least
    if verdict == "open" and stated.least is not None and least is not None and least >= stated.least:
        verdict, code = "holds", f"{name}.reached"
        if strict.interval.least is not None and strict.interval.least >= stated.least:
            reading = Reading.STRICT
    shown = bounds[reading]
    least, most = shown.interval.least, shown.interval.most
    return Verdict(
        statement.key,
        verdict,
        reading,
        "evidence" if verdict != "open" else "none",
        strict,
        natural,
        stated,
        Message(
            f"verdict.{code}",
            {
                "statement": statement.key,
                "value": Amount(statement.figure.value, unit) if statement.figure else None,
                "least": None if least is None else Amount(least, unit),
                "most": None if most is None else Amount(most, unit),
                "scope": statement.scope,
            },
        ),
        because=shown.because,
        assuming=shown.assuming,
        settled=strict.settled and natural.settled,
    )
