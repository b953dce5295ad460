"""The aliases that a posting of a review adds to registered things, and takes back with its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from duikou.book import Subject
from duikou.review.aliases import new_alias
from duikou.store import reviews, selectors
from duikou.store.reviews import CONFIRMED, Decision, Review, Reviewed
from duikou.words import Vocabulary


def renamed(review: Review, changed: Sequence[Reviewed], vocabulary: Vocabulary) -> tuple[Subject, ...]:
    """The standing subjects with the names that change: of confirmed figures the name that their text gives
    to the thing they are linked to; gone is a name that a figure had brought that no longer says so."""
    registering = {one.fields.link for one in changed if one.state == CONFIRMED and one.fields.form}
    standing = {row.key: row for row in selectors.subjects() if row.key not in registering}
    now = dict(standing)
    for figure in changed:
        for key, name in _brought(figure, standing):
            if not _still_said(key, name, review, changed):
                aliases = tuple(alias for alias in now[key].aliases if alias != name)
                now[key] = replace(now[key], aliases=aliases)
    for figure in changed:
        key = figure.fields.link
        if figure.state == CONFIRMED and not figure.fields.form and key in now:
            name = new_alias(figure.proposal, figure.fields, now[key], vocabulary)
            if name:
                now[key] = replace(now[key], aliases=(*now[key].aliases, name))
    return tuple(subject for key, subject in now.items() if subject != standing[key])


def _brought(figure: Reviewed, standing: dict[str, Subject]) -> Iterator[tuple[str, str]]:
    """Key and name that the last carried confirmation of a figure brought in, where it says so no longer."""
    said = [one for one in figure.decisions if one.posting is not None and one.fields]
    if not said or said[-1].fields is None:
        return
    key, name = said[-1].fields.link, said[-1].fields.subject.strip()
    same = figure.state == CONFIRMED and (figure.fields.link, figure.fields.subject.strip()) == (key, name)
    if not same and key in standing and name in standing[key].aliases and _came_with(said[-1], key, name):
        yield key, name


def _came_with(decision: Decision, key: str, name: str) -> bool:
    """Whether the posting that carried the decision gave the subject this name."""
    before: Sequence[str] = ()
    for version in selectors.history("subject", key):
        names = () if version.withdrawn else version.row.names
        if version.number == decision.posting:
            return name in names and name not in before
        before = names
    return False


def _still_said(key: str, name: str, review: Review, changed: Iterable[Reviewed]) -> bool:
    """Whether another confirmed figure, of this document or another, calls the thing so."""
    now = {figure.number: figure for figure in changed}
    for document, figure in reviews.every_figure():
        if document == review.document and figure.number in now:
            figure = now[figure.number]
        if figure.state == CONFIRMED and (figure.fields.link, figure.fields.subject.strip()) == (key, name):
            return True
    return False
