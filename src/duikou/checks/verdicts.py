"""How one statement stands against the evidence, and against its own document's arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duikou.book import Interval, Statement
from duikou.checks.claims import NATURAL, STRICT, Claim, Granted, Space
from duikou.checks.conflicts import describe
from duikou.checks.dates import rate_bounds, same_rate
from duikou.checks.evidence import Evidence
from duikou.checks.prove import find_conflict
from duikou.checks.questions import Asked, answer
from duikou.checks.targets import judge_rule, judge_target
from duikou.checks.terms import Amount, Assumption, Bounds, Finding, Leeway, Message, Reason, Verdict
from duikou.checks.watch import Stopwatch
from duikou.words import Reading


@dataclass(frozen=True, slots=True)
class Docket:
    """What a judgement looks at: the evidence, which documents are no evidence here, and what was found
    within the statement's own document."""

    evidence: Evidence
    without: frozenset[str]
    inner: tuple[Finding, ...]
    watch: Stopwatch


def judge_all(docket: Docket, statements: Iterable[Statement]) -> tuple[Verdict, ...]:
    """Verdicts on statements of one document, by the evidence and by the document's own arithmetic.

    Of statements that do not fit each other, those that other documents prove are not to blame as long as
    there are others. Raises `UnknownCode`.
    """
    every = {statement.key: statement for statement in statements}
    verdicts = {key: judge(docket, statement) for key, statement in every.items()}
    told = (_with_inner(docket, verdict, verdicts) for verdict in verdicts.values())
    return tuple(_with_open_ends(docket, every[verdict.statement], verdict) for verdict in told)


def _with_open_ends(docket: Docket, statement: Statement, verdict: Verdict) -> Verdict:
    """The strict bounds with what would close them, where these are the ones that are shown."""
    plain = statement.form == "published" and statement.nature != "rule"
    if not plain or verdict.reading is not Reading.STRICT:
        return verdict
    return replace(verdict, strict=_bounds(docket, statement, STRICT, open_ends=True))


def _with_inner(docket: Docket, verdict: Verdict, verdicts: Mapping[str, Verdict]) -> Verdict:
    inner = _inner(docket.inner, verdict.statement)
    if inner is None or _RANK[inner.kind] < _RANK.get(verdict.verdict, 0):
        return verdict
    if _RANK[inner.kind] == _RANK.get(verdict.verdict):
        return _explained(verdict, inner) if inner.suspect else verdict
    proven = {key for key in inner.statements if key in verdicts and verdicts[key].proven}
    if verdict.statement in proven and len(proven) < len(inner.statements):
        return replace(verdict, finding=inner)
    return _by_inner(verdict, inner)


def _explained(verdict: Verdict, inner: Finding) -> Verdict:
    """A verdict by the evidence, in the words of what the figure seems to have come from."""
    because = tuple(dict.fromkeys((*inner.because, *verdict.because)))
    return replace(verdict, sentence=inner.sentence, finding=inner, because=because)


def judge(docket: Docket, statement: Statement) -> Verdict:
    """The verdict on one statement of any form, by the evidence alone. Raises `UnknownCode`."""
    if statement.form == "closing":
        return _judge_closing(docket, statement)
    if statement.form == "rule" or statement.nature == "rule":
        return judge_rule(docket.evidence, statement, docket.without, docket.watch)
    if statement.form == "target":
        return judge_target(docket.evidence, statement, docket.without, docket.watch)
    strict, natural = (_bounds(docket, statement, granted) for granted in (STRICT, NATURAL))
    return _weigh(docket, statement, strict, natural)


# a bound so many times away from a figure neither supports nor endangers it
FAR = 10
_RANK = {"contradicted": 2, "contradiction": 2, "doubtful": 1, "doubt": 1}


def _inner(findings: Iterable[Finding], key: str) -> Finding | None:
    mine = [f for f in findings if f.kind in _RANK and f.accuses(key)]
    return max(mine, key=lambda f: (_RANK[f.kind], f.suspect == key), default=None)


def _by_inner(verdict: Verdict, inner: Finding) -> Verdict:
    contradicted = inner.kind == "contradiction"
    return replace(
        verdict,
        verdict="contradicted" if contradicted else "doubtful",
        reading=Reading.STRICT if contradicted else Reading.NATURAL,
        basis="inner",
        because=inner.because,
        assuming=inner.assuming,
        finding=inner,
        sentence=inner.sentence,
        leeway=None,
        proven=False,
    )


def _bounds(docket: Docket, statement: Statement, granted: Granted, open_ends: bool = False) -> Bounds:
    evidence = docket.evidence
    if statement.nature == "rate":
        series = evidence.of_series(statement.scope.measure, statement.scope.unit)
        others = [s for s in series if s.document not in docket.without]
        return _rate_bounds(evidence, statement, same_rate(evidence.reader, statement, others), granted)
    claim = evidence.reader.claim(statement, granted)
    if claim.space is None or claim.space.family:
        return Bounds(Interval())
    asked = Asked(claim.space, claim.core, claim.hull)
    return answer(evidence, asked, granted, docket.without, docket.watch, quick=True, open_ends=open_ends)


def _rate_bounds(
    evidence: Evidence, statement: Statement, rates: list[Statement], granted: Granted
) -> Bounds:
    used = [rate for rate in rates if granted.all or not (rate.assumed or statement.assumed)]
    reasons = tuple(
        Reason(rate.key, "statement", role, side)
        for rate in used
        for role, side in (("lower", "least"), ("upper", "most"))
    )
    assuming = {a.key: a for s in (statement, *used) for a in evidence.reader.assumptions(s)}
    taken = tuple(assuming.values()) if granted.all and used else ()
    return Bounds(rate_bounds(evidence.reader, used, granted), reasons, taken)


def _weigh(docket: Docket, statement: Statement, strict: Bounds, natural: Bounds) -> Verdict:
    reader = docket.evidence.reader
    stated = reader.interval(statement, NATURAL)
    unit = statement.scope.unit
    for granted, bounds, name in ((STRICT, strict, "contradicted"), (NATURAL, natural, "doubtful")):
        side = _clash(reader.interval(statement, granted), bounds.interval)
        if side:
            finding = _finding(docket, statement, granted, name)
            assuming = finding.assuming if finding else bounds.assuming
            return Verdict(
                statement.key,
                name,
                Reading.NATURAL if granted.all else Reading.STRICT,
                "evidence",
                strict,
                natural,
                stated,
                _message(f"{name}.{side}", statement, bounds, unit, assuming),
                because=tuple(r for r in bounds.because if r.side == side),
                assuming=assuming,
                finding=finding,
                settled=strict.settled and natural.settled,
            )
    return _unbroken(statement, strict, natural, stated)


def _clash(stated: Interval, bounds: Interval) -> str:
    """Which end of the bounds excludes all that is stated: least, most or neither."""
    if stated.most is not None and bounds.least is not None and stated.most < bounds.least:
        return "least"
    if stated.least is not None and bounds.most is not None and stated.least > bounds.most:
        return "most"
    return ""


def _near(stated: Interval, bounds: Interval) -> frozenset[str]:
    """The ends that are near enough to what is stated to say anything about it."""
    found = set()
    if bounds.least and (stated.most is None or bounds.least * FAR >= stated.most):
        found.add("least")
    if bounds.most is not None and stated.least is not None and bounds.most <= stated.least * FAR:
        found.add("most")
    return frozenset(found)


def _unbroken(statement: Statement, strict: Bounds, natural: Bounds, stated: Interval) -> Verdict:
    """Holds where something not too far off could have contradicted the figure, else open."""
    interval, unit = natural.interval, statement.scope.unit
    near = _near(stated, interval) if natural.because else frozenset()
    settled = strict.settled and natural.settled
    if not near or not settled:
        code = "open.nothing" if settled else "open.not_settled"
        return Verdict(
            statement.key,
            "open",
            Reading.NATURAL,
            "none",
            strict,
            natural,
            stated,
            _message(code, statement, natural, unit),
            settled=settled,
        )
    low, high = interval.least or None, interval.most
    down = None if low is None or stated.most is None else max(0, stated.most - low)
    up = None if high is None or stated.least is None else max(0, high - stated.least)
    proven = interval.within(stated)
    same = strict.interval == natural.interval
    return Verdict(
        statement.key,
        "holds",
        Reading.STRICT if same else Reading.NATURAL,
        "evidence",
        strict,
        natural,
        stated,
        _message(_holding(proven, near), statement, natural, unit),
        Leeway(down, up),
        tuple(reason for reason in natural.because if reason.side in near),
        natural.assuming,
        proven=proven,
    )


def _holding(proven: bool, near: frozenset[str]) -> str:
    if proven:
        return "holds.proven"
    if len(near) > 1:
        return "holds.between"
    return "holds.at_least" if "least" in near else "holds.at_most"


def _message(
    code: str, statement: Statement, bounds: Bounds, unit: str, assuming: Sequence[Assumption] = ()
) -> Message:
    least, most = bounds.interval.least, bounds.interval.most
    figure = statement.figure
    return Message(
        f"verdict.{code}",
        {
            "statement": statement.key,
            "value": Amount(figure.value, unit) if figure else None,
            "said": statement.surface or (Amount(figure.value, unit) if figure else ""),
            "least": None if least is None else Amount(least, unit),
            "most": None if most is None else Amount(most, unit),
            "known": (bounds.interval, unit),
            "unless": tuple(assuming),
            "because": tuple(dict.fromkeys(r.key for r in bounds.because if r.key)),
            "scope": statement.scope,
        },
    )


def _finding(docket: Docket, statement: Statement, granted: Granted, name: str) -> Finding | None:
    """The minimal set that the statement is in, with the evidence against it."""
    claim: Claim = docket.evidence.reader.claim(statement, granted)
    space: Space | None = claim.space
    if space is None:
        return None
    settled = docket.evidence.settled(space, granted, docket.without, docket.watch)
    others = [s for s in settled.problem.statements if s.key != statement.key]
    problem = settled.problem.read_by(docket.evidence.reader, [*others, statement])
    conflict, _ = find_conflict(problem, docket.watch, quick=True)
    if conflict is None or statement.key not in conflict.keys:
        return None
    return describe(problem, conflict, "contradiction" if name == "contradicted" else "doubt")


def _judge_closing(docket: Docket, statement: Statement) -> Verdict:
    """A closing stands as long as no statement asks for more than the entries within it."""
    claim = docket.evidence.reader.claim(statement, NATURAL)
    empty = Bounds(Interval())
    params = {"statement": statement.key, "scope": statement.scope}
    verdict = Verdict(
        statement.key,
        "open",
        Reading.NATURAL,
        "none",
        empty,
        empty,
        Interval(),
        Message("verdict.open.closing", params),
    )
    if claim.space is None:
        return verdict
    evidence = docket.evidence
    for granted, name in ((STRICT, "contradicted"), (NATURAL, "doubtful")):
        if evidence.fits(claim.space, granted, docket.watch):
            continue
        problem = evidence.others(claim.space, granted, docket.without, docket.watch)
        closed = problem.closing([*(c for c in problem.closings if c.key != statement.key), statement])
        conflict, _ = find_conflict(closed, docket.watch, quick=True)
        if conflict:
            finding = describe(closed, conflict, "contradiction" if name == "contradicted" else "doubt")
            reading = Reading.NATURAL if granted.all else Reading.STRICT
            return replace(
                verdict,
                verdict=name,
                reading=reading,
                basis="evidence",
                finding=finding,
                because=finding.because,
                assuming=finding.assuming,
                sentence=finding.sentence,
            )
    return verdict
