"""Projects for the page: cards of lists, and why one is late, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from duikou.answers.names import step_name
from duikou.answers.register import Line
from duikou.answers.stories import in_words


@dataclass(frozen=True, slots=True)
class Card:
    """A project in a list; `late`: the reason in words, "" where it is not late."""

    key: str
    name: str
    donors: str
    recipient: str
    sectors: str
    stage: str
    year: str
    budget: str
    late: str
    published: bool


def card_of(line: Line) -> Card:
    row, words = line.project, line.words
    return Card(
        key=row.key,
        name=row.name,
        donors=in_words(row, "donors", words),
        recipient=in_words(row, "recipient", words),
        sectors=in_words(row, "sectors", words),
        stage=step_name(row.stage, words),
        year=row.year,
        budget=in_words(row, "budget", words),
        late=late_text(line),
        published=row.published,
    )


def late_text(line: Line) -> str:
    """`完工（2024-03）后应于180天内验收，已超期210天`."""
    if (late := line.late) is None:
        return ""
    return _("{due} was due within {days} days after {after} ({since}); {over} days late").format(
        due=step_name(late.due, line.words),
        after=step_name(late.after, line.words),
        days=late.days,
        since=late.since,
        over=late.over,
    )
