"""Reckoning: bounds, verdicts and findings with their proofs (see docs/explanation/reckoning.md)."""

from duikou.checks.copies import Sketch, sketch
from duikou.checks.reckoner import Reckoner
from duikou.checks.terms import (
    Amount,
    Assumption,
    Bounds,
    Finding,
    Judgement,
    Leeway,
    Message,
    OpenEnd,
    Reason,
    Repair,
    Verdict,
    Word,
)

__all__ = [
    "Amount",
    "Assumption",
    "Bounds",
    "Finding",
    "Judgement",
    "Leeway",
    "Message",
    "OpenEnd",
    "Reason",
    "Reckoner",
    "Repair",
    "Sketch",
    "Verdict",
    "Word",
    "sketch",
]
