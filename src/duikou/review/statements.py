"""Fields of a figure → a statement of the book."""

from __future__ import annotations

from duikou.book import Figure, Scope, Statement, Window, parse_day
from duikou.review.fields import ALL_KINDS, Fields, Proposal
from duikou.words import Vocabulary

SEVERAL_SECTORS = "multi"
PLANNED = "planned"


def statement(
    proposal: Proposal, fields: Fields, document: str, vocabulary: Vocabulary, part_of: str = ""
) -> Statement:
    """The statement that a figure of `document` makes where it says `fields`. `part_of`: the key of the
    statement that it is a part of, "" where that one is no statement of the book.

    Raises BookError for impossible dates, UnknownCode for words that the vocabulary lacks.
    """
    scope = scope_of(fields, vocabulary)
    printed = fields.printed(vocabulary.unit_of(scope.measure, fields.unit).scale)
    return Statement(
        key=statement_key(document, proposal.number),
        scope=scope,
        figure=Figure(
            value=printed.value,
            last=printed.last,
            round=printed.round,
            qualifier=fields.qualifier,
            upper=printed.upper,
            whole=printed.whole,
        ),
        form=_form(fields),
        nature=fields.nature,
        assumed=fields.assumed,
        open_donors=fields.open_donors,
        document=document,
        part_of=part_of,
        surface=proposal.surface,
        start=proposal.start,
        end=proposal.end,
    )


def statement_key(document: str, number: int) -> str:
    """`D001-007`: the key of the statement that the seventh figure of a document makes."""
    return f"{document}-{number:03d}"


def scope_of(fields: Fields, vocabulary: Vocabulary) -> Scope:
    """What the figure speaks of, everything assumed filled in. Raises as `statement`."""
    window = Window(parse_day(fields.since, "from"), parse_day(fields.until, "to", last=True))
    site = site_code(fields, vocabulary)
    return Scope(
        measure=fields.measure,
        unit=fields.unit,
        stage=fields.stage,
        kinds=frozenset({fields.kind} if fields.kind else ()) - {ALL_KINDS},
        donors=frozenset(fields.donor),
        recipients=frozenset({site}) if site else frozenset(fields.recipient),
        sectors=frozenset({fields.sector} if fields.sector else ()) - {SEVERAL_SECTORS},
        subjects=frozenset({fields.link} if fields.link else ()),
        window=window,
    )


def site_code(fields: Fields, vocabulary: Vocabulary) -> str:
    """The code of the place that `site` names inside a recipient, "" where none of that name is known
    there."""
    places = vocabulary.places
    for place in places.find(fields.site) if fields.site else ():
        if any(places.inside(place.code, above) for above in fields.recipient if above in places):
            return place.code
    return ""


def _form(fields: Fields) -> str:
    if fields.nature == "rule":
        return "rule"
    return "target" if fields.stage == PLANNED else "published"
