"""Which figures deserve a second look, and why: fields decided by a weak rule or by one that was often
corrected, fields that such a figure should have, a named thing that is not sure."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from duikou.review.fields import Proposal
from duikou.review.offers import Offer
from duikou.words import Vocabulary

LEAST_DECIDED = 4  # so often a rule must have been decided on before its record counts
OFTEN = 4  # corrected in one of so many cases
NO_MEASURE = ("other",)
NOTHING: Mapping[tuple[str, str], Record] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """How often people let a field stand that a rule had decided, and how often they corrected it."""

    confirmed: int = 0
    corrected: int = 0

    @property
    def decided(self) -> int:
        return self.confirmed + self.corrected


@dataclass(frozen=True, slots=True)
class Doubt:
    """`code`: weak-rule, often-corrected, measure-unknown, empty, link-unclear; `rule`: the rule in
    question."""

    field: str
    code: str
    rule: str = ""


def doubts(
    proposal: Proposal,
    offer: Offer,
    vocabulary: Vocabulary,
    records: Mapping[tuple[str, str], Record] = NOTHING,
) -> tuple[Doubt, ...]:
    """What to look at in a figure as proposed; () where it is as sure as reading gets. `records`: by field
    and rule, from the corrections so far."""
    return tuple(_doubts(proposal, offer, vocabulary, records))


def _doubts(
    proposal: Proposal, offer: Offer, vocabulary: Vocabulary, records: Mapping[tuple[str, str], Record]
) -> Iterator[Doubt]:
    fields = offer.fields
    staged = vocabulary.measure[fields.measure].staged
    if fields.measure in NO_MEASURE or fields.unit in NO_MEASURE:
        yield Doubt("measure", "measure-unknown")
    for name in ("donor", "recipient", "to") if staged else ():
        if not {"donor": fields.donor, "recipient": fields.recipient, "to": fields.until}[name]:
            yield Doubt(name, "empty")
    for why in proposal.why:
        record = records.get((why.field, why.rule), Record())
        if record.decided >= LEAST_DECIDED:
            if record.corrected * OFTEN >= record.decided:
                yield Doubt(why.field, "often-corrected", why.rule)
        elif (why.field, why.rule) in _weak() and (why.field != "sector" or fields.link or fields.site):
            yield Doubt(why.field, "weak-rule", why.rule)  # what is about no thing may well span sectors
    if offer.links and offer.rule in ("", "new"):
        yield Doubt("subject", "link-unclear")


@cache
def _weak() -> frozenset[tuple[str, str]]:
    """Rules that were right less often than others on the marked documents."""
    text = resources.files("duikou.review").joinpath("data", "weak_rules.csv").read_text(encoding="utf-8")
    return frozenset((row["field"], row["rule"]) for row in csv.DictReader(text.splitlines()))
