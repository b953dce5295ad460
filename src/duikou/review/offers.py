"""What is put before the reviewer: a figure's fields as read, with the named thing that they seem to be
about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duikou.reading.context import sentence_around
from duikou.review.fields import Fields, Proposal
from duikou.review.links import Link, Registry, form_of, mention_of, proposed
from duikou.review.typed import NEW
from duikou.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Offer:
    """`fields` with the proposed link filled in: a key, `NEW` with the form to register, or "" where the
    figure is about no thing of its own. `links`: what else it may be; `rule`: why the proposed one, "" for
    none."""

    fields: Fields
    links: tuple[Link, ...] = ()
    rule: str = ""


def offer(proposal: Proposal, fields: Fields, text: str, registry: Registry, vocabulary: Vocabulary) -> Offer:
    """What to propose for a figure of `text` that nobody has decided on yet."""
    mention = mention_of(proposal, fields, vocabulary)
    found = registry.links(mention, sentence_around(text, proposal.start, proposal.end))
    best = proposed(found)
    if best is not None:
        return Offer(replace(fields, link=best.key, form=""), found, best.rule)
    if mention.name:
        return Offer(replace(fields, link=NEW, form=form_of(mention)), found, "new")
    return Offer(replace(fields, link="", form=""), found)
