"""All findings of a body of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duikou.book import Statement
from duikou.checks.accounts import compare_accounts, compare_repeats
from duikou.checks.claims import NATURAL, STRICT, Granted, Reader, Space
from duikou.checks.conflicts import conflicts, describe, independent
from duikou.checks.dates import compare_rates, compare_stocks
from duikou.checks.evidence import Evidence
from duikou.checks.lists import compare_lists
from duikou.checks.mixtures import find_mixtures
from duikou.checks.pace import leaps
from duikou.checks.products import compare_products
from duikou.checks.prove import impossible
from duikou.checks.slips import find_same_numbers, find_slips
from duikou.checks.sums import compare_sums
from duikou.checks.terms import Finding
from duikou.checks.watch import Stopwatch

COMPARE = (
    compare_sums,
    compare_stocks,
    compare_rates,
    compare_products,
    compare_lists,
    compare_accounts,
    compare_repeats,
)
KINDS = ("contradiction", "doubt", "remainder", "coincidence", "agreement")


def search(evidence: Evidence, watch: Stopwatch, only: str = "") -> tuple[Finding, ...]:
    """Every independent finding, contradictions first. `only`: a document's inner findings alone."""
    found: list[Finding] = []
    for measure, unit in evidence.series():
        chosen = [s for s in evidence.of_series(measure, unit) if not only or s.document == only]
        if not chosen and not evidence.closings:
            continue
        known: set[frozenset[str]] = set()
        for granted, kind in ((STRICT, "contradiction"), (NATURAL, "doubt")):
            for space in spaces(evidence, chosen, granted):
                found += _conflicts(evidence, space, granted, kind, known, watch, only)
        for space in spaces(evidence, chosen, NATURAL) if not only else ():
            if not space.date:
                found += leaps(evidence.settled(space, NATURAL, frozenset(), watch).problem, watch)
        for compare in COMPARE:
            found += (one for one in compare(evidence.reader, chosen) if _means(evidence, one))
    found += _across(evidence, only)
    return tuple(sorted(found, key=lambda f: (KINDS.index(f.kind), f.statements)))


def _means(evidence: Evidence, finding: Finding) -> bool:
    """Whether it says anything: that a copy has the figures of its original does not."""
    return finding.sentence.code != "agreement.same" or evidence.independent(finding.statements)


def _across(evidence: Evidence, only: str) -> list[Finding]:
    """What is found between figures of different series."""
    chosen = [s for s in evidence.statements if not only or s.document == only]
    return [
        *find_mixtures(evidence.reader, chosen, chosen),
        *(find_same_numbers(evidence.reader, chosen) if not only else ()),
    ]


def beside(reader: Reader, draft: Sequence[Statement], known: Sequence[Statement]) -> tuple[Finding, ...]:
    """What a draft's figures seem to have become of those known: slips of the pen, and totals of what must
    not be added."""
    return (*find_slips(reader, draft, known), *find_mixtures(reader, draft, [*draft, *known]))


def spaces(evidence: Evidence, statements: Sequence[Statement], granted: Granted) -> list[Space]:
    """The spaces of which `statements` speak, in their order."""
    claims = (evidence.reader.claim(statement, granted) for statement in statements)
    return list(dict.fromkeys(claim.space for claim in claims if claim.space))


def _conflicts(
    evidence: Evidence,
    space: Space,
    granted: Granted,
    kind: str,
    known: set[frozenset[str]],
    watch: Stopwatch,
    only: str,
) -> Iterable[Finding]:
    problem = evidence.problem(space, granted, only=only)
    sets, _ = conflicts(problem.among({claim.key for claim in problem.claims}), watch)
    for conflict in independent(sets):
        keys = frozenset(conflict.keys)
        if keys in known:
            continue
        known.add(keys)
        if granted.all and impossible(problem.among(keys).granting(STRICT)):
            continue  # found as a contradiction
        yield describe(problem, conflict, kind, sets)
