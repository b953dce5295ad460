"""Review: read figures as proposals, what a person makes of them, and the statements that come of it.

`fields` (what a figure says) → `doubts`, `links` (what to look at, which named thing is meant) → `typed`
(what a person entered) → `corrections`, `statements`.
"""

from duikou.review.corrections import Correction, corrections
from duikou.review.fields import FIELDS, SAYABLE, Fields, Proposal, Why, proposal_of, proposals
from duikou.review.statements import statement, statement_key

__all__ = [
    "FIELDS",
    "SAYABLE",
    "Correction",
    "Fields",
    "Proposal",
    "Why",
    "corrections",
    "proposal_of",
    "proposals",
    "statement",
    "statement_key",
]
