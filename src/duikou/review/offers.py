"""What is put before the reviewer: a figure's fields as read, with the named thing that they seem to be
about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from duikou.reading.context import sentence_around
from duikou.review.fields import Fields, Proposal
from duikou.review.links import Link, Registry, form_of, mention_of, proposed
from duikou.review.typed import NEW
from duikou.words import Vocabulary

LONGEST_KIND = 10
_KIND_IN_SUBJECT = "facility."
_UNFIT = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Offer:
    """`fields` with the proposed link filled in: a key, `NEW` with the form to register, or "" where the
    figure is about no thing of its own. `links`: what else it may be; `rule`: why the proposed one, "" for
    none."""

    fields: Fields
    links: tuple[Link, ...] = ()
    rule: str = ""


def is_kind(fields: Fields) -> bool:
    """Whether what is described is a kind of thing that the measure needs, in words fit for a registry:
    `学校`."""
    fit = 2 <= len(fields.subject) <= LONGEST_KIND and not _UNFIT.search(fields.subject)
    return fit and fields.measure.startswith(_KIND_IN_SUBJECT)


def offer(proposal: Proposal, fields: Fields, text: str, registry: Registry, vocabulary: Vocabulary) -> Offer:
    """What to propose for a figure of `text` that nobody has decided on yet."""
    mention = mention_of(proposal, fields, vocabulary)
    found = registry.links(mention, sentence_around(text, proposal.start, proposal.end))
    best = proposed(found)
    if best is not None:
        return Offer(replace(fields, link=best.key, form=""), found, best.rule)
    if mention.name and (not mention.described or is_kind(fields)):
        return Offer(replace(fields, link=NEW, form=form_of(mention)), found, "new")
    return Offer(replace(fields, link="", form=""), found)
