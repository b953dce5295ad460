"""Statistical tables and charts of an account: one row for a pairing, each cell a figure with its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from duikou.answers.accounts.desk import Desk
from duikou.answers.accounts.passages import place_names
from duikou.answers.accounts.request import Plan
from duikou.answers.accounts.topics import Topic
from duikou.answers.phrases import day_text
from duikou.answers.questions import donor_names
from duikou.book import Scope, Window
from duikou.book.account import Bar, Chart, Piece, Table

COLUMNS = (
    ("fund", "CNY", "arrived", ()),
    ("fund", "CNY", "arrived", ("grant",)),
    ("fund", "CNY", "arrived", ("cooperation",)),
    ("project.count", "count", "arrived", ()),
    ("project.count", "count", "arrived", ("grant",)),
    ("training.person_time", "person_time", "", ()),
)
LEAST_BARS = 2
Pair = tuple[frozenset[str], frozenset[str]]


def all_tables(desk: Desk, topics: Sequence[Topic], plan: Plan) -> Iterator[Table]:
    """Running totals by pairing, as far as anything is known of them."""
    rows = []
    for (donors, recipients), day in _pairs(topics).items():
        cells = [_cell(desk, scope) for scope in _columns(donors, recipients, Window(None, day))]
        if any(isinstance(cell, int) for cell in cells):
            words = desk.book.vocabulary
            rows.append(
                (donor_names(donors, words), place_names(recipients, desk.book), day_text(day), *cells)
            )
    if rows:
        yield Table(_("Running totals by donor and recipient"), _head(), tuple(rows), _table_note())


def _head() -> tuple[str, ...]:
    return (
        _("Donor"),
        _("Recipient"),
        _("As of"),
        _("Funds of all kinds arrived"),
        _("Grant funds arrived"),
        _("Economic-cooperation funds arrived"),
        _("Projects"),
        _("Grant projects"),
        _("People trained"),
    )


def _table_note() -> str:
    return _("Rows are of different days and are not to be added; a dash stands for: no data.")


def _pairs(topics: Iterable[Topic]) -> dict[Pair, date]:
    """Donors and recipients of whom a running total is known, with the newest day spoken of."""
    found: dict[Pair, date] = {}
    for topic in topics:
        scope = topic.scope
        if not topic.running or not scope.donors or scope.subjects or scope.window.end is None:
            continue
        if (scope.sectors - {"talent"}) or scope.measure not in {row[0] for row in COLUMNS}:
            continue
        pair = scope.donors, scope.recipients
        found[pair] = max(found.get(pair, date.min), scope.window.end)
    return found


def _columns(donors: frozenset[str], recipients: frozenset[str], window: Window) -> Iterator[Scope]:
    for measure, unit, stage, kinds in COLUMNS:
        sectors = frozenset({"talent"}) if measure.startswith("training.") else frozenset()
        yield Scope(measure, unit, stage, frozenset(kinds), donors, recipients, sectors, window=window)


def _cell(desk: Desk, scope: Scope) -> Piece:
    """The figure; where people trained are counted as persons, that."""
    if desk.known(scope):
        return desk.figure(scope)
    persons = replace(scope, unit="person")
    return desk.figure(persons) if scope.unit == "person_time" and desk.known(persons) else "—"


def grants_chart(desk: Desk, topics: Sequence[Topic], everybody: frozenset[str]) -> Chart | None:
    """Grants arrived by donor (or by recipient where there is but one donor), each as of its own day."""
    wanted = [
        topic
        for topic in topics
        if topic.running
        and topic.scope.measure == "fund"
        and topic.scope.stage == "arrived"
        and topic.scope.kinds == {"grant"}
        and topic.scope.donors
        and not topic.scope.subjects
        and not topic.scope.sectors
        and desk.known(topic.scope)
    ]
    donors = {topic.scope.donors for topic in wanted}
    bars = tuple(Bar(_label(topic, desk, len(donors) > 1), desk.figure(topic.scope)) for topic in wanted)
    if len(bars) < LEAST_BARS:
        return None
    return Chart(_("Grant funds arrived, each as of its own day"), "CNY", bars)


def _label(topic: Topic, desk: Desk, by_donor: bool) -> str:
    scope = topic.scope
    name = (
        donor_names(scope.donors, desk.book.vocabulary)
        if by_donor
        else place_names(scope.recipients, desk.book)
    )
    assert scope.window.end is not None
    return _("{name} (through {day})").format(name=name, day=day_text(scope.window.end))
