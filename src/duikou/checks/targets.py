"""Targets and rules: judged by what is known, never evidence themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from duikou.book import Interval, Scope, Statement, Window
from duikou.book.box import TIME
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
    reading says so) where it surely is not, else open. What an undated target wants to stand is looked for
    at the latest date that anything is known of."""
    done = aim(evidence, statement, without)
    stated = evidence.reader.interval(statement, NATURAL)
    bounds = {reading: ask(evidence, done, reading, without, watch) for reading in Reading}
    return _settle(statement, bounds, stated, "target", statement.scope.unit)


def aim(evidence: Evidence, statement: Statement, without: frozenset[str]) -> Scope:
    """The scope whose amount the target is about."""
    scope = statement.scope
    staged = evidence.reader.words.measure_of(scope.measure).staged
    done = replace(scope, stage=ARRIVED if staged else "")
    if statement.nature != "stock" or scope.window.end:
        return done
    here = evidence.reader.box(done).spans[:TIME]
    ends = [
        other.scope.window.end
        for other in evidence.of_series(scope.measure, scope.unit)
        if other.nature == "stock" and other.document not in without and other.scope.window.end
        if evidence.reader.box(other.scope).spans[:TIME] == here
    ]
    return replace(done, window=Window(None, max(ends))) if ends else done


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
        if _missed(stated, bounds[each].interval):
            verdict, reading, code = word, each, f"{name}.missed"
            break
    if verdict == "open" and _reached(stated, natural.interval):
        verdict, code = "holds", f"{name}.reached"
        if _reached(stated, strict.interval):
            reading = Reading.STRICT
    shown = bounds[reading]
    if verdict == "open" and not shown.interval.least and shown.interval.most is None:
        code = f"{name}.unknown"
    return Verdict(
        statement.key,
        verdict,
        reading,
        "evidence" if verdict != "open" else "none",
        strict,
        natural,
        stated,
        Message(f"verdict.{code}", _params(statement, stated, shown.interval, name, unit)),
        because=shown.because,
        assuming=shown.assuming,
        settled=strict.settled and natural.settled,
    )


def _missed(stated: Interval, real: Interval) -> bool:
    if stated.least is not None and real.most is not None and real.most < stated.least:
        return True
    return stated.least is None and stated.most is not None and (real.least or 0) > stated.most


def _reached(stated: Interval, real: Interval) -> bool:
    """At least what is wanted; for a limit, at most that."""
    if stated.least is not None:
        return real.least is not None and real.least >= stated.least
    return stated.most is not None and real.most is not None and real.most <= stated.most


def _params(
    statement: Statement, stated: Interval, real: Interval, name: str, unit: str
) -> dict[str, object]:
    """`known`: what is done; `progress`: that in percent of what is wanted; `gap`: what is surely over it or,
    where it is missed, surely lacking (of a rule in percentage points)."""
    wanted = stated.least if stated.least is not None else stated.most
    progress = Interval()
    over = 0
    if wanted:
        progress = Interval.inclusive(_percent(real.least, wanted), _percent(real.most, wanted))
        over = max((real.least or 0) - wanted, 0 if real.most is None else wanted - real.most, 0)
    figure = statement.figure
    return {
        "statement": statement.key,
        "value": Amount(figure.value, unit) if figure else None,
        "said": statement.surface or (Amount(figure.value, unit) if figure else ""),
        "known": (real, unit),
        "progress": (progress, "percent"),
        "gap": Amount(over, unit),
        "scope": statement.scope,
    }


def _percent(amount: int | None, wanted: int) -> int | None:
    """In tenths of a percent, rounded down."""
    return None if amount is None else amount * 1000 // wanted * (PERCENT // 10)
