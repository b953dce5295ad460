"""The name by which a text calls a registered thing, where the registry does not know it yet."""

from __future__ import annotations

from duikou.book import Subject
from duikou.review.fields import Fields, Proposal
from duikou.review.links import ETC, mention_of, plain
from duikou.words import Vocabulary

SHORTEST = 2


def new_alias(proposal: Proposal, fields: Fields, subject: Subject, vocabulary: Vocabulary) -> str:
    """What the text calls `subject`, to which a person linked the figure; "" where that is one of its names,
    a mere description (学校), several things at once, or `subject` is no single thing."""
    name = fields.subject.strip()
    if not subject.single or len(name) < SHORTEST or ETC in name:
        return ""
    if mention_of(proposal, fields, vocabulary).described:
        return ""
    return "" if plain(name) in map(plain, subject.names) else name
